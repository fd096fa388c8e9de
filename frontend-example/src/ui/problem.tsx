/** What went wrong, where it concerns somebody. */
import { ApiError, messageOf } from '../api/error';
import { common } from '../words/common';
import { useWords } from '../words/language';

interface ProblemProps {
  problem: unknown;
  /** Offers to try again. */
  onRetry?: () => void;
}

export function Problem({ problem, onRetry }: ProblemProps) {
  const words = useWords(common);
  if (problem === null || problem === undefined) return null;
  const known = problem instanceof ApiError ? words.problems[problem.code] : undefined;
  return (
    <p className="problem-box" role="alert">
      <span>{known ?? messageOf(problem)}</span>
      {problem instanceof ApiError && <code>{problem.code}</code>}
      {onRetry !== undefined && (
        <button type="button" onClick={onRetry}>
          {words.retry}
        </button>
      )}
    </p>
  );
}

/** What the server refuses of an input, if it refuses anything. */
export function Refusal({ errors }: { errors: readonly { message: string }[] }) {
  if (errors.length === 0) return null;
  return (
    <p className="error" role="alert">
      {errors.map(({ message }) => message).join(' ')}
    </p>
  );
}
