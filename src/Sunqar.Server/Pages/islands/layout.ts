// Where nodes stand when the graph is drawn by flow: money runs from left to right, and nobody stands on anybody.

export interface Place { x: number; y: number }
export interface Flow { from: string; to: string; weight: number }

const COLUMN = 190;
const ROW = 62;

/**
 * Columns by the direction of flow. Cycles are broken by a greedy order (Eades, Lin, Smyth 1993: sources first, sinks last, else the largest surplus of
 * outflow), columns follow from the longest path in that order, and rows within a column from the middle of a node's neighbours.
 */
export function layOutByFlow(ids: readonly string[], flows: readonly Flow[], aspect: number): Map<string, Place> {
  const order = flowOrder(ids, flows);
  const forward = mainFlows(flows).filter((flow) => order.get(flow.from)! < order.get(flow.to)!);
  const columns = columnsOf([...ids].sort((a, b) => order.get(a)! - order.get(b)!), forward);
  straighten(columns, flows);
  return place(columns, aspect);
}

/** A flow that is small beside what else its giver gives and its taker takes moves nobody to another column. */
function mainFlows(flows: readonly Flow[]): Flow[] {
  const given = new Map<string, number>(), taken = new Map<string, number>();
  for (const { from, to, weight } of flows) {
    given.set(from, Math.max(given.get(from) ?? 0, weight));
    taken.set(to, Math.max(taken.get(to) ?? 0, weight));
  }
  return flows.filter(({ from, to, weight }) => 4 * weight >= given.get(from)! || 4 * weight >= taken.get(to)!);
}

function flowOrder(ids: readonly string[], flows: readonly Flow[]): Map<string, number> {
  const left = new Set(ids);
  const head: string[] = [], tail: string[] = [];
  const between = flows.filter((flow) => flow.from !== flow.to && left.has(flow.from) && left.has(flow.to));
  while (left.size > 0) {
    const balance = new Map([...left].map((id) => [id, { in: 0, out: 0 }]));
    for (const flow of between) {
      if (!left.has(flow.from) || !left.has(flow.to)) continue;
      balance.get(flow.from)!.out += flow.weight;
      balance.get(flow.to)!.in += flow.weight;
    }
    const sinks = [...balance].filter(([, flow]) => flow.out === 0).map(([id]) => id);
    if (sinks.length > 0) {
      tail.unshift(...sinks);
      sinks.forEach((id) => left.delete(id));
      continue;
    }
    const sources = [...balance].filter(([, flow]) => flow.in === 0).map(([id]) => id);
    const next = sources.length > 0
      ? sources
      : [[...balance].reduce((best, one) => (one[1].out - one[1].in > best[1].out - best[1].in ? one : best))[0]];
    head.push(...next);
    next.forEach((id) => left.delete(id));
  }
  return new Map([...head, ...tail].map((id, at) => [id, at]));
}

function columnsOf(ordered: readonly string[], forward: readonly Flow[]): string[][] {
  const depth = new Map<string, number>(ordered.map((id) => [id, 0]));
  const into = new Map<string, string[]>();
  for (const flow of forward) into.set(flow.to, [...(into.get(flow.to) ?? []), flow.from]);
  for (const id of ordered) {
    for (const from of into.get(id) ?? []) depth.set(id, Math.max(depth.get(id)!, depth.get(from)! + 1));
  }
  // A source that feeds only a late column stands right before it, not far to the left.
  const onward = new Map<string, string[]>();
  for (const flow of forward) onward.set(flow.from, [...(onward.get(flow.from) ?? []), flow.to]);
  for (const id of ordered) {
    if (!into.has(id) && onward.has(id)) depth.set(id, Math.min(...onward.get(id)!.map((to) => depth.get(to)!)) - 1);
  }
  const columns: string[][] = [];
  for (const id of ordered) (columns[depth.get(id)!] ??= []).push(id);
  return columns.filter((column) => column !== undefined);
}

/** Orders each column by the mean row of its neighbours, back and forth: fewer crossings (Sugiyama's barycentre). */
function straighten(columns: string[][], flows: readonly Flow[]): void {
  const beside = new Map<string, string[]>();
  for (const { from, to } of flows) {
    beside.set(from, [...(beside.get(from) ?? []), to]);
    beside.set(to, [...(beside.get(to) ?? []), from]);
  }
  const row = new Map<string, number>();
  const note = (column: readonly string[]) => column.forEach((id, at) => row.set(id, (at + 0.5) / column.length));
  columns.forEach(note);
  for (let sweep = 0; sweep < 6; sweep++) {
    for (const column of sweep % 2 === 0 ? columns : [...columns].reverse()) {
      const middle = new Map(column.map((id) => {
        const rows = (beside.get(id) ?? []).map((other) => row.get(other)!);
        return [id, rows.length === 0 ? row.get(id)! : rows.reduce((a, b) => a + b, 0) / rows.length];
      }));
      column.sort((a, b) => middle.get(a)! - middle.get(b)! || a.localeCompare(b));
      note(column);
    }
  }
}

/**
 * A column that is too tall for the frame is folded into several narrow ones: two as long as that does, since a line to the second passes between two nodes
 * of the first, while a third hides behind both.
 */
function place(columns: readonly string[][], aspect: number): Map<string, Place> {
  const tallest = Math.max(...columns.map((column) => column.length));
  const rowsMax = Math.max(12, Math.min(Math.ceil(tallest / 2), 14), Math.ceil(Math.sqrt((tallest * COLUMN) / (ROW * aspect))));
  const places = new Map<string, Place>();
  let x = 0;
  for (const column of columns) {
    const folds = Math.ceil(column.length / rowsMax);
    const rows = Math.ceil(column.length / folds);
    for (let at = 0; at < column.length; at++) {
      const fold = at % folds;
      // Neighbouring folds are set off by half a row, so that a line to the far one passes between two nodes.
      const y = (Math.floor(at / folds) - (rows - 1) / 2 + (folds > 1 ? (fold % 2) / 2 - 0.25 : 0)) * ROW;
      places.set(column[at]!, { x: x + fold * COLUMN * 0.62, y });
    }
    x += COLUMN + (folds - 1) * COLUMN * 0.62;
  }
  return places;
}
