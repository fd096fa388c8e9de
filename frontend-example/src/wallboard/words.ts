/** Every word of the wallboard, in each language. */
import type { MemberDrift } from '../operations/generated';
import type { Translations } from '../words/language';
import { plural } from '../words/plural';

export interface Words {
  title: string;
  queues: string;
  waitingCount: (n: number) => string;
  wall: string;
  noQueues: string;
  noQueuesHow: string;
  stale: {
    title: (provider: string) => string;
    provider: string;
    lastHeard: (age: string) => string;
    neverHeard: string;
  };
  sync: { failing: string; changing: (n: number) => string; observed: string };
  figures: {
    title: string;
    waiting: string;
    longest: string;
    nobody: string;
    serviceLevel: string;
    within: (seconds: number) => string;
    overTarget: (seconds: number) => string;
    answered: string;
    abandoned: string;
    timedOut: string;
    ofOffered: (n: number) => string;
    today: string;
  };
  waiting: {
    title: string;
    nobody: string;
    withheld: string;
    unknown: string;
    ringing: (names: string) => string;
  };
  agents: {
    title: string;
    nobody: string;
    order: string;
    byState: string;
    byName: string;
    calls: (n: number) => string;
    pause: (name: string) => string;
    resume: (name: string) => string;
    remove: (name: string) => string;
    add: string;
  };
  drift: Record<MemberDrift, string>;
  pauseDialog: {
    title: (name: string) => string;
    reason: string;
    suggestions: readonly string[];
    where: string;
    thisQueue: (queue: string) => string;
    everyQueue: string;
    submit: string;
    working: string;
    reasonMissing: string;
  };
  addDialog: {
    title: (queue: string) => string;
    person: string;
    nobodyLeft: string;
    penalty: string;
    penaltyHow: string;
    submit: string;
    working: string;
  };
  removeDialog: {
    title: (name: string) => string;
    what: (name: string, queue: string) => string;
    reason: string;
    submit: string;
    working: string;
  };
}

const en: Words = {
  title: 'Wallboard',
  queues: 'Queues',
  waitingCount: (n) => `${n} waiting`,
  wall: 'Full screen',
  noQueues: 'No queues yet.',
  noQueuesHow: 'A queue shows here as soon as it is defined or seen at a provider.',
  stale: {
    title: (provider) => `No link to ${provider}.`,
    provider: 'the telephone system',
    lastHeard: (age) => `What you see is what was known ${age} ago.`,
    neverHeard: 'It has not been heard yet.',
  },
  sync: {
    failing: 'Changes do not reach the provider.',
    changing: (n) => plural('en', n, { one: '# change on its way', other: '# changes on their way' }),
    observed: 'Observed only',
  },
  figures: {
    title: 'Figures',
    waiting: 'Waiting',
    longest: 'Longest wait',
    nobody: 'nobody',
    serviceLevel: 'Service level',
    within: (seconds) => `within ${seconds} s`,
    overTarget: (seconds) => `over ${seconds} s`,
    answered: 'Answered',
    abandoned: 'Abandoned',
    timedOut: 'Timed out',
    ofOffered: (n) => `of ${n}`,
    today: 'today',
  },
  waiting: {
    title: 'Waiting callers',
    nobody: 'Nobody is waiting.',
    withheld: 'Number withheld',
    unknown: 'Unknown number',
    ringing: (names) => `ringing ${names}`,
  },
  agents: {
    title: 'Agents',
    nobody: 'Nobody is in this queue.',
    order: 'Order',
    byState: 'by state',
    byName: 'by name',
    calls: (n) => plural('en', n, { one: '# call', other: '# calls' }),
    pause: (name) => `Pause ${name}`,
    resume: (name) => `Resume ${name}`,
    remove: (name) => `Remove ${name}`,
    add: 'Add an agent',
  },
  drift: {
    MISSING: 'not at provider',
    UNEXPECTED: 'only at provider',
    PAUSE: 'pause differs',
    PENALTY: 'penalty differs',
  },
  pauseDialog: {
    title: (name) => `Pause ${name}`,
    reason: 'Reason',
    suggestions: ['Break', 'Lunch', 'Meeting', 'Paperwork', 'Training'],
    where: 'Where',
    thisQueue: (queue) => `Only ${queue}`,
    everyQueue: 'Every queue',
    submit: 'Pause',
    working: 'Pausing…',
    reasonMissing: 'Say why: the team and the history will show it.',
  },
  addDialog: {
    title: (queue) => `Add an agent to ${queue}`,
    person: 'Person',
    nobodyLeft: 'Everybody with an extension is in this queue already.',
    penalty: 'Penalty',
    penaltyHow: 'Lower is rung first.',
    submit: 'Add',
    working: 'Adding…',
  },
  removeDialog: {
    title: (name) => `Remove ${name}`,
    what: (name, queue) => `${name} is rung for ${queue} no more. A call that is under way goes on.`,
    reason: 'Reason, for the history',
    submit: 'Remove',
    working: 'Removing…',
  },
};

const ca: Words = {
  title: 'Tauler',
  queues: 'Cues',
  waitingCount: (n) => `${n} en espera`,
  wall: 'Pantalla completa',
  noQueues: 'Encara no hi ha cues.',
  noQueuesHow: 'Una cua surt aquí tan bon punt es defineix o es veu en un proveïdor.',
  stale: {
    title: (provider) => `Sense enllaç amb ${provider}.`,
    provider: 'la centraleta',
    lastHeard: (age) => `El que veieu és el que se sabia fa ${age}.`,
    neverHeard: 'Encara no se n’ha sentit res.',
  },
  sync: {
    failing: 'Els canvis no arriben al proveïdor.',
    changing: (n) => plural('ca', n, { one: '# canvi en camí', other: '# canvis en camí' }),
    observed: 'Només s’observa',
  },
  figures: {
    title: 'Xifres',
    waiting: 'En espera',
    longest: 'Espera més llarga',
    nobody: 'ningú',
    serviceLevel: 'Nivell de servei',
    within: (seconds) => `abans de ${seconds} s`,
    overTarget: (seconds) => `més de ${seconds} s`,
    answered: 'Ateses',
    abandoned: 'Abandonades',
    timedOut: 'Esgotades',
    ofOffered: (n) => `de ${n}`,
    today: 'avui',
  },
  waiting: {
    title: 'Qui espera',
    nobody: 'No espera ningú.',
    withheld: 'Número ocult',
    unknown: 'Número desconegut',
    ringing: (names) => `sona a ${names}`,
  },
  agents: {
    title: 'Agents',
    nobody: 'No hi ha ningú en aquesta cua.',
    order: 'Ordre',
    byState: 'per estat',
    byName: 'per nom',
    calls: (n) => plural('ca', n, { one: '# trucada', other: '# trucades' }),
    pause: (name) => `Posa en pausa ${name}`,
    resume: (name) => `Reprèn ${name}`,
    remove: (name) => `Treu ${name}`,
    add: 'Afegeix un agent',
  },
  drift: {
    MISSING: 'no és al proveïdor',
    UNEXPECTED: 'només al proveïdor',
    PAUSE: 'pausa diferent',
    PENALTY: 'penalització diferent',
  },
  pauseDialog: {
    title: (name) => `Posa en pausa ${name}`,
    reason: 'Motiu',
    suggestions: ['Descans', 'Dinar', 'Reunió', 'Paperassa', 'Formació'],
    where: 'On',
    thisQueue: (queue) => `Només ${queue}`,
    everyQueue: 'Totes les cues',
    submit: 'Pausa',
    working: 'Fent la pausa…',
    reasonMissing: 'Digueu per què: l’equip i l’historial ho mostraran.',
  },
  addDialog: {
    title: (queue) => `Afegeix un agent a ${queue}`,
    person: 'Persona',
    nobodyLeft: 'Tothom qui té extensió ja és en aquesta cua.',
    penalty: 'Penalització',
    penaltyHow: 'Com més baixa, abans sona.',
    submit: 'Afegeix',
    working: 'Afegint…',
  },
  removeDialog: {
    title: (name) => `Treu ${name}`,
    what: (name, queue) => `${name} deixa de rebre trucades de ${queue}. Una trucada en curs continua.`,
    reason: 'Motiu, per a l’historial',
    submit: 'Treu',
    working: 'Traient…',
  },
};

const es: Words = {
  title: 'Panel',
  queues: 'Colas',
  waitingCount: (n) => `${n} en espera`,
  wall: 'Pantalla completa',
  noQueues: 'Todavía no hay colas.',
  noQueuesHow: 'Una cola aparece aquí en cuanto se define o se ve en un proveedor.',
  stale: {
    title: (provider) => `Sin enlace con ${provider}.`,
    provider: 'la centralita',
    lastHeard: (age) => `Lo que ve es lo que se sabía hace ${age}.`,
    neverHeard: 'Todavía no se ha oído nada de él.',
  },
  sync: {
    failing: 'Los cambios no llegan al proveedor.',
    changing: (n) => plural('es', n, { one: '# cambio en camino', other: '# cambios en camino' }),
    observed: 'Solo se observa',
  },
  figures: {
    title: 'Cifras',
    waiting: 'En espera',
    longest: 'Espera más larga',
    nobody: 'nadie',
    serviceLevel: 'Nivel de servicio',
    within: (seconds) => `antes de ${seconds} s`,
    overTarget: (seconds) => `más de ${seconds} s`,
    answered: 'Atendidas',
    abandoned: 'Abandonadas',
    timedOut: 'Agotadas',
    ofOffered: (n) => `de ${n}`,
    today: 'hoy',
  },
  waiting: {
    title: 'Quién espera',
    nobody: 'No espera nadie.',
    withheld: 'Número oculto',
    unknown: 'Número desconocido',
    ringing: (names) => `suena a ${names}`,
  },
  agents: {
    title: 'Agentes',
    nobody: 'No hay nadie en esta cola.',
    order: 'Orden',
    byState: 'por estado',
    byName: 'por nombre',
    calls: (n) => plural('es', n, { one: '# llamada', other: '# llamadas' }),
    pause: (name) => `Poner en pausa a ${name}`,
    resume: (name) => `Reanudar a ${name}`,
    remove: (name) => `Quitar a ${name}`,
    add: 'Añadir un agente',
  },
  drift: {
    MISSING: 'no está en el proveedor',
    UNEXPECTED: 'solo en el proveedor',
    PAUSE: 'pausa distinta',
    PENALTY: 'penalización distinta',
  },
  pauseDialog: {
    title: (name) => `Poner en pausa a ${name}`,
    reason: 'Motivo',
    suggestions: ['Descanso', 'Comida', 'Reunión', 'Papeleo', 'Formación'],
    where: 'Dónde',
    thisQueue: (queue) => `Solo ${queue}`,
    everyQueue: 'Todas las colas',
    submit: 'Pausar',
    working: 'Pausando…',
    reasonMissing: 'Diga por qué: el equipo y el historial lo mostrarán.',
  },
  addDialog: {
    title: (queue) => `Añadir un agente a ${queue}`,
    person: 'Persona',
    nobodyLeft: 'Todos los que tienen extensión ya están en esta cola.',
    penalty: 'Penalización',
    penaltyHow: 'Cuanto más baja, antes suena.',
    submit: 'Añadir',
    working: 'Añadiendo…',
  },
  removeDialog: {
    title: (name) => `Quitar a ${name}`,
    what: (name, queue) => `${name} deja de recibir llamadas de ${queue}. Una llamada en curso continúa.`,
    reason: 'Motivo, para el historial',
    submit: 'Quitar',
    working: 'Quitando…',
  },
};

const ru: Words = {
  title: 'Табло',
  queues: 'Очереди',
  waitingCount: (n) => `ждут: ${n}`,
  wall: 'Во весь экран',
  noQueues: 'Очередей пока нет.',
  noQueuesHow: 'Очередь появится здесь, как только её зададут или увидят у провайдера.',
  stale: {
    title: (provider) => `Нет связи с ${provider}.`,
    provider: 'АТС',
    lastHeard: (age) => `Показано то, что было известно ${age} назад.`,
    neverHeard: 'От неё ещё ничего не слышно.',
  },
  sync: {
    failing: 'Изменения не доходят до провайдера.',
    changing: (n) =>
      plural('ru', n, {
        one: '# изменение в пути',
        few: '# изменения в пути',
        many: '# изменений в пути',
        other: '# изменения в пути',
      }),
    observed: 'Только наблюдение',
  },
  figures: {
    title: 'Показатели',
    waiting: 'Ждут',
    longest: 'Дольше всех',
    nobody: 'никто',
    serviceLevel: 'Уровень сервиса',
    within: (seconds) => `за ${seconds} с`,
    overTarget: (seconds) => `больше ${seconds} с`,
    answered: 'Отвечено',
    abandoned: 'Потеряно',
    timedOut: 'Истекло',
    ofOffered: (n) => `из ${n}`,
    today: 'сегодня',
  },
  waiting: {
    title: 'Кто ждёт',
    nobody: 'Никто не ждёт.',
    withheld: 'Номер скрыт',
    unknown: 'Номер неизвестен',
    ringing: (names) => `звонит у: ${names}`,
  },
  agents: {
    title: 'Операторы',
    nobody: 'В этой очереди никого нет.',
    order: 'Порядок',
    byState: 'по состоянию',
    byName: 'по имени',
    calls: (n) => plural('ru', n, { one: '# звонок', few: '# звонка', many: '# звонков', other: '# звонка' }),
    pause: (name) => `Пауза: ${name}`,
    resume: (name) => `Продолжить: ${name}`,
    remove: (name) => `Убрать: ${name}`,
    add: 'Добавить оператора',
  },
  drift: {
    MISSING: 'нет у провайдера',
    UNEXPECTED: 'только у провайдера',
    PAUSE: 'пауза отличается',
    PENALTY: 'приоритет отличается',
  },
  pauseDialog: {
    title: (name) => `Пауза: ${name}`,
    reason: 'Причина',
    suggestions: ['Перерыв', 'Обед', 'Совещание', 'Документы', 'Обучение'],
    where: 'Где',
    thisQueue: (queue) => `Только ${queue}`,
    everyQueue: 'Все очереди',
    submit: 'Пауза',
    working: 'Ставим на паузу…',
    reasonMissing: 'Скажите почему: это увидят команда и история.',
  },
  addDialog: {
    title: (queue) => `Добавить оператора в ${queue}`,
    person: 'Кто',
    nobodyLeft: 'Все, у кого есть внутренний номер, уже в этой очереди.',
    penalty: 'Приоритет',
    penaltyHow: 'Чем меньше, тем раньше звонит.',
    submit: 'Добавить',
    working: 'Добавляем…',
  },
  removeDialog: {
    title: (name) => `Убрать: ${name}`,
    what: (name, queue) => `${name} больше не получает звонков ${queue}. Текущий разговор продолжится.`,
    reason: 'Причина, для истории',
    submit: 'Убрать',
    working: 'Убираем…',
  },
};

export const words: Translations<Words> = { en, ca, es, ru };
