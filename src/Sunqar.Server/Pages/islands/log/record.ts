// Reads an act out of its record (Protocol Buffers): the very bytes that the leaf's hash is of, so that what a row says is what was checked.

export interface ReadAct { command: string; author: string; role: number; unit: string; caseId: string; basis: string; atUs: number; isRefused: boolean }

const actField = 30, refusedField = 31;

/** Fields of a message: their numbers, with bytes or a number. */
function* fields(bytes: Uint8Array): Generator<[number, Uint8Array | number]> {
  let at = 0;
  const varint = (): number => {
    let [value, scale] = [0, 1];
    for (;;) {
      const byte = bytes[at++];
      if (byte === undefined) throw new Error("cut short");
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  };
  while (at < bytes.length) {
    const tag = varint(), field = Math.floor(tag / 8), wire = tag % 8;
    if (wire === 0) yield [field, varint()];
    else if (wire === 1 || wire === 5) {
      const length = wire === 1 ? 8 : 4;
      yield [field, bytes.slice(at, at + length)];
      at += length;
    } else if (wire === 2) {
      const length = varint();
      if (at + length > bytes.length) throw new Error("cut short");
      yield [field, bytes.slice(at, at + length)];
      at += length;
    } else throw new Error("no such wire type");
  }
}

/** The act of a record; undefined where it holds none. */
export function actOf(record: Uint8Array): ReadAct | undefined {
  const act: ReadAct = { command: "", author: "", role: 0, unit: "", caseId: "", basis: "", atUs: 0, isRefused: false };
  const words = new TextDecoder();
  const texts = { 2: "command", 3: "author", 5: "unit", 6: "caseId", 7: "basis" } as const;
  try {
    for (const [field, whole] of fields(record)) {
      if (field !== actField || typeof whole === "number") continue;
      for (const [number, value] of fields(whole)) {
        if (number in texts && typeof value !== "number") act[texts[number as keyof typeof texts]] = words.decode(value);
        else if (number === 4 && typeof value === "number") act.role = value;
        else if (number === 8 && typeof value !== "number") act.atUs = Number(new DataView(value.buffer, value.byteOffset).getBigInt64(0, true));
        else if (number === 12 && typeof value !== "number") for (const [kind] of fields(value)) act.isRefused ||= kind === refusedField;
      }
      return act;
    }
  } catch {
    return undefined;
  }
  return undefined;
}
