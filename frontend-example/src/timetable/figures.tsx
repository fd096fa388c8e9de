/** What the week costs, rule by rule. */
import { useWords } from '../words/language';
import type { Week } from './week';
import { words } from './words';

export function WeekFigures({ week }: { week: Week }) {
  const w = useWords(words);
  const { score, quality } = week;
  if (score === null) return null;
  const dearest = Math.max(1, ...score.parts.map(({ points }) => points));
  const parts = [...score.parts].sort((a, b) => b.points - a.points);
  const unborne = score.ofNoTurn.filter(({ points, hard }) => points > 0 || hard);

  return (
    <section className="week-figures" aria-labelledby="week-figures-title">
      <h2 id="week-figures-title">{w.figures.title}</h2>
      <dl className="figures-row">
        <div>
          <dt>{w.figures.points}</dt>
          <dd>{score.points}</dd>
        </div>
        {quality !== null && (
          <>
            <div>
              <dt>{w.figures.filled}</dt>
              <dd data-bad={quality.filled < quality.cells || undefined}>{quality.coverage} %</dd>
            </div>
            <div>
              <dt>{w.figures.balance}</dt>
              <dd>{quality.balance} %</dd>
            </div>
          </>
        )}
        <div>
          <dt>{w.figures.breaches}</dt>
          <dd data-bad={score.breaches > 0 || undefined}>{score.breaches}</dd>
        </div>
      </dl>
      {parts.length === 0 ? (
        <p className="hint">{w.figures.nothing}</p>
      ) : (
        <ul className="rule-bars" aria-label={w.figures.byRule}>
          {parts.map(({ constraint, points }) => (
            <li key={constraint}>
              <span>{w.rule[constraint]}</span>
              <span className="points">{points}</span>
              <meter min={0} max={dearest} value={points} aria-hidden="true" />
            </li>
          ))}
        </ul>
      )}
      {unborne.length > 0 && (
        <>
          <h3>{w.figures.unfilled}</h3>
          <ul className="costs">
            {unborne.map((cost) => (
              <li key={`${cost.constraint} ${cost.why}`} data-hard={cost.hard || undefined}>
                <span>
                  <b>{w.rule[cost.constraint]}</b> <span className="hint">{cost.why}</span>
                </span>
                <span className="points">{cost.hard ? '!' : cost.points}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
