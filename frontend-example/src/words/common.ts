/** Words that several views share. */
import type { Presence, Role } from '../operations/generated';
import type { Translations } from './language';

export interface Common {
  product: string;
  loading: string;
  retry: string;
  cancel: string;
  close: string;
  dismiss: string;
  save: string;
  back: string;
  next: string;
  previous: string;
  none: string;
  nothing: string;
  by: (name: string) => string;
  ago: (age: string) => string;
  live: { starting: string; live: string; reconnecting: string; refused: string };
  notReadYet: string;
  lastTrue: (age: string) => string;
  /** What a code of the API means to whoever looks at the page; others show the server's own message. */
  problems: Partial<Record<string, string>>;
  roles: Record<Role, string>;
  presence: Record<Presence, string>;
}

export const common: Translations<Common> = {
  en: {
    product: 'Switchboard',
    loading: 'Loading…',
    retry: 'Try again',
    cancel: 'Cancel',
    close: 'Close',
    dismiss: 'Dismiss',
    save: 'Save',
    back: 'Back',
    next: 'Next',
    previous: 'Previous',
    none: '–',
    nothing: 'Nothing here yet.',
    by: (name) => `by ${name}`,
    ago: (age) => `${age} ago`,
    live: { starting: 'Connecting', live: 'Live', reconnecting: 'Reconnecting', refused: 'Not available' },
    notReadYet: 'The server has not been reached yet. Trying again by itself.',
    lastTrue: (age) => `Connection to the server lost. What you see was last true ${age} ago.`,
    problems: {
      NETWORK: 'The server cannot be reached.',
      FORBIDDEN: 'Your role does not allow this.',
      RATE_LIMITED: 'Too many requests. Wait a moment.',
    },
    roles: {
      ADMIN: 'Admin',
      COORDINATOR: 'Coordinator',
      AGENT: 'Agent',
      VIEWER: 'Viewer',
      CALENDAR_USER: 'Calendar user',
    },
    presence: {
      AVAILABLE: 'Available',
      RINGING: 'Ringing',
      ON_CALL: 'On call',
      WRAP_UP: 'Wrap-up',
      PAUSED: 'Paused',
      OFFLINE: 'Offline',
    },
  },
  ca: {
    product: 'Switchboard',
    loading: 'S’està carregant…',
    retry: 'Torna-ho a provar',
    cancel: 'Cancel·la',
    close: 'Tanca',
    dismiss: 'Descarta',
    save: 'Desa',
    back: 'Enrere',
    next: 'Següent',
    previous: 'Anterior',
    none: '–',
    nothing: 'Encara no hi ha res.',
    by: (name) => `per ${name}`,
    ago: (age) => `fa ${age}`,
    live: {
      starting: 'Connectant',
      live: 'En directe',
      reconnecting: 'Reconnectant',
      refused: 'No disponible',
    },
    notReadYet: 'Encara no s’ha pogut contactar amb el servidor. Es torna a provar tot sol.',
    lastTrue: (age) => `S’ha perdut la connexió amb el servidor. El que veieu era cert fa ${age}.`,
    problems: {
      NETWORK: 'No es pot contactar amb el servidor.',
      FORBIDDEN: 'El vostre rol no ho permet.',
      RATE_LIMITED: 'Massa peticions. Espereu un moment.',
    },
    roles: {
      ADMIN: 'Administració',
      COORDINATOR: 'Coordinació',
      AGENT: 'Agent',
      VIEWER: 'Lectura',
      CALENDAR_USER: 'Calendari',
    },
    presence: {
      AVAILABLE: 'Disponible',
      RINGING: 'Sonant',
      ON_CALL: 'En trucada',
      WRAP_UP: 'Tancant',
      PAUSED: 'En pausa',
      OFFLINE: 'Fora de línia',
    },
  },
  es: {
    product: 'Switchboard',
    loading: 'Cargando…',
    retry: 'Reintentar',
    cancel: 'Cancelar',
    close: 'Cerrar',
    dismiss: 'Descartar',
    save: 'Guardar',
    back: 'Atrás',
    next: 'Siguiente',
    previous: 'Anterior',
    none: '–',
    nothing: 'Todavía no hay nada.',
    by: (name) => `por ${name}`,
    ago: (age) => `hace ${age}`,
    live: {
      starting: 'Conectando',
      live: 'En directo',
      reconnecting: 'Reconectando',
      refused: 'No disponible',
    },
    notReadYet: 'Todavía no se ha podido contactar con el servidor. Se reintenta solo.',
    lastTrue: (age) => `Se ha perdido la conexión con el servidor. Lo que ve era cierto hace ${age}.`,
    problems: {
      NETWORK: 'No se puede contactar con el servidor.',
      FORBIDDEN: 'Su rol no lo permite.',
      RATE_LIMITED: 'Demasiadas peticiones. Espere un momento.',
    },
    roles: {
      ADMIN: 'Administración',
      COORDINATOR: 'Coordinación',
      AGENT: 'Agente',
      VIEWER: 'Lectura',
      CALENDAR_USER: 'Calendario',
    },
    presence: {
      AVAILABLE: 'Disponible',
      RINGING: 'Sonando',
      ON_CALL: 'En llamada',
      WRAP_UP: 'Cerrando',
      PAUSED: 'En pausa',
      OFFLINE: 'Desconectado',
    },
  },
  ru: {
    product: 'Switchboard',
    loading: 'Загрузка…',
    retry: 'Повторить',
    cancel: 'Отмена',
    close: 'Закрыть',
    dismiss: 'Скрыть',
    save: 'Сохранить',
    back: 'Назад',
    next: 'Дальше',
    previous: 'Раньше',
    none: '–',
    nothing: 'Пока ничего нет.',
    by: (name) => `кем: ${name}`,
    ago: (age) => `${age} назад`,
    live: {
      starting: 'Подключение',
      live: 'В эфире',
      reconnecting: 'Переподключение',
      refused: 'Недоступно',
    },
    notReadYet: 'Сервер пока недоступен. Повторяем сами.',
    lastTrue: (age) => `Связь с сервером потеряна. Данные были верны ${age} назад.`,
    problems: {
      NETWORK: 'Сервер недоступен.',
      FORBIDDEN: 'Ваша роль этого не позволяет.',
      RATE_LIMITED: 'Слишком много запросов. Подождите немного.',
    },
    roles: {
      ADMIN: 'Администратор',
      COORDINATOR: 'Координатор',
      AGENT: 'Оператор',
      VIEWER: 'Наблюдатель',
      CALENDAR_USER: 'Календарь',
    },
    presence: {
      AVAILABLE: 'Свободен',
      RINGING: 'Вызов',
      ON_CALL: 'Разговор',
      WRAP_UP: 'Обработка',
      PAUSED: 'Пауза',
      OFFLINE: 'Не в сети',
    },
  },
};
