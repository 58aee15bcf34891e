// Bundles the scripts that need libraries. The site's own style and small script are served as they are.
import { build } from "esbuild";
import { gzipSync, brotliCompressSync } from "node:zlib";
import { readFileSync, readdirSync, rmSync } from "node:fs";

const out = new URL("./dist/", import.meta.url).pathname;
rmSync(out, { recursive: true, force: true });

const common = {
  bundle: true,
  minify: true,
  format: "esm",
  // Browsers of offices are old; the lint of the assets holds what is served as written to the same.
  target: "chrome94",
  outdir: out,
  legalComments: "linked",
  logLevel: "warning",
};

await build({ ...common, entryPoints: ["src/map.js"] });
await build({ ...common, entryPoints: { "map-worker": "maplibre-gl/dist/maplibre-gl-worker.mjs" } });
await build({ ...common, entryPoints: { map: "maplibre-gl/dist/maplibre-gl.css" }, loader: { ".svg": "dataurl" } });

for (const name of readdirSync(out).sort()) {
  const bytes = readFileSync(out + name);
  const kib = (n) => `${(n / 1024).toFixed(0).padStart(5)} KiB`;
  console.log(name.padEnd(28), kib(bytes.length), kib(gzipSync(bytes).length), kib(brotliCompressSync(bytes).length));
}
