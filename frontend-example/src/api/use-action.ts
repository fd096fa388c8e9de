/** One thing that somebody does to the server: under way, refused, failed, or done. */
import { useState } from 'react';
import { SessionEnded } from '../session/keeper';

interface Payload {
  userErrors: readonly { message: string; path: readonly string[] | null }[];
}

export interface Action {
  working: boolean;
  /** What the server refused, and why. */
  errors: Payload['userErrors'];
  /** What kept it from being asked. */
  problem: unknown;
  /** Tells `onDone` what was answered, if nothing was refused. */
  act: <Answer extends Payload>(
    send: () => Promise<Answer | null>,
    onDone?: (answer: Answer) => void,
  ) => Promise<void>;
  /** Forgets what stood in the way. */
  reset: () => void;
}

export function useAction(): Action {
  const [working, setWorking] = useState(false);
  const [errors, setErrors] = useState<Payload['userErrors']>([]);
  const [problem, setProblem] = useState<unknown>(null);

  const reset = () => {
    setErrors([]);
    setProblem(null);
  };
  const act: Action['act'] = async (send, onDone) => {
    setWorking(true);
    reset();
    try {
      const answer = await send();
      if (answer === null) throw new Error('The server answered nothing.');
      if (answer.userErrors.length > 0) setErrors(answer.userErrors);
      else onDone?.(answer);
    } catch (error) {
      if (!(error instanceof SessionEnded)) setProblem(error);
    } finally {
      setWorking(false);
    }
  };
  return { working, errors, problem, act, reset };
}
