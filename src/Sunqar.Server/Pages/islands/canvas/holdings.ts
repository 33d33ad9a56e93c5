// What a node held over time and how long what left had stayed, as two strips a currency.
import type { Holdings } from "./model";
import { Ink } from "./shapes";
import { short } from "./stage";

const HEIGHT = 64;

export function tellHoldings(aside: HTMLElement, all: Holdings): void {
  aside.querySelector(".holdings")?.remove();
  const box = document.createElement("section"), head = document.createElement("h3");
  box.className = "holdings";
  head.textContent = "Balance and dwell";
  box.append(head);
  for (const one of all.holdings) {
    const says = document.createElement("p"), strip = document.createElement("canvas"), ends = document.createElement("p");
    const most = Math.max(...one.balance), least = Math.min(...one.balance, 0);
    says.textContent = one.says;
    ends.className = "quiet";
    ends.textContent = `${one.period}; ${short(Math.round(least), one.currency)} to ${short(Math.round(most), one.currency)}; bars: hours that what left had stayed, ${Math.round(Math.max(...one.dwellHours, 0))} at most`;
    strip.setAttribute("role", "img");
    strip.setAttribute("aria-label", ends.textContent);
    box.append(says, strip, ends);
    aside.append(box);
    draw(strip, one.balance, one.dwellHours);
  }
  aside.append(box);
  box.scrollIntoView({ block: "nearest" });
}

function draw(strip: HTMLCanvasElement, balance: number[], dwell: number[]): void {
  const pen = strip.getContext("2d")!, ink = new Ink(), width = strip.clientWidth || 270, scale = Math.min(2, devicePixelRatio || 1);
  strip.width = width * scale;
  strip.height = HEIGHT * scale;
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  const most = Math.max(...balance, 0), least = Math.min(...balance, 0), span = most - least || 1, step = width / balance.length, longest = Math.max(...dwell, 1);
  const y = (value: number) => 2 + (HEIGHT - 4) * (1 - (value - least) / span);
  pen.fillStyle = ink.gold;
  pen.globalAlpha = 0.45;
  dwell.forEach((hours, at) => { if (hours >= 0) pen.fillRect(at * step, HEIGHT - 1 - (HEIGHT * 0.5 * hours) / longest, Math.max(1, step - 0.6), (HEIGHT * 0.5 * hours) / longest + 1); });
  pen.globalAlpha = 1;
  pen.strokeStyle = ink.line;
  pen.beginPath();
  pen.moveTo(0, y(0));
  pen.lineTo(width, y(0));
  pen.stroke();
  pen.strokeStyle = ink.bank;
  pen.lineWidth = 1.6;
  pen.beginPath();
  balance.forEach((value, at) => {
    if (at === 0) pen.moveTo(0, y(value));
    else pen.lineTo(at * step, y(balance[at - 1]!));
    pen.lineTo((at + 1) * step, y(value));
  });
  pen.stroke();
}
