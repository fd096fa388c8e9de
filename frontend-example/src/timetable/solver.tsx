/** The solver: asked, watched while it works, stopped, and its result taken over. */
import { type FormEvent, useState } from 'react';
import {
  SolverRunApplyDocument,
  SolverRunStopDocument,
  TimetableSolveDocument,
} from '../operations/generated';
import { Tag } from '../ui/tag';
import { useWords } from '../words/language';
import { curveOf } from './curve';
import type { Act } from './use-act';
import { useRun } from './use-run';
import type { Week } from './week';
import { words } from './words';

const size = { width: 280, height: 90 };
const runTone = {
  QUEUED: 'plain',
  RUNNING: 'busy',
  SOLVED: 'good',
  STOPPED: 'plain',
  INFEASIBLE: 'bad',
  FAILED: 'bad',
} as const;
const limits = [10, 30, 60, 300];

interface SolverProps {
  week: Week;
  mayEdit: boolean;
  act: Act;
}

export function Solver({ week, mayEdit, act }: SolverProps) {
  const w = useWords(words);
  const progress = useRun(week.id, week.latestRun);
  const [limit, setLimit] = useState(30);
  const [minimumChange, setMinimumChange] = useState(week.status === 'PUBLISHED');
  const [isStopping, setIsStopping] = useState(false);
  const run = progress?.run ?? null;
  const isAtWork = run?.status === 'QUEUED' || run?.status === 'RUNNING';
  // What was found and not written, because the timetable was edited meanwhile.
  const mayApply = mayEdit && run !== null && !isAtWork && run.problem !== null && run.incumbent !== null;

  const solve = (event: FormEvent) => {
    event.preventDefault();
    setIsStopping(false);
    void act(
      TimetableSolveDocument,
      { id: week.id, timeLimitSeconds: limit, minimumChange },
      (data) => data.timetableSolve,
    );
  };

  return (
    <section className="solver" aria-labelledby="solver-title">
      <h2 id="solver-title">
        {w.solver.title}
        {run !== null && (
          <span role="status">
            <Tag tone={runTone[run.status]}>{w.solver.status[run.status]}</Tag>
          </span>
        )}
      </h2>
      {progress === null ? (
        <p className="hint">{w.solver.never}</p>
      ) : (
        <>
          <Curve points={progress.points} label={w.solver.curve} />
          <dl className="figures-row">
            <div data-line="incumbent">
              <dt>{w.solver.found}</dt>
              <dd>{progress.run.incumbent ?? '–'}</dd>
            </div>
            <div data-line="bound">
              <dt>{w.solver.bound}</dt>
              <dd>{progress.run.bound === null ? '–' : Math.ceil(progress.run.bound - 1e-6)}</dd>
            </div>
            <div>
              <dt>{w.solver.gap}</dt>
              <dd>
                {progress.run.gap === null
                  ? '–'
                  : `${(progress.run.gap * 100).toFixed(progress.run.gap < 0.1 ? 1 : 0)} %`}
              </dd>
            </div>
          </dl>
          <p className="hint">
            {progress.run.seconds !== null && w.solver.seconds(Math.round(progress.run.seconds * 100) / 100)}
            {progress.run.gap === 0 && `, ${w.solver.proven}`}
          </p>
          {progress.run.problem !== null && <p className="remark is-bad">{progress.run.problem}</p>}
          {week.latestRun?.conflicts?.map(({ message }) => (
            <p key={message} className="remark is-bad">
              {message}
            </p>
          ))}
        </>
      )}
      {mayApply && (
        <p>
          <button
            type="button"
            onClick={() =>
              void act(
                SolverRunApplyDocument,
                { id: run.id, version: week.version },
                (data) => data.solverRunApply,
              )
            }
          >
            {w.solver.apply}
          </button>{' '}
          <span className="hint">{w.solver.replaces}</span>
        </p>
      )}
      {mayEdit &&
        (isAtWork ? (
          <button
            type="button"
            disabled={isStopping}
            onClick={() => {
              setIsStopping(true);
              void act(SolverRunStopDocument, { id: run.id }, (data) => data.solverRunStop);
            }}
          >
            {isStopping ? w.solver.stopping : w.solver.stop}
          </button>
        ) : (
          <form className="solver-form" onSubmit={solve}>
            <label>
              {w.solver.limit}{' '}
              <select value={limit} onChange={(event) => setLimit(Number(event.target.value))}>
                {limits.map((seconds) => (
                  <option key={seconds} value={seconds}>
                    {w.solver.seconds(seconds)}
                  </option>
                ))}
              </select>
            </label>
            <label className="check">
              <input
                type="checkbox"
                checked={minimumChange}
                onChange={(event) => setMinimumChange(event.target.checked)}
              />{' '}
              {w.solver.minimum}
            </label>
            <button type="submit" className="primary">
              {w.solver.start}
            </button>
          </form>
        ))}
    </section>
  );
}

function Curve({ points, label }: { points: Parameters<typeof curveOf>[0]; label: string }) {
  const curve = curveOf(points, size.width, size.height);
  if (curve === null) return null;
  return (
    <svg
      className="curve"
      viewBox={`-4 -6 ${size.width + 8} ${size.height + 12}`}
      role="img"
      aria-label={label}
    >
      <path className="axis" d={`M0 0V${size.height}H${size.width}`} />
      {curve.bound !== '' && <polyline className="bound" points={curve.bound} />}
      {curve.incumbent !== '' && <polyline className="incumbent" points={curve.incumbent} />}
      <text x={size.width} y={10} textAnchor="end">
        {curve.highest}
      </text>
      {curve.lowest !== curve.highest && (
        <text x={size.width} y={size.height - 4} textAnchor="end">
          {Math.ceil(curve.lowest - 1e-6)}
        </text>
      )}
    </svg>
  );
}
