// Words beside the picture: what is picked and what can be done with it, and the list that says all that the picture shows.
import { tellHoldings } from "./holdings";
import type { Crowd, Holdings, Line, Mark, Match, Node, Picture, Rows, Sieve, Step } from "./model";

export interface Deeds {
  take(step: Step): void;
  pick(ids: string[], adds?: boolean): void;
  choose(id: string): void;
  open(what: "line" | "match", id: string, page: number): Promise<Rows | undefined>;
  crowd(id: string): Promise<Crowd | undefined>;
  holdings(id: string): Promise<Holdings | undefined>;
}

const ANSWERS = { both: "in and out", in: "in", out: "out" };

function make<K extends keyof HTMLElementTagNameMap>(tag: K, text = "", classes = ""): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  if (classes) element.className = classes;
  return element;
}

function button(text: string, what: (event: MouseEvent) => void, title = ""): HTMLButtonElement {
  const one = make("button", text);
  one.type = "button";
  if (title) one.title = title;
  one.addEventListener("click", what);
  return one;
}

function facts(rows: [string, string][]): HTMLElement {
  const list = make("dl");
  for (const [name, value] of rows) {
    if (!value) continue;
    const row = make("div");
    row.append(make("dt", name), make("dd", value));
    list.append(row);
  }
  return list;
}

/** Nothing is picked: what there is in all. */
export function tellAll(aside: HTMLElement, picture: Picture, deeds: Deeds): void {
  const list = make("ol", "", "flows");
  for (const line of [...picture.lines].sort((a, b) => b.weight - a.weight).slice(0, 7)) list.append(flow(line, picture, deeds));
  const head = make("h2", "All of it");
  aside.replaceChildren(head, facts([["Nodes", String(picture.nodes.length)], ["Lines", String(picture.lines.length)], ["Matched pairs", picture.matches.length ? String(picture.matches.length) : ""]]),
    make("p", picture.total, "quiet"), make("h3", "Heaviest lines"), list, make("p", "Pick a node or a line. Shift picks several; twice on a node expands it.", "quiet"));
}

function flow(line: Line, picture: Picture, deeds: Deeds): HTMLElement {
  const item = make("li"), names = new Map(picture.nodes.map((node) => [node.id, node.label]));
  const link = button(`${names.get(line.from)} → ${names.get(line.to)}`, () => deeds.choose(line.id));
  link.className = "link";
  item.append(link, make("span", line.transfers > 1 ? `${line.amount} · ${line.transfers}×` : line.amount, line.isChain ? "chain" : "bank"));
  return item;
}

export function tellNodes(aside: HTMLElement, nodes: Node[], marks: Map<string, Mark>, picture: Picture, kinds: [string, string][], deeds: Deeds): void {
  const [one] = nodes, ids = nodes.map((node) => node.id), parts: HTMLElement[] = [];
  if (nodes.length === 1 && one) {
    const head = make("h2", one.label);
    head.title = one.id.startsWith("~") ? "" : one.id;
    parts.push(head, make("p", [one.role, one.shape === "ATM" ? "ATM" : one.shape, one.count > 1 ? `${one.count} accounts` : ""].filter(Boolean).join(" · "), "quiet"));
    if (!one.id.startsWith("~") && !/^(crowd|rest|group):/.test(one.id)) parts.push(make("p", one.id, "whole quiet"));
    if (one.isChain && !/^(crowd|rest|group):/.test(one.id)) {
      const trace = make("a", "Trace this wallet");
      trace.href = `/traces/${encodeURIComponent(one.id)}`;
      parts.push(trace);
    }
    parts.push(facts([["in", one.in], ["out", one.out], ["among themselves", one.inside], ["beyond the picture", one.beyondIn + one.beyondOut ? `${one.beyondIn} in, ${one.beyondOut} out` : ""]]));
  } else {
    const own = new Set(ids), lines = picture.lines.filter((line) => own.has(line.from) || own.has(line.to));
    parts.push(make("h2", `${nodes.length} nodes`), facts([["lines that touch them", String(lines.length)], ["transfers", String(lines.reduce((sum, line) => sum + line.transfers, 0))]]));
  }
  const crowd = nodes.length === 1 && one!.shape === "crowd", rest = nodes.every((node) => node.shape === "rest");
  const acts = make("div", "", "acts");
  if (crowd) acts.append(button("Open into a list", () => void openCrowd(aside, one!.id, deeds)));
  if (!crowd && !rest && nodes.length === 1) {
    acts.append(button("Balance and dwell", () => void deeds.holdings(one!.id).then((holdings) => { if (holdings) tellHoldings(aside, holdings); })));
  }
  if (!crowd && !rest) {
    parts.push(expandForm(ids, kinds, picture.zoneMs, deeds));
    acts.append(button("Collapse", () => deeds.take({ do: "collapse", nodes: ids }), "Takes its expansion back (C)"), button("Remove", () => deeds.take({ do: "remove", nodes: ids }), "Takes it from the picture (Delete)"));
    if (nodes.length > 1) parts.push(said("Group as", "Group", "", (name) => { if (name) deeds.take({ do: "group", nodes: ids, text: name }); }));
    if (nodes.length === 2) {
      acts.append(button(`Ways ${nodes[0]!.label} → ${nodes[1]!.label}`, () => deeds.take({ do: "path", nodes: ids, n: 6 })),
        button(`Ways ${nodes[1]!.label} → ${nodes[0]!.label}`, () => deeds.take({ do: "path", nodes: [...ids].reverse(), n: 6 })));
    }
    if (one?.shape === "group" && nodes.length === 1) acts.append(button("Ungroup", () => deeds.take({ do: "ungroup", text: one.id.slice(6) })));
  }
  if (ids.some((id) => marks.get(id)?.place)) acts.append(button("Let go", () => deeds.take({ do: "free", nodes: ids }), "May be moved by arranging again"));
  parts.push(acts, swatches(ids, marks, deeds));
  if (nodes.length === 1) parts.push(said("Note beside it", "Note", marks.get(one!.id)?.note ?? "", (text) => deeds.take({ do: "note", nodes: [one!.id], text })));
  const list = make("ol", "", "flows");
  for (const line of picture.lines.filter((line) => ids.includes(line.from) || ids.includes(line.to)).sort((a, b) => b.weight - a.weight).slice(0, 8)) list.append(flow(line, picture, deeds));
  if (list.childElementCount) parts.push(make("h3", "Its lines"), list);
  aside.replaceChildren(...parts);
}

function swatches(ids: string[], marks: Map<string, Mark>, deeds: Deeds): HTMLElement {
  const row = make("div", "", "swatches"), now = marks.get(ids[0] ?? "")?.colour ?? 0;
  row.setAttribute("role", "group");
  row.setAttribute("aria-label", "Colour");
  for (let colour = 0; colour <= 8; colour++) {
    const one = button("", () => deeds.take({ do: "colour", nodes: ids, n: colour }));
    one.className = colour ? `swatch-${colour - 1}` : "swatch-none";
    one.setAttribute("aria-label", colour ? `Colour ${colour}` : "Its own colour");
    one.setAttribute("aria-pressed", String(colour === now));
    row.append(one);
  }
  return row;
}

/** A line to write and send. */
function said(what: string, send: string, now: string, then: (text: string) => void): HTMLElement {
  const form = make("form", "", "note"), field = make("input");
  field.maxLength = 200;
  field.value = now;
  field.placeholder = what;
  field.setAttribute("aria-label", what);
  form.append(field, make("button", send));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    then(field.value.trim());
  });
  return form;
}

function labelled(text: string, field: HTMLElement): HTMLElement {
  const label = make("label", text);
  label.append(field);
  return label;
}

/** What of a node's dealings is wanted, before they are drawn. */
function expandForm(ids: string[], kinds: [string, string][], zoneMs: number, deeds: Deeds): HTMLElement {
  const form = make("form", "", "expand"), way = make("select"), most = make("input");
  way.name = "way";
  for (const [value, text] of Object.entries(ANSWERS)) way.append(new Option(text, value));
  most.type = "number";
  most.min = "0";
  most.max = "500";
  most.value = "25";
  const sieve = sieveFields(kinds, zoneMs);
  const more = make("details");
  more.append(make("summary", "Only some"), sieve.element);
  const go = make("button", "Expand", "primary");
  go.title = "Draws whom it dealt with (E)";
  form.append(labelled("Which way", way), labelled("How many", most), go, more);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen: Sieve = { ...sieve.read(), ...(way.value === "both" ? {} : { way: way.value as "in" | "out" }) };
    deeds.take({ do: "expand", nodes: ids, n: Number(most.value) || 0, ...(Object.keys(chosen).length ? { sieve: chosen } : {}) });
  });
  return form;
}

/** Fields of a filter: amount in tenge, days, kinds. */
export function sieveFields(kinds: [string, string][], zoneMs: number, now: Sieve = {}): { element: HTMLElement; read(): Sieve } {
  const element = make("div", "", "sieve"), least = make("input"), most = make("input"), from = make("input"), to = make("input");
  for (const field of [least, most]) { field.type = "number"; field.min = "0"; field.step = "any"; }
  for (const field of [from, to]) field.type = "date";
  if (now.least) least.value = String(now.least / 1e6);
  if (now.most) most.value = String(now.most / 1e6);
  if (now.from) from.value = day(now.from, zoneMs);
  if (now.to) to.value = day(now.to, zoneMs);
  const choices = make("fieldset"), boxes: HTMLInputElement[] = [];
  choices.append(make("legend", "Kinds (none for all)"));
  for (const [name, text] of kinds) {
    const box = make("input"), label = make("label");
    box.type = "checkbox";
    box.value = name;
    box.checked = now.kinds?.includes(name) ?? false;
    boxes.push(box);
    label.append(box, ` ${text}`);
    choices.append(label);
  }
  element.append(labelled("From, KZT", least), labelled("To, KZT", most), labelled("Since", from), labelled("Until", to), choices);
  return {
    element,
    read() {
      const sieve: Sieve = {}, chosen = boxes.filter((box) => box.checked).map((box) => box.value);
      if (Number(least.value) > 0) sieve.least = Math.round(Number(least.value) * 1e6);
      if (Number(most.value) > 0) sieve.most = Math.round(Number(most.value) * 1e6);
      if (from.value) sieve.from = (Date.parse(`${from.value}T00:00:00Z`) - zoneMs) * 1000;
      if (to.value) sieve.to = (Date.parse(`${to.value}T23:59:59.999Z`) - zoneMs) * 1000;
      if (chosen.length) sieve.kinds = chosen;
      return sieve;
    },
  };
}

function day(us: number, zoneMs: number): string { return new Date(us / 1000 + zoneMs).toISOString().slice(0, 10); }

async function openCrowd(aside: HTMLElement, id: string, deeds: Deeds): Promise<void> {
  const crowd = await deeds.crowd(id);
  if (!crowd) return;
  const form = make("form", "", "crowd"), list = make("ul");
  for (const member of crowd.members) {
    const item = make("li"), label = make("label"), box = make("input");
    box.type = "checkbox";
    box.value = member.id;
    label.append(box, ` ${member.label} `, make("span", member.moved, "quiet"));
    item.append(label);
    list.append(item);
  }
  form.append(make("h2", crowd.title), make("p", crowd.total > crowd.members.length ? `Those ${crowd.members.length} of ${crowd.total} who moved most.` : "Who is in it.", "quiet"), list, make("button", "Draw the ticked", "primary"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wanted = [...list.querySelectorAll<HTMLInputElement>("input:checked")].map((box) => box.value);
    if (wanted.length) deeds.take({ do: "draw", text: id, nodes: wanted });
  });
  aside.replaceChildren(form);
}

export async function tellLine(aside: HTMLElement, item: Line | Match, picture: Picture, deeds: Deeds, page = 1): Promise<void> {
  const names = new Map(picture.nodes.map((node) => [node.id, node.label])), isLine = "from" in item;
  const head = make("h2", isLine ? `${names.get(item.from)} → ${names.get(item.to)}` : `${names.get(item.bank)} ⇄ ${names.get(item.wallet)}`);
  const ends = make("div", "", "acts");
  for (const id of isLine ? [item.from, item.to] : [item.bank, item.wallet]) ends.append(button(names.get(id) ?? id, () => deeds.pick([id])));
  aside.replaceChildren(head, make("p", isLine ? `${item.amount} · ${item.period}` : `${item.says}: ${item.odds}`, "quiet"), ends, make("p", "…", "quiet"));
  const rows = await deeds.open(isLine ? "line" : "match", item.id, page);
  if (!rows) return;
  aside.lastElementChild!.remove();
  const list = make("ol", "", "rows");
  for (const row of rows.rows) {
    const entry = make("li", "", row.pair % 2 === 1 ? "odd" : "");
    const first = make("div"), second = make("div", "", "quiet");
    first.append(make("time", row.time), make("b", row.amount));
    second.append(`${row.how} · ${row.from} → ${row.to} `);
    if (row.evidence) {
      const link = make("a", "what was decided");
      link.href = row.evidence;
      second.append(link);
    }
    entry.append(first, second);
    list.append(entry);
  }
  aside.append(make("h3", rows.title), list);
  if (rows.pages > 1) {
    const pager = make("div", "", "acts");
    if (rows.page > 1) pager.append(button("Earlier", () => void tellLine(aside, item, picture, deeds, page - 1)));
    pager.append(make("span", `${rows.page} of ${rows.pages}`, "quiet"));
    if (rows.page < rows.pages) pager.append(button("Later", () => void tellLine(aside, item, picture, deeds, page + 1)));
    aside.append(pager);
  }
}

/** The list that says what the picture shows: each node and each line, as buttons that pick them. */
export function tellList(list: HTMLElement, picture: Picture, marks: Map<string, Mark>, deeds: Deeds): void {
  const names = new Map(picture.nodes.map((node) => [node.id, node.label]));
  const nodes = table(["Node", "What it is", "In", "Out", "Note"], picture.nodes.map((node) => {
    const pick = button(node.label, (event) => deeds.pick([node.id], event.shiftKey));
    pick.className = "link";
    return [pick, [node.role, node.shape].filter(Boolean).join(", "), node.in, node.out, marks.get(node.id)?.note ?? ""];
  }));
  const lines = table(["From", "To", "Amount", "Transfers", "When"], picture.lines.map((line) => {
    const choose = button(line.amount, () => deeds.choose(line.id));
    choose.className = "link";
    return [names.get(line.from) ?? "", names.get(line.to) ?? "", choose, String(line.transfers), line.period];
  }));
  const parts: HTMLElement[] = [make("h3", `Nodes (${picture.nodes.length})`), nodes, make("h3", `Lines (${picture.lines.length})`), lines];
  if (picture.matches.length) {
    parts.push(make("h3", `Matched pairs (${picture.matches.length})`), table(["Bank leg", "Chain leg", "Says", "Odds"], picture.matches.map((match) => {
      const choose = button(match.says, () => deeds.choose(match.id));
      choose.className = "link";
      return [names.get(match.bank) ?? "", names.get(match.wallet) ?? "", choose, match.odds];
    })));
  }
  list.replaceChildren(...parts);
}

function table(heads: string[], rows: (string | HTMLElement)[][]): HTMLElement {
  const scroll = make("div", "", "scroll"), all = make("table"), head = make("thead"), body = make("tbody"), first = make("tr");
  for (const text of heads) {
    const cell = make("th", text);
    cell.scope = "col";
    first.append(cell);
  }
  head.append(first);
  for (const row of rows) {
    const line = make("tr");
    for (const value of row) {
      const cell = make("td");
      cell.append(value);
      line.append(cell);
    }
    body.append(line);
  }
  all.append(head, body);
  scroll.append(all);
  return scroll;
}
