// Written by scripts/generate.js; do not edit.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> =
  T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** What an answer means to which the flow gives no meaning. */
export type AlarmAnswerInput = {
  /** A word of the flow's own, or keys as they are pressed. */
  answer: string;
  /** `CONFIRMED`, `CANCELED`, `RESCHEDULED`, or a word of your own. */
  means: string;
};

/** A new alarm. */
export type AlarmCreateInput = {
  /** Id of the event. */
  eventId: string;
  /** How somebody is reached, 1 to 10 steps: the next follows when one was in vain. */
  steps: Array<AlarmStepInput>;
  /** Name, 1 to 80 characters. */
  name?: string | null | undefined;
  /** Whether it reminds anybody. */
  enabled?: boolean;
  /** So many seconds before an occurrence begins, at most 59 days; absent: when it begins. */
  beforeSeconds?: number | null | undefined;
  /** At that instant instead; of an event that happens once. */
  at?: string | null | undefined;
  /** Hours of the day in which somebody may be reminded; absent: at any time. */
  window?: AlarmWindowInput | null | undefined;
  /** Whether the window does not count. */
  urgent?: boolean;
  /** Whether somebody may be reminded after the end, too. */
  pastEnd?: boolean;
  /** What becomes of a reminder that comes too late. */
  late?: AlarmLate;
  /** After so many seconds it is too late, 60 to 604800. */
  lateSeconds?: number;
  /** Pause between two tries of a step, in seconds, at most 86400. */
  retrySeconds?: number;
  /** How much longer each further pause is, 1 to 10. */
  retryFactor?: number;
  /** Who gets a text message when all was in vain. */
  failure?: AlarmFailureInput | null | undefined;
  /** What becomes of calls that a machine answers; absent: as the calendar's settings say. */
  machineBehavior?: MachineBehavior | null | undefined;
  /** What answers mean to which the flow gives no meaning. */
  answers?: Array<AlarmAnswerInput> | null | undefined;
  /** Whether somebody who says nothing that means anything was not reached. */
  needsAnswer?: boolean;
  /** Whether `CANCELED`, said by whoever is reminded, cancels the occurrence. */
  cancels?: boolean;
  /** Number with country code, or a telephone here, for a flow that joins whoever wants another time. */
  transferTo?: string | null | undefined;
};

/** Who gets a text message when all was in vain. */
export type AlarmFailureInput = {
  /** Number with country code. */
  to: string;
  /**
   * Id of a template of text messages; absent: a sentence that says whom nobody could reach. It may name `{alarm.number}` and
   * `{alarm.tries}` besides.
   */
  templateId?: string | null | undefined;
};

/** What becomes of a reminder that comes too late, e.g. since nothing could be sent for a while. */
export type AlarmLate =
  /** It is sent all the same. */
  | 'SEND'
  /** It is left out: `SKIPPED`. */
  | 'SKIP'
  /** It waits for the next opening of its window, or for the same time of the next day; after the end of its occurrence it has failed. */
  | 'SHIFT'
  /** It has failed: `EXPIRED`, and whoever hears of failures does. */
  | 'EXPIRE';

/** How somebody is reminded. */
export type AlarmMethod =
  /** By a call that a flow leads. */
  | 'CALL'
  /** By a text message. */
  | 'SMS'
  /** By mail. */
  | 'EMAIL';

/** One way to reach somebody: whom, by one of `number`, `contactId`, `personId` and `email`, and with what. */
export type AlarmStepInput = {
  /** How. */
  method: AlarmMethod;
  /** Number with country code; of calls and text messages. */
  number?: string | null | undefined;
  /** Id of a contact, by its number at that time; of calls and text messages. */
  contactId?: string | null | undefined;
  /** Id of a person: of calls by telephone here, of mails by address. */
  personId?: string | null | undefined;
  /** Address of mail. */
  email?: string | null | undefined;
  /** Id of a flow, of which the last sealed version is taken, or of a version; of calls. */
  flowId?: string | null | undefined;
  /**
   * Id of a template; of text messages and mails. It may name `{name}`, `{event.title}`, `{event.data.…}`, `{occurrence.date}`,
   * `{occurrence.time}`, `{contact.…}` and `{alarm.transfer}`.
   */
  templateId?: string | null | undefined;
  /** Tries, 1 to 10. */
  attempts?: number;
  /** Pause after the step before was in vain, in seconds, at most 86400. */
  afterSeconds?: number;
};

/** Changes to an alarm: an absent field keeps its value, null clears it. */
export type AlarmUpdateInput = {
  /** How somebody is reached, all steps. */
  steps?: Array<AlarmStepInput> | null | undefined;
  /** Name, 1 to 80 characters. */
  name?: string | null | undefined;
  /** Whether it reminds anybody: what has not been sent is called off when it is turned off, and there again when it is turned on. */
  enabled?: boolean | null | undefined;
  /** So many seconds before an occurrence begins. */
  beforeSeconds?: number | null | undefined;
  /** At that instant instead. */
  at?: string | null | undefined;
  /** Hours of the day in which somebody may be reminded. */
  window?: AlarmWindowInput | null | undefined;
  /** Whether the window does not count. */
  urgent?: boolean | null | undefined;
  /** Whether somebody may be reminded after the end, too. */
  pastEnd?: boolean | null | undefined;
  /** What becomes of a reminder that comes too late. */
  late?: AlarmLate | null | undefined;
  /** After so many seconds it is too late. */
  lateSeconds?: number | null | undefined;
  /** Pause between two tries of a step, in seconds. */
  retrySeconds?: number | null | undefined;
  /** How much longer each further pause is. */
  retryFactor?: number | null | undefined;
  /** Who gets a text message when all was in vain. */
  failure?: AlarmFailureInput | null | undefined;
  /** What becomes of calls that a machine answers. */
  machineBehavior?: MachineBehavior | null | undefined;
  /** What answers mean, all of them. */
  answers?: Array<AlarmAnswerInput> | null | undefined;
  /** Whether somebody who says nothing that means anything was not reached. */
  needsAnswer?: boolean | null | undefined;
  /** Whether `CANCELED` cancels the occurrence. */
  cancels?: boolean | null | undefined;
  /** Number for a flow that joins whoever wants another time. */
  transferTo?: string | null | undefined;
};

/** Hours of the day in which somebody may be reminded; over midnight when they end before they begin. */
export type AlarmWindowInput = {
  /** From then on. */
  from: string;
  /** Before then. */
  to: string;
  /** By whose clock; absent: by whoever's who is reminded, where that is known, else the calendar's. */
  timeZone?: string | null | undefined;
};

/** Who, or what, answered: as the provider guesses. */
export type AnsweredBy =
  /** A human being. */
  | 'HUMAN'
  /** An answering machine. */
  | 'MACHINE'
  /** A fax. */
  | 'FAX'
  /** The provider could not tell. */
  | 'UNKNOWN';

/** How far an attempt to reach somebody has come. */
export type AttemptStatus =
  /** Wanted, and not begun. */
  | 'CREATED'
  /** About to be asked of the provider, or asked and not answered yet. */
  | 'DISPATCHING'
  /** The provider has it. */
  | 'SENT'
  /** Rings, or was answered. */
  | 'IN_PROGRESS'
  /** Over: it was answered. */
  | 'COMPLETED'
  /** Over: engaged, or refused by whoever was called. */
  | 'BUSY'
  /** Over: rang and was not answered. */
  | 'NOT_ANSWERED'
  /** Over: the network could not connect it. */
  | 'FAILED'
  /** Over: called off. */
  | 'CANCELED'
  /** Over: the provider refused the order. */
  | 'ERRORED'
  /** Whether the provider has it is not known; it is looked up, and not repeated meanwhile. */
  | 'UNKNOWN'
  /** The provider has been silent about it for too long. What it may tell later still counts. */
  | 'EXPIRED';

/** A time at which a person cannot be on duty, or would rather not. Without `weekday` and `date`: every day. */
export type BusyInput = {
  /** Every such day of the week; not together with `date`. */
  weekday?: Weekday | null | undefined;
  /** Only that day, in the years 2000 to 2100; not together with `weekday`. */
  date?: string | null | undefined;
  /** From when, in the time zone of the queue whose slots it is compared with; absent, as `endsAt`: the whole day. */
  startsAt?: string | null | undefined;
  /** Until when; `00:00` is midnight at the end of the day. */
  endsAt?: string | null | undefined;
  /** Whether the person cannot; otherwise would rather not. */
  required: boolean;
  /** Whether it is a day off, which lowers the load of its week: a required whole day with a date. */
  dayOff?: boolean;
  /** Why, 1 to 200 characters; everybody can see it. */
  reason: string;
};

/** Changes to a busy time: an absent field keeps its value, null clears it. */
export type BusyUpdateInput = {
  /** Every such day of the week; not together with `date`. */
  weekday?: Weekday | null | undefined;
  /** Only that day, in the years 2000 to 2100; not together with `weekday`. */
  date?: string | null | undefined;
  /** From when; null, as `endsAt`: the whole day. */
  startsAt?: string | null | undefined;
  /** Until when; `00:00` is midnight at the end of the day. */
  endsAt?: string | null | undefined;
  /** Whether the person cannot; cannot be cleared. */
  required?: boolean | null | undefined;
  /** Whether it is a day off; null: it is not. */
  dayOff?: boolean | null | undefined;
  /** Why, 1 to 200 characters; cannot be cleared. */
  reason?: string | null | undefined;
};

/** A new calendar, of a person or of a calendar user. */
export type CalendarCreateInput = {
  /** Name, 1 to 200 characters. */
  name: string;
  /** Time zone by whose clock its events are told. */
  timeZone: string;
  /** Id of the person whose it is. */
  ownerPersonId?: string | null | undefined;
  /** Id of the calendar user whose it is. */
  ownerUserId?: string | null | undefined;
  /** Id of the settings that count for it; of a calendar user's calendar the user's count. */
  settingsId?: string | null | undefined;
  /** Calls at once for its events, 1 to 1000; absent: as many as there are. */
  maxConcurrent?: number | null | undefined;
};

/** Why a call or a leg ended. */
export type CallCause =
  /** Ended as calls end. */
  | 'NORMAL'
  /** The calling party hung up. */
  | 'CALLER_HANGUP'
  /** The called party hung up. */
  | 'CALLEE_HANGUP'
  /** Rang and was not answered. */
  | 'NO_ANSWER'
  /** Engaged. */
  | 'BUSY'
  /** Refused by the called party. */
  | 'REJECTED'
  /** Ended from here. */
  | 'CANCELLED_BY_US'
  /** The rules of its callout did not let it be made any more: its provider never had it. */
  | 'NOT_ALLOWED'
  /** Someone else answered first. */
  | 'ANSWERED_ELSEWHERE'
  /** Out of reach. */
  | 'UNREACHABLE'
  /** No such number. */
  | 'INVALID_NUMBER'
  /** On a block list. */
  | 'BLOCKED'
  /** The queue had no room. */
  | 'QUEUE_FULL'
  /** Waited as long as the queue allows. */
  | 'QUEUE_TIMEOUT'
  /** Nobody was there to answer. */
  | 'NO_AGENT'
  /** Outside the service hours. */
  | 'OFF_SCHEDULE'
  /** A machine answered. */
  | 'MACHINE'
  /** Refused for credit. */
  | 'BILLING'
  /** Refused for pace. */
  | 'RATE_LIMITED'
  /** The provider failed. */
  | 'PROVIDER_ERROR'
  /** Not known. */
  | 'UNKNOWN';

/** Which way a call goes, seen from the team. */
export type CallDirection =
  /** Someone outside calls the team. */
  | 'INBOUND'
  /** A member of the team calls out. */
  | 'OUTBOUND';

/** Which calls a list shows; all conditions must hold. */
export type CallFilter = {
  /** When the call began. */
  between?: IntervalInput | null | undefined;
  /** Which way the call goes. */
  direction?: CallDirection | null | undefined;
  /** How far the call has come: one of these. */
  status?: Array<CallStatus> | null | undefined;
  /** Id of the queue the call waited in last. */
  queueId?: string | null | undefined;
  /** Id of the person who answered. */
  personId?: string | null | undefined;
  /** Number or extension that called or was dialled, written in any usual way. */
  number?: string | null | undefined;
  /** Whether the call still lasts. */
  open?: boolean | null | undefined;
};

/** A flow that leads a call. */
export type CallFlowInput = {
  /** Id of the flow, whose version is taken that was sealed last; or of a sealed version. */
  id: string;
  /** Language of whoever is called, by BCP 47; absent: as the contact's metadata say under `language`, else the flow's first. */
  language?: string | null | undefined;
  /** What is known besides of whoever is called, an object: it goes before what is kept of the contact. */
  variables?: unknown;
};

/** What may stand in the way of a call. */
export type CallObstacleCode =
  /** The contact does not take part in the callout. */
  | 'NOT_IN_CALLOUT'
  /** Takes part, and is not to be called. */
  | 'SKIPPED'
  /** Was reached already. */
  | 'REACHED'
  /** Was called in vain as often as may be, or cannot be reached. */
  | 'GIVEN_UP'
  /** Was called in vain, and will be called again. */
  | 'RETRY_DELAY'
  /** Was put off when it was to be called, and is looked at again. */
  | 'PUT_OFF'
  /** A call is wanted, and its provider does not have it yet, or may not. */
  | 'CALL_DELAYED'
  /** The callout does not call at present. */
  | 'CALLOUT_NOT_RUNNING'
  /** Is on the do-not-call list. */
  | 'DO_NOT_CALL'
  /** Opted out of calls. */
  | 'OPTED_OUT'
  /** The time of the request is over, or will be before the contact may be called. */
  | 'REQUEST_EXPIRED'
  /** Nobody knows by which clock the contact lives. */
  | 'TIME_ZONE_UNKNOWN'
  /** There is no hour at which the contact may be called. */
  | 'NO_HOURS'
  /** It is too early or too late where the contact lives. */
  | 'OUTSIDE_HOURS'
  /** The number was called as often as it may be, over all callouts. */
  | 'FREQUENCY_CAP'
  /** The callout begins no more calls at this instant: `pacing.callsPerSecond`. */
  | 'RATE'
  /** As many calls of the callout are under way as may be: `pacing.maxConcurrent`. */
  | 'CALLS_AT_ONCE'
  /** As many calls of the callout wait as may be: `pacing.strategy`. */
  | 'CALLS_PER_RUN'
  /** As many calls of the callout were made in the period as may be: `pacing.periodCap`. */
  | 'PERIOD_CAP'
  /** The account begins no more calls at this instant: `callLimits`. */
  | 'ACCOUNT_RATE'
  /** As many calls of the account are under way as may be: `callLimits`. */
  | 'ACCOUNT_CALLS_AT_ONCE'
  /** The provider begins no more calls at this instant: `callLimits`. */
  | 'PROVIDER_RATE'
  /** As many calls are under way over the provider as may be: `callLimits`. */
  | 'PROVIDER_CALLS_AT_ONCE'
  /** One more call of the callout might cost more than it may: `costCap`. */
  | 'COST_CAP'
  /** The callout has no provider to call over. */
  | 'NO_PROVIDER'
  /** The provider that it is this contact's turn to be called over cannot be reached. */
  | 'PROVIDER_DOWN';

/**
 * A call that is wanted: somebody's telephone is rung, and who answers it is joined to a number; or a number is rung, and a flow leads the
 * call.
 */
export type CallOriginateInput = {
  /** Your own key of this request, 1 to 100 characters, e.g. a UUID. Asked again under it, the same rings nobody a second time. */
  requestId: string;
  /** Whose telephone is rung first; not with a flow. */
  personId?: string | null | undefined;
  /** By which flow the call is led; absent: the person is joined to the number. */
  flow?: CallFlowInput | null | undefined;
  /** Number that is called, then or at once, as people write it. */
  to: string;
  /** Number shown to the called party; absent: the provider's default. */
  from?: string | null | undefined;
  /** ISO 3166-1 code of the country in which national numbers are read, e.g. `ES`; absent: only international ones are. */
  country?: string | null | undefined;
  /** Which provider; absent: the only one that can. */
  providerId?: string | null | undefined;
};

/** How it stands with a contact and a callout. */
export type CallStanding =
  /** Nothing stands in the way: the contact is called as soon as it is its turn. */
  | 'NEXT'
  /** A call is under way. */
  | 'UNDER_WAY'
  /** The contact was reached. */
  | 'REACHED'
  /** Something stands in the way. */
  | 'HINDERED';

/** How far a call has come. */
export type CallStatus =
  /** Began; rings somewhere, or is about to. */
  | 'RINGING'
  /** Waits in a queue. */
  | 'WAITING'
  /** Two parties talk. */
  | 'IN_PROGRESS'
  /** Ended after a conversation. */
  | 'COMPLETED'
  /** The caller hung up before anybody answered. */
  | 'ABANDONED'
  /** Nobody answered. */
  | 'NO_ANSWER'
  /** Engaged. */
  | 'BUSY'
  /** Could not be connected. */
  | 'FAILED'
  /** Ended while the link to the provider was down: how is not known. */
  | 'UNKNOWN';

/** What happened to a callout. */
export type CalloutChangeKind =
  /** It was made, changed, moved on or deleted. */
  | 'CHANGED'
  /** What is counted of it is another now: told once for all that happened at once. */
  | 'PROGRESS'
  /** A population of it was made, or has come further. */
  | 'POPULATION';

/** Another party, who is rung and joined to the call. */
export type CalloutConnectInput = {
  /** Public number in E.164, or an extension. */
  to: string;
  /** Public number shown to that party; absent: the provider's default. */
  from?: string | null | undefined;
};

/** What a callout may cost. Amounts are decimal numbers with at most 6 digits after the point, such as `12.50`. */
export type CalloutCostCapInput = {
  /** What may be spent at the most. A call that is under way is reckoned at `perCall` and one minute, and never cut off. */
  amount: string;
  /** Currency of all amounts, by ISO 4217, e.g. `EUR`. */
  currency: string;
  /** Price of each call that a provider took, whatever came of it. */
  perCall: string;
  /** Price of each minute of conversation that has begun. */
  perMinute: string;
};

/** A new callout. */
export type CalloutCreateInput = {
  /** Name, 1 to 120 characters. */
  name: string;
  /** Which callouts call first: 9 before 0. By default 0. */
  priority?: number | null | undefined;
  /** What its owner keeps beside it: an object. */
  metadata?: unknown;
  /** What happens once somebody answers; without one it cannot be started. */
  script?: CalloutScriptInput | null | undefined;
  /** Providers in the order in which they are tried, at most 8; without one it cannot be started. */
  routes?: Array<CalloutRouteInput> | null | undefined;
  /** Whether to find out if a machine answers, which then is nobody who was reached. By default not. */
  detectMachine?: boolean | null | undefined;
  /** Seconds a call may ring, 5 to 600. By default 45. */
  ringSeconds?: number | null | undefined;
  /** Seconds a call may last once it was answered, 1 to 86400; absent: the provider's own limit. */
  limitSeconds?: number | null | undefined;
  /** How fast it calls. */
  pacing?: CalloutPacingInput | null | undefined;
  /** How often somebody is called again. */
  retry?: CalloutRetryInput | null | undefined;
  /** When somebody may be called, and how often over all callouts. */
  policy?: CalloutPolicyInput | null | undefined;
  /** What it may cost; absent: whatever it costs. */
  costCap?: CalloutCostCapInput | null | undefined;
  /** Nobody is called after this. */
  expiresAt?: string | null | undefined;
};

/** A flow that leads the calls. */
export type CalloutFlowInput = {
  /** Id of the flow, whose version is taken that was sealed last; or of a sealed version. It stays the same until the script is given again. */
  id: string;
};

/** So many calls to one number in so long, over all callouts of the account. */
export type CalloutFrequencyInput = {
  /** Calls, 1 to 1000. */
  max: number;
  /** Seconds, 60 to 92 days. */
  seconds: number;
};

/** Hours of some weekdays. */
export type CalloutHoursInput = {
  /** Days of the week, at least one. */
  weekdays: Array<Weekday>;
  /** From this time of day on, by the clock of the place where who is called lives. */
  from: string;
  /** Until before this time of day; `00:00`: until the day's end. */
  to: string;
};

/** How fast a callout calls; the smallest of all limits holds. */
export type CalloutPacingInput = {
  /** Calls begun in a second on the average, more than 0 and at most 1000; null: no limit. */
  callsPerSecond?: number | null | undefined;
  /** Calls at once; null: no limit. */
  maxConcurrent?: number | null | undefined;
  /** Calls that one look for whom to call may begin; null: no limit. */
  maxPerRun?: number | null | undefined;
  /** What is done about calls that are waiting. */
  strategy?: CalloutStrategy;
  /** Calls that one look may begin however many are waiting; only with `PESSIMISTIC`. */
  minPerRun?: number;
  /** So many calls in so long; null: no limit. It holds even where `minPerRun` would allow more. */
  periodCap?: CalloutPeriodCapInput | null | undefined;
};

/** So many calls in so long, and no more. */
export type CalloutPeriodCapInput = {
  /** Calls in the period, at least 1. */
  max: number;
  /** Seconds of the period, at most 31 days. */
  seconds?: number;
  /** Calls that count, by status; null: all. */
  statuses?: Array<AttemptStatus> | null | undefined;
  /** By which instant a call belongs to the period. One that is exactly as old as the period does not count. */
  timestamp?: CalloutPeriodTimestamp;
};

/** By which of its instants a call belongs to a period. */
export type CalloutPeriodTimestamp =
  /** When it was wanted. */
  | 'CREATED'
  /** When the provider was about to be asked. */
  | 'DISPATCHED'
  /** When the provider took it. */
  | 'SENT'
  /** When it was last changed. */
  | 'UPDATED';

/** A recording that is played. */
export type CalloutPlayInput = {
  /** Recording: for Twilio an address that begins with https or http, for Asterisk the name of a sound file without extension. */
  audio: string;
};

/** When somebody may be called, and how often over all callouts. */
export type CalloutPolicyInput = {
  /** When somebody may be called, by the clock of the place where they live. Absent: every day from 8 to 21 o'clock. */
  hours?: Array<CalloutHoursInput> | null | undefined;
  /** Zone taken for that of a number which tells none; absent: such numbers are not called. */
  unknownZone?: string | null | undefined;
  /** How often a number may be called over all callouts; absent: as often as the callouts say. */
  frequency?: CalloutFrequencyInput | null | undefined;
};

/** How often, and when, somebody is called again; what is absent has its default. */
export type CalloutRetryInput = {
  /**
   * Ends of a call after which there is another: of `FAILED`, `BUSY`, `NOT_ANSWERED`, `CANCELED`, `EXPIRED`. By default the first
   * three. A machine that answered is `NOT_ANSWERED`, where somebody looked. Who cannot be reached at all is not called again.
   */
  statuses?: Array<AttemptStatus> | null | undefined;
  /** Calls at the most, however they end, 1 to 20: one budget over all ends. By default 3. */
  maxAttempts?: number | null | undefined;
  /** Seconds after the first call, at most 7 days. By default 900. */
  delaySeconds?: number | null | undefined;
  /** How many times longer each wait is than the one before, 1 to 10. By default 2. */
  factor?: number | null | undefined;
  /** No wait is longer, in seconds, at most 7 days. By default a day. */
  longestSeconds?: number | null | undefined;
  /** Technical failures at the most, 0 to 100: they go to the next route, and do not count as calls. By default 10. */
  maxFailures?: number | null | undefined;
};

/** A provider that a callout calls over. */
export type CalloutRouteInput = {
  /** Id of the provider. */
  providerId: string;
  /** Public number shown to those who are called; absent: the provider's default. */
  from?: string | null | undefined;
};

/** A text that is spoken. */
export type CalloutSayInput = {
  /** The text, 1 to 4000 characters. */
  text: string;
  /** Language by BCP 47, e.g. `es-ES`; absent: the provider's own. */
  language?: string | null | undefined;
};

/** What happens once somebody answers: one of these. */
export type CalloutScriptInput =
  | {
      /** A recording is played, then the call ends. */
      play: CalloutPlayInput;
      say?: never;
      connect?: never;
      flow?: never;
    }
  | {
      play?: never; /** A text is spoken, then the call ends. */
      say: CalloutSayInput;
      connect?: never;
      flow?: never;
    }
  | {
      play?: never;
      say?: never; /** Another party is rung and joined to the call: whoever answered hears it ring. */
      connect: CalloutConnectInput;
      flow?: never;
    }
  | { play?: never; say?: never; connect?: never; /** A flow leads the call. */ flow: CalloutFlowInput };

/** What happens once somebody answers. */
export type CalloutScriptKind =
  /** A recording is played, then the call ends. */
  | 'PLAY'
  /** A text is spoken, then the call ends. */
  | 'SAY'
  /** Another party is rung and joined to the call. */
  | 'CONNECT'
  /** A flow leads the call. */
  | 'FLOW';

/** How far a callout has come. */
export type CalloutStatus =
  /** Made, and not started. */
  | 'INITIALIZED'
  /** Starts by itself at an instant. */
  | 'SCHEDULED'
  /** Calls. */
  | 'RUNNING'
  /** Calls nobody for the moment; calls that are under way go on. */
  | 'PAUSED'
  /** Ended by somebody; may be resumed. */
  | 'STOPPED'
  /** Everybody was reached, given up or skipped. It goes on when somebody is added. */
  | 'COMPLETED'
  /** Could not start by itself, for the reason told; may be started. */
  | 'ERRORED';

/** How many calls are begun when others are waiting already. */
export type CalloutStrategy =
  /** As many as a run may begin, whatever waits. */
  | 'OPTIMISTIC'
  /** As many less as are waiting at the provider, but `minPerRun` at the least. */
  | 'PESSIMISTIC';

/** What became of the thing a change is about. */
export type ChangeKind =
  /** It is new. */
  | 'CREATED'
  /** It is different. */
  | 'UPDATED'
  /** It is gone. */
  | 'DELETED';

/** Way to reach a contact. */
export type Channel =
  /** By telephone. */
  | 'CALL'
  /** By text message. */
  | 'SMS'
  /** By e-mail. */
  | 'EMAIL';

/** What a contact has said about being reached. */
export type ConsentState =
  /** Not any more. */
  | 'OPTED_OUT'
  /** Again. */
  | 'OPTED_IN';

/** Which contacts; all that is given must hold. */
export type ContactFilter = {
  /** One of these numbers; one that cannot be read is nobody's. */
  number?: Array<string> | null | undefined;
  /** By name, in upper or lower case. */
  name?: ContactNameTest | null | undefined;
  /** By when the contact was made. */
  createdAt?: SpanInput | null | undefined;
  /** By when the contact was last changed. */
  updatedAt?: SpanInput | null | undefined;
  /** Whether nobody may call the contact. */
  doNotCall?: boolean | null | undefined;
  /** Those who have opted out. */
  optedOut?: OptedOutTest | null | undefined;
  /** One of these time zones. */
  timeZone?: Array<string> | null | undefined;
  /** By values in the metadata; all must hold. */
  metadata?: Array<MetadataCondition> | null | undefined;
  /** All of these must hold. */
  and?: Array<ContactFilter> | null | undefined;
  /** One of these must hold; of an empty list none does. */
  or?: Array<ContactFilter> | null | undefined;
  /** This must not hold. */
  not?: ContactFilter | null | undefined;
};

/** What becomes of a column. */
export type ContactImportColumnInput = {
  /** Name of the column as the header has it, or its number from 1. */
  column: string;
  /** Where its cells go. Columns that are not told are left out. */
  target: ContactImportTarget;
  /** Keys of the metadata that lead to the value, the outermost first; absent: the cells are whole metadata, as JSON objects. */
  path?: Array<string> | null | undefined;
};

/** An import about to begin. */
export type ContactImportCreateInput = {
  /** Name of the import, such as the file's; 1 to 200 characters. */
  name: string;
  /** Whether the file's first row names its columns. */
  header?: boolean;
  /** What becomes of the columns; absent: as their names say, and metadata under their own names. */
  mapping?: Array<ContactImportColumnInput> | null | undefined;
  /** ISO 3166-1 code of the country in which national numbers are read, e.g. `ES`. */
  country?: string | null | undefined;
  /** How the file's metadata and those there are become one. */
  metadataMode?: MetadataMode;
};

/** How far an import of contacts has come. */
export type ContactImportStatus =
  /** Waits for its file, at `POST /import/contacts?import=imp_…`. */
  | 'WAITING'
  /** Its rows are looked at; nothing is written. */
  | 'CHECKING'
  /** Each row has a verdict; nothing was written. */
  | 'CHECKED'
  /** Its rows are taken over. */
  | 'RUNNING'
  /** Each row was taken over, or has a reason why not. */
  | 'COMPLETED'
  /** It cannot go on, for the reason told. */
  | 'FAILED';

/** Where the cells of a column go. */
export type ContactImportTarget =
  /** The number. */
  | 'NUMBER'
  /** The name. */
  | 'NAME'
  /** The time zone. */
  | 'TIME_ZONE'
  /** A value of the metadata, at a path; without one, all of it as a JSON object. */
  | 'METADATA';

/** How a file is to be read: an absent field keeps its value, null clears it. */
export type ContactImportUpdateInput = {
  /** What becomes of the columns; null: as their names say. */
  mapping?: Array<ContactImportColumnInput> | null | undefined;
  /** ISO 3166-1 code of the country in which national numbers are read, e.g. `ES`. */
  country?: string | null | undefined;
  /** How the file's metadata and those there are become one. */
  metadataMode?: MetadataMode | null | undefined;
};

/** What becomes of a row of an import. */
export type ContactImportVerdict =
  /** A contact that is new. */
  | 'CREATED'
  /** A contact that changes. */
  | 'UPDATED'
  /** A contact that is as the row says. */
  | 'UNCHANGED'
  /** Its number stands in an earlier row, which counts. */
  | 'DUPLICATE'
  /** It cannot be taken over. */
  | 'REJECTED';

/** What is asked of a name, in upper or lower case. */
export type ContactNameTest =
  | {
      /** It is this. */
      equals: string;
      contains?: never;
      startsWith?: never;
    }
  | { equals?: never; /** This is in it. */ contains: string; startsWith?: never }
  | { equals?: never; contains?: never; /** It begins with this. */ startsWith: string };

/** Order of contacts. */
export type ContactSort = {
  /** By what. */
  field?: ContactSortField;
  /** From the last to the first. */
  descending?: boolean;
};

/** What contacts are sorted by; of those that are the same in it, the older comes first. */
export type ContactSortField =
  /** By when they were made. */
  | 'CREATED_AT'
  /** By name in lower case, by code point; those without one come first. */
  | 'NAME'
  /** By number. */
  | 'NUMBER';

/** A contact to be changed, or added, if there is none of its number. Of one that is there absent fields keep their values. */
export type ContactUpsertInput = {
  /** Public number with country code, with or without its plus sign; or national in `country`. */
  number: string;
  /** ISO 3166-1 code of the country in which a national number is read, e.g. `ES`. */
  country?: string | null | undefined;
  /** Name, at most 200 characters. */
  name?: string | null | undefined;
  /** What else is known, an object: at most 16 KiB, 5 levels, 200 keys and list elements in all. */
  metadata?: unknown;
  /** How this metadata and what is known become one. */
  metadataMode?: MetadataMode;
  /** Time zone; absent: the one of the number's country, where it has only one. */
  timeZone?: string | null | undefined;
};

/** A new event. */
export type EventCreateInput = {
  /** Id of the calendar it is in. */
  calendarId: string;
  /** Title, one line of 1 to 255 characters. */
  title: string;
  /** More about it, at most 4000 characters. */
  description?: string | null | undefined;
  /** What texts about it may name, an object: at most 16 KiB and 5 levels. */
  data?: unknown;
  /** What the clock shows when it begins, the first time. */
  start: string;
  /** What the clock shows when it ends, the first time; later than the start, at most 31 days. */
  end?: string | null | undefined;
  /** How long it lasts, instead of `end`; without either an hour. */
  durationSeconds?: number | null | undefined;
  /** Time zone of that clock; absent: the calendar's. */
  timeZone?: string | null | undefined;
  /** When again, by RFC 5545, e.g. `FREQ=WEEKLY;BYDAY=MO,WE;COUNT=10`; absent: once. */
  rule?: string | null | undefined;
  /** Local times besides, at most 1000. */
  besides?: Array<string> | null | undefined;
  /** Local times that are left out, at most 1000. */
  leftOut?: Array<string> | null | undefined;
};

/** How far an event has come. */
export type EventStatus =
  /** It happens. */
  | 'ACTIVE'
  /** Nothing of it happens for the moment; what is not resumed before its end is skipped. */
  | 'PAUSED'
  /** Nothing of it happens any more. */
  | 'CANCELED'
  /** All that was to happen of it did, or was left out. */
  | 'COMPLETED';

/** Changes to an event: an absent field keeps its value, null clears it. */
export type EventUpdateInput = {
  /** Title, one line of 1 to 255 characters. */
  title?: string | null | undefined;
  /** More about it, at most 4000 characters. */
  description?: string | null | undefined;
  /** What texts about it may name, an object: at most 16 KiB and 5 levels. */
  data?: unknown;
  /** What the clock shows when it begins, the first time. */
  start?: string | null | undefined;
  /** What the clock shows when it ends, the first time; later than the start, at most 31 days. Absent: it lasts as long as before. */
  end?: string | null | undefined;
  /** How long it lasts, instead of `end`. */
  durationSeconds?: number | null | undefined;
  /** Time zone of that clock. */
  timeZone?: string | null | undefined;
  /** When again, by RFC 5545; null: once. */
  rule?: string | null | undefined;
  /** Local times besides, at most 1000; null: none. */
  besides?: Array<string> | null | undefined;
  /** Local times that are left out, at most 1000; null: none. */
  leftOut?: Array<string> | null | undefined;
};

/** When a branch is taken. */
export type FlowBranchOn =
  /** Exactly the keys that the branch names were pressed. */
  | 'KEYS'
  /** Keys were pressed for which there is no other branch. */
  | 'ANY'
  /** What was pressed is not among what was asked for, also at the last attempt. Without such a branch: as `ANY`. */
  | 'INVALID'
  /** Nothing was pressed, also at the last attempt. */
  | 'TIMEOUT'
  /** The node is done. */
  | 'NEXT'
  /** Whoever was rung did not come. Without such a branch: as `NEXT`. */
  | 'UNREACHED'
  /** Somebody answered, or nobody looked. */
  | 'HUMAN'
  /** A machine answered. */
  | 'MACHINE'
  /** A fax answered. */
  | 'FAX'
  /** It could not be told who answered. Without such a branch: as `HUMAN`. */
  | 'UNKNOWN';

/** What is wrong with a flow. */
export type FlowFindingCode =
  /** Nothing says with which node it begins. */
  | 'NO_START'
  /** There is no language. */
  | 'NO_LANGUAGE'
  /** This is no language, or it stands there twice. */
  | 'LANGUAGE_INVALID'
  /** A branch, or the beginning, leads to a node that is not in this flow. */
  | 'UNKNOWN_NODE'
  /** No way leads to this node. */
  | 'UNREACHABLE'
  /** From this node no way leads to the end of the call. */
  | 'NO_WAY_OUT'
  /** A call in which nobody presses a key comes by this node again and again. */
  | 'ENDLESS'
  /** Nothing is said here in a language of the flow. */
  | 'TEXT_MISSING'
  /** Something is said here in a language that is not the flow's. */
  | 'LANGUAGE_UNKNOWN'
  /** This cannot be said or sent. */
  | 'TEXT_INVALID'
  /** A branch on keys that this node does not ask for, or on what cannot happen at it. */
  | 'BRANCH_INVALID'
  /** Nothing says what follows from these keys. */
  | 'KEY_WITHOUT_BRANCH'
  /** A key that cannot be pressed, or is not asked for. */
  | 'KEY_INVALID'
  /** A number that is too small or too large. */
  | 'OUT_OF_RANGE'
  /** This is nobody who can be rung, or no room. */
  | 'TARGET_INVALID'
  /** There is more than can be. */
  | 'TOO_MANY';

/** What an answer can mean for whatever a call is about. */
export type FlowMeaning =
  /** Whoever was called will be there. */
  | 'CONFIRMED'
  /** Whoever was called will not. */
  | 'CANCELED'
  /** Whoever was called wants another time. */
  | 'RESCHEDULED';

/** What kind of thing a node heard. */
export type FlowResultKind =
  /** Keys that were asked for. */
  | 'ANSWER'
  /** Keys that were not, at the last attempt. */
  | 'INVALID'
  /** Nothing. */
  | 'SILENCE'
  /** Something that was recorded. */
  | 'RECORDING'
  /** Another party was rung and joined. */
  | 'JOINED'
  /** Another party was rung in vain. */
  | 'NOT_JOINED'
  /** A room was joined and left. */
  | 'CONFERENCE'
  /** A message was left on a machine. */
  | 'MESSAGE_LEFT';

/** How far a call that is led by a flow has come. */
export type FlowRunStatus =
  /** It goes on. */
  | 'RUNNING'
  /** It came to an end of the flow. */
  | 'COMPLETED'
  /** Whoever was called hung up before. */
  | 'HUNG_UP'
  /** It took more steps than a call may. */
  | 'TOO_LONG'
  /** The provider could not go on. */
  | 'FAILED';

/** Stretch of time from `startsAt`, with it, to `endsAt`, without it. */
export type IntervalInput = {
  /** First instant of it. */
  startsAt: string;
  /** First instant after it; later than `startsAt`. */
  endsAt: string;
};

/** What a leg is to its call. */
export type LegRole =
  /** The party that started the call. */
  | 'CALLER'
  /** A member of the team. */
  | 'AGENT'
  /** Anyone else. */
  | 'OTHER';

/** How far a leg has come. */
export type LegState =
  /** Known, not ringing yet. */
  | 'STARTED'
  /** Ringing. */
  | 'RINGING'
  /** Answered and up. */
  | 'ANSWERED'
  /** Over. */
  | 'ENDED';

/** What becomes of a call for an event that a machine answers. */
export type MachineBehavior =
  /** It goes on as with anybody. */
  | 'ALWAYS'
  /** It is hung up, and counts as not answered. */
  | 'HUMAN_ONLY'
  /** Only a machine is told anything, after its greeting; a human is not. */
  | 'VOICEMAIL_ONLY';

/** A difference between wanted and actual. */
export type MemberDrift =
  /** Wanted, and not in the queue. */
  | 'MISSING'
  /** In the queue, and not wanted. */
  | 'UNEXPECTED'
  /** Paused where it should not be, not paused where it should be, or for another reason. */
  | 'PAUSE'
  /** Another penalty than wanted. */
  | 'PENALTY';

/** Who wants a member in a queue. */
export type MemberSource =
  /** Put there by hand. */
  | 'MANUAL'
  /** On duty by the rota. */
  | 'TURN'
  /** Fixed in the provider's configuration. */
  | 'FIXED'
  /** Nobody here: only the provider has it. */
  | 'UNMANAGED';

/** How far a message has come. */
export type MessageStatus =
  /** Wanted, and not begun; or put off, to be tried again. */
  | 'QUEUED'
  /** Being handed over. */
  | 'SENDING'
  /** Handed over: to the mail server, to the provider. */
  | 'SENT'
  /** Told to be with its receiver. Mail servers do not tell. */
  | 'DELIVERED'
  /** Handed over, and told not to have arrived. */
  | 'UNDELIVERED'
  /** Refused, or given up. */
  | 'FAILED'
  /** Called off before it was handed over. */
  | 'CANCELED'
  /** Of no use any more before it could be handed over. */
  | 'EXPIRED'
  /** Whether it was handed over is not known. It is not repeated, unless a provider says that it never had it. */
  | 'UNKNOWN';

/** How values in metadata are compared. */
export type MetadataCast =
  /** As they are written, by code point. */
  | 'TEXT'
  /** As numbers: those that are one, and texts that read as one. What does not is neither equal nor less nor greater. */
  | 'NUMBER'
  /** As days or instants, by ISO 8601: texts that read as one. A day is compared by date, in UTC. */
  | 'DATE';

/** What is asked of a value in metadata. */
export type MetadataCondition = {
  /** Keys that lead to the value, the outermost first; a key may hold any sign, also dots. */
  path: Array<string>;
  /** How values are compared; absent: numbers as numbers, all else as text. */
  cast?: MetadataCast | null | undefined;
  /** What is asked. */
  test: MetadataTest;
};

/** How given metadata and those there are become one. */
export type MetadataMode =
  /** Given keys take the place of those of the same name, the others stay; null takes a key away. */
  | 'MERGE'
  /** The same within objects, however deep. */
  | 'DEEP_MERGE'
  /** What is given takes the place of all. */
  | 'REPLACE';

/** What a value lies within, both ends with it. */
export type MetadataRange = {
  /** The least. */
  from: unknown;
  /** The greatest. */
  to: unknown;
};

/** What is asked of a value in metadata. Values to compare with are texts, numbers, or true and false. */
export type MetadataTest =
  | {
      /** It is this. */
      equals: unknown;
      notEquals?: never;
      in?: never;
      notIn?: never;
      any?: never;
      lt?: never;
      lte?: never;
      gt?: never;
      gte?: never;
      between?: never;
      exists?: never;
      isNull?: never;
    }
  | {
      equals?: never; /** It is not this; also where there is none. */
      notEquals: unknown;
      in?: never;
      notIn?: never;
      any?: never;
      lt?: never;
      lte?: never;
      gt?: never;
      gte?: never;
      between?: never;
      exists?: never;
      isNull?: never;
    }
  | {
      equals?: never;
      notEquals?: never; /** It is one of these. */
      in: Array<unknown>;
      notIn?: never;
      any?: never;
      lt?: never;
      lte?: never;
      gt?: never;
      gte?: never;
      between?: never;
      exists?: never;
      isNull?: never;
    }
  | {
      equals?: never;
      notEquals?: never;
      in?: never; /** It is none of these; also where there is none. */
      notIn: Array<unknown>;
      any?: never;
      lt?: never;
      lte?: never;
      gt?: never;
      gte?: never;
      between?: never;
      exists?: never;
      isNull?: never;
    }
  | {
      equals?: never;
      notEquals?: never;
      in?: never;
      notIn?: never; /** It is one of these, or a list that holds one of them. */
      any: Array<unknown>;
      lt?: never;
      lte?: never;
      gt?: never;
      gte?: never;
      between?: never;
      exists?: never;
      isNull?: never;
    }
  | {
      equals?: never;
      notEquals?: never;
      in?: never;
      notIn?: never;
      any?: never; /** It is less. */
      lt: unknown;
      lte?: never;
      gt?: never;
      gte?: never;
      between?: never;
      exists?: never;
      isNull?: never;
    }
  | {
      equals?: never;
      notEquals?: never;
      in?: never;
      notIn?: never;
      any?: never;
      lt?: never; /** It is less or equal. */
      lte: unknown;
      gt?: never;
      gte?: never;
      between?: never;
      exists?: never;
      isNull?: never;
    }
  | {
      equals?: never;
      notEquals?: never;
      in?: never;
      notIn?: never;
      any?: never;
      lt?: never;
      lte?: never; /** It is greater. */
      gt: unknown;
      gte?: never;
      between?: never;
      exists?: never;
      isNull?: never;
    }
  | {
      equals?: never;
      notEquals?: never;
      in?: never;
      notIn?: never;
      any?: never;
      lt?: never;
      lte?: never;
      gt?: never; /** It is greater or equal. */
      gte: unknown;
      between?: never;
      exists?: never;
      isNull?: never;
    }
  | {
      equals?: never;
      notEquals?: never;
      in?: never;
      notIn?: never;
      any?: never;
      lt?: never;
      lte?: never;
      gt?: never;
      gte?: never; /** It lies within these. */
      between: MetadataRange;
      exists?: never;
      isNull?: never;
    }
  | {
      equals?: never;
      notEquals?: never;
      in?: never;
      notIn?: never;
      any?: never;
      lt?: never;
      lte?: never;
      gt?: never;
      gte?: never;
      between?: never; /** Whether the key is there, whatever it holds. */
      exists: boolean;
      isNull?: never;
    }
  | {
      equals?: never;
      notEquals?: never;
      in?: never;
      notIn?: never;
      any?: never;
      lt?: never;
      lte?: never;
      gt?: never;
      gte?: never;
      between?: never;
      exists?: never; /** Whether the key is not there, or holds null. */
      isNull: boolean;
    };

/** Why an occurrence is paused or canceled. */
export type OccurrenceCause =
  /** Somebody did so with this one. */
  | 'ALONE'
  /** Somebody did so with the event. */
  | 'EVENT'
  /** The event ends before. */
  | 'END'
  /** The event is at other times since it was changed. */
  | 'EDIT';

/** How far an occurrence has come. */
export type OccurrenceState =
  /** Its start is to come. */
  | 'PENDING'
  /** Held back. */
  | 'PAUSED'
  /** Called off. */
  | 'CANCELED'
  /** Its start came. */
  | 'COMPLETED'
  /** Its end came while it was held back. */
  | 'SKIPPED';

/** Who has opted out. */
export type OptedOutTest = {
  /** On this channel. */
  channel: Channel;
  /** Of this sender, or of every sender. Absent: of every sender. */
  sender?: string | null | undefined;
};

/** How far a contact's part in a callout has come. */
export type ParticipationStatus =
  /** Has not been called. */
  | 'PENDING'
  /** Is being called. */
  | 'IN_FLIGHT'
  /** Was called in vain, and will be called again. */
  | 'WAITING'
  /** Was reached. */
  | 'ANSWERED'
  /** Was called in vain as often as may be, or cannot be reached. */
  | 'EXHAUSTED'
  /** Is not called, for the reason told. */
  | 'SKIPPED';

/** Changes to a person's part in the rota: an absent field keeps its value, null clears it. */
export type PersonRotaUpdateInput = {
  /** Turns of a whole week the person should carry, 0 to 40, over all queues; null: takes no part. */
  idealLoad?: number | null | undefined;
  /** Turns of a day at the most, 1 to 32; null: as the queue's rota says. */
  maxPerDay?: number | null | undefined;
  /** Where the person sits, 1 to 120 characters: people of one room disturb each other. Null: nobody is disturbed. */
  room?: string | null | undefined;
};

/** A new population. */
export type PopulationCreateInput = {
  /** Id of the callout. */
  calloutId: string;
  /** Which contacts; absent: all. */
  filter?: ContactFilter | null | undefined;
  /** Copied to each participation: an object. */
  metadata?: unknown;
};

/** Why a contact that matches is not called. */
export type PopulationSkipReason =
  /** Takes part in the callout already; nothing changes. */
  | 'ALREADY_IN_CALLOUT'
  /** Another who takes part has the same number; nothing changes. */
  | 'SAME_NUMBER'
  /** Is on the do-not-call list: added as skipped. */
  | 'DO_NOT_CALL'
  /** Opted out of calls, or of calls from a number that would be shown: added as skipped. */
  | 'OPTED_OUT';

/** How far a population has come. */
export type PopulationStatus =
  /** Can be looked at; nobody was added yet. */
  | 'PREVIEW'
  /** Waits for a worker. */
  | 'QUEUED'
  /** Contacts are being added. */
  | 'RUNNING'
  /** Everybody was added. Queued again, it adds those who match by now. */
  | 'FINISHED'
  /** Ended without adding everybody, for the reason told; may be queued again. */
  | 'FAILED';

/** What a member is doing. */
export type Presence =
  /** Free, and rung by the next call. */
  | 'AVAILABLE'
  /** The telephone rings. */
  | 'RINGING'
  /** Talking. */
  | 'ON_CALL'
  /** Has just finished a call, and is not rung yet. */
  | 'WRAP_UP'
  /** Paused. */
  | 'PAUSED'
  /** The telephone cannot be reached. */
  | 'OFFLINE';

/** Whether the link to a provider is up. */
export type ProviderHealth =
  /** Not up yet. */
  | 'CONNECTING'
  /** Up: what is told is so now. */
  | 'UP'
  /** Down, and tried again: what is told is what was last known. */
  | 'DOWN';

/** Which telephone system a provider is. */
export type ProviderKind =
  /** Asterisk, over its manager interface. */
  | 'ASTERISK'
  /** The built-in simulator. */
  | 'SIMULATOR'
  /** Twilio, or another that speaks its API, such as Somleng. */
  | 'TWILIO';

/** Something that may be asked of a provider. */
export type ProviderOperation =
  /** Tell calls and their legs as they happen. */
  | 'WATCH_CALLS'
  /** Tell queues, members and waiting calls as they happen. */
  | 'WATCH_QUEUES'
  /** Put a member into a queue. */
  | 'QUEUE_ADD'
  /** Take a member out of a queue. */
  | 'QUEUE_REMOVE'
  /** Pause and resume a member. */
  | 'QUEUE_PAUSE'
  /** Keep a reason beside a pause. */
  | 'QUEUE_PAUSE_REASON'
  /** Set who is rung first. */
  | 'QUEUE_PENALTY'
  /** Place a call. */
  | 'PLACE_CALL'
  /** End a call that was placed from here. */
  | 'HANG_UP'
  /** Find out whether a machine answers. */
  | 'DETECT_MACHINE'
  /** Play a recording to whoever answers. */
  | 'PLAY'
  /** Speak a text to whoever answers. */
  | 'SAY'
  /** Join whoever answers to another party. */
  | 'CONNECT'
  /** Be led step by step in a call: play, hear keys, record, join others. */
  | 'CONVERSE'
  /** Send a short message. */
  | 'SEND_MESSAGE';

/** What happened in a queue. */
export type QueueChangeKind =
  /** The queue itself was found, or its definition changed. */
  | 'DEFINED'
  /** A member is in the queue that was not. */
  | 'MEMBER_ADDED'
  /** A member is no longer in the queue. */
  | 'MEMBER_REMOVED'
  /** A member's presence, pause, penalty or person changed. */
  | 'MEMBER_CHANGED'
  /** Who is wanted in the queue changed; the provider follows. */
  | 'WANTED'
  /** A call waits. */
  | 'CALL_JOINED'
  /** A member's telephone rings for a waiting call, or rings for it no more. */
  | 'CALL_RINGING'
  /** A call no longer waits. */
  | 'CALL_LEFT'
  /** How a wait ended, or how long the conversation after it was, became known; the counters have moved. */
  | 'CALL_RESULT'
  /** A new day's counters began. */
  | 'COUNTED'
  /** Wanted and actual came to agree, or ceased to. */
  | 'SYNC_CHANGED'
  /** The link to the provider came up or went down. */
  | 'LINK_CHANGED';

/** Whether Switchboard decides who is in a queue. */
export type QueueMode =
  /** Members, pauses and penalties converge to what is wanted here. */
  | 'MANAGED'
  /** Only mirrored: nothing is sent to it. */
  | 'OBSERVED';

/** How a wait in a queue ended. */
export type QueueOutcome =
  /** A member answered. */
  | 'ANSWERED'
  /** The caller hung up. */
  | 'ABANDONED'
  /** The caller waited as long as the queue allows. */
  | 'TIMED_OUT'
  /** Nobody was there to answer. */
  | 'NO_AGENTS'
  /** The queue had no room. */
  | 'FULL'
  /** The call was taken out of the queue. */
  | 'WITHDRAWN'
  /** Not seen: the link was down when it ended. */
  | 'UNKNOWN';

/** Whether a queue is as wanted. */
export type QueueSyncState =
  /** Wanted and actual agree. */
  | 'IN_SYNC'
  /** Commands are under way. */
  | 'CHANGING'
  /** Something was refused; it is tried again, more slowly each time. */
  | 'FAILING'
  /** Nothing is wanted: the queue is only observed. */
  | 'OBSERVED';

/** Why a reminder is as it is. */
export type ReminderReason =
  /** A window moved it. */
  | 'WINDOW'
  /** It came too late. */
  | 'LATE'
  /** It would have come after the end. */
  | 'AFTER_END'
  /** Its occurrence is held back. */
  | 'OCCURRENCE_PAUSED'
  /** Its occurrence was called off. */
  | 'OCCURRENCE_CANCELED'
  /** Its occurrence was held back until its end. */
  | 'OCCURRENCE_SKIPPED'
  /** Its occurrence was changed while it was about to be sent. */
  | 'WITHDRAWN'
  /** Its alarm is off. */
  | 'ALARM_DISABLED'
  /** Another one told the same. */
  | 'DUPLICATE'
  /** No provider that could be used can be reached now. */
  | 'PROVIDER_UNAVAILABLE'
  /** No provider can do it. */
  | 'NO_PROVIDER'
  /** Whoever it is for cannot be found any more, or has no such number or address. */
  | 'NO_RECIPIENT'
  /** The text cannot be made: something it names is unknown. */
  | 'NO_TEXT'
  /** Whoever it is for is on the do-not-call list. */
  | 'DO_NOT_CALL'
  /** Whoever it is for has opted out. */
  | 'OPTED_OUT'
  /** Nobody answered. */
  | 'NOT_ANSWERED'
  /** Engaged, or refused. */
  | 'BUSY'
  /** It could not be connected. */
  | 'FAILED'
  /** A machine answered, and it is for humans. */
  | 'MACHINE'
  /** A human answered, and it is for machines. */
  | 'HUMAN'
  /** A fax answered. */
  | 'FAX'
  /** Somebody answered, and said nothing. */
  | 'NO_ANSWER'
  /** The message was not sent. */
  | 'NOT_SENT'
  /** The message did not arrive. */
  | 'NOT_DELIVERED'
  /** What became of it cannot be known: it is not repeated. */
  | 'OUTCOME_UNKNOWN';

/** How far a reminder has come. */
export type ReminderStatus =
  /** Its time is to come, or it is held back. */
  | 'PENDING'
  /** It is being tried. */
  | 'IN_PROCESS'
  /** It was tried in vain, and is tried again. */
  | 'RETRY'
  /** It reached whom it was for. */
  | 'SUCCESS'
  /** All was in vain. */
  | 'FAILURE'
  /** Its occurrence was called off, or its alarm turned off. */
  | 'CANCELED'
  /** It was too late, or would have been after the end. */
  | 'EXPIRED'
  /** It was left out. */
  | 'SKIPPED'
  /** Another one told the same people the same at that time. */
  | 'MERGED';

/** What a user or an API key may do. */
export type Role =
  /** Everything in the account. */
  | 'ADMIN'
  /** Runs the team: persons, queues, everybody's state. */
  | 'COORDINATOR'
  /** Answers the telephone: sees the team, changes what is theirs. */
  | 'AGENT'
  /** Sees, and changes nothing. */
  | 'VIEWER'
  /** Sees and changes the own calendars, and nothing else; made by `calendarUserCreate`. */
  | 'CALENDAR_USER';

/** A rule by which a timetable is judged. */
export type RotaConstraint =
  /** Must hold: no more people in a slot than it has lines. */
  | 'COVERAGE'
  /** Must hold: nobody works who cannot. */
  | 'REQUIRED_BUSY'
  /** Must hold for the solver: nobody has more turns than the load of the week. A hand may. */
  | 'WEEKLY_LOAD'
  /** Must hold: nobody has more turns on a day than the limit. */
  | 'DAILY_LIMIT'
  /** Must hold for the solver: what has begun stays. */
  | 'PINNED'
  /** Empty cells, the more in one slot the dearer. */
  | 'EMPTY_CELLS'
  /** Standing turns are given to whose they are. */
  | 'STANDING_TURNS'
  /** A person's turns are spread over the days. */
  | 'CONCENTRATION'
  /** A person's turns of a day lie well. */
  | 'DAY_SHAPE'
  /** People are left alone when they would rather be. */
  | 'OPTIONAL_BUSY'
  /** Not too many of a group, or of a room, on the telephone. */
  | 'GROUP_MAX_ON_PHONE'
  /** Enough of a group free for other work. */
  | 'GROUP_MIN_FREE'
  /** Not too many of one room on the telephone. */
  | 'TABLE_NOISE'
  /** Published turns stay as they are. */
  | 'CHANGES';

/** How far a run of the solver has come. */
export type SolverRunStatus =
  /** Waits until a process has a hand free. */
  | 'QUEUED'
  /** Solving. */
  | 'RUNNING'
  /**
   * Ended with the best there is, or the best within the time limit: the gap tells which. It has been taken over, at its end or
   * by `solverRunApply`.
   */
  | 'SOLVED'
  /** Ended when asked to. The best so far has been taken over, if there was some. */
  | 'STOPPED'
  /** Rules that must hold contradict each other: the conflicts tell how. */
  | 'INFEASIBLE'
  /** Ended without the timetable being changed, for the reason told. If it has a result, `solverRunApply` takes that over. */
  | 'FAILED';

/** Stretch of time; what is not given does not bound it. */
export type SpanInput = {
  /** Earlier than this. */
  before?: string | null | undefined;
  /** This or earlier. */
  onOrBefore?: string | null | undefined;
  /** Later than this. */
  after?: string | null | undefined;
  /** This or later. */
  onOrAfter?: string | null | undefined;
};

/** How far an operation is supported. */
export type Support =
  /** The provider does it. */
  | 'NATIVE'
  /** Switchboard does it with what the provider has. */
  | 'EMULATED'
  /** It cannot be done. */
  | 'NONE';

/** What a template is for. */
export type TemplateMedium =
  /** It is spoken in a call: telephone numbers are spelled digit by digit. */
  | 'VOICE'
  /** It is sent as a text message. */
  | 'SMS'
  /** It is sent by mail. */
  | 'EMAIL';

/** Where a contact's time zone is from. */
export type TimeZoneSource =
  /** Somebody said so. */
  | 'GIVEN'
  /** The number's country has only this one. */
  | 'NUMBER';

/** What was done to a timetable. */
export type TimetableAction =
  /** It was made. */
  | 'CREATED'
  /** A result of the solver was taken over. */
  | 'SOLVED'
  /** It was read from another system. */
  | 'IMPORTED'
  /** A turn was given to somebody, or to somebody else. */
  | 'REASSIGNED'
  /** Two turns changed hands. */
  | 'SWAPPED'
  /** A turn was left empty. */
  | 'CLEARED'
  /** A line was opened in a slot. */
  | 'LINE_ADDED'
  /** A line was closed in a slot. */
  | 'LINE_CLOSED'
  /** A running turn was taken over: who has it now, has it whole. */
  | 'TAKEN_OVER'
  /** It was published. */
  | 'PUBLISHED'
  /** It was archived. */
  | 'ARCHIVED'
  /** An earlier entry was undone. */
  | 'UNDONE';

/** What happened to a timetable. */
export type TimetableChangeKind =
  /** It was made. */
  | 'CREATED'
  /** It was deleted. */
  | 'DELETED'
  /**
   * It is a draft, and what each should carry in it is another now: persons, hours or other weeks were
   * changed, or somebody has decided it.
   */
  | 'LOADS'
  /** It was published. */
  | 'PUBLISHED'
  /** It was archived. */
  | 'ARCHIVED'
  /** Turns changed hands by a result of the solver. */
  | 'SOLVED'
  /** Turns were read from another system. */
  | 'IMPORTED'
  /** A turn was given to somebody, or to somebody else. */
  | 'REASSIGNED'
  /** Two turns changed hands. */
  | 'SWAPPED'
  /** A turn was left empty. */
  | 'CLEARED'
  /** A line was opened in a slot. */
  | 'LINE_ADDED'
  /** A line was closed in a slot. */
  | 'LINE_CLOSED'
  /** A running turn was taken over. */
  | 'TAKEN_OVER'
  /** An edit was undone. */
  | 'UNDONE'
  /** A turn was offered to others. */
  | 'SWAP_OFFERED'
  /** Such an offer was declined or withdrawn, or has expired. One that was accepted is `SWAPPED`. */
  | 'SWAP_DECIDED';

/** What a person should carry in a draft. */
export type TimetableLoadInput = {
  /** Id of the person. */
  personId: string;
  /** Turns, 0 to 200; null: as many as are found. */
  load?: number | null | undefined;
};

/** How far a timetable has come. */
export type TimetableStatus =
  /** Being made; nobody is on duty by it. */
  | 'DRAFT'
  /** Known to everybody: who is on duty goes by it. */
  | 'PUBLISHED'
  /** Over, and not changed any more: what was carried has become credit. */
  | 'ARCHIVED';

/** Why an edit had better not be done. */
export type TurnWarningKind =
  /** The person would rather not: an optional busy entry. */
  | 'RATHER_NOT'
  /** More turns in the week than the person should carry. */
  | 'OVER_LOAD'
  /** The person has no load in this week. */
  | 'NO_LOAD'
  /** A rule about a group or a room is broken that need not hold. */
  | 'RULE';

/** What a user error is about. Codes are added, never reused. */
export type UserErrorCode =
  /** No such thing in this account. */
  | 'NOT_FOUND'
  /** The value cannot be right. */
  | 'INVALID'
  /** The value must be unique and is not. */
  | 'TAKEN'
  /** The thing no longer is, or never was, in a state that allows this. */
  | 'CONFLICT'
  /** Not yours to change. */
  | 'FORBIDDEN'
  /** The provider cannot be reached; nothing was changed. */
  | 'PROVIDER_UNAVAILABLE'
  /** The provider cannot do this at all; nothing was changed. */
  | 'CAPABILITY_UNSUPPORTED'
  /** More than is allowed. */
  | 'LIMIT_REACHED'
  /** Whoever it is for does not want anything from this sender, and has said so. */
  | 'OPTED_OUT'
  /** Whoever it is for is on the do-not-call list. */
  | 'DO_NOT_CALL';

/** Day of the week. */
export type Weekday =
  /** Monday. */
  | 'MONDAY'
  /** Tuesday. */
  | 'TUESDAY'
  /** Wednesday. */
  | 'WEDNESDAY'
  /** Thursday. */
  | 'THURSDAY'
  /** Friday. */
  | 'FRIDAY'
  /** Saturday. */
  | 'SATURDAY'
  /** Sunday. */
  | 'SUNDAY';

export type AlarmFieldsFragment = {
  id: string;
  name: string | null;
  enabled: boolean;
  version: number;
  beforeSeconds: number | null;
  at: string | null;
  urgent: boolean;
  late: AlarmLate;
  retrySeconds: number;
  window: { from: string; to: string; timeZone: string | null } | null;
  steps: Array<{
    method: AlarmMethod;
    number: string | null;
    contactId: string | null;
    personId: string | null;
    email: string | null;
    flowVersionId: string | null;
    templateId: string | null;
    attempts: number;
    afterSeconds: number;
  }>;
};

export type ReminderFieldsFragment = {
  id: string;
  status: ReminderStatus;
  reason: ReminderReason | null;
  step: number;
  method: AlarmMethod;
  tries: number;
  plannedAt: string;
  dueAt: string | null;
  endedAt: string | null;
  keys: string | null;
  answer: { meaning: FlowMeaning | null; own: string | null } | null;
  alarm: { id: string; name: string | null };
  calls: Array<{
    id: string;
    target: string;
    status: AttemptStatus;
    createdAt: string;
    answeredAt: string | null;
    endedAt: string | null;
    talkSeconds: number | null;
  }>;
  messages: Array<{
    id: string;
    to: string;
    status: MessageStatus;
    createdAt: string;
    sentAt: string | null;
  }>;
};

export type OccurrenceRemindersQueryVariables = Exact<{
  id: string;
}>;

export type OccurrenceRemindersQuery = {
  occurrence: {
    id: string;
    answer: { meaning: FlowMeaning | null; own: string | null } | null;
    reminders: Array<{
      id: string;
      status: ReminderStatus;
      reason: ReminderReason | null;
      step: number;
      method: AlarmMethod;
      tries: number;
      plannedAt: string;
      dueAt: string | null;
      endedAt: string | null;
      keys: string | null;
      answer: { meaning: FlowMeaning | null; own: string | null } | null;
      alarm: { id: string; name: string | null };
      calls: Array<{
        id: string;
        target: string;
        status: AttemptStatus;
        createdAt: string;
        answeredAt: string | null;
        endedAt: string | null;
        talkSeconds: number | null;
      }>;
      messages: Array<{
        id: string;
        to: string;
        status: MessageStatus;
        createdAt: string;
        sentAt: string | null;
      }>;
    }>;
  } | null;
};

export type EventAlarmsQueryVariables = Exact<{
  id: string;
}>;

export type EventAlarmsQuery = {
  event: {
    id: string;
    alarms: Array<{
      id: string;
      name: string | null;
      enabled: boolean;
      version: number;
      beforeSeconds: number | null;
      at: string | null;
      urgent: boolean;
      late: AlarmLate;
      retrySeconds: number;
      window: { from: string; to: string; timeZone: string | null } | null;
      steps: Array<{
        method: AlarmMethod;
        number: string | null;
        contactId: string | null;
        personId: string | null;
        email: string | null;
        flowVersionId: string | null;
        templateId: string | null;
        attempts: number;
        afterSeconds: number;
      }>;
    }>;
  } | null;
};

export type AlarmChoicesQueryVariables = Exact<{ [key: string]: never }>;

export type AlarmChoicesQuery = {
  persons: { nodes: Array<{ id: string; name: string }> };
  flows: { nodes: Array<{ id: string; name: string; latestVersion: { id: string } | null }> };
  templates: { nodes: Array<{ id: string; name: string; medium: TemplateMedium }> };
};

export type AlarmCreateMutationVariables = Exact<{
  input: AlarmCreateInput;
}>;

export type AlarmCreateMutation = {
  alarmCreate: {
    alarm: {
      id: string;
      name: string | null;
      enabled: boolean;
      version: number;
      beforeSeconds: number | null;
      at: string | null;
      urgent: boolean;
      late: AlarmLate;
      retrySeconds: number;
      window: { from: string; to: string; timeZone: string | null } | null;
      steps: Array<{
        method: AlarmMethod;
        number: string | null;
        contactId: string | null;
        personId: string | null;
        email: string | null;
        flowVersionId: string | null;
        templateId: string | null;
        attempts: number;
        afterSeconds: number;
      }>;
    } | null;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type AlarmUpdateMutationVariables = Exact<{
  id: string;
  version: number;
  input: AlarmUpdateInput;
}>;

export type AlarmUpdateMutation = {
  alarmUpdate: {
    alarm: {
      id: string;
      name: string | null;
      enabled: boolean;
      version: number;
      beforeSeconds: number | null;
      at: string | null;
      urgent: boolean;
      late: AlarmLate;
      retrySeconds: number;
      window: { from: string; to: string; timeZone: string | null } | null;
      steps: Array<{
        method: AlarmMethod;
        number: string | null;
        contactId: string | null;
        personId: string | null;
        email: string | null;
        flowVersionId: string | null;
        templateId: string | null;
        attempts: number;
        afterSeconds: number;
      }>;
    } | null;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type AlarmDeleteMutationVariables = Exact<{
  id: string;
}>;

export type AlarmDeleteMutation = {
  alarmDelete: {
    deletedId: string | null;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type CalendarReminderChangedSubscriptionVariables = Exact<{
  eventId?: string | null | undefined;
  after?: string | null | undefined;
}>;

export type CalendarReminderChangedSubscription = {
  reminderChanged: { cursor: string; kind: ChangeKind; nodeId: string };
};

export type QueueFieldsFragment = {
  id: string;
  name: string;
  key: string;
  mode: QueueMode;
  serviceLevelSeconds: number;
  provider: { id: string; name: string; health: ProviderHealth; lastHeardAt: string | null } | null;
  sync: { state: QueueSyncState; pending: number; problem: string | null };
};

export type MemberFieldsFragment = {
  id: string;
  name: string;
  extension: string | null;
  endpoint: string | null;
  presence: Presence;
  since: string;
  callsTaken: number;
  penalty: number;
  source: MemberSource;
  drift: Array<MemberDrift>;
  person: { id: string; name: string } | null;
  paused: { reason: string; since: string } | null;
  changedBy: { name: string };
};

export type WaitingCallFieldsFragment = {
  callId: string;
  position: number;
  number: string | null;
  name: string | null;
  withheld: boolean;
  since: string;
  ringing: Array<{ id: string; name: string }>;
};

export type CounterFieldsFragment = {
  offered: number;
  answered: number;
  abandoned: number;
  timedOut: number;
  serviceLevel: number | null;
};

export type LiveCursorQueryVariables = Exact<{ [key: string]: never }>;

export type LiveCursorQuery = { liveCursor: string };

export type BoardQueryVariables = Exact<{
  after?: string | null | undefined;
}>;

export type BoardQuery = {
  queues: {
    nodes: Array<{
      id: string;
      name: string;
      key: string;
      mode: QueueMode;
      serviceLevelSeconds: number;
      state: {
        stale: boolean;
        counters: {
          offered: number;
          answered: number;
          abandoned: number;
          timedOut: number;
          serviceLevel: number | null;
        };
        members: Array<{
          id: string;
          name: string;
          extension: string | null;
          endpoint: string | null;
          presence: Presence;
          since: string;
          callsTaken: number;
          penalty: number;
          source: MemberSource;
          drift: Array<MemberDrift>;
          person: { id: string; name: string } | null;
          paused: { reason: string; since: string } | null;
          changedBy: { name: string };
        }>;
        waiting: Array<{
          callId: string;
          position: number;
          number: string | null;
          name: string | null;
          withheld: boolean;
          since: string;
          ringing: Array<{ id: string; name: string }>;
        }>;
      };
      provider: { id: string; name: string; health: ProviderHealth; lastHeardAt: string | null } | null;
      sync: { state: QueueSyncState; pending: number; problem: string | null };
    }>;
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
};

export type QueueChangedSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;

export type QueueChangedSubscription = {
  queueChanged: {
    cursor: string;
    occurredAt: string;
    kind: ChangeKind;
    nodeId: string;
    what: QueueChangeKind;
    memberId: string | null;
    callId: string | null;
    member: {
      id: string;
      name: string;
      extension: string | null;
      endpoint: string | null;
      presence: Presence;
      since: string;
      callsTaken: number;
      penalty: number;
      source: MemberSource;
      drift: Array<MemberDrift>;
      person: { id: string; name: string } | null;
      paused: { reason: string; since: string } | null;
      changedBy: { name: string };
    } | null;
    waitingCall: {
      callId: string;
      position: number;
      number: string | null;
      name: string | null;
      withheld: boolean;
      since: string;
      ringing: Array<{ id: string; name: string }>;
    } | null;
    counters: {
      offered: number;
      answered: number;
      abandoned: number;
      timedOut: number;
      serviceLevel: number | null;
    } | null;
    queue: {
      id: string;
      name: string;
      key: string;
      mode: QueueMode;
      serviceLevelSeconds: number;
      state: { stale: boolean };
      provider: { id: string; name: string; health: ProviderHealth; lastHeardAt: string | null } | null;
      sync: { state: QueueSyncState; pending: number; problem: string | null };
    } | null;
  };
};

export type BusyFieldsFragment = {
  id: string;
  weekday: Weekday | null;
  date: string | null;
  startsAt: string | null;
  endsAt: string | null;
  required: boolean;
  dayOff: boolean;
  reason: string;
};

export type BusyPeopleQueryVariables = Exact<{
  after?: string | null | undefined;
}>;

export type BusyPeopleQuery = {
  persons: {
    nodes: Array<{
      id: string;
      name: string;
      colour: string | null;
      groups: Array<string>;
      rota: { idealLoad: number | null; maxPerDay: number | null; room: string | null };
      busy: Array<{
        id: string;
        weekday: Weekday | null;
        date: string | null;
        startsAt: string | null;
        endsAt: string | null;
        required: boolean;
        dayOff: boolean;
        reason: string;
      }>;
    }>;
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
};

export type BusyLoadsQueryVariables = Exact<{
  queueId: string;
  week: string;
}>;

export type BusyLoadsQuery = {
  timetableOf: {
    id: string;
    status: TimetableStatus;
    loads: Array<{
      ideal: number;
      load: number;
      decided: boolean;
      assigned: number;
      overload: number;
      creditBefore: number;
      person: { id: string; name: string; colour: string | null } | null;
    }>;
  } | null;
};

export type BusyAddMutationVariables = Exact<{
  personId: string;
  input: BusyInput;
}>;

export type BusyAddMutation = {
  busyAdd: {
    busyEntry: {
      id: string;
      weekday: Weekday | null;
      date: string | null;
      startsAt: string | null;
      endsAt: string | null;
      required: boolean;
      dayOff: boolean;
      reason: string;
    } | null;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type BusyUpdateMutationVariables = Exact<{
  id: string;
  input: BusyUpdateInput;
}>;

export type BusyUpdateMutation = {
  busyUpdate: {
    busyEntry: {
      id: string;
      weekday: Weekday | null;
      date: string | null;
      startsAt: string | null;
      endsAt: string | null;
      required: boolean;
      dayOff: boolean;
      reason: string;
    } | null;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type BusyRemoveMutationVariables = Exact<{
  id: string;
}>;

export type BusyRemoveMutation = {
  busyRemove: {
    busyEntry: { id: string } | null;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type PersonRotaUpdateMutationVariables = Exact<{
  personId: string;
  input: PersonRotaUpdateInput;
}>;

export type PersonRotaUpdateMutation = {
  personRotaUpdate: {
    person: { id: string } | null;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type BusyPersonChangedSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;

export type BusyPersonChangedSubscription = {
  personChanged: { cursor: string; kind: ChangeKind; nodeId: string };
};

export type CalendarFieldsFragment = {
  id: string;
  name: string;
  timeZone: string;
  ownerPerson: { id: string; name: string } | null;
};

export type OccurrenceFieldsFragment = {
  id: string;
  state: OccurrenceState;
  cause: OccurrenceCause | null;
  startsAt: string;
  endsAt: string;
  originalStart: string;
  moved: boolean;
  event: {
    id: string;
    title: string;
    status: EventStatus;
    timeZone: string;
    rule: string | null;
    calendar: { id: string; name: string };
  };
};

export type EventFieldsFragment = {
  id: string;
  title: string;
  description: string | null;
  status: EventStatus;
  start: string;
  timeZone: string;
  durationSeconds: number;
  rule: string | null;
  besides: Array<string>;
  leftOut: Array<string>;
  endsAt: string | null;
  calendar: { id: string; name: string };
};

export type CalendarsQueryVariables = Exact<{ [key: string]: never }>;

export type CalendarsQuery = {
  calendars: {
    nodes: Array<{
      id: string;
      name: string;
      timeZone: string;
      ownerPerson: { id: string; name: string } | null;
    }>;
  };
};

export type CalendarPersonsQueryVariables = Exact<{ [key: string]: never }>;

export type CalendarPersonsQuery = { persons: { nodes: Array<{ id: string; name: string }> } };

export type CalendarOccurrencesQueryVariables = Exact<{
  calendarId?: string | null | undefined;
  between: IntervalInput;
  after?: string | null | undefined;
}>;

export type CalendarOccurrencesQuery = {
  occurrences: {
    nodes: Array<{
      id: string;
      state: OccurrenceState;
      cause: OccurrenceCause | null;
      startsAt: string;
      endsAt: string;
      originalStart: string;
      moved: boolean;
      event: {
        id: string;
        title: string;
        status: EventStatus;
        timeZone: string;
        rule: string | null;
        calendar: { id: string; name: string };
      };
    }>;
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
};

export type CalendarEventQueryVariables = Exact<{
  id: string;
}>;

export type CalendarEventQuery = {
  event: {
    id: string;
    title: string;
    description: string | null;
    status: EventStatus;
    start: string;
    timeZone: string;
    durationSeconds: number;
    rule: string | null;
    besides: Array<string>;
    leftOut: Array<string>;
    endsAt: string | null;
    calendar: { id: string; name: string };
  } | null;
};

export type RecurrencePreviewQueryVariables = Exact<{
  rule: string;
  start: string;
  zone: string;
  besides?: Array<string> | string | null | undefined;
  leftOut?: Array<string> | string | null | undefined;
}>;

export type RecurrencePreviewQuery = {
  recurrencePreview: {
    rule: string | null;
    occurrences: Array<{ startsAt: string; localStart: string }>;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  };
};

export type CalendarCreateMutationVariables = Exact<{
  input: CalendarCreateInput;
}>;

export type CalendarCreateMutation = {
  calendarCreate: {
    calendar: {
      id: string;
      name: string;
      timeZone: string;
      ownerPerson: { id: string; name: string } | null;
    } | null;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type EventCreateMutationVariables = Exact<{
  input: EventCreateInput;
}>;

export type EventCreateMutation = {
  eventCreate: {
    event: {
      id: string;
      title: string;
      description: string | null;
      status: EventStatus;
      start: string;
      timeZone: string;
      durationSeconds: number;
      rule: string | null;
      besides: Array<string>;
      leftOut: Array<string>;
      endsAt: string | null;
      calendar: { id: string; name: string };
    } | null;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type EventUpdateMutationVariables = Exact<{
  id: string;
  input: EventUpdateInput;
}>;

export type EventUpdateMutation = {
  eventUpdate: {
    event: {
      id: string;
      title: string;
      description: string | null;
      status: EventStatus;
      start: string;
      timeZone: string;
      durationSeconds: number;
      rule: string | null;
      besides: Array<string>;
      leftOut: Array<string>;
      endsAt: string | null;
      calendar: { id: string; name: string };
    } | null;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type EventPauseMutationVariables = Exact<{
  id: string;
}>;

export type EventPauseMutation = {
  eventPause: {
    event: { id: string; status: EventStatus } | null;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type EventResumeMutationVariables = Exact<{
  id: string;
}>;

export type EventResumeMutation = {
  eventResume: {
    event: { id: string; status: EventStatus } | null;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type EventCancelMutationVariables = Exact<{
  id: string;
}>;

export type EventCancelMutation = {
  eventCancel: {
    event: { id: string; status: EventStatus } | null;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type OccurrenceMoveMutationVariables = Exact<{
  id: string;
  startsAt: string;
  endsAt?: string | null | undefined;
}>;

export type OccurrenceMoveMutation = {
  occurrenceMove: {
    occurrence: {
      id: string;
      state: OccurrenceState;
      cause: OccurrenceCause | null;
      startsAt: string;
      endsAt: string;
      originalStart: string;
      moved: boolean;
      event: {
        id: string;
        title: string;
        status: EventStatus;
        timeZone: string;
        rule: string | null;
        calendar: { id: string; name: string };
      };
    } | null;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type OccurrencePauseMutationVariables = Exact<{
  id: string;
}>;

export type OccurrencePauseMutation = {
  occurrencePause: {
    occurrence: {
      id: string;
      state: OccurrenceState;
      cause: OccurrenceCause | null;
      startsAt: string;
      endsAt: string;
      originalStart: string;
      moved: boolean;
      event: {
        id: string;
        title: string;
        status: EventStatus;
        timeZone: string;
        rule: string | null;
        calendar: { id: string; name: string };
      };
    } | null;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type OccurrenceResumeMutationVariables = Exact<{
  id: string;
}>;

export type OccurrenceResumeMutation = {
  occurrenceResume: {
    occurrence: {
      id: string;
      state: OccurrenceState;
      cause: OccurrenceCause | null;
      startsAt: string;
      endsAt: string;
      originalStart: string;
      moved: boolean;
      event: {
        id: string;
        title: string;
        status: EventStatus;
        timeZone: string;
        rule: string | null;
        calendar: { id: string; name: string };
      };
    } | null;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type OccurrenceCancelMutationVariables = Exact<{
  id: string;
}>;

export type OccurrenceCancelMutation = {
  occurrenceCancel: {
    occurrence: {
      id: string;
      state: OccurrenceState;
      cause: OccurrenceCause | null;
      startsAt: string;
      endsAt: string;
      originalStart: string;
      moved: boolean;
      event: {
        id: string;
        title: string;
        status: EventStatus;
        timeZone: string;
        rule: string | null;
        calendar: { id: string; name: string };
      };
    } | null;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type CalendarEventChangedSubscriptionVariables = Exact<{
  calendarId?: string | null | undefined;
  after?: string | null | undefined;
}>;

export type CalendarEventChangedSubscription = {
  eventChanged: { cursor: string; kind: ChangeKind; nodeId: string };
};

export type CalendarOccurrenceChangedSubscriptionVariables = Exact<{
  calendarId?: string | null | undefined;
  after?: string | null | undefined;
}>;

export type CalendarOccurrenceChangedSubscription = {
  occurrenceChanged: { cursor: string; kind: ChangeKind; nodeId: string };
};

export type CalloutProgressFieldsFragment = {
  calloutParticipations: number;
  calloutParticipationsInFlight: number;
  calloutParticipationsAnswered: number;
  calloutParticipationsExhausted: number;
  calloutParticipationsSkipped: number;
  calloutParticipationsPending: number;
  calloutParticipationsWaiting: number;
  calls: number;
  callsInitialized: number;
  callsScheduling: number;
  callsFetchingStatus: number;
  callsQueued: number;
  callsInProgress: number;
  callsCompleted: number;
  callsBusy: number;
  callsNotAnswered: number;
  callsFailed: number;
  callsCanceled: number;
  callsErrored: number;
  callsExpired: number;
  costEstimated: string | null;
  costCapReached: boolean | null;
};

export type CalloutRowFieldsFragment = {
  id: string;
  name: string;
  status: CalloutStatus;
  priority: number;
  createdAt: string;
  startedAt: string | null;
  statistics: {
    calloutParticipations: number;
    calloutParticipationsInFlight: number;
    calloutParticipationsAnswered: number;
    calloutParticipationsExhausted: number;
    calloutParticipationsSkipped: number;
    calloutParticipationsPending: number;
    calloutParticipationsWaiting: number;
    calls: number;
    callsInitialized: number;
    callsScheduling: number;
    callsFetchingStatus: number;
    callsQueued: number;
    callsInProgress: number;
    callsCompleted: number;
    callsBusy: number;
    callsNotAnswered: number;
    callsFailed: number;
    callsCanceled: number;
    callsErrored: number;
    callsExpired: number;
    costEstimated: string | null;
    costCapReached: boolean | null;
  };
};

export type CalloutFieldsFragment = {
  startsAt: string | null;
  stoppedAt: string | null;
  completedAt: string | null;
  expiresAt: string | null;
  errorMessage: string | null;
  ringSeconds: number;
  detectMachine: boolean;
  id: string;
  name: string;
  status: CalloutStatus;
  priority: number;
  createdAt: string;
  startedAt: string | null;
  script: {
    kind: CalloutScriptKind;
    text: string | null;
    audio: string | null;
    to: string | null;
    flowVersionId: string | null;
  } | null;
  routes: Array<{
    providerId: string;
    from: string | null;
    provider: { id: string; name: string; health: ProviderHealth } | null;
  }>;
  pacing: { callsPerSecond: number | null; maxConcurrent: number | null };
  retry: { statuses: Array<AttemptStatus>; maxAttempts: number; delaySeconds: number };
  policy: { hours: Array<{ weekdays: Array<Weekday>; from: string; to: string }> };
  costCap: { amount: string; currency: string } | null;
  populations: Array<{
    id: string;
    status: PopulationStatus;
    matched: number;
    added: number;
    errorMessage: string | null;
    createdAt: string;
    finishedAt: string | null;
  }>;
  statistics: {
    calloutParticipations: number;
    calloutParticipationsInFlight: number;
    calloutParticipationsAnswered: number;
    calloutParticipationsExhausted: number;
    calloutParticipationsSkipped: number;
    calloutParticipationsPending: number;
    calloutParticipationsWaiting: number;
    calls: number;
    callsInitialized: number;
    callsScheduling: number;
    callsFetchingStatus: number;
    callsQueued: number;
    callsInProgress: number;
    callsCompleted: number;
    callsBusy: number;
    callsNotAnswered: number;
    callsFailed: number;
    callsCanceled: number;
    callsErrored: number;
    callsExpired: number;
    costEstimated: string | null;
    costCapReached: boolean | null;
  };
};

export type ParticipationFieldsFragment = {
  id: string;
  number: string;
  status: ParticipationStatus;
  attempts: number;
  lastStatus: AttemptStatus | null;
  reason: string | null;
  dueAt: string | null;
  updatedAt: string;
  contact: { id: string; name: string | null } | null;
};

export type CalloutsQueryVariables = Exact<{
  status?: Array<CalloutStatus> | CalloutStatus | null | undefined;
  search?: string | null | undefined;
  after?: string | null | undefined;
}>;

export type CalloutsQuery = {
  callouts: {
    nodes: Array<{
      id: string;
      name: string;
      status: CalloutStatus;
      priority: number;
      createdAt: string;
      startedAt: string | null;
      statistics: {
        calloutParticipations: number;
        calloutParticipationsInFlight: number;
        calloutParticipationsAnswered: number;
        calloutParticipationsExhausted: number;
        calloutParticipationsSkipped: number;
        calloutParticipationsPending: number;
        calloutParticipationsWaiting: number;
        calls: number;
        callsInitialized: number;
        callsScheduling: number;
        callsFetchingStatus: number;
        callsQueued: number;
        callsInProgress: number;
        callsCompleted: number;
        callsBusy: number;
        callsNotAnswered: number;
        callsFailed: number;
        callsCanceled: number;
        callsErrored: number;
        callsExpired: number;
        costEstimated: string | null;
        costCapReached: boolean | null;
      };
    }>;
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
};

export type CalloutQueryVariables = Exact<{
  id: string;
}>;

export type CalloutQuery = {
  callout: {
    startsAt: string | null;
    stoppedAt: string | null;
    completedAt: string | null;
    expiresAt: string | null;
    errorMessage: string | null;
    ringSeconds: number;
    detectMachine: boolean;
    id: string;
    name: string;
    status: CalloutStatus;
    priority: number;
    createdAt: string;
    startedAt: string | null;
    script: {
      kind: CalloutScriptKind;
      text: string | null;
      audio: string | null;
      to: string | null;
      flowVersionId: string | null;
    } | null;
    routes: Array<{
      providerId: string;
      from: string | null;
      provider: { id: string; name: string; health: ProviderHealth } | null;
    }>;
    pacing: { callsPerSecond: number | null; maxConcurrent: number | null };
    retry: { statuses: Array<AttemptStatus>; maxAttempts: number; delaySeconds: number };
    policy: { hours: Array<{ weekdays: Array<Weekday>; from: string; to: string }> };
    costCap: { amount: string; currency: string } | null;
    populations: Array<{
      id: string;
      status: PopulationStatus;
      matched: number;
      added: number;
      errorMessage: string | null;
      createdAt: string;
      finishedAt: string | null;
    }>;
    statistics: {
      calloutParticipations: number;
      calloutParticipationsInFlight: number;
      calloutParticipationsAnswered: number;
      calloutParticipationsExhausted: number;
      calloutParticipationsSkipped: number;
      calloutParticipationsPending: number;
      calloutParticipationsWaiting: number;
      calls: number;
      callsInitialized: number;
      callsScheduling: number;
      callsFetchingStatus: number;
      callsQueued: number;
      callsInProgress: number;
      callsCompleted: number;
      callsBusy: number;
      callsNotAnswered: number;
      callsFailed: number;
      callsCanceled: number;
      callsErrored: number;
      callsExpired: number;
      costEstimated: string | null;
      costCapReached: boolean | null;
    };
  } | null;
};

export type CalloutParticipationsQueryVariables = Exact<{
  id: string;
  status?: Array<ParticipationStatus> | ParticipationStatus | null | undefined;
  number?: string | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;

export type CalloutParticipationsQuery = {
  callout: {
    id: string;
    participations: {
      nodes: Array<{
        id: string;
        number: string;
        status: ParticipationStatus;
        attempts: number;
        lastStatus: AttemptStatus | null;
        reason: string | null;
        dueAt: string | null;
        updatedAt: string;
        contact: { id: string; name: string | null } | null;
      }>;
      pageInfo: { hasNextPage: boolean; endCursor: string | null };
    };
  } | null;
};

export type CalloutAttemptsQueryVariables = Exact<{
  id: string;
}>;

export type CalloutAttemptsQuery = { callAttempts: { nodes: Array<{ id: string; createdAt: string }> } };

export type ParticipationStoryQueryVariables = Exact<{
  participationId: string;
  contactId: string;
  calloutId: string;
}>;

export type ParticipationStoryQuery = {
  callAttempts: {
    nodes: Array<{
      id: string;
      number: number;
      target: string;
      status: AttemptStatus;
      answeredBy: AnsweredBy | null;
      cause: CallCause | null;
      problem: string | null;
      createdAt: string;
      sentAt: string | null;
      answeredAt: string | null;
      endedAt: string | null;
      talkSeconds: number | null;
      provider: { id: string; name: string } | null;
    }>;
  };
  whyNotCalled: {
    standing: CallStanding;
    obstacles: Array<{ code: CallObstacleCode; text: string; since: string | null; until: string | null }>;
  } | null;
};

export type CalloutChoicesQueryVariables = Exact<{ [key: string]: never }>;

export type CalloutChoicesQuery = {
  providers: Array<{ id: string; name: string; kind: ProviderKind; health: ProviderHealth }>;
  flows: { nodes: Array<{ id: string; name: string }> };
};

export type PopulationPreviewQueryVariables = Exact<{
  calloutId: string;
  filter?: ContactFilter | null | undefined;
}>;

export type PopulationPreviewQuery = {
  populationPreview: {
    matched: number;
    called: number;
    skipped: number;
    reasons: Array<{ reason: PopulationSkipReason; count: number }>;
    contacts: {
      nodes: Array<{
        contactId: string;
        skipped: PopulationSkipReason | null;
        contact: { id: string; name: string | null; number: string };
      }>;
    };
  } | null;
};

export type CalloutsChangedSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;

export type CalloutsChangedSubscription = { calloutChanged: { cursor: string; nodeId: string } };

export type CalloutChangedSubscriptionVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;

export type CalloutChangedSubscription = {
  calloutChanged: {
    cursor: string;
    kind: ChangeKind;
    what: CalloutChangeKind;
    callout: {
      startsAt: string | null;
      stoppedAt: string | null;
      completedAt: string | null;
      expiresAt: string | null;
      errorMessage: string | null;
      ringSeconds: number;
      detectMachine: boolean;
      id: string;
      name: string;
      status: CalloutStatus;
      priority: number;
      createdAt: string;
      startedAt: string | null;
      script: {
        kind: CalloutScriptKind;
        text: string | null;
        audio: string | null;
        to: string | null;
        flowVersionId: string | null;
      } | null;
      routes: Array<{
        providerId: string;
        from: string | null;
        provider: { id: string; name: string; health: ProviderHealth } | null;
      }>;
      pacing: { callsPerSecond: number | null; maxConcurrent: number | null };
      retry: { statuses: Array<AttemptStatus>; maxAttempts: number; delaySeconds: number };
      policy: { hours: Array<{ weekdays: Array<Weekday>; from: string; to: string }> };
      costCap: { amount: string; currency: string } | null;
      populations: Array<{
        id: string;
        status: PopulationStatus;
        matched: number;
        added: number;
        errorMessage: string | null;
        createdAt: string;
        finishedAt: string | null;
      }>;
      statistics: {
        calloutParticipations: number;
        calloutParticipationsInFlight: number;
        calloutParticipationsAnswered: number;
        calloutParticipationsExhausted: number;
        calloutParticipationsSkipped: number;
        calloutParticipationsPending: number;
        calloutParticipationsWaiting: number;
        calls: number;
        callsInitialized: number;
        callsScheduling: number;
        callsFetchingStatus: number;
        callsQueued: number;
        callsInProgress: number;
        callsCompleted: number;
        callsBusy: number;
        callsNotAnswered: number;
        callsFailed: number;
        callsCanceled: number;
        callsErrored: number;
        callsExpired: number;
        costEstimated: string | null;
        costCapReached: boolean | null;
      };
    } | null;
  };
};

export type CalloutAttemptChangedSubscriptionVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;

export type CalloutAttemptChangedSubscription = {
  callAttemptChanged: { cursor: string; kind: ChangeKind; nodeId: string; occurredAt: string };
};

export type CalloutParticipationChangedSubscriptionVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;

export type CalloutParticipationChangedSubscription = {
  participationChanged: { cursor: string; nodeId: string };
};

export type CreateCalloutMutationVariables = Exact<{
  input: CalloutCreateInput;
}>;

export type CreateCalloutMutation = {
  calloutCreate: {
    callout: { id: string } | null;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type StartCalloutMutationVariables = Exact<{
  id: string;
}>;

export type StartCalloutMutation = {
  calloutStart: {
    callout: { id: string; status: CalloutStatus } | null;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type PauseCalloutMutationVariables = Exact<{
  id: string;
}>;

export type PauseCalloutMutation = {
  calloutPause: {
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type ResumeCalloutMutationVariables = Exact<{
  id: string;
}>;

export type ResumeCalloutMutation = {
  calloutResume: {
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type StopCalloutMutationVariables = Exact<{
  id: string;
  hangUp?: boolean | null | undefined;
}>;

export type StopCalloutMutation = {
  calloutStop: {
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type RetryCalloutMutationVariables = Exact<{
  id: string;
  statuses: Array<AttemptStatus> | AttemptStatus;
}>;

export type RetryCalloutMutation = {
  calloutRetry: {
    retried: number | null;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type CreatePopulationMutationVariables = Exact<{
  input: PopulationCreateInput;
}>;

export type CreatePopulationMutation = {
  populationCreate: {
    population: { id: string } | null;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type QueuePopulationMutationVariables = Exact<{
  id: string;
}>;

export type QueuePopulationMutation = {
  populationQueue: {
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type CallRowFieldsFragment = {
  id: string;
  direction: CallDirection;
  status: CallStatus;
  from: string | null;
  fromName: string | null;
  withheld: boolean;
  dialled: string | null;
  startedAt: string;
  answeredAt: string | null;
  endedAt: string | null;
  waitSeconds: number | null;
  talkSeconds: number | null;
  cause: CallCause | null;
  queueOutcome: QueueOutcome | null;
  person: { id: string; name: string } | null;
  queue: { id: string; name: string } | null;
};

export type CallsQueryVariables = Exact<{
  filter?: CallFilter | null | undefined;
  after?: string | null | undefined;
}>;

export type CallsQuery = {
  calls: {
    nodes: Array<{
      id: string;
      direction: CallDirection;
      status: CallStatus;
      from: string | null;
      fromName: string | null;
      withheld: boolean;
      dialled: string | null;
      startedAt: string;
      answeredAt: string | null;
      endedAt: string | null;
      waitSeconds: number | null;
      talkSeconds: number | null;
      cause: CallCause | null;
      queueOutcome: QueueOutcome | null;
      person: { id: string; name: string } | null;
      queue: { id: string; name: string } | null;
    }>;
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
};

export type CallDetailsQueryVariables = Exact<{
  id: string;
}>;

export type CallDetailsQuery = {
  call: {
    id: string;
    direction: CallDirection;
    status: CallStatus;
    from: string | null;
    fromName: string | null;
    withheld: boolean;
    dialled: string | null;
    startedAt: string;
    answeredAt: string | null;
    endedAt: string | null;
    waitSeconds: number | null;
    talkSeconds: number | null;
    cause: CallCause | null;
    queueOutcome: QueueOutcome | null;
    provider: { id: string; name: string } | null;
    legs: Array<{
      id: string;
      role: LegRole;
      extension: string | null;
      number: string | null;
      state: LegState;
      startedAt: string;
      answeredAt: string | null;
      endedAt: string | null;
      person: { id: string; name: string } | null;
    }>;
    person: { id: string; name: string } | null;
    queue: { id: string; name: string } | null;
  } | null;
};

export type CallChoicesQueryVariables = Exact<{ [key: string]: never }>;

export type CallChoicesQuery = {
  queues: { nodes: Array<{ id: string; name: string }> };
  persons: { nodes: Array<{ id: string; name: string; extension: string | null }> };
};

export type PlacedCallQueryVariables = Exact<{
  id: string;
}>;

export type PlacedCallQuery = {
  callAttempt: {
    id: string;
    target: string;
    status: AttemptStatus;
    problem: string | null;
    createdAt: string;
    answeredAt: string | null;
    endedAt: string | null;
  } | null;
};

export type PlacedCallFieldsFragment = {
  id: string;
  target: string;
  status: AttemptStatus;
  problem: string | null;
  createdAt: string;
  answeredAt: string | null;
  endedAt: string | null;
};

export type PlaceCallMutationVariables = Exact<{
  input: CallOriginateInput;
}>;

export type PlaceCallMutation = {
  callOriginate: {
    callAttempt: {
      id: string;
      target: string;
      status: AttemptStatus;
      problem: string | null;
      createdAt: string;
      answeredAt: string | null;
      endedAt: string | null;
    } | null;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type HangUpMutationVariables = Exact<{
  id: string;
}>;

export type HangUpMutation = {
  callHangUp: {
    callAttempt: {
      id: string;
      target: string;
      status: AttemptStatus;
      problem: string | null;
      createdAt: string;
      answeredAt: string | null;
      endedAt: string | null;
    } | null;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type CallsChangedSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;

export type CallsChangedSubscription = { callChanged: { cursor: string; nodeId: string } };

export type PlacedCallChangedSubscriptionVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;

export type PlacedCallChangedSubscription = {
  callAttemptChanged: {
    cursor: string;
    callAttempt: {
      id: string;
      target: string;
      status: AttemptStatus;
      problem: string | null;
      createdAt: string;
      answeredAt: string | null;
      endedAt: string | null;
    } | null;
  };
};

export type ContactImportFieldsFragment = {
  id: string;
  name: string;
  status: ContactImportStatus;
  header: boolean;
  columns: Array<string>;
  country: string | null;
  rowCount: number;
  done: number;
  problem: string | null;
  counts: { created: number; updated: number; unchanged: number; duplicate: number; rejected: number };
  mapping: Array<{ column: string; target: ContactImportTarget; path: Array<string> | null }>;
};

export type ContactImportQueryVariables = Exact<{
  id: string;
}>;

export type ContactImportQuery = {
  contactImport: {
    id: string;
    name: string;
    status: ContactImportStatus;
    header: boolean;
    columns: Array<string>;
    country: string | null;
    rowCount: number;
    done: number;
    problem: string | null;
    counts: { created: number; updated: number; unchanged: number; duplicate: number; rejected: number };
    mapping: Array<{ column: string; target: ContactImportTarget; path: Array<string> | null }>;
  } | null;
};

export type ContactImportRowsQueryVariables = Exact<{
  id: string;
  verdict?: ContactImportVerdict | null | undefined;
  after?: string | null | undefined;
}>;

export type ContactImportRowsQuery = {
  contactImport: {
    id: string;
    rows: {
      nodes: Array<{
        line: number;
        cells: Array<string>;
        number: string | null;
        verdict: ContactImportVerdict | null;
        reason: string | null;
      }>;
      pageInfo: { hasNextPage: boolean; endCursor: string | null };
    };
  } | null;
};

export type ContactImportChangedSubscriptionVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;

export type ContactImportChangedSubscription = {
  contactImportChanged: {
    cursor: string;
    nodeId: string;
    contactImport: {
      id: string;
      name: string;
      status: ContactImportStatus;
      header: boolean;
      columns: Array<string>;
      country: string | null;
      rowCount: number;
      done: number;
      problem: string | null;
      counts: { created: number; updated: number; unchanged: number; duplicate: number; rejected: number };
      mapping: Array<{ column: string; target: ContactImportTarget; path: Array<string> | null }>;
    } | null;
  };
};

export type CreateContactImportMutationVariables = Exact<{
  input: ContactImportCreateInput;
}>;

export type CreateContactImportMutation = {
  contactImportCreate: {
    contactImport: { id: string } | null;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type UpdateContactImportMutationVariables = Exact<{
  id: string;
  input: ContactImportUpdateInput;
}>;

export type UpdateContactImportMutation = {
  contactImportUpdate: {
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type RunContactImportMutationVariables = Exact<{
  id: string;
}>;

export type RunContactImportMutation = {
  contactImportRun: {
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type ContactRowFieldsFragment = {
  id: string;
  number: string;
  name: string | null;
  timeZone: string | null;
  timeZoneSource: TimeZoneSource | null;
  doNotCallSince: string | null;
  doNotCallReason: string | null;
  createdAt: string;
  metadata: unknown;
};

export type ContactsQueryVariables = Exact<{
  filter?: ContactFilter | null | undefined;
  sort?: ContactSort | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;

export type ContactsQuery = {
  contacts: {
    totalCount: number;
    nodes: Array<{
      id: string;
      number: string;
      name: string | null;
      timeZone: string | null;
      timeZoneSource: TimeZoneSource | null;
      doNotCallSince: string | null;
      doNotCallReason: string | null;
      createdAt: string;
      metadata: unknown;
    }>;
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
};

export type ContactDetailsQueryVariables = Exact<{
  id: string;
}>;

export type ContactDetailsQuery = {
  contact: {
    id: string;
    number: string;
    name: string | null;
    timeZone: string | null;
    timeZoneSource: TimeZoneSource | null;
    doNotCallSince: string | null;
    doNotCallReason: string | null;
    createdAt: string;
    metadata: unknown;
    consents: Array<{
      channel: Channel;
      sender: string | null;
      state: ConsentState;
      occurredAt: string;
      detail: string | null;
    }>;
    participations: {
      nodes: Array<{
        id: string;
        status: ParticipationStatus;
        attempts: number;
        callout: { id: string; name: string } | null;
      }>;
    };
  } | null;
};

export type ContactsChangedSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;

export type ContactsChangedSubscription = { contactChanged: { cursor: string; nodeId: string } };

export type UpsertContactMutationVariables = Exact<{
  input: ContactUpsertInput;
}>;

export type UpsertContactMutation = {
  contactUpsert: {
    contact: { id: string } | null;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type SetDoNotCallMutationVariables = Exact<{
  id: string;
  reason?: string | null | undefined;
}>;

export type SetDoNotCallMutation = {
  contactDoNotCallSet: {
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type ClearDoNotCallMutationVariables = Exact<{
  id: string;
}>;

export type ClearDoNotCallMutation = {
  contactDoNotCallClear: {
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type FlowWordsFieldsFragment = {
  language: string;
  heard: { say: string | null; play: string | null };
};

export type FlowAskFieldsFragment = {
  retries: number;
  timeoutSeconds: number;
  words: Array<{ language: string; heard: { say: string | null; play: string | null } }>;
  outcomes: Array<{ keys: string; outcome: { meaning: FlowMeaning | null; own: string | null } }>;
};

export type FlowDocumentFieldsFragment = {
  languages: Array<string>;
  start: string | null;
  nodes: Array<{
    id: string;
    label: string | null;
    branches: Array<{ on: FlowBranchOn; keys: string | null; to: string | null }>;
    does: {
      answered: boolean | null;
      playMessage: {
        words: Array<{ language: string; heard: { say: string | null; play: string | null } }>;
      } | null;
      multipleChoice: {
        ask: {
          retries: number;
          timeoutSeconds: number;
          words: Array<{ language: string; heard: { say: string | null; play: string | null } }>;
          outcomes: Array<{ keys: string; outcome: { meaning: FlowMeaning | null; own: string | null } }>;
        };
        choices: Array<{ key: string; label: string; language: string | null }>;
      } | null;
      rating: {
        highest: number;
        ask: {
          retries: number;
          timeoutSeconds: number;
          words: Array<{ language: string; heard: { say: string | null; play: string | null } }>;
          outcomes: Array<{ keys: string; outcome: { meaning: FlowMeaning | null; own: string | null } }>;
        };
      } | null;
      captureDigits: {
        most: number;
        minimum: string | null;
        maximum: string | null;
        ask: {
          retries: number;
          timeoutSeconds: number;
          words: Array<{ language: string; heard: { say: string | null; play: string | null } }>;
          outcomes: Array<{ keys: string; outcome: { meaning: FlowMeaning | null; own: string | null } }>;
        };
      } | null;
      record: {
        longestSeconds: number;
        words: Array<{ language: string; heard: { say: string | null; play: string | null } }>;
      } | null;
      transfer: {
        to: string;
        ringSeconds: number;
        words: Array<{ language: string; heard: { say: string | null; play: string | null } }>;
      } | null;
      hangUp: {
        words: Array<{ language: string; heard: { say: string | null; play: string | null } }>;
      } | null;
      conference: {
        room: string;
        words: Array<{ language: string; heard: { say: string | null; play: string | null } }>;
      } | null;
      doNotCall: {
        words: Array<{ language: string; heard: { say: string | null; play: string | null } }>;
      } | null;
      sendMessage: {
        to: string | null;
        words: Array<{ language: string; heard: { say: string | null; play: string | null } }>;
        message: Array<{ language: string; text: string }>;
      } | null;
      voicemailDrop: {
        words: Array<{ language: string; heard: { say: string | null; play: string | null } }>;
      } | null;
    };
  }>;
};

export type FlowsQueryVariables = Exact<{
  search?: string | null | undefined;
  after?: string | null | undefined;
}>;

export type FlowsQuery = {
  flows: {
    nodes: Array<{
      id: string;
      name: string;
      description: string | null;
      version: number;
      updatedAt: string;
      findings: Array<{ code: FlowFindingCode }>;
      latestVersion: { id: string; number: number; name: string | null; sealedAt: string } | null;
    }>;
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
};

export type FlowQueryVariables = Exact<{
  id: string;
}>;

export type FlowQuery = {
  flow: {
    id: string;
    name: string;
    description: string | null;
    version: number;
    updatedAt: string;
    document: {
      languages: Array<string>;
      start: string | null;
      nodes: Array<{
        id: string;
        label: string | null;
        branches: Array<{ on: FlowBranchOn; keys: string | null; to: string | null }>;
        does: {
          answered: boolean | null;
          playMessage: {
            words: Array<{ language: string; heard: { say: string | null; play: string | null } }>;
          } | null;
          multipleChoice: {
            ask: {
              retries: number;
              timeoutSeconds: number;
              words: Array<{ language: string; heard: { say: string | null; play: string | null } }>;
              outcomes: Array<{ keys: string; outcome: { meaning: FlowMeaning | null; own: string | null } }>;
            };
            choices: Array<{ key: string; label: string; language: string | null }>;
          } | null;
          rating: {
            highest: number;
            ask: {
              retries: number;
              timeoutSeconds: number;
              words: Array<{ language: string; heard: { say: string | null; play: string | null } }>;
              outcomes: Array<{ keys: string; outcome: { meaning: FlowMeaning | null; own: string | null } }>;
            };
          } | null;
          captureDigits: {
            most: number;
            minimum: string | null;
            maximum: string | null;
            ask: {
              retries: number;
              timeoutSeconds: number;
              words: Array<{ language: string; heard: { say: string | null; play: string | null } }>;
              outcomes: Array<{ keys: string; outcome: { meaning: FlowMeaning | null; own: string | null } }>;
            };
          } | null;
          record: {
            longestSeconds: number;
            words: Array<{ language: string; heard: { say: string | null; play: string | null } }>;
          } | null;
          transfer: {
            to: string;
            ringSeconds: number;
            words: Array<{ language: string; heard: { say: string | null; play: string | null } }>;
          } | null;
          hangUp: {
            words: Array<{ language: string; heard: { say: string | null; play: string | null } }>;
          } | null;
          conference: {
            room: string;
            words: Array<{ language: string; heard: { say: string | null; play: string | null } }>;
          } | null;
          doNotCall: {
            words: Array<{ language: string; heard: { say: string | null; play: string | null } }>;
          } | null;
          sendMessage: {
            to: string | null;
            words: Array<{ language: string; heard: { say: string | null; play: string | null } }>;
            message: Array<{ language: string; text: string }>;
          } | null;
          voicemailDrop: {
            words: Array<{ language: string; heard: { say: string | null; play: string | null } }>;
          } | null;
        };
      }>;
    };
    findings: Array<{ code: FlowFindingCode; path: Array<string>; node: string | null; message: string }>;
    versions: {
      nodes: Array<{ id: string; number: number; name: string | null; sealedBy: string; sealedAt: string }>;
    };
  } | null;
};

export type FlowVersionQueryVariables = Exact<{
  id: string;
}>;

export type FlowVersionQuery = {
  flowVersion: {
    id: string;
    number: number;
    name: string | null;
    sealedBy: string;
    sealedAt: string;
    document: {
      languages: Array<string>;
      start: string | null;
      nodes: Array<{
        id: string;
        label: string | null;
        branches: Array<{ on: FlowBranchOn; keys: string | null; to: string | null }>;
        does: {
          answered: boolean | null;
          playMessage: {
            words: Array<{ language: string; heard: { say: string | null; play: string | null } }>;
          } | null;
          multipleChoice: {
            ask: {
              retries: number;
              timeoutSeconds: number;
              words: Array<{ language: string; heard: { say: string | null; play: string | null } }>;
              outcomes: Array<{ keys: string; outcome: { meaning: FlowMeaning | null; own: string | null } }>;
            };
            choices: Array<{ key: string; label: string; language: string | null }>;
          } | null;
          rating: {
            highest: number;
            ask: {
              retries: number;
              timeoutSeconds: number;
              words: Array<{ language: string; heard: { say: string | null; play: string | null } }>;
              outcomes: Array<{ keys: string; outcome: { meaning: FlowMeaning | null; own: string | null } }>;
            };
          } | null;
          captureDigits: {
            most: number;
            minimum: string | null;
            maximum: string | null;
            ask: {
              retries: number;
              timeoutSeconds: number;
              words: Array<{ language: string; heard: { say: string | null; play: string | null } }>;
              outcomes: Array<{ keys: string; outcome: { meaning: FlowMeaning | null; own: string | null } }>;
            };
          } | null;
          record: {
            longestSeconds: number;
            words: Array<{ language: string; heard: { say: string | null; play: string | null } }>;
          } | null;
          transfer: {
            to: string;
            ringSeconds: number;
            words: Array<{ language: string; heard: { say: string | null; play: string | null } }>;
          } | null;
          hangUp: {
            words: Array<{ language: string; heard: { say: string | null; play: string | null } }>;
          } | null;
          conference: {
            room: string;
            words: Array<{ language: string; heard: { say: string | null; play: string | null } }>;
          } | null;
          doNotCall: {
            words: Array<{ language: string; heard: { say: string | null; play: string | null } }>;
          } | null;
          sendMessage: {
            to: string | null;
            words: Array<{ language: string; heard: { say: string | null; play: string | null } }>;
            message: Array<{ language: string; text: string }>;
          } | null;
          voicemailDrop: {
            words: Array<{ language: string; heard: { say: string | null; play: string | null } }>;
          } | null;
        };
      }>;
    };
    results: {
      runs: number;
      statuses: Array<{ status: FlowRunStatus; count: number }>;
      outcomes: Array<{ count: number; outcome: { meaning: FlowMeaning | null; own: string | null } | null }>;
      nodes: Array<{
        node: string;
        label: string | null;
        total: number;
        responses: Array<{ kind: FlowResultKind; response: string | null; count: number }>;
        recordings: { to20: number; to40: number; to60: number; to90: number; longer: number } | null;
      }>;
    };
  } | null;
};

export type FlowRunsQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;

export type FlowRunsQuery = {
  flowVersion: {
    id: string;
    runs: {
      nodes: Array<{
        id: string;
        status: FlowRunStatus;
        problem: string | null;
        language: string;
        startedAt: string;
        endedAt: string | null;
        outcome: { meaning: FlowMeaning | null; own: string | null } | null;
        contact: { id: string; name: string | null } | null;
        results: Array<{
          node: string;
          label: string | null;
          kind: FlowResultKind;
          response: string | null;
          keys: string | null;
        }>;
      }>;
      pageInfo: { hasNextPage: boolean; endCursor: string | null };
    };
  } | null;
};

export type FlowSealMutationVariables = Exact<{
  id: string;
  version: number;
  name?: string | null | undefined;
}>;

export type FlowSealMutation = {
  flowSeal: {
    flowVersion: { id: string; number: number } | null;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type FlowRunChangedSubscriptionVariables = Exact<{
  flowVersionId?: string | null | undefined;
  after?: string | null | undefined;
}>;

export type FlowRunChangedSubscription = {
  flowRunChanged: { cursor: string; kind: ChangeKind; nodeId: string; status: FlowRunStatus };
};

export type RingingCallFieldsFragment = {
  id: string;
  status: CallStatus;
  from: string | null;
  fromName: string | null;
  withheld: boolean;
  startedAt: string;
  queue: { id: string; name: string } | null;
  legs: Array<{ id: string; state: LegState; person: { id: string } | null }>;
};

export type RingingCallQueryVariables = Exact<{
  personId: string;
}>;

export type RingingCallQuery = {
  person: {
    id: string;
    currentCall: {
      id: string;
      status: CallStatus;
      from: string | null;
      fromName: string | null;
      withheld: boolean;
      startedAt: string;
      queue: { id: string; name: string } | null;
      legs: Array<{ id: string; state: LegState; person: { id: string } | null }>;
    } | null;
  } | null;
};

export type IncomingCallSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;

export type IncomingCallSubscription = {
  incomingCall: {
    cursor: string;
    kind: ChangeKind;
    nodeId: string;
    queue: { id: string; name: string } | null;
    call: {
      id: string;
      status: CallStatus;
      from: string | null;
      fromName: string | null;
      withheld: boolean;
      startedAt: string;
      queue: { id: string; name: string } | null;
      legs: Array<{ id: string; state: LegState; person: { id: string } | null }>;
    } | null;
  };
};

export type OwnCallChangedSubscriptionVariables = Exact<{
  personId: string;
  after?: string | null | undefined;
}>;

export type OwnCallChangedSubscription = {
  callChanged: {
    cursor: string;
    kind: ChangeKind;
    nodeId: string;
    call: {
      id: string;
      status: CallStatus;
      from: string | null;
      fromName: string | null;
      withheld: boolean;
      startedAt: string;
      queue: { id: string; name: string } | null;
      legs: Array<{ id: string; state: LegState; person: { id: string } | null }>;
    } | null;
  };
};

export type CallerQueryVariables = Exact<{
  number: string;
}>;

export type CallerQuery = {
  contactByNumber: {
    id: string;
    number: string;
    name: string | null;
    timeZone: string | null;
    doNotCallSince: string | null;
    doNotCallReason: string | null;
    metadata: unknown;
  } | null;
  calls: {
    nodes: Array<{
      id: string;
      direction: CallDirection;
      status: CallStatus;
      startedAt: string;
      talkSeconds: number | null;
      person: { id: string; name: string } | null;
      queue: { id: string; name: string } | null;
    }>;
  };
};

export type PauseMemberMutationVariables = Exact<{
  personId: string;
  queueId?: string | null | undefined;
  reason: string;
}>;

export type PauseMemberMutation = {
  queueMemberPause: {
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type ResumeMemberMutationVariables = Exact<{
  personId: string;
  queueId?: string | null | undefined;
}>;

export type ResumeMemberMutation = {
  queueMemberResume: {
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type AddableQueryVariables = Exact<{ [key: string]: never }>;

export type AddableQuery = {
  persons: { nodes: Array<{ id: string; name: string; extension: string | null }> };
};

export type AddMemberMutationVariables = Exact<{
  queueId: string;
  personId: string;
  penalty?: number | null | undefined;
}>;

export type AddMemberMutation = {
  queueMemberAdd: {
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type RemoveMemberMutationVariables = Exact<{
  queueId: string;
  personId: string;
  reason?: string | null | undefined;
}>;

export type RemoveMemberMutation = {
  queueMemberRemove: {
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type ProviderFieldsFragment = {
  id: string;
  name: string;
  kind: ProviderKind;
  health: ProviderHealth;
  healthSince: string;
  lastHeardAt: string | null;
  startedAt: string | null;
  problem: { code: string; message: string } | null;
  capabilities: Array<{ operation: ProviderOperation; support: Support }>;
};

export type ProvidersQueryVariables = Exact<{ [key: string]: never }>;

export type ProvidersQuery = {
  providers: Array<{
    id: string;
    name: string;
    kind: ProviderKind;
    health: ProviderHealth;
    healthSince: string;
    lastHeardAt: string | null;
    startedAt: string | null;
    problem: { code: string; message: string } | null;
    capabilities: Array<{ operation: ProviderOperation; support: Support }>;
  }>;
};

export type CallLimitsQueryVariables = Exact<{ [key: string]: never }>;

export type CallLimitsQuery = {
  callLimits: Array<{
    providerId: string | null;
    callsPerSecond: number | null;
    callsAtOnce: number | null;
    callsUnderWay: number;
  }>;
};

export type ProviderChangedSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;

export type ProviderChangedSubscription = {
  providerChanged: {
    cursor: string;
    nodeId: string;
    provider: {
      id: string;
      name: string;
      kind: ProviderKind;
      health: ProviderHealth;
      healthSince: string;
      lastHeardAt: string | null;
      startedAt: string | null;
      problem: { code: string; message: string } | null;
      capabilities: Array<{ operation: ProviderOperation; support: Support }>;
    } | null;
  };
};

export type SessionFieldsFragment = {
  accessToken: string;
  accessTokenExpiresAt: string;
  refreshToken: string;
  refreshTokenExpiresAt: string;
};

export type LogInMutationVariables = Exact<{
  email: string;
  password: string;
}>;

export type LogInMutation = {
  logIn: {
    session: {
      accessToken: string;
      accessTokenExpiresAt: string;
      refreshToken: string;
      refreshTokenExpiresAt: string;
    } | null;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type RefreshSessionMutationVariables = Exact<{
  refreshToken: string;
}>;

export type RefreshSessionMutation = {
  sessionRefresh: {
    session: {
      accessToken: string;
      accessTokenExpiresAt: string;
      refreshToken: string;
      refreshTokenExpiresAt: string;
    } | null;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type LogOutMutationVariables = Exact<{ [key: string]: never }>;

export type LogOutMutation = {
  logOut: { userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }> } | null;
};

export type ViewerQueryVariables = Exact<{ [key: string]: never }>;

export type ViewerQuery = {
  viewer: {
    role: Role;
    account: { id: string; name: string };
    user: { id: string; email: string } | null;
    person: { id: string; name: string } | null;
  };
};

export type TimetableTurnFieldsFragment = {
  id: string;
  line: number;
  personId: string | null;
  standing: boolean;
  costs: Array<{ constraint: RotaConstraint; points: number; hard: boolean; why: string }>;
};

export type SolverRunFieldsFragment = {
  id: string;
  status: SolverRunStatus;
  baseVersion: number;
  incumbent: number | null;
  bound: number | null;
  gap: number | null;
  seconds: number | null;
  timeLimitSeconds: number;
  minimumChange: boolean;
  stopRequested: boolean;
  problem: string | null;
  createdAt: string;
  endedAt: string | null;
  actor: { name: string };
  conflicts: Array<{ message: string }> | null;
};

export type TurnWarningFieldsFragment = { kind: TurnWarningKind; message: string };

export type TimetableQueuesQueryVariables = Exact<{ [key: string]: never }>;

export type TimetableQueuesQuery = {
  queues: {
    nodes: Array<{ id: string; name: string; timeZone: string; serviceHours: Array<{ weekday: Weekday }> }>;
  };
};

export type TimetableWeeksQueryVariables = Exact<{
  queueId: string;
}>;

export type TimetableWeeksQuery = {
  timetables: { nodes: Array<{ id: string; week: string; status: TimetableStatus; version: number }> };
};

export type TimetablePeopleQueryVariables = Exact<{
  after?: string | null | undefined;
}>;

export type TimetablePeopleQuery = {
  persons: {
    nodes: Array<{
      id: string;
      name: string;
      colour: string | null;
      active: boolean;
      busy: Array<{
        id: string;
        weekday: Weekday | null;
        date: string | null;
        startsAt: string | null;
        endsAt: string | null;
        required: boolean;
        reason: string;
      }>;
    }>;
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
};

export type TimetableWeekQueryVariables = Exact<{
  queueId: string;
  week: string;
}>;

export type TimetableWeekQuery = {
  timetableOf: {
    id: string;
    week: string;
    status: TimetableStatus;
    version: number;
    timeZone: string;
    publishedAt: string | null;
    slots: Array<{
      id: string;
      day: string;
      ordinal: number;
      localStart: string;
      localEnd: string;
      startsAt: string;
      endsAt: string;
      turns: Array<{
        id: string;
        line: number;
        personId: string | null;
        standing: boolean;
        costs: Array<{ constraint: RotaConstraint; points: number; hard: boolean; why: string }>;
      }>;
    }>;
    loads: Array<{
      ideal: number;
      load: number;
      decided: boolean;
      assigned: number;
      overload: number;
      creditBefore: number;
      person: { id: string } | null;
    }>;
    score: {
      points: number;
      breaches: number;
      parts: Array<{ constraint: RotaConstraint; points: number }>;
      ofNoTurn: Array<{ constraint: RotaConstraint; points: number; hard: boolean; why: string }>;
    } | null;
    quality: { cells: number; filled: number; coverage: number; balance: number } | null;
    latestRun: {
      id: string;
      status: SolverRunStatus;
      baseVersion: number;
      incumbent: number | null;
      bound: number | null;
      gap: number | null;
      seconds: number | null;
      timeLimitSeconds: number;
      minimumChange: boolean;
      stopRequested: boolean;
      problem: string | null;
      createdAt: string;
      endedAt: string | null;
      actor: { name: string };
      conflicts: Array<{ message: string }> | null;
    } | null;
  } | null;
};

export type TimetableHistoryQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;

export type TimetableHistoryQuery = {
  timetable: {
    id: string;
    history: {
      nodes: Array<{
        id: string;
        version: number;
        occurredAt: string;
        what: TimetableAction;
        reason: string | null;
        undoesId: string | null;
        undoneById: string | null;
        actor: { name: string };
        cells: Array<{
          turnId: string;
          line: number;
          slot: { day: string; localStart: string } | null;
          before: { id: string; name: string } | null;
          after: { id: string; name: string } | null;
        }>;
      }>;
      pageInfo: { hasNextPage: boolean; endCursor: string | null };
    };
  } | null;
};

export type TimetableDiffQueryVariables = Exact<{
  fromId: string;
  fromVersion?: number | null | undefined;
  toId?: string | null | undefined;
  toVersion?: number | null | undefined;
}>;

export type TimetableDiffQuery = {
  timetableDiff: Array<{
    weekday: Weekday;
    startsAt: string;
    out: Array<{ id: string; name: string }>;
    into: Array<{ id: string; name: string }>;
  }> | null;
};

export type TurnAlternativesQueryVariables = Exact<{
  id: string;
}>;

export type TurnAlternativesQuery = {
  node:
    | {
        id: string;
        alternatives: Array<{
          personId: string;
          delta: number;
          parts: Array<{ constraint: RotaConstraint; points: number }>;
          warnings: Array<{ kind: TurnWarningKind; message: string }>;
          refusals: Array<{ message: string }>;
        }>;
      }
    | Record<PropertyKey, never>
    | null;
};

export type TurnPreviewFieldsFragment = {
  pointsBefore: number;
  pointsAfter: number;
  breachesBefore: number;
  breachesAfter: number;
  parts: Array<{ constraint: RotaConstraint; points: number }>;
  warnings: Array<{ kind: TurnWarningKind; message: string }>;
  refusals: Array<{ message: string }>;
};

export type TurnSwapPreviewQueryVariables = Exact<{
  id: string;
  withId: string;
}>;

export type TurnSwapPreviewQuery = {
  turnSwapPreview: {
    pointsBefore: number;
    pointsAfter: number;
    breachesBefore: number;
    breachesAfter: number;
    parts: Array<{ constraint: RotaConstraint; points: number }>;
    warnings: Array<{ kind: TurnWarningKind; message: string }>;
    refusals: Array<{ message: string }>;
  } | null;
};

export type TurnAssignPreviewQueryVariables = Exact<{
  id: string;
  personId?: string | null | undefined;
}>;

export type TurnAssignPreviewQuery = {
  turnAssignPreview: {
    pointsBefore: number;
    pointsAfter: number;
    breachesBefore: number;
    breachesAfter: number;
    parts: Array<{ constraint: RotaConstraint; points: number }>;
    warnings: Array<{ kind: TurnWarningKind; message: string }>;
    refusals: Array<{ message: string }>;
  } | null;
};

export type TurnAssignMutationVariables = Exact<{
  id: string;
  personId?: string | null | undefined;
  version: number;
  ignoreWarnings: boolean;
  reason?: string | null | undefined;
}>;

export type TurnAssignMutation = {
  turnAssign: {
    timetable: { id: string; version: number } | null;
    warnings: Array<{ kind: TurnWarningKind; message: string }> | null;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type TurnSwapMutationVariables = Exact<{
  id: string;
  withId: string;
  version: number;
  ignoreWarnings: boolean;
  reason?: string | null | undefined;
}>;

export type TurnSwapMutation = {
  turnSwap: {
    timetable: { id: string; version: number } | null;
    warnings: Array<{ kind: TurnWarningKind; message: string }> | null;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type TimetableCreateMutationVariables = Exact<{
  queueId: string;
  week: string;
  copyFromId?: string | null | undefined;
}>;

export type TimetableCreateMutation = {
  timetableCreate: {
    timetable: { id: string } | null;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type TimetableDeleteMutationVariables = Exact<{
  id: string;
}>;

export type TimetableDeleteMutation = {
  timetableDelete: {
    deletedId: string | null;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type TimetablePublishMutationVariables = Exact<{
  id: string;
  version: number;
}>;

export type TimetablePublishMutation = {
  timetablePublish: {
    timetable: { id: string; status: TimetableStatus } | null;
    warnings: Array<{ kind: TurnWarningKind; message: string }> | null;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type TimetableUndoMutationVariables = Exact<{
  id: string;
  version: number;
}>;

export type TimetableUndoMutation = {
  timetableUndo: {
    timetable: { id: string; version: number } | null;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type TimetableLoadsSetMutationVariables = Exact<{
  id: string;
  loads: Array<TimetableLoadInput> | TimetableLoadInput;
}>;

export type TimetableLoadsSetMutation = {
  timetableLoadsSet: {
    timetable: { id: string } | null;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type TimetableSolveMutationVariables = Exact<{
  id: string;
  timeLimitSeconds: number;
  minimumChange: boolean;
}>;

export type TimetableSolveMutation = {
  timetableSolve: {
    run: {
      id: string;
      status: SolverRunStatus;
      baseVersion: number;
      incumbent: number | null;
      bound: number | null;
      gap: number | null;
      seconds: number | null;
      timeLimitSeconds: number;
      minimumChange: boolean;
      stopRequested: boolean;
      problem: string | null;
      createdAt: string;
      endedAt: string | null;
      actor: { name: string };
      conflicts: Array<{ message: string }> | null;
    } | null;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type SolverRunStopMutationVariables = Exact<{
  id: string;
}>;

export type SolverRunStopMutation = {
  solverRunStop: {
    run: {
      id: string;
      status: SolverRunStatus;
      baseVersion: number;
      incumbent: number | null;
      bound: number | null;
      gap: number | null;
      seconds: number | null;
      timeLimitSeconds: number;
      minimumChange: boolean;
      stopRequested: boolean;
      problem: string | null;
      createdAt: string;
      endedAt: string | null;
      actor: { name: string };
      conflicts: Array<{ message: string }> | null;
    } | null;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type SolverRunApplyMutationVariables = Exact<{
  id: string;
  version: number;
}>;

export type SolverRunApplyMutation = {
  solverRunApply: {
    timetable: { id: string; version: number } | null;
    userErrors: Array<{ code: UserErrorCode; message: string; path: Array<string> | null }>;
  } | null;
};

export type TimetableChangedSubscriptionVariables = Exact<{
  queueId?: string | null | undefined;
  after?: string | null | undefined;
}>;

export type TimetableChangedSubscription = {
  timetableChanged: {
    cursor: string;
    kind: ChangeKind;
    nodeId: string;
    what: TimetableChangeKind;
    week: string;
    version: number;
    actor: { name: string };
  };
};

export type SolverRunChangedSubscriptionVariables = Exact<{
  timetableId?: string | null | undefined;
  after?: string | null | undefined;
}>;

export type SolverRunChangedSubscription = {
  solverRunChanged: {
    cursor: string;
    nodeId: string;
    timetableId: string;
    status: SolverRunStatus;
    incumbent: number | null;
    bound: number | null;
    gap: number | null;
    seconds: number | null;
    problem: string | null;
  };
};

export type UserErrorFieldsFragment = { code: UserErrorCode; message: string; path: Array<string> | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const AlarmFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment AlarmFields on Alarm {
  id
  name
  enabled
  version
  beforeSeconds
  at
  urgent
  late
  retrySeconds
  window {
    from
    to
    timeZone
  }
  steps {
    method
    number
    contactId
    personId
    email
    flowVersionId
    templateId
    attempts
    afterSeconds
  }
}
    `,
  { fragmentName: 'AlarmFields' },
) as unknown as TypedDocumentString<AlarmFieldsFragment, unknown>;
export const ReminderFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment ReminderFields on Reminder {
  id
  status
  reason
  step
  method
  tries
  plannedAt
  dueAt
  endedAt
  keys
  answer {
    meaning
    own
  }
  alarm {
    id
    name
  }
  calls {
    id
    target
    status
    createdAt
    answeredAt
    endedAt
    talkSeconds
  }
  messages {
    id
    to
    status
    createdAt
    sentAt
  }
}
    `,
  { fragmentName: 'ReminderFields' },
) as unknown as TypedDocumentString<ReminderFieldsFragment, unknown>;
export const QueueFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment QueueFields on Queue {
  id
  name
  key
  mode
  serviceLevelSeconds
  provider {
    id
    name
    health
    lastHeardAt
  }
  sync {
    state
    pending
    problem
  }
}
    `,
  { fragmentName: 'QueueFields' },
) as unknown as TypedDocumentString<QueueFieldsFragment, unknown>;
export const MemberFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment MemberFields on QueueMember {
  id
  name
  extension
  endpoint
  presence
  since
  callsTaken
  penalty
  source
  drift
  person {
    id
    name
  }
  paused {
    reason
    since
  }
  changedBy {
    name
  }
}
    `,
  { fragmentName: 'MemberFields' },
) as unknown as TypedDocumentString<MemberFieldsFragment, unknown>;
export const WaitingCallFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment WaitingCallFields on WaitingCall {
  callId
  position
  number
  name
  withheld
  since
  ringing {
    id
    name
  }
}
    `,
  { fragmentName: 'WaitingCallFields' },
) as unknown as TypedDocumentString<WaitingCallFieldsFragment, unknown>;
export const CounterFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment CounterFields on QueueCounters {
  offered
  answered
  abandoned
  timedOut
  serviceLevel
}
    `,
  { fragmentName: 'CounterFields' },
) as unknown as TypedDocumentString<CounterFieldsFragment, unknown>;
export const BusyFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment BusyFields on BusyEntry {
  id
  weekday
  date
  startsAt
  endsAt
  required
  dayOff
  reason
}
    `,
  { fragmentName: 'BusyFields' },
) as unknown as TypedDocumentString<BusyFieldsFragment, unknown>;
export const CalendarFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment CalendarFields on Calendar {
  id
  name
  timeZone
  ownerPerson {
    id
    name
  }
}
    `,
  { fragmentName: 'CalendarFields' },
) as unknown as TypedDocumentString<CalendarFieldsFragment, unknown>;
export const OccurrenceFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment OccurrenceFields on Occurrence {
  id
  state
  cause
  startsAt
  endsAt
  originalStart
  moved
  event {
    id
    title
    status
    timeZone
    rule
    calendar {
      id
      name
    }
  }
}
    `,
  { fragmentName: 'OccurrenceFields' },
) as unknown as TypedDocumentString<OccurrenceFieldsFragment, unknown>;
export const EventFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment EventFields on Event {
  id
  title
  description
  status
  start
  timeZone
  durationSeconds
  rule
  besides
  leftOut
  endsAt
  calendar {
    id
    name
  }
}
    `,
  { fragmentName: 'EventFields' },
) as unknown as TypedDocumentString<EventFieldsFragment, unknown>;
export const CalloutProgressFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment CalloutProgressFields on CalloutStatistics {
  calloutParticipations
  calloutParticipationsInFlight
  calloutParticipationsAnswered
  calloutParticipationsExhausted
  calloutParticipationsSkipped
  calloutParticipationsPending
  calloutParticipationsWaiting
  calls
  callsInitialized
  callsScheduling
  callsFetchingStatus
  callsQueued
  callsInProgress
  callsCompleted
  callsBusy
  callsNotAnswered
  callsFailed
  callsCanceled
  callsErrored
  callsExpired
  costEstimated
  costCapReached
}
    `,
  { fragmentName: 'CalloutProgressFields' },
) as unknown as TypedDocumentString<CalloutProgressFieldsFragment, unknown>;
export const CalloutRowFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment CalloutRowFields on Callout {
  id
  name
  status
  priority
  createdAt
  startedAt
  statistics {
    ...CalloutProgressFields
  }
}
    fragment CalloutProgressFields on CalloutStatistics {
  calloutParticipations
  calloutParticipationsInFlight
  calloutParticipationsAnswered
  calloutParticipationsExhausted
  calloutParticipationsSkipped
  calloutParticipationsPending
  calloutParticipationsWaiting
  calls
  callsInitialized
  callsScheduling
  callsFetchingStatus
  callsQueued
  callsInProgress
  callsCompleted
  callsBusy
  callsNotAnswered
  callsFailed
  callsCanceled
  callsErrored
  callsExpired
  costEstimated
  costCapReached
}`,
  { fragmentName: 'CalloutRowFields' },
) as unknown as TypedDocumentString<CalloutRowFieldsFragment, unknown>;
export const CalloutFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment CalloutFields on Callout {
  ...CalloutRowFields
  startsAt
  stoppedAt
  completedAt
  expiresAt
  errorMessage
  ringSeconds
  detectMachine
  script {
    kind
    text
    audio
    to
    flowVersionId
  }
  routes {
    providerId
    provider {
      id
      name
      health
    }
    from
  }
  pacing {
    callsPerSecond
    maxConcurrent
  }
  retry {
    statuses
    maxAttempts
    delaySeconds
  }
  policy {
    hours {
      weekdays
      from
      to
    }
  }
  costCap {
    amount
    currency
  }
  populations {
    id
    status
    matched
    added
    errorMessage
    createdAt
    finishedAt
  }
}
    fragment CalloutProgressFields on CalloutStatistics {
  calloutParticipations
  calloutParticipationsInFlight
  calloutParticipationsAnswered
  calloutParticipationsExhausted
  calloutParticipationsSkipped
  calloutParticipationsPending
  calloutParticipationsWaiting
  calls
  callsInitialized
  callsScheduling
  callsFetchingStatus
  callsQueued
  callsInProgress
  callsCompleted
  callsBusy
  callsNotAnswered
  callsFailed
  callsCanceled
  callsErrored
  callsExpired
  costEstimated
  costCapReached
}
fragment CalloutRowFields on Callout {
  id
  name
  status
  priority
  createdAt
  startedAt
  statistics {
    ...CalloutProgressFields
  }
}`,
  { fragmentName: 'CalloutFields' },
) as unknown as TypedDocumentString<CalloutFieldsFragment, unknown>;
export const ParticipationFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment ParticipationFields on Participation {
  id
  number
  status
  attempts
  lastStatus
  reason
  dueAt
  updatedAt
  contact {
    id
    name
  }
}
    `,
  { fragmentName: 'ParticipationFields' },
) as unknown as TypedDocumentString<ParticipationFieldsFragment, unknown>;
export const CallRowFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment CallRowFields on Call {
  id
  direction
  status
  from
  fromName
  withheld
  dialled
  startedAt
  answeredAt
  endedAt
  waitSeconds
  talkSeconds
  cause
  queueOutcome
  person {
    id
    name
  }
  queue {
    id
    name
  }
}
    `,
  { fragmentName: 'CallRowFields' },
) as unknown as TypedDocumentString<CallRowFieldsFragment, unknown>;
export const PlacedCallFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment PlacedCallFields on CallAttempt {
  id
  target
  status
  problem
  createdAt
  answeredAt
  endedAt
}
    `,
  { fragmentName: 'PlacedCallFields' },
) as unknown as TypedDocumentString<PlacedCallFieldsFragment, unknown>;
export const ContactImportFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment ContactImportFields on ContactImport {
  id
  name
  status
  header
  columns
  country
  rowCount
  done
  problem
  counts {
    created
    updated
    unchanged
    duplicate
    rejected
  }
  mapping {
    column
    target
    path
  }
}
    `,
  { fragmentName: 'ContactImportFields' },
) as unknown as TypedDocumentString<ContactImportFieldsFragment, unknown>;
export const ContactRowFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment ContactRowFields on Contact {
  id
  number
  name
  timeZone
  timeZoneSource
  doNotCallSince
  doNotCallReason
  createdAt
  metadata
}
    `,
  { fragmentName: 'ContactRowFields' },
) as unknown as TypedDocumentString<ContactRowFieldsFragment, unknown>;
export const FlowWordsFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment FlowWordsFields on FlowWords {
  language
  heard {
    say
    play
  }
}
    `,
  { fragmentName: 'FlowWordsFields' },
) as unknown as TypedDocumentString<FlowWordsFieldsFragment, unknown>;
export const FlowAskFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment FlowAskFields on FlowAsk {
  words {
    ...FlowWordsFields
  }
  retries
  timeoutSeconds
  outcomes {
    keys
    outcome {
      meaning
      own
    }
  }
}
    fragment FlowWordsFields on FlowWords {
  language
  heard {
    say
    play
  }
}`,
  { fragmentName: 'FlowAskFields' },
) as unknown as TypedDocumentString<FlowAskFieldsFragment, unknown>;
export const FlowDocumentFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment FlowDocumentFields on FlowDocument {
  languages
  start
  nodes {
    id
    label
    branches {
      on
      keys
      to
    }
    does {
      playMessage {
        words {
          ...FlowWordsFields
        }
      }
      multipleChoice {
        ask {
          ...FlowAskFields
        }
        choices {
          key
          label
          language
        }
      }
      rating {
        ask {
          ...FlowAskFields
        }
        highest
      }
      captureDigits {
        ask {
          ...FlowAskFields
        }
        most
        minimum
        maximum
      }
      record {
        words {
          ...FlowWordsFields
        }
        longestSeconds
      }
      transfer {
        words {
          ...FlowWordsFields
        }
        to
        ringSeconds
      }
      hangUp {
        words {
          ...FlowWordsFields
        }
      }
      conference {
        words {
          ...FlowWordsFields
        }
        room
      }
      doNotCall {
        words {
          ...FlowWordsFields
        }
      }
      sendMessage {
        words {
          ...FlowWordsFields
        }
        message {
          language
          text
        }
        to
      }
      answered
      voicemailDrop {
        words {
          ...FlowWordsFields
        }
      }
    }
  }
}
    fragment FlowWordsFields on FlowWords {
  language
  heard {
    say
    play
  }
}
fragment FlowAskFields on FlowAsk {
  words {
    ...FlowWordsFields
  }
  retries
  timeoutSeconds
  outcomes {
    keys
    outcome {
      meaning
      own
    }
  }
}`,
  { fragmentName: 'FlowDocumentFields' },
) as unknown as TypedDocumentString<FlowDocumentFieldsFragment, unknown>;
export const RingingCallFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment RingingCallFields on Call {
  id
  status
  from
  fromName
  withheld
  startedAt
  queue {
    id
    name
  }
  legs {
    id
    state
    person {
      id
    }
  }
}
    `,
  { fragmentName: 'RingingCallFields' },
) as unknown as TypedDocumentString<RingingCallFieldsFragment, unknown>;
export const ProviderFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment ProviderFields on Provider {
  id
  name
  kind
  health
  healthSince
  lastHeardAt
  startedAt
  problem {
    code
    message
  }
  capabilities {
    operation
    support
  }
}
    `,
  { fragmentName: 'ProviderFields' },
) as unknown as TypedDocumentString<ProviderFieldsFragment, unknown>;
export const SessionFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment SessionFields on Session {
  accessToken
  accessTokenExpiresAt
  refreshToken
  refreshTokenExpiresAt
}
    `,
  { fragmentName: 'SessionFields' },
) as unknown as TypedDocumentString<SessionFieldsFragment, unknown>;
export const TimetableTurnFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment TimetableTurnFields on Turn {
  id
  line
  personId
  standing
  costs {
    constraint
    points
    hard
    why
  }
}
    `,
  { fragmentName: 'TimetableTurnFields' },
) as unknown as TypedDocumentString<TimetableTurnFieldsFragment, unknown>;
export const SolverRunFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment SolverRunFields on SolverRun {
  id
  status
  baseVersion
  incumbent
  bound
  gap
  seconds
  timeLimitSeconds
  minimumChange
  stopRequested
  problem
  createdAt
  endedAt
  actor {
    name
  }
  conflicts {
    message
  }
}
    `,
  { fragmentName: 'SolverRunFields' },
) as unknown as TypedDocumentString<SolverRunFieldsFragment, unknown>;
export const TurnWarningFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment TurnWarningFields on TurnWarning {
  kind
  message
}
    `,
  { fragmentName: 'TurnWarningFields' },
) as unknown as TypedDocumentString<TurnWarningFieldsFragment, unknown>;
export const TurnPreviewFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment TurnPreviewFields on TurnPreview {
  pointsBefore
  pointsAfter
  breachesBefore
  breachesAfter
  parts {
    constraint
    points
  }
  warnings {
    ...TurnWarningFields
  }
  refusals {
    message
  }
}
    fragment TurnWarningFields on TurnWarning {
  kind
  message
}`,
  { fragmentName: 'TurnPreviewFields' },
) as unknown as TypedDocumentString<TurnPreviewFieldsFragment, unknown>;
export const UserErrorFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment UserErrorFields on UserError {
  code
  message
  path
}
    `,
  { fragmentName: 'UserErrorFields' },
) as unknown as TypedDocumentString<UserErrorFieldsFragment, unknown>;
export const OccurrenceRemindersDocument = new TypedDocumentString(`
    query OccurrenceReminders($id: ID!) {
  occurrence(id: $id) {
    id
    answer {
      meaning
      own
    }
    reminders {
      ...ReminderFields
    }
  }
}
    fragment ReminderFields on Reminder {
  id
  status
  reason
  step
  method
  tries
  plannedAt
  dueAt
  endedAt
  keys
  answer {
    meaning
    own
  }
  alarm {
    id
    name
  }
  calls {
    id
    target
    status
    createdAt
    answeredAt
    endedAt
    talkSeconds
  }
  messages {
    id
    to
    status
    createdAt
    sentAt
  }
}`) as unknown as TypedDocumentString<OccurrenceRemindersQuery, OccurrenceRemindersQueryVariables>;
export const EventAlarmsDocument = new TypedDocumentString(`
    query EventAlarms($id: ID!) {
  event(id: $id) {
    id
    alarms {
      ...AlarmFields
    }
  }
}
    fragment AlarmFields on Alarm {
  id
  name
  enabled
  version
  beforeSeconds
  at
  urgent
  late
  retrySeconds
  window {
    from
    to
    timeZone
  }
  steps {
    method
    number
    contactId
    personId
    email
    flowVersionId
    templateId
    attempts
    afterSeconds
  }
}`) as unknown as TypedDocumentString<EventAlarmsQuery, EventAlarmsQueryVariables>;
export const AlarmChoicesDocument = new TypedDocumentString(`
    query AlarmChoices {
  persons(filter: {active: true}, first: 200) {
    nodes {
      id
      name
    }
  }
  flows(first: 100) {
    nodes {
      id
      name
      latestVersion {
        id
      }
    }
  }
  templates(first: 100) {
    nodes {
      id
      name
      medium
    }
  }
}
    `) as unknown as TypedDocumentString<AlarmChoicesQuery, AlarmChoicesQueryVariables>;
export const AlarmCreateDocument = new TypedDocumentString(`
    mutation AlarmCreate($input: AlarmCreateInput!) {
  alarmCreate(input: $input) {
    alarm {
      ...AlarmFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment AlarmFields on Alarm {
  id
  name
  enabled
  version
  beforeSeconds
  at
  urgent
  late
  retrySeconds
  window {
    from
    to
    timeZone
  }
  steps {
    method
    number
    contactId
    personId
    email
    flowVersionId
    templateId
    attempts
    afterSeconds
  }
}
fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<AlarmCreateMutation, AlarmCreateMutationVariables>;
export const AlarmUpdateDocument = new TypedDocumentString(`
    mutation AlarmUpdate($id: ID!, $version: Int!, $input: AlarmUpdateInput!) {
  alarmUpdate(id: $id, version: $version, input: $input) {
    alarm {
      ...AlarmFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment AlarmFields on Alarm {
  id
  name
  enabled
  version
  beforeSeconds
  at
  urgent
  late
  retrySeconds
  window {
    from
    to
    timeZone
  }
  steps {
    method
    number
    contactId
    personId
    email
    flowVersionId
    templateId
    attempts
    afterSeconds
  }
}
fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<AlarmUpdateMutation, AlarmUpdateMutationVariables>;
export const AlarmDeleteDocument = new TypedDocumentString(`
    mutation AlarmDelete($id: ID!) {
  alarmDelete(id: $id) {
    deletedId
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<AlarmDeleteMutation, AlarmDeleteMutationVariables>;
export const CalendarReminderChangedDocument = new TypedDocumentString(`
    subscription CalendarReminderChanged($eventId: ID, $after: LiveCursor) {
  reminderChanged(eventId: $eventId, after: $after) {
    cursor
    kind
    nodeId
  }
}
    `) as unknown as TypedDocumentString<
  CalendarReminderChangedSubscription,
  CalendarReminderChangedSubscriptionVariables
>;
export const LiveCursorDocument = new TypedDocumentString(`
    query LiveCursor {
  liveCursor
}
    `) as unknown as TypedDocumentString<LiveCursorQuery, LiveCursorQueryVariables>;
export const BoardDocument = new TypedDocumentString(`
    query Board($after: String) {
  queues(first: 20, after: $after) {
    nodes {
      ...QueueFields
      state {
        stale
        counters {
          ...CounterFields
        }
        members {
          ...MemberFields
        }
        waiting {
          ...WaitingCallFields
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment QueueFields on Queue {
  id
  name
  key
  mode
  serviceLevelSeconds
  provider {
    id
    name
    health
    lastHeardAt
  }
  sync {
    state
    pending
    problem
  }
}
fragment MemberFields on QueueMember {
  id
  name
  extension
  endpoint
  presence
  since
  callsTaken
  penalty
  source
  drift
  person {
    id
    name
  }
  paused {
    reason
    since
  }
  changedBy {
    name
  }
}
fragment WaitingCallFields on WaitingCall {
  callId
  position
  number
  name
  withheld
  since
  ringing {
    id
    name
  }
}
fragment CounterFields on QueueCounters {
  offered
  answered
  abandoned
  timedOut
  serviceLevel
}`) as unknown as TypedDocumentString<BoardQuery, BoardQueryVariables>;
export const QueueChangedDocument = new TypedDocumentString(`
    subscription QueueChanged($after: LiveCursor) {
  queueChanged(after: $after) {
    cursor
    occurredAt
    kind
    nodeId
    what
    member {
      ...MemberFields
    }
    memberId
    waitingCall {
      ...WaitingCallFields
    }
    callId
    counters {
      ...CounterFields
    }
    queue {
      ...QueueFields
      state {
        stale
      }
    }
  }
}
    fragment QueueFields on Queue {
  id
  name
  key
  mode
  serviceLevelSeconds
  provider {
    id
    name
    health
    lastHeardAt
  }
  sync {
    state
    pending
    problem
  }
}
fragment MemberFields on QueueMember {
  id
  name
  extension
  endpoint
  presence
  since
  callsTaken
  penalty
  source
  drift
  person {
    id
    name
  }
  paused {
    reason
    since
  }
  changedBy {
    name
  }
}
fragment WaitingCallFields on WaitingCall {
  callId
  position
  number
  name
  withheld
  since
  ringing {
    id
    name
  }
}
fragment CounterFields on QueueCounters {
  offered
  answered
  abandoned
  timedOut
  serviceLevel
}`) as unknown as TypedDocumentString<QueueChangedSubscription, QueueChangedSubscriptionVariables>;
export const BusyPeopleDocument = new TypedDocumentString(`
    query BusyPeople($after: String) {
  persons(filter: {active: true}, first: 100, after: $after) {
    nodes {
      id
      name
      colour
      groups
      rota {
        idealLoad
        maxPerDay
        room
      }
      busy {
        ...BusyFields
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment BusyFields on BusyEntry {
  id
  weekday
  date
  startsAt
  endsAt
  required
  dayOff
  reason
}`) as unknown as TypedDocumentString<BusyPeopleQuery, BusyPeopleQueryVariables>;
export const BusyLoadsDocument = new TypedDocumentString(`
    query BusyLoads($queueId: ID!, $week: Date!) {
  timetableOf(queueId: $queueId, week: $week) {
    id
    status
    loads {
      ideal
      load
      decided
      assigned
      overload
      creditBefore
      person {
        id
        name
        colour
      }
    }
  }
}
    `) as unknown as TypedDocumentString<BusyLoadsQuery, BusyLoadsQueryVariables>;
export const BusyAddDocument = new TypedDocumentString(`
    mutation BusyAdd($personId: ID!, $input: BusyInput!) {
  busyAdd(personId: $personId, input: $input) {
    busyEntry {
      ...BusyFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment BusyFields on BusyEntry {
  id
  weekday
  date
  startsAt
  endsAt
  required
  dayOff
  reason
}
fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<BusyAddMutation, BusyAddMutationVariables>;
export const BusyUpdateDocument = new TypedDocumentString(`
    mutation BusyUpdate($id: ID!, $input: BusyUpdateInput!) {
  busyUpdate(id: $id, input: $input) {
    busyEntry {
      ...BusyFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment BusyFields on BusyEntry {
  id
  weekday
  date
  startsAt
  endsAt
  required
  dayOff
  reason
}
fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<BusyUpdateMutation, BusyUpdateMutationVariables>;
export const BusyRemoveDocument = new TypedDocumentString(`
    mutation BusyRemove($id: ID!) {
  busyRemove(id: $id) {
    busyEntry {
      id
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<BusyRemoveMutation, BusyRemoveMutationVariables>;
export const PersonRotaUpdateDocument = new TypedDocumentString(`
    mutation PersonRotaUpdate($personId: ID!, $input: PersonRotaUpdateInput!) {
  personRotaUpdate(personId: $personId, input: $input) {
    person {
      id
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<PersonRotaUpdateMutation, PersonRotaUpdateMutationVariables>;
export const BusyPersonChangedDocument = new TypedDocumentString(`
    subscription BusyPersonChanged($after: LiveCursor) {
  personChanged(after: $after) {
    cursor
    kind
    nodeId
  }
}
    `) as unknown as TypedDocumentString<
  BusyPersonChangedSubscription,
  BusyPersonChangedSubscriptionVariables
>;
export const CalendarsDocument = new TypedDocumentString(`
    query Calendars {
  calendars(first: 100) {
    nodes {
      ...CalendarFields
    }
  }
}
    fragment CalendarFields on Calendar {
  id
  name
  timeZone
  ownerPerson {
    id
    name
  }
}`) as unknown as TypedDocumentString<CalendarsQuery, CalendarsQueryVariables>;
export const CalendarPersonsDocument = new TypedDocumentString(`
    query CalendarPersons {
  persons(filter: {active: true}, first: 200) {
    nodes {
      id
      name
    }
  }
}
    `) as unknown as TypedDocumentString<CalendarPersonsQuery, CalendarPersonsQueryVariables>;
export const CalendarOccurrencesDocument = new TypedDocumentString(`
    query CalendarOccurrences($calendarId: ID, $between: IntervalInput!, $after: String) {
  occurrences(
    filter: {calendarId: $calendarId, between: $between}
    first: 200
    after: $after
  ) {
    nodes {
      ...OccurrenceFields
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment OccurrenceFields on Occurrence {
  id
  state
  cause
  startsAt
  endsAt
  originalStart
  moved
  event {
    id
    title
    status
    timeZone
    rule
    calendar {
      id
      name
    }
  }
}`) as unknown as TypedDocumentString<CalendarOccurrencesQuery, CalendarOccurrencesQueryVariables>;
export const CalendarEventDocument = new TypedDocumentString(`
    query CalendarEvent($id: ID!) {
  event(id: $id) {
    ...EventFields
  }
}
    fragment EventFields on Event {
  id
  title
  description
  status
  start
  timeZone
  durationSeconds
  rule
  besides
  leftOut
  endsAt
  calendar {
    id
    name
  }
}`) as unknown as TypedDocumentString<CalendarEventQuery, CalendarEventQueryVariables>;
export const RecurrencePreviewDocument = new TypedDocumentString(`
    query RecurrencePreview($rule: String!, $start: LocalDateTime!, $zone: TimeZone!, $besides: [LocalDateTime!], $leftOut: [LocalDateTime!]) {
  recurrencePreview(
    rule: $rule
    start: $start
    zone: $zone
    count: 10
    besides: $besides
    leftOut: $leftOut
  ) {
    rule
    occurrences {
      startsAt
      localStart
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<RecurrencePreviewQuery, RecurrencePreviewQueryVariables>;
export const CalendarCreateDocument = new TypedDocumentString(`
    mutation CalendarCreate($input: CalendarCreateInput!) {
  calendarCreate(input: $input) {
    calendar {
      ...CalendarFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment CalendarFields on Calendar {
  id
  name
  timeZone
  ownerPerson {
    id
    name
  }
}
fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<CalendarCreateMutation, CalendarCreateMutationVariables>;
export const EventCreateDocument = new TypedDocumentString(`
    mutation EventCreate($input: EventCreateInput!) {
  eventCreate(input: $input) {
    event {
      ...EventFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment EventFields on Event {
  id
  title
  description
  status
  start
  timeZone
  durationSeconds
  rule
  besides
  leftOut
  endsAt
  calendar {
    id
    name
  }
}
fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<EventCreateMutation, EventCreateMutationVariables>;
export const EventUpdateDocument = new TypedDocumentString(`
    mutation EventUpdate($id: ID!, $input: EventUpdateInput!) {
  eventUpdate(id: $id, input: $input) {
    event {
      ...EventFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment EventFields on Event {
  id
  title
  description
  status
  start
  timeZone
  durationSeconds
  rule
  besides
  leftOut
  endsAt
  calendar {
    id
    name
  }
}
fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<EventUpdateMutation, EventUpdateMutationVariables>;
export const EventPauseDocument = new TypedDocumentString(`
    mutation EventPause($id: ID!) {
  eventPause(id: $id) {
    event {
      id
      status
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<EventPauseMutation, EventPauseMutationVariables>;
export const EventResumeDocument = new TypedDocumentString(`
    mutation EventResume($id: ID!) {
  eventResume(id: $id) {
    event {
      id
      status
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<EventResumeMutation, EventResumeMutationVariables>;
export const EventCancelDocument = new TypedDocumentString(`
    mutation EventCancel($id: ID!) {
  eventCancel(id: $id) {
    event {
      id
      status
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<EventCancelMutation, EventCancelMutationVariables>;
export const OccurrenceMoveDocument = new TypedDocumentString(`
    mutation OccurrenceMove($id: ID!, $startsAt: DateTime!, $endsAt: DateTime) {
  occurrenceMove(id: $id, startsAt: $startsAt, endsAt: $endsAt) {
    occurrence {
      ...OccurrenceFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment OccurrenceFields on Occurrence {
  id
  state
  cause
  startsAt
  endsAt
  originalStart
  moved
  event {
    id
    title
    status
    timeZone
    rule
    calendar {
      id
      name
    }
  }
}
fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<OccurrenceMoveMutation, OccurrenceMoveMutationVariables>;
export const OccurrencePauseDocument = new TypedDocumentString(`
    mutation OccurrencePause($id: ID!) {
  occurrencePause(id: $id) {
    occurrence {
      ...OccurrenceFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment OccurrenceFields on Occurrence {
  id
  state
  cause
  startsAt
  endsAt
  originalStart
  moved
  event {
    id
    title
    status
    timeZone
    rule
    calendar {
      id
      name
    }
  }
}
fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<OccurrencePauseMutation, OccurrencePauseMutationVariables>;
export const OccurrenceResumeDocument = new TypedDocumentString(`
    mutation OccurrenceResume($id: ID!) {
  occurrenceResume(id: $id) {
    occurrence {
      ...OccurrenceFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment OccurrenceFields on Occurrence {
  id
  state
  cause
  startsAt
  endsAt
  originalStart
  moved
  event {
    id
    title
    status
    timeZone
    rule
    calendar {
      id
      name
    }
  }
}
fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<OccurrenceResumeMutation, OccurrenceResumeMutationVariables>;
export const OccurrenceCancelDocument = new TypedDocumentString(`
    mutation OccurrenceCancel($id: ID!) {
  occurrenceCancel(id: $id) {
    occurrence {
      ...OccurrenceFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment OccurrenceFields on Occurrence {
  id
  state
  cause
  startsAt
  endsAt
  originalStart
  moved
  event {
    id
    title
    status
    timeZone
    rule
    calendar {
      id
      name
    }
  }
}
fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<OccurrenceCancelMutation, OccurrenceCancelMutationVariables>;
export const CalendarEventChangedDocument = new TypedDocumentString(`
    subscription CalendarEventChanged($calendarId: ID, $after: LiveCursor) {
  eventChanged(calendarId: $calendarId, after: $after) {
    cursor
    kind
    nodeId
  }
}
    `) as unknown as TypedDocumentString<
  CalendarEventChangedSubscription,
  CalendarEventChangedSubscriptionVariables
>;
export const CalendarOccurrenceChangedDocument = new TypedDocumentString(`
    subscription CalendarOccurrenceChanged($calendarId: ID, $after: LiveCursor) {
  occurrenceChanged(calendarId: $calendarId, after: $after) {
    cursor
    kind
    nodeId
  }
}
    `) as unknown as TypedDocumentString<
  CalendarOccurrenceChangedSubscription,
  CalendarOccurrenceChangedSubscriptionVariables
>;
export const CalloutsDocument = new TypedDocumentString(`
    query Callouts($status: [CalloutStatus!], $search: String, $after: String) {
  callouts(filter: {status: $status, search: $search}, first: 25, after: $after) {
    nodes {
      ...CalloutRowFields
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment CalloutProgressFields on CalloutStatistics {
  calloutParticipations
  calloutParticipationsInFlight
  calloutParticipationsAnswered
  calloutParticipationsExhausted
  calloutParticipationsSkipped
  calloutParticipationsPending
  calloutParticipationsWaiting
  calls
  callsInitialized
  callsScheduling
  callsFetchingStatus
  callsQueued
  callsInProgress
  callsCompleted
  callsBusy
  callsNotAnswered
  callsFailed
  callsCanceled
  callsErrored
  callsExpired
  costEstimated
  costCapReached
}
fragment CalloutRowFields on Callout {
  id
  name
  status
  priority
  createdAt
  startedAt
  statistics {
    ...CalloutProgressFields
  }
}`) as unknown as TypedDocumentString<CalloutsQuery, CalloutsQueryVariables>;
export const CalloutDocument = new TypedDocumentString(`
    query Callout($id: ID!) {
  callout(id: $id) {
    ...CalloutFields
  }
}
    fragment CalloutProgressFields on CalloutStatistics {
  calloutParticipations
  calloutParticipationsInFlight
  calloutParticipationsAnswered
  calloutParticipationsExhausted
  calloutParticipationsSkipped
  calloutParticipationsPending
  calloutParticipationsWaiting
  calls
  callsInitialized
  callsScheduling
  callsFetchingStatus
  callsQueued
  callsInProgress
  callsCompleted
  callsBusy
  callsNotAnswered
  callsFailed
  callsCanceled
  callsErrored
  callsExpired
  costEstimated
  costCapReached
}
fragment CalloutRowFields on Callout {
  id
  name
  status
  priority
  createdAt
  startedAt
  statistics {
    ...CalloutProgressFields
  }
}
fragment CalloutFields on Callout {
  ...CalloutRowFields
  startsAt
  stoppedAt
  completedAt
  expiresAt
  errorMessage
  ringSeconds
  detectMachine
  script {
    kind
    text
    audio
    to
    flowVersionId
  }
  routes {
    providerId
    provider {
      id
      name
      health
    }
    from
  }
  pacing {
    callsPerSecond
    maxConcurrent
  }
  retry {
    statuses
    maxAttempts
    delaySeconds
  }
  policy {
    hours {
      weekdays
      from
      to
    }
  }
  costCap {
    amount
    currency
  }
  populations {
    id
    status
    matched
    added
    errorMessage
    createdAt
    finishedAt
  }
}`) as unknown as TypedDocumentString<CalloutQuery, CalloutQueryVariables>;
export const CalloutParticipationsDocument = new TypedDocumentString(`
    query CalloutParticipations($id: ID!, $status: [ParticipationStatus!], $number: String, $first: Int!, $after: String) {
  callout(id: $id) {
    id
    participations(
      filter: {status: $status, number: $number}
      first: $first
      after: $after
    ) {
      nodes {
        ...ParticipationFields
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment ParticipationFields on Participation {
  id
  number
  status
  attempts
  lastStatus
  reason
  dueAt
  updatedAt
  contact {
    id
    name
  }
}`) as unknown as TypedDocumentString<CalloutParticipationsQuery, CalloutParticipationsQueryVariables>;
export const CalloutAttemptsDocument = new TypedDocumentString(`
    query CalloutAttempts($id: ID!) {
  callAttempts(filter: {calloutId: $id}, first: 200) {
    nodes {
      id
      createdAt
    }
  }
}
    `) as unknown as TypedDocumentString<CalloutAttemptsQuery, CalloutAttemptsQueryVariables>;
export const ParticipationStoryDocument = new TypedDocumentString(`
    query ParticipationStory($participationId: ID!, $contactId: ID!, $calloutId: ID!) {
  callAttempts(filter: {participationId: $participationId}, first: 50) {
    nodes {
      id
      number
      target
      status
      answeredBy
      cause
      problem
      createdAt
      sentAt
      answeredAt
      endedAt
      talkSeconds
      provider {
        id
        name
      }
    }
  }
  whyNotCalled(contactId: $contactId, calloutId: $calloutId) {
    standing
    obstacles {
      code
      text
      since
      until
    }
  }
}
    `) as unknown as TypedDocumentString<ParticipationStoryQuery, ParticipationStoryQueryVariables>;
export const CalloutChoicesDocument = new TypedDocumentString(`
    query CalloutChoices {
  providers {
    id
    name
    kind
    health
  }
  flows(first: 50) {
    nodes {
      id
      name
    }
  }
}
    `) as unknown as TypedDocumentString<CalloutChoicesQuery, CalloutChoicesQueryVariables>;
export const PopulationPreviewDocument = new TypedDocumentString(`
    query PopulationPreview($calloutId: ID!, $filter: ContactFilter) {
  populationPreview(calloutId: $calloutId, filter: $filter) {
    matched
    called
    skipped
    reasons {
      reason
      count
    }
    contacts(first: 8) {
      nodes {
        contactId
        contact {
          id
          name
          number
        }
        skipped
      }
    }
  }
}
    `) as unknown as TypedDocumentString<PopulationPreviewQuery, PopulationPreviewQueryVariables>;
export const CalloutsChangedDocument = new TypedDocumentString(`
    subscription CalloutsChanged($after: LiveCursor) {
  calloutChanged(after: $after) {
    cursor
    nodeId
  }
}
    `) as unknown as TypedDocumentString<CalloutsChangedSubscription, CalloutsChangedSubscriptionVariables>;
export const CalloutChangedDocument = new TypedDocumentString(`
    subscription CalloutChanged($id: ID!, $after: LiveCursor) {
  calloutChanged(calloutId: $id, after: $after) {
    cursor
    kind
    what
    callout {
      ...CalloutFields
    }
  }
}
    fragment CalloutProgressFields on CalloutStatistics {
  calloutParticipations
  calloutParticipationsInFlight
  calloutParticipationsAnswered
  calloutParticipationsExhausted
  calloutParticipationsSkipped
  calloutParticipationsPending
  calloutParticipationsWaiting
  calls
  callsInitialized
  callsScheduling
  callsFetchingStatus
  callsQueued
  callsInProgress
  callsCompleted
  callsBusy
  callsNotAnswered
  callsFailed
  callsCanceled
  callsErrored
  callsExpired
  costEstimated
  costCapReached
}
fragment CalloutRowFields on Callout {
  id
  name
  status
  priority
  createdAt
  startedAt
  statistics {
    ...CalloutProgressFields
  }
}
fragment CalloutFields on Callout {
  ...CalloutRowFields
  startsAt
  stoppedAt
  completedAt
  expiresAt
  errorMessage
  ringSeconds
  detectMachine
  script {
    kind
    text
    audio
    to
    flowVersionId
  }
  routes {
    providerId
    provider {
      id
      name
      health
    }
    from
  }
  pacing {
    callsPerSecond
    maxConcurrent
  }
  retry {
    statuses
    maxAttempts
    delaySeconds
  }
  policy {
    hours {
      weekdays
      from
      to
    }
  }
  costCap {
    amount
    currency
  }
  populations {
    id
    status
    matched
    added
    errorMessage
    createdAt
    finishedAt
  }
}`) as unknown as TypedDocumentString<CalloutChangedSubscription, CalloutChangedSubscriptionVariables>;
export const CalloutAttemptChangedDocument = new TypedDocumentString(`
    subscription CalloutAttemptChanged($id: ID!, $after: LiveCursor) {
  callAttemptChanged(calloutId: $id, after: $after) {
    cursor
    kind
    nodeId
    occurredAt
  }
}
    `) as unknown as TypedDocumentString<
  CalloutAttemptChangedSubscription,
  CalloutAttemptChangedSubscriptionVariables
>;
export const CalloutParticipationChangedDocument = new TypedDocumentString(`
    subscription CalloutParticipationChanged($id: ID!, $after: LiveCursor) {
  participationChanged(calloutId: $id, after: $after) {
    cursor
    nodeId
  }
}
    `) as unknown as TypedDocumentString<
  CalloutParticipationChangedSubscription,
  CalloutParticipationChangedSubscriptionVariables
>;
export const CreateCalloutDocument = new TypedDocumentString(`
    mutation CreateCallout($input: CalloutCreateInput!) {
  calloutCreate(input: $input) {
    callout {
      id
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<CreateCalloutMutation, CreateCalloutMutationVariables>;
export const StartCalloutDocument = new TypedDocumentString(`
    mutation StartCallout($id: ID!) {
  calloutStart(id: $id) {
    callout {
      id
      status
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<StartCalloutMutation, StartCalloutMutationVariables>;
export const PauseCalloutDocument = new TypedDocumentString(`
    mutation PauseCallout($id: ID!) {
  calloutPause(id: $id) {
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<PauseCalloutMutation, PauseCalloutMutationVariables>;
export const ResumeCalloutDocument = new TypedDocumentString(`
    mutation ResumeCallout($id: ID!) {
  calloutResume(id: $id) {
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<ResumeCalloutMutation, ResumeCalloutMutationVariables>;
export const StopCalloutDocument = new TypedDocumentString(`
    mutation StopCallout($id: ID!, $hangUp: Boolean) {
  calloutStop(id: $id, hangUp: $hangUp) {
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<StopCalloutMutation, StopCalloutMutationVariables>;
export const RetryCalloutDocument = new TypedDocumentString(`
    mutation RetryCallout($id: ID!, $statuses: [AttemptStatus!]!) {
  calloutRetry(id: $id, statuses: $statuses) {
    retried
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<RetryCalloutMutation, RetryCalloutMutationVariables>;
export const CreatePopulationDocument = new TypedDocumentString(`
    mutation CreatePopulation($input: PopulationCreateInput!) {
  populationCreate(input: $input) {
    population {
      id
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<CreatePopulationMutation, CreatePopulationMutationVariables>;
export const QueuePopulationDocument = new TypedDocumentString(`
    mutation QueuePopulation($id: ID!) {
  populationQueue(id: $id) {
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<QueuePopulationMutation, QueuePopulationMutationVariables>;
export const CallsDocument = new TypedDocumentString(`
    query Calls($filter: CallFilter, $after: String) {
  calls(filter: $filter, first: 30, after: $after) {
    nodes {
      ...CallRowFields
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment CallRowFields on Call {
  id
  direction
  status
  from
  fromName
  withheld
  dialled
  startedAt
  answeredAt
  endedAt
  waitSeconds
  talkSeconds
  cause
  queueOutcome
  person {
    id
    name
  }
  queue {
    id
    name
  }
}`) as unknown as TypedDocumentString<CallsQuery, CallsQueryVariables>;
export const CallDetailsDocument = new TypedDocumentString(`
    query CallDetails($id: ID!) {
  call(id: $id) {
    ...CallRowFields
    provider {
      id
      name
    }
    legs {
      id
      role
      extension
      number
      state
      startedAt
      answeredAt
      endedAt
      person {
        id
        name
      }
    }
  }
}
    fragment CallRowFields on Call {
  id
  direction
  status
  from
  fromName
  withheld
  dialled
  startedAt
  answeredAt
  endedAt
  waitSeconds
  talkSeconds
  cause
  queueOutcome
  person {
    id
    name
  }
  queue {
    id
    name
  }
}`) as unknown as TypedDocumentString<CallDetailsQuery, CallDetailsQueryVariables>;
export const CallChoicesDocument = new TypedDocumentString(`
    query CallChoices {
  queues(first: 100) {
    nodes {
      id
      name
    }
  }
  persons(filter: {active: true}, first: 200) {
    nodes {
      id
      name
      extension
    }
  }
}
    `) as unknown as TypedDocumentString<CallChoicesQuery, CallChoicesQueryVariables>;
export const PlacedCallDocument = new TypedDocumentString(`
    query PlacedCall($id: ID!) {
  callAttempt(id: $id) {
    ...PlacedCallFields
  }
}
    fragment PlacedCallFields on CallAttempt {
  id
  target
  status
  problem
  createdAt
  answeredAt
  endedAt
}`) as unknown as TypedDocumentString<PlacedCallQuery, PlacedCallQueryVariables>;
export const PlaceCallDocument = new TypedDocumentString(`
    mutation PlaceCall($input: CallOriginateInput!) {
  callOriginate(input: $input) {
    callAttempt {
      ...PlacedCallFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment PlacedCallFields on CallAttempt {
  id
  target
  status
  problem
  createdAt
  answeredAt
  endedAt
}
fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<PlaceCallMutation, PlaceCallMutationVariables>;
export const HangUpDocument = new TypedDocumentString(`
    mutation HangUp($id: ID!) {
  callHangUp(id: $id) {
    callAttempt {
      ...PlacedCallFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment PlacedCallFields on CallAttempt {
  id
  target
  status
  problem
  createdAt
  answeredAt
  endedAt
}
fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<HangUpMutation, HangUpMutationVariables>;
export const CallsChangedDocument = new TypedDocumentString(`
    subscription CallsChanged($after: LiveCursor) {
  callChanged(after: $after) {
    cursor
    nodeId
  }
}
    `) as unknown as TypedDocumentString<CallsChangedSubscription, CallsChangedSubscriptionVariables>;
export const PlacedCallChangedDocument = new TypedDocumentString(`
    subscription PlacedCallChanged($id: ID!, $after: LiveCursor) {
  callAttemptChanged(id: $id, after: $after) {
    cursor
    callAttempt {
      ...PlacedCallFields
    }
  }
}
    fragment PlacedCallFields on CallAttempt {
  id
  target
  status
  problem
  createdAt
  answeredAt
  endedAt
}`) as unknown as TypedDocumentString<PlacedCallChangedSubscription, PlacedCallChangedSubscriptionVariables>;
export const ContactImportDocument = new TypedDocumentString(`
    query ContactImport($id: ID!) {
  contactImport(id: $id) {
    ...ContactImportFields
  }
}
    fragment ContactImportFields on ContactImport {
  id
  name
  status
  header
  columns
  country
  rowCount
  done
  problem
  counts {
    created
    updated
    unchanged
    duplicate
    rejected
  }
  mapping {
    column
    target
    path
  }
}`) as unknown as TypedDocumentString<ContactImportQuery, ContactImportQueryVariables>;
export const ContactImportRowsDocument = new TypedDocumentString(`
    query ContactImportRows($id: ID!, $verdict: ContactImportVerdict, $after: String) {
  contactImport(id: $id) {
    id
    rows(verdict: $verdict, first: 20, after: $after) {
      nodes {
        line
        cells
        number
        verdict
        reason
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ContactImportRowsQuery, ContactImportRowsQueryVariables>;
export const ContactImportChangedDocument = new TypedDocumentString(`
    subscription ContactImportChanged($id: ID!, $after: LiveCursor) {
  contactImportChanged(contactImportId: $id, after: $after) {
    cursor
    nodeId
    contactImport {
      ...ContactImportFields
    }
  }
}
    fragment ContactImportFields on ContactImport {
  id
  name
  status
  header
  columns
  country
  rowCount
  done
  problem
  counts {
    created
    updated
    unchanged
    duplicate
    rejected
  }
  mapping {
    column
    target
    path
  }
}`) as unknown as TypedDocumentString<
  ContactImportChangedSubscription,
  ContactImportChangedSubscriptionVariables
>;
export const CreateContactImportDocument = new TypedDocumentString(`
    mutation CreateContactImport($input: ContactImportCreateInput!) {
  contactImportCreate(input: $input) {
    contactImport {
      id
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<CreateContactImportMutation, CreateContactImportMutationVariables>;
export const UpdateContactImportDocument = new TypedDocumentString(`
    mutation UpdateContactImport($id: ID!, $input: ContactImportUpdateInput!) {
  contactImportUpdate(id: $id, input: $input) {
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<UpdateContactImportMutation, UpdateContactImportMutationVariables>;
export const RunContactImportDocument = new TypedDocumentString(`
    mutation RunContactImport($id: ID!) {
  contactImportRun(id: $id) {
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<RunContactImportMutation, RunContactImportMutationVariables>;
export const ContactsDocument = new TypedDocumentString(`
    query Contacts($filter: ContactFilter, $sort: ContactSort, $first: Int, $after: String) {
  contacts(filter: $filter, sort: $sort, first: $first, after: $after) {
    totalCount
    nodes {
      ...ContactRowFields
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment ContactRowFields on Contact {
  id
  number
  name
  timeZone
  timeZoneSource
  doNotCallSince
  doNotCallReason
  createdAt
  metadata
}`) as unknown as TypedDocumentString<ContactsQuery, ContactsQueryVariables>;
export const ContactDetailsDocument = new TypedDocumentString(`
    query ContactDetails($id: ID!) {
  contact(id: $id) {
    ...ContactRowFields
    consents {
      channel
      sender
      state
      occurredAt
      detail
    }
    participations(first: 10) {
      nodes {
        id
        status
        attempts
        callout {
          id
          name
        }
      }
    }
  }
}
    fragment ContactRowFields on Contact {
  id
  number
  name
  timeZone
  timeZoneSource
  doNotCallSince
  doNotCallReason
  createdAt
  metadata
}`) as unknown as TypedDocumentString<ContactDetailsQuery, ContactDetailsQueryVariables>;
export const ContactsChangedDocument = new TypedDocumentString(`
    subscription ContactsChanged($after: LiveCursor) {
  contactChanged(after: $after) {
    cursor
    nodeId
  }
}
    `) as unknown as TypedDocumentString<ContactsChangedSubscription, ContactsChangedSubscriptionVariables>;
export const UpsertContactDocument = new TypedDocumentString(`
    mutation UpsertContact($input: ContactUpsertInput!) {
  contactUpsert(input: $input) {
    contact {
      id
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<UpsertContactMutation, UpsertContactMutationVariables>;
export const SetDoNotCallDocument = new TypedDocumentString(`
    mutation SetDoNotCall($id: ID!, $reason: String) {
  contactDoNotCallSet(id: $id, reason: $reason) {
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<SetDoNotCallMutation, SetDoNotCallMutationVariables>;
export const ClearDoNotCallDocument = new TypedDocumentString(`
    mutation ClearDoNotCall($id: ID!) {
  contactDoNotCallClear(id: $id) {
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<ClearDoNotCallMutation, ClearDoNotCallMutationVariables>;
export const FlowsDocument = new TypedDocumentString(`
    query Flows($search: String, $after: String) {
  flows(search: $search, first: 50, after: $after) {
    nodes {
      id
      name
      description
      version
      updatedAt
      findings {
        code
      }
      latestVersion {
        id
        number
        name
        sealedAt
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<FlowsQuery, FlowsQueryVariables>;
export const FlowDocument = new TypedDocumentString(`
    query Flow($id: ID!) {
  flow(id: $id) {
    id
    name
    description
    version
    updatedAt
    document {
      ...FlowDocumentFields
    }
    findings {
      code
      path
      node
      message
    }
    versions(first: 50) {
      nodes {
        id
        number
        name
        sealedBy
        sealedAt
      }
    }
  }
}
    fragment FlowWordsFields on FlowWords {
  language
  heard {
    say
    play
  }
}
fragment FlowAskFields on FlowAsk {
  words {
    ...FlowWordsFields
  }
  retries
  timeoutSeconds
  outcomes {
    keys
    outcome {
      meaning
      own
    }
  }
}
fragment FlowDocumentFields on FlowDocument {
  languages
  start
  nodes {
    id
    label
    branches {
      on
      keys
      to
    }
    does {
      playMessage {
        words {
          ...FlowWordsFields
        }
      }
      multipleChoice {
        ask {
          ...FlowAskFields
        }
        choices {
          key
          label
          language
        }
      }
      rating {
        ask {
          ...FlowAskFields
        }
        highest
      }
      captureDigits {
        ask {
          ...FlowAskFields
        }
        most
        minimum
        maximum
      }
      record {
        words {
          ...FlowWordsFields
        }
        longestSeconds
      }
      transfer {
        words {
          ...FlowWordsFields
        }
        to
        ringSeconds
      }
      hangUp {
        words {
          ...FlowWordsFields
        }
      }
      conference {
        words {
          ...FlowWordsFields
        }
        room
      }
      doNotCall {
        words {
          ...FlowWordsFields
        }
      }
      sendMessage {
        words {
          ...FlowWordsFields
        }
        message {
          language
          text
        }
        to
      }
      answered
      voicemailDrop {
        words {
          ...FlowWordsFields
        }
      }
    }
  }
}`) as unknown as TypedDocumentString<FlowQuery, FlowQueryVariables>;
export const FlowVersionDocument = new TypedDocumentString(`
    query FlowVersion($id: ID!) {
  flowVersion(id: $id) {
    id
    number
    name
    sealedBy
    sealedAt
    document {
      ...FlowDocumentFields
    }
    results {
      runs
      statuses {
        status
        count
      }
      outcomes {
        outcome {
          meaning
          own
        }
        count
      }
      nodes {
        node
        label
        total
        responses {
          kind
          response
          count
        }
        recordings {
          to20
          to40
          to60
          to90
          longer
        }
      }
    }
  }
}
    fragment FlowWordsFields on FlowWords {
  language
  heard {
    say
    play
  }
}
fragment FlowAskFields on FlowAsk {
  words {
    ...FlowWordsFields
  }
  retries
  timeoutSeconds
  outcomes {
    keys
    outcome {
      meaning
      own
    }
  }
}
fragment FlowDocumentFields on FlowDocument {
  languages
  start
  nodes {
    id
    label
    branches {
      on
      keys
      to
    }
    does {
      playMessage {
        words {
          ...FlowWordsFields
        }
      }
      multipleChoice {
        ask {
          ...FlowAskFields
        }
        choices {
          key
          label
          language
        }
      }
      rating {
        ask {
          ...FlowAskFields
        }
        highest
      }
      captureDigits {
        ask {
          ...FlowAskFields
        }
        most
        minimum
        maximum
      }
      record {
        words {
          ...FlowWordsFields
        }
        longestSeconds
      }
      transfer {
        words {
          ...FlowWordsFields
        }
        to
        ringSeconds
      }
      hangUp {
        words {
          ...FlowWordsFields
        }
      }
      conference {
        words {
          ...FlowWordsFields
        }
        room
      }
      doNotCall {
        words {
          ...FlowWordsFields
        }
      }
      sendMessage {
        words {
          ...FlowWordsFields
        }
        message {
          language
          text
        }
        to
      }
      answered
      voicemailDrop {
        words {
          ...FlowWordsFields
        }
      }
    }
  }
}`) as unknown as TypedDocumentString<FlowVersionQuery, FlowVersionQueryVariables>;
export const FlowRunsDocument = new TypedDocumentString(`
    query FlowRuns($id: ID!, $after: String) {
  flowVersion(id: $id) {
    id
    runs(first: 20, after: $after) {
      nodes {
        id
        status
        problem
        language
        startedAt
        endedAt
        outcome {
          meaning
          own
        }
        contact {
          id
          name
        }
        results {
          node
          label
          kind
          response
          keys
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    `) as unknown as TypedDocumentString<FlowRunsQuery, FlowRunsQueryVariables>;
export const FlowSealDocument = new TypedDocumentString(`
    mutation FlowSeal($id: ID!, $version: Int!, $name: String) {
  flowSeal(id: $id, version: $version, name: $name) {
    flowVersion {
      id
      number
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<FlowSealMutation, FlowSealMutationVariables>;
export const FlowRunChangedDocument = new TypedDocumentString(`
    subscription FlowRunChanged($flowVersionId: ID, $after: LiveCursor) {
  flowRunChanged(flowVersionId: $flowVersionId, after: $after) {
    cursor
    kind
    nodeId
    status
  }
}
    `) as unknown as TypedDocumentString<FlowRunChangedSubscription, FlowRunChangedSubscriptionVariables>;
export const RingingCallDocument = new TypedDocumentString(`
    query RingingCall($personId: ID!) {
  person(id: $personId) {
    id
    currentCall {
      ...RingingCallFields
    }
  }
}
    fragment RingingCallFields on Call {
  id
  status
  from
  fromName
  withheld
  startedAt
  queue {
    id
    name
  }
  legs {
    id
    state
    person {
      id
    }
  }
}`) as unknown as TypedDocumentString<RingingCallQuery, RingingCallQueryVariables>;
export const IncomingCallDocument = new TypedDocumentString(`
    subscription IncomingCall($after: LiveCursor) {
  incomingCall(after: $after) {
    cursor
    kind
    nodeId
    queue {
      id
      name
    }
    call {
      ...RingingCallFields
    }
  }
}
    fragment RingingCallFields on Call {
  id
  status
  from
  fromName
  withheld
  startedAt
  queue {
    id
    name
  }
  legs {
    id
    state
    person {
      id
    }
  }
}`) as unknown as TypedDocumentString<IncomingCallSubscription, IncomingCallSubscriptionVariables>;
export const OwnCallChangedDocument = new TypedDocumentString(`
    subscription OwnCallChanged($personId: ID!, $after: LiveCursor) {
  callChanged(personId: $personId, after: $after) {
    cursor
    kind
    nodeId
    call {
      ...RingingCallFields
    }
  }
}
    fragment RingingCallFields on Call {
  id
  status
  from
  fromName
  withheld
  startedAt
  queue {
    id
    name
  }
  legs {
    id
    state
    person {
      id
    }
  }
}`) as unknown as TypedDocumentString<OwnCallChangedSubscription, OwnCallChangedSubscriptionVariables>;
export const CallerDocument = new TypedDocumentString(`
    query Caller($number: String!) {
  contactByNumber(number: $number) {
    id
    number
    name
    timeZone
    doNotCallSince
    doNotCallReason
    metadata
  }
  calls(filter: {number: $number}, first: 6) {
    nodes {
      id
      direction
      status
      startedAt
      talkSeconds
      person {
        id
        name
      }
      queue {
        id
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<CallerQuery, CallerQueryVariables>;
export const PauseMemberDocument = new TypedDocumentString(`
    mutation PauseMember($personId: ID!, $queueId: ID, $reason: String!) {
  queueMemberPause(personId: $personId, queueId: $queueId, reason: $reason) {
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<PauseMemberMutation, PauseMemberMutationVariables>;
export const ResumeMemberDocument = new TypedDocumentString(`
    mutation ResumeMember($personId: ID!, $queueId: ID) {
  queueMemberResume(personId: $personId, queueId: $queueId) {
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<ResumeMemberMutation, ResumeMemberMutationVariables>;
export const AddableDocument = new TypedDocumentString(`
    query Addable {
  persons(filter: {active: true}, first: 200) {
    nodes {
      id
      name
      extension
    }
  }
}
    `) as unknown as TypedDocumentString<AddableQuery, AddableQueryVariables>;
export const AddMemberDocument = new TypedDocumentString(`
    mutation AddMember($queueId: ID!, $personId: ID!, $penalty: Int) {
  queueMemberAdd(queueId: $queueId, personId: $personId, penalty: $penalty) {
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<AddMemberMutation, AddMemberMutationVariables>;
export const RemoveMemberDocument = new TypedDocumentString(`
    mutation RemoveMember($queueId: ID!, $personId: ID!, $reason: String) {
  queueMemberRemove(queueId: $queueId, personId: $personId, reason: $reason) {
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<RemoveMemberMutation, RemoveMemberMutationVariables>;
export const ProvidersDocument = new TypedDocumentString(`
    query Providers {
  providers {
    ...ProviderFields
  }
}
    fragment ProviderFields on Provider {
  id
  name
  kind
  health
  healthSince
  lastHeardAt
  startedAt
  problem {
    code
    message
  }
  capabilities {
    operation
    support
  }
}`) as unknown as TypedDocumentString<ProvidersQuery, ProvidersQueryVariables>;
export const CallLimitsDocument = new TypedDocumentString(`
    query CallLimits {
  callLimits {
    providerId
    callsPerSecond
    callsAtOnce
    callsUnderWay
  }
}
    `) as unknown as TypedDocumentString<CallLimitsQuery, CallLimitsQueryVariables>;
export const ProviderChangedDocument = new TypedDocumentString(`
    subscription ProviderChanged($after: LiveCursor) {
  providerChanged(after: $after) {
    cursor
    nodeId
    provider {
      ...ProviderFields
    }
  }
}
    fragment ProviderFields on Provider {
  id
  name
  kind
  health
  healthSince
  lastHeardAt
  startedAt
  problem {
    code
    message
  }
  capabilities {
    operation
    support
  }
}`) as unknown as TypedDocumentString<ProviderChangedSubscription, ProviderChangedSubscriptionVariables>;
export const LogInDocument = new TypedDocumentString(`
    mutation LogIn($email: String!, $password: String!) {
  logIn(email: $email, password: $password) {
    session {
      ...SessionFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment SessionFields on Session {
  accessToken
  accessTokenExpiresAt
  refreshToken
  refreshTokenExpiresAt
}
fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<LogInMutation, LogInMutationVariables>;
export const RefreshSessionDocument = new TypedDocumentString(`
    mutation RefreshSession($refreshToken: String!) {
  sessionRefresh(refreshToken: $refreshToken) {
    session {
      ...SessionFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment SessionFields on Session {
  accessToken
  accessTokenExpiresAt
  refreshToken
  refreshTokenExpiresAt
}
fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<RefreshSessionMutation, RefreshSessionMutationVariables>;
export const LogOutDocument = new TypedDocumentString(`
    mutation LogOut {
  logOut {
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<LogOutMutation, LogOutMutationVariables>;
export const ViewerDocument = new TypedDocumentString(`
    query Viewer {
  viewer {
    role
    account {
      id
      name
    }
    user {
      id
      email
    }
    person {
      id
      name
    }
  }
}
    `) as unknown as TypedDocumentString<ViewerQuery, ViewerQueryVariables>;
export const TimetableQueuesDocument = new TypedDocumentString(`
    query TimetableQueues {
  queues(first: 50) {
    nodes {
      id
      name
      timeZone
      serviceHours {
        weekday
      }
    }
  }
}
    `) as unknown as TypedDocumentString<TimetableQueuesQuery, TimetableQueuesQueryVariables>;
export const TimetableWeeksDocument = new TypedDocumentString(`
    query TimetableWeeks($queueId: ID!) {
  timetables(queueId: $queueId, first: 100) {
    nodes {
      id
      week
      status
      version
    }
  }
}
    `) as unknown as TypedDocumentString<TimetableWeeksQuery, TimetableWeeksQueryVariables>;
export const TimetablePeopleDocument = new TypedDocumentString(`
    query TimetablePeople($after: String) {
  persons(first: 100, after: $after) {
    nodes {
      id
      name
      colour
      active
      busy {
        id
        weekday
        date
        startsAt
        endsAt
        required
        reason
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<TimetablePeopleQuery, TimetablePeopleQueryVariables>;
export const TimetableWeekDocument = new TypedDocumentString(`
    query TimetableWeek($queueId: ID!, $week: Date!) {
  timetableOf(queueId: $queueId, week: $week) {
    id
    week
    status
    version
    timeZone
    publishedAt
    slots {
      id
      day
      ordinal
      localStart
      localEnd
      startsAt
      endsAt
      turns {
        ...TimetableTurnFields
      }
    }
    loads {
      ideal
      load
      decided
      assigned
      overload
      creditBefore
      person {
        id
      }
    }
    score {
      points
      breaches
      parts {
        constraint
        points
      }
      ofNoTurn {
        constraint
        points
        hard
        why
      }
    }
    quality {
      cells
      filled
      coverage
      balance
    }
    latestRun {
      ...SolverRunFields
    }
  }
}
    fragment TimetableTurnFields on Turn {
  id
  line
  personId
  standing
  costs {
    constraint
    points
    hard
    why
  }
}
fragment SolverRunFields on SolverRun {
  id
  status
  baseVersion
  incumbent
  bound
  gap
  seconds
  timeLimitSeconds
  minimumChange
  stopRequested
  problem
  createdAt
  endedAt
  actor {
    name
  }
  conflicts {
    message
  }
}`) as unknown as TypedDocumentString<TimetableWeekQuery, TimetableWeekQueryVariables>;
export const TimetableHistoryDocument = new TypedDocumentString(`
    query TimetableHistory($id: ID!, $after: String) {
  timetable(id: $id) {
    id
    history(first: 50, after: $after) {
      nodes {
        id
        version
        occurredAt
        what
        reason
        undoesId
        undoneById
        actor {
          name
        }
        cells {
          turnId
          line
          slot {
            day
            localStart
          }
          before {
            id
            name
          }
          after {
            id
            name
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    `) as unknown as TypedDocumentString<TimetableHistoryQuery, TimetableHistoryQueryVariables>;
export const TimetableDiffDocument = new TypedDocumentString(`
    query TimetableDiff($fromId: ID!, $fromVersion: Int, $toId: ID, $toVersion: Int) {
  timetableDiff(
    fromId: $fromId
    fromVersion: $fromVersion
    toId: $toId
    toVersion: $toVersion
  ) {
    weekday
    startsAt
    out {
      id
      name
    }
    into {
      id
      name
    }
  }
}
    `) as unknown as TypedDocumentString<TimetableDiffQuery, TimetableDiffQueryVariables>;
export const TurnAlternativesDocument = new TypedDocumentString(`
    query TurnAlternatives($id: ID!) {
  node(id: $id) {
    ... on Turn {
      id
      alternatives(first: 60) {
        personId
        delta
        parts {
          constraint
          points
        }
        warnings {
          ...TurnWarningFields
        }
        refusals {
          message
        }
      }
    }
  }
}
    fragment TurnWarningFields on TurnWarning {
  kind
  message
}`) as unknown as TypedDocumentString<TurnAlternativesQuery, TurnAlternativesQueryVariables>;
export const TurnSwapPreviewDocument = new TypedDocumentString(`
    query TurnSwapPreview($id: ID!, $withId: ID!) {
  turnSwapPreview(id: $id, withId: $withId) {
    ...TurnPreviewFields
  }
}
    fragment TurnWarningFields on TurnWarning {
  kind
  message
}
fragment TurnPreviewFields on TurnPreview {
  pointsBefore
  pointsAfter
  breachesBefore
  breachesAfter
  parts {
    constraint
    points
  }
  warnings {
    ...TurnWarningFields
  }
  refusals {
    message
  }
}`) as unknown as TypedDocumentString<TurnSwapPreviewQuery, TurnSwapPreviewQueryVariables>;
export const TurnAssignPreviewDocument = new TypedDocumentString(`
    query TurnAssignPreview($id: ID!, $personId: ID) {
  turnAssignPreview(id: $id, personId: $personId) {
    ...TurnPreviewFields
  }
}
    fragment TurnWarningFields on TurnWarning {
  kind
  message
}
fragment TurnPreviewFields on TurnPreview {
  pointsBefore
  pointsAfter
  breachesBefore
  breachesAfter
  parts {
    constraint
    points
  }
  warnings {
    ...TurnWarningFields
  }
  refusals {
    message
  }
}`) as unknown as TypedDocumentString<TurnAssignPreviewQuery, TurnAssignPreviewQueryVariables>;
export const TurnAssignDocument = new TypedDocumentString(`
    mutation TurnAssign($id: ID!, $personId: ID, $version: Int!, $ignoreWarnings: Boolean!, $reason: String) {
  turnAssign(
    id: $id
    personId: $personId
    version: $version
    ignoreWarnings: $ignoreWarnings
    reason: $reason
  ) {
    timetable {
      id
      version
    }
    warnings {
      ...TurnWarningFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment TurnWarningFields on TurnWarning {
  kind
  message
}
fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<TurnAssignMutation, TurnAssignMutationVariables>;
export const TurnSwapDocument = new TypedDocumentString(`
    mutation TurnSwap($id: ID!, $withId: ID!, $version: Int!, $ignoreWarnings: Boolean!, $reason: String) {
  turnSwap(
    id: $id
    withId: $withId
    version: $version
    ignoreWarnings: $ignoreWarnings
    reason: $reason
  ) {
    timetable {
      id
      version
    }
    warnings {
      ...TurnWarningFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment TurnWarningFields on TurnWarning {
  kind
  message
}
fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<TurnSwapMutation, TurnSwapMutationVariables>;
export const TimetableCreateDocument = new TypedDocumentString(`
    mutation TimetableCreate($queueId: ID!, $week: Date!, $copyFromId: ID) {
  timetableCreate(queueId: $queueId, week: $week, copyFromId: $copyFromId) {
    timetable {
      id
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<TimetableCreateMutation, TimetableCreateMutationVariables>;
export const TimetableDeleteDocument = new TypedDocumentString(`
    mutation TimetableDelete($id: ID!) {
  timetableDelete(id: $id) {
    deletedId
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<TimetableDeleteMutation, TimetableDeleteMutationVariables>;
export const TimetablePublishDocument = new TypedDocumentString(`
    mutation TimetablePublish($id: ID!, $version: Int!) {
  timetablePublish(id: $id, version: $version) {
    timetable {
      id
      status
    }
    warnings {
      ...TurnWarningFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment TurnWarningFields on TurnWarning {
  kind
  message
}
fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<TimetablePublishMutation, TimetablePublishMutationVariables>;
export const TimetableUndoDocument = new TypedDocumentString(`
    mutation TimetableUndo($id: ID!, $version: Int!) {
  timetableUndo(id: $id, version: $version) {
    timetable {
      id
      version
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<TimetableUndoMutation, TimetableUndoMutationVariables>;
export const TimetableLoadsSetDocument = new TypedDocumentString(`
    mutation TimetableLoadsSet($id: ID!, $loads: [TimetableLoadInput!]!) {
  timetableLoadsSet(id: $id, loads: $loads) {
    timetable {
      id
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<TimetableLoadsSetMutation, TimetableLoadsSetMutationVariables>;
export const TimetableSolveDocument = new TypedDocumentString(`
    mutation TimetableSolve($id: ID!, $timeLimitSeconds: Int!, $minimumChange: Boolean!) {
  timetableSolve(
    id: $id
    input: {timeLimitSeconds: $timeLimitSeconds, minimumChange: $minimumChange}
  ) {
    run {
      ...SolverRunFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment SolverRunFields on SolverRun {
  id
  status
  baseVersion
  incumbent
  bound
  gap
  seconds
  timeLimitSeconds
  minimumChange
  stopRequested
  problem
  createdAt
  endedAt
  actor {
    name
  }
  conflicts {
    message
  }
}
fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<TimetableSolveMutation, TimetableSolveMutationVariables>;
export const SolverRunStopDocument = new TypedDocumentString(`
    mutation SolverRunStop($id: ID!) {
  solverRunStop(id: $id) {
    run {
      ...SolverRunFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment SolverRunFields on SolverRun {
  id
  status
  baseVersion
  incumbent
  bound
  gap
  seconds
  timeLimitSeconds
  minimumChange
  stopRequested
  problem
  createdAt
  endedAt
  actor {
    name
  }
  conflicts {
    message
  }
}
fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<SolverRunStopMutation, SolverRunStopMutationVariables>;
export const SolverRunApplyDocument = new TypedDocumentString(`
    mutation SolverRunApply($id: ID!, $version: Int!) {
  solverRunApply(id: $id, version: $version) {
    timetable {
      id
      version
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<SolverRunApplyMutation, SolverRunApplyMutationVariables>;
export const TimetableChangedDocument = new TypedDocumentString(`
    subscription TimetableChanged($queueId: ID, $after: LiveCursor) {
  timetableChanged(queueId: $queueId, after: $after) {
    cursor
    kind
    nodeId
    what
    week
    version
    actor {
      name
    }
  }
}
    `) as unknown as TypedDocumentString<TimetableChangedSubscription, TimetableChangedSubscriptionVariables>;
export const SolverRunChangedDocument = new TypedDocumentString(`
    subscription SolverRunChanged($timetableId: ID, $after: LiveCursor) {
  solverRunChanged(timetableId: $timetableId, after: $after) {
    cursor
    nodeId
    timetableId
    status
    incumbent
    bound
    gap
    seconds
    problem
  }
}
    `) as unknown as TypedDocumentString<SolverRunChangedSubscription, SolverRunChangedSubscriptionVariables>;
