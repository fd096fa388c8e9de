/** Doing something at the server, one thing at a time, and what stood in the way. */
import { useCallback, useState } from 'react';
import { ask } from '../api/client';
import { messageOf } from '../api/error';
import type {
  TurnWarningFieldsFragment,
  TypedDocumentString,
  UserErrorFieldsFragment,
} from '../operations/generated';

interface Payload {
  userErrors: readonly UserErrorFieldsFragment[];
  warnings?: readonly TurnWarningFieldsFragment[] | null;
}

export interface Outcome<P> {
  payload: P | null;
  /** What speaks against it; nothing was done. Done again with `ignoreWarnings`, it is done. */
  warnings: readonly TurnWarningFieldsFragment[];
  done: boolean;
}

export type Act = <Data, Variables, P extends Payload>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  payloadOf: (data: Data) => P | null,
) => Promise<Outcome<P>>;

export function useAct(afterwards: () => Promise<void>): {
  act: Act;
  isActing: boolean;
  problem: string | null;
} {
  const [acting, setActing] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);

  const act: Act = useCallback(
    async (document, variables, payloadOf) => {
      setActing((count) => count + 1);
      setProblem(null);
      try {
        const payload = payloadOf(await ask(document, variables));
        const errors = payload?.userErrors ?? [];
        const warnings = payload?.warnings ?? [];
        if (errors.length > 0) setProblem(errors.map(({ message }) => message).join(' '));
        const isDone = payload !== null && errors.length === 0;
        // Also after a refusal: it may be for what is not on screen yet.
        await afterwards();
        return { payload, warnings, done: isDone };
      } catch (error) {
        setProblem(messageOf(error));
        return { payload: null, warnings: [], done: false };
      } finally {
        setActing((count) => count - 1);
      }
    },
    [afterwards],
  );
  return { act, isActing: acting > 0, problem };
}
