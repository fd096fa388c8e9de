import type { Translations } from '../words/language';

export interface Words {
  title: string;
  email: string;
  password: string;
  submit: string;
  working: string;
  failed: string;
  ended: string;
}

export const words: Translations<Words> = {
  en: {
    title: 'Log in',
    email: 'E-mail',
    password: 'Password',
    submit: 'Log in',
    working: 'Logging in…',
    failed: 'Logging in failed.',
    ended: 'Your session has ended. Please log in again.',
  },
  ca: {
    title: 'Inicieu la sessió',
    email: 'Correu electrònic',
    password: 'Contrasenya',
    submit: 'Inicia la sessió',
    working: 'S’està iniciant…',
    failed: 'No s’ha pogut iniciar la sessió.',
    ended: 'La sessió s’ha acabat. Torneu a iniciar-la.',
  },
  es: {
    title: 'Iniciar sesión',
    email: 'Correo electrónico',
    password: 'Contraseña',
    submit: 'Iniciar sesión',
    working: 'Iniciando…',
    failed: 'No se ha podido iniciar la sesión.',
    ended: 'La sesión ha terminado. Vuelva a iniciarla.',
  },
  ru: {
    title: 'Вход',
    email: 'Эл. почта',
    password: 'Пароль',
    submit: 'Войти',
    working: 'Входим…',
    failed: 'Войти не удалось.',
    ended: 'Сеанс закончился. Войдите снова.',
  },
};
