import type { Translations } from '../words/language';
import type { Group, ViewId } from './routes';
import type { Theme } from './theme';

export interface Words {
  skip: string;
  menu: string;
  views: Record<ViewId | 'graphiql', string>;
  groups: Record<Group, string>;
  narrower: string;
  wider: string;
  language: string;
  theme: string;
  themes: Record<Theme, string>;
  logOut: string;
  account: string;
  missing: string;
  missingHow: string;
  broken: string;
  reload: string;
}

export const words: Translations<Words> = {
  en: {
    skip: 'Skip to the content',
    menu: 'Menu',
    views: {
      wallboard: 'Wallboard',
      calls: 'Calls',
      contacts: 'Contacts',
      callouts: 'Callouts',
      providers: 'Providers',
      timetable: 'Timetable',
      busy: 'Busy and load',
      calendar: 'Calendar',
      flows: 'Flows',
      graphiql: 'GraphiQL',
    },
    groups: { now: 'Now', rota: 'Rota', outward: 'Outward', system: 'System' },
    narrower: 'Narrow the menu',
    wider: 'Widen the menu',
    language: 'Language',
    theme: 'Light or dark',
    themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
    logOut: 'Log out',
    account: 'Account',
    missing: 'There is nothing at this address.',
    missingHow: 'Choose a view from the menu.',
    broken: 'This view has failed.',
    reload: 'Load again',
  },
  ca: {
    skip: 'Ves al contingut',
    menu: 'Menú',
    views: {
      wallboard: 'Tauler',
      calls: 'Trucades',
      contacts: 'Contactes',
      callouts: 'Campanyes',
      providers: 'Proveïdors',
      timetable: 'Graella',
      busy: 'Ocupació i càrrega',
      calendar: 'Calendari',
      flows: 'Fluxos',
      graphiql: 'GraphiQL',
    },
    groups: { now: 'Ara', rota: 'Torns', outward: 'Cap enfora', system: 'Sistema' },
    narrower: 'Estreny el menú',
    wider: 'Eixampla el menú',
    language: 'Llengua',
    theme: 'Clar o fosc',
    themes: { system: 'Com el sistema', light: 'Clar', dark: 'Fosc' },
    logOut: 'Tanca la sessió',
    account: 'Compte',
    missing: 'No hi ha res en aquesta adreça.',
    missingHow: 'Trieu una vista del menú.',
    broken: 'Aquesta vista ha fallat.',
    reload: 'Torna a carregar',
  },
  es: {
    skip: 'Ir al contenido',
    menu: 'Menú',
    views: {
      wallboard: 'Panel',
      calls: 'Llamadas',
      contacts: 'Contactos',
      callouts: 'Campañas',
      providers: 'Proveedores',
      timetable: 'Turnos',
      busy: 'Ocupación y carga',
      calendar: 'Calendario',
      flows: 'Flujos',
      graphiql: 'GraphiQL',
    },
    groups: { now: 'Ahora', rota: 'Turnos', outward: 'Hacia fuera', system: 'Sistema' },
    narrower: 'Estrechar el menú',
    wider: 'Ensanchar el menú',
    language: 'Idioma',
    theme: 'Claro u oscuro',
    themes: { system: 'Como el sistema', light: 'Claro', dark: 'Oscuro' },
    logOut: 'Cerrar sesión',
    account: 'Cuenta',
    missing: 'No hay nada en esta dirección.',
    missingHow: 'Elija una vista del menú.',
    broken: 'Esta vista ha fallado.',
    reload: 'Volver a cargar',
  },
  ru: {
    skip: 'К содержанию',
    menu: 'Меню',
    views: {
      wallboard: 'Табло',
      calls: 'Звонки',
      contacts: 'Контакты',
      callouts: 'Обзвоны',
      providers: 'Телефония',
      timetable: 'График',
      busy: 'Занятость и нагрузка',
      calendar: 'Календарь',
      flows: 'Сценарии',
      graphiql: 'GraphiQL',
    },
    groups: { now: 'Сейчас', rota: 'Смены', outward: 'Исходящие', system: 'Система' },
    narrower: 'Сузить меню',
    wider: 'Расширить меню',
    language: 'Язык',
    theme: 'Светлая или тёмная',
    themes: { system: 'Как в системе', light: 'Светлая', dark: 'Тёмная' },
    logOut: 'Выйти',
    account: 'Учётная запись',
    missing: 'По этому адресу ничего нет.',
    missingHow: 'Выберите раздел в меню.',
    broken: 'Раздел не работает.',
    reload: 'Загрузить снова',
  },
};
