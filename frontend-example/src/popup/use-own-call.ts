/** The call at the viewer's own telephone, from when it begins to ring until it is over. */
import { useEffect, useState } from 'react';
import { ask, followList } from '../api/client';
import { IncomingCallDocument, OwnCallChangedDocument, RingingCallDocument } from '../operations/generated';
import { afterNews, type OwnCall, partOf } from './own-call';

export function useOwnCall(personId: string): OwnCall | null {
  const [call, setCall] = useState<OwnCall | null>(null);

  useEffect(() => {
    const hear = (news: { nodeId: string; call: OwnCall | null }) =>
      setCall((shown) => afterNews(shown, news, personId));
    const snapshot = async (signal: AbortSignal) => {
      const current = (await ask(RingingCallDocument, { personId }, signal)).person?.currentCall ?? null;
      return current !== null && partOf(current, personId) !== null ? current : null;
    };
    // That it begins to ring is told at once by the one, how it goes on by the other.
    const ends = [
      followList({
        snapshot,
        subscription: IncomingCallDocument,
        variables: (after) => ({ after }),
        change: (data) => data.incomingCall,
        follower: { snapshot: setCall, change: (news) => hear(news), state: () => undefined },
      }),
      followList({
        snapshot: () => Promise.resolve(null),
        subscription: OwnCallChangedDocument,
        variables: (after) => ({ personId, after }),
        change: (data) => data.callChanged,
        follower: { snapshot: () => undefined, change: (news) => hear(news), state: () => undefined },
      }),
    ];
    return () => ends.forEach((end) => end());
  }, [personId]);

  return call;
}
