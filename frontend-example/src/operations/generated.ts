// Written by scripts/generate.js; do not edit.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> =
  T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
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

/** What became of the thing a change is about. */
export type ChangeKind =
  /** It is new. */
  | 'CREATED'
  /** It is different. */
  | 'UPDATED'
  /** It is gone. */
  | 'DELETED';

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

export type RingingCallFieldsFragment = {
  id: string;
  status: CallStatus;
  from: string | null;
  fromName: string | null;
  withheld: boolean;
  startedAt: string;
  queue: { id: string; name: string } | null;
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
    } | null;
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
}
    `,
  { fragmentName: 'RingingCallFields' },
) as unknown as TypedDocumentString<RingingCallFieldsFragment, unknown>;
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
}`) as unknown as TypedDocumentString<IncomingCallSubscription, IncomingCallSubscriptionVariables>;
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
