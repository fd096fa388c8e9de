/** What the server answers to one question, for as long as a component shows it. Nothing is kept beyond that. */
import { useCallback, useEffect, useState } from 'react';
import type { TypedDocumentString } from '../operations/generated';
import { SessionEnded } from '../session/keeper';
import { ask } from './client';

export interface Query<Data> {
  /** The last answer; with other variables it stays until theirs is there, so that tables do not flicker. */
  data: Data | null;
  problem: Error | null;
  loading: boolean;
  reload: () => void;
}

interface Read<Data> {
  key: string;
  turn: number;
  data: Data | null;
  problem: Error | null;
}

/** `variables`: null for not yet. */
export function useQuery<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables | null,
): Query<Data> {
  // By value: a caller's object is another one each time it renders.
  const key = JSON.stringify(variables);
  const [read, setRead] = useState<Read<Data> | null>(null);
  const [turn, setTurn] = useState(0);

  useEffect(() => {
    const asked = JSON.parse(key) as Variables | null;
    if (asked === null) return;
    const attempt = new AbortController();
    ask(document, asked, attempt.signal)
      .then((data) => {
        if (!attempt.signal.aborted) setRead({ key, turn, data, problem: null });
      })
      .catch((error: unknown) => {
        if (attempt.signal.aborted || error instanceof SessionEnded) return;
        const problem = error instanceof Error ? error : new Error(String(error));
        setRead((before) => ({ key, turn, data: before?.key === key ? before.data : null, problem }));
      });
    return () => attempt.abort();
  }, [document, key, turn]);

  const reload = useCallback(() => setTurn((n) => n + 1), []);
  const isAnswered = read !== null && read.key === key && read.turn === turn;
  return {
    data: read?.data ?? null,
    problem: read?.key === key ? read.problem : null,
    loading: variables !== null && !isAnswered,
    reload,
  };
}
