/** Every word of the busy times and loads, in each language. */
import type { Translations } from '../words/language';

export interface Words {
  title: string;
  tabs: { people: string; loads: string };
  people: string;
  takesNoPart: string;
  ideal: (n: number) => string;
  busy: string;
  none: string;
  typicalWeek: string;
  add: string;
  edit: string;
  editOf: (what: string) => string;
  remove: string;
  removeOf: (what: string) => string;
  removeSure: (what: string) => string;
  when: string;
  what: string;
  weekly: string;
  dated: string;
  every: (weekday: string) => string;
  weekday: string;
  date: string;
  wholeDay: string;
  from: string;
  until: string;
  required: string;
  requiredHow: string;
  optional: string;
  optionalHow: string;
  dayOff: string;
  reason: string;
  reasonHow: string;
  save: string;
  cancel: string;
  working: string;
  part: string;
  partHow: string;
  idealLoad: string;
  maxPerDay: string;
  asTheQueue: string;
  noPart: string;
  room: string;
  loads: {
    queue: string;
    person: string;
    ideal: string;
    should: string;
    has: string;
    overload: string;
    before: string;
    after: string;
    found: string;
    decided: string;
    findAgain: (name: string) => string;
    of: (name: string) => string;
    how: string;
    fixed: string;
    none: string;
    sum: string;
    weekBefore: string;
    weekAfter: string;
    week: (n: number) => string;
    save: string;
  };
}

export const words: Translations<Words> = {
  en: {
    title: 'Busy and load',
    tabs: { people: 'People', loads: 'Loads of a week' },
    people: 'People',
    takesNoPart: 'takes no part',
    ideal: (n) => `${n} a week`,
    busy: 'Busy times',
    none: 'Always there.',
    typicalWeek: 'Every week',
    add: 'Add a busy time',
    edit: 'Edit',
    editOf: (what) => `Edit: ${what}`,
    remove: 'Remove',
    removeOf: (what) => `Remove: ${what}`,
    removeSure: (what) => `Remove “${what}”?`,
    when: 'When',
    what: 'Why',
    weekly: 'Every week',
    dated: 'On one day',
    every: (weekday) => `Every ${weekday}`,
    weekday: 'Weekday',
    date: 'Day',
    wholeDay: 'The whole day',
    from: 'From',
    until: 'Until',
    required: 'Cannot',
    requiredHow: 'No turn is given then.',
    optional: 'Would rather not',
    optionalHow: 'A turn then costs points.',
    dayOff: 'A day off: lowers the load of its week',
    reason: 'Reason',
    reasonHow: 'Everybody can see it.',
    save: 'Save',
    cancel: 'Cancel',
    working: 'Working…',
    part: 'Part in the rota',
    partHow: 'What the solver aims at.',
    idealLoad: 'Turns of a whole week',
    maxPerDay: 'Turns of a day at the most',
    asTheQueue: 'as the queue says',
    noPart: 'none',
    room: 'Room',
    loads: {
      queue: 'Queue',
      person: 'Person',
      ideal: 'Ideal',
      should: 'Should',
      has: 'Has',
      overload: 'Over ideal',
      before: 'Credit before',
      after: 'Credit after',
      found: 'found',
      decided: 'decided',
      findAgain: (name) => `Find the load of ${name} again`,
      of: (name) => `Load of ${name}`,
      how: 'What is decided for some is found anew for the others, so that all turns are given.',
      fixed: 'This week is published: its loads stay as they are.',
      none: 'This week has no timetable yet. Make a draft of it in the timetable.',
      sum: 'Sum',
      weekBefore: 'Week before',
      weekAfter: 'Week after',
      week: (n) => `Week ${n}`,
      save: 'Decide',
    },
  },
  ca: {
    title: 'Ocupació i càrrega',
    tabs: { people: 'Persones', loads: 'Càrregues d’una setmana' },
    people: 'Persones',
    takesNoPart: 'no hi participa',
    ideal: (n) => `${n} per setmana`,
    busy: 'Ocupacions',
    none: 'Sempre hi és.',
    typicalWeek: 'Cada setmana',
    add: 'Afegeix una ocupació',
    edit: 'Edita',
    editOf: (what) => `Edita: ${what}`,
    remove: 'Treu',
    removeOf: (what) => `Treu: ${what}`,
    removeSure: (what) => `Voleu treure «${what}»?`,
    when: 'Quan',
    what: 'Per què',
    weekly: 'Cada setmana',
    dated: 'Un dia concret',
    every: (weekday) => `Cada ${weekday}`,
    weekday: 'Dia de la setmana',
    date: 'Dia',
    wholeDay: 'Tot el dia',
    from: 'Des de',
    until: 'Fins a',
    required: 'No pot',
    requiredHow: 'Aleshores no se li dona cap torn.',
    optional: 'Preferiria que no',
    optionalHow: 'Un torn aleshores costa punts.',
    dayOff: 'Dia lliure: rebaixa la càrrega de la setmana',
    reason: 'Motiu',
    reasonHow: 'Tothom el pot veure.',
    save: 'Desa',
    cancel: 'Cancel·la',
    working: 'Un moment…',
    part: 'Participació als torns',
    partHow: 'El que busca el solucionador.',
    idealLoad: 'Torns d’una setmana sencera',
    maxPerDay: 'Torns en un dia com a màxim',
    asTheQueue: 'com digui la cua',
    noPart: 'cap',
    room: 'Sala',
    loads: {
      queue: 'Cua',
      person: 'Persona',
      ideal: 'Ideal',
      should: 'Li toca',
      has: 'Té',
      overload: 'Sobre l’ideal',
      before: 'Crèdit abans',
      after: 'Crèdit després',
      found: 'trobada',
      decided: 'decidida',
      findAgain: (name) => `Torna a trobar la càrrega de ${name}`,
      of: (name) => `Càrrega de ${name}`,
      how: 'El que es decideix per a uns es torna a trobar per als altres, perquè es donin tots els torns.',
      fixed: 'Aquesta setmana està publicada: les càrregues es queden com són.',
      none: 'Aquesta setmana encara no té graella. Feu-ne un esborrany a la graella.',
      sum: 'Suma',
      weekBefore: 'Setmana anterior',
      weekAfter: 'Setmana següent',
      week: (n) => `Setmana ${n}`,
      save: 'Decideix',
    },
  },
  es: {
    title: 'Ocupación y carga',
    tabs: { people: 'Personas', loads: 'Cargas de una semana' },
    people: 'Personas',
    takesNoPart: 'no participa',
    ideal: (n) => `${n} por semana`,
    busy: 'Ocupaciones',
    none: 'Siempre está.',
    typicalWeek: 'Cada semana',
    add: 'Añadir una ocupación',
    edit: 'Editar',
    editOf: (what) => `Editar: ${what}`,
    remove: 'Quitar',
    removeOf: (what) => `Quitar: ${what}`,
    removeSure: (what) => `¿Quitar «${what}»?`,
    when: 'Cuándo',
    what: 'Por qué',
    weekly: 'Cada semana',
    dated: 'Un día concreto',
    every: (weekday) => `Cada ${weekday}`,
    weekday: 'Día de la semana',
    date: 'Día',
    wholeDay: 'Todo el día',
    from: 'Desde',
    until: 'Hasta',
    required: 'No puede',
    requiredHow: 'Entonces no se le da ningún turno.',
    optional: 'Preferiría que no',
    optionalHow: 'Un turno entonces cuesta puntos.',
    dayOff: 'Día libre: rebaja la carga de su semana',
    reason: 'Motivo',
    reasonHow: 'Todo el mundo lo puede ver.',
    save: 'Guardar',
    cancel: 'Cancelar',
    working: 'Un momento…',
    part: 'Participación en los turnos',
    partHow: 'Lo que busca el solucionador.',
    idealLoad: 'Turnos de una semana entera',
    maxPerDay: 'Turnos en un día como máximo',
    asTheQueue: 'como diga la cola',
    noPart: 'ninguno',
    room: 'Sala',
    loads: {
      queue: 'Cola',
      person: 'Persona',
      ideal: 'Ideal',
      should: 'Le toca',
      has: 'Tiene',
      overload: 'Sobre el ideal',
      before: 'Crédito antes',
      after: 'Crédito después',
      found: 'hallada',
      decided: 'decidida',
      findAgain: (name) => `Volver a hallar la carga de ${name}`,
      of: (name) => `Carga de ${name}`,
      how: 'Lo que se decide para unos se vuelve a hallar para los demás, para que se den todos los turnos.',
      fixed: 'Esta semana está publicada: sus cargas se quedan como están.',
      none: 'Esta semana todavía no tiene horario. Haga un borrador en los turnos.',
      sum: 'Suma',
      weekBefore: 'Semana anterior',
      weekAfter: 'Semana siguiente',
      week: (n) => `Semana ${n}`,
      save: 'Decidir',
    },
  },
  ru: {
    title: 'Занятость и нагрузка',
    tabs: { people: 'Люди', loads: 'Нагрузка недели' },
    people: 'Люди',
    takesNoPart: 'не участвует',
    ideal: (n) => `${n} в неделю`,
    busy: 'Занятость',
    none: 'Всегда на месте.',
    typicalWeek: 'Каждую неделю',
    add: 'Добавить занятость',
    edit: 'Изменить',
    editOf: (what) => `Изменить: ${what}`,
    remove: 'Убрать',
    removeOf: (what) => `Убрать: ${what}`,
    removeSure: (what) => `Убрать «${what}»?`,
    when: 'Когда',
    what: 'Почему',
    weekly: 'Каждую неделю',
    dated: 'В один день',
    every: (weekday) => `Еженедельно: ${weekday}`,
    weekday: 'День недели',
    date: 'День',
    wholeDay: 'Весь день',
    from: 'С',
    until: 'До',
    required: 'Не может',
    requiredHow: 'Смена тогда не даётся.',
    optional: 'Предпочёл бы не',
    optionalHow: 'Смена тогда стоит баллов.',
    dayOff: 'Выходной: уменьшает нагрузку недели',
    reason: 'Причина',
    reasonHow: 'Её видят все.',
    save: 'Сохранить',
    cancel: 'Отмена',
    working: 'Минуту…',
    part: 'Участие в графике',
    partHow: 'К чему стремится решатель.',
    idealLoad: 'Смен за полную неделю',
    maxPerDay: 'Смен в день, не больше',
    asTheQueue: 'как в очереди',
    noPart: 'нисколько',
    room: 'Комната',
    loads: {
      queue: 'Очередь',
      person: 'Человек',
      ideal: 'Идеал',
      should: 'Нужно',
      has: 'Есть',
      overload: 'Сверх идеала',
      before: 'Кредит до',
      after: 'Кредит после',
      found: 'найдено',
      decided: 'решено',
      findAgain: (name) => `Найти нагрузку заново: ${name}`,
      of: (name) => `Нагрузка: ${name}`,
      how: 'Что решено для одних, для остальных находится заново, чтобы все смены были розданы.',
      fixed: 'Эта неделя опубликована: её нагрузка остаётся как есть.',
      none: 'На эту неделю графика ещё нет. Создайте черновик в графике.',
      sum: 'Всего',
      weekBefore: 'Предыдущая неделя',
      weekAfter: 'Следующая неделя',
      week: (n) => `Неделя ${n}`,
      save: 'Решить',
    },
  },
};
