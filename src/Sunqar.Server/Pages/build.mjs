// Bundles the islands and the styles. Called by the project's build when a source is newer than the last bundle.
import { build } from "esbuild";
import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";

const target = "../wwwroot/built";
await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
await build({
  entryPoints: { console: "islands/console.ts", graph: "islands/graph.ts", canvas: "islands/canvas/canvas.ts", rules: "islands/rules/rules.ts", log: "islands/log/log.ts" },
  bundle: true, minify: true, format: "esm", target: "es2022", legalComments: "linked", outdir: target,
});
await build({
  entryPoints: { console: "styles/console.css" },
  bundle: true, minify: true, target: "es2022", loader: { ".woff2": "file" }, assetNames: "[name]-[hash]", outdir: target,
});
await copyFile("styles/falcon.svg", `${target}/falcon.svg`);
await writeFile(`${target}/.stamp`, "");
