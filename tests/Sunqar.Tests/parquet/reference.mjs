// node reference.mjs read IN.parquet OUT.csv: the rows as CSV. node reference.mjs write OUT.parquet: a table of transfers, typed its own way.
import { readFileSync, writeFileSync } from "node:fs";
import { parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { parquetWriteBuffer } from "hyparquet-writer";

const [what, first, second] = process.argv.slice(2);
if (what === "read") {
  const bytes = readFileSync(first);
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const rows = await parquetReadObjects({ file, compressors });
  const text = (value) => (value === null || value === undefined ? "" : value instanceof Date ? value.toISOString() : String(value));
  const heads = Object.keys(rows[0]);
  writeFileSync(second, [heads, ...rows.map((row) => heads.map((head) => text(row[head])))].map((cells) => cells.join(",") + "\n").join(""));
} else {
  const count = 1000, of = (make) => Array.from({ length: count }, (_, i) => make(i));
  const columnData = [
    { name: "id", data: of((i) => `t${i}`), type: "STRING" },
    { name: "time", data: of((i) => new Date(Date.UTC(2026, 0, 15, 9, 0, i))), type: "TIMESTAMP" },
    { name: "from", data: of((i) => `a${i % 7}`), type: "STRING" },
    { name: "to", data: of((i) => `b${i % 11}`), type: "STRING" },
    { name: "amount", data: of((i) => i + 0.25), type: "DOUBLE" },
    { name: "currency", data: of((i) => (i % 3 ? "KZT" : null)), type: "STRING" },
  ];
  writeFileSync(first, new Uint8Array(parquetWriteBuffer({ columnData })));
}
