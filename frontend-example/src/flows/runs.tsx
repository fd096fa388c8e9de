/** The calls that a version led, the newest first. */
import { useEffect } from 'react';
import { useQuery } from '../api/use-query';
import { moment } from '../dates/format';
import { FlowRunsDocument, type FlowRunsQuery } from '../operations/generated';
import { Pager, usePages } from '../ui/pages';
import { Problem } from '../ui/problem';
import { Tag, type Tone } from '../ui/tag';
import { useLanguage, useWords } from '../words/language';
import { words } from './words';

type Run = NonNullable<FlowRunsQuery['flowVersion']>['runs']['nodes'][number];

const tones: Record<Run['status'], Tone> = {
  RUNNING: 'busy',
  COMPLETED: 'good',
  HUNG_UP: 'plain',
  TOO_LONG: 'warning',
  FAILED: 'bad',
};

/** `turn`: another number reads them again. */
export function Runs({ versionId, turn }: { versionId: string; turn: number }) {
  const w = useWords(words);
  const language = useLanguage();
  const pages = usePages();
  const { data, problem, loading, reload } = useQuery(FlowRunsDocument, {
    id: versionId,
    after: pages.after,
  });
  // A call began or went on.
  useEffect(() => {
    if (turn > 0) reload();
  }, [turn, reload]);
  const runs = data?.flowVersion?.runs;
  if (problem !== null) return <Problem problem={problem} onRetry={reload} />;
  if (runs === undefined || runs.nodes.length === 0) return null;
  return (
    <section className="stack" aria-labelledby="flow-runs-title">
      <h2 id="flow-runs-title">{w.results.calls}</h2>
      <div className="panel scroll">
        <table className="data" aria-busy={loading}>
          <thead>
            <tr>
              <th scope="col">{w.results.started}</th>
              <th scope="col">{w.results.contact}</th>
              <th scope="col">{w.results.how}</th>
              <th scope="col">{w.results.outcome}</th>
              <th scope="col">{w.results.answers}</th>
            </tr>
          </thead>
          <tbody>
            {runs.nodes.map((run) => (
              <tr key={run.id}>
                <td>
                  <time dateTime={run.startedAt}>{moment(run.startedAt, language)}</time>
                </td>
                <td>{run.contact?.name ?? '–'}</td>
                <td>
                  <Tag tone={tones[run.status]}>{w.status[run.status]}</Tag>{' '}
                  {run.problem !== null && <span className="hint">{run.problem}</span>}
                </td>
                <td>
                  {run.outcome === null
                    ? '–'
                    : run.outcome.meaning === null
                      ? run.outcome.own
                      : w.meaning[run.outcome.meaning]}
                </td>
                <td>
                  {run.results
                    .map(
                      ({ node, label, kind, response, keys }) =>
                        `${label ?? node}: ${response ?? keys ?? w.resultKind[kind]}`,
                    )
                    .join(' · ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Pager pages={pages} info={runs.pageInfo} />
    </section>
  );
}
