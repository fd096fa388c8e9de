/** Everybody a callout is for, and what became of each. */
import { useMemo, useState } from 'react';
import { allPages } from '../api/all-pages';
import { ask } from '../api/client';
import { useChanges } from '../api/use-live';
import { useQuery } from '../api/use-query';
import { moment } from '../dates/format';
import {
  CalloutParticipationChangedDocument,
  type CalloutParticipationChangedSubscription,
  CalloutParticipationsDocument,
  type CalloutParticipationsQuery,
  type ParticipationFieldsFragment,
  type ParticipationStatus,
} from '../operations/generated';
import { download } from '../ui/download';
import { Icon } from '../ui/icon';
import { Pager, usePages } from '../ui/pages';
import { Problem } from '../ui/problem';
import { Tag } from '../ui/tag';
import { common } from '../words/common';
import { useLanguage, useWords } from '../words/language';
import { csvOf } from './csv';
import { StoryDialog } from './story-dialog';
import { attemptTones, participationTones } from './tones';
import { words as translations } from './words';

const statuses: readonly ParticipationStatus[] = [
  'IN_FLIGHT',
  'WAITING',
  'PENDING',
  'ANSWERED',
  'EXHAUSTED',
  'SKIPPED',
];

export function People({ calloutId, name }: { calloutId: string; name: string }) {
  const words = useWords(translations);
  const { none, loading: loadingText } = useWords(common);
  const language = useLanguage();
  const [status, setStatus] = useState<ParticipationStatus | ''>('');
  const [told, setTold] = useState<ParticipationFieldsFragment | null>(null);
  const pages = usePages();
  const { data, problem, loading, reload } = useQuery(CalloutParticipationsDocument, {
    id: calloutId,
    status: status === '' ? null : [status],
    number: null,
    first: 25,
    after: pages.after,
  });
  const changes = useMemo(() => changesOf(calloutId), [calloutId]);
  useChanges(changes, reload);

  const participations = data?.callout?.participations;
  return (
    <section className="people" aria-labelledby="people-title">
      <div className="panel-head">
        <h2 id="people-title">{words.people}</h2>
        <label className="choice">
          <span className="only-read">{words.statusLabel}</span>
          <select
            value={status}
            onChange={(event) => {
              setStatus(event.target.value as ParticipationStatus | '');
              pages.first();
            }}
          >
            <option value="">{words.all}</option>
            {statuses.map((each) => (
              <option key={each} value={each}>
                {words.participation[each]}
              </option>
            ))}
          </select>
        </label>
        <Results calloutId={calloutId} name={name} />
      </div>
      <Problem problem={problem} onRetry={reload} />
      <div className="panel scroll">
        {participations === undefined && loading && <p className="empty">{loadingText}</p>}
        {participations?.nodes.length === 0 && <p className="empty">{words.peopleNone}</p>}
        {participations !== undefined && participations.nodes.length > 0 && (
          <table className="data">
            <thead>
              <tr>
                <th scope="col">{words.name}</th>
                <th scope="col">{words.number}</th>
                <th scope="col">{words.statusLabel}</th>
                <th scope="col" className="number">
                  {words.attempts}
                </th>
                <th scope="col">{words.last}</th>
                <th scope="col">{words.due}</th>
                <th scope="col">
                  <span className="only-read">{words.story}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {participations.nodes.map((each) => (
                <tr key={each.id}>
                  <th scope="row">{each.contact?.name ?? none}</th>
                  <td>{each.number}</td>
                  <td>
                    <Tag tone={participationTones[each.status]}>{words.participation[each.status]}</Tag>
                  </td>
                  <td className="number">{each.attempts}</td>
                  <td>
                    {each.lastStatus === null ? (
                      none
                    ) : (
                      <Tag tone={attemptTones[each.lastStatus]}>{words.attempt[each.lastStatus]}</Tag>
                    )}
                  </td>
                  <td className="quiet-cell">{each.dueAt === null ? none : moment(each.dueAt, language)}</td>
                  <td className="acts-cell">
                    <button
                      type="button"
                      aria-label={`${words.story}: ${each.contact?.name ?? each.number}`}
                      onClick={() => setTold(each)}
                    >
                      {words.story}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      <Pager pages={pages} info={participations?.pageInfo} />
      {told !== null && (
        <StoryDialog calloutId={calloutId} participation={told} onClose={() => setTold(null)} />
      )}
    </section>
  );
}

function changesOf(id: string) {
  return {
    subscription: CalloutParticipationChangedDocument,
    variables: (after: string) => ({ id, after }),
    change: (data: CalloutParticipationChangedSubscription) => data.participationChanged,
  };
}

/** What became of everybody, as a table for a spreadsheet; read page by page, and told how far it is. */
function Results({ calloutId, name }: { calloutId: string; name: string }) {
  const words = useWords(translations);
  const [read, setRead] = useState<number | null>(null);
  const [problem, setProblem] = useState<unknown>(null);

  const save = async () => {
    setRead(0);
    setProblem(null);
    try {
      const people = await allPages((after) => readPage(calloutId, after), setRead);
      const rows = people.map(({ number, contact, status, attempts, lastStatus, reason, updatedAt }) => [
        number,
        contact?.name ?? null,
        status,
        attempts,
        lastStatus,
        reason,
        updatedAt,
      ]);
      const head = ['number', 'name', 'status', 'attempts', 'last', 'reason', 'updated'];
      download(`${name}.csv`, new Blob([csvOf([head, ...rows])], { type: 'text/csv' }));
    } catch (error) {
      setProblem(error);
    } finally {
      setRead(null);
    }
  };

  return (
    <span className="results">
      <Problem problem={problem} />
      <button type="button" className="small" disabled={read !== null} onClick={() => void save()}>
        <Icon name="download" /> {read === null ? words.results : words.resultsProgress(read)}
      </button>
    </span>
  );
}

type Participations = NonNullable<CalloutParticipationsQuery['callout']>['participations'];

/** Of a callout that was deleted meanwhile: nobody. */
const nobody: Pick<Participations, 'nodes' | 'pageInfo'> = {
  nodes: [],
  pageInfo: { hasNextPage: false, endCursor: null },
};

async function readPage(id: string, after: string | null) {
  const variables = { id, status: null, number: null, first: 200, after };
  return (await ask(CalloutParticipationsDocument, variables)).callout?.participations ?? nobody;
}
