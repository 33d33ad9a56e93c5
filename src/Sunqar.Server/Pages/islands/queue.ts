// The queue keeps itself up to date, and says so when it cannot; lists are walked by keys.

/** Milliseconds without a word of the server after which the line is taken for dead: two beats and a half. */
const SILENCE = 25_000;

function left(due: number, now: number): string {
  const late = due <= now;
  const minutes = Math.floor((Math.abs(due - now) + (late ? 0 : 59_999)) / 60_000);
  const text = minutes >= 2880 ? `${Math.floor(minutes / 1440)} days`
    : minutes >= 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min`
    : `${minutes} min`;
  return late ? `late by ${text}` : text;
}

/** Clocks run between two looks; the server's time counts, not this machine's. */
function runClocks(): void {
  const list = document.querySelector<HTMLElement>("[data-now]");
  const ahead = list ? Number(list.dataset.now) - Date.now() : 0;
  const tick = (): void => {
    for (const one of document.querySelectorAll<HTMLElement>("[data-due]")) {
      one.textContent = left(Number(one.dataset.due), Date.now() + ahead);
    }
  };
  setInterval(tick, 15_000);
}

/** Puts a new list in the old one's place; what was ticked stays ticked, and the row that had the focus has it again. */
function replaceList(html: string): void {
  const old = document.getElementById("queue-list");
  const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("queue-list");
  if (!old || !fresh) return;
  const ticked = new Set([...old.querySelectorAll<HTMLInputElement>("input[name=item]:checked")].map((box) => box.value));
  const row = document.activeElement?.closest<HTMLElement>("#queue-list [data-row]")?.dataset.row;
  old.replaceWith(document.adoptNode(fresh));
  for (const box of fresh.querySelectorAll<HTMLInputElement>("input[name=item]")) box.checked = ticked.has(box.value);
  if (row) {
    const same = [...fresh.querySelectorAll<HTMLElement>("[data-row]")].find((one) => one.dataset.row === row);
    same?.querySelector<HTMLElement>("a")?.focus();
  }
}

function follow(said: HTMLElement): void {
  const { live, list } = said.dataset;
  if (!live || !list) return;
  let events: EventSource | undefined;
  let heard = Date.now();
  const say = (text: string, lost: boolean): void => {
    if (said.textContent !== text) said.textContent = text;
    said.classList.toggle("lost", lost);
  };
  const refresh = async (): Promise<void> => {
    const answer = await fetch(list, { headers: { "HX-Request": "true" } });
    if (answer.ok) replaceList(await answer.text());
    else if (answer.status === 401) over();
  };
  const over = (): void => {
    events?.close();
    clearInterval(watch);
    said.classList.add("lost");
    said.replaceChildren("Your session is over. ", Object.assign(document.createElement("a"), {
      href: `/sign-in?returnUrl=${encodeURIComponent(location.pathname + location.search)}`, textContent: "Sign in and come back",
    }));
  };
  const lost = (): void => say(
    `No connection since ${new Date(heard).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })}: what you see may be old. Trying again.`, true);
  const open = (): void => {
    events?.close();
    events = new EventSource(live);
    events.addEventListener("beat", () => {
      if (said.classList.contains("lost")) void refresh().catch(lost);
      heard = Date.now();
      say("Up to date.", false);
    });
    events.addEventListener("changed", () => {
      heard = Date.now();
      void refresh().then(() => say(`Changed ${new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })}.`, false), lost);
    });
    events.addEventListener("ended", over);
    events.onerror = () => {
      lost();
      // A server that refused the stream may mean that the session is over; the list's answer tells.
      void refresh().catch(lost);
    };
  };
  const watch = setInterval(() => {
    if (Date.now() - heard <= SILENCE) return;
    lost();
    open();
  }, 5_000);
  open();
}

function rows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-rows] [data-row]")];
}

/** j and k walk the rows, Enter opens as it does on any link, a letter presses the row's button of that letter. */
function walkByKeys(): void {
  const help = document.getElementById("keys") as HTMLDialogElement | null;
  const hint = document.querySelector<HTMLElement>("[data-keys-help]");
  if (hint) {
    hint.hidden = false;
    hint.addEventListener("click", () => help?.showModal());
  }
  document.addEventListener("keydown", (event) => {
    const at = event.target as HTMLElement;
    const search = document.getElementById("search") as HTMLInputElement | null;
    if (search && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      search.focus();
      search.select();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || at.isContentEditable) return;
    if (at.matches("textarea, select, input:not([type=checkbox])")) return;
    if (event.key === "?" && help) {
      event.preventDefault();
      if (help.open) help.close(); else help.showModal();
      return;
    }
    if (help?.open) return;
    const all = rows();
    const row = at.closest<HTMLElement>("[data-row]");
    if (event.key === "j" || event.key === "k") {
      if (all.length === 0) return;
      const index = row ? all.indexOf(row) : event.key === "j" ? -1 : all.length;
      const next = all[Math.min(all.length - 1, Math.max(0, index + (event.key === "j" ? 1 : -1)))];
      next?.querySelector<HTMLElement>("a")?.focus();
      next?.scrollIntoView({ block: "nearest" });
      event.preventDefault();
      return;
    }
    if (event.key === "x" && row) {
      row.querySelector<HTMLInputElement>("input[type=checkbox]")?.click();
      event.preventDefault();
      return;
    }
    const target = (row ?? document).querySelector<HTMLElement>(`[data-key="${CSS.escape(event.key)}"]`);
    if (!target) return;
    event.preventDefault();
    if (target instanceof HTMLDetailsElement) {
      target.open = true;
      target.querySelector<HTMLElement>("input:not([type=hidden]), select, textarea")?.focus();
    } else {
      target.click();
    }
  });
  document.addEventListener("change", (event) => {
    const all = event.target as HTMLInputElement;
    if (!all.matches?.("[data-tick-all]")) return;
    for (const box of document.querySelectorAll<HTMLInputElement>("[data-rows] input[name=item]")) box.checked = all.checked;
  });
}

export function startQueue(): void {
  walkByKeys();
  if (document.querySelector("[data-due]")) runClocks();
  const said = document.getElementById("live");
  if (said) follow(said);
}
