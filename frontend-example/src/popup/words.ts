import type { CallStatus } from '../operations/generated';
import type { Translations } from '../words/language';

export interface Words {
  title: string;
  rings: string;
  talks: string;
  withheld: string;
  unknown: string;
  noContact: string;
  doNotCall: string;
  earlier: string;
  noneEarlier: string;
  hide: string;
  status: Record<CallStatus, string>;
}

export const words: Translations<Words> = {
  en: {
    title: 'Your telephone',
    rings: 'Your telephone rings',
    talks: 'You are talking',
    withheld: 'Number withheld',
    unknown: 'Unknown number',
    noContact: 'Not among the contacts',
    doNotCall: 'Does not want to be called',
    earlier: 'Earlier calls',
    noneEarlier: 'This number has not been in a call before.',
    hide: 'Hide',
    status: {
      RINGING: 'rang',
      WAITING: 'waiting',
      IN_PROGRESS: 'talking',
      COMPLETED: 'talked',
      ABANDONED: 'gave up',
      NO_ANSWER: 'no answer',
      BUSY: 'busy',
      FAILED: 'failed',
      UNKNOWN: 'unknown',
    },
  },
  ca: {
    title: 'El vostre telèfon',
    rings: 'Us sona el telèfon',
    talks: 'Esteu parlant',
    withheld: 'Número ocult',
    unknown: 'Número desconegut',
    noContact: 'No és als contactes',
    doNotCall: 'No vol que se li truqui',
    earlier: 'Trucades anteriors',
    noneEarlier: 'Aquest número encara no ha sortit en cap trucada.',
    hide: 'Amaga',
    status: {
      RINGING: 'ha sonat',
      WAITING: 'en espera',
      IN_PROGRESS: 'parlant',
      COMPLETED: 'ha parlat',
      ABANDONED: 'ha penjat',
      NO_ANSWER: 'sense resposta',
      BUSY: 'ocupat',
      FAILED: 'ha fallat',
      UNKNOWN: 'desconegut',
    },
  },
  es: {
    title: 'Su teléfono',
    rings: 'Le suena el teléfono',
    talks: 'Está hablando',
    withheld: 'Número oculto',
    unknown: 'Número desconocido',
    noContact: 'No está en los contactos',
    doNotCall: 'No quiere que se le llame',
    earlier: 'Llamadas anteriores',
    noneEarlier: 'Este número no ha salido antes en ninguna llamada.',
    hide: 'Ocultar',
    status: {
      RINGING: 'sonó',
      WAITING: 'en espera',
      IN_PROGRESS: 'hablando',
      COMPLETED: 'habló',
      ABANDONED: 'colgó',
      NO_ANSWER: 'sin respuesta',
      BUSY: 'ocupado',
      FAILED: 'falló',
      UNKNOWN: 'desconocido',
    },
  },
  ru: {
    title: 'Ваш телефон',
    rings: 'Вам звонят',
    talks: 'Вы разговариваете',
    withheld: 'Номер скрыт',
    unknown: 'Номер неизвестен',
    noContact: 'Нет среди контактов',
    doNotCall: 'Просит не звонить',
    earlier: 'Прежние звонки',
    noneEarlier: 'С этого номера ещё не звонили.',
    hide: 'Скрыть',
    status: {
      RINGING: 'звонил',
      WAITING: 'ждёт',
      IN_PROGRESS: 'разговор',
      COMPLETED: 'поговорили',
      ABANDONED: 'не дождался',
      NO_ANSWER: 'не ответили',
      BUSY: 'занято',
      FAILED: 'сбой',
      UNKNOWN: 'неизвестно',
    },
  },
};
