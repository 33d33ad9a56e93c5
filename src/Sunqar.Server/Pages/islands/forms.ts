// Nothing that was typed is lost: what a form held is kept in this tab until the form was taken, and comes back to it when it was not.

interface Draft { path: string; action: string; fields: [string, string][]; at: number; said?: string; field?: string }

const KEY = "sunqar-draft";
/** A draft is a day's work at most. */
const LIFE = 10 * 3_600_000;
/** Milliseconds after which a server that says nothing is taken for stopped. */
const PATIENCE = 4_000;

function read(): Draft | undefined {
  try {
    const draft = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as Draft | null;
    return draft && Date.now() - draft.at < LIFE ? draft : undefined;
  } catch {
    return undefined;
  }
}

function write(draft: Draft | undefined): void {
  try {
    if (draft) sessionStorage.setItem(KEY, JSON.stringify(draft));
    else sessionStorage.removeItem(KEY);
  } catch {
    // A tab without storage loses what it lost before.
  }
}

/** What is secret or names a person is never kept. */
function isKept(field: Element): field is HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement {
  if (field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) return field.name !== "";
  return field instanceof HTMLInputElement && field.name !== "" && field.name !== "iin"
    && !["hidden", "password", "file", "submit", "button"].includes(field.type) && field.autocomplete !== "one-time-code";
}

function keep(form: HTMLFormElement): void {
  const fields: [string, string][] = [];
  for (const field of form.elements) {
    if (!isKept(field)) continue;
    if (field instanceof HTMLInputElement && ["checkbox", "radio"].includes(field.type) && !field.checked) continue;
    fields.push([field.name, field.value]);
  }
  write({ path: location.pathname + location.search, action: form.getAttribute("action") ?? "", fields, at: Date.now() });
}

function say(form: HTMLFormElement, text: string): void {
  let said = form.querySelector<HTMLElement>(":scope > .said");
  if (!said) {
    said = document.createElement("p");
    said.className = "wrong said";
    said.setAttribute("role", "alert");
    form.prepend(said);
  }
  said.textContent = text;
}

function restore(draft: Draft): void {
  const form = [...document.querySelectorAll<HTMLFormElement>("form[method=post]")].find((one) => one.getAttribute("action") === draft.action);
  if (!form) return;
  form.closest("details")?.setAttribute("open", "");
  const left = [...draft.fields];
  for (const field of form.elements) {
    if (!isKept(field)) continue;
    const isBox = field instanceof HTMLInputElement && ["checkbox", "radio"].includes(field.type);
    const at = left.findIndex(([name, value]) => name === field.name && (!isBox || value === field.value));
    if (isBox) field.checked = at >= 0;
    else if (at >= 0) field.value = left[at]![1];
    if (at >= 0) left.splice(at, 1);
  }
  say(form, draft.said ?? "");
  const wrong = draft.field ? form.elements.namedItem(draft.field) : null;
  if (wrong instanceof HTMLElement) {
    wrong.setAttribute("aria-invalid", "true");
    wrong.focus();
  } else {
    form.querySelector<HTMLElement>(".said")?.scrollIntoView({ block: "center" });
  }
}

/** A server that does not answer keeps the page where it is; the browser's own error page would take what was typed with it. */
async function answers(): Promise<boolean> {
  try {
    return (await fetch("/health", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) })).ok;
  } catch {
    return false;
  }
}

/** A report is made while its form says so, with the time that it takes; then it is saved as any file. */
async function download(form: HTMLFormElement, button: HTMLButtonElement | null): Promise<void> {
  const began = Date.now();
  if (button) button.disabled = true;
  const tick = setInterval(() => say(form, `Being made: ${Math.round((Date.now() - began) / 1000)} s.`), 1000);
  say(form, "Being made…");
  try {
    const fields = new URLSearchParams();
    new FormData(form).forEach((value, name) => fields.append(name, String(value)));
    const answer = await fetch(form.getAttribute("action") ?? "", { method: "POST", body: fields });
    const name = /filename="?([^";]+)/.exec(answer.headers.get("content-disposition") ?? "")?.[1];
    if (answer.ok && name) {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await answer.blob());
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
      clearInterval(tick);
      say(form, `Made: ${name}.`);
      // The key stands for one act: the next report is another.
      const key = form.elements.namedItem("key") as HTMLInputElement | null;
      if (key) key.value = crypto.randomUUID().replaceAll("-", "");
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    clearInterval(tick);
    say(form, page.querySelector<HTMLElement>("[data-refused]")?.dataset.refused ?? page.querySelector("main")?.textContent?.trim() ?? "It could not be made.");
  } catch {
    clearInterval(tick);
    say(form, "The server does not answer: nothing was made. What you typed stays here; try again in a moment.");
  } finally {
    clearInterval(tick);
    if (button) button.disabled = false;
  }
}

export function startForms(): void {
  const draft = read();
  const refused = document.querySelector<HTMLElement>("[data-refused]");
  const here = location.pathname + location.search;
  if (draft && refused) {
    write({ ...draft, said: refused.dataset.refused ?? "", field: refused.dataset.field ?? "" });
  } else if (draft && location.pathname === "/sign-in") {
    write({ ...draft, said: "Your session was over and nothing was sent. Look it over and send it again." });
    const back = document.querySelectorAll<HTMLInputElement>("input[name=returnUrl]");
    for (const field of back) if (field.value === "/") field.value = draft.path;
  } else if (draft?.said && draft.path === here) {
    restore(draft);
    write(undefined);
  } else if (draft && !draft.said) {
    write(undefined);
  }
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (form.method !== "post" || event.defaultPrevented) return;
    const action = form.getAttribute("action") ?? "";
    if (form.classList.contains("download")) {
      event.preventDefault();
      void download(form, event.submitter as HTMLButtonElement | null);
      return;
    }
    if (action.startsWith("/sign-") || action.startsWith("/enrol") || action.startsWith("/citizen")) return;
    if (form.dataset.sure === "yes") {
      delete form.dataset.sure;
      return;
    }
    event.preventDefault();
    keep(form);
    const by = event.submitter as HTMLElement | null;
    void answers().then((isThere) => {
      if (!isThere) {
        say(form, "The server does not answer: nothing was sent. What you typed stays here; try again in a moment.");
        return;
      }
      form.dataset.sure = "yes";
      form.requestSubmit(by);
    });
  });
}
