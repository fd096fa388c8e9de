/** Every word of the calendar, in each language. */
import type { EventStatus, OccurrenceCause, OccurrenceState } from '../operations/generated';
import type { Translations } from '../words/language';
import type { Span } from './layout';
import type { RuleForm } from './rule';

export interface Words {
  title: string;
  spans: Record<Span, string>;
  before: string;
  after: string;
  today: string;
  calendar: string;
  all: string;
  zone: (zone: string) => string;
  newEvent: string;
  newCalendar: string;
  noCalendar: string;
  noCalendarHow: string;
  more: (n: number) => string;
  state: Record<OccurrenceState, string>;
  cause: Record<OccurrenceCause, string>;
  eventStatus: Record<EventStatus, string>;
  moved: string;
  movedFrom: (when: string) => string;
  close: string;
  cancel: string;
  save: string;
  working: string;
  occurrence: {
    only: string;
    move: string;
    moveTo: string;
    pause: string;
    resume: string;
    callOff: string;
    callOffSure: string;
    whole: string;
    once: string;
  };
  event: {
    edit: string;
    create: string;
    pause: string;
    resume: string;
    callOff: string;
    callOffSure: string;
    name: string;
    description: string;
    start: string;
    minutes: string;
    zone: string;
  };
  rule: {
    title: string;
    kinds: Record<RuleForm['kind'], string>;
    every: string;
    unit: Record<'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY', string>;
    onDays: string;
    byDate: string;
    byWeekday: string;
    ordinal: Record<'1' | '2' | '3' | '4' | '-1', string>;
    ordinalLabel: string;
    weekday: string;
    ends: string;
    never: string;
    count: string;
    times: string;
    until: string;
    text: string;
    next: string;
    none: string;
    asKept: string;
  };
  newCalendarForm: { name: string; zone: string; owner: string };
}

export const words: Translations<Words> = {
  en: {
    title: 'Calendar',
    spans: { month: 'Month', week: 'Week', day: 'Day' },
    before: 'Before',
    after: 'After',
    today: 'Today',
    calendar: 'Calendar',
    all: 'All calendars',
    zone: (zone) => `Times of ${zone}`,
    newEvent: 'New event',
    newCalendar: 'New calendar',
    noCalendar: 'No calendar yet.',
    noCalendarHow: 'A calendar belongs to a person, or to a calendar user.',
    more: (n) => `${n} more`,
    state: {
      PENDING: 'To come',
      PAUSED: 'Paused',
      CANCELED: 'Canceled',
      COMPLETED: 'Done',
      SKIPPED: 'Skipped',
    },
    cause: {
      ALONE: 'this one alone',
      EVENT: 'with its event',
      END: 'the event ends before',
      EDIT: 'the event was changed',
    },
    eventStatus: { ACTIVE: 'Active', PAUSED: 'Paused', CANCELED: 'Canceled', COMPLETED: 'Over' },
    moved: 'Moved',
    movedFrom: (when) => `Moved; was to be ${when}`,
    close: 'Close',
    cancel: 'Cancel',
    save: 'Save',
    working: 'Working…',
    occurrence: {
      only: 'Only this one',
      move: 'Move',
      moveTo: 'Begins at',
      pause: 'Pause',
      resume: 'Resume',
      callOff: 'Call off',
      callOffSure: 'Call off this one? The others stay.',
      whole: 'The whole event',
      once: 'Once.',
    },
    event: {
      edit: 'Edit event',
      create: 'New event',
      pause: 'Pause event',
      resume: 'Resume event',
      callOff: 'Call off event',
      callOffSure: 'Call off the whole event? None of it will happen any more.',
      name: 'Title',
      description: 'Description',
      start: 'Begins',
      minutes: 'Lasts (minutes)',
      zone: 'Time zone',
    },
    rule: {
      title: 'When again',
      kinds: {
        once: 'Once',
        DAILY: 'Daily',
        WEEKLY: 'Weekly',
        MONTHLY: 'Monthly',
        YEARLY: 'Yearly',
        own: 'Own rule',
      },
      every: 'Every',
      unit: { DAILY: 'days', WEEKLY: 'weeks', MONTHLY: 'months', YEARLY: 'years' },
      onDays: 'On',
      byDate: 'On the day of the month that it begins on',
      byWeekday: 'On a weekday of the month',
      ordinal: { '1': 'first', '2': 'second', '3': 'third', '4': 'fourth', '-1': 'last' },
      ordinalLabel: 'Which',
      weekday: 'Weekday',
      ends: 'Ends',
      never: 'Never',
      count: 'After',
      times: 'times',
      until: 'On',
      text: 'Rule by RFC 5545',
      next: 'The next ten',
      none: 'None is to come.',
      asKept: 'Kept as',
    },
    newCalendarForm: { name: 'Name', zone: 'Time zone', owner: 'Whose' },
  },
  ca: {
    title: 'Calendari',
    spans: { month: 'Mes', week: 'Setmana', day: 'Dia' },
    before: 'Abans',
    after: 'Després',
    today: 'Avui',
    calendar: 'Calendari',
    all: 'Tots els calendaris',
    zone: (zone) => `Hores de ${zone}`,
    newEvent: 'Esdeveniment nou',
    newCalendar: 'Calendari nou',
    noCalendar: 'Encara no hi ha cap calendari.',
    noCalendarHow: 'Un calendari és d’una persona o d’un usuari de calendari.',
    more: (n) => `${n} més`,
    state: {
      PENDING: 'Pendent',
      PAUSED: 'En pausa',
      CANCELED: 'Cancel·lat',
      COMPLETED: 'Fet',
      SKIPPED: 'Saltat',
    },
    cause: {
      ALONE: 'només aquest',
      EVENT: 'amb l’esdeveniment',
      END: 'l’esdeveniment acaba abans',
      EDIT: 'l’esdeveniment s’ha canviat',
    },
    eventStatus: { ACTIVE: 'Actiu', PAUSED: 'En pausa', CANCELED: 'Cancel·lat', COMPLETED: 'Acabat' },
    moved: 'Mogut',
    movedFrom: (when) => `Mogut; havia de ser ${when}`,
    close: 'Tanca',
    cancel: 'Cancel·la',
    save: 'Desa',
    working: 'Un moment…',
    occurrence: {
      only: 'Només aquest',
      move: 'Mou',
      moveTo: 'Comença',
      pause: 'Pausa',
      resume: 'Reprèn',
      callOff: 'Suspèn',
      callOffSure: 'Voleu suspendre aquest? Els altres es queden.',
      whole: 'Tot l’esdeveniment',
      once: 'Una vegada.',
    },
    event: {
      edit: 'Edita l’esdeveniment',
      create: 'Esdeveniment nou',
      pause: 'Pausa l’esdeveniment',
      resume: 'Reprèn l’esdeveniment',
      callOff: 'Suspèn l’esdeveniment',
      callOffSure: 'Voleu suspendre tot l’esdeveniment? No se’n farà cap més.',
      name: 'Títol',
      description: 'Descripció',
      start: 'Comença',
      minutes: 'Dura (minuts)',
      zone: 'Zona horària',
    },
    rule: {
      title: 'Quan es repeteix',
      kinds: {
        once: 'Una vegada',
        DAILY: 'Cada dia',
        WEEKLY: 'Cada setmana',
        MONTHLY: 'Cada mes',
        YEARLY: 'Cada any',
        own: 'Regla pròpia',
      },
      every: 'Cada',
      unit: { DAILY: 'dies', WEEKLY: 'setmanes', MONTHLY: 'mesos', YEARLY: 'anys' },
      onDays: 'Els',
      byDate: 'El dia del mes en què comença',
      byWeekday: 'Un dia de la setmana del mes',
      ordinal: { '1': 'primer', '2': 'segon', '3': 'tercer', '4': 'quart', '-1': 'últim' },
      ordinalLabel: 'Quin',
      weekday: 'Dia de la setmana',
      ends: 'Acaba',
      never: 'Mai',
      count: 'Després de',
      times: 'vegades',
      until: 'El',
      text: 'Regla segons RFC 5545',
      next: 'Les deu següents',
      none: 'No n’hi ha cap de pendent.',
      asKept: 'Es desa com',
    },
    newCalendarForm: { name: 'Nom', zone: 'Zona horària', owner: 'De qui' },
  },
  es: {
    title: 'Calendario',
    spans: { month: 'Mes', week: 'Semana', day: 'Día' },
    before: 'Antes',
    after: 'Después',
    today: 'Hoy',
    calendar: 'Calendario',
    all: 'Todos los calendarios',
    zone: (zone) => `Horas de ${zone}`,
    newEvent: 'Nuevo evento',
    newCalendar: 'Nuevo calendario',
    noCalendar: 'Todavía no hay ningún calendario.',
    noCalendarHow: 'Un calendario es de una persona o de un usuario de calendario.',
    more: (n) => `${n} más`,
    state: {
      PENDING: 'Pendiente',
      PAUSED: 'En pausa',
      CANCELED: 'Cancelado',
      COMPLETED: 'Hecho',
      SKIPPED: 'Saltado',
    },
    cause: {
      ALONE: 'solo este',
      EVENT: 'con su evento',
      END: 'el evento termina antes',
      EDIT: 'el evento se cambió',
    },
    eventStatus: { ACTIVE: 'Activo', PAUSED: 'En pausa', CANCELED: 'Cancelado', COMPLETED: 'Terminado' },
    moved: 'Movido',
    movedFrom: (when) => `Movido; iba a ser ${when}`,
    close: 'Cerrar',
    cancel: 'Cancelar',
    save: 'Guardar',
    working: 'Un momento…',
    occurrence: {
      only: 'Solo este',
      move: 'Mover',
      moveTo: 'Empieza',
      pause: 'Pausar',
      resume: 'Reanudar',
      callOff: 'Suspender',
      callOffSure: '¿Suspender este? Los demás se quedan.',
      whole: 'Todo el evento',
      once: 'Una vez.',
    },
    event: {
      edit: 'Editar el evento',
      create: 'Nuevo evento',
      pause: 'Pausar el evento',
      resume: 'Reanudar el evento',
      callOff: 'Suspender el evento',
      callOffSure: '¿Suspender todo el evento? Ya no se hará ninguno.',
      name: 'Título',
      description: 'Descripción',
      start: 'Empieza',
      minutes: 'Dura (minutos)',
      zone: 'Zona horaria',
    },
    rule: {
      title: 'Cuándo se repite',
      kinds: {
        once: 'Una vez',
        DAILY: 'Cada día',
        WEEKLY: 'Cada semana',
        MONTHLY: 'Cada mes',
        YEARLY: 'Cada año',
        own: 'Regla propia',
      },
      every: 'Cada',
      unit: { DAILY: 'días', WEEKLY: 'semanas', MONTHLY: 'meses', YEARLY: 'años' },
      onDays: 'Los',
      byDate: 'El día del mes en que empieza',
      byWeekday: 'Un día de la semana del mes',
      ordinal: { '1': 'primer', '2': 'segundo', '3': 'tercer', '4': 'cuarto', '-1': 'último' },
      ordinalLabel: 'Cuál',
      weekday: 'Día de la semana',
      ends: 'Termina',
      never: 'Nunca',
      count: 'Después de',
      times: 'veces',
      until: 'El',
      text: 'Regla según RFC 5545',
      next: 'Las diez siguientes',
      none: 'No hay ninguna pendiente.',
      asKept: 'Se guarda como',
    },
    newCalendarForm: { name: 'Nombre', zone: 'Zona horaria', owner: 'De quién' },
  },
  ru: {
    title: 'Календарь',
    spans: { month: 'Месяц', week: 'Неделя', day: 'День' },
    before: 'Раньше',
    after: 'Позже',
    today: 'Сегодня',
    calendar: 'Календарь',
    all: 'Все календари',
    zone: (zone) => `Время: ${zone}`,
    newEvent: 'Новое событие',
    newCalendar: 'Новый календарь',
    noCalendar: 'Календарей пока нет.',
    noCalendarHow: 'Календарь принадлежит человеку или пользователю календаря.',
    more: (n) => `ещё ${n}`,
    state: {
      PENDING: 'Предстоит',
      PAUSED: 'Пауза',
      CANCELED: 'Отменено',
      COMPLETED: 'Прошло',
      SKIPPED: 'Пропущено',
    },
    cause: {
      ALONE: 'только это',
      EVENT: 'вместе с событием',
      END: 'событие кончается раньше',
      EDIT: 'событие изменили',
    },
    eventStatus: { ACTIVE: 'Действует', PAUSED: 'Пауза', CANCELED: 'Отменено', COMPLETED: 'Закончено' },
    moved: 'Перенесено',
    movedFrom: (when) => `Перенесено; должно было быть ${when}`,
    close: 'Закрыть',
    cancel: 'Отмена',
    save: 'Сохранить',
    working: 'Минуту…',
    occurrence: {
      only: 'Только это',
      move: 'Перенести',
      moveTo: 'Начало',
      pause: 'Пауза',
      resume: 'Возобновить',
      callOff: 'Отменить',
      callOffSure: 'Отменить только это? Остальные остаются.',
      whole: 'Всё событие',
      once: 'Один раз.',
    },
    event: {
      edit: 'Изменить событие',
      create: 'Новое событие',
      pause: 'Приостановить событие',
      resume: 'Возобновить событие',
      callOff: 'Отменить событие',
      callOffSure: 'Отменить всё событие? Больше ничего из него не состоится.',
      name: 'Название',
      description: 'Описание',
      start: 'Начало',
      minutes: 'Длится (минут)',
      zone: 'Часовой пояс',
    },
    rule: {
      title: 'Когда снова',
      kinds: {
        once: 'Один раз',
        DAILY: 'Ежедневно',
        WEEKLY: 'Еженедельно',
        MONTHLY: 'Ежемесячно',
        YEARLY: 'Ежегодно',
        own: 'Своё правило',
      },
      every: 'Каждые',
      unit: { DAILY: 'дн.', WEEKLY: 'нед.', MONTHLY: 'мес.', YEARLY: 'г.' },
      onDays: 'По дням',
      byDate: 'В день месяца, когда начинается',
      byWeekday: 'В день недели месяца',
      ordinal: { '1': '1-й', '2': '2-й', '3': '3-й', '4': '4-й', '-1': 'последний' },
      ordinalLabel: 'Который',
      weekday: 'День недели',
      ends: 'Кончается',
      never: 'Никогда',
      count: 'После',
      times: 'раз',
      until: 'Дата',
      text: 'Правило по RFC 5545',
      next: 'Ближайшие десять',
      none: 'Больше не предстоит.',
      asKept: 'Хранится как',
    },
    newCalendarForm: { name: 'Название', zone: 'Часовой пояс', owner: 'Чей' },
  },
};
