/** The nodes of a flow and the ways between them: buttons over a drawing. */
import type { FlowQuery, FlowVersionQuery } from '../operations/generated';
import { useWords } from '../words/language';
import { type FlowDocument, type FlowNode, gistOf, kindOf } from './kinds';
import { type Branch, layoutOf, size } from './layout';
import { words } from './words';

export type Finding = NonNullable<FlowQuery['flow']>['findings'][number];
export type NodeResults = NonNullable<FlowVersionQuery['flowVersion']>['results']['nodes'][number];

interface FlowGraphProps {
  name: string;
  document: FlowDocument;
  findings: readonly Finding[];
  results: readonly NodeResults[];
  selectedId: string | null;
  onSelect: (id: string | null) => void;
}

export function FlowGraph({ name, document, findings, results, selectedId, onSelect }: FlowGraphProps) {
  const w = useWords(words);
  const { nodes, edges, width, height } = layoutOf(document.nodes, document.start);
  const labelOf = ({ on, keys }: Branch) => (on === 'KEYS' ? (keys ?? '') : w.on[on as keyof typeof w.on]);

  return (
    <div className="flow-scroll panel" role="region" aria-label={w.graph(name)} tabIndex={0}>
      <div className="flow-graph" style={{ width, height }}>
        <svg width={width} height={height} aria-hidden="true">
          <defs>
            <marker
              id="flow-arrow"
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="9"
              markerHeight="9"
              markerUnits="userSpaceOnUse"
              orient="auto"
            >
              <path d="M0 0 8 4 0 8Z" />
            </marker>
          </defs>
          {edges.map(({ from, to, path }) => (
            <path
              key={`${from} ${to}`}
              className="flow-edge"
              data-on={from === selectedId || to === selectedId || undefined}
              data-end={to === null || undefined}
              d={path}
              markerEnd={to === null ? undefined : 'url(#flow-arrow)'}
            />
          ))}
          {edges.map(({ from, to, branches, labelX, labelY }) => (
            <g key={`${from} ${to} label`}>
              {to === null && <circle className="flow-end" cx={labelX} cy={labelY - 17 + size.stub} r="4" />}
              <text className="flow-way" x={labelX} y={labelY}>
                {branches.map(labelOf).join(', ')}
              </text>
            </g>
          ))}
        </svg>
        <ul>
          {nodes.map(({ node, x, y }) => (
            <li key={node.id} style={{ left: x, top: y, width: size.width, height: size.height }}>
              <NodeButton
                node={node}
                language={document.languages[0]}
                isStart={node.id === document.start}
                findings={findings.filter((finding) => finding.node === node.id)}
                results={results.find((each) => each.node === node.id) ?? null}
                isSelected={node.id === selectedId}
                onSelect={() => onSelect(node.id === selectedId ? null : node.id)}
              />
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

interface NodeButtonProps {
  node: FlowNode;
  language: string | undefined;
  isStart: boolean;
  findings: readonly Finding[];
  results: NodeResults | null;
  isSelected: boolean;
  onSelect: () => void;
}

function NodeButton({ node, language, isStart, findings, results, isSelected, onSelect }: NodeButtonProps) {
  const w = useWords(words);
  const kind = kindOf(node);
  return (
    <button
      type="button"
      className="flow-node"
      data-kind={kind}
      data-bad={findings.length > 0 || undefined}
      aria-pressed={isSelected}
      title={findings.map(({ message }) => message).join('\n') || undefined}
      onClick={onSelect}
    >
      <span className="flow-node-head">
        <span className="flow-kind">{w.kind[kind]}</span>
        {isStart && <span className="flow-start">{w.start}</span>}
        {findings.length > 0 && <span className="flow-findings">{w.finding(findings.length)}</span>}
        {results !== null && <span className="flow-count">{w.results.count(results.total)}</span>}
      </span>
      <span className="flow-label">{node.label ?? node.id}</span>
      <span className="flow-gist">{gistOf(node, language)}</span>
    </button>
  );
}
