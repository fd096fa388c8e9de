import type { ProviderHealth, ProviderKind, ProviderOperation, Support } from '../operations/generated';
import type { Translations } from '../words/language';

export interface Words {
  title: string;
  none: string;
  noneHow: string;
  health: Record<ProviderHealth, string>;
  kind: Record<ProviderKind, string>;
  since: string;
  lastHeard: string;
  neverHeard: string;
  started: string;
  limits: string;
  perSecond: (n: string) => string;
  atOnce: (n: string) => string;
  underWay: string;
  unlimited: string;
  account: string;
  can: string;
  support: Record<Support, string>;
  operation: Record<ProviderOperation, string>;
}

export const words: Translations<Words> = {
  en: {
    title: 'Providers',
    none: 'No telephone systems yet.',
    noneHow: 'They are named in the server’s settings.',
    health: { UP: 'Up', CONNECTING: 'Connecting', DOWN: 'Down' },
    kind: { ASTERISK: 'Asterisk', SIMULATOR: 'Simulator', TWILIO: 'Twilio' },
    since: 'for',
    lastHeard: 'Last heard',
    neverHeard: 'never',
    started: 'Running since',
    limits: 'Calls placed',
    perSecond: (n) => `${n} a second`,
    atOnce: (n) => `${n} at once`,
    underWay: 'under way',
    unlimited: 'no limit',
    account: 'All of the account',
    can: 'What it can do',
    support: { NATIVE: 'by itself', EMULATED: 'with our help', NONE: 'not' },
    operation: {
      WATCH_CALLS: 'Watch calls',
      WATCH_QUEUES: 'Watch queues',
      QUEUE_ADD: 'Add to queues',
      QUEUE_REMOVE: 'Remove from queues',
      QUEUE_PAUSE: 'Pause',
      QUEUE_PAUSE_REASON: 'Reasons of pauses',
      QUEUE_PENALTY: 'Penalties',
      PLACE_CALL: 'Place calls',
      HANG_UP: 'Hang up',
      DETECT_MACHINE: 'Detect machines',
      PLAY: 'Play recordings',
      SAY: 'Say texts',
      CONNECT: 'Connect',
      CONVERSE: 'Lead calls by flows',
      SEND_MESSAGE: 'Send messages',
    },
  },
  ca: {
    title: 'Proveïdors',
    none: 'Encara no hi ha centraletes.',
    noneHow: 'S’anomenen a la configuració del servidor.',
    health: { UP: 'Actiu', CONNECTING: 'Connectant', DOWN: 'Caigut' },
    kind: { ASTERISK: 'Asterisk', SIMULATOR: 'Simulador', TWILIO: 'Twilio' },
    since: 'des de fa',
    lastHeard: 'Últim senyal fa',
    neverHeard: 'mai',
    started: 'En marxa des del',
    limits: 'Trucades fetes',
    perSecond: (n) => `${n} per segon`,
    atOnce: (n) => `${n} alhora`,
    underWay: 'en curs',
    unlimited: 'sense límit',
    account: 'Tot el compte',
    can: 'Què sap fer',
    support: { NATIVE: 'tot sol', EMULATED: 'amb ajuda nostra', NONE: 'no' },
    operation: {
      WATCH_CALLS: 'Observar trucades',
      WATCH_QUEUES: 'Observar cues',
      QUEUE_ADD: 'Afegir a cues',
      QUEUE_REMOVE: 'Treure de cues',
      QUEUE_PAUSE: 'Pausar',
      QUEUE_PAUSE_REASON: 'Motius de pausa',
      QUEUE_PENALTY: 'Penalitzacions',
      PLACE_CALL: 'Fer trucades',
      HANG_UP: 'Penjar',
      DETECT_MACHINE: 'Detectar contestadors',
      PLAY: 'Reproduir enregistraments',
      SAY: 'Dir textos',
      CONNECT: 'Connectar',
      CONVERSE: 'Portar trucades per fluxos',
      SEND_MESSAGE: 'Enviar missatges',
    },
  },
  es: {
    title: 'Proveedores',
    none: 'Todavía no hay centralitas.',
    noneHow: 'Se nombran en la configuración del servidor.',
    health: { UP: 'Activo', CONNECTING: 'Conectando', DOWN: 'Caído' },
    kind: { ASTERISK: 'Asterisk', SIMULATOR: 'Simulador', TWILIO: 'Twilio' },
    since: 'desde hace',
    lastHeard: 'Última señal hace',
    neverHeard: 'nunca',
    started: 'En marcha desde el',
    limits: 'Llamadas hechas',
    perSecond: (n) => `${n} por segundo`,
    atOnce: (n) => `${n} a la vez`,
    underWay: 'en curso',
    unlimited: 'sin límite',
    account: 'Toda la cuenta',
    can: 'Qué sabe hacer',
    support: { NATIVE: 'por sí solo', EMULATED: 'con nuestra ayuda', NONE: 'no' },
    operation: {
      WATCH_CALLS: 'Observar llamadas',
      WATCH_QUEUES: 'Observar colas',
      QUEUE_ADD: 'Añadir a colas',
      QUEUE_REMOVE: 'Quitar de colas',
      QUEUE_PAUSE: 'Pausar',
      QUEUE_PAUSE_REASON: 'Motivos de pausa',
      QUEUE_PENALTY: 'Penalizaciones',
      PLACE_CALL: 'Hacer llamadas',
      HANG_UP: 'Colgar',
      DETECT_MACHINE: 'Detectar contestadores',
      PLAY: 'Reproducir grabaciones',
      SAY: 'Decir textos',
      CONNECT: 'Conectar',
      CONVERSE: 'Llevar llamadas por flujos',
      SEND_MESSAGE: 'Enviar mensajes',
    },
  },
  ru: {
    title: 'Телефония',
    none: 'Телефонных систем пока нет.',
    noneHow: 'Они названы в настройках сервера.',
    health: { UP: 'На связи', CONNECTING: 'Подключается', DOWN: 'Нет связи' },
    kind: { ASTERISK: 'Asterisk', SIMULATOR: 'Имитация', TWILIO: 'Twilio' },
    since: 'уже',
    lastHeard: 'Последний сигнал',
    neverHeard: 'никогда',
    started: 'Работает с',
    limits: 'Исходящие звонки',
    perSecond: (n) => `${n} в секунду`,
    atOnce: (n) => `${n} сразу`,
    underWay: 'идут',
    unlimited: 'без предела',
    account: 'Вся учётная запись',
    can: 'Что умеет',
    support: { NATIVE: 'сама', EMULATED: 'с нашей помощью', NONE: 'нет' },
    operation: {
      WATCH_CALLS: 'Видеть звонки',
      WATCH_QUEUES: 'Видеть очереди',
      QUEUE_ADD: 'Добавлять в очереди',
      QUEUE_REMOVE: 'Убирать из очередей',
      QUEUE_PAUSE: 'Ставить на паузу',
      QUEUE_PAUSE_REASON: 'Причины пауз',
      QUEUE_PENALTY: 'Приоритеты',
      PLACE_CALL: 'Звонить',
      HANG_UP: 'Класть трубку',
      DETECT_MACHINE: 'Узнавать автоответчики',
      PLAY: 'Играть записи',
      SAY: 'Говорить тексты',
      CONNECT: 'Соединять',
      CONVERSE: 'Вести по сценариям',
      SEND_MESSAGE: 'Слать сообщения',
    },
  },
};
