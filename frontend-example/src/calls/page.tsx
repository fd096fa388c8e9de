/** The call log, the newest first, with the calls that last; and a call of one's own. */
import { useState } from 'react';
import { useChanges } from '../api/use-live';
import { useQuery } from '../api/use-query';
import { durationText } from '../clock/duration';
import { Elapsed } from '../clock/elapsed';
import { moment } from '../dates/format';
import {
  CallChoicesDocument,
  type CallRowFieldsFragment,
  CallsChangedDocument,
  type CallsChangedSubscription,
  CallsDocument,
  type CallStatus,
} from '../operations/generated';
import { leads, useViewer } from '../session/viewer';
import { Icon } from '../ui/icon';
import { LiveBanner, LiveMark } from '../ui/live';
import { Page } from '../ui/page';
import { Pager, usePages } from '../ui/pages';
import { Problem } from '../ui/problem';
import { Tag, type Tone } from '../ui/tag';
import { common } from '../words/common';
import { useLanguage, useWords } from '../words/language';
import { DetailsDialog } from './details-dialog';
import { type Chosen, everything, filterOf } from './filter';
import { PlaceDialog } from './place-dialog';
import { words as translations } from './words';
import '../style/calls.css';

const changes = {
  subscription: CallsChangedDocument,
  variables: (after: string) => ({ after }),
  change: (data: CallsChangedSubscription) => data.callChanged,
};

export default function CallsPage() {
  const words = useWords(translations);
  const { loading: loadingText } = useWords(common);
  const viewer = useViewer();
  const [chosen, setChosen] = useState(everything);
  const [placing, setPlacing] = useState(false);
  const [told, setTold] = useState<string | null>(null);
  const pages = usePages();
  const { data, problem, loading, reload } = useQuery(CallsDocument, {
    filter: filterOf(chosen),
    after: pages.after,
  });
  const live = useChanges(changes, reload);
  const mayPlace = leads(viewer) || (viewer.role === 'AGENT' && viewer.person !== null);

  const calls = data?.calls.nodes;
  return (
    <Page
      title={words.title}
      aside={<LiveMark live={live} />}
      actions={
        mayPlace && (
          <button type="button" className="primary" onClick={() => setPlacing(true)}>
            <Icon name="dial" /> {words.place}
          </button>
        )
      }
    >
      <LiveBanner live={live} />
      <Filters
        chosen={chosen}
        onChoose={(part) => {
          setChosen({ ...chosen, ...part });
          pages.first();
        }}
      />
      <Problem problem={problem} onRetry={reload} />
      <div className="panel scroll">
        {calls === undefined && loading && <p className="empty">{loadingText}</p>}
        {calls?.length === 0 && <p className="empty">{words.empty}</p>}
        {calls !== undefined && calls.length > 0 && (
          <table className="data">
            <thead>
              <tr>
                <th scope="col">{words.when}</th>
                <th scope="col">
                  <span className="only-read">{words.directionLabel}</span>
                </th>
                <th scope="col">{words.caller}</th>
                <th scope="col">{words.dialled}</th>
                <th scope="col">{words.statusLabel}</th>
                <th scope="col">{words.queue}</th>
                <th scope="col">{words.person}</th>
                <th scope="col" className="number">
                  {words.waited}
                </th>
                <th scope="col" className="number">
                  {words.talked}
                </th>
                <th scope="col">
                  <span className="only-read">{words.details}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {calls.map((call) => (
                <Row key={call.id} call={call} onDetails={() => setTold(call.id)} />
              ))}
            </tbody>
          </table>
        )}
      </div>
      <Pager pages={pages} info={data?.calls.pageInfo} />
      {placing && <PlaceDialog onClose={() => setPlacing(false)} />}
      {told !== null && <DetailsDialog id={told} onClose={() => setTold(null)} />}
    </Page>
  );
}

const tones: Record<CallStatus, Tone> = {
  RINGING: 'warning',
  WAITING: 'warning',
  IN_PROGRESS: 'busy',
  COMPLETED: 'good',
  ABANDONED: 'bad',
  NO_ANSWER: 'special',
  BUSY: 'special',
  FAILED: 'bad',
  UNKNOWN: 'plain',
};

function Row({ call, onDetails }: { call: CallRowFieldsFragment; onDetails: () => void }) {
  const words = useWords(translations);
  const { none } = useWords(common);
  const language = useLanguage();
  const { id, direction, status, startedAt, answeredAt, endedAt, waitSeconds, talkSeconds } = call;
  const from = call.withheld ? words.withheld : (call.from ?? words.unknown);
  return (
    <tr data-call={id}>
      <td>{moment(startedAt, language)}</td>
      <td>
        <span className={direction === 'INBOUND' ? 'direction is-inbound' : 'direction'}>
          <Icon name={direction === 'INBOUND' ? 'download' : 'upload'} />
          <span className="only-read">{words.direction[direction]}</span>
        </span>
      </td>
      <th scope="row">
        {from}
        {call.fromName !== null && !call.withheld && <span className="hint"> {call.fromName}</span>}
      </th>
      <td>{call.dialled ?? none}</td>
      <td>
        <Tag tone={tones[status]}>{words.status[status]}</Tag>
      </td>
      <td>{call.queue?.name ?? none}</td>
      <td>{call.person?.name ?? none}</td>
      <td className="number">
        {endedAt === null && answeredAt === null ? (
          <Elapsed since={startedAt} />
        ) : waitSeconds === null ? (
          none
        ) : (
          durationText(waitSeconds)
        )}
      </td>
      <td className="number">
        {endedAt === null && answeredAt !== null ? (
          <Elapsed since={answeredAt} />
        ) : talkSeconds === null ? (
          none
        ) : (
          durationText(talkSeconds)
        )}
      </td>
      <td className="acts-cell">
        <button type="button" aria-label={`${words.details}: ${from}`} onClick={onDetails}>
          {words.details}
        </button>
      </td>
    </tr>
  );
}

const statuses: readonly CallStatus[] = [
  'IN_PROGRESS',
  'WAITING',
  'RINGING',
  'COMPLETED',
  'ABANDONED',
  'NO_ANSWER',
  'BUSY',
  'FAILED',
];

function Filters({ chosen, onChoose }: { chosen: Chosen; onChoose: (part: Partial<Chosen>) => void }) {
  const words = useWords(translations);
  const { data } = useQuery(CallChoicesDocument, {});
  return (
    <form className="toolbar" role="search" onSubmit={(event) => event.preventDefault()}>
      <label className="field">
        {words.number}
        <input
          type="search"
          value={chosen.number}
          placeholder="+34972183000"
          onChange={(event) => onChoose({ number: event.target.value })}
        />
      </label>
      <Choice
        label={words.directionLabel}
        value={chosen.direction}
        options={(['INBOUND', 'OUTBOUND'] as const).map((id) => ({ id, name: words.direction[id] }))}
        onChoose={(direction) => onChoose({ direction })}
      />
      <Choice
        label={words.statusLabel}
        value={chosen.status}
        options={statuses.map((id) => ({ id, name: words.status[id] }))}
        onChoose={(status) => onChoose({ status })}
      />
      <Choice
        label={words.queue}
        value={chosen.queueId}
        options={data?.queues.nodes ?? []}
        onChoose={(queueId) => onChoose({ queueId })}
      />
      <Choice
        label={words.person}
        value={chosen.personId}
        options={data?.persons.nodes ?? []}
        onChoose={(personId) => onChoose({ personId })}
      />
      <label className="check">
        <input
          type="checkbox"
          checked={chosen.open}
          onChange={(event) => onChoose({ open: event.target.checked })}
        />{' '}
        {words.onlyOpen}
      </label>
    </form>
  );
}

interface ChoiceProps<Id extends string> {
  label: string;
  value: Id | '';
  options: readonly { id: Id; name: string }[];
  onChoose: (id: Id | '') => void;
}

function Choice<Id extends string>({ label, value, options, onChoose }: ChoiceProps<Id>) {
  const { all } = useWords(translations);
  return (
    <label className="field">
      {label}
      <select value={value} onChange={(event) => onChoose(event.target.value as Id | '')}>
        <option value="">{all}</option>
        {options.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
