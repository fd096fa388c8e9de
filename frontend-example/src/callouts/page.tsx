/** The callouts of the account, the newest first, each with how far it has come. */
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useChanges } from '../api/use-live';
import { useQuery } from '../api/use-query';
import { moment } from '../dates/format';
import {
  CalloutsChangedDocument,
  type CalloutsChangedSubscription,
  CalloutsDocument,
  type CalloutStatus,
} from '../operations/generated';
import { leads, useViewer } from '../session/viewer';
import { Icon } from '../ui/icon';
import { LiveBanner, LiveMark } from '../ui/live';
import { Page } from '../ui/page';
import { Pager, usePages } from '../ui/pages';
import { Problem } from '../ui/problem';
import { Tag } from '../ui/tag';
import { common } from '../words/common';
import { useLanguage, useWords } from '../words/language';
import { CreateDialog } from './create-dialog';
import { ProgressBar } from './progress-bar';
import { answerRate, done, participationParts } from './progress';
import { percent } from './percent';
import { calloutTones, participationTones } from './tones';
import { words as translations } from './words';
import '../style/callouts.css';

const statuses: readonly CalloutStatus[] = [
  'RUNNING',
  'PAUSED',
  'SCHEDULED',
  'INITIALIZED',
  'COMPLETED',
  'STOPPED',
  'ERRORED',
];

const changes = {
  subscription: CalloutsChangedDocument,
  variables: (after: string) => ({ after }),
  change: (data: CalloutsChangedSubscription) => data.calloutChanged,
};

export default function CalloutsPage() {
  const words = useWords(translations);
  const { none, loading: loadingText } = useWords(common);
  const language = useLanguage();
  const viewer = useViewer();
  const [, navigate] = useLocation();
  const [search, setSearch] = useState('');
  const [status, setStatus] = useState<CalloutStatus | ''>('');
  const [creating, setCreating] = useState(false);
  const pages = usePages();
  const { data, problem, loading, reload } = useQuery(CalloutsDocument, {
    search: search.trim() || null,
    status: status === '' ? null : [status],
    after: pages.after,
  });
  const live = useChanges(changes, reload);

  const callouts = data?.callouts.nodes;
  return (
    <Page
      title={words.title}
      aside={<LiveMark live={live} />}
      actions={
        leads(viewer) && (
          <button type="button" className="primary" onClick={() => setCreating(true)}>
            <Icon name="add" /> {words.create}
          </button>
        )
      }
    >
      <LiveBanner live={live} />
      <form className="toolbar" role="search" onSubmit={(event) => event.preventDefault()}>
        <label className="field">
          {words.search}
          <input
            type="search"
            value={search}
            onChange={(event) => {
              setSearch(event.target.value);
              pages.first();
            }}
          />
        </label>
        <label className="field">
          {words.statusLabel}
          <select
            value={status}
            onChange={(event) => {
              setStatus(event.target.value as CalloutStatus | '');
              pages.first();
            }}
          >
            <option value="">{words.all}</option>
            {statuses.map((each) => (
              <option key={each} value={each}>
                {words.status[each]}
              </option>
            ))}
          </select>
        </label>
      </form>
      <Problem problem={problem} onRetry={reload} />
      <div className="panel scroll">
        {callouts === undefined && loading && <p className="empty">{loadingText}</p>}
        {callouts?.length === 0 && <p className="empty">{words.empty}</p>}
        {callouts !== undefined && callouts.length > 0 && (
          <table className="data">
            <thead>
              <tr>
                <th scope="col">{words.name}</th>
                <th scope="col">{words.statusLabel}</th>
                <th scope="col">{words.progress}</th>
                <th scope="col" className="number">
                  {words.contacts}
                </th>
                <th scope="col" className="number">
                  {words.calls}
                </th>
                <th scope="col" className="number">
                  {words.answerRate}
                </th>
                <th scope="col">{words.startedAt}</th>
              </tr>
            </thead>
            <tbody>
              {callouts.map(({ id, name, status: at, startedAt, statistics }) => (
                <tr key={id} data-callout={id}>
                  <th scope="row">
                    <Link href={`/callouts/${id}`}>{name}</Link>
                  </th>
                  <td>
                    <Tag tone={calloutTones[at]}>{words.status[at]}</Tag>
                  </td>
                  <td className="progress-cell">
                    <ProgressBar
                      parts={participationParts(statistics)}
                      tones={participationTones}
                      names={words.participation}
                      label={percent(done(statistics), language) ?? none}
                    />
                    <span>{percent(done(statistics), language) ?? none}</span>
                  </td>
                  <td className="number">{statistics.calloutParticipations}</td>
                  <td className="number">{statistics.calls}</td>
                  <td className="number">{percent(answerRate(statistics), language) ?? none}</td>
                  <td className="quiet-cell">{startedAt === null ? none : moment(startedAt, language)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      <Pager pages={pages} info={data?.callouts.pageInfo} />
      {creating && (
        <CreateDialog onClose={() => setCreating(false)} onCreated={(id) => navigate(`/callouts/${id}`)} />
      )}
    </Page>
  );
}
