/** Every word of contacts and their import, in each language. */
import type {
  Channel,
  ConsentState,
  ContactImportStatus,
  ContactImportTarget,
  ContactImportVerdict,
} from '../operations/generated';
import type { Translations } from '../words/language';
import { plural } from '../words/plural';

export interface Words {
  title: string;
  add: string;
  importing: string;
  exporting: string;
  search: string;
  field: string;
  value: string;
  order: string;
  orders: { newest: string; name: string; number: string };
  onlyDoNotCall: string;
  count: (n: number) => string;
  empty: string;
  name: string;
  number: string;
  zone: string;
  zoneGuessed: string;
  more: string;
  state: string;
  mayCall: string;
  doNotCall: string;
  details: string;
  since: (when: string) => string;
  reason: string;
  setDoNotCall: string;
  clearDoNotCall: string;
  consents: string;
  channel: Record<Channel, string>;
  consent: Record<ConsentState, string>;
  callouts: string;
  noCallouts: string;
  addDialog: { title: string; country: string; countryHow: string; submit: string };
  import: {
    title: string;
    file: string;
    fileHow: string;
    country: string;
    header: string;
    check: string;
    sending: string;
    mapping: string;
    column: string;
    target: Record<ContactImportTarget | 'NONE', string>;
    key: string;
    remap: string;
    rows: (done: number, all: number) => string;
    verdict: Record<ContactImportVerdict, string>;
    allRows: string;
    line: string;
    what: string;
    run: (n: number) => string;
    status: Record<ContactImportStatus, string>;
    rejects: string;
    another: string;
    toContacts: string;
  };
}

const en: Words = {
  title: 'Contacts',
  add: 'Add a contact',
  importing: 'Import',
  exporting: 'Export',
  search: 'Name or number',
  field: 'Field',
  value: 'Value',
  order: 'Order',
  orders: { newest: 'newest first', name: 'by name', number: 'by number' },
  onlyDoNotCall: 'Only do-not-call',
  count: (n) => plural('en', n, { one: '# contact', other: '# contacts' }),
  empty: 'No contacts match.',
  name: 'Name',
  number: 'Number',
  zone: 'Time zone',
  zoneGuessed: 'told by the number',
  more: 'Kept beside',
  state: 'State',
  mayCall: 'may be called',
  doNotCall: 'do not call',
  details: 'Details',
  since: (when) => `since ${when}`,
  reason: 'Why not',
  setDoNotCall: 'Do not call any more',
  clearDoNotCall: 'May be called again',
  consents: 'What was said about reaching this number',
  channel: { CALL: 'calls', SMS: 'text messages', EMAIL: 'mail' },
  consent: { OPTED_OUT: 'opted out of', OPTED_IN: 'opted in to' },
  callouts: 'Callouts',
  noCallouts: 'In no callout.',
  addDialog: {
    title: 'Add a contact',
    country: 'Country',
    countryHow: 'for national numbers, such as ES',
    submit: 'Add',
  },
  import: {
    title: 'Import contacts',
    file: 'CSV file',
    fileHow: 'Nothing is written before you have seen what becomes of each row.',
    country: 'Country of national numbers',
    header: 'The first row names the columns',
    check: 'Look at it',
    sending: 'Sending…',
    mapping: 'What the columns are',
    column: 'Column',
    target: {
      NUMBER: 'Number',
      NAME: 'Name',
      TIME_ZONE: 'Time zone',
      METADATA: 'Field',
      NONE: 'left out',
    },
    key: 'Name of the field',
    remap: 'Look again',
    rows: (done, all) => `${done} of ${all} rows`,
    verdict: {
      CREATED: 'new',
      UPDATED: 'changed',
      UNCHANGED: 'the same',
      DUPLICATE: 'twice in the file',
      REJECTED: 'refused',
    },
    allRows: 'All rows',
    line: 'Line',
    what: 'What becomes of it',
    run: (n) => plural('en', n, { one: 'Take over # row', other: 'Take over # rows' }),
    status: {
      WAITING: 'Waiting for the file',
      CHECKING: 'Being looked at',
      CHECKED: 'Looked at: nothing is written yet',
      RUNNING: 'Being taken over',
      COMPLETED: 'Taken over',
      FAILED: 'Failed',
    },
    rejects: 'Download refused rows',
    another: 'Another file',
    toContacts: 'To the contacts',
  },
};

const ca: Words = {
  title: 'Contactes',
  add: 'Afegeix un contacte',
  importing: 'Importa',
  exporting: 'Exporta',
  search: 'Nom o número',
  field: 'Camp',
  value: 'Valor',
  order: 'Ordre',
  orders: { newest: 'els més nous', name: 'per nom', number: 'per número' },
  onlyDoNotCall: 'Només els que no s’han de trucar',
  count: (n) => plural('ca', n, { one: '# contacte', other: '# contactes' }),
  empty: 'Cap contacte no hi encaixa.',
  name: 'Nom',
  number: 'Número',
  zone: 'Fus horari',
  zoneGuessed: 'pel número',
  more: 'Altres dades',
  state: 'Estat',
  mayCall: 'es pot trucar',
  doNotCall: 'no trucar',
  details: 'Detalls',
  since: (when) => `des del ${when}`,
  reason: 'Per què no',
  setDoNotCall: 'No trucar-hi més',
  clearDoNotCall: 'S’hi pot tornar a trucar',
  consents: 'Què s’ha dit sobre contactar aquest número',
  channel: { CALL: 'trucades', SMS: 'missatges', EMAIL: 'correu' },
  consent: { OPTED_OUT: 'baixa de', OPTED_IN: 'alta a' },
  callouts: 'Campanyes',
  noCallouts: 'En cap campanya.',
  addDialog: {
    title: 'Afegeix un contacte',
    country: 'País',
    countryHow: 'per als números nacionals, com ara ES',
    submit: 'Afegeix',
  },
  import: {
    title: 'Importa contactes',
    file: 'Fitxer CSV',
    fileHow: 'No s’escriu res fins que heu vist què passarà amb cada fila.',
    country: 'País dels números nacionals',
    header: 'La primera fila anomena les columnes',
    check: 'Mira-ho',
    sending: 'Enviant…',
    mapping: 'Què són les columnes',
    column: 'Columna',
    target: { NUMBER: 'Número', NAME: 'Nom', TIME_ZONE: 'Fus horari', METADATA: 'Camp', NONE: 'fora' },
    key: 'Nom del camp',
    remap: 'Torna a mirar',
    rows: (done, all) => `${done} de ${all} files`,
    verdict: {
      CREATED: 'nou',
      UPDATED: 'canviat',
      UNCHANGED: 'igual',
      DUPLICATE: 'repetit al fitxer',
      REJECTED: 'refusat',
    },
    allRows: 'Totes les files',
    line: 'Línia',
    what: 'Què passarà',
    run: (n) => plural('ca', n, { one: 'Incorpora # fila', other: 'Incorpora # files' }),
    status: {
      WAITING: 'Esperant el fitxer',
      CHECKING: 'S’està mirant',
      CHECKED: 'Mirat: encara no s’ha escrit res',
      RUNNING: 'S’està incorporant',
      COMPLETED: 'Incorporat',
      FAILED: 'Ha fallat',
    },
    rejects: 'Baixa les files refusades',
    another: 'Un altre fitxer',
    toContacts: 'Als contactes',
  },
};

const es: Words = {
  title: 'Contactos',
  add: 'Añadir un contacto',
  importing: 'Importar',
  exporting: 'Exportar',
  search: 'Nombre o número',
  field: 'Campo',
  value: 'Valor',
  order: 'Orden',
  orders: { newest: 'los más nuevos', name: 'por nombre', number: 'por número' },
  onlyDoNotCall: 'Solo los que no se deben llamar',
  count: (n) => plural('es', n, { one: '# contacto', other: '# contactos' }),
  empty: 'No encaja ningún contacto.',
  name: 'Nombre',
  number: 'Número',
  zone: 'Zona horaria',
  zoneGuessed: 'por el número',
  more: 'Otros datos',
  state: 'Estado',
  mayCall: 'se puede llamar',
  doNotCall: 'no llamar',
  details: 'Detalles',
  since: (when) => `desde el ${when}`,
  reason: 'Por qué no',
  setDoNotCall: 'No llamar más',
  clearDoNotCall: 'Se puede volver a llamar',
  consents: 'Qué se ha dicho sobre contactar con este número',
  channel: { CALL: 'llamadas', SMS: 'mensajes', EMAIL: 'correo' },
  consent: { OPTED_OUT: 'baja de', OPTED_IN: 'alta en' },
  callouts: 'Campañas',
  noCallouts: 'En ninguna campaña.',
  addDialog: {
    title: 'Añadir un contacto',
    country: 'País',
    countryHow: 'para los números nacionales, como ES',
    submit: 'Añadir',
  },
  import: {
    title: 'Importar contactos',
    file: 'Archivo CSV',
    fileHow: 'No se escribe nada hasta que haya visto qué pasará con cada fila.',
    country: 'País de los números nacionales',
    header: 'La primera fila nombra las columnas',
    check: 'Mirarlo',
    sending: 'Enviando…',
    mapping: 'Qué son las columnas',
    column: 'Columna',
    target: { NUMBER: 'Número', NAME: 'Nombre', TIME_ZONE: 'Zona horaria', METADATA: 'Campo', NONE: 'fuera' },
    key: 'Nombre del campo',
    remap: 'Mirar otra vez',
    rows: (done, all) => `${done} de ${all} filas`,
    verdict: {
      CREATED: 'nuevo',
      UPDATED: 'cambiado',
      UNCHANGED: 'igual',
      DUPLICATE: 'repetido en el archivo',
      REJECTED: 'rechazado',
    },
    allRows: 'Todas las filas',
    line: 'Línea',
    what: 'Qué pasará',
    run: (n) => plural('es', n, { one: 'Incorporar # fila', other: 'Incorporar # filas' }),
    status: {
      WAITING: 'Esperando el archivo',
      CHECKING: 'Mirándose',
      CHECKED: 'Mirado: aún no se ha escrito nada',
      RUNNING: 'Incorporándose',
      COMPLETED: 'Incorporado',
      FAILED: 'Ha fallado',
    },
    rejects: 'Descargar las filas rechazadas',
    another: 'Otro archivo',
    toContacts: 'A los contactos',
  },
};

const ru: Words = {
  title: 'Контакты',
  add: 'Добавить контакт',
  importing: 'Загрузить',
  exporting: 'Выгрузить',
  search: 'Имя или номер',
  field: 'Поле',
  value: 'Значение',
  order: 'Порядок',
  orders: { newest: 'сначала новые', name: 'по имени', number: 'по номеру' },
  onlyDoNotCall: 'Только «не звонить»',
  count: (n) =>
    plural('ru', n, { one: '# контакт', few: '# контакта', many: '# контактов', other: '# контакта' }),
  empty: 'Подходящих контактов нет.',
  name: 'Имя',
  number: 'Номер',
  zone: 'Часовой пояс',
  zoneGuessed: 'по номеру',
  more: 'Прочее',
  state: 'Состояние',
  mayCall: 'можно звонить',
  doNotCall: 'не звонить',
  details: 'Подробнее',
  since: (when) => `с ${when}`,
  reason: 'Почему',
  setDoNotCall: 'Больше не звонить',
  clearDoNotCall: 'Снова можно звонить',
  consents: 'Что сказано о связи с этим номером',
  channel: { CALL: 'звонки', SMS: 'сообщения', EMAIL: 'почта' },
  consent: { OPTED_OUT: 'отказ:', OPTED_IN: 'согласие:' },
  callouts: 'Обзвоны',
  noCallouts: 'Ни в одном обзвоне.',
  addDialog: {
    title: 'Добавить контакт',
    country: 'Страна',
    countryHow: 'для местных номеров, например ES',
    submit: 'Добавить',
  },
  import: {
    title: 'Загрузить контакты',
    file: 'Файл CSV',
    fileHow: 'Ничего не записывается, пока вы не увидите, что станет с каждой строкой.',
    country: 'Страна местных номеров',
    header: 'Первая строка называет столбцы',
    check: 'Посмотреть',
    sending: 'Отправляем…',
    mapping: 'Что в столбцах',
    column: 'Столбец',
    target: {
      NUMBER: 'Номер',
      NAME: 'Имя',
      TIME_ZONE: 'Часовой пояс',
      METADATA: 'Поле',
      NONE: 'не нужен',
    },
    key: 'Имя поля',
    remap: 'Посмотреть снова',
    rows: (done, all) => `строк: ${done} из ${all}`,
    verdict: {
      CREATED: 'новый',
      UPDATED: 'изменён',
      UNCHANGED: 'без изменений',
      DUPLICATE: 'повтор в файле',
      REJECTED: 'отклонён',
    },
    allRows: 'Все строки',
    line: 'Строка',
    what: 'Что с ней станет',
    run: (n) =>
      plural('ru', n, {
        one: 'Записать # строку',
        few: 'Записать # строки',
        many: 'Записать # строк',
        other: 'Записать # строки',
      }),
    status: {
      WAITING: 'Ждём файл',
      CHECKING: 'Смотрим',
      CHECKED: 'Посмотрели: ещё ничего не записано',
      RUNNING: 'Записываем',
      COMPLETED: 'Записано',
      FAILED: 'Сбой',
    },
    rejects: 'Скачать отклонённые строки',
    another: 'Другой файл',
    toContacts: 'К контактам',
  },
};

export const words: Translations<Words> = { en, ca, es, ru };
