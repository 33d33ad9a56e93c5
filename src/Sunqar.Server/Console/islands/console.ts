// On every page: htmx for partial updates, and the live steps of a run.
import htmx from "htmx.org";

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
