/** The telephone systems: whether each is heard, since when, what it can do, and how much it is asked to. */
import { useEffect } from 'react';
import { ask } from '../api/client';
import { useLive } from '../api/use-live';
import { useQuery } from '../api/use-query';
import { Elapsed } from '../clock/elapsed';
import { moment } from '../dates/format';
import {
  CallLimitsDocument,
  type CallLimitsQuery,
  ProviderChangedDocument,
  type ProviderChangedSubscription,
  type ProviderFieldsFragment,
  type ProviderHealth,
  ProvidersDocument,
} from '../operations/generated';
import { Icon } from '../ui/icon';
import { LiveBanner, LiveMark } from '../ui/live';
import { Page } from '../ui/page';
import { Tag, type Tone } from '../ui/tag';
import { common } from '../words/common';
import { useLanguage, useWords } from '../words/language';
import { afterChange, type Providers } from './providers';
import { words as translations } from './words';
import '../style/providers.css';

const view = {
  snapshot: async (signal: AbortSignal): Promise<Providers> =>
    (await ask(ProvidersDocument, {}, signal)).providers,
  subscription: ProviderChangedDocument,
  variables: (after: string) => ({ after }),
  change: (data: ProviderChangedSubscription) => data.providerChanged,
  fold: afterChange,
};

/** Nobody tells how many calls are under way: it is asked for so often, in milliseconds. */
const limitsMs = 3_000;

export default function ProvidersPage() {
  const words = useWords(translations);
  const { loading } = useWords(common);
  const { value: providers, live } = useLive(view);
  const { data, reload } = useQuery(CallLimitsDocument, {});

  useEffect(() => {
    const asking = setInterval(() => {
      if (document.visibilityState === 'visible') reload();
    }, limitsMs);
    return () => clearInterval(asking);
  }, [reload]);

  const limitsOf = (id: string | null) => data?.callLimits.find(({ providerId }) => providerId === id);
  const account = limitsOf(null);
  return (
    <Page title={words.title} aside={<LiveMark live={live} />}>
      <LiveBanner live={live} />
      {providers === null && <p className="empty">{loading}</p>}
      {providers?.length === 0 && (
        <p className="empty">
          {words.none} {words.noneHow}
        </p>
      )}
      <ul className="providers">
        {providers?.map((provider) => (
          <li key={provider.id} className="panel is-padded" data-provider={provider.id}>
            <Provider provider={provider} limits={limitsOf(provider.id)} />
          </li>
        ))}
        {account !== undefined && (
          <li className="panel is-padded">
            <h2>{words.account}</h2>
            <Limits limits={account} />
          </li>
        )}
      </ul>
    </Page>
  );
}

const tones: Record<ProviderHealth, Tone> = { UP: 'good', CONNECTING: 'warning', DOWN: 'bad' };

type CallLimits = CallLimitsQuery['callLimits'][number];

function Provider({
  provider,
  limits,
}: {
  provider: ProviderFieldsFragment;
  limits: CallLimits | undefined;
}) {
  const words = useWords(translations);
  const language = useLanguage();
  const { name, kind, health, healthSince, lastHeardAt, startedAt, problem, capabilities } = provider;
  return (
    <>
      <div className="panel-head">
        <h2>{name}</h2>
        <span className="hint">{words.kind[kind]}</span>
        <span className="provider-health">
          <Tag tone={tones[health]}>{words.health[health]}</Tag> <span className="hint">{words.since}</span>{' '}
          <Elapsed since={healthSince} />
        </span>
      </div>
      {problem !== null && (
        <p className="problem-box">
          {problem.message} <code>{problem.code}</code>
        </p>
      )}
      <dl className="facts">
        <div>
          <dt>{words.lastHeard}</dt>
          <dd>{lastHeardAt === null ? words.neverHeard : <Elapsed since={lastHeardAt} />}</dd>
        </div>
        {startedAt !== null && (
          <div>
            <dt>{words.started}</dt>
            <dd>{moment(startedAt, language)}</dd>
          </div>
        )}
      </dl>
      {limits !== undefined && <Limits limits={limits} />}
      <details className="capabilities">
        <summary>{words.can}</summary>
        <ul>
          {capabilities.map(({ operation, support }) => (
            <li key={operation} data-support={support}>
              <Icon name={support === 'NONE' ? 'close' : 'AVAILABLE'} /> {words.operation[operation]}
              {support !== 'NATIVE' && <span className="hint">{words.support[support]}</span>}
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}

function Limits({ limits: { callsPerSecond, callsAtOnce, callsUnderWay } }: { limits: CallLimits }) {
  const words = useWords(translations);
  const language = useLanguage();
  const number = (n: number) => new Intl.NumberFormat(language).format(n);
  const most = [
    callsPerSecond !== null && words.perSecond(number(callsPerSecond)),
    callsAtOnce !== null && words.atOnce(number(callsAtOnce)),
  ].filter((part) => part !== false);
  return (
    <div className="limits">
      <span>{words.limits}</span>
      <strong>
        {number(callsUnderWay)} {words.underWay}
      </strong>
      {callsAtOnce !== null && (
        <meter min={0} max={callsAtOnce} value={callsUnderWay} aria-label={words.limits} />
      )}
      <span className="hint">{most.join(', ') || words.unlimited}</span>
    </div>
  );
}
