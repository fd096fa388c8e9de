import type { AttemptStatus, CallCause, CallDirection, CallStatus, LegRole } from '../operations/generated';
import type { Translations } from '../words/language';

export interface Words {
  title: string;
  place: string;
  when: string;
  direction: Record<CallDirection, string>;
  directionLabel: string;
  caller: string;
  dialled: string;
  person: string;
  queue: string;
  waited: string;
  talked: string;
  statusLabel: string;
  all: string;
  number: string;
  onlyOpen: string;
  empty: string;
  withheld: string;
  unknown: string;
  details: string;
  legs: string;
  via: string;
  cause: string;
  status: Record<CallStatus, string>;
  causes: Partial<Record<CallCause, string>>;
  role: Record<LegRole, string>;
  placeDialog: {
    title: string;
    from: string;
    fromHow: string;
    to: string;
    country: string;
    submit: string;
    again: string;
    hangUp: string;
    status: Record<AttemptStatus, string>;
  };
}

export const words: Translations<Words> = {
  en: {
    title: 'Calls',
    place: 'Place a call',
    when: 'Began',
    direction: { INBOUND: 'Incoming', OUTBOUND: 'Outgoing' },
    directionLabel: 'Direction',
    caller: 'From',
    dialled: 'To',
    person: 'Person',
    queue: 'Queue',
    waited: 'Waited',
    talked: 'Talked',
    statusLabel: 'Status',
    all: 'All',
    number: 'Number',
    onlyOpen: 'Only those that last',
    empty: 'No calls match.',
    withheld: 'withheld',
    unknown: 'unknown',
    details: 'Details',
    legs: 'Telephones in this call',
    via: 'Over',
    cause: 'Ended by',
    status: {
      RINGING: 'Ringing',
      WAITING: 'Waiting',
      IN_PROGRESS: 'Talking',
      COMPLETED: 'Talked',
      ABANDONED: 'Gave up',
      NO_ANSWER: 'No answer',
      BUSY: 'Busy',
      FAILED: 'Failed',
      UNKNOWN: 'Unknown',
    },
    causes: {
      CALLER_HANGUP: 'the caller',
      CALLEE_HANGUP: 'the called party',
      QUEUE_TIMEOUT: 'waiting too long',
      CANCELLED_BY_US: 'us',
    },
    role: { CALLER: 'Caller', AGENT: 'Agent', OTHER: 'Other' },
    placeDialog: {
      title: 'Place a call',
      from: 'Telephone that rings first',
      fromHow: 'Whoever answers there is joined to the number.',
      to: 'Number',
      country: 'Country of national numbers',
      submit: 'Call',
      again: 'Another call',
      hangUp: 'Hang up',
      status: {
        CREATED: 'About to call…',
        DISPATCHING: 'About to call…',
        SENT: 'Calling…',
        IN_PROGRESS: 'Ringing or talking',
        COMPLETED: 'The call is over.',
        BUSY: 'Busy.',
        NOT_ANSWERED: 'Nobody answered.',
        FAILED: 'The network could not connect it.',
        CANCELED: 'Called off.',
        ERRORED: 'The telephone system refused it.',
        UNKNOWN: 'Asking the telephone system…',
        EXPIRED: 'The telephone system has been silent for too long.',
      },
    },
  },
  ca: {
    title: 'Trucades',
    place: 'Fes una trucada',
    when: 'Inici',
    direction: { INBOUND: 'Entrant', OUTBOUND: 'Sortint' },
    directionLabel: 'Direcció',
    caller: 'De',
    dialled: 'A',
    person: 'Persona',
    queue: 'Cua',
    waited: 'Espera',
    talked: 'Conversa',
    statusLabel: 'Estat',
    all: 'Totes',
    number: 'Número',
    onlyOpen: 'Només les que duren',
    empty: 'Cap trucada no hi encaixa.',
    withheld: 'ocult',
    unknown: 'desconegut',
    details: 'Detalls',
    legs: 'Telèfons d’aquesta trucada',
    via: 'Per',
    cause: 'L’ha acabada',
    status: {
      RINGING: 'Sonant',
      WAITING: 'En espera',
      IN_PROGRESS: 'Parlant',
      COMPLETED: 'Parlada',
      ABANDONED: 'Abandonada',
      NO_ANSWER: 'Sense resposta',
      BUSY: 'Ocupat',
      FAILED: 'Ha fallat',
      UNKNOWN: 'Desconegut',
    },
    causes: {
      CALLER_HANGUP: 'qui trucava',
      CALLEE_HANGUP: 'qui rebia',
      QUEUE_TIMEOUT: 'massa espera',
      CANCELLED_BY_US: 'nosaltres',
    },
    role: { CALLER: 'Qui truca', AGENT: 'Agent', OTHER: 'Altre' },
    placeDialog: {
      title: 'Fes una trucada',
      from: 'Telèfon que sona primer',
      fromHow: 'Qui hi respongui es connecta amb el número.',
      to: 'Número',
      country: 'País dels números nacionals',
      submit: 'Truca',
      again: 'Una altra trucada',
      hangUp: 'Penja',
      status: {
        CREATED: 'A punt de trucar…',
        DISPATCHING: 'A punt de trucar…',
        SENT: 'Trucant…',
        IN_PROGRESS: 'Sonant o parlant',
        COMPLETED: 'La trucada s’ha acabat.',
        BUSY: 'Ocupat.',
        NOT_ANSWERED: 'No ha respost ningú.',
        FAILED: 'La xarxa no l’ha pogut connectar.',
        CANCELED: 'Anul·lada.',
        ERRORED: 'La centraleta l’ha refusada.',
        UNKNOWN: 'Ho preguntem a la centraleta…',
        EXPIRED: 'La centraleta fa massa que calla.',
      },
    },
  },
  es: {
    title: 'Llamadas',
    place: 'Hacer una llamada',
    when: 'Inicio',
    direction: { INBOUND: 'Entrante', OUTBOUND: 'Saliente' },
    directionLabel: 'Dirección',
    caller: 'De',
    dialled: 'A',
    person: 'Persona',
    queue: 'Cola',
    waited: 'Espera',
    talked: 'Conversación',
    statusLabel: 'Estado',
    all: 'Todas',
    number: 'Número',
    onlyOpen: 'Solo las que duran',
    empty: 'No encaja ninguna llamada.',
    withheld: 'oculto',
    unknown: 'desconocido',
    details: 'Detalles',
    legs: 'Teléfonos de esta llamada',
    via: 'Por',
    cause: 'La ha acabado',
    status: {
      RINGING: 'Sonando',
      WAITING: 'En espera',
      IN_PROGRESS: 'Hablando',
      COMPLETED: 'Hablada',
      ABANDONED: 'Abandonada',
      NO_ANSWER: 'Sin respuesta',
      BUSY: 'Ocupado',
      FAILED: 'Ha fallado',
      UNKNOWN: 'Desconocido',
    },
    causes: {
      CALLER_HANGUP: 'quien llamaba',
      CALLEE_HANGUP: 'quien recibía',
      QUEUE_TIMEOUT: 'demasiada espera',
      CANCELLED_BY_US: 'nosotros',
    },
    role: { CALLER: 'Quien llama', AGENT: 'Agente', OTHER: 'Otro' },
    placeDialog: {
      title: 'Hacer una llamada',
      from: 'Teléfono que suena primero',
      fromHow: 'Quien responda ahí se conecta con el número.',
      to: 'Número',
      country: 'País de los números nacionales',
      submit: 'Llamar',
      again: 'Otra llamada',
      hangUp: 'Colgar',
      status: {
        CREATED: 'A punto de llamar…',
        DISPATCHING: 'A punto de llamar…',
        SENT: 'Llamando…',
        IN_PROGRESS: 'Sonando o hablando',
        COMPLETED: 'La llamada ha terminado.',
        BUSY: 'Ocupado.',
        NOT_ANSWERED: 'No ha respondido nadie.',
        FAILED: 'La red no la ha podido conectar.',
        CANCELED: 'Anulada.',
        ERRORED: 'La centralita la ha rechazado.',
        UNKNOWN: 'Lo preguntamos a la centralita…',
        EXPIRED: 'La centralita lleva demasiado callada.',
      },
    },
  },
  ru: {
    title: 'Звонки',
    place: 'Позвонить',
    when: 'Начало',
    direction: { INBOUND: 'Входящий', OUTBOUND: 'Исходящий' },
    directionLabel: 'Направление',
    caller: 'От',
    dialled: 'Кому',
    person: 'Сотрудник',
    queue: 'Очередь',
    waited: 'Ждал',
    talked: 'Разговор',
    statusLabel: 'Состояние',
    all: 'Все',
    number: 'Номер',
    onlyOpen: 'Только текущие',
    empty: 'Подходящих звонков нет.',
    withheld: 'скрыт',
    unknown: 'неизвестен',
    details: 'Подробнее',
    legs: 'Телефоны в этом звонке',
    via: 'Через',
    cause: 'Завершил',
    status: {
      RINGING: 'Вызов',
      WAITING: 'Ждёт',
      IN_PROGRESS: 'Разговор',
      COMPLETED: 'Поговорили',
      ABANDONED: 'Не дождался',
      NO_ANSWER: 'Нет ответа',
      BUSY: 'Занято',
      FAILED: 'Сбой',
      UNKNOWN: 'Неизвестно',
    },
    causes: {
      CALLER_HANGUP: 'звонивший',
      CALLEE_HANGUP: 'принявший',
      QUEUE_TIMEOUT: 'слишком долгое ожидание',
      CANCELLED_BY_US: 'мы',
    },
    role: { CALLER: 'Звонивший', AGENT: 'Оператор', OTHER: 'Другой' },
    placeDialog: {
      title: 'Позвонить',
      from: 'Какой телефон звонит первым',
      fromHow: 'Кто там ответит, будет соединён с номером.',
      to: 'Номер',
      country: 'Страна местных номеров',
      submit: 'Позвонить',
      again: 'Ещё звонок',
      hangUp: 'Положить трубку',
      status: {
        CREATED: 'Сейчас наберём…',
        DISPATCHING: 'Сейчас наберём…',
        SENT: 'Набираем…',
        IN_PROGRESS: 'Звонит или идёт разговор',
        COMPLETED: 'Звонок окончен.',
        BUSY: 'Занято.',
        NOT_ANSWERED: 'Никто не ответил.',
        FAILED: 'Сеть не смогла соединить.',
        CANCELED: 'Отменён.',
        ERRORED: 'АТС отклонила звонок.',
        UNKNOWN: 'Спрашиваем АТС…',
        EXPIRED: 'АТС слишком долго молчит.',
      },
    },
  },
};
