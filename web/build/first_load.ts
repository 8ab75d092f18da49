import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";

type Entry = { file: string; name?: string; isEntry?: boolean; imports?: string[]; css?: string[] };

/** The files a visitor fetches before anything is drawn: the entry and everything it imports at once. */
export function closure(manifest: Record<string, Entry>, start: string): Set<string> {
  const files = new Set<string>();
  const queue = [start];
  const seen = new Set<string>();
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    const entry = manifest[key];
    if (!entry || seen.has(key)) continue;
    seen.add(key);
    files.add(entry.file);
    for (const css of entry.css ?? []) files.add(css);
    queue.push(...(entry.imports ?? []));
  }
  return files;
}

/** Prints what a first visit costs, gzipped, and fails the build above the limit (bytes). */
export function firstLoad({ limit }: { limit: number }): Plugin {
  let out = "";
  return {
    name: "jishi-first-load",
    apply: "build",
    configResolved(config) {
      out = config.build.outDir;
    },
    closeBundle() {
      const manifest = JSON.parse(readFileSync(join(out, ".vite/manifest.json"), "utf8")) as Record<string, Entry>;
      const size = (file: string) => gzipSync(readFileSync(join(out, file))).length;
      const entry = Object.keys(manifest).find((key) => manifest[key]?.isEntry);
      if (!entry) throw new Error("The build has no entry.");
      const first = closure(manifest, entry);
      const bytes = [...first].reduce((sum, file) => sum + size(file), 0);
      console.log(
        `first load: ${(bytes / 1000).toFixed(0)} kB gzipped in ${first.size} files (limit ${limit / 1000} kB)`,
      );
      for (const key of Object.keys(manifest)) {
        if (!key.includes("/pages/")) continue;
        const page = [...closure(manifest, key)].filter((file) => !first.has(file));
        const own = page.reduce((sum, file) => sum + size(file), 0);
        console.log(`  + ${(own / 1000).toFixed(1).padStart(6)} kB  ${key.replace("src/features/", "")}`);
      }
      if (bytes > limit) throw new Error(`The first load is ${bytes} bytes gzipped; the limit is ${limit}.`);
    },
  };
}
