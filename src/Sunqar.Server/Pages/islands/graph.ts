// The drawn network. The tables on the page hold the same; nothing is only here.
import cytoscape, { type Core, type NodeSingular, type StylesheetJson } from "cytoscape";
import type { Htmx } from "htmx.org";
import { layOutByFlow } from "./layout";

// console.ts, which every page loads first, brings the one htmx.
declare global { interface Window { htmx: Htmx } }

interface DrawnNode { id: string; label: string; shape: string; role: string; slot: number; in: string | null; out: string | null }
interface DrawnEdge { from: string; to: string; amount: string; weight: number; transfers: number; matched: boolean }
interface DrawnGraph { nodes: DrawnNode[]; edges: DrawnEdge[] }

/** Flows that carry their amount while nothing is picked; more would hide the drawing. */
const LABELS_MAX = 24;

/** Flows drawn in full; where there are more, the lesser ones are thin and faint until a node of theirs is picked. */
const FLOWS_FULL = 60;

/** How far from its end of a line an amount is written. */
const LABEL_OFFSET = 66;

const SHAPES: Record<string, { shape: string; width: number; height: number }> = {
  account: { shape: "ellipse", width: 30, height: 30 },
  card: { shape: "round-rectangle", width: 38, height: 26 },
  wallet: { shape: "hexagon", width: 36, height: 32 },
  ATM: { shape: "rectangle", width: 28, height: 28 },
  platform: { shape: "diamond", width: 38, height: 38 },
  bystanders: { shape: "ellipse", width: 46, height: 46 },
};

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function styles(): StylesheetJson {
  const ink = colour("--ink"), quiet = colour("--ink-quiet"), paper = colour("--panel"), accent = colour("--accent");
  const face = getComputedStyle(document.body).fontFamily;
  return [
    {
      selector: "node",
      style: {
        "label": "data(label)", "shape": "data(shape)" as never, "width": "data(width)", "height": "data(height)",
        "background-color": (node: NodeSingular) => colour(`--role-${node.data("slot")}`),
        "border-width": 1.5, "border-color": paper,
        "color": ink, "font-family": face, "font-size": 11, "text-valign": "bottom", "text-margin-y": 4,
        "text-background-color": paper, "text-background-opacity": 0.85, "text-background-padding": "1px", "text-background-shape": "roundrectangle",
      },
    },
    {
      selector: "node[kind = 'bystanders']",
      style: { "background-opacity": 0.25, "border-style": "dashed", "border-width": 1.5, "border-color": quiet },
    },
    {
      selector: "edge",
      style: {
        "curve-style": "bezier", "control-point-step-size": 34, "width": "data(width)", "line-color": colour("--flow"),
        "target-arrow-color": colour("--flow"), "target-arrow-shape": "triangle", "arrow-scale": 0.9, "opacity": 0.85,
        "font-family": face, "font-size": 10, "color": quiet, "text-rotation": "autorotate",
        "text-background-color": paper, "text-background-opacity": 0.9, "text-background-padding": "2px",
      },
    },
    { selector: "edge.minor", style: { "width": 0.7, "opacity": 0.4, "target-arrow-shape": "none" } },
    { selector: "edge[?matched]", style: { "line-style": "dashed", "line-color": accent, "target-arrow-color": accent } },
    { selector: "edge.told.at-source", style: { "source-label": "data(amount)", "source-text-offset": LABEL_OFFSET, "source-text-rotation": "autorotate" } },
    { selector: "edge.told.at-target", style: { "target-label": "data(amount)", "target-text-offset": LABEL_OFFSET, "target-text-rotation": "autorotate" } },
    { selector: ".faded", style: { opacity: 0.14 } },
    { selector: "node:selected", style: { "border-color": accent, "border-width": 3.5 } },
    { selector: "edge.near", style: { "color": ink, "opacity": 1, "z-index": 9, "width": "data(width)", "target-arrow-shape": "triangle" } },
    { selector: "edge.near", style: { "source-label": "", "target-label": "" } },
    { selector: "edge.near-source", style: { "source-label": "data(amount)", "source-text-offset": LABEL_OFFSET, "source-text-rotation": "autorotate" } },
    { selector: "edge.near-target", style: { "target-label": "data(amount)", "target-text-offset": LABEL_OFFSET, "target-text-rotation": "autorotate" } },
  ];
}

function draw(frame: HTMLElement, graph: DrawnGraph): Core {
  const degree = new Map<string, number>();
  for (const end of graph.edges.flatMap((edge) => [edge.from, edge.to])) degree.set(end, (degree.get(end) ?? 0) + 1);
  // A label stands at the end with fewer lines, where there is room for it.
  const full = new Set([...graph.edges].sort((a, b) => b.weight - a.weight).slice(0, FLOWS_FULL));
  const side = (edge: DrawnEdge) => (degree.get(edge.from)! <= degree.get(edge.to)! ? "at-source" : "at-target");
  return cytoscape({
    container: frame,
    elements: [
      ...graph.nodes.map((node) => {
        const { shape, width, height } = SHAPES[node.shape] ?? SHAPES["account"]!;
        return { data: { ...node, kind: node.shape, shape, width, height } };
      }),
      ...graph.edges.map((edge, at) => ({
        data: {
          id: `flow-${at}`, source: edge.from, target: edge.to, matched: edge.matched, weight: edge.weight,
          amount: edge.transfers > 1 ? `${edge.amount} · ${edge.transfers}×` : edge.amount,
          width: edge.matched ? 1.5 : 1 + 5 * Math.sqrt(edge.weight / 1000),
        },
        classes: full.has(edge) ? side(edge) : `${side(edge)} minor`,
      })),
    ],
    style: styles(),
    layout: { name: "preset" },
    minZoom: 0.15, maxZoom: 3, boxSelectionEnabled: false, autounselectify: false,
    // The page must scroll past the drawing: zooming is left to the buttons, the keyboard and pinching.
    userZoomingEnabled: matchMedia("(pointer: coarse)").matches,
  });
}

function arrange(cy: Core, frame: HTMLElement, graph: DrawnGraph, how: "flow" | "force"): void {
  if (how === "flow") {
    const places = layOutByFlow(
      graph.nodes.map((node) => node.id),
      graph.edges.map((edge) => ({ from: edge.from, to: edge.to, weight: edge.weight + 1 })),
      frame.clientWidth / Math.max(1, frame.clientHeight));
    cy.nodes().positions((node) => places.get(node.id()) ?? { x: 0, y: 0 });
    shape(cy, frame);
  } else {
    cy.layout({
      name: "cose", animate: false, randomize: false, nodeDimensionsIncludeLabels: true, idealEdgeLength: () => 90, nodeRepulsion: () => 20000, numIter: 1500,
    }).run();
    // Which way is up means nothing here; the frame is wider than tall.
    const box = cy.nodes().boundingBox({});
    if (box.h > box.w) cy.nodes().positions((node) => ({ x: node.position("y"), y: node.position("x") }));
  }
  tellAmounts(cy);
  fit(cy);
  frame.dataset.drawn = how;
  frame.dataset.closest = String(closest(cy));
}

/** The frame becomes as tall as the drawing needs at its width, within what a screen shows. */
function shape(cy: Core, frame: HTMLElement): void {
  const box = cy.nodes().boundingBox({ includeLabels: true });
  const scale = Math.min(1.25, (frame.clientWidth - 56) / box.w);
  frame.style.height = `${Math.round(Math.min(680, Math.max(300, box.h * scale + 70)))}px`;
  cy.resize();
}

function fit(cy: Core): void {
  cy.fit(undefined, 28);
  if (cy.zoom() > 1.25) {
    cy.zoom(1.25);
    cy.center();
  }
}

/** Writes amounts on the heaviest flows, each only where it would cover neither a node nor another amount. */
function tellAmounts(cy: Core): void {
  const nodes = cy.nodes().map((node) => node.position());
  const written: cytoscape.Position[] = [];
  cy.edges().removeClass("told");
  for (const edge of cy.edges().map((one) => one).filter((one) => !one.hasClass("minor")).sort((a, b) => b.data("weight") - a.data("weight"))) {
    const atSource = edge.hasClass("at-source");
    const [near, far] = atSource ? [edge.source(), edge.target()] : [edge.target(), edge.source()];
    const from = near.position(), to = far.position(), length = Math.hypot(to.x - from.x, to.y - from.y);
    if (written.length >= 3 * LABELS_MAX || length < 1.6 * LABEL_OFFSET) continue;
    const reach = LABEL_OFFSET + near.width() / 2;
    const points = [-34, 0, 34].map((along) => ({
      x: from.x + ((to.x - from.x) * (reach + along)) / length,
      y: from.y + ((to.y - from.y) * (reach + along)) / length,
    }));
    const free = (others: readonly cytoscape.Position[], distance: number) =>
      others.every((other) => points.every((point) => Math.hypot(point.x - other.x, (point.y - other.y) * 1.25) > distance));
    if (free(nodes.filter((node) => node.x !== from.x || node.y !== from.y), 38) && free(written, 18)) {
      written.push(...points);
      edge.addClass("told");
    }
  }
}

/** The least distance of two nodes, which tells a test that none hides another. */
function closest(cy: Core): number {
  const places = cy.nodes().map((node) => node.position());
  let least = Infinity;
  places.forEach((a, at) => places.slice(at + 1).forEach((b) => { least = Math.min(least, Math.hypot(a.x - b.x, a.y - b.y)); }));
  return Number.isFinite(least) ? Math.round(least) : 0;
}

/** A name and a value. Built from text nodes: what is shown came from files of others. */
function line(name: string, text: string): HTMLElement {
  const row = document.createElement("div"), term = document.createElement("dt"), value = document.createElement("dd");
  term.textContent = name;
  value.textContent = text;
  row.append(term, value);
  return row;
}

/** Words for the drawing while nothing is picked: its largest flows. */
function tellFlows(aside: HTMLElement, cy: Core): void {
  const list = document.createElement("dl"), head = document.createElement("h3"), hint = document.createElement("p");
  head.textContent = "Largest flows";
  hint.textContent = "Pick a node to see what passed through it.";
  hint.className = "quiet";
  const flows = cy.edges().map((edge) => edge).filter((edge) => !edge.data("matched")).sort((a, b) => b.data("weight") - a.data("weight"));
  for (const edge of flows.slice(0, 6)) {
    list.append(line(`${edge.source().data("label") as string} → ${edge.target().data("label") as string}`, edge.data("amount") as string));
  }
  aside.replaceChildren(head, list, hint);
}

/** Words for the picked node. */
function tell(aside: HTMLElement, node: NodeSingular): void {
  const list = document.createElement("dl");
  const head = document.createElement("h3"), id = document.createElement("code");
  id.textContent = node.id();
  head.append(node.data("role") || node.data("kind"), " ", id);
  list.append(line("is a", node.data("kind") as string));
  if (node.data("in")) list.append(line("in", node.data("in") as string));
  if (node.data("out")) list.append(line("out", node.data("out") as string));
  const flows = node.connectedEdges().map((edge) => edge).sort((a, b) => b.data("weight") - a.data("weight")).slice(0, 8);
  for (const edge of flows) {
    const outward = edge.source().id() === node.id();
    const other = outward ? edge.target() : edge.source();
    list.append(line(`${outward ? "→" : "←"} ${other.data("label") as string}`, edge.data("amount") as string));
  }
  aside.replaceChildren(head, list);
}

/** Shows one node with what it touches, in the drawing and in words. Amounts stand at the far ends, which are apart from each other. */
function single(cy: Core, frame: HTMLElement, aside: HTMLElement, node: NodeSingular): void {
  cy.elements().removeClass("near near-source near-target").addClass("faded");
  node.closedNeighborhood().removeClass("faded");
  node.connectedEdges().forEach((edge) => { edge.addClass(edge.source().same(node) ? "near near-target" : "near near-source"); });
  tell(aside, node);
  frame.dataset.picked = node.id();
}

function pick(cy: Core, frame: HTMLElement, aside: HTMLElement, node: NodeSingular): void {
  single(cy, frame, aside, node);
  // A node that stands for "more" of a kind has no transfers of its own name.
  if (!node.id().startsWith("(more")) {
    void window.htmx.ajax("GET", `${frame.dataset.transfers!}?account=${encodeURIComponent(node.id())}`, { target: "#transfers", swap: "outerHTML" });
  }
}

function unpick(cy: Core, frame: HTMLElement, aside: HTMLElement): void {
  cy.elements().removeClass("faded near near-source near-target");
  tellFlows(aside, cy);
  delete frame.dataset.picked;
}

async function start(frame: HTMLElement, aside: HTMLElement): Promise<void> {
  const answer = await fetch(frame.dataset.graph!);
  if (!answer.ok) {
    aside.textContent = `The graph could not be loaded (${answer.status}).`;
    return;
  }
  const graph = (await answer.json()) as DrawnGraph;
  await document.fonts.ready;
  const cy = draw(frame, graph);
  arrange(cy, frame, graph, "flow");
  tellFlows(aside, cy);
  cy.on("tap", "node", (event) => pick(cy, frame, aside, event.target as NodeSingular));
  cy.on("tap", (event) => { if (event.target === cy) unpick(cy, frame, aside); });
  document.querySelectorAll<HTMLButtonElement>("[data-graph-do]").forEach((button) => button.addEventListener("click", () => {
    const what = button.dataset.graphDo;
    if (what === "flow" || what === "force") {
      arrange(cy, frame, graph, what);
      document.querySelectorAll<HTMLButtonElement>("[data-graph-do][aria-pressed]").forEach((other) =>
        other.setAttribute("aria-pressed", String(other === button)));
    } else if (what === "fit") {
      fit(cy);
    } else {
      cy.zoom({ level: cy.zoom() * (what === "in" ? 1.25 : 0.8), renderedPosition: { x: frame.clientWidth / 2, y: frame.clientHeight / 2 } });
    }
  }));
  // Following a member's link in the table shows it in the drawing as well.
  document.querySelectorAll<HTMLElement>("[data-node]").forEach((link) => link.addEventListener("click", () => {
    const node = cy.getElementById(link.dataset.node!);
    if (node.nonempty()) {
      cy.elements().unselect();
      node.select();
      single(cy, frame, aside, node);
    }
  }));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => cy.style(styles()));
  new ResizeObserver(() => {
    cy.resize();
    fit(cy);
  }).observe(frame);
  frame.dataset.nodes = String(cy.nodes().length);
  frame.dataset.edges = String(cy.edges().length);
}

const frame = document.getElementById("graph"), aside = document.getElementById("picked");
if (frame && aside) void start(frame, aside);
