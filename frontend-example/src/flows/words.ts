/** Every word of the flows, in each language. */
import type { FlowBranchOn, FlowMeaning, FlowResultKind, FlowRunStatus } from '../operations/generated';
import type { Translations } from '../words/language';
import type { NodeKind } from './kinds';

export interface Words {
  title: string;
  search: string;
  none: string;
  noneHow: string;
  name: string;
  about: string;
  draft: string;
  draftOf: (version: number) => string;
  findings: string;
  finding: (n: number) => string;
  sealed: string;
  neverSealed: string;
  changed: string;
  fine: string;
  back: string;
  working: string;
  gone: string;
  version: string;
  versionOf: (number: number, name: string | null) => string;
  sealedBy: (who: string, when: string) => string;
  seal: string;
  sealHow: string;
  sealName: string;
  sealFindings: string;
  cancel: string;
  close: string;
  graph: (name: string) => string;
  start: string;
  ends: string;
  kind: Record<NodeKind, string>;
  on: Record<FlowBranchOn, string>;
  meaning: Record<FlowMeaning, string>;
  resultKind: Record<FlowResultKind, string>;
  status: Record<FlowRunStatus, string>;
  node: {
    says: string;
    nothingSaid: string;
    choices: string;
    ways: string;
    outcomes: string;
    heard: string;
    noResults: string;
    settings: string;
    retries: (n: number, seconds: number) => string;
    highest: (n: number) => string;
    digits: (n: number) => string;
    seconds: (n: number) => string;
    transfer: (to: string) => string;
    room: (room: string) => string;
  };
  results: {
    title: string;
    runs: string;
    statuses: string;
    outcomes: string;
    noOutcome: string;
    none: string;
    calls: string;
    started: string;
    contact: string;
    how: string;
    outcome: string;
    answers: string;
    count: (n: number) => string;
  };
}

export const words: Translations<Words> = {
  en: {
    title: 'Flows',
    search: 'Find',
    none: 'No flow yet.',
    noneHow: 'A flow leads calls: what is said, what is asked, and what follows. It is made by the API.',
    name: 'Name',
    about: 'About',
    draft: 'Draft',
    draftOf: (version) => `Draft ${version}`,
    findings: 'Check',
    finding: (n) => (n === 1 ? '1 finding' : `${n} findings`),
    sealed: 'Sealed',
    neverSealed: 'never',
    changed: 'Changed',
    fine: 'Nothing found',
    back: 'All flows',
    working: 'Working…',
    gone: 'There is no such flow.',
    version: 'Version',
    versionOf: (number, name) => (name === null ? `Version ${number}` : `Version ${number}: ${name}`),
    sealedBy: (who, when) => `Sealed by ${who}, ${when}`,
    seal: 'Seal',
    sealHow: 'What is sealed stays as it is: callouts call by it, and what was heard is counted by it.',
    sealName: 'Name of the version, if it is to have one',
    sealFindings: 'What the check found has to be mended first.',
    cancel: 'Cancel',
    close: 'Close',
    graph: (name) => `Nodes of ${name}`,
    start: 'Start',
    ends: 'the call ends',
    kind: {
      playMessage: 'Says',
      multipleChoice: 'Choice',
      rating: 'Rating',
      captureDigits: 'Digits',
      record: 'Records',
      transfer: 'Transfers',
      hangUp: 'Hangs up',
      conference: 'Conference',
      doNotCall: 'Do not call',
      sendMessage: 'Text message',
      answered: 'Who answered',
      voicemailDrop: 'Leaves a message',
    },
    on: {
      KEYS: 'keys',
      ANY: 'any key',
      INVALID: 'wrong key',
      TIMEOUT: 'silence',
      NEXT: 'then',
      UNREACHED: 'unreached',
      HUMAN: 'person',
      MACHINE: 'machine',
      FAX: 'fax',
      UNKNOWN: 'unknown',
    },
    meaning: { CONFIRMED: 'Confirmed', CANCELED: 'Canceled', RESCHEDULED: 'Rescheduled' },
    resultKind: {
      ANSWER: 'answered',
      INVALID: 'wrong key',
      SILENCE: 'silence',
      RECORDING: 'recording',
      JOINED: 'joined',
      NOT_JOINED: 'not joined',
      CONFERENCE: 'conference',
      MESSAGE_LEFT: 'message left',
    },
    status: {
      RUNNING: 'Running',
      COMPLETED: 'Completed',
      HUNG_UP: 'Hung up',
      TOO_LONG: 'Too long',
      FAILED: 'Failed',
    },
    node: {
      says: 'Says',
      nothingSaid: 'Says nothing.',
      choices: 'Choices',
      ways: 'Ways on',
      outcomes: 'What it means',
      heard: 'What was heard',
      noResults: 'Nothing was heard here yet.',
      settings: 'How',
      retries: (n, seconds) => `Asked ${n + 1}×, waits ${seconds} s`,
      highest: (n) => `1 to ${n}`,
      digits: (n) => `up to ${n} digits`,
      seconds: (n) => `up to ${n} s`,
      transfer: (to) => `to ${to}`,
      room: (room) => `room ${room}`,
    },
    results: {
      title: 'Results',
      runs: 'Calls led',
      statuses: 'How they ended',
      outcomes: 'Outcomes',
      noOutcome: 'no outcome',
      none: 'No call was led by this version yet.',
      calls: 'Calls',
      started: 'Began',
      contact: 'Contact',
      how: 'How it ended',
      outcome: 'Outcome',
      answers: 'Answers',
      count: (n) => `${n}×`,
    },
  },
  ca: {
    title: 'Fluxos',
    search: 'Cerca',
    none: 'Encara no hi ha cap flux.',
    noneHow: 'Un flux condueix trucades: què es diu, què es pregunta i què ve després. Es fa amb l’API.',
    name: 'Nom',
    about: 'Sobre',
    draft: 'Esborrany',
    draftOf: (version) => `Esborrany ${version}`,
    findings: 'Comprovació',
    finding: (n) => (n === 1 ? '1 troballa' : `${n} troballes`),
    sealed: 'Segellat',
    neverSealed: 'mai',
    changed: 'Canviat',
    fine: 'No s’ha trobat res',
    back: 'Tots els fluxos',
    working: 'Un moment…',
    gone: 'No hi ha aquest flux.',
    version: 'Versió',
    versionOf: (number, name) => (name === null ? `Versió ${number}` : `Versió ${number}: ${name}`),
    sealedBy: (who, when) => `Segellada per ${who}, ${when}`,
    seal: 'Segella',
    sealHow:
      'El que se segella es queda com és: les campanyes truquen amb això i el que se sent s’hi compta.',
    sealName: 'Nom de la versió, si n’ha de tenir',
    sealFindings: 'Primer cal arreglar el que ha trobat la comprovació.',
    cancel: 'Cancel·la',
    close: 'Tanca',
    graph: (name) => `Nodes de ${name}`,
    start: 'Inici',
    ends: 'la trucada acaba',
    kind: {
      playMessage: 'Diu',
      multipleChoice: 'Elecció',
      rating: 'Valoració',
      captureDigits: 'Xifres',
      record: 'Grava',
      transfer: 'Transfereix',
      hangUp: 'Penja',
      conference: 'Conferència',
      doNotCall: 'No trucar',
      sendMessage: 'Missatge de text',
      answered: 'Qui ha respost',
      voicemailDrop: 'Deixa un missatge',
    },
    on: {
      KEYS: 'tecles',
      ANY: 'qualsevol tecla',
      INVALID: 'tecla errònia',
      TIMEOUT: 'silenci',
      NEXT: 'després',
      UNREACHED: 'no localitzat',
      HUMAN: 'persona',
      MACHINE: 'contestador',
      FAX: 'fax',
      UNKNOWN: 'desconegut',
    },
    meaning: { CONFIRMED: 'Confirmat', CANCELED: 'Cancel·lat', RESCHEDULED: 'Canviat de dia' },
    resultKind: {
      ANSWER: 'resposta',
      INVALID: 'tecla errònia',
      SILENCE: 'silenci',
      RECORDING: 'gravació',
      JOINED: 'connectat',
      NOT_JOINED: 'no connectat',
      CONFERENCE: 'conferència',
      MESSAGE_LEFT: 'missatge deixat',
    },
    status: {
      RUNNING: 'En curs',
      COMPLETED: 'Completada',
      HUNG_UP: 'Han penjat',
      TOO_LONG: 'Massa llarga',
      FAILED: 'Ha fallat',
    },
    node: {
      says: 'Diu',
      nothingSaid: 'No diu res.',
      choices: 'Opcions',
      ways: 'Camins',
      outcomes: 'Què vol dir',
      heard: 'Què s’ha sentit',
      noResults: 'Encara no s’hi ha sentit res.',
      settings: 'Com',
      retries: (n, seconds) => `Es pregunta ${n + 1}×, espera ${seconds} s`,
      highest: (n) => `d’1 a ${n}`,
      digits: (n) => `fins a ${n} xifres`,
      seconds: (n) => `fins a ${n} s`,
      transfer: (to) => `a ${to}`,
      room: (room) => `sala ${room}`,
    },
    results: {
      title: 'Resultats',
      runs: 'Trucades conduïdes',
      statuses: 'Com han acabat',
      outcomes: 'Desenllaços',
      noOutcome: 'sense desenllaç',
      none: 'Aquesta versió encara no ha conduït cap trucada.',
      calls: 'Trucades',
      started: 'Començada',
      contact: 'Contacte',
      how: 'Com ha acabat',
      outcome: 'Desenllaç',
      answers: 'Respostes',
      count: (n) => `${n}×`,
    },
  },
  es: {
    title: 'Flujos',
    search: 'Buscar',
    none: 'Todavía no hay ningún flujo.',
    noneHow: 'Un flujo conduce llamadas: qué se dice, qué se pregunta y qué sigue. Se hace con la API.',
    name: 'Nombre',
    about: 'Sobre',
    draft: 'Borrador',
    draftOf: (version) => `Borrador ${version}`,
    findings: 'Comprobación',
    finding: (n) => (n === 1 ? '1 hallazgo' : `${n} hallazgos`),
    sealed: 'Sellado',
    neverSealed: 'nunca',
    changed: 'Cambiado',
    fine: 'No se ha encontrado nada',
    back: 'Todos los flujos',
    working: 'Un momento…',
    gone: 'No existe ese flujo.',
    version: 'Versión',
    versionOf: (number, name) => (name === null ? `Versión ${number}` : `Versión ${number}: ${name}`),
    sealedBy: (who, when) => `Sellada por ${who}, ${when}`,
    seal: 'Sellar',
    sealHow: 'Lo que se sella se queda como está: las campañas llaman con ello y lo oído se cuenta por ello.',
    sealName: 'Nombre de la versión, si ha de tenerlo',
    sealFindings: 'Primero hay que arreglar lo que encontró la comprobación.',
    cancel: 'Cancelar',
    close: 'Cerrar',
    graph: (name) => `Nodos de ${name}`,
    start: 'Inicio',
    ends: 'la llamada termina',
    kind: {
      playMessage: 'Dice',
      multipleChoice: 'Elección',
      rating: 'Valoración',
      captureDigits: 'Cifras',
      record: 'Graba',
      transfer: 'Transfiere',
      hangUp: 'Cuelga',
      conference: 'Conferencia',
      doNotCall: 'No llamar',
      sendMessage: 'Mensaje de texto',
      answered: 'Quién contestó',
      voicemailDrop: 'Deja un mensaje',
    },
    on: {
      KEYS: 'teclas',
      ANY: 'cualquier tecla',
      INVALID: 'tecla errónea',
      TIMEOUT: 'silencio',
      NEXT: 'después',
      UNREACHED: 'no localizado',
      HUMAN: 'persona',
      MACHINE: 'contestador',
      FAX: 'fax',
      UNKNOWN: 'desconocido',
    },
    meaning: { CONFIRMED: 'Confirmado', CANCELED: 'Cancelado', RESCHEDULED: 'Cambiado de día' },
    resultKind: {
      ANSWER: 'respuesta',
      INVALID: 'tecla errónea',
      SILENCE: 'silencio',
      RECORDING: 'grabación',
      JOINED: 'conectado',
      NOT_JOINED: 'no conectado',
      CONFERENCE: 'conferencia',
      MESSAGE_LEFT: 'mensaje dejado',
    },
    status: {
      RUNNING: 'En curso',
      COMPLETED: 'Completada',
      HUNG_UP: 'Colgaron',
      TOO_LONG: 'Demasiado larga',
      FAILED: 'Falló',
    },
    node: {
      says: 'Dice',
      nothingSaid: 'No dice nada.',
      choices: 'Opciones',
      ways: 'Caminos',
      outcomes: 'Qué significa',
      heard: 'Lo que se oyó',
      noResults: 'Todavía no se oyó nada aquí.',
      settings: 'Cómo',
      retries: (n, seconds) => `Se pregunta ${n + 1}×, espera ${seconds} s`,
      highest: (n) => `de 1 a ${n}`,
      digits: (n) => `hasta ${n} cifras`,
      seconds: (n) => `hasta ${n} s`,
      transfer: (to) => `a ${to}`,
      room: (room) => `sala ${room}`,
    },
    results: {
      title: 'Resultados',
      runs: 'Llamadas conducidas',
      statuses: 'Cómo terminaron',
      outcomes: 'Desenlaces',
      noOutcome: 'sin desenlace',
      none: 'Esta versión todavía no condujo ninguna llamada.',
      calls: 'Llamadas',
      started: 'Empezó',
      contact: 'Contacto',
      how: 'Cómo terminó',
      outcome: 'Desenlace',
      answers: 'Respuestas',
      count: (n) => `${n}×`,
    },
  },
  ru: {
    title: 'Сценарии',
    search: 'Найти',
    none: 'Сценариев пока нет.',
    noneHow: 'Сценарий ведёт звонки: что говорится, что спрашивается и что дальше. Создаётся через API.',
    name: 'Название',
    about: 'Описание',
    draft: 'Черновик',
    draftOf: (version) => `Черновик ${version}`,
    findings: 'Проверка',
    finding: (n) => `замечаний: ${n}`,
    sealed: 'Закреплено',
    neverSealed: 'никогда',
    changed: 'Изменено',
    fine: 'Замечаний нет',
    back: 'Все сценарии',
    working: 'Минуту…',
    gone: 'Такого сценария нет.',
    version: 'Версия',
    versionOf: (number, name) => (name === null ? `Версия ${number}` : `Версия ${number}: ${name}`),
    sealedBy: (who, when) => `Закрепил(а) ${who}, ${when}`,
    seal: 'Закрепить',
    sealHow: 'Закреплённое не меняется: по нему идут обзвоны и считаются ответы.',
    sealName: 'Название версии, если нужно',
    sealFindings: 'Сначала нужно исправить замечания проверки.',
    cancel: 'Отмена',
    close: 'Закрыть',
    graph: (name) => `Узлы: ${name}`,
    start: 'Начало',
    ends: 'звонок кончается',
    kind: {
      playMessage: 'Говорит',
      multipleChoice: 'Выбор',
      rating: 'Оценка',
      captureDigits: 'Цифры',
      record: 'Запись',
      transfer: 'Перевод',
      hangUp: 'Кладёт трубку',
      conference: 'Конференция',
      doNotCall: 'Не звонить',
      sendMessage: 'Текстовое сообщение',
      answered: 'Кто ответил',
      voicemailDrop: 'Оставляет сообщение',
    },
    on: {
      KEYS: 'клавиши',
      ANY: 'любая клавиша',
      INVALID: 'не та клавиша',
      TIMEOUT: 'молчание',
      NEXT: 'затем',
      UNREACHED: 'не дозвонились',
      HUMAN: 'человек',
      MACHINE: 'автоответчик',
      FAX: 'факс',
      UNKNOWN: 'неизвестно',
    },
    meaning: { CONFIRMED: 'Подтверждено', CANCELED: 'Отменено', RESCHEDULED: 'Перенесено' },
    resultKind: {
      ANSWER: 'ответ',
      INVALID: 'не та клавиша',
      SILENCE: 'молчание',
      RECORDING: 'запись',
      JOINED: 'соединён',
      NOT_JOINED: 'не соединён',
      CONFERENCE: 'конференция',
      MESSAGE_LEFT: 'оставлено сообщение',
    },
    status: {
      RUNNING: 'Идёт',
      COMPLETED: 'Завершён',
      HUNG_UP: 'Положили трубку',
      TOO_LONG: 'Слишком долго',
      FAILED: 'Не удалось',
    },
    node: {
      says: 'Говорит',
      nothingSaid: 'Ничего не говорит.',
      choices: 'Варианты',
      ways: 'Пути дальше',
      outcomes: 'Что это значит',
      heard: 'Что услышано',
      noResults: 'Здесь пока ничего не услышано.',
      settings: 'Как',
      retries: (n, seconds) => `Спрашивает ${n + 1}×, ждёт ${seconds} с`,
      highest: (n) => `от 1 до ${n}`,
      digits: (n) => `до ${n} цифр`,
      seconds: (n) => `до ${n} с`,
      transfer: (to) => `на ${to}`,
      room: (room) => `комната ${room}`,
    },
    results: {
      title: 'Результаты',
      runs: 'Проведено звонков',
      statuses: 'Чем кончились',
      outcomes: 'Итоги',
      noOutcome: 'без итога',
      none: 'Эта версия ещё не вела звонков.',
      calls: 'Звонки',
      started: 'Начало',
      contact: 'Контакт',
      how: 'Чем кончился',
      outcome: 'Итог',
      answers: 'Ответы',
      count: (n) => `${n}×`,
    },
  },
};
