// Where nodes stand: a first arrangement by flow with banks above and chains below, and places for those who come later beside whom they came from.
import { layOutByFlow, type Place } from "../layout";
import type { Picture } from "./model";

const COLUMN = 190;
const ROW = 58;
const LANES_APART = 130;

/** Banks in the upper lane, chains in the lower; in each money runs from left to right. */
export function arrange(picture: Picture, aspect: number): Map<string, Place> {
  const lanes = [picture.nodes.filter((node) => !node.isChain), picture.nodes.filter((node) => node.isChain)].filter((lane) => lane.length > 0);
  const places = new Map<string, Place>();
  let top = 0;
  for (const lane of lanes) {
    const ids = lane.map((node) => node.id), own = new Set(ids);
    const flows = picture.lines.filter((line) => own.has(line.from) && own.has(line.to)).map((line) => ({ from: line.from, to: line.to, weight: line.weight + 1 }));
    const touched = new Set(flows.flatMap((flow) => [flow.from, flow.to]));
    let laid = layOutByFlow(ids.filter((id) => touched.has(id)), flows, aspect * lanes.length);
    if (isStretched(laid, aspect * lanes.length)) laid = spread(ids.filter((id) => touched.has(id)), flows, aspect * lanes.length);
    grid(ids.filter((id) => !touched.has(id)), laid, aspect * lanes.length);
    const all = [...laid.values()];
    const left = Math.min(...all.map((place) => place.x)), right = Math.max(...all.map((place) => place.x));
    const high = Math.min(...all.map((place) => place.y)), low = Math.max(...all.map((place) => place.y));
    for (const [id, place] of laid) places.set(id, { x: place.x - (left + right) / 2, y: place.y - high + top });
    top += low - high + LANES_APART;
  }
  return places;
}

/** Money that goes round and round has no direction to stand by: columns of one or two then run far out of the window. */
function isStretched(laid: ReadonlyMap<string, Place>, aspect: number): boolean {
  const all = [...laid.values()];
  if (all.length < 8) return false;
  const wide = Math.max(...all.map((place) => place.x)) - Math.min(...all.map((place) => place.x)), high = Math.max(...all.map((place) => place.y)) - Math.min(...all.map((place) => place.y));
  return wide > 2.4 * aspect * Math.max(high, ROW);
}

/** Springs along lines, distance between all (Fruchterman and Reingold 1991), from a spiral, so that the same picture is laid out alike. */
function spread(ids: readonly string[], flows: readonly { from: string; to: string }[], aspect: number): Map<string, Place> {
  const k = 105, count = ids.length, at = new Map(ids.map((id, i) => [id, i]));
  const x = ids.map((_, i) => Math.cos(i * 2.4) * k * Math.sqrt(i + 1) * 0.8), y = ids.map((_, i) => Math.sin(i * 2.4) * k * Math.sqrt(i + 1) * 0.8);
  const pairs = flows.map((flow) => [at.get(flow.from)!, at.get(flow.to)!] as const);
  const rounds = count > 400 ? 40 : 160;
  for (let round = 0; round < rounds; round++) {
    const heat = k * 0.9 * (1 - round / rounds), dx = new Float64Array(count), dy = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      for (let j = i + 1; j < count; j++) {
        const ox = x[i]! - x[j]!, oy = (y[i]! - y[j]!) * aspect * 0.75, square = ox * ox + oy * oy + 0.01, push = (k * k) / square;
        dx[i]! += ox * push; dy[i]! += oy * push; dx[j]! -= ox * push; dy[j]! -= oy * push;
      }
    }
    for (const [i, j] of pairs) {
      const ox = x[i]! - x[j]!, oy = y[i]! - y[j]!, pull = Math.hypot(ox, oy) / k / 2.5;
      dx[i]! -= ox * pull; dy[i]! -= oy * pull; dx[j]! += ox * pull; dy[j]! += oy * pull;
    }
    for (let i = 0; i < count; i++) {
      const length = Math.hypot(dx[i]!, dy[i]!) || 1, far = Math.min(length, heat);
      x[i]! += (dx[i]! / length) * far;
      y[i]! += (dy[i]! / length) * far;
    }
  }
  // Which way is up means nothing here, and windows are wider than tall.
  const isTall = Math.max(...y) - Math.min(...y) > Math.max(...x) - Math.min(...x), wide = aspect > 1 === isTall;
  return new Map(ids.map((id, i) => [id, wide ? { x: y[i]! * 1.15, y: x[i]! } : { x: x[i]!, y: y[i]! }]));
}

/** Who deals with nobody in his lane stands in rows beneath it. */
function grid(ids: readonly string[], laid: Map<string, Place>, aspect: number): void {
  if (ids.length === 0) return;
  const width = Math.max(1, Math.ceil(Math.sqrt(ids.length * aspect * 0.45)));
  const below = laid.size === 0 ? 0 : Math.max(...[...laid.values()].map((place) => place.y)) + ROW * 1.3;
  const middle = laid.size === 0 ? 0 : [...laid.values()].reduce((sum, place) => sum + place.x, 0) / laid.size;
  ids.forEach((id, at) => laid.set(id, { x: middle + ((at % width) - (Math.min(width, ids.length) - 1) / 2) * 130, y: below + Math.floor(at / width) * ROW }));
}

/** Puts whoever has no place yet beside whom he deals with: takers to the right, givers to the left, nobody upon anybody. */
export function settle(picture: Picture, places: Map<string, Place>): void {
  const taken = new Set<string>();
  const cell = (place: Place) => `${Math.round(place.x / (COLUMN * 0.6))} ${Math.round(place.y / (ROW * 0.8))}`;
  for (const node of picture.nodes) {
    const place = places.get(node.id);
    if (place) taken.add(cell(place));
  }
  let left = picture.nodes.filter((node) => !places.has(node.id));
  while (left.length > 0) {
    const still: typeof left = [];
    for (const node of left) {
      const anchor = anchorOf(node.id, picture, places);
      if (!anchor) {
        still.push(node);
        continue;
      }
      const place = free(anchor, taken, cell);
      places.set(node.id, place);
      taken.add(cell(place));
    }
    if (still.length === left.length) {
      const middle = { x: 0, y: Math.max(0, ...[...places.values()].map((place) => place.y)) + ROW * 2 };
      for (const node of still) {
        const place = free({ ...middle, way: 1 }, taken, cell);
        places.set(node.id, place);
        taken.add(cell(place));
      }
      return;
    }
    left = still;
  }
}

function anchorOf(id: string, picture: Picture, places: Map<string, Place>): (Place & { way: number }) | undefined {
  // At another level a person stands where an account of his stood: its line's other end is near enough.
  const lines = picture.lines.filter((line) => line.from === id || line.to === id).sort((a, b) => b.weight - a.weight);
  for (const line of lines) {
    const other = line.from === id ? line.to : line.from, place = places.get(other);
    if (place) return { ...place, way: line.to === id ? 1 : -1 };
  }
  return undefined;
}

function free(anchor: Place & { way: number }, taken: ReadonlySet<string>, cell: (place: Place) => string): Place {
  for (let column = 1; ; column++) {
    const x = anchor.x + anchor.way * COLUMN * (0.4 + 0.6 * column);
    for (let row = 0; row < 9 + 3 * column; row++) {
      const y = anchor.y + (row % 2 === 0 ? row / 2 : -(row + 1) / 2) * ROW * 0.85;
      if (!taken.has(cell({ x, y }))) return { x, y };
    }
  }
}
