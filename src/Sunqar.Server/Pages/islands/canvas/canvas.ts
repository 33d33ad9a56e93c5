// The canvas of a case: steps are taken with pointer, keys or the panel; the server says what they come to; the stage draws it.
import type { Place } from "../layout";
import { History, Refusal, Source, type Crowd, type Holdings, type Line, type Match, type Picture, type Rows, type Sieve, type Step } from "./model";
import { compare, wireKeeping } from "./keep";
import { sieveFields, tellAll, tellLine, tellList, tellNodes, type Deeds } from "./panel";
import { arrange, settle } from "./places";
import { Stage } from "./stage";
import { TimeStrip } from "./time";

const root = document.getElementById("canvas")!;
const find = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const kinds = JSON.parse(root.dataset.kinds ?? "[]") as [string, string][];
const source = new Source(root.dataset.address!, Number(root.dataset.until ?? 0));
const stage = new Stage(find("stage"), find<HTMLCanvasElement>("drawing"));
const aside = find("picked"), list = find("list"), said = find("said");
const draft = `sunqar-canvas ${root.dataset.address}`;

let history = begin();
let picture: Picture | undefined;
let line: Promise<void> = Promise.resolve(), waiting = 0;

/** What was worked on in this tab goes on; else the canvas begins anew. */
function begin(): History {
  const steps = JSON.parse(root.dataset.begin || "[]") as Step[];
  try {
    const kept = JSON.parse(sessionStorage.getItem(draft) ?? "null") as { begin: string; steps: Step[]; at: number } | null;
    if (kept && kept.begin === root.dataset.begin && !root.dataset.kept) return new History(kept.steps, kept.at, steps.length);
  } catch {
    // A tab without storage begins anew.
  }
  return new History(steps, steps.length, steps.length);
}

const deeds: Deeds = {
  take: (step) => void go((now) => now.with(step)),
  pick,
  choose,
  open: (what, id, page) => tried(() => source.ask(what, history, { of: id, page: String(page) }) as Promise<Rows>),
  holdings: (id) => tried(() => source.ask("node", history, { of: id }) as Promise<Holdings>),
  crowd: (id) => tried(() => source.ask("crowd", history, { of: id }) as Promise<Crowd>),
};

async function tried<T>(what: () => Promise<T>): Promise<T | undefined> {
  try {
    return await what();
  } catch (error) {
    say(error instanceof Refusal ? error.message : "The server does not answer; nothing was lost.", true);
    return undefined;
  }
}

function say(text: string, isWrong = false): void {
  said.textContent = text;
  said.classList.toggle("wrong", isWrong);
}

/**
 * Takes a step once those before it are answered: none is lost while the server works, and each builds on what came of the one before it.
 * Where the server refuses a step, everything stays as it was.
 */
function go(change: (now: History) => History): Promise<void> {
  waiting++;
  root.setAttribute("aria-busy", "true");
  line = line.then(() => taken(change)).finally(() => {
    if (--waiting === 0) root.removeAttribute("aria-busy");
  });
  return line;
}

async function taken(change: (now: History) => History): Promise<void> {
  const next = change(history), drawn = await tried(() => source.picture(next));
  if (!drawn) return;
  history = next;
  show(drawn);
  try {
    sessionStorage.setItem(draft, JSON.stringify({ begin: root.dataset.begin, steps: history.steps, at: history.at }));
  } catch {
    // It is lost with the tab then.
  }
}

function show(drawn: Picture): void {
  const isFirst = picture === undefined, before = new Map<string, Place>([...stage.places].map(([id, place]) => [id, { ...place }]));
  picture = drawn;
  if (isFirst && stage.places.size === 0) for (const [id, place] of arrange(drawn, stage.width / Math.max(1, stage.height))) stage.places.set(id, place);
  else settle(drawn, stage.places);
  const marks = history.marks, ids = new Set(drawn.nodes.map((node) => node.id));
  stage.selected = new Set([...stage.selected].filter((id) => ids.has(id)));
  stage.chosen = undefined;
  stage.show(drawn, marks, isFirst ? undefined : before);
  if (isFirst) stage.fit();
  strip.show(drawn);
  tell();
  tellList(list, drawn, marks, deeds);
  find<HTMLButtonElement>("undo").disabled = !history.mayUndo;
  find<HTMLButtonElement>("redo").disabled = !history.mayRedo;
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-level]")) button.setAttribute("aria-pressed", String(button.dataset.level === drawn.level));
  say(`${drawn.nodes.length} nodes, ${drawn.lines.length} lines, ${drawn.transfers.toLocaleString("en-US")} transfers.`);
  find("left-out").replaceChildren(...drawn.leftOut.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
  Object.assign(root.dataset, {
    nodes: drawn.nodes.length, lines: drawn.lines.length, matches: drawn.matches.length, transfers: drawn.transfers, steps: history.at,
    shown: digest(JSON.stringify([drawn, [...marks]])),
    elements: drawn.nodes.length + drawn.lines.length + drawn.matches.length,
  });
}

/** By which a test tells whether two states are the same to the last member. */
function digest(text: string): string {
  let hash = 0;
  for (let at = 0; at < text.length; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  return `${text.length}-${hash}`;
}

function tell(): void {
  if (!picture) return;
  const nodes = picture.nodes.filter((node) => stage.selected.has(node.id));
  if (nodes.length > 0) tellNodes(aside, nodes, history.marks, picture, kinds, deeds);
  else tellAll(aside, picture, deeds);
}

function pick(ids: string[], adds = false): void {
  stage.selected = new Set(adds ? [...stage.selected, ...ids] : ids);
  stage.chosen = undefined;
  stage.draw();
  tell();
}

function choose(id: string): void {
  const item = [...(picture?.lines ?? []), ...(picture?.matches ?? [])].find((one: Line | Match) => one.id === id);
  if (!item || !picture) return;
  stage.selected = new Set();
  stage.chosen = id;
  stage.draw();
  void tellLine(aside, item, picture, deeds);
}

const strip = new TimeStrip(find<HTMLCanvasElement>("bars"), find("first"), find("last"), find("play"), find("pace"), find("when"), (window) => {
  stage.window = window;
  stage.route();
  stage.draw();
});

/** The filter that the steps so far leave on. */
function sieveNow(): Sieve { return [...history.done].reverse().find((step) => step.do === "sift")?.sieve ?? {}; }

function wireTools(): void {
  find("undo").addEventListener("click", () => void go((now) => now.moved(-1)));
  find("redo").addEventListener("click", () => void go((now) => now.moved(1)));
  find("fit").addEventListener("click", () => stage.fit());
  find("in").addEventListener("click", () => stage.zoom(1.3));
  find("out").addEventListener("click", () => stage.zoom(0.77));
  find("arrange").addEventListener("click", () => {
    if (!picture) return;
    const before = new Map([...stage.places].map(([id, place]) => [id, { ...place }]));
    for (const [id, place] of arrange(picture, stage.width / Math.max(1, stage.height))) stage.places.set(id, place);
    stage.show(picture, history.marks, before);
    stage.fit();
  });
  const levels = ["account", "transfer", "holder"];
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-level]")) {
    button.addEventListener("click", () => void go((now) => now.with({ do: "level", n: levels.indexOf(button.dataset.level!) })));
  }
  const filter = find<HTMLDialogElement>("filter"), fields = find("filter-fields");
  let read: () => Sieve = () => ({});
  find("sift").addEventListener("click", () => {
    const made = sieveFields(kinds, picture?.zoneMs ?? 0, sieveNow());
    fields.replaceChildren(made.element);
    read = made.read;
    filter.showModal();
  });
  filter.addEventListener("close", () => {
    if (filter.returnValue === "set") deeds.take({ do: "sift", sieve: read() });
    else if (filter.returnValue === "none") deeds.take({ do: "sift" });
    filter.returnValue = "";
  });
  const shown = find<HTMLSelectElement>("highlight");
  shown.addEventListener("change", () => {
    stage.highlight = shown.value ? new Set(picture?.nodes.filter((node) => node.role === shown.value).map((node) => node.id)) : undefined;
    stage.draw();
  });
}

function wirePointer(): void {
  const board = stage.element;
  let start: { x: number; y: number; hit: ReturnType<Stage["hit"]>; view: { x: number; y: number }; nodes: Map<string, Place>; moved: boolean } | undefined;
  board.addEventListener("pointerdown", (event) => {
    board.setPointerCapture(event.pointerId);
    const hit = stage.hit(event.offsetX, event.offsetY);
    if (hit?.kind === "node" && !stage.selected.has(hit.id)) pick(event.shiftKey ? [...stage.selected, hit.id] : [hit.id]);
    const moving = hit?.kind === "node" ? [...stage.selected] : [];
    start = { x: event.offsetX, y: event.offsetY, hit, view: { ...stage.view }, moved: false, nodes: new Map(moving.map((id) => [id, { ...stage.places.get(id)! }])) };
  });
  board.addEventListener("pointermove", (event) => {
    if (!start) {
      const hit = stage.hit(event.offsetX, event.offsetY);
      if (hit?.id !== stage.hover?.id) {
        stage.hover = hit;
        board.style.cursor = hit ? "pointer" : "";
        stage.draw();
      }
      return;
    }
    const dx = event.offsetX - start.x, dy = event.offsetY - start.y;
    if (!start.moved && Math.hypot(dx, dy) < 4) return;
    start.moved = true;
    if (start.nodes.size > 0) {
      for (const [id, place] of start.nodes) stage.places.set(id, { x: place.x + dx / stage.view.k, y: place.y + dy / stage.view.k });
      stage.route();
    } else if (event.shiftKey || stage.box) {
      stage.box = { x0: start.x, y0: start.y, x1: event.offsetX, y1: event.offsetY };
    } else {
      stage.view.x = start.view.x + dx;
      stage.view.y = start.view.y + dy;
    }
    stage.draw();
  });
  board.addEventListener("pointerup", (event) => {
    if (!start) return;
    const { hit, moved, nodes } = start;
    start = undefined;
    if (stage.box) {
      pick([...new Set([...stage.selected, ...stage.inBox()])]);
      stage.box = undefined;
      stage.draw();
    } else if (moved && nodes.size > 0) {
      deeds.take({ do: "pin", places: [...nodes.keys()].map((id) => [id, Math.round(stage.places.get(id)!.x), Math.round(stage.places.get(id)!.y)]) });
    } else if (!moved) {
      if (hit?.kind === "badge") deeds.take({ do: "expand", nodes: [hit.id], n: 25 });
      else if (hit?.kind === "line" || hit?.kind === "match") choose(hit.id);
      else if (!hit && !event.shiftKey) pick([]);
    }
  });
  board.addEventListener("dblclick", (event) => {
    const hit = stage.hit(event.offsetX, event.offsetY);
    if (hit?.kind === "node") expand([hit.id]);
  });
  board.addEventListener("wheel", (event) => {
    event.preventDefault();
    stage.zoom(Math.exp(-event.deltaY * 0.0016), event.offsetX, event.offsetY);
  }, { passive: false });
}

function expand(ids: string[]): void {
  const own = ids.filter((id) => !/^(crowd|rest):/.test(id));
  if (own.length > 0) deeds.take({ do: "expand", nodes: own, n: 25 });
}

/** The node nearest in a direction: by the arrow keys everything is reached. */
function step(dx: number, dy: number): void {
  if (!picture) return;
  const from = stage.selected.size > 0 ? stage.places.get([...stage.selected][0]!)! : stage.world(stage.width / 2, stage.height / 2);
  let best: string | undefined, least = Infinity;
  for (const node of picture.nodes) {
    if (stage.selected.has(node.id)) continue;
    const place = stage.places.get(node.id)!, x = place.x - from.x, y = place.y - from.y, along = x * dx + y * dy, aside = Math.abs(x * dy) + Math.abs(y * dx);
    if (along > 0 && along + 2.2 * aside < least) {
      least = along + 2.2 * aside;
      best = node.id;
    }
  }
  if (best) pick([best]);
}

function wireKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement || event.target instanceof HTMLTextAreaElement) return;
    const key = event.key.toLowerCase(), ids = [...stage.selected];
    if ((event.ctrlKey || event.metaKey) && key === "z") void go((now) => now.moved(event.shiftKey ? 1 : -1));
    else if ((event.ctrlKey || event.metaKey) && key === "y") void go((now) => now.moved(1));
    else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (document.activeElement === stage.element && key.startsWith("arrow")) step(Number(key === "arrowright") - Number(key === "arrowleft"), Number(key === "arrowdown") - Number(key === "arrowup"));
    else if (key === "escape") pick([]);
    else if (key === "0") stage.fit();
    else if (key === "+" || key === "=") stage.zoom(1.3);
    else if (key === "-") stage.zoom(0.77);
    else if (ids.length === 0) return;
    else if (key === "e") expand(ids);
    else if (key === "c") deeds.take({ do: "collapse", nodes: ids });
    else if (key === "delete") deeds.take({ do: "remove", nodes: ids });
    else return;
    event.preventDefault();
  });
}

/** The picture as it was kept, node by node where it stood. */
async function openKept(): Promise<void> {
  const kept = await tried(() => source.ask("kept", history, { of: root.dataset.kept! }) as Promise<Picture & { nodes: { x: number; y: number }[] }>);
  if (!kept) return;
  for (const node of kept.nodes) stage.places.set(node.id, { x: node.x, y: node.y });
  source.hold(history, kept);
  show(kept);
  find("now").addEventListener("click", () => void changes(kept));
}

/** The same steps over all that is known by now, beside what was kept. */
async function changes(kept: Picture): Promise<void> {
  source.until = 0;
  const now = await tried(() => source.picture(history));
  if (!now) return;
  const { says, nodes } = compare(kept, now), panel = find("changed"), list = document.createElement("ul"), head = document.createElement("h2");
  head.textContent = "What changed since it was kept";
  list.append(...(says.length ? says.slice(0, 60) : ["Nothing: no transfer came that these steps would show."]).map((text) => Object.assign(document.createElement("li"), { textContent: text })));
  panel.replaceChildren(head, list);
  panel.hidden = false;
  stage.highlight = nodes.size ? nodes : undefined;
  show(now);
}

async function start(): Promise<void> {
  await document.fonts.ready;
  wireTools();
  wirePointer();
  wireKeys();
  wireKeeping(root, () => history, () => stage.places, () => source.until);
  if (root.dataset.kept) await openKept();
  else await go((now) => now);
  const roles = [...new Set(picture?.nodes.map((node) => node.role).filter(Boolean))].sort();
  find<HTMLSelectElement>("highlight").append(...roles.map((role) => new Option(role, role)));
  root.dataset.ready = "true";
}

void start();

// For a test that measures: draws so many frames, each moved a little, and says how long they took.
Object.assign(window, { sunqarFrames: (count: number) => new Promise<number>((done) => {
  const began = performance.now(), first = stage.frames;
  const one = () => {
    stage.view.x += Math.sin(stage.frames) * 2;
    stage.draw();
    if (stage.frames - first >= count) done(Math.round(((stage.frames - first) * 1000) / (performance.now() - began)));
    else requestAnimationFrame(one);
  };
  one();
}) });
