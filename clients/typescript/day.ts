// A bank's day against a sandbox, in all that docs/sandbox.md checks: npm run build && node built/js/day.js URL KEY
import { setTimeout as pause } from "node:timers/promises";
import { sunqar } from "./patience.ts";
import type { components } from "./built/sunqar.ts";

type Payment = components["schemas"]["Payment"];
type Answer = components["schemas"]["Answer"];

const [server, key] = process.argv.slice(2);
if (!server || !key) throw new Error("expected: node built/js/day.js URL KEY, as ./sunqar sandbox said them");
const bank = "SANDKZKA", client = sunqar(server, key), run = crypto.randomUUID().slice(0, 8);
let count = 0;

function payment(amount: string): Payment {
  count++;
  return {
    // An id is made once, kept with the payment, and sent with every try.
    id: `${bank}-${run}-${count}`,
    kind: "account_transfer",
    time: new Date().toISOString(),
    amount,
    currency: "KZT",
    institution: bank,
    sender: { account: "KZ86125KZT5004100100" },
    recipient: { account: `KZ-${count}` },
  };
}

async function decide(amount: string): Promise<Answer> {
  const { data, error } = await client.POST("/v1/payments", { body: payment(amount) });
  if (!data) throw new Error(`${amount}: ${error?.title}`);
  console.log(`${amount.padStart(8)} KZT  ${data.outcome}${data.duplicate ? " (told before)" : ""}`);
  return data;
}

async function confirm(id: string, by: "sender" | "biometrics"): Promise<void> {
  const { error } = await client.POST("/v1/payments/{id}/confirmations", { params: { path: { id } }, body: { by } });
  if (error) throw new Error(error.title);
}

for (let i = 0; i < 20; i++) await decide("150.00");
await confirm((await decide("1001.00")).id, "sender");
await confirm((await decide("1002.00")).id, "biometrics");
for (const amount of ["1004.00", "1005.00", "2001.00", "2002.00", "2003.00", "2004.00"]) await decide(amount);
await client.POST("/v1/payments/{id}/reversal", { params: { path: { id: (await decide("75.00")).id } } });
const held = await decide("1003.00");
await fetch(new URL("/sandbox/clock", server), {
  method: "POST",
  headers: { authorization: `Bearer ${key}` },
  body: JSON.stringify({ advance: "P1D" }),
});
for (let tries = 0; ; tries++) {
  const { data } = await client.GET("/v1/payments/{id}", { params: { path: { id: held.id } } });
  if (data && data.outcome !== "hold") {
    console.log(`the hold lapsed to ${data.outcome}`);
    break;
  }
  if (tries === 100) throw new Error("the hold did not lapse");
  await pause(200);
}
