/** What a node does, as one of several, with what is said in it. */
import type { FlowDocumentFieldsFragment } from '../operations/generated';

export type FlowDocument = FlowDocumentFieldsFragment;
export type FlowNode = FlowDocument['nodes'][number];
export type NodeKind = keyof FlowNode['does'];
type Words = NonNullable<FlowNode['does']['playMessage']>['words'];

export const nodeKinds = [
  'playMessage',
  'multipleChoice',
  'rating',
  'captureDigits',
  'record',
  'transfer',
  'hangUp',
  'conference',
  'doNotCall',
  'sendMessage',
  'answered',
  'voicemailDrop',
] as const satisfies readonly NodeKind[];

/** Exactly one of them is there. */
export function kindOf({ does }: FlowNode): NodeKind {
  return nodeKinds.find((kind) => does[kind] !== null) ?? 'hangUp';
}

/** What the node says, by language. */
export function wordsOf({ does }: FlowNode): Words {
  for (const kind of nodeKinds) {
    const what = does[kind];
    if (what === null || typeof what === 'boolean') continue;
    if ('words' in what) return what.words;
    if ('ask' in what) return what.ask.words;
  }
  return [];
}

/** One line of what it says in the first language, for the graph. */
export function gistOf(node: FlowNode, language: string | undefined): string {
  const words = wordsOf(node);
  const heard = (words.find((each) => each.language === language) ?? words[0])?.heard;
  return heard?.say ?? heard?.play ?? '';
}
