// Renews the list of names under which anybody may register (publicsuffix.org, MPL-2.0), which nobody may block. It is checked in, so that
// what may be blocked changes in a commit and never by a build: run `node suffixes.mjs` after an upgrade of the package psl.
import { writeFile } from "node:fs/promises";
import suffixes from "./node_modules/psl/data/rules.js";

await writeFile("../../Sunqar.Work/Registers/public-suffixes.txt", suffixes.join("\n") + "\n");
