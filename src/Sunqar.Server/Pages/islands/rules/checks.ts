// Has the server check the text, a moment after the last key, and tells what it found.

export interface Fault { line: number; column: number; message: string }
interface Tested { rule: string; line: number; name: string; failure: string | null }
interface Check { version: string | null; rules: number; windows: number; faults: Fault[]; tests: Tested[]; differs: string[] }

const pause = 600;

export class Checks {
  private timer = 0;
  private running = false;
  private again = false;
  private readonly state = document.getElementById("rule-state")!;
  private readonly faults = document.getElementById("rule-faults")!;
  private readonly tests = document.getElementById("rule-tests")!;

  constructor(
    private readonly address: string,
    private readonly form: HTMLFormElement,
    private readonly said: Record<string, string>,
    private readonly found: (faults: Fault[]) => void,
    private readonly goTo: (line: number, column?: number) => void,
  ) {}

  soon(): void {
    if (this.address === "") return;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.run(), pause);
  }

  private async run(): Promise<void> {
    if (this.running) { this.again = true; return; }
    this.running = true;
    this.say("checking");
    try {
      const answer = await fetch(this.address, { method: "POST", body: new FormData(this.form) });
      if (answer.ok) this.show((await answer.json()) as Check);
      else this.say(answer.status === 429 || answer.status === 503 ? "busy" : "unreachable");
      if (answer.status === 429 || answer.status === 503) this.again = true;
    } catch {
      this.say("unreachable");
    } finally {
      this.running = false;
    }
    if (this.again) { this.again = false; this.soon(); }
  }

  private say(key: string, count?: number | string): void {
    this.state.textContent = (this.said[key] ?? key).replace("{0}", String(count ?? ""));
    this.state.dataset.state = key;
  }

  private show(check: Check): void {
    const failing = check.tests.filter((test) => test.failure !== null);
    this.faults.replaceChildren(...check.faults.map((fault) => this.link(fault.line, fault.column, `${fault.line}:${fault.column} ${fault.message}`)));
    this.tests.replaceChildren(...failing.map((test) => {
      const item = this.link(test.line, 1, `✗ ${test.rule}: ${test.name}: ${test.failure}`);
      item.className = "fails";
      return item;
    }));
    const passed = check.tests.length - failing.length;
    if (check.faults.length === 0) this.tests.append(Object.assign(document.createElement("li"), { textContent: `✓ ${(this.said.passed ?? "").replace("{0}", String(passed))}`, className: "passes" }));
    const differs = check.differs.map((rule) => rule || "…").join(", ");
    const item = document.createElement("li");
    item.textContent = differs === "" ? this.said.same ?? "" : (this.said.differs ?? "").replace("{0}", differs);
    this.tests.append(item);
    if (check.faults.length > 0) this.say("faults", check.faults.length);
    else if (failing.length > 0) this.say("failing", failing.length);
    else this.say("good");
    this.found(check.faults);
  }

  private link(line: number, column: number, text: string): HTMLLIElement {
    const item = document.createElement("li"), button = document.createElement("button");
    [button.type, button.textContent] = ["button", text];
    button.addEventListener("click", () => this.goTo(line, column));
    item.append(button);
    return item;
  }
}
