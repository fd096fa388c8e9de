/**
 * A strip while the signed-in person's own phone rings: who is calling, for which queue, since when.
 *
 * `incomingCall` tells that it begins to ring; that it stopped (taken here or elsewhere, hung up) is seen on the
 * board, where the call rings for this person no more.
 */
import { useEffect, useState } from 'react';
import { ask, followList } from '../api/client';
import { Elapsed } from '../clock/elapsed';
import {
  IncomingCallDocument,
  type RingingCallFieldsFragment,
  RingingCallDocument,
} from '../operations/generated';
import { words } from '../words';
import { Icon } from './icons';
import { callerNumber } from './waiting-callers';

type RingingCall = RingingCallFieldsFragment;

interface IncomingCallStripProps {
  personId: string;
  /** Calls of the queues that ring at this person's phone now. */
  ringing: ReadonlySet<string>;
}

export function IncomingCallStrip({ personId, ringing }: IncomingCallStripProps) {
  const [call, setCall] = useState<RingingCall | null>(null);

  useEffect(
    () =>
      followList({
        snapshot: async (signal) =>
          (await ask(RingingCallDocument, { personId }, signal)).person?.currentCall ?? null,
        subscription: IncomingCallDocument,
        variables: (after) => ({ after }),
        change: (data) => data.incomingCall,
        follower: {
          snapshot: (current) => setCall(current),
          change: (change) => setCall((shown) => afterChange(shown, change)),
          state: () => undefined,
        },
      }),
    [personId],
  );

  const rings = call !== null && (call.queue === null ? call.status === 'RINGING' : ringing.has(call.id));
  return (
    <div role="status" className="incoming-place">
      {rings && (
        <p className="incoming">
          <Icon name="RINGING" />
          <strong>{words.incoming.title}</strong>
          <span className="number">{callerNumber({ number: call.from, withheld: call.withheld })}</span>
          {call.fromName !== null && !call.withheld && <span>{call.fromName}</span>}
          {call.queue !== null && <span className="chip">{call.queue.name}</span>}
          <Elapsed className="timer" since={call.startedAt} />
        </p>
      )}
    </div>
  );
}

/** A call that ended or was taken elsewhere clears the strip, unless another rings by now. */
function afterChange(
  shown: RingingCall | null,
  change: { kind: string; nodeId: string; call: RingingCall | null },
): RingingCall | null {
  const isGone = change.kind === 'DELETED' || change.call === null;
  if (!isGone) return change.call;
  return shown?.id === change.nodeId ? null : shown;
}
