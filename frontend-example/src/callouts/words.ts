/** Every word of callouts, in each language. */
import type {
  AttemptStatus,
  CalloutScriptKind,
  CalloutStatus,
  CallStanding,
  ParticipationStatus,
  PopulationSkipReason,
  PopulationStatus,
} from '../operations/generated';
import type { Translations } from '../words/language';
import { plural } from '../words/plural';
import type { Outcome } from './progress';

export interface Words {
  title: string;
  all: string;
  create: string;
  search: string;
  statusLabel: string;
  name: string;
  progress: string;
  contacts: string;
  calls: string;
  answerRate: string;
  startedAt: string;
  empty: string;
  missing: string;
  status: Record<CalloutStatus, string>;
  participation: Record<ParticipationStatus, string>;
  attempt: Record<AttemptStatus, string>;
  outcome: Record<Outcome, string>;
  deeds: { start: string; pause: string; resume: string; stop: string; retry: string; populate: string };
  stop: { title: string; what: string; hangUp: string };
  retry: { title: string; what: string; done: (n: number) => string };
  perMinute: string;
  minutesAgo: (n: number) => string;
  ofContacts: (done: number, all: number) => string;
  outcomes: string;
  people: string;
  peopleNone: string;
  number: string;
  attempts: string;
  last: string;
  due: string;
  reason: string;
  story: string;
  standing: Record<CallStanding, string>;
  until: (when: string) => string;
  noObstacle: string;
  noAttempts: string;
  seconds: (n: number) => string;
  via: string;
  results: string;
  resultsProgress: (n: number) => string;
  populations: string;
  population: Record<PopulationStatus, string>;
  populationCount: (added: number, matched: number) => string;
  addDialog: {
    title: string;
    nameHas: string;
    key: string;
    keyHow: string;
    value: string;
    matched: (n: number) => string;
    called: (n: number) => string;
    skipped: (n: number) => string;
    sample: string;
    submit: string;
    nobody: string;
  };
  skipReason: Record<PopulationSkipReason, string>;
  definition: string;
  script: Record<CalloutScriptKind, string>;
  facts: {
    script: string;
    routes: string;
    pace: string;
    perSecond: (n: number) => string;
    atOnce: (n: number) => string;
    unlimited: string;
    ringing: string;
    retries: string;
    retriesOf: (attempts: number, minutes: string) => string;
    hours: string;
    everyHour: string;
    expires: string;
    cost: string;
  };
  form: {
    title: string;
    name: string;
    script: string;
    text: string;
    audio: string;
    to: string;
    flow: string;
    provider: string;
    perSecond: string;
    atOnce: string;
    attempts: string;
    delay: string;
    hours: string;
    from: string;
    until: string;
    detectMachine: string;
    submit: string;
  };
}

const en: Words = {
  title: 'Callouts',
  all: 'All',
  create: 'New callout',
  search: 'Search',
  statusLabel: 'Status',
  name: 'Name',
  progress: 'Progress',
  contacts: 'Contacts',
  calls: 'Calls',
  answerRate: 'Answered',
  startedAt: 'Started',
  empty: 'No callouts here yet.',
  missing: 'There is no such callout.',
  status: {
    INITIALIZED: 'Draft',
    SCHEDULED: 'Scheduled',
    RUNNING: 'Running',
    PAUSED: 'Paused',
    STOPPED: 'Stopped',
    COMPLETED: 'Completed',
    ERRORED: 'Failed',
  },
  participation: {
    PENDING: 'Not called yet',
    IN_FLIGHT: 'Being called',
    WAITING: 'Called again later',
    ANSWERED: 'Reached',
    EXHAUSTED: 'Not reached',
    SKIPPED: 'Skipped',
  },
  attempt: {
    CREATED: 'to be placed',
    DISPATCHING: 'being placed',
    SENT: 'placed',
    IN_PROGRESS: 'under way',
    COMPLETED: 'answered',
    BUSY: 'busy',
    NOT_ANSWERED: 'no answer',
    FAILED: 'failed',
    CANCELED: 'called off',
    ERRORED: 'refused',
    UNKNOWN: 'looked up',
    EXPIRED: 'lost',
  },
  outcome: {
    underWay: 'Under way',
    answered: 'Answered',
    busy: 'Busy',
    notAnswered: 'No answer',
    failed: 'Failed',
    other: 'Other',
  },
  deeds: {
    start: 'Start',
    pause: 'Pause',
    resume: 'Resume',
    stop: 'Stop',
    retry: 'Retry failed',
    populate: 'Add contacts',
  },
  stop: {
    title: 'Stop this callout?',
    what: 'Nobody is called any more.',
    hangUp: 'Hang up calls that are under way',
  },
  retry: {
    title: 'Call again',
    what: 'Those who were given up and whose last call ended so are called again, with a new budget.',
    done: (n) =>
      plural('en', n, { one: '# contact is called again.', other: '# contacts are called again.' }),
  },
  perMinute: 'Attempts per minute',
  minutesAgo: (n) => `${n} min ago`,
  ofContacts: (some, all) => `${some} of ${all} done`,
  outcomes: 'Calls by result',
  people: 'Contacts of this callout',
  peopleNone: 'Nobody matches.',
  number: 'Number',
  attempts: 'Attempts',
  last: 'Last call',
  due: 'Next call',
  reason: 'Reason',
  story: 'Attempts',
  standing: {
    NEXT: 'Is called as soon as there is room.',
    UNDER_WAY: 'Is being called now.',
    REACHED: 'Was reached.',
    HINDERED: 'Is not called now:',
  },
  until: (when) => `until ${when}`,
  noObstacle: 'Nothing stands in the way.',
  noAttempts: 'Not called yet.',
  seconds: (n) => `${n} s`,
  via: 'via',
  results: 'Download results',
  resultsProgress: (n) => `${n} read…`,
  populations: 'Added',
  population: {
    PREVIEW: 'Preview',
    QUEUED: 'Queued',
    RUNNING: 'Being added',
    FINISHED: 'Added',
    FAILED: 'Failed',
  },
  populationCount: (added, matched) => `${added} of ${matched}`,
  addDialog: {
    title: 'Add contacts',
    nameHas: 'Name contains',
    key: 'Field',
    keyHow: 'of what is kept beside a contact, such as group',
    value: 'Value',
    matched: (n) => plural('en', n, { one: '# contact matches', other: '# contacts match' }),
    called: (n) => `${n} will be called`,
    skipped: (n) => `${n} will be skipped`,
    sample: 'The first of them',
    submit: 'Add',
    nobody: 'Nobody matches.',
  },
  skipReason: {
    ALREADY_IN_CALLOUT: 'already in this callout',
    SAME_NUMBER: 'same number twice',
    DO_NOT_CALL: 'do not call',
    OPTED_OUT: 'opted out',
  },
  definition: 'How it calls',
  script: { PLAY: 'Play a recording', SAY: 'Say a text', CONNECT: 'Connect to', FLOW: 'Flow' },
  facts: {
    script: 'When answered',
    routes: 'Over',
    pace: 'Pace',
    perSecond: (n) => `${n} a second`,
    atOnce: (n) => `${n} at once`,
    unlimited: 'no limit',
    ringing: 'Rings for',
    retries: 'Tries',
    retriesOf: (attempts, minutes) => `${attempts} times, ${minutes} apart`,
    hours: 'Hours',
    everyHour: 'around the clock',
    expires: 'Until',
    cost: 'Cost',
  },
  form: {
    title: 'New callout',
    name: 'Name',
    script: 'When somebody answers',
    text: 'Text',
    audio: 'Recording',
    to: 'Number or extension',
    flow: 'Flow',
    provider: 'Over',
    perSecond: 'Calls a second',
    atOnce: 'Calls at once',
    attempts: 'Attempts at most',
    delay: 'Minutes between them',
    hours: 'Called between',
    from: 'From',
    until: 'Until',
    detectMachine: 'Answering machines are not reached contacts',
    submit: 'Create',
  },
};

const ca: Words = {
  title: 'Campanyes',
  all: 'Totes',
  create: 'Campanya nova',
  search: 'Cerca',
  statusLabel: 'Estat',
  name: 'Nom',
  progress: 'Progrés',
  contacts: 'Contactes',
  calls: 'Trucades',
  answerRate: 'Ateses',
  startedAt: 'Inici',
  empty: 'Encara no hi ha campanyes.',
  missing: 'Aquesta campanya no existeix.',
  status: {
    INITIALIZED: 'Esborrany',
    SCHEDULED: 'Programada',
    RUNNING: 'En marxa',
    PAUSED: 'En pausa',
    STOPPED: 'Aturada',
    COMPLETED: 'Acabada',
    ERRORED: 'Ha fallat',
  },
  participation: {
    PENDING: 'Encara per trucar',
    IN_FLIGHT: 'S’hi està trucant',
    WAITING: 'Es tornarà a trucar',
    ANSWERED: 'Contactats',
    EXHAUSTED: 'No contactats',
    SKIPPED: 'Omesos',
  },
  attempt: {
    CREATED: 'per fer',
    DISPATCHING: 's’està fent',
    SENT: 'feta',
    IN_PROGRESS: 'en curs',
    COMPLETED: 'atesa',
    BUSY: 'ocupat',
    NOT_ANSWERED: 'sense resposta',
    FAILED: 'ha fallat',
    CANCELED: 'anul·lada',
    ERRORED: 'refusada',
    UNKNOWN: 'es comprova',
    EXPIRED: 'perduda',
  },
  outcome: {
    underWay: 'En curs',
    answered: 'Ateses',
    busy: 'Ocupat',
    notAnswered: 'Sense resposta',
    failed: 'Fallides',
    other: 'Altres',
  },
  deeds: {
    start: 'Comença',
    pause: 'Pausa',
    resume: 'Reprèn',
    stop: 'Atura',
    retry: 'Reintenta les fallides',
    populate: 'Afegeix contactes',
  },
  stop: {
    title: 'Voleu aturar aquesta campanya?',
    what: 'Ja no es truca a ningú més.',
    hangUp: 'Penja les trucades en curs',
  },
  retry: {
    title: 'Torna a trucar',
    what: 'Es torna a trucar, amb un pressupost nou, als que es van deixar i l’última trucada dels quals va acabar així.',
    done: (n) =>
      plural('ca', n, { one: 'Es torna a trucar a # contacte.', other: 'Es torna a trucar a # contactes.' }),
  },
  perMinute: 'Intents per minut',
  minutesAgo: (n) => `fa ${n} min`,
  ofContacts: (some, all) => `${some} de ${all} fets`,
  outcomes: 'Trucades per resultat',
  people: 'Contactes de la campanya',
  peopleNone: 'Ningú no hi encaixa.',
  number: 'Número',
  attempts: 'Intents',
  last: 'Última trucada',
  due: 'Pròxima trucada',
  reason: 'Motiu',
  story: 'Intents',
  standing: {
    NEXT: 'Es trucarà tan bon punt hi hagi lloc.',
    UNDER_WAY: 'S’hi està trucant ara.',
    REACHED: 'S’hi ha contactat.',
    HINDERED: 'Ara no s’hi truca:',
  },
  until: (when) => `fins a ${when}`,
  noObstacle: 'Res no ho impedeix.',
  noAttempts: 'Encara no s’hi ha trucat.',
  seconds: (n) => `${n} s`,
  via: 'per',
  results: 'Baixa els resultats',
  resultsProgress: (n) => `${n} llegits…`,
  populations: 'Afegits',
  population: {
    PREVIEW: 'Previsualització',
    QUEUED: 'A la cua',
    RUNNING: 'S’afegeixen',
    FINISHED: 'Afegits',
    FAILED: 'Ha fallat',
  },
  populationCount: (added, matched) => `${added} de ${matched}`,
  addDialog: {
    title: 'Afegeix contactes',
    nameHas: 'El nom conté',
    key: 'Camp',
    keyHow: 'del que es desa amb un contacte, com ara group',
    value: 'Valor',
    matched: (n) => plural('ca', n, { one: 'Hi encaixa # contacte', other: 'Hi encaixen # contactes' }),
    called: (n) => `es trucarà a ${n}`,
    skipped: (n) => `s’ometran ${n}`,
    sample: 'Els primers',
    submit: 'Afegeix',
    nobody: 'Ningú no hi encaixa.',
  },
  skipReason: {
    ALREADY_IN_CALLOUT: 'ja és a la campanya',
    SAME_NUMBER: 'número repetit',
    DO_NOT_CALL: 'no trucar',
    OPTED_OUT: 's’ha donat de baixa',
  },
  definition: 'Com truca',
  script: { PLAY: 'Reprodueix un enregistrament', SAY: 'Diu un text', CONNECT: 'Connecta amb', FLOW: 'Flux' },
  facts: {
    script: 'Quan s’atén',
    routes: 'Per',
    pace: 'Ritme',
    perSecond: (n) => `${n} per segon`,
    atOnce: (n) => `${n} alhora`,
    unlimited: 'sense límit',
    ringing: 'Sona',
    retries: 'Intents',
    retriesOf: (attempts, minutes) => `${attempts} vegades, cada ${minutes}`,
    hours: 'Horari',
    everyHour: 'tot el dia',
    expires: 'Fins a',
    cost: 'Cost',
  },
  form: {
    title: 'Campanya nova',
    name: 'Nom',
    script: 'Quan algú atén',
    text: 'Text',
    audio: 'Enregistrament',
    to: 'Número o extensió',
    flow: 'Flux',
    provider: 'Per',
    perSecond: 'Trucades per segon',
    atOnce: 'Trucades alhora',
    attempts: 'Intents com a molt',
    delay: 'Minuts entre intents',
    hours: 'Es truca entre',
    from: 'De',
    until: 'Fins a',
    detectMachine: 'Un contestador no compta com a contactat',
    submit: 'Crea',
  },
};

const es: Words = {
  title: 'Campañas',
  all: 'Todas',
  create: 'Campaña nueva',
  search: 'Buscar',
  statusLabel: 'Estado',
  name: 'Nombre',
  progress: 'Progreso',
  contacts: 'Contactos',
  calls: 'Llamadas',
  answerRate: 'Atendidas',
  startedAt: 'Inicio',
  empty: 'Todavía no hay campañas.',
  missing: 'Esta campaña no existe.',
  status: {
    INITIALIZED: 'Borrador',
    SCHEDULED: 'Programada',
    RUNNING: 'En marcha',
    PAUSED: 'En pausa',
    STOPPED: 'Parada',
    COMPLETED: 'Terminada',
    ERRORED: 'Ha fallado',
  },
  participation: {
    PENDING: 'Aún sin llamar',
    IN_FLIGHT: 'Llamando',
    WAITING: 'Se volverá a llamar',
    ANSWERED: 'Contactados',
    EXHAUSTED: 'No contactados',
    SKIPPED: 'Omitidos',
  },
  attempt: {
    CREATED: 'por hacer',
    DISPATCHING: 'haciéndose',
    SENT: 'hecha',
    IN_PROGRESS: 'en curso',
    COMPLETED: 'atendida',
    BUSY: 'ocupado',
    NOT_ANSWERED: 'sin respuesta',
    FAILED: 'ha fallado',
    CANCELED: 'anulada',
    ERRORED: 'rechazada',
    UNKNOWN: 'se comprueba',
    EXPIRED: 'perdida',
  },
  outcome: {
    underWay: 'En curso',
    answered: 'Atendidas',
    busy: 'Ocupado',
    notAnswered: 'Sin respuesta',
    failed: 'Fallidas',
    other: 'Otras',
  },
  deeds: {
    start: 'Empezar',
    pause: 'Pausar',
    resume: 'Reanudar',
    stop: 'Parar',
    retry: 'Reintentar fallidas',
    populate: 'Añadir contactos',
  },
  stop: {
    title: '¿Parar esta campaña?',
    what: 'Ya no se llama a nadie más.',
    hangUp: 'Colgar las llamadas en curso',
  },
  retry: {
    title: 'Volver a llamar',
    what: 'Se vuelve a llamar, con un presupuesto nuevo, a quienes se dejó y cuya última llamada acabó así.',
    done: (n) =>
      plural('es', n, {
        one: 'Se vuelve a llamar a # contacto.',
        other: 'Se vuelve a llamar a # contactos.',
      }),
  },
  perMinute: 'Intentos por minuto',
  minutesAgo: (n) => `hace ${n} min`,
  ofContacts: (some, all) => `${some} de ${all} hechos`,
  outcomes: 'Llamadas por resultado',
  people: 'Contactos de la campaña',
  peopleNone: 'No encaja nadie.',
  number: 'Número',
  attempts: 'Intentos',
  last: 'Última llamada',
  due: 'Próxima llamada',
  reason: 'Motivo',
  story: 'Intentos',
  standing: {
    NEXT: 'Se llamará en cuanto haya sitio.',
    UNDER_WAY: 'Se le está llamando ahora.',
    REACHED: 'Se le ha contactado.',
    HINDERED: 'Ahora no se le llama:',
  },
  until: (when) => `hasta ${when}`,
  noObstacle: 'Nada lo impide.',
  noAttempts: 'Aún no se le ha llamado.',
  seconds: (n) => `${n} s`,
  via: 'por',
  results: 'Descargar resultados',
  resultsProgress: (n) => `${n} leídos…`,
  populations: 'Añadidos',
  population: {
    PREVIEW: 'Vista previa',
    QUEUED: 'En cola',
    RUNNING: 'Añadiéndose',
    FINISHED: 'Añadidos',
    FAILED: 'Ha fallado',
  },
  populationCount: (added, matched) => `${added} de ${matched}`,
  addDialog: {
    title: 'Añadir contactos',
    nameHas: 'El nombre contiene',
    key: 'Campo',
    keyHow: 'de lo que se guarda con un contacto, como group',
    value: 'Valor',
    matched: (n) => plural('es', n, { one: 'Encaja # contacto', other: 'Encajan # contactos' }),
    called: (n) => `se llamará a ${n}`,
    skipped: (n) => `se omitirán ${n}`,
    sample: 'Los primeros',
    submit: 'Añadir',
    nobody: 'No encaja nadie.',
  },
  skipReason: {
    ALREADY_IN_CALLOUT: 'ya está en la campaña',
    SAME_NUMBER: 'número repetido',
    DO_NOT_CALL: 'no llamar',
    OPTED_OUT: 'se ha dado de baja',
  },
  definition: 'Cómo llama',
  script: { PLAY: 'Reproduce una grabación', SAY: 'Dice un texto', CONNECT: 'Conecta con', FLOW: 'Flujo' },
  facts: {
    script: 'Al atender',
    routes: 'Por',
    pace: 'Ritmo',
    perSecond: (n) => `${n} por segundo`,
    atOnce: (n) => `${n} a la vez`,
    unlimited: 'sin límite',
    ringing: 'Suena',
    retries: 'Intentos',
    retriesOf: (attempts, minutes) => `${attempts} veces, cada ${minutes}`,
    hours: 'Horario',
    everyHour: 'todo el día',
    expires: 'Hasta',
    cost: 'Coste',
  },
  form: {
    title: 'Campaña nueva',
    name: 'Nombre',
    script: 'Cuando alguien atiende',
    text: 'Texto',
    audio: 'Grabación',
    to: 'Número o extensión',
    flow: 'Flujo',
    provider: 'Por',
    perSecond: 'Llamadas por segundo',
    atOnce: 'Llamadas a la vez',
    attempts: 'Intentos como mucho',
    delay: 'Minutos entre intentos',
    hours: 'Se llama entre',
    from: 'De',
    until: 'Hasta',
    detectMachine: 'Un contestador no cuenta como contactado',
    submit: 'Crear',
  },
};

const ru: Words = {
  title: 'Обзвоны',
  all: 'Все',
  create: 'Новый обзвон',
  search: 'Поиск',
  statusLabel: 'Состояние',
  name: 'Название',
  progress: 'Ход',
  contacts: 'Контакты',
  calls: 'Звонки',
  answerRate: 'Отвечено',
  startedAt: 'Начат',
  empty: 'Обзвонов пока нет.',
  missing: 'Такого обзвона нет.',
  status: {
    INITIALIZED: 'Черновик',
    SCHEDULED: 'Запланирован',
    RUNNING: 'Идёт',
    PAUSED: 'На паузе',
    STOPPED: 'Остановлен',
    COMPLETED: 'Завершён',
    ERRORED: 'Сбой',
  },
  participation: {
    PENDING: 'Ещё не звонили',
    IN_FLIGHT: 'Звоним',
    WAITING: 'Перезвоним',
    ANSWERED: 'Дозвонились',
    EXHAUSTED: 'Не дозвонились',
    SKIPPED: 'Пропущены',
  },
  attempt: {
    CREATED: 'предстоит',
    DISPATCHING: 'набираем',
    SENT: 'набран',
    IN_PROGRESS: 'идёт',
    COMPLETED: 'отвечен',
    BUSY: 'занято',
    NOT_ANSWERED: 'нет ответа',
    FAILED: 'сбой',
    CANCELED: 'отменён',
    ERRORED: 'отклонён',
    UNKNOWN: 'уточняем',
    EXPIRED: 'потерян',
  },
  outcome: {
    underWay: 'Идут',
    answered: 'Отвечено',
    busy: 'Занято',
    notAnswered: 'Нет ответа',
    failed: 'Сбой',
    other: 'Прочее',
  },
  deeds: {
    start: 'Начать',
    pause: 'Пауза',
    resume: 'Продолжить',
    stop: 'Остановить',
    retry: 'Повторить неудачные',
    populate: 'Добавить контакты',
  },
  stop: {
    title: 'Остановить обзвон?',
    what: 'Больше никому не звоним.',
    hangUp: 'Положить трубку в текущих звонках',
  },
  retry: {
    title: 'Позвонить снова',
    what: 'Снова, с новым запасом попыток, звоним тем, до кого не дозвонились и чей последний звонок кончился так.',
    done: (n) =>
      plural('ru', n, {
        one: 'Снова звоним # контакту.',
        few: 'Снова звоним # контактам.',
        many: 'Снова звоним # контактам.',
        other: 'Снова звоним # контактам.',
      }),
  },
  perMinute: 'Попыток в минуту',
  minutesAgo: (n) => `${n} мин назад`,
  ofContacts: (some, all) => `готово ${some} из ${all}`,
  outcomes: 'Звонки по итогам',
  people: 'Контакты обзвона',
  peopleNone: 'Никого не нашлось.',
  number: 'Номер',
  attempts: 'Попытки',
  last: 'Последний звонок',
  due: 'Следующий звонок',
  reason: 'Причина',
  story: 'Попытки',
  standing: {
    NEXT: 'Позвоним, как только будет место.',
    UNDER_WAY: 'Звоним сейчас.',
    REACHED: 'Дозвонились.',
    HINDERED: 'Сейчас не звоним:',
  },
  until: (when) => `до ${when}`,
  noObstacle: 'Ничто не мешает.',
  noAttempts: 'Ещё не звонили.',
  seconds: (n) => `${n} с`,
  via: 'через',
  results: 'Скачать результаты',
  resultsProgress: (n) => `прочитано: ${n}…`,
  populations: 'Добавлено',
  population: {
    PREVIEW: 'Предпросмотр',
    QUEUED: 'В очереди',
    RUNNING: 'Добавляем',
    FINISHED: 'Добавлено',
    FAILED: 'Сбой',
  },
  populationCount: (added, matched) => `${added} из ${matched}`,
  addDialog: {
    title: 'Добавить контакты',
    nameHas: 'Имя содержит',
    key: 'Поле',
    keyHow: 'из того, что хранится при контакте, например group',
    value: 'Значение',
    matched: (n) =>
      plural('ru', n, {
        one: 'Подходит # контакт',
        few: 'Подходят # контакта',
        many: 'Подходят # контактов',
        other: 'Подходят # контакта',
      }),
    called: (n) => `позвоним: ${n}`,
    skipped: (n) => `пропустим: ${n}`,
    sample: 'Первые из них',
    submit: 'Добавить',
    nobody: 'Никого не нашлось.',
  },
  skipReason: {
    ALREADY_IN_CALLOUT: 'уже в обзвоне',
    SAME_NUMBER: 'номер повторяется',
    DO_NOT_CALL: 'не звонить',
    OPTED_OUT: 'отказ от звонков',
  },
  definition: 'Как звоним',
  script: { PLAY: 'Запись', SAY: 'Текст', CONNECT: 'Соединить с', FLOW: 'Сценарий' },
  facts: {
    script: 'После ответа',
    routes: 'Через',
    pace: 'Темп',
    perSecond: (n) => `${n} в секунду`,
    atOnce: (n) => `${n} сразу`,
    unlimited: 'без предела',
    ringing: 'Звонит',
    retries: 'Попытки',
    retriesOf: (attempts, minutes) => `${attempts}, через ${minutes}`,
    hours: 'Часы',
    everyHour: 'круглосуточно',
    expires: 'До',
    cost: 'Стоимость',
  },
  form: {
    title: 'Новый обзвон',
    name: 'Название',
    script: 'После ответа',
    text: 'Текст',
    audio: 'Запись',
    to: 'Номер',
    flow: 'Сценарий',
    provider: 'Через',
    perSecond: 'Звонков в секунду',
    atOnce: 'Звонков сразу',
    attempts: 'Попыток не больше',
    delay: 'Минут между ними',
    hours: 'Звоним между',
    from: 'С',
    until: 'До',
    detectMachine: 'Автоответчик не считается ответом',
    submit: 'Создать',
  },
};

export const words: Translations<Words> = { en, ca, es, ru };
