/** One node: what it says, where it leads, what is wrong with it, and what was heard in it. */
import { useWords } from '../words/language';
import { Bars } from './bars';
import type { Finding, NodeResults } from './graph';
import { type FlowDocument, type FlowNode, kindOf, wordsOf } from './kinds';
import { words } from './words';

interface NodeDetailsProps {
  node: FlowNode;
  document: FlowDocument;
  findings: readonly Finding[];
  /** Undefined: a draft, which is not called by. */
  results: NodeResults | null | undefined;
  onSelect: (id: string | null) => void;
}

export function NodeDetails({ node, document, findings, results, onSelect }: NodeDetailsProps) {
  const w = useWords(words);
  const kind = kindOf(node);
  const said = wordsOf(node);
  const { multipleChoice, rating, captureDigits, record, transfer, conference } = node.does;
  const asked = (multipleChoice ?? rating ?? captureDigits)?.ask;
  const settings = [
    ...(asked ? [w.node.retries(asked.retries, asked.timeoutSeconds)] : []),
    ...(rating ? [w.node.highest(rating.highest)] : []),
    ...(captureDigits ? [w.node.digits(captureDigits.most)] : []),
    ...(record ? [w.node.seconds(record.longestSeconds)] : []),
    ...(transfer ? [w.node.transfer(transfer.to), w.node.seconds(transfer.ringSeconds)] : []),
    ...(conference ? [w.node.room(conference.room)] : []),
  ];
  const nameOf = (id: string) => document.nodes.find((each) => each.id === id)?.label ?? id;

  return (
    <section className="panel is-padded flow-details" aria-labelledby="flow-node-title">
      <div className="panel-head">
        <h2 id="flow-node-title">{node.label ?? node.id}</h2>
        <button type="button" className="quiet" onClick={() => onSelect(null)}>
          {w.close}
        </button>
      </div>
      <p className="hint">
        {w.kind[kind]} · <code>{node.id}</code>
      </p>
      {findings.map(({ code, message, path }) => (
        <p key={`${code} ${path.join('.')}`} className="flow-finding">
          {message}
        </p>
      ))}
      {results !== undefined && (
        <>
          <h3>{w.node.heard}</h3>
          {results === null || results.total === 0 ? (
            <p className="hint">{w.node.noResults}</p>
          ) : (
            <Bars
              label={w.node.heard}
              rows={results.responses.map(({ kind: how, response, count }) => ({
                name: response ?? w.resultKind[how],
                count,
              }))}
            />
          )}
        </>
      )}
      <h3>{w.node.says}</h3>
      {said.length === 0 ? (
        <p className="hint">{w.node.nothingSaid}</p>
      ) : (
        <dl className="flow-said">
          {said.map(({ language, heard }) => (
            <div key={language}>
              <dt>{language}</dt>
              <dd lang={language}>{heard.say ?? <code>{heard.play}</code>}</dd>
            </div>
          ))}
        </dl>
      )}
      {settings.length > 0 && (
        <>
          <h3>{w.node.settings}</h3>
          <p>{settings.join(' · ')}</p>
        </>
      )}
      {multipleChoice && (
        <>
          <h3>{w.node.choices}</h3>
          <ul>
            {multipleChoice.choices.map(({ key, label, language }) => (
              <li key={`${key} ${language}`}>
                <kbd>{key}</kbd> {label} {language !== null && <span className="hint">{language}</span>}
              </li>
            ))}
          </ul>
        </>
      )}
      {asked !== undefined && asked.outcomes.length > 0 && (
        <>
          <h3>{w.node.outcomes}</h3>
          <ul>
            {asked.outcomes.map(({ keys, outcome }) => (
              <li key={keys}>
                <kbd>{keys}</kbd> {outcome.meaning === null ? outcome.own : w.meaning[outcome.meaning]}
              </li>
            ))}
          </ul>
        </>
      )}
      <h3>{w.node.ways}</h3>
      {node.branches.length === 0 ? (
        <p className="hint">{w.ends}</p>
      ) : (
        <ul>
          {node.branches.map(({ on, keys, to }) => (
            <li key={`${on} ${keys}`}>
              {on === 'KEYS' ? <kbd>{keys}</kbd> : w.on[on]} →{' '}
              {to === null ? (
                <span className="hint">{w.ends}</span>
              ) : (
                <button type="button" className="flow-link" onClick={() => onSelect(to)}>
                  {nameOf(to)}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
