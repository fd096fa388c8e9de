/** The tone of each state; the word beside it says the same. */
import type { AttemptStatus, CalloutStatus, ParticipationStatus } from '../operations/generated';
import type { Tone } from '../ui/tag';

export const calloutTones: Record<CalloutStatus, Tone> = {
  INITIALIZED: 'plain',
  SCHEDULED: 'special',
  RUNNING: 'busy',
  PAUSED: 'warning',
  STOPPED: 'plain',
  COMPLETED: 'good',
  ERRORED: 'bad',
};

export const participationTones: Record<ParticipationStatus, Tone> = {
  PENDING: 'plain',
  IN_FLIGHT: 'busy',
  WAITING: 'warning',
  ANSWERED: 'good',
  EXHAUSTED: 'bad',
  SKIPPED: 'special',
};

export const attemptTones: Record<AttemptStatus, Tone> = {
  CREATED: 'plain',
  DISPATCHING: 'busy',
  SENT: 'busy',
  IN_PROGRESS: 'busy',
  COMPLETED: 'good',
  BUSY: 'warning',
  NOT_ANSWERED: 'warning',
  FAILED: 'bad',
  CANCELED: 'plain',
  ERRORED: 'bad',
  UNKNOWN: 'special',
  EXPIRED: 'bad',
};
