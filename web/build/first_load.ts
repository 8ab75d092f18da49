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

/** Prints what a first visit to each page costs, gzipped, its shell with it, and fails the build above the limit (bytes). */
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
      const sizes = new Map<string, number>();
      const size = (file: string) => {
        const known = sizes.get(file) ?? gzipSync(readFileSync(join(out, file))).length;
        sizes.set(file, known);
        return known;
      };
      const weigh = (files: Iterable<string>) => [...files].reduce((sum, file) => sum + size(file), 0);
      const kB = (bytes: number) => `${(bytes / 1000).toFixed(0).padStart(4)} kB`;
      const keys = Object.keys(manifest);
      const entry = keys.find((key) => manifest[key]?.isEntry);
      if (!entry) throw new Error("The build has no entry.");
      const first = closure(manifest, entry);
      const shells = keys.filter((key) => key.endsWith("Shell.tsx")).map((key) => closure(manifest, key));
      const pages = keys.filter((key) => key.includes("/pages/"));
      const visits = pages.map((key) => {
        const page = closure(manifest, key);
        const worst = Math.max(0, ...shells.map((shell) => weigh(new Set([...first, ...page, ...shell]))));
        return [key.replace("src/features/", ""), worst] as const;
      });
      console.log(
        `${kB(weigh(first))} gzipped in ${first.size} files before any page; a first visit, shell and page with it:`,
      );
      for (const [name, bytes] of visits.sort((a, b) => b[1] - a[1])) console.log(`${kB(bytes)}  ${name}`);
      const heavy = visits.filter(([, bytes]) => bytes > limit);
      if (heavy.length > 0)
        throw new Error(`Over ${limit} bytes on a first visit: ${heavy.map(([name]) => name).join(", ")}`);
    },
  };
}
