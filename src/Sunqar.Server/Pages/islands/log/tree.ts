// The tree of RFC 9162 and signed notes of C2SP, checked by WebCrypto. Whatever is wrong with a proof, the answer is no.

const text = new TextEncoder();

export const bytesOf = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));

export const same = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, at) => byte === b[at]);

async function sha256(...parts: Uint8Array[]): Promise<Uint8Array> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) { all.set(part, at); at += part.length; }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", all));
}

/** A leaf: the record behind its number and its time, both of 8 bytes, little-endian. */
export function leafHash(leaf: number, recordedUs: number, record: Uint8Array): Promise<Uint8Array> {
  const head = new DataView(new ArrayBuffer(17));
  head.setBigUint64(1, BigInt(leaf), true);
  head.setBigInt64(9, BigInt(recordedUs), true);
  return sha256(new Uint8Array(head.buffer), record);
}

const nodeHash = (left: Uint8Array, right: Uint8Array): Promise<Uint8Array> => sha256(Uint8Array.of(1), left, right);
const half = (n: number): number => Math.floor(n / 2);

/** Past the levels at which the right edge has no sister. */
function climb(node: number, last: number): [number, number] {
  if (node % 2 === 1) return [node, last];
  do [node, last] = [half(node), half(last)]; while (node % 2 === 0 && node !== 0);
  return [node, last];
}

/** RFC 9162, 2.1.3.2. */
export async function isIncluded(leaf: number, size: number, hash: Uint8Array, proof: Uint8Array[], root: Uint8Array): Promise<boolean> {
  if (leaf < 0 || leaf >= size || proof.length > 64) return false;
  let [node, last] = [leaf, size - 1];
  for (const beside of proof) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hash = await nodeHash(beside, hash);
      [node, last] = climb(node, last);
    } else {
      hash = await nodeHash(hash, beside);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && same(hash, root);
}

/** RFC 9162, 2.1.4.2: whether the tree of `to` leaves begins with the one of `from`. */
export async function extendsIt(from: number, to: number, fromRoot: Uint8Array, toRoot: Uint8Array, proof: Uint8Array[]): Promise<boolean> {
  if (from < 1 || from > to || proof.length > 64) return false;
  if (from === to) return proof.length === 0 && same(fromRoot, toRoot);
  if (proof.length === 0) return false;
  let rest = proof;
  let start = fromRoot;
  if (!Number.isInteger(Math.log2(from))) [start, rest] = [proof[0]!, proof.slice(1)];
  let [node, last] = [from - 1, to - 1];
  for (; node % 2 === 1; node = half(node)) last = half(last);
  let [first, second] = [start, start];
  for (const beside of rest) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      first = await nodeHash(beside, first);
      second = await nodeHash(beside, second);
      [node, last] = climb(node, last);
    } else {
      second = await nodeHash(second, beside);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && same(first, fromRoot) && same(second, toRoot);
}

export interface Head { origin: string; size: number; root: Uint8Array; time: string; note: string }

/** A public key as text: NAME+KEYID+base64(1, key); undefined where it is none. */
export async function keyOf(said: string): Promise<{ name: string; id: Uint8Array; key: Uint8Array<ArrayBuffer> } | undefined> {
  const match = /^([\x21-\x2a\x2c-\x7e]{1,128})\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(said.trim());
  if (!match) return undefined;
  const bytes = bytesOf(match[3]!);
  const id = (await sha256(text.encode(`${match[1]}\n`), bytes)).slice(0, 4);
  const isWhole = bytes.length === 33 && bytes[0] === 1 && match[2] === [...id].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return isWhole ? { name: match[1]!, id, key: bytes.slice(1) } : undefined;
}

export type Verdict = "signed" | "unsigned" | "no_algorithm" | "other" | "forged" | "malformed";

/** Reads a signed head, and says whether the key signed it. */
export async function readHead(note: string, keyText: string): Promise<{ head?: Head; verdict: Verdict; by: string }> {
  const end = note.indexOf("\n\n");
  const lines = note.slice(0, end + 1).split("\n");
  const key = await keyOf(keyText);
  if (!key || end < 0 || lines.length !== 5 || !/^\d{1,15}$/.test(lines[1]!) || !lines[3]!.startsWith("time ")) return { verdict: "malformed", by: "" };
  const head: Head = { origin: lines[0]!, size: Number(lines[1]), root: bytesOf(lines[2]!), time: lines[3]!.slice(5), note };
  if (head.root.length !== 32) return { verdict: "malformed", by: "" };
  let by = "";
  for (const line of note.slice(end + 2).split("\n")) {
    const [dash, name, said] = line.split(" ");
    if (dash !== "—" || !name || !said) continue;
    const both = bytesOf(said);
    if (name !== key.name || !same(both.slice(0, 4), key.id) || head.origin !== key.name) { by = name; continue; }
    try {
      const made = await crypto.subtle.importKey("raw", key.key, "Ed25519", false, ["verify"]);
      const holds = await crypto.subtle.verify("Ed25519", made, both.slice(4), text.encode(note.slice(0, end + 1)));
      return { head, verdict: holds ? "signed" : "forged", by: name };
    } catch {
      return { head, verdict: "no_algorithm", by: name };
    }
  }
  return { head, verdict: by === "" ? "unsigned" : "other", by };
}
