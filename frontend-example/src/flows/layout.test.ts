import { expect, it } from 'vitest';
import { layoutOf, rowsOf, size } from './layout';

const node = (id: string, ...to: (string | null)[]) => ({
  id,
  branches: to.map((each, at) => ({ on: 'KEYS', keys: String(at + 1), to: each })),
});

it('puts nodes below all that lead to them', () => {
  const nodes = [
    node('bye'),
    node('ask', 'yes', 'no'),
    node('yes', 'bye'),
    node('no', 'bye'),
    node('start', 'ask'),
  ];

  expect(rowsOf(nodes, 'start')).toEqual([['start'], ['ask'], ['yes', 'no'], ['bye']]);
});

it('puts what no way leads to into the last row', () => {
  expect(rowsOf([node('start', 'bye'), node('bye'), node('lost', 'start')], 'start')).toEqual([
    ['start'],
    ['bye'],
    ['lost'],
  ]);
  expect(rowsOf([node('a'), node('b')], null)).toEqual([['a', 'b']]);
});

it('ends with flows that go in circles', () => {
  expect(rowsOf([node('a', 'b'), node('b', 'a', 'b')], 'a')).toEqual([['a'], ['b']]);
});

it('joins branches that lead to the same node', () => {
  const { edges } = layoutOf([node('a', 'b', 'b', null), node('b')], 'a');

  expect(edges.map(({ to, branches }) => [to, branches.length])).toEqual([
    ['b', 2],
    [null, 1],
  ]);
});

it('leads a long way past the nodes between', () => {
  const { nodes, edges } = layoutOf([node('a', 'b', 'c'), node('b', 'c'), node('c')], 'a');
  const between = nodes.find((each) => each.node.id === 'b')!;
  const long = edges.find(({ from, to }) => from === 'a' && to === 'c')!;

  const [, passX] = /C\S+ \S+ \S+ \S+ (\S+) \S+V/.exec(long.path)!.map(Number);
  expect(passX! < between.x || passX! > between.x + size.width).toBe(true);
});

it('keeps nodes apart and within the picture', () => {
  const { nodes, width, height } = layoutOf(
    [node('a', 'b', 'c', 'd'), node('b', 'a', 'd'), node('c'), node('d')],
    'a',
  );

  for (const one of nodes) {
    expect(one.x).toBeGreaterThanOrEqual(0);
    expect(one.x + size.width).toBeLessThanOrEqual(width);
    expect(one.y + size.height).toBeLessThanOrEqual(height);
    for (const other of nodes)
      if (one !== other)
        expect(Math.abs(one.x - other.x) >= size.width || Math.abs(one.y - other.y) >= size.height).toBe(
          true,
        );
  }
});

it('ignores a branch to a node that is not there: it ends the call', () => {
  expect(layoutOf([node('a', 'nowhere')], 'a').edges[0]?.to).toBeNull();
});
