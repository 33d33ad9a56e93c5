// The strip of time beneath the picture: bars of what moved at banks and on chains, a window over them, and a player.
import { Ink } from "./shapes";
import type { Picture } from "./model";

const PARTS = 120;

export class TimeStrip {
  private picture: Picture | undefined;
  private ink = new Ink();
  private playing: number | undefined;
  private readonly pen: CanvasRenderingContext2D;

  constructor(
    private readonly bars: HTMLCanvasElement, private readonly first: HTMLInputElement, private readonly last: HTMLInputElement,
    private readonly play: HTMLButtonElement, private readonly pace: HTMLSelectElement, private readonly said: HTMLElement,
    private readonly changed: (window: [number, number]) => void) {
    this.pen = bars.getContext("2d")!;
    for (const slider of [first, last]) {
      slider.min = "0";
      slider.max = String(PARTS - 1);
      slider.addEventListener("input", () => {
        if (Number(first.value) > Number(last.value)) (slider === first ? last : first).value = slider.value;
        this.tell();
      });
    }
    play.addEventListener("click", () => (this.playing === undefined ? this.start() : this.stop()));
    new ResizeObserver(() => this.draw()).observe(bars);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { this.ink = new Ink(); this.draw(); });
    this.drag();
    this.whole();
  }

  get window(): [number, number] { return [Number(this.first.value), Number(this.last.value)]; }

  show(picture: Picture): void {
    this.picture = picture;
    this.tell();
  }

  whole(): void {
    this.first.value = "0";
    this.last.value = String(PARTS - 1);
  }

  private start(): void {
    if (Number(this.last.value) >= PARTS - 1) this.last.value = this.first.value;
    this.play.textContent = "Pause";
    this.play.setAttribute("aria-pressed", "true");
    let before = performance.now(), at = Number(this.last.value);
    const step = (now: number) => {
      // So many seconds for the whole period, whatever the browser's frames are.
      at += ((now - before) / 1000) * (PARTS / Number(this.pace.value));
      before = now;
      this.last.value = String(Math.min(PARTS - 1, Math.floor(at)));
      this.tell();
      if (at >= PARTS - 1) this.stop();
      else this.playing = requestAnimationFrame(step);
    };
    this.playing = requestAnimationFrame(step);
  }

  private stop(): void {
    if (this.playing !== undefined) cancelAnimationFrame(this.playing);
    this.playing = undefined;
    this.play.textContent = "Play";
    this.play.setAttribute("aria-pressed", "false");
  }

  /** A window is drawn over the bars with the pointer; a click alone shows all again. */
  private drag(): void {
    let from: number | undefined;
    const part = (event: PointerEvent) => Math.min(PARTS - 1, Math.max(0, Math.floor((event.offsetX / this.bars.clientWidth) * PARTS)));
    this.bars.addEventListener("pointerdown", (event) => {
      from = part(event);
      this.bars.setPointerCapture(event.pointerId);
    });
    this.bars.addEventListener("pointermove", (event) => {
      if (from === undefined) return;
      const to = part(event);
      this.first.value = String(Math.min(from, to));
      this.last.value = String(Math.max(from, to));
      this.tell();
    });
    this.bars.addEventListener("pointerup", (event) => {
      if (from !== undefined && part(event) === from) {
        this.whole();
        this.tell();
      }
      from = undefined;
    });
  }

  private tell(): void {
    this.draw();
    const { picture } = this;
    if (!picture) return;
    const span = picture.lastMs - picture.firstMs, [first, last] = this.window;
    const text = (ms: number) => new Date(ms + picture.zoneMs).toISOString().slice(0, 16).replace("T", " ");
    this.said.textContent = picture.lastMs ? `${text(picture.firstMs + (span * first) / PARTS)} – ${text(picture.firstMs + (span * (last + 1)) / PARTS)}` : "";
    this.changed([first, last]);
  }

  private draw(): void {
    const { pen, picture, bars } = this, width = bars.clientWidth, height = bars.clientHeight, scale = Math.min(2, devicePixelRatio || 1);
    if (!picture || width === 0) return;
    bars.width = width * scale;
    bars.height = height * scale;
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, width, height);
    const most = Math.max(1, ...picture.bars.bank.map((bank, at) => Math.max(bank, picture.bars.chain[at] ?? 0)));
    const [first, last] = this.window, step = width / PARTS, middle = height / 2;
    pen.fillStyle = this.ink.line;
    pen.globalAlpha = 0.25;
    pen.fillRect(first * step, 0, (last - first + 1) * step, height);
    for (let at = 0; at < PARTS; at++) {
      const bank = picture.bars.bank[at] ?? 0, chain = picture.bars.chain[at] ?? 0;
      pen.globalAlpha = at >= first && at <= last ? 1 : 0.28;
      // Square roots: one large day must not hide all others.
      const up = Math.sqrt(bank / most) * (middle - 2), down = Math.sqrt(chain / most) * (middle - 2);
      pen.fillStyle = this.ink.bank;
      pen.fillRect(at * step + 0.5, middle - up, Math.max(1, step - 1), up);
      pen.fillStyle = this.ink.chain;
      pen.fillRect(at * step + 0.5, middle + 1, Math.max(1, step - 1), down);
    }
    pen.globalAlpha = 1;
    pen.fillStyle = this.ink.line;
    pen.fillRect(0, middle, width, 1);
  }
}
