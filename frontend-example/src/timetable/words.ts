/** Every word of the timetable, in each language. */
import type {
  RotaConstraint,
  SolverRunStatus,
  TimetableAction,
  TimetableStatus,
} from '../operations/generated';
import type { Translations } from '../words/language';

export interface Words {
  title: string;
  queue: string;
  week: (n: number) => string;
  before: string;
  after: string;
  thisWeek: string;
  status: Record<TimetableStatus, string>;
  version: (n: number) => string;
  noQueues: string;
  notMade: string;
  notMadeHow: string;
  noHours: string;
  create: string;
  copyFrom: (week: string) => string;
  empty: string;
  publish: string;
  undo: string;
  history: string;
  compare: string;
  print: string;
  drop: string;
  dropSure: string;
  close: string;
  cancel: string;
  working: string;
  figures: {
    title: string;
    points: string;
    filled: string;
    balance: string;
    breaches: string;
    byRule: string;
    nothing: string;
    unfilled: string;
  };
  rule: Record<RotaConstraint, string>;
  people: {
    title: string;
    load: (assigned: number, load: number) => string;
    credit: string;
    show: (name: string) => string;
  };
  grid: {
    label: (queue: string, week: string) => string;
    time: string;
    line: (n: number) => string;
    nobody: string;
    closed: string;
    how: string;
    standing: string;
    cannot: (reason: string) => string;
    ratherNot: (reason: string) => string;
    taken: (name: string) => string;
  };
  turn: {
    why: string;
    whyNothing: string;
    candidates: string;
    candidatesLoading: string;
    nobodyElse: string;
    give: (name: string) => string;
    clear: string;
    swap: string;
    swapping: string;
  };
  preview: {
    swap: (one: string, other: string) => string;
    give: (turn: string, name: string) => string;
    asking: string;
    refused: string;
    same: string;
  };
  anyway: { title: string; submit: string; reason: string };
  solver: {
    title: string;
    start: string;
    stop: string;
    stopping: string;
    apply: string;
    limit: string;
    seconds: (n: number) => string;
    minimum: string;
    status: Record<SolverRunStatus, string>;
    found: string;
    bound: string;
    gap: string;
    proven: string;
    curve: string;
    never: string;
    replaces: string;
  };
  diff: {
    title: string;
    from: string;
    to: string;
    now: string;
    out: string;
    into: string;
    when: string;
    none: string;
    versionOf: (n: number, week: string) => string;
  };
  log: {
    title: string;
    action: Record<TimetableAction, string>;
    undone: string;
    cell: (when: string, line: number, before: string, after: string) => string;
    more: (n: number) => string;
  };
}

const en: Words = {
  title: 'Timetable',
  queue: 'Queue',
  week: (n) => `Week ${n}`,
  before: 'Week before',
  after: 'Week after',
  thisWeek: 'This week',
  status: { DRAFT: 'Draft', PUBLISHED: 'Published', ARCHIVED: 'Archived' },
  version: (n) => `version ${n}`,
  noQueues: 'No queue yet.',
  notMade: 'This week has no timetable yet.',
  notMadeHow: 'A draft has the service hours of the queue and its standing turns; the solver fills the rest.',
  noHours: 'The queue has no service hours. An admin sets them: when it is answered, and by how many.',
  create: 'Make a draft',
  copyFrom: (week) => `Copy the week of ${week}`,
  empty: 'Empty',
  publish: 'Publish',
  undo: 'Undo',
  history: 'History',
  compare: 'Compare',
  print: 'Print',
  drop: 'Discard draft',
  dropSure: 'Discard this draft? Its turns are gone for good.',
  close: 'Close',
  cancel: 'Cancel',
  working: 'Working…',
  figures: {
    title: 'What it costs',
    points: 'Points',
    filled: 'Filled',
    balance: 'Balance',
    breaches: 'Broken rules',
    byRule: 'By rule',
    nothing: 'Nothing speaks against it.',
    unfilled: 'Not borne by any turn',
  },
  rule: {
    COVERAGE: 'Coverage',
    REQUIRED_BUSY: 'Somebody cannot',
    WEEKLY_LOAD: 'Weekly load',
    DAILY_LIMIT: 'Turns in a day',
    PINNED: 'Fixed turns',
    EMPTY_CELLS: 'Empty lines',
    STANDING_TURNS: 'Standing turns',
    CONCENTRATION: 'Several in a day',
    DAY_SHAPE: 'Shape of the day',
    OPTIONAL_BUSY: 'Somebody would rather not',
    GROUP_MAX_ON_PHONE: 'Most of a group',
    GROUP_MIN_FREE: 'Fewest free of a group',
    TABLE_NOISE: 'Noise in a room',
    CHANGES: 'Changes',
  },
  people: {
    title: 'People',
    load: (assigned, load) => `${assigned} of ${load} turns`,
    credit: 'credit',
    show: (name) => `Show the turns of ${name}`,
  },
  grid: {
    label: (queue, week) => `${queue}, ${week}`,
    time: 'Time',
    line: (n) => `line ${n}`,
    nobody: 'Nobody',
    closed: 'Closed',
    how: 'Drag a turn onto another to swap them, or a person onto a turn. By keyboard: arrows move, Enter opens, S takes a turn up and puts it down, Escape lets it go.',
    standing: 'Standing turn',
    cannot: (reason) => `Cannot: ${reason}`,
    ratherNot: (reason) => `Would rather not: ${reason}`,
    taken: (name) => `${name} taken up. Move to another turn; S puts it down, Escape lets it go.`,
  },
  turn: {
    why: 'Why it costs',
    whyNothing: 'It costs nothing.',
    candidates: 'Who else',
    candidatesLoading: 'Asking who else could…',
    nobodyElse: 'Nobody else takes part.',
    give: (name) => `Give the turn to ${name}`,
    clear: 'Leave it empty',
    swap: 'Swap…',
    swapping: 'Choose the other turn',
  },
  preview: {
    swap: (one, other) => `${one} ↔ ${other}`,
    give: (turn, name) => `${turn} → ${name}`,
    asking: 'Asking what it costs…',
    refused: 'Not possible',
    same: 'Nothing would change.',
  },
  anyway: { title: 'Something speaks against it', submit: 'Do it anyway', reason: 'Why (for the history)' },
  solver: {
    title: 'Solver',
    start: 'Solve',
    stop: 'Stop',
    stopping: 'Stopping…',
    apply: 'Take it over',
    limit: 'For at most',
    seconds: (n) => `${n} s`,
    minimum: 'Change as little as possible',
    status: {
      QUEUED: 'Waiting',
      RUNNING: 'Solving',
      SOLVED: 'Solved',
      STOPPED: 'Stopped',
      INFEASIBLE: 'Impossible',
      FAILED: 'Failed',
    },
    found: 'Best found',
    bound: 'Bound',
    gap: 'Gap',
    proven: 'proven to be the best',
    curve: 'Best found and bound over time',
    never: 'Not solved yet.',
    replaces: 'What was edited meanwhile gives way to it; undo brings it back.',
  },
  diff: {
    title: 'Compare',
    from: 'From',
    to: 'To',
    now: 'as it is now',
    out: 'Out',
    into: 'In',
    when: 'When',
    none: 'The same people at all times.',
    versionOf: (n, week) => `Week of ${week}, version ${n}`,
  },
  log: {
    title: 'History',
    action: {
      CREATED: 'Made',
      SOLVED: 'Solved',
      IMPORTED: 'Imported',
      REASSIGNED: 'Given',
      SWAPPED: 'Swapped',
      CLEARED: 'Emptied',
      LINE_ADDED: 'Line added',
      LINE_CLOSED: 'Line closed',
      TAKEN_OVER: 'Taken over',
      PUBLISHED: 'Published',
      ARCHIVED: 'Archived',
      UNDONE: 'Undone',
    },
    undone: 'undone',
    cell: (when, line, before, after) => `${when}, line ${line}: ${before} → ${after}`,
    more: (n) => `and ${n} more`,
  },
};

const ca: Words = {
  title: 'Graella',
  queue: 'Cua',
  week: (n) => `Setmana ${n}`,
  before: 'Setmana anterior',
  after: 'Setmana següent',
  thisWeek: 'Aquesta setmana',
  status: { DRAFT: 'Esborrany', PUBLISHED: 'Publicat', ARCHIVED: 'Arxivat' },
  version: (n) => `versió ${n}`,
  noQueues: 'Encara no hi ha cap cua.',
  notMade: 'Aquesta setmana encara no té horari.',
  notMadeHow:
    'Un esborrany té les hores de servei de la cua i els torns fixos; el solucionador omple la resta.',
  noHours: 'La cua no té hores de servei. Les posa un administrador: quan s’atén i quantes persones.',
  create: 'Fes un esborrany',
  copyFrom: (week) => `Copia la setmana del ${week}`,
  empty: 'Buit',
  publish: 'Publica',
  undo: 'Desfés',
  history: 'Historial',
  compare: 'Compara',
  print: 'Imprimeix',
  drop: 'Descarta l’esborrany',
  dropSure: 'Voleu descartar aquest esborrany? Els torns es perdran del tot.',
  close: 'Tanca',
  cancel: 'Cancel·la',
  working: 'Un moment…',
  figures: {
    title: 'Què costa',
    points: 'Punts',
    filled: 'Omplert',
    balance: 'Equilibri',
    breaches: 'Regles trencades',
    byRule: 'Per regla',
    nothing: 'No hi ha res en contra.',
    unfilled: 'Que no porta cap torn',
  },
  rule: {
    COVERAGE: 'Cobertura',
    REQUIRED_BUSY: 'Algú no pot',
    WEEKLY_LOAD: 'Càrrega setmanal',
    DAILY_LIMIT: 'Torns en un dia',
    PINNED: 'Torns fixats',
    EMPTY_CELLS: 'Línies buides',
    STANDING_TURNS: 'Torns fixos',
    CONCENTRATION: 'Més d’un en un dia',
    DAY_SHAPE: 'Forma del dia',
    OPTIONAL_BUSY: 'Algú preferiria que no',
    GROUP_MAX_ON_PHONE: 'Màxim d’un grup',
    GROUP_MIN_FREE: 'Mínim lliure d’un grup',
    TABLE_NOISE: 'Soroll a la sala',
    CHANGES: 'Canvis',
  },
  people: {
    title: 'Persones',
    load: (assigned, load) => `${assigned} de ${load} torns`,
    credit: 'crèdit',
    show: (name) => `Mostra els torns de ${name}`,
  },
  grid: {
    label: (queue, week) => `${queue}, ${week}`,
    time: 'Hora',
    line: (n) => `línia ${n}`,
    nobody: 'Ningú',
    closed: 'Tancat',
    how: 'Arrossegueu un torn sobre un altre per intercanviar-los, o una persona sobre un torn. Amb el teclat: les fletxes mouen, Retorn obre, S agafa un torn i el deixa, Esc el deixa anar.',
    standing: 'Torn fix',
    cannot: (reason) => `No pot: ${reason}`,
    ratherNot: (reason) => `Preferiria que no: ${reason}`,
    taken: (name) => `Heu agafat ${name}. Aneu a un altre torn; S el deixa, Esc el deixa anar.`,
  },
  turn: {
    why: 'Per què costa',
    whyNothing: 'No costa res.',
    candidates: 'Qui més',
    candidatesLoading: 'Preguntant qui més podria…',
    nobodyElse: 'No hi participa ningú més.',
    give: (name) => `Dona el torn a ${name}`,
    clear: 'Deixa’l buit',
    swap: 'Intercanvia…',
    swapping: 'Trieu l’altre torn',
  },
  preview: {
    swap: (one, other) => `${one} ↔ ${other}`,
    give: (turn, name) => `${turn} → ${name}`,
    asking: 'Preguntant què costa…',
    refused: 'No és possible',
    same: 'No canviaria res.',
  },
  anyway: {
    title: 'Hi ha alguna cosa en contra',
    submit: 'Fes-ho igualment',
    reason: 'Per què (per a l’historial)',
  },
  solver: {
    title: 'Solucionador',
    start: 'Resol',
    stop: 'Atura',
    stopping: 'Aturant…',
    apply: 'Adopta’l',
    limit: 'Com a màxim',
    seconds: (n) => `${n} s`,
    minimum: 'Canvia tan poc com puguis',
    status: {
      QUEUED: 'En espera',
      RUNNING: 'Resolent',
      SOLVED: 'Resolt',
      STOPPED: 'Aturat',
      INFEASIBLE: 'Impossible',
      FAILED: 'Ha fallat',
    },
    found: 'El millor trobat',
    bound: 'Cota',
    gap: 'Marge',
    proven: 'demostrat que és el millor',
    curve: 'El millor trobat i la cota al llarg del temps',
    never: 'Encara no s’ha resolt.',
    replaces: 'El que s’ha editat mentrestant se substitueix; desfer ho recupera.',
  },
  diff: {
    title: 'Compara',
    from: 'De',
    to: 'A',
    now: 'com és ara',
    out: 'Surt',
    into: 'Entra',
    when: 'Quan',
    none: 'Les mateixes persones a totes les hores.',
    versionOf: (n, week) => `Setmana del ${week}, versió ${n}`,
  },
  log: {
    title: 'Historial',
    action: {
      CREATED: 'Creat',
      SOLVED: 'Resolt',
      IMPORTED: 'Importat',
      REASSIGNED: 'Donat',
      SWAPPED: 'Intercanviat',
      CLEARED: 'Buidat',
      LINE_ADDED: 'Línia afegida',
      LINE_CLOSED: 'Línia tancada',
      TAKEN_OVER: 'Assumit',
      PUBLISHED: 'Publicat',
      ARCHIVED: 'Arxivat',
      UNDONE: 'Desfet',
    },
    undone: 'desfet',
    cell: (when, line, before, after) => `${when}, línia ${line}: ${before} → ${after}`,
    more: (n) => `i ${n} més`,
  },
};

const es: Words = {
  title: 'Turnos',
  queue: 'Cola',
  week: (n) => `Semana ${n}`,
  before: 'Semana anterior',
  after: 'Semana siguiente',
  thisWeek: 'Esta semana',
  status: { DRAFT: 'Borrador', PUBLISHED: 'Publicado', ARCHIVED: 'Archivado' },
  version: (n) => `versión ${n}`,
  noQueues: 'Todavía no hay ninguna cola.',
  notMade: 'Esta semana todavía no tiene horario.',
  notMadeHow:
    'Un borrador tiene las horas de servicio de la cola y los turnos fijos; el solucionador llena el resto.',
  noHours:
    'La cola no tiene horas de servicio. Las pone un administrador: cuándo se atiende y cuántas personas.',
  create: 'Hacer un borrador',
  copyFrom: (week) => `Copiar la semana del ${week}`,
  empty: 'Vacío',
  publish: 'Publicar',
  undo: 'Deshacer',
  history: 'Historial',
  compare: 'Comparar',
  print: 'Imprimir',
  drop: 'Descartar el borrador',
  dropSure: '¿Descartar este borrador? Sus turnos se perderán del todo.',
  close: 'Cerrar',
  cancel: 'Cancelar',
  working: 'Un momento…',
  figures: {
    title: 'Lo que cuesta',
    points: 'Puntos',
    filled: 'Cubierto',
    balance: 'Equilibrio',
    breaches: 'Reglas rotas',
    byRule: 'Por regla',
    nothing: 'No hay nada en contra.',
    unfilled: 'Que no lleva ningún turno',
  },
  rule: {
    COVERAGE: 'Cobertura',
    REQUIRED_BUSY: 'Alguien no puede',
    WEEKLY_LOAD: 'Carga semanal',
    DAILY_LIMIT: 'Turnos en un día',
    PINNED: 'Turnos fijados',
    EMPTY_CELLS: 'Líneas vacías',
    STANDING_TURNS: 'Turnos fijos',
    CONCENTRATION: 'Varios en un día',
    DAY_SHAPE: 'Forma del día',
    OPTIONAL_BUSY: 'Alguien preferiría que no',
    GROUP_MAX_ON_PHONE: 'Máximo de un grupo',
    GROUP_MIN_FREE: 'Mínimo libre de un grupo',
    TABLE_NOISE: 'Ruido en la sala',
    CHANGES: 'Cambios',
  },
  people: {
    title: 'Personas',
    load: (assigned, load) => `${assigned} de ${load} turnos`,
    credit: 'crédito',
    show: (name) => `Mostrar los turnos de ${name}`,
  },
  grid: {
    label: (queue, week) => `${queue}, ${week}`,
    time: 'Hora',
    line: (n) => `línea ${n}`,
    nobody: 'Nadie',
    closed: 'Cerrado',
    how: 'Arrastre un turno sobre otro para intercambiarlos, o una persona sobre un turno. Con el teclado: las flechas mueven, Intro abre, S coge un turno y lo deja, Esc lo suelta.',
    standing: 'Turno fijo',
    cannot: (reason) => `No puede: ${reason}`,
    ratherNot: (reason) => `Preferiría que no: ${reason}`,
    taken: (name) => `Ha cogido ${name}. Vaya a otro turno; S lo deja, Esc lo suelta.`,
  },
  turn: {
    why: 'Por qué cuesta',
    whyNothing: 'No cuesta nada.',
    candidates: 'Quién más',
    candidatesLoading: 'Preguntando quién más podría…',
    nobodyElse: 'Nadie más participa.',
    give: (name) => `Dar el turno a ${name}`,
    clear: 'Dejarlo vacío',
    swap: 'Intercambiar…',
    swapping: 'Elija el otro turno',
  },
  preview: {
    swap: (one, other) => `${one} ↔ ${other}`,
    give: (turn, name) => `${turn} → ${name}`,
    asking: 'Preguntando lo que cuesta…',
    refused: 'No es posible',
    same: 'No cambiaría nada.',
  },
  anyway: {
    title: 'Hay algo en contra',
    submit: 'Hacerlo igualmente',
    reason: 'Por qué (para el historial)',
  },
  solver: {
    title: 'Solucionador',
    start: 'Resolver',
    stop: 'Parar',
    stopping: 'Parando…',
    apply: 'Adoptarlo',
    limit: 'Como máximo',
    seconds: (n) => `${n} s`,
    minimum: 'Cambiar lo menos posible',
    status: {
      QUEUED: 'En espera',
      RUNNING: 'Resolviendo',
      SOLVED: 'Resuelto',
      STOPPED: 'Parado',
      INFEASIBLE: 'Imposible',
      FAILED: 'Ha fallado',
    },
    found: 'Lo mejor encontrado',
    bound: 'Cota',
    gap: 'Margen',
    proven: 'demostrado que es lo mejor',
    curve: 'Lo mejor encontrado y la cota a lo largo del tiempo',
    never: 'Todavía no se ha resuelto.',
    replaces: 'Lo editado entretanto se sustituye; deshacer lo recupera.',
  },
  diff: {
    title: 'Comparar',
    from: 'De',
    to: 'A',
    now: 'como es ahora',
    out: 'Sale',
    into: 'Entra',
    when: 'Cuándo',
    none: 'Las mismas personas a todas las horas.',
    versionOf: (n, week) => `Semana del ${week}, versión ${n}`,
  },
  log: {
    title: 'Historial',
    action: {
      CREATED: 'Creado',
      SOLVED: 'Resuelto',
      IMPORTED: 'Importado',
      REASSIGNED: 'Dado',
      SWAPPED: 'Intercambiado',
      CLEARED: 'Vaciado',
      LINE_ADDED: 'Línea añadida',
      LINE_CLOSED: 'Línea cerrada',
      TAKEN_OVER: 'Asumido',
      PUBLISHED: 'Publicado',
      ARCHIVED: 'Archivado',
      UNDONE: 'Deshecho',
    },
    undone: 'deshecho',
    cell: (when, line, before, after) => `${when}, línea ${line}: ${before} → ${after}`,
    more: (n) => `y ${n} más`,
  },
};

const ru: Words = {
  title: 'График',
  queue: 'Очередь',
  week: (n) => `Неделя ${n}`,
  before: 'Предыдущая неделя',
  after: 'Следующая неделя',
  thisWeek: 'Эта неделя',
  status: { DRAFT: 'Черновик', PUBLISHED: 'Опубликовано', ARCHIVED: 'В архиве' },
  version: (n) => `версия ${n}`,
  noQueues: 'Очередей пока нет.',
  notMade: 'На эту неделю графика ещё нет.',
  notMadeHow: 'В черновике есть часы работы очереди и постоянные смены; остальное заполнит решатель.',
  noHours: 'У очереди нет часов работы. Их задаёт администратор: когда отвечают и сколько человек.',
  create: 'Создать черновик',
  copyFrom: (week) => `Скопировать неделю с ${week}`,
  empty: 'Пусто',
  publish: 'Опубликовать',
  undo: 'Отменить',
  history: 'История',
  compare: 'Сравнить',
  print: 'Печать',
  drop: 'Удалить черновик',
  dropSure: 'Удалить этот черновик? Его смены пропадут насовсем.',
  close: 'Закрыть',
  cancel: 'Отмена',
  working: 'Минуту…',
  figures: {
    title: 'Чего это стоит',
    points: 'Баллы',
    filled: 'Заполнено',
    balance: 'Равномерность',
    breaches: 'Нарушено правил',
    byRule: 'По правилам',
    nothing: 'Возражений нет.',
    unfilled: 'Не относится ни к одной смене',
  },
  rule: {
    COVERAGE: 'Покрытие',
    REQUIRED_BUSY: 'Кто-то не может',
    WEEKLY_LOAD: 'Нагрузка недели',
    DAILY_LIMIT: 'Смен в день',
    PINNED: 'Закреплённые смены',
    EMPTY_CELLS: 'Пустые линии',
    STANDING_TURNS: 'Постоянные смены',
    CONCENTRATION: 'Несколько за день',
    DAY_SHAPE: 'Расклад дня',
    OPTIONAL_BUSY: 'Кто-то предпочёл бы не',
    GROUP_MAX_ON_PHONE: 'Предел группы',
    GROUP_MIN_FREE: 'Свободные из группы',
    TABLE_NOISE: 'Шум в комнате',
    CHANGES: 'Изменения',
  },
  people: {
    title: 'Люди',
    load: (assigned, load) => `${assigned} из ${load} смен`,
    credit: 'кредит',
    show: (name) => `Показать смены: ${name}`,
  },
  grid: {
    label: (queue, week) => `${queue}, ${week}`,
    time: 'Время',
    line: (n) => `линия ${n}`,
    nobody: 'Никто',
    closed: 'Закрыто',
    how: 'Перетащите смену на другую, чтобы поменять их, или человека на смену. С клавиатуры: стрелки двигают, Enter открывает, S берёт смену и кладёт её, Esc отпускает.',
    standing: 'Постоянная смена',
    cannot: (reason) => `Не может: ${reason}`,
    ratherNot: (reason) => `Предпочёл бы не: ${reason}`,
    taken: (name) => `Взята смена: ${name}. Перейдите к другой; S кладёт её, Esc отпускает.`,
  },
  turn: {
    why: 'Почему стоит',
    whyNothing: 'Ничего не стоит.',
    candidates: 'Кто ещё',
    candidatesLoading: 'Узнаём, кто ещё мог бы…',
    nobodyElse: 'Больше никто не участвует.',
    give: (name) => `Отдать смену: ${name}`,
    clear: 'Оставить пустой',
    swap: 'Поменять…',
    swapping: 'Выберите другую смену',
  },
  preview: {
    swap: (one, other) => `${one} ↔ ${other}`,
    give: (turn, name) => `${turn} → ${name}`,
    asking: 'Узнаём цену…',
    refused: 'Невозможно',
    same: 'Ничего не изменится.',
  },
  anyway: { title: 'Есть возражения', submit: 'Всё равно сделать', reason: 'Почему (для истории)' },
  solver: {
    title: 'Решатель',
    start: 'Решить',
    stop: 'Остановить',
    stopping: 'Останавливаем…',
    apply: 'Принять',
    limit: 'Не дольше',
    seconds: (n) => `${n} с`,
    minimum: 'Менять как можно меньше',
    status: {
      QUEUED: 'Ждёт',
      RUNNING: 'Решает',
      SOLVED: 'Решено',
      STOPPED: 'Остановлено',
      INFEASIBLE: 'Невозможно',
      FAILED: 'Не удалось',
    },
    found: 'Лучшее найденное',
    bound: 'Граница',
    gap: 'Разрыв',
    proven: 'доказано, что лучше нет',
    curve: 'Лучшее найденное и граница во времени',
    never: 'Ещё не решалось.',
    replaces: 'То, что изменили тем временем, уступит; отмена вернёт.',
  },
  diff: {
    title: 'Сравнение',
    from: 'Из',
    to: 'В',
    now: 'как сейчас',
    out: 'Ушли',
    into: 'Пришли',
    when: 'Когда',
    none: 'Всё время те же люди.',
    versionOf: (n, week) => `Неделя с ${week}, версия ${n}`,
  },
  log: {
    title: 'История',
    action: {
      CREATED: 'Создано',
      SOLVED: 'Решено',
      IMPORTED: 'Загружено',
      REASSIGNED: 'Отдана',
      SWAPPED: 'Обмен',
      CLEARED: 'Освобождена',
      LINE_ADDED: 'Добавлена линия',
      LINE_CLOSED: 'Закрыта линия',
      TAKEN_OVER: 'Подмена',
      PUBLISHED: 'Опубликовано',
      ARCHIVED: 'В архив',
      UNDONE: 'Отмена',
    },
    undone: 'отменено',
    cell: (when, line, before, after) => `${when}, линия ${line}: ${before} → ${after}`,
    more: (n) => `и ещё ${n}`,
  },
};

export const words: Translations<Words> = { en, ca, es, ru };
