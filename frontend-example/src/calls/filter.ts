/** Which calls the log shows, as somebody chooses it, and as the API asks for it. Pure. */
import type { AttemptStatus, CallDirection, CallFilter, CallStatus } from '../operations/generated';

export interface Chosen {
  number: string;
  direction: CallDirection | '';
  status: CallStatus | '';
  queueId: string;
  personId: string;
  open: boolean;
}

export const everything: Chosen = {
  number: '',
  direction: '',
  status: '',
  queueId: '',
  personId: '',
  open: false,
};

/** Null: all calls. What is not chosen is not asked for. */
export function filterOf({ number, direction, status, queueId, personId, open }: Chosen): CallFilter | null {
  const filter: CallFilter = {
    ...(number.trim() === '' ? {} : { number: number.trim() }),
    ...(direction === '' ? {} : { direction }),
    ...(status === '' ? {} : { status: [status] }),
    ...(queueId === '' ? {} : { queueId }),
    ...(personId === '' ? {} : { personId }),
    ...(open ? { open } : {}),
  };
  return Object.keys(filter).length === 0 ? null : filter;
}

const over: readonly AttemptStatus[] = [
  'COMPLETED',
  'BUSY',
  'NOT_ANSWERED',
  'FAILED',
  'CANCELED',
  'ERRORED',
  'EXPIRED',
];

/** Whether nothing comes of a placed call any more. */
export function isOver(status: AttemptStatus): boolean {
  return over.includes(status);
}
