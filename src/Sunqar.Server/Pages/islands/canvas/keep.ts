// A canvas is kept in its case, opened as it was, and compared with what has come since.
import type { Place } from "../layout";
import type { History, Picture } from "./model";

/** Wires the dialogs that keep a canvas and let it out. */
export function wireKeeping(root: HTMLElement, history: () => History, places: () => Map<string, Place>, until: () => number): void {
  for (const [button, dialog] of [["keep", "keep-dialog"], ["let-out", "let-out-dialog"]] as const) {
    const box = document.getElementById(dialog) as HTMLDialogElement | null;
    document.getElementById(button)?.addEventListener("click", () => box?.showModal());
    box?.querySelector("[data-close]")?.addEventListener("click", () => box.close());
  }
  const form = document.querySelector<HTMLFormElement>("#keep-dialog form");
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    void keep(root, form, history(), places(), until());
  });
}

async function keep(root: HTMLElement, form: HTMLFormElement, history: History, places: Map<string, Place>, until: number): Promise<void> {
  const said = form.querySelector<HTMLElement>("[role=alert]")!, fields = new URLSearchParams();
  new FormData(form).forEach((value, name) => { if (name !== "next") fields.append(name, String(value)); });
  if ((form.elements.namedItem("next") as HTMLInputElement | null)?.checked) {
    fields.set("canvas", root.dataset.canvas ?? "");
    fields.set("base", root.dataset.version ?? "0");
  }
  fields.set("steps", JSON.stringify(history.done));
  fields.set("places", JSON.stringify([{ do: "pin", places: [...places].slice(0, 1000).map(([id, place]) => [id, Math.round(place.x), Math.round(place.y)]) }]));
  if (until > 0) fields.set("until", String(until));
  try {
    const answer = await fetch(form.getAttribute("action")!, { method: "POST", body: fields });
    if (answer.ok) location.href = `${root.dataset.address}?kept=${encodeURIComponent(await answer.text())}`;
    else said.textContent = answer.status === 422 || answer.status === 403 ? ((await answer.json()) as { reason: string }).reason : `The server refused (${answer.status}); nothing was lost.`;
  } catch {
    said.textContent = "The server does not answer; nothing was lost.";
  }
}

/** What a picture shows that another did not, in words, and whom it concerns. */
export function compare(before: Picture, now: Picture): { says: string[]; nodes: Set<string> } {
  const says: string[] = [], nodes = new Set<string>(), names = new Map([...before.nodes, ...now.nodes].map((node) => [node.id, node.label]));
  const had = new Set(before.nodes.map((node) => node.id)), has = new Set(now.nodes.map((node) => node.id));
  for (const node of now.nodes.filter((one) => !had.has(one.id))) {
    says.push(`${node.label} is new.`);
    nodes.add(node.id);
  }
  for (const node of before.nodes.filter((one) => !has.has(one.id))) says.push(`${node.label} is drawn no more.`);
  const key = (line: Picture["lines"][number]) => JSON.stringify([line.from, line.to, line.currency, line.isChain]);
  const lines = new Map<string, { amount: string; transfers: number }>();
  for (const line of before.lines) lines.set(key(line), line);
  for (const line of now.lines) {
    const was = lines.get(key(line));
    if (was && was.amount === line.amount && was.transfers === line.transfers) continue;
    says.push(`${names.get(line.from)} → ${names.get(line.to)}: ${was ? `${was.amount} in ${was.transfers}, now ` : "new, "}${line.amount} in ${line.transfers}.`);
    nodes.add(line.from).add(line.to);
  }
  return { says, nodes };
}
