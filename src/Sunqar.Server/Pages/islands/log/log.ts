// The oversight log, checked where it is read. What this browser saw before is kept in it: a log that was written anew cannot begin with it.
import { actOf, type ReadAct } from "./record";
import { bytesOf, extendsIt, isIncluded, keyOf, leafHash, readHead, same, type Head } from "./tree";

interface Leaf { leaf: number; recordedUs: number; record: string | null; why: string | null; hash: string; command: string | null; proof: string[] }
interface Told { note: string; from: number; leaves: Leaf[]; names: Record<string, string> }
interface Row { leaf: Leaf; act: ReadAct | undefined; holds: boolean; name: string }

const root = document.getElementById("log")!;
const find = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const said = JSON.parse(root.dataset.said ?? "{}") as Record<string, string>;
const roles = JSON.parse(root.dataset.roles ?? "{}") as Record<string, string>;
const verdicts = find("log-verdicts"), rows = find("log-rows"), only = find<HTMLInputElement>("log-looks");
const keyPlace = "sunqar-log-key", headPlace = "sunqar-log-head", proofPlace = "sunqar-log-alarm";

let shown: Row[] = [];
let oldest = 0;

/** The key that is believed: the one that this browser keeps, at first the server's own. */
function key(): string {
  const kept = localStorage.getItem(keyPlace);
  if (kept) return kept;
  localStorage.setItem(keyPlace, root.dataset.key ?? "");
  return root.dataset.key ?? "";
}

function say(what: string, isGood: boolean, ...with_: (string | number)[]): void {
  const item = document.createElement("li");
  item.className = isGood ? "good" : "bad";
  item.dataset.verdict = what;
  item.textContent = `${isGood ? "✓" : "✗"} ${with_.reduce<string>((text, value, at) => text.replace(`{${at}}`, String(value)), said[what] ?? what)}`;
  verdicts.append(item);
}

async function ask<T>(address: string): Promise<T> {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()) as T;
}

/** Two heads that cannot both be true; they stay in this browser, whatever comes after. */
function accuse(what: string, before: Head, now: Head): void {
  say(what, false, before.size);
  localStorage.setItem(proofPlace, `${before.note}\n${now.note}`);
  showProof();
}

function showProof(): void {
  const kept = localStorage.getItem(proofPlace);
  if (!kept || document.getElementById("log-proof")) return;
  const box = document.createElement("pre");
  box.id = "log-proof";
  box.className = "rule-text";
  box.textContent = `${said.keep ?? ""}\n\n${kept}`;
  verdicts.after(box);
}

/** Whether the log of before is the beginning of this one; only then is the newer head kept. */
async function compare(head: Head): Promise<boolean> {
  const kept = localStorage.getItem(headPlace);
  const before = kept ? (await readHead(kept, key())).head : undefined;
  if (before && before.size > head.size) { accuse("shrunk", before, head); return false; }
  if (before && before.size === head.size && !same(before.root, head.root)) { accuse("forked", before, head); return false; }
  if (before && before.size > 0 && before.size < head.size) {
    const { proof } = await ask<{ proof: string[] }>(`${root.dataset.consistency}?from=${before.size}&to=${head.size}`);
    if (!(await extendsIt(before.size, head.size, before.root, head.root, proof.map(bytesOf)))) { accuse("rewritten", before, head); return false; }
  }
  if (before) say("extends", true, before.size);
  else say("first", true);
  localStorage.setItem(headPlace, head.note);
  return true;
}

async function check(leaf: Leaf, head: Head, names: Record<string, string>): Promise<Row> {
  const record = leaf.record === null ? undefined : bytesOf(leaf.record);
  const hash = record ? await leafHash(leaf.leaf, leaf.recordedUs, record) : bytesOf(leaf.hash);
  const holds = await isIncluded(leaf.leaf, head.size, hash, leaf.proof.map(bytesOf), head.root);
  const act = record && holds ? actOf(record) : undefined;
  return { leaf, act, holds, name: act ? names[act.author] ?? act.author : "" };
}

async function run(isOlder: boolean): Promise<void> {
  verdicts.replaceChildren();
  root.dataset.state = "checking";
  find("log-key").textContent = key();
  try {
    const told = await ask<Told>(`${root.dataset.entries}${isOlder ? `?before=${oldest}` : ""}`);
    const { head, verdict, by } = await readHead(told.note, key());
    say(verdict, verdict === "signed", ...(verdict === "signed" ? [head!.size, head!.time] : [by]));
    const isBelieved = head !== undefined && (verdict === "signed" || verdict === "no_algorithm");
    const isSame = isBelieved && (await compare(head));
    const checked = isSame ? await Promise.all(told.leaves.map((leaf) => check(leaf, head, told.names))) : [];
    shown = isOlder ? [...checked, ...shown] : checked;
    oldest = told.from;
    const wrong = shown.filter((row) => !row.holds).map((row) => row.leaf.leaf);
    if (wrong.length > 0) say("changed", false, wrong.join(", "));
    else if (shown.length > 0) say("all_hold", true, shown.length);
    const unread = shown.filter((row) => row.leaf.record === null).length;
    if (unread > 0) say("unread", true, unread);
  } catch {
    say("unreachable", false);
    shown = [];
  }
  showProof();
  draw();
  root.dataset.state = "checked";
}

const cell = (text: string, name?: string): HTMLTableCellElement => {
  const made = document.createElement("td");
  made.textContent = text;
  if (name) made.className = name;
  return made;
};

const isLook = (row: Row): boolean => row.act?.command.startsWith("access.") ?? false;
const zone = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "medium", timeZone: "Asia/Almaty" });

function draw(): void {
  const told = shown.filter((row) => !only.checked || isLook(row)).reverse();
  find("log-count").textContent = String(told.length);
  rows.replaceChildren(...told.map(({ leaf, act, holds, name }) => {
    const row = document.createElement("tr");
    row.dataset.leaf = String(leaf.leaf);
    row.className = holds ? "holds" : "fails";
    const what = act ? act.command + (act.isRefused ? ` (${said.refused})` : "") : leaf.command ?? "";
    const unseen = leaf.why === "case" ? said.sealed ?? "" : leaf.why === "long" ? said.too_long ?? "" : "";
    row.append(
      cell(`${holds ? "✓" : "✗"} ${holds ? said.good : said.bad}`, holds ? "good" : "bad"), cell(String(leaf.leaf), "num"),
      cell(holds && act ? zone.format(act.atUs / 1000) : "", "time"), cell(act ? `${name} (${roles[act.role] ?? act.role})` : ""), cell(act?.unit ?? ""),
      cell(holds ? what : ""), cell(act ? [act.basis, act.caseId].filter((one) => one !== "").join(", ") : unseen, act ? "" : "quiet"),
    );
    return row;
  }));
  sums();
}

/** Looks by person, purpose and unit, of entries that hold alone. */
function sums(): void {
  const looks = shown.filter((row) => row.holds && row.act?.command === "access.look");
  find("log-looked").textContent = String(looks.length);
  const by: [string, (row: Row) => string][] = [["by_person", (row) => row.name], ["by_purpose", (row) => row.act!.basis || "–"], ["by_unit", (row) => row.act!.unit || "–"]];
  find("log-sums").replaceChildren(...by.flatMap(([title, of]) => {
    const counts = new Map<string, number>();
    for (const row of looks) counts.set(of(row), (counts.get(of(row)) ?? 0) + 1);
    const head = document.createElement("h3"), table = document.createElement("table"), body = table.createTBody();
    head.textContent = said[title] ?? title;
    for (const [name, count] of [...counts].sort((a, b) => b[1] - a[1]).slice(0, 12)) {
      const row = body.insertRow();
      row.append(cell(name), cell(String(count), "num"));
    }
    return [head, table];
  }));
}

find("log-again").addEventListener("click", () => void run(false));
find("log-older").addEventListener("click", () => { if (oldest > 0) void run(true); });
only.addEventListener("change", draw);
find("log-pin").addEventListener("click", async () => {
  const text = find<HTMLInputElement>("log-paste").value.trim();
  if (!(await keyOf(text))) { verdicts.replaceChildren(); say("not_a_key", false); return; }
  localStorage.setItem(keyPlace, text);
  await run(false);
  say("pinned", true);
});
void run(false);
