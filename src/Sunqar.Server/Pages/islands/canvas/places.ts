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
    const laid = layOutByFlow(ids.filter((id) => touched.has(id)), flows, aspect * lanes.length);
    grid(ids.filter((id) => !touched.has(id)), laid, aspect * lanes.length);
    const all = [...laid.values()];
    const left = Math.min(...all.map((place) => place.x)), right = Math.max(...all.map((place) => place.x));
    const high = Math.min(...all.map((place) => place.y)), low = Math.max(...all.map((place) => place.y));
    for (const [id, place] of laid) places.set(id, { x: place.x - (left + right) / 2, y: place.y - high + top });
    top += low - high + LANES_APART;
  }
  return places;
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
