/** One callout: how far it is, how fast it goes, what became of whom, and the hand on it. */
import { useMemo, useState } from 'react';
import { useParams } from 'wouter';
import { ask } from '../api/client';
import { useLive } from '../api/use-live';
import { moment } from '../dates/format';
import {
  CalloutChangedDocument,
  type CalloutChangedSubscription,
  CalloutDocument,
  type CalloutFieldsFragment,
} from '../operations/generated';
import { leads, useViewer } from '../session/viewer';
import { LiveBanner, LiveMark } from '../ui/live';
import { Page } from '../ui/page';
import { Tag, type Tone } from '../ui/tag';
import { common } from '../words/common';
import { useLanguage, useWords } from '../words/language';
import { Actions } from './actions';
import { AddDialog } from './add-dialog';
import { Definition } from './definition';
import { People } from './people';
import { percent } from './percent';
import { Legend, ProgressBar } from './progress-bar';
import { answerRate, callParts, done, type Outcome, participationParts } from './progress';
import { RateChart } from './rate-chart';
import { calloutTones, participationTones } from './tones';
import { words as translations } from './words';
import '../style/callouts.css';

export default function CalloutPage() {
  const { id = '' } = useParams<{ id: string }>();
  return <Callout key={id} id={id} />;
}

function Callout({ id }: { id: string }) {
  const words = useWords(translations);
  const { loading } = useWords(common);
  const view = useMemo(() => viewOf(id), [id]);
  const { value, live } = useLive(view);

  if (value === null) {
    return (
      <Page title={words.title}>
        <LiveBanner live={live} />
        <p className="empty">{loading}</p>
      </Page>
    );
  }
  if (value.callout === null) {
    return (
      <Page title={words.title}>
        <p className="empty">{words.missing}</p>
      </Page>
    );
  }
  return (
    <Shown
      callout={value.callout}
      aside={
        <>
          <Tag tone={calloutTones[value.callout.status]}>{words.status[value.callout.status]}</Tag>
          <LiveMark live={live} />
        </>
      }
      banner={<LiveBanner live={live} />}
    />
  );
}

function viewOf(id: string) {
  return {
    snapshot: async (signal: AbortSignal) => await ask(CalloutDocument, { id }, signal),
    subscription: CalloutChangedDocument,
    variables: (after: string) => ({ id, after }),
    change: (data: CalloutChangedSubscription) => data.calloutChanged,
    fold: (
      _before: { callout: CalloutFieldsFragment | null },
      { callout }: CalloutChangedSubscription['calloutChanged'],
    ) => ({ callout }),
  };
}

const outcomeTones: Record<Outcome, Tone> = {
  answered: 'good',
  notAnswered: 'warning',
  busy: 'special',
  failed: 'bad',
  other: 'plain',
  underWay: 'busy',
};

interface ShownProps {
  callout: CalloutFieldsFragment;
  aside: React.ReactNode;
  banner: React.ReactNode;
}

function Shown({ callout, aside, banner }: ShownProps) {
  const words = useWords(translations);
  const { none } = useWords(common);
  const language = useLanguage();
  const viewer = useViewer();
  const [adding, setAdding] = useState(false);
  const { statistics, populations } = callout;
  const share = done(statistics);
  const parts = participationParts(statistics);
  const outcomes = callParts(statistics);
  const finished =
    statistics.calloutParticipations - parts.slice(1, 4).reduce((sum, { count }) => sum + count, 0);

  return (
    <Page
      title={callout.name}
      aside={aside}
      actions={leads(viewer) && <Actions callout={callout} onPopulate={() => setAdding(true)} />}
    >
      {banner}
      {callout.errorMessage !== null && (
        <p className="banner is-bad" role="alert">
          {callout.errorMessage}
        </p>
      )}
      <section className="panel is-padded" aria-labelledby="progress-title">
        <div className="panel-head">
          <h2 id="progress-title">{words.progress}</h2>
          <span className="hint">{words.ofContacts(finished, statistics.calloutParticipations)}</span>
          <strong className="share">{percent(share, language) ?? none}</strong>
        </div>
        <ProgressBar
          parts={parts}
          tones={participationTones}
          names={words.participation}
          label={words.ofContacts(finished, statistics.calloutParticipations)}
          large
        />
        <Legend parts={parts} tones={participationTones} names={words.participation} />
      </section>
      <div className="callout-charts">
        <RateChart calloutId={callout.id} />
        <section className="panel is-padded" aria-labelledby="outcomes-title">
          <div className="panel-head">
            <h2 id="outcomes-title">{words.outcomes}</h2>
            <span className="hint">
              {words.answerRate} {percent(answerRate(statistics), language) ?? none}
            </span>
          </div>
          <ul className="outcomes">
            {outcomes.map(({ key, count }) => (
              <li key={key} data-tone={outcomeTones[key]}>
                <span className="outcome-name">{words.outcome[key]}</span>
                <span className="outcome-bar">
                  <span
                    style={{ width: `${statistics.calls === 0 ? 0 : (count / statistics.calls) * 100}%` }}
                  />
                </span>
                <span className="outcome-count">{count}</span>
              </li>
            ))}
          </ul>
        </section>
        <section className="panel is-padded" aria-labelledby="definition-title">
          <h2 id="definition-title">{words.definition}</h2>
          <Definition callout={callout} />
        </section>
      </div>
      {populations.length > 0 && (
        <section className="populations" aria-labelledby="populations-title">
          <h2 id="populations-title">{words.populations}</h2>
          <ul>
            {populations.map(({ id, status, added, matched, errorMessage, createdAt, finishedAt }) => (
              <li key={id} data-population={id}>
                <Tag tone={status === 'FINISHED' ? 'good' : status === 'FAILED' ? 'bad' : 'busy'}>
                  {words.population[status]}
                </Tag>
                <span>{words.populationCount(added, matched)}</span>
                {(status === 'RUNNING' || status === 'QUEUED') && (
                  <progress value={added} max={Math.max(matched, 1)} aria-label={words.population[status]} />
                )}
                <span className="hint">{errorMessage ?? moment(finishedAt ?? createdAt, language)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <People calloutId={callout.id} name={callout.name} />
      {adding && <AddDialog calloutId={callout.id} onClose={() => setAdding(false)} />}
    </Page>
  );
}
