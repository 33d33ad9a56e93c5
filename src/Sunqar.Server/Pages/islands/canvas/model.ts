// What a canvas is in the browser: the steps that were done, and the picture that the server says they come to.

export interface Node {
  id: string; label: string; shape: string; role: string; slot: number; count: number; isChain: boolean; isSeed: boolean;
  in: string; out: string; inside: string; beyondIn: number; beyondOut: number;
}
export interface Line {
  id: string; from: string; to: string; currency: string; amount: string; weight: number; transfers: number;
  isChain: boolean; isWay: boolean; period: string; parts: [number, number, number][];
}
export interface Match {
  id: string; bank: string; wallet: string; isSale: boolean; pairs: number; says: string; odds: string; log10Odds: number; firstPart: number;
}
export interface Picture {
  nodes: Node[]; lines: Line[]; matches: Match[]; firstMs: number; lastMs: number; bars: { bank: number[]; chain: number[] };
  transfers: number; total: string; level: "account" | "transfer" | "holder"; leftOut: string[]; untilUs: number; zoneMs: number;
}
export interface Sieve { way?: "in" | "out"; from?: number; to?: number; least?: number; most?: number; kinds?: string[] }
export interface Step { do: string; nodes?: string[]; text?: string; n?: number; sieve?: Sieve; places?: [string, number, number][] }
export interface Mark { colour: number; note: string; place?: { x: number; y: number } }
export interface Row { id: string; time: string; from: string; to: string; how: string; amount: string; evidence: string; pair: number }
export interface Rows { title: string; total: number; page: number; pages: number; rows: Row[] }
export interface Member { id: string; label: string; shape: string; moved: string }
export interface Crowd { title: string; total: number; members: Member[] }

export interface Holding { currency: string; says: string; period: string; balance: number[]; dwellHours: number[] }
export interface Holdings { title: string; holdings: Holding[] }

/** Steps that only this browser has to know of until the canvas is kept: they show nobody anew. */
const QUIET = new Set(["pin", "free", "colour", "note"]);

/** Pictures that are held, so that undoing asks nobody. */
const HELD_MAX = 40;

/** Characters of an address: a visitor without a session reads by addresses alone. */
const ADDRESS_MAX = 3500;

export class Refusal extends Error {}

/** The steps of a canvas, and a place in them: what comes after it was undone. */
export class History {
  constructor(public steps: Step[], public at = steps.length, private readonly begun = 1) {}

  get done(): Step[] { return this.steps.slice(0, this.at); }
  get mayUndo(): boolean { return this.at > this.begun; }
  get mayRedo(): boolean { return this.at < this.steps.length; }

  with(step: Step): History {
    const done = [...this.done, step];
    return new History(done, done.length, this.begun);
  }

  moved(by: number): History {
    return new History(this.steps, Math.min(this.steps.length, Math.max(this.begun, this.at + by)), this.begun);
  }

  get loud(): Step[] { return this.done.filter((step) => !QUIET.has(step.do)); }

  /** What was put on nodes; the last word counts. */
  get marks(): Map<string, Mark> {
    const marks = new Map<string, Mark>();
    const of = (id: string): Mark => {
      const mark = marks.get(id) ?? { colour: 0, note: "" };
      marks.set(id, mark);
      return mark;
    };
    for (const step of this.done) {
      for (const [id, x, y] of step.do === "pin" ? step.places ?? [] : []) of(id).place = { x, y };
      for (const id of step.nodes ?? []) {
        if (step.do === "free") delete of(id).place;
        else if (step.do === "colour") of(id).colour = step.n ?? 0;
        else if (step.do === "note") of(id).note = step.text ?? "";
      }
    }
    return marks;
  }
}

/** Asks the server what steps come to. */
export class Source {
  private readonly held = new Map<string, Picture>();
  private readonly token = document.querySelector<HTMLInputElement>("input[name=__RequestVerificationToken]")?.value;

  constructor(private readonly address: string, public until: number) {}

  async picture(history: History): Promise<Picture> {
    // Marks decide which nodes keep their place when there is no room for all, so they go along.
    const key = `${this.until} ${JSON.stringify(history.loud)}`;
    const known = this.held.get(key);
    if (known) return known;
    const picture = (await this.ask("picture", history, {})) as Picture;
    this.held.set(key, picture);
    if (this.held.size > HELD_MAX) this.held.delete(this.held.keys().next().value!);
    return picture;
  }

  /** A picture that is known already. */
  hold(history: History, picture: Picture): void { this.held.set(`${this.until} ${JSON.stringify(history.loud)}`, picture); }

  async ask(what: string, history: History, more: Record<string, string>): Promise<unknown> {
    const fields = new URLSearchParams({ steps: JSON.stringify(history.loud), ...more });
    if (this.until > 0) fields.set("until", String(this.until));
    let answer: Response;
    if (this.token) {
      fields.set("__RequestVerificationToken", this.token);
      answer = await fetch(`${this.address}/${what}`, { method: "POST", body: fields });
    } else {
      if (fields.toString().length > ADDRESS_MAX) throw new Refusal("A visitor's canvas ends here: sign in to go on.");
      answer = await fetch(`${this.address}/${what}?${fields}`);
    }
    if (answer.status === 422) throw new Refusal(((await answer.json()) as { reason: string }).reason);
    if (answer.status === 401 || answer.status === 400) throw new Refusal("Your session is over: sign in and open the page again.");
    if (answer.status === 503) throw new Refusal("The transfers are still being read; try again in a moment.");
    if (!answer.ok) throw new Refusal(`The server refused (${answer.status}).`);
    return answer.json();
  }
}
