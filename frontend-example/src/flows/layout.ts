/** Where the nodes of a flow are drawn, and the ways between them: rows by how far a node is from the start. */

export interface Branch {
  on: string;
  keys: string | null;
  to: string | null;
}

export interface FlowGraphNode {
  id: string;
  branches: readonly Branch[];
}

export interface PlacedNode<Node> {
  node: Node;
  x: number;
  y: number;
}

export interface Edge {
  from: string;
  /** Null: the call ends. */
  to: string | null;
  branches: Branch[];
  /** `d` of an SVG path. */
  path: string;
  labelX: number;
  labelY: number;
}

export interface GraphLayout<Node> {
  nodes: PlacedNode<Node>[];
  edges: Edge[];
  width: number;
  height: number;
}

export const size = { width: 210, height: 66, gapX: 34, gapY: 74, margin: 24, stub: 34 };

/** Row of each node that can be reached: below all that lead to it, but for ways that go back. */
function depthsOf(nodes: ReadonlyMap<string, FlowGraphNode>, start: string | null): Map<string, number> {
  const depths = new Map<string, number>();
  const onWay = new Set<string>();
  const order: string[] = [];
  const seen = new Set<string>();
  const ahead = new Map<string, string[]>();
  // What is on the way to itself goes back; the order of leaving, turned around, has each node before what it leads to.
  const visit = (id: string) => {
    seen.add(id);
    onWay.add(id);
    for (const { to } of nodes.get(id)?.branches ?? []) {
      if (to === null || !nodes.has(to) || onWay.has(to)) continue;
      ahead.set(id, [...(ahead.get(id) ?? []), to]);
      if (!seen.has(to)) visit(to);
    }
    onWay.delete(id);
    order.unshift(id);
  };
  if (start !== null && nodes.has(start)) visit(start);
  for (const id of order) {
    const depth = depths.get(id) ?? 0;
    depths.set(id, depth);
    for (const to of ahead.get(id) ?? []) depths.set(to, Math.max(depths.get(to) ?? 0, depth + 1));
  }
  return depths;
}

/** Rows of ids: the start, what it leads to, and so on; last, what no way leads to. */
export function rowsOf(nodes: readonly FlowGraphNode[], start: string | null): string[][] {
  const depths = depthsOf(new Map(nodes.map((node) => [node.id, node])), start);
  const rows: string[][] = [];
  for (const { id } of nodes) {
    const depth = depths.get(id);
    if (depth !== undefined) (rows[depth] ??= []).push(id);
  }
  const lost = nodes.filter(({ id }) => !depths.has(id)).map(({ id }) => id);
  return lost.length > 0 ? [...rows, lost] : rows;
}

/** A node, or the place where a way passes a row that it does not end in. */
interface Item {
  id: string;
  isNode: boolean;
  width: number;
  /** Places in the row above, as shares of it, of what leads here. */
  above: number[];
  /** What the next part of each way leads to, in the order of the branches. */
  next: string[];
}

const passWidth = 20;

/** Rows with a place in each row between for ways that are longer than one, ordered so that few ways cross. */
function itemRowsOf(nodes: ReadonlyMap<string, FlowGraphNode>, rows: readonly string[][]): Item[][] {
  const rowOf = new Map(rows.flatMap((row, at) => row.map((id) => [id, at] as const)));
  const items = rows.map((row) =>
    row.map((id): Item => ({ id, isNode: true, width: size.width, above: [], next: [] })),
  );
  rows.forEach((row, at) =>
    row.forEach((id, place) => {
      const node = nodes.get(id);
      for (const { to } of node === undefined ? [] : targetsOf(node)) {
        const end = to === null ? undefined : rowOf.get(to);
        if (to === null || end === undefined || end <= at) continue;
        let before = items[at]?.[place];
        for (let between = at + 1; between < end; between++) {
          const pass: Item = {
            id: passId(id, to, between),
            isNode: false,
            width: passWidth,
            above: [],
            next: [],
          };
          items[between]?.push(pass);
          before?.next.push(pass.id);
          before = pass;
        }
        before?.next.push(to);
      }
    }),
  );
  for (const [at, row] of items.entries()) {
    const mean = ({ above }: Item, otherwise: number) =>
      above.length === 0 ? otherwise : above.reduce((sum, each) => sum + each, 0) / above.length;
    const sorted = row
      .map((item, place) => ({ item, key: mean(item, (place + 0.5) / row.length) }))
      .sort((a, b) => a.key - b.key)
      .map(({ item }) => item);
    items[at] = sorted;
    const below = new Map((items[at + 1] ?? []).map((item) => [item.id, item]));
    sorted.forEach(({ next }, place) =>
      next.forEach((id, port) => {
        below.get(id)?.above.push((place + (port + 1) / (next.length + 1)) / sorted.length);
      }),
    );
  }
  return items;
}

function passId(from: string, to: string, row: number): string {
  return `${from} ${to} ${row}`;
}

export function layoutOf<Node extends FlowGraphNode>(
  nodes: readonly Node[],
  start: string | null,
): GraphLayout<Node> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const rows = itemRowsOf(byId, rowsOf(nodes, start));
  const widthOf = (row: readonly Item[]) =>
    row.reduce((sum, { width }) => sum + width + size.gapX, -size.gapX);
  const inner = Math.max(size.width, ...rows.map(widthOf));
  const placed = new Map<string, { x: number; y: number; row: number }>();
  rows.forEach((row, at) => {
    let x = size.margin + (inner - widthOf(row)) / 2;
    for (const { id, width } of row) {
      placed.set(id, { x, y: size.margin + at * (size.height + size.gapY), row: at });
      x += width + size.gapX;
    }
  });

  const edges = nodes.flatMap((node) => {
    const from = placed.get(node.id);
    if (from === undefined) return [];
    const targets = targetsOf(node);
    return targets.map(({ to, branches }, at): Edge => {
      const x = from.x + (size.width * (at + 1)) / (targets.length + 1);
      const y = from.y + size.height;
      const target = to === null ? undefined : placed.get(to);
      const edge = { from: node.id, branches, labelX: x, labelY: y + 17 };
      if (to === null || target === undefined) return { ...edge, to: null, path: `M${x} ${y}v${size.stub}` };
      if (target.row <= from.row) return { ...edge, to, path: backPath(x, y, from.x, target) };
      let path = `M${x} ${y}`;
      let [lastX, lastY] = [x, y];
      const lead = (toX: number, toY: number) => {
        const bend = (toY - lastY) / 2;
        path += `C${lastX} ${lastY + bend} ${toX} ${toY - bend} ${toX} ${toY}`;
        [lastX, lastY] = [toX, toY];
      };
      for (let row = from.row + 1; row < target.row; row++) {
        const pass = placed.get(passId(node.id, to, row));
        if (pass === undefined) continue;
        lead(pass.x + passWidth / 2, pass.y);
        lastY = pass.y + size.height;
        path += `V${lastY}`;
      }
      lead(target.x + size.width / 2, target.y);
      return { ...edge, to, path };
    });
  });

  return {
    nodes: nodes.flatMap((node) => {
      const at = placed.get(node.id);
      return at === undefined ? [] : [{ node, x: at.x, y: at.y }];
    }),
    edges,
    width: inner + 2 * size.margin + size.gapX,
    height:
      rows.length * size.height + Math.max(0, rows.length - 1) * size.gapY + 2 * size.margin + size.stub,
  };
}

/** Around the right of both. */
function backPath(x: number, y: number, fromX: number, target: { x: number; y: number }): string {
  const side = Math.max(fromX, target.x) + size.width + size.gapX * 0.7;
  const into = target.y + size.height / 2;
  const out = y + 30;
  return `M${x} ${y}C${x} ${out} ${side} ${out} ${side} ${out - 30}V${into + 24}C${side} ${into} ${side} ${into} ${target.x + size.width} ${into}`;
}

/** Branches that lead to the same node are one way. */
function targetsOf(node: FlowGraphNode): { to: string | null; branches: Branch[] }[] {
  const targets: { to: string | null; branches: Branch[] }[] = [];
  for (const branch of node.branches) {
    const known = targets.find(({ to }) => to === branch.to);
    if (known) known.branches.push(branch);
    else targets.push({ to: branch.to, branches: [branch] });
  }
  return targets;
}
