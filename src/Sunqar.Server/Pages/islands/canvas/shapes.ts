// Shapes of nodes and the colours of the page, as a canvas element needs them.

export const SIZE: Record<string, [number, number]> = {
  account: [28, 28], card: [34, 24], wallet: [34, 30], ATM: [26, 26], platform: [36, 36], merchant: [28, 26], holder: [30, 32],
  group: [42, 32], crowd: [40, 40], rest: [46, 34],
};

export class Ink {
  readonly text = read("--ink");
  readonly quiet = read("--ink-quiet");
  readonly panel = read("--panel");
  readonly line = read("--line-strong");
  readonly strong = read("--line-strong");
  readonly accent = read("--accent");
  readonly gold = read("--gold");
  readonly bank = read("--bank-flow");
  readonly chain = read("--chain-flow");
  readonly match = read("--match-flow");
  readonly way = read("--bad");
  readonly face = getComputedStyle(document.body).fontFamily;
  private readonly roles = [0, 1, 2, 3, 4, 5, 6, 7].map((slot) => read(`--role-${slot}`));

  role(slot: number): string { return this.roles[slot] ?? this.roles[7]!; }
}

function read(name: string): string { return getComputedStyle(document.documentElement).getPropertyValue(name).trim(); }

export function outline(pen: CanvasRenderingContext2D | Path2D, shape: string, x: number, y: number, width: number, height: number): void {
  if (!(pen instanceof Path2D)) pen.beginPath();
  const w = width / 2, h = height / 2;
  switch (shape) {
    case "card": case "group": case "rest":
      pen.roundRect(x - w, y - h, width, height, shape === "card" ? 5 : 9);
      break;
    case "ATM":
      pen.roundRect(x - w, y - h, width, height, 2);
      break;
    case "merchant":
      pen.moveTo(x - w, y - h * 0.2);
      pen.lineTo(x, y - h);
      pen.lineTo(x + w, y - h * 0.2);
      pen.lineTo(x + w * 0.8, y + h);
      pen.lineTo(x - w * 0.8, y + h);
      pen.closePath();
      break;
    case "platform":
      pen.moveTo(x, y - h);
      pen.lineTo(x + w, y);
      pen.lineTo(x, y + h);
      pen.lineTo(x - w, y);
      pen.closePath();
      break;
    case "wallet":
      pen.moveTo(x - w, y);
      pen.lineTo(x - w / 2, y - h);
      pen.lineTo(x + w / 2, y - h);
      pen.lineTo(x + w, y);
      pen.lineTo(x + w / 2, y + h);
      pen.lineTo(x - w / 2, y + h);
      pen.closePath();
      break;
    case "holder":
      pen.arc(x, y - h * 0.45, h * 0.5, 0, 2 * Math.PI);
      pen.moveTo(x + w, y + h);
      pen.arc(x, y + h, w, 0, Math.PI, true);
      pen.closePath();
      break;
    default:
      pen.arc(x, y, w, 0, 2 * Math.PI);
  }
}
