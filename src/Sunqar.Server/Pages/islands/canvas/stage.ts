// Draws a picture on a canvas element: a view that is moved and zoomed, shapes for what a node is, one line for each sum.
import type { Place } from "../layout";
import type { Line, Mark, Match, Node, Picture } from "./model";
import { Ink, outline, SIZE } from "./shapes";

/** A node, a line or a matched pair, by id. */
export interface Hit { kind: "node" | "line" | "match" | "badge"; id: string }

/** Lines drawn in full where nothing is picked; the lesser ones are thin. */
const FULL_MAX = 90;

interface Curve { line: Line | undefined; match: Match | undefined; a: Place; b: Place; cx: number; cy: number; width: number; full: boolean; sum: number; shown: boolean }

export class Stage {
  readonly view = { x: 0, y: 0, k: 1 };
  readonly places = new Map<string, Place>();
  selected = new Set<string>();
  /** A picked line or matched pair. */
  chosen: string | undefined;
  hover: Hit | undefined;
  /** Parts of the picture's time that are shown, both ends included. */
  window: [number, number] = [0, Number.MAX_SAFE_INTEGER];
  highlight: ReadonlySet<string> | undefined;
  box: { x0: number; y0: number; x1: number; y1: number } | undefined;
  frames = 0;

  private readonly pen: CanvasRenderingContext2D;
  private ink = new Ink();
  private picture: Picture | undefined;
  private marks = new Map<string, Mark>();
  private curves: Curve[] = [];
  private degrees = new Map<string, number>();
  private asked = false;
  private moving: { from: Map<string, Place>; began: number } | undefined;

  constructor(readonly frame: HTMLElement, readonly element: HTMLCanvasElement) {
    this.pen = element.getContext("2d")!;
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { this.ink = new Ink(); this.draw(); });
    new ResizeObserver(() => { this.size(); this.draw(); }).observe(frame);
    this.size();
  }

  get width(): number { return this.frame.clientWidth; }
  get height(): number { return this.frame.clientHeight; }

  /** Shows another picture; whoever was there goes from where he stood to where he stands now. */
  show(picture: Picture, marks: Map<string, Mark>, from?: Map<string, Place>): void {
    this.picture = picture;
    this.marks = marks;
    for (const [id, mark] of marks) if (mark.place) this.places.set(id, { ...mark.place });
    this.degrees = new Map();
    for (const end of picture.lines.flatMap((line) => [line.from, line.to])) this.degrees.set(end, (this.degrees.get(end) ?? 0) + 1);
    if (from && !matchMedia("(prefers-reduced-motion: reduce)").matches) this.moving = { from, began: performance.now() };
    this.route();
    this.draw();
  }

  fit(): void {
    if (!this.picture || this.picture.nodes.length === 0) return;
    const all = this.picture.nodes.map((node) => this.places.get(node.id)!);
    const left = Math.min(...all.map((place) => place.x)) - 60, right = Math.max(...all.map((place) => place.x)) + 60;
    const top = Math.min(...all.map((place) => place.y)) - 44, bottom = Math.max(...all.map((place) => place.y)) + 54;
    this.view.k = Math.min(1.5, this.width / (right - left), this.height / (bottom - top));
    this.view.x = this.width / 2 - ((left + right) / 2) * this.view.k;
    this.view.y = this.height / 2 - ((top + bottom) / 2) * this.view.k;
    this.draw();
  }

  zoom(by: number, x = this.width / 2, y = this.height / 2): void {
    const k = Math.min(4, Math.max(0.08, this.view.k * by));
    this.view.x = x - ((x - this.view.x) / this.view.k) * k;
    this.view.y = y - ((y - this.view.y) / this.view.k) * k;
    this.view.k = k;
    this.draw();
  }

  world(x: number, y: number): Place { return { x: (x - this.view.x) / this.view.k, y: (y - this.view.y) / this.view.k }; }

  /** What is at a place of the frame. */
  hit(x: number, y: number): Hit | undefined {
    const at = this.world(x, y), near = 5 / this.view.k;
    for (const node of [...(this.picture?.nodes ?? [])].reverse()) {
      const place = this.places.get(node.id)!, size = SIZE[node.shape] ?? SIZE["account"]!;
      if (node.beyondIn + node.beyondOut > 0 && Math.hypot(at.x - place.x - size[0] / 2 - 3, at.y - place.y + size[1] / 2 + 1) < 9) return { kind: "badge", id: node.id };
      if (Math.abs(at.x - place.x) <= size[0] / 2 + near && Math.abs(at.y - place.y) <= size[1] / 2 + near) return { kind: "node", id: node.id };
    }
    let best: Hit | undefined, least = 7 / this.view.k;
    for (const curve of this.curves) {
      if (!curve.shown) continue;
      for (let t = 0.06; t < 0.95; t += 0.04) {
        const u = 1 - t;
        const px = u * u * curve.a.x + 2 * u * t * curve.cx + t * t * curve.b.x, py = u * u * curve.a.y + 2 * u * t * curve.cy + t * t * curve.b.y;
        const distance = Math.hypot(px - at.x, py - at.y);
        if (distance < least) {
          least = distance;
          best = { kind: curve.line ? "line" : "match", id: (curve.line ?? curve.match)!.id };
        }
      }
    }
    return best;
  }

  inBox(): string[] {
    if (!this.box || !this.picture) return [];
    const a = this.world(Math.min(this.box.x0, this.box.x1), Math.min(this.box.y0, this.box.y1));
    const b = this.world(Math.max(this.box.x0, this.box.x1), Math.max(this.box.y0, this.box.y1));
    return this.picture.nodes.filter((node) => {
      const place = this.places.get(node.id)!;
      return place.x >= a.x && place.x <= b.x && place.y >= a.y && place.y <= b.y;
    }).map((node) => node.id);
  }

  /** Asks for a frame; several wishes are one frame. */
  draw(): void {
    if (this.asked) return;
    this.asked = true;
    requestAnimationFrame(() => { this.asked = false; this.paint(); });
  }

  /** Where lines run: several between two nodes are bowed apart. */
  route(): void {
    const picture = this.picture;
    if (!picture) return;
    const between = new Map<string, number>();
    const full = new Set([...picture.lines].sort((a, b) => b.weight - a.weight).slice(0, FULL_MAX).map((line) => line.id));
    const [first, last] = this.window;
    const curve = (from: string, to: string): Pick<Curve, "a" | "b" | "cx" | "cy"> => {
      const key = from < to ? `${from} ${to}` : `${to} ${from}`, nth = between.get(key) ?? 0;
      between.set(key, nth + 1);
      const a = this.placeOf(from), b = this.placeOf(to), length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
      const bow = (nth === 0 ? 0.07 : 0.07 + Math.ceil(nth / 2) * 0.13) * (nth % 2 === 0 ? 1 : -1) * (from < to ? 1 : -1) * Math.min(length, 420);
      return { a, b, cx: (a.x + b.x) / 2 - ((b.y - a.y) / length) * bow, cy: (a.y + b.y) / 2 + ((b.x - a.x) / length) * bow };
    };
    this.curves = [
      ...picture.matches.map((match) => ({ ...curve(match.bank, match.wallet), line: undefined, match, width: Math.min(2.6, 0.8 + match.pairs / 8), full: true, sum: 0, shown: match.firstPart <= last })),
      ...picture.lines.map((line) => {
        const sum = line.parts.reduce((all, [part, , amount]) => (part >= first && part <= last ? all + amount : all), 0);
        const whole = line.parts.reduce((all, [, , amount]) => all + amount, 0);
        const share = whole > 0 ? sum / whole : 1;
        const shown = line.parts.some(([part]) => part >= first && part <= last);
        return { ...curve(line.from, line.to), line, match: undefined, width: 0.9 + 5.2 * Math.sqrt((line.weight * share) / 1000), full: full.has(line.id), sum, shown };
      }),
    ];
  }

  private placeOf(id: string): Place {
    const place = this.places.get(id)!, from = this.moving?.from.get(id);
    if (!from || !this.moving) return place;
    const t = Math.min(1, (performance.now() - this.moving.began) / 260), s = t * t * (3 - 2 * t);
    return { x: from.x + (place.x - from.x) * s, y: from.y + (place.y - from.y) * s };
  }

  private size(): void {
    const scale = Math.min(2, devicePixelRatio || 1);
    this.element.width = Math.max(1, Math.round(this.width * scale));
    this.element.height = Math.max(1, Math.round(this.height * scale));
  }

  private paint(): void {
    const { pen, picture, view } = this;
    if (!picture) return;
    this.frames++;
    if (this.moving) {
      this.route();
      if (performance.now() - this.moving.began > 260) { this.moving = undefined; this.route(); }
      else this.draw();
    }
    const scale = this.element.width / Math.max(1, this.width);
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, this.width, this.height);
    pen.setTransform(scale * view.k, 0, 0, scale * view.k, scale * view.x, scale * view.y);
    const near = this.near();
    this.lanes();
    for (const curve of this.curves) if (curve.shown) this.curve(curve, near);
    const alive = this.alive();
    for (const node of picture.nodes) this.node(node, near, alive);
    if (view.k > 0.45) this.amounts(near);
    if (this.box) {
      pen.setTransform(scale, 0, 0, scale, 0, 0);
      pen.strokeStyle = this.ink.accent;
      pen.setLineDash([4, 3]);
      pen.strokeRect(this.box.x0, this.box.y0, this.box.x1 - this.box.x0, this.box.y1 - this.box.y0);
      pen.setLineDash([]);
    }
  }

  /** Whom a picked node or line leaves bright; undefined where nothing is picked. */
  private near(): ReadonlySet<string> | undefined {
    if (this.highlight) return this.highlight;
    if (this.chosen) {
      const curve = this.curves.find((one) => (one.line ?? one.match)!.id === this.chosen);
      return curve ? new Set(curve.line ? [curve.line.from, curve.line.to] : [curve.match!.bank, curve.match!.wallet]) : undefined;
    }
    if (this.selected.size === 0) return undefined;
    const near = new Set(this.selected);
    for (const { line, match } of this.curves) {
      const [from, to] = line ? [line.from, line.to] : [match!.bank, match!.wallet];
      if (this.selected.has(from)) near.add(to);
      if (this.selected.has(to)) near.add(from);
    }
    return near;
  }

  private isNear(curve: Curve, near: ReadonlySet<string> | undefined): boolean {
    if (!near) return true;
    if (this.chosen) return (curve.line ?? curve.match)!.id === this.chosen;
    const [from, to] = curve.line ? [curve.line.from, curve.line.to] : [curve.match!.bank, curve.match!.wallet];
    return this.highlight ? near.has(from) && near.has(to) : this.selected.has(from) || this.selected.has(to);
  }

  /** Whoever has moved nothing yet in the time shown is faint. */
  private alive(): ReadonlySet<string> | undefined {
    if (this.window[0] === 0 && this.window[1] >= 119) return undefined;
    return new Set(this.curves.filter((curve) => curve.shown).flatMap((curve) => (curve.line ? [curve.line.from, curve.line.to] : [curve.match!.bank, curve.match!.wallet])));
  }

  /** Banks and chains as two fields, while no node stands in the other's. */
  private lanes(): void {
    const nodes = this.picture!.nodes, { pen } = this;
    const chain = nodes.filter((node) => node.isChain).map((node) => this.placeOf(node.id)), bank = nodes.filter((node) => !node.isChain).map((node) => this.placeOf(node.id));
    if (chain.length === 0 || bank.length === 0) return;
    const low = Math.max(...bank.map((place) => place.y)), high = Math.min(...chain.map((place) => place.y));
    if (high - low < 60) return;
    const all = [...chain, ...bank], left = Math.min(...all.map((place) => place.x)) - 90, right = Math.max(...all.map((place) => place.x)) + 90, y = (low + 34 + high - 22) / 2;
    pen.strokeStyle = this.ink.line;
    pen.lineWidth = 1 / this.view.k;
    pen.setLineDash([2 / this.view.k, 5 / this.view.k]);
    pen.beginPath();
    pen.moveTo(left, y);
    pen.lineTo(right, y);
    pen.stroke();
    pen.setLineDash([]);
    pen.fillStyle = this.ink.quiet;
    pen.font = `560 ${11 / Math.max(0.7, this.view.k)}px ${this.ink.face}`;
    pen.textAlign = "left";
    pen.textBaseline = "bottom";
    pen.fillText("BANKS", left, y - 5 / this.view.k);
    pen.textBaseline = "top";
    pen.fillText("CHAINS", left, y + 5 / this.view.k);
  }

  private curve(curve: Curve, near: ReadonlySet<string> | undefined): void {
    const { pen } = this, item = (curve.line ?? curve.match)!, bright = this.isNear(curve, near);
    const hovered = this.hover?.id === item.id || this.chosen === item.id;
    const full = curve.full || hovered || (near !== undefined && bright) || curve.line?.isWay;
    pen.globalAlpha = !bright ? 0.07 : curve.match && !near && !hovered ? 0.38 : full ? 0.82 : 0.3;
    pen.strokeStyle = curve.match ? this.ink.match : curve.line!.isWay ? this.ink.way : curve.line!.isChain ? this.ink.chain : this.ink.bank;
    pen.lineWidth = (full ? curve.width : Math.min(curve.width, 0.8)) + (hovered ? 1.2 : 0);
    if (curve.match) pen.setLineDash([6, 5]);
    pen.beginPath();
    pen.moveTo(curve.a.x, curve.a.y);
    pen.quadraticCurveTo(curve.cx, curve.cy, curve.b.x, curve.b.y);
    pen.stroke();
    if (curve.match) pen.setLineDash([]);
    else if (full && this.view.k > 0.2) this.arrow(curve);
    pen.globalAlpha = 1;
  }

  private arrow(curve: Curve): void {
    const { pen } = this, dx = curve.b.x - curve.cx, dy = curve.b.y - curve.cy, length = Math.hypot(dx, dy) || 1;
    const back = 19, size = 5 + curve.width * 0.9, x = curve.b.x - (dx / length) * back, y = curve.b.y - (dy / length) * back;
    pen.fillStyle = pen.strokeStyle;
    pen.beginPath();
    pen.moveTo(x, y);
    pen.lineTo(x - (dx / length) * size - (dy / length) * size * 0.5, y - (dy / length) * size + (dx / length) * size * 0.5);
    pen.lineTo(x - (dx / length) * size + (dy / length) * size * 0.5, y - (dy / length) * size - (dx / length) * size * 0.5);
    pen.fill();
  }

  private node(node: Node, near: ReadonlySet<string> | undefined, alive: ReadonlySet<string> | undefined): void {
    const { pen, ink } = this, place = this.placeOf(node.id), mark = this.marks.get(node.id);
    const [width, height] = SIZE[node.shape] ?? SIZE["account"]!;
    const dim = (near && !near.has(node.id)) || (alive && !alive.has(node.id));
    pen.globalAlpha = dim ? 0.16 : 1;
    const paint = mark?.colour ? ink.role((mark.colour - 1) % 8) : ink.role(node.slot);
    const several = ["crowd", "rest"].includes(node.shape);
    outline(pen, node.shape, place.x, place.y, width, height);
    pen.fillStyle = several ? ink.panel : paint;
    pen.fill();
    pen.lineWidth = this.selected.has(node.id) ? 3.5 : several ? 1.5 : 2;
    pen.strokeStyle = this.selected.has(node.id) ? ink.accent : several ? paint : ink.panel;
    if (several) pen.setLineDash([3, 2.5]);
    pen.stroke();
    pen.setLineDash([]);
    if (node.isSeed && this.view.k > 0.3) {
      pen.lineWidth = 1.2;
      pen.strokeStyle = paint;
      outline(pen, node.shape, place.x, place.y, width + 8, height + 8);
      pen.stroke();
    }
    pen.textAlign = "center";
    if (node.count > 1 && this.view.k > 0.3) {
      pen.textBaseline = "middle";
      pen.font = `620 11px ${ink.face}`;
      pen.fillStyle = several ? ink.text : ink.panel;
      pen.fillText(node.count > 9999 ? `${Math.round(node.count / 1000)}k` : String(node.count), place.x, place.y + 0.5);
    }
    if (this.view.k > 0.42 || this.selected.has(node.id)) this.label(node, mark, place, height);
    if (mark?.place && this.view.k > 0.42) {
      pen.fillStyle = ink.quiet;
      pen.beginPath();
      pen.arc(place.x - width / 2 - 2, place.y - height / 2 - 1, 2.6, 0, 7);
      pen.fill();
    }
    const beyond = node.beyondIn + node.beyondOut;
    if (beyond > 0 && this.view.k > 0.5) {
      pen.font = `560 9px ${ink.face}`;
      const text = beyond > 9999 ? `+${Math.round(beyond / 1000)}k` : `+${beyond}`, wide = pen.measureText(text).width + 7;
      pen.fillStyle = ink.panel;
      pen.strokeStyle = ink.strong;
      pen.lineWidth = 1;
      pen.beginPath();
      pen.roundRect(place.x + width / 2 - 5, place.y - height / 2 - 8, wide, 13, 6.5);
      pen.fill();
      pen.stroke();
      pen.fillStyle = ink.quiet;
      pen.textBaseline = "middle";
      pen.textAlign = "left";
      pen.fillText(text, place.x + width / 2 - 1.5, place.y - height / 2 - 1.2);
    }
    pen.globalAlpha = 1;
  }

  private label(node: Node, mark: Mark | undefined, place: Place, height: number): void {
    const { pen, ink } = this;
    pen.textBaseline = "top";
    pen.textAlign = "center";
    pen.font = `${this.selected.has(node.id) ? 620 : 500} 10.5px ${ink.face}`;
    pen.strokeStyle = ink.panel;
    pen.lineWidth = 3;
    pen.lineJoin = "round";
    pen.fillStyle = ink.text;
    pen.strokeText(node.label, place.x, place.y + height / 2 + 5);
    pen.fillText(node.label, place.x, place.y + height / 2 + 5);
    if (!mark?.note) return;
    pen.font = `italic 500 10px ${ink.face}`;
    const text = mark.note.length > 34 ? `${mark.note.slice(0, 33)}…` : mark.note;
    pen.strokeText(text, place.x, place.y + height / 2 + 18);
    pen.fillStyle = ink.gold;
    pen.fillText(text, place.x, place.y + height / 2 + 18);
  }

  /** Amounts on the heaviest lines, on what is near a picked node, and odds on matched pairs; none upon another. */
  private amounts(near: ReadonlySet<string> | undefined): void {
    const { pen, ink } = this, written: Place[] = this.picture!.nodes.flatMap((node) => [this.placeOf(node.id), { x: this.placeOf(node.id).x, y: this.placeOf(node.id).y + 20 }]);
    const wanted = this.curves.filter((curve) => curve.shown && (near ? this.isNear(curve, near) : curve.full))
      .sort((a, b) => Number((b.line ?? b.match)!.id === this.hover?.id) - Number((a.line ?? a.match)!.id === this.hover?.id) || Number(b.match !== undefined) - Number(a.match !== undefined) || b.width - a.width);
    let count = 0, matches = 0;
    pen.font = `540 9.5px ${ink.face}`;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    for (const curve of wanted) {
      if (count > 46) return;
      if (curve.match && !near && matches >= 8) continue;
      const t = (this.degrees.get(curve.line?.from ?? "") ?? 0) > (this.degrees.get(curve.line?.to ?? "") ?? 0) ? 0.62 : 0.42, u = 1 - t;
      const x = u * u * curve.a.x + 2 * u * t * curve.cx + t * t * curve.b.x, y = u * u * curve.a.y + 2 * u * t * curve.cy + t * t * curve.b.y;
      if (written.some((place) => Math.abs(place.x - x) < 50 && Math.abs(place.y - y) < 20)) continue;
      written.push({ x, y });
      count++;
      if (curve.match) matches++;
      const text = curve.match ? `${curve.match.pairs} pairs · ${curve.match.odds.replace(" by chance", "")}` : short(curve.sum, curve.line!.currency);
      const wide = pen.measureText(text).width + 8;
      pen.fillStyle = ink.panel;
      pen.globalAlpha = 0.9;
      pen.beginPath();
      pen.roundRect(x - wide / 2, y - 7, wide, 14, 7);
      pen.fill();
      pen.globalAlpha = 1;
      pen.fillStyle = curve.match ? ink.match : curve.line!.isChain ? ink.chain : ink.bank;
      pen.fillText(text, x, y + 0.5);
    }
  }
}

/** "4.2 m KZT", as the server words amounts. */
export function short(units: number, currency: string): string {
  for (const [size, name] of [[1e12, " tn"], [1e9, " bn"], [1e6, " m"]] as const) {
    if (units >= size * 0.9995) return `${Number((units / size).toPrecision(3))}${name} ${currency}`;
  }
  return `${Math.round(units).toLocaleString("en-US")} ${currency}`;
}
