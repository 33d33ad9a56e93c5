// The editor of rules: a text field that every assistive technology knows, with coloured lines behind it. The server checks what is typed
// by the very code that checks a rulebook anywhere else; nothing is judged here.
import { Checks, type Fault } from "./checks";
import { Language, wordAt, type Word } from "./language";

const root = document.getElementById("rule-editor")!;
const find = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const field = find<HTMLTextAreaElement>("rule-text"), lines = find("rule-lines"), list = find("rule-words"), hint = find("rule-hint");
const about = find("rule-about"), jump = find<HTMLSelectElement>("rule-jump");
const said = JSON.parse(root.dataset.said ?? "{}") as Record<string, string>;
const draft = `sunqar-rules ${root.dataset.base}`;
const begun = field.value;

let language = new Language([]);
let faults: Fault[] = [];
let shown: string[] = [];
let offers: Word[] = [];
let picked = 0;

const checks = new Checks(root.dataset.check ?? "", field.form!, said, (found) => {
  faults = found;
  draw(true);
}, goTo);

/** Keeps the coloured lines as the text; only lines that changed are made anew. */
function draw(isMarked = false): void {
  const now = field.value.split("\n");
  const marked = new Map(faults.map((fault) => [fault.line, fault]));
  for (let at = 0; at < now.length; at++) {
    const text = now[at]!, fault = marked.get(at + 1);
    const key = `${fault?.column ?? 0}:${text}`;
    if (shown[at] === key && lines.children[at]) continue;
    const line = document.createElement("div");
    line.append(...language.colour(text));
    if (text === "") line.append("\u200b");
    if (fault) line.className = "fault";
    const old = lines.children[at];
    if (old) old.replaceWith(line);
    else lines.append(line);
    shown[at] = key;
  }
  while (lines.children.length > now.length) lines.lastElementChild!.remove();
  shown.length = now.length;
  if (!isMarked) outline(now);
  follow();
}

/** The rules of the text, to go to. */
function outline(now: string[]): void {
  const rules = now.flatMap((line, at) => {
    const rule = /^\s*rule\s+(\w+)/.exec(line);
    return rule ? [[rule[1]!, at + 1] as const] : [];
  });
  const key = JSON.stringify(rules);
  if (jump.dataset.key === key) return;
  jump.dataset.key = key;
  jump.replaceChildren(...rules.map(([name, line]) => new Option(name, String(line))));
}

function follow(): void {
  lines.style.transform = `translate(${-field.scrollLeft}px, ${-field.scrollTop}px)`;
}

function goTo(line: number, column = 1): void {
  const now = field.value.split("\n");
  const at = now.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
  field.focus();
  field.setSelectionRange(at, at);
  field.scrollTop = Math.max(0, (line - 4) * metrics().height);
  field.scrollLeft = 0;
  follow();
}

/** Width of a character and height of a line, in pixels. */
function metrics(): { width: number; height: number; left: number; top: number } {
  const style = getComputedStyle(field);
  const probe = document.createElement("span");
  probe.textContent = "0".repeat(100);
  probe.style.cssText = "position:absolute;visibility:hidden;white-space:pre";
  lines.append(probe);
  const width = probe.getBoundingClientRect().width / 100;
  probe.remove();
  return { width, height: parseFloat(style.lineHeight), left: parseFloat(style.paddingLeft), top: parseFloat(style.paddingTop) };
}

function caret(): { line: number; column: number; text: string; typed: string } {
  const before = field.value.slice(0, field.selectionStart).split("\n");
  const text = before[before.length - 1]!;
  return { line: before.length, column: text.length, text, typed: /[A-Za-z_][\w.]*$/.exec(text)?.[0] ?? "" };
}

function offer(isAsked: boolean): void {
  const { typed, line, column, text } = caret();
  const inText = (text.match(/"/g)?.length ?? 0) % 2 === 1 || text.includes("#");
  offers = inText || (!isAsked && typed.length < 2) ? [] : language.offers(typed, field.value);
  picked = 0;
  list.replaceChildren(...offers.map((one, at) => {
    const item = document.createElement("li");
    item.id = `rule-word-${at}`;
    item.role = "option";
    const word = document.createElement("b"), sort = document.createElement("span");
    [word.textContent, sort.textContent] = [one.word, one.type || one.sort];
    item.append(word, sort);
    item.addEventListener("mousedown", (event) => { event.preventDefault(); picked = at; take(); });
    return item;
  }));
  list.hidden = offers.length === 0;
  if (offers.length === 0) { field.removeAttribute("aria-activedescendant"); return; }
  const { width, height, left, top } = metrics();
  list.style.left = `${Math.max(0, left + (column - typed.length) * width - field.scrollLeft)}px`;
  list.style.top = `${top + line * height - field.scrollTop + 2}px`;
  mark();
}

function mark(): void {
  [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === picked)));
  list.children[picked]?.scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", `rule-word-${picked}`);
  tell(offers[picked]);
}

function take(): void {
  const { typed } = caret(), word = offers[picked]!.word, at = field.selectionStart;
  field.setRangeText(word, at - typed.length, at, "end");
  close();
  changed();
}

function close(): void {
  offers = [];
  list.hidden = true;
  field.removeAttribute("aria-activedescendant");
}

/** What a word is, in one line. */
function sentence(one: Word): string {
  const of = [one.type, one.says, one.values.length > 0 && !one.says.includes(one.values[0]!) ? one.values.join(", ") : ""];
  return `${one.word}: ${of.filter((part) => part.length > 0).join(". ") || one.sort}`;
}

function tell(one: Word | undefined): void {
  about.textContent = one ? sentence(one) : "";
}

function changed(): void {
  try {
    sessionStorage.setItem(draft, field.value);
  } catch {
    // A tab without storage keeps nothing.
  }
  draw();
  checks.soon();
}

field.addEventListener("input", () => { changed(); offer(false); });
field.addEventListener("scroll", () => { follow(); hint.hidden = true; if (!list.hidden) close(); });
field.addEventListener("blur", close);
field.addEventListener("keydown", (event) => {
  if (!list.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    picked = (picked + (event.key === "ArrowDown" ? 1 : offers.length - 1)) % offers.length;
    mark();
  } else if (!list.hidden && event.key === "Enter") {
    take();
  } else if (event.key === "Escape" && !list.hidden) {
    close();
  } else if (event.ctrlKey && event.key === " ") {
    offer(true);
  } else if (event.key === "F1") {
    const { column, line } = caret();
    const word = wordAt(field.value.split("\n")[line - 1]!, column);
    tell(language.about(word) ?? { word, sort: "", type: "", values: [], says: "?" });
  } else if (event.key === "F8" && faults.length > 0) {
    const next = faults.find((fault) => fault.line > caret().line) ?? faults[0]!;
    goTo(next.line, next.column);
    about.textContent = next.message;
  } else if (event.key === "Enter") {
    // The next line begins where this one does.
    const indent = /^\s*/.exec(caret().text)![0];
    field.setRangeText(`\n${indent}`, field.selectionStart, field.selectionEnd, "end");
    changed();
  } else {
    return;
  }
  event.preventDefault();
});
field.addEventListener("mousemove", (event) => {
  const box = field.getBoundingClientRect(), { width, height, left, top } = metrics();
  const line = Math.floor((event.clientY - box.top - top + field.scrollTop) / height);
  const column = Math.floor((event.clientX - box.left - left + field.scrollLeft) / width);
  const text = field.value.split("\n")[line] ?? "";
  const fault = faults.find((one) => one.line === line + 1);
  const word = column >= 0 && column < text.length ? language.about(wordAt(text, column)) : undefined;
  const says = fault?.message ?? (word ? sentence(word) : "");
  hint.hidden = says === "";
  hint.textContent = says;
  hint.style.left = `${Math.min(event.clientX - box.left + 8, Math.max(0, box.width - 340))}px`;
  hint.style.top = `${(line + 1) * height + top - field.scrollTop + 4}px`;
});
field.addEventListener("mouseleave", () => { hint.hidden = true; });
jump.addEventListener("change", () => goTo(Number(jump.value)));
find("rule-revert").addEventListener("click", () => {
  field.value = begun;
  sessionStorage.removeItem(draft);
  draw();
  checks.soon();
});

async function start(): Promise<void> {
  const kept = sessionStorage.getItem(draft);
  if (kept !== null && kept !== begun) {
    field.value = kept;
    about.textContent = said.draft ?? "";
  }
  draw();
  const answer = await fetch(root.dataset.words!);
  if (answer.ok) language = new Language((await answer.json()) as Word[]);
  shown = [];
  draw();
  if (root.dataset.rule) {
    const option = [...jump.options].find((one) => one.text === root.dataset.rule);
    if (option) { jump.value = option.value; goTo(Number(option.value)); }
  }
  checks.soon();
}

void start();
