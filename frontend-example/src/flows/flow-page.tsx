/** One flow: its graph, as it is drafted or as it was sealed, and what became of the calls by it. */
import { type FormEvent, useCallback, useMemo, useState } from 'react';
import { Link, useParams, useSearchParams } from 'wouter';
import { ask } from '../api/client';
import { useAction } from '../api/use-action';
import { useChanges } from '../api/use-live';
import { useQuery } from '../api/use-query';
import { moment } from '../dates/format';
import {
  FlowDocument as FlowQueryDocument,
  type FlowQuery,
  FlowRunChangedDocument,
  FlowSealDocument,
  FlowVersionDocument,
  type FlowVersionQuery,
} from '../operations/generated';
import { leads, useViewer } from '../session/viewer';
import '../style/flows.css';
import { Dialog } from '../ui/dialog';
import { Icon } from '../ui/icon';
import { Page } from '../ui/page';
import { Problem, Refusal } from '../ui/problem';
import { Tag } from '../ui/tag';
import { useLanguage, useWords } from '../words/language';
import { Bars } from './bars';
import { type Finding, FlowGraph } from './graph';
import { NodeDetails } from './node-details';
import { Runs } from './runs';
import { words } from './words';

type Flow = NonNullable<FlowQuery['flow']>;
type Version = NonNullable<FlowVersionQuery['flowVersion']>;

const noFindings: readonly Finding[] = [];

export default function FlowPage() {
  const w = useWords(words);
  const { id = '' } = useParams<{ id: string }>();
  const { data, problem, reload } = useQuery(FlowQueryDocument, { id });
  if (data?.flow) return <OneFlow flow={data.flow} reload={reload} />;
  return (
    <Page title={w.title}>
      <Problem problem={problem} onRetry={reload} />
      {problem === null && <p role="status">{data === null ? w.working : w.gone}</p>}
    </Page>
  );
}

function OneFlow({ flow, reload }: { flow: Flow; reload: () => void }) {
  const w = useWords(words);
  const language = useLanguage();
  const viewer = useViewer();
  const [search, setSearch] = useSearchParams();
  const [isSealing, setSealing] = useState(false);
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const versionId = flow.versions.nodes.find(({ id }) => id === search.get('version'))?.id ?? null;
  const sealed = useQuery(FlowVersionDocument, versionId === null ? null : { id: versionId });
  const version =
    versionId !== null && sealed.data?.flowVersion?.id === versionId ? sealed.data.flowVersion : null;
  const document = versionId === null ? flow.document : version?.document;
  const findings = versionId === null ? flow.findings : noFindings;
  const selected = document?.nodes.find((node) => node.id === selectedId) ?? null;
  const results = version?.results.nodes ?? [];

  return (
    <Page
      title={flow.name}
      aside={
        <>
          <Link href="/flows" className="flow-back">
            <Icon name="left" /> {w.back}
          </Link>
          <label>
            <span className="only-read">{w.version}</span>
            <select
              value={versionId ?? ''}
              onChange={(event) =>
                setSearch(event.target.value === '' ? {} : { version: event.target.value })
              }
            >
              <option value="">{w.draftOf(flow.version)}</option>
              {flow.versions.nodes.map(({ id, number, name }) => (
                <option key={id} value={id}>
                  {w.versionOf(number, name)}
                </option>
              ))}
            </select>
          </label>
          {version === null ? (
            <Tag tone={flow.findings.length > 0 ? 'bad' : 'good'}>
              {flow.findings.length > 0 ? w.finding(flow.findings.length) : w.fine}
            </Tag>
          ) : (
            <span className="hint">{w.sealedBy(version.sealedBy, moment(version.sealedAt, language))}</span>
          )}
        </>
      }
      actions={
        leads(viewer) &&
        versionId === null && (
          <button type="button" className="primary" onClick={() => setSealing(true)}>
            {w.seal}
          </button>
        )
      }
    >
      {flow.description !== null && <p className="hint">{flow.description}</p>}
      <Problem problem={sealed.problem} onRetry={sealed.reload} />
      {document !== undefined && (
        <div className="flow-body">
          <FlowGraph
            name={flow.name}
            document={document}
            findings={findings}
            results={results}
            selectedId={selectedId}
            onSelect={setSelectedId}
          />
          <div className="stack">
            {selected !== null && (
              <NodeDetails
                node={selected}
                document={document}
                findings={findings.filter(({ node }) => node === selected.id)}
                results={
                  version === null ? undefined : (results.find(({ node }) => node === selected.id) ?? null)
                }
                onSelect={setSelectedId}
              />
            )}
            {selected === null && version === null && <Check findings={findings} onSelect={setSelectedId} />}
            {version !== null && selected === null && <Results version={version} />}
          </div>
        </div>
      )}
      {version !== null && <LiveRuns key={version.id} versionId={version.id} onChanged={sealed.reload} />}
      {isSealing && (
        <SealDialog
          flow={flow}
          onClose={() => setSealing(false)}
          onSealed={(sealedId) => {
            reload();
            setSearch({ version: sealedId });
          }}
        />
      )}
    </Page>
  );
}

/** What the check found; nothing can be sealed before it is mended. */
function Check({ findings, onSelect }: { findings: readonly Finding[]; onSelect: (id: string) => void }) {
  const w = useWords(words);
  return (
    <section className="panel is-padded flow-details" aria-labelledby="flow-check-title">
      <h2 id="flow-check-title">{w.findings}</h2>
      {findings.length === 0 && <p className="hint">{w.fine}</p>}
      <ul className="stack">
        {findings.map(({ code, message, node, path }) => (
          <li key={`${code} ${path.join('.')}`} className="flow-finding">
            {message}{' '}
            {node !== null && (
              <button type="button" className="flow-link" onClick={() => onSelect(node)}>
                {node}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Results({ version }: { version: Version }) {
  const w = useWords(words);
  const { runs, statuses, outcomes } = version.results;
  return (
    <section className="panel is-padded flow-details" aria-labelledby="flow-results-title">
      <h2 id="flow-results-title">{w.results.title}</h2>
      {runs === 0 ? (
        <p className="hint">{w.results.none}</p>
      ) : (
        <>
          <p>
            <b className="flow-total">{runs}</b> <span className="hint">{w.results.runs}</span>
          </p>
          <h3>{w.results.statuses}</h3>
          <Bars
            label={w.results.statuses}
            rows={statuses.map(({ status, count }) => ({ name: w.status[status], count }))}
          />
          <h3>{w.results.outcomes}</h3>
          <Bars
            label={w.results.outcomes}
            rows={outcomes.map(({ outcome, count }) => ({
              name:
                outcome === null
                  ? w.results.noOutcome
                  : outcome.meaning === null
                    ? (outcome.own ?? '')
                    : w.meaning[outcome.meaning],
              count,
            }))}
          />
        </>
      )}
    </section>
  );
}

/** The calls of a version, and its counts, read again when a call goes on. */
function LiveRuns({ versionId, onChanged }: { versionId: string; onChanged: () => void }) {
  const [turn, setTurn] = useState(0);
  const changes = useMemo(
    () => ({
      subscription: FlowRunChangedDocument,
      variables: (after: string) => ({ flowVersionId: versionId, after }),
      change: (data: { flowRunChanged: { cursor: string } }) => data.flowRunChanged,
    }),
    [versionId],
  );
  const knock = useCallback(() => {
    setTurn((n) => n + 1);
    onChanged();
  }, [onChanged]);
  useChanges(changes, knock);
  return <Runs versionId={versionId} turn={turn} />;
}

interface SealProps {
  flow: Flow;
  onClose: () => void;
  onSealed: (versionId: string) => void;
}

function SealDialog({ flow, onClose, onSealed }: SealProps) {
  const w = useWords(words);
  const { act, errors, problem, working } = useAction();
  const [name, setName] = useState('');
  const isFine = flow.findings.length === 0;
  const submit = (event: FormEvent, close: () => void) => {
    event.preventDefault();
    const variables = { id: flow.id, version: flow.version, name: name.trim() === '' ? null : name.trim() };
    void act(
      async () => (await ask(FlowSealDocument, variables)).flowSeal,
      ({ flowVersion }) => {
        if (flowVersion !== null) onSealed(flowVersion.id);
        close();
      },
    );
  };
  return (
    <Dialog title={w.seal} onClose={onClose}>
      {(close) => (
        <form onSubmit={(event) => submit(event, close)} aria-busy={working}>
          <p className="hint">{isFine ? w.sealHow : w.sealFindings}</p>
          <label className="field">
            {w.sealName}
            <input
              value={name}
              maxLength={100}
              autoFocus
              autoComplete="off"
              onChange={(event) => setName(event.target.value)}
            />
          </label>
          <Problem problem={problem} />
          <Refusal errors={errors} />
          <div className="actions">
            <button type="button" onClick={close}>
              {w.cancel}
            </button>
            <button type="submit" className="primary" disabled={working || !isFine}>
              {w.seal}
            </button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
