// On every page: htmx for partial updates, and the live steps of a run.
import htmx from "htmx.org";
import { startForms } from "./forms";
import { startQueue } from "./queue";

/** Follows a run: the server sends the panel as it stands, and at the end says that the rest of the page has changed too. */
function watchRun(panel: HTMLElement): void {
  const address = panel.dataset.watch;
  if (!address) return;
  const events = new EventSource(address);
  let seen = 0;
  events.addEventListener("steps", (event) => {
    panel.innerHTML = (event as MessageEvent<string>).data;
    panel.dataset.events = String(++seen);
  });
  events.addEventListener("done", () => {
    events.close();
    void htmx.ajax("GET", "/overview", { target: "#overview", swap: "outerHTML" });
  });
}

const panel = document.getElementById("steps");
if (panel) watchRun(panel);

/** Asks the device for a passkey, or for a signature with one, and sends the form with it. */
async function askDevice(button: HTMLButtonElement): Promise<void> {
  const form = button.form;
  if (!form || !form.reportValidity()) return;
  const said = form.querySelector("[role=alert]");
  try {
    const fields = new URLSearchParams();
    new FormData(form).forEach((value, name) => fields.append(name, String(value)));
    const answer = await fetch(button.dataset.options ?? "", { method: "POST", body: fields });
    if (!answer.ok) throw new Error(String(answer.status));
    const { ticket, options } = (await answer.json()) as { ticket: string; options: never };
    const credential = button.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
    (form.elements.namedItem("ticket") as HTMLInputElement).value = ticket;
    (form.elements.namedItem("credential") as HTMLInputElement).value = JSON.stringify(credential);
    form.submit();
  } catch {
    if (said) said.textContent = "This device gave no passkey for this address.";
  }
}

for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-passkey]")) {
  button.addEventListener("click", () => void askDevice(button));
}

/** One box ticks all of a name in its form that may be ticked. */
for (const all of document.querySelectorAll<HTMLInputElement>("input[data-all]")) {
  all.addEventListener("change", () => {
    for (const box of all.form?.querySelectorAll<HTMLInputElement>(`input[type=checkbox][name="${all.dataset.all}"]:enabled`) ?? []) {
      box.checked = all.checked;
    }
  });
}

/** The wall asks for itself anew when something was decided. */
const wall = document.querySelector<HTMLElement>("[data-situation]");
if (wall) {
  new EventSource(wall.dataset.situation!).addEventListener("changed", () => {
    const panel = document.getElementById("situation");
    // Whoever reads the table below the chart keeps it open.
    if (panel && !panel.querySelector("details[open]")) htmx.trigger(panel, "situation-changed");
  });
}

startForms();
startQueue();
