/** How far a callout has come, in the order in which a bar shows it. Pure. */
import type {
  CalloutProgressFieldsFragment,
  CalloutStatus,
  ParticipationStatus,
} from '../operations/generated';

export type Statistics = CalloutProgressFieldsFragment;

export interface Part<Key> {
  key: Key;
  count: number;
}

/** Who was reached first, then who may still be, then who will not. */
export function participationParts(statistics: Statistics): Part<ParticipationStatus>[] {
  return [
    { key: 'ANSWERED', count: statistics.calloutParticipationsAnswered },
    { key: 'IN_FLIGHT', count: statistics.calloutParticipationsInFlight },
    { key: 'WAITING', count: statistics.calloutParticipationsWaiting },
    { key: 'PENDING', count: statistics.calloutParticipationsPending },
    { key: 'EXHAUSTED', count: statistics.calloutParticipationsExhausted },
    { key: 'SKIPPED', count: statistics.calloutParticipationsSkipped },
  ];
}

export type Outcome = 'underWay' | 'answered' | 'busy' | 'notAnswered' | 'failed' | 'other';

/** What became of the calls; what is rare is told as one. */
export function callParts(statistics: Statistics): Part<Outcome>[] {
  const { callsCompleted, callsBusy, callsNotAnswered, callsFailed } = statistics;
  const underWay =
    statistics.callsInitialized +
    statistics.callsScheduling +
    statistics.callsFetchingStatus +
    statistics.callsQueued +
    statistics.callsInProgress;
  const other = statistics.callsCanceled + statistics.callsErrored + statistics.callsExpired;
  return [
    { key: 'answered', count: callsCompleted },
    { key: 'notAnswered', count: callsNotAnswered },
    { key: 'busy', count: callsBusy },
    { key: 'failed', count: callsFailed },
    { key: 'other', count: other },
    { key: 'underWay', count: underWay },
  ];
}

/** Of those who were to be called, how many are done with, 0 to 1; null: nobody is to be called. */
export function done(statistics: Statistics): number | null {
  const { calloutParticipations: all } = statistics;
  if (all === 0) return null;
  const finished =
    statistics.calloutParticipationsAnswered +
    statistics.calloutParticipationsExhausted +
    statistics.calloutParticipationsSkipped;
  return finished / all;
}

/** Of the calls that are over, how many were answered, 0 to 1; null: none is over. */
export function answerRate(statistics: Statistics): number | null {
  const over = callParts(statistics)
    .filter(({ key }) => key !== 'underWay')
    .reduce((sum, { count }) => sum + count, 0);
  return over === 0 ? null : statistics.callsCompleted / over;
}

export type Deed = 'start' | 'pause' | 'resume' | 'stop' | 'retry' | 'populate';

/** What can be done with a callout of this status; the server has the last word. */
export function deeds(status: CalloutStatus): ReadonlySet<Deed> {
  switch (status) {
    case 'INITIALIZED':
      return new Set<Deed>(['start', 'populate']);
    case 'SCHEDULED':
      return new Set<Deed>(['start', 'stop', 'populate']);
    case 'RUNNING':
      return new Set<Deed>(['pause', 'stop', 'retry', 'populate']);
    case 'PAUSED':
      return new Set<Deed>(['resume', 'stop', 'retry', 'populate']);
    case 'STOPPED':
      return new Set<Deed>(['resume', 'retry']);
    case 'COMPLETED':
      return new Set<Deed>(['retry', 'populate']);
    case 'ERRORED':
      return new Set<Deed>(['resume', 'stop']);
  }
}
