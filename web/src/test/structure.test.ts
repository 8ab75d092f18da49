import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const SRC = resolve(__dirname, "..");

function under(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? under(path) : [path];
  });
}

const files = under(SRC).filter((path) => /\.(tsx?|css)$/.test(path) && !path.endsWith("schema.d.ts"));
const code = files.filter((path) => /\.tsx?$/.test(path) && !path.includes("/test/") && !/\.test\.tsx?$/.test(path));
const text = (path: string) => readFileSync(path, "utf8");
const name = (path: string) => relative(SRC, path);

/** What a file imports, as paths from src. */
function imports(path: string): string[] {
  return [...text(path).matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].flatMap(([, from = ""]) => {
    if (from.startsWith("@/")) return [from.slice(2)];
    return from.startsWith(".") ? [relative(SRC, resolve(dirname(path), from))] : [];
  });
}

const feature = (path: string) => /^features\/([^/]+)/.exec(path)?.[1];

describe("the shape of the app", () => {
  test("a feature never imports another", () => {
    const crossed = code.flatMap((path) =>
      imports(path)
        .filter((to) => feature(name(path)) && feature(to) && feature(to) !== feature(name(path)))
        .map((to) => `${name(path)} -> ${to}`),
    );
    expect(crossed).toEqual([]);
  });

  test("parts and app know no feature, but for the router", () => {
    const known = code
      .filter((path) => !feature(name(path)) && name(path) !== "app/router.tsx")
      .flatMap((path) =>
        imports(path)
          .filter(feature)
          .map((to) => `${name(path)} -> ${to}`),
      );
    expect(known).toEqual([]);
  });

  test("only data.ts fetches", () => {
    const allowed = new Set(["app/api.ts", "app/act.ts", "app/shells/account.tsx", "app/shells/menus.tsx"]);
    const asks = code.filter((path) => /\bapi\.(GET|POST|PUT|PATCH|DELETE)\(|\bfetch\(/.test(text(path)));
    expect(asks.map(name).filter((path) => !path.endsWith("data.ts") && !allowed.has(path))).toEqual([]);
  });

  test("features bear the names of modules and of what lies below them", () => {
    const modules = [
      "catalog",
      "desk",
      "fulfilment",
      "identity",
      "insights",
      "kernel",
      "lawbook",
      "notices",
      "orders",
      "partner",
      "payments",
      "shops",
    ];
    expect(readdirSync(join(SRC, "features")).sort()).toEqual(modules);
  });

  test("no colour stands in a component: all are the tokens' variables", () => {
    const coloured = files
      .filter((path) => !/\.test\.tsx?$/.test(path) && name(path) !== "app/theme.ts")
      .flatMap((path) =>
        [...text(path).matchAll(/#[0-9a-fA-F]{3,8}\b|\brgba?\(/g)].map(([found]) => `${name(path)} ${found}`),
      );
    expect(coloured).toEqual([]);
  });

  test("a file fits in a head", () => {
    const long = files.filter((path) => text(path).split("\n").length > 401).map(name);
    expect(long).toEqual([]);
  });
});

const LANGUAGES = ["zh-Hans", "zh-Hant", "en"];
type Words = { [key: string]: unknown };

function flat(words: Words, before = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(words)) {
    const path = before ? `${before}.${key}` : key;
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      for (const [inner, said] of flat(value as Words, path)) found.set(inner, said);
    } else found.set(path, JSON.stringify(value));
  }
  return found;
}

const read = (language: string, file: string) => flat(JSON.parse(text(join(SRC, "words", language, file))) as Words);
const words = readdirSync(join(SRC, "words/en"));
const plain = (keys: Iterable<string>) => [...keys].map((key) => key.replace(/_(one|other)$/, "")).sort();
const holes = (said: string) => [...said.matchAll(/\{\{(\w+)\}\}/g)].map(([, hole]) => hole).sort();

describe.each(words)("the words of %s", (file) => {
  const chinese = read("zh-Hans", file);

  test.each(LANGUAGES)("are complete in %s", (language) => {
    expect([...new Set(plain(read(language, file).keys()))]).toEqual([...new Set(plain(chinese.keys()))]);
  });

  test.each(LANGUAGES)("have the same holes in %s", (language) => {
    for (const [key, said] of read(language, file)) {
      const first = chinese.get(key);
      if (first) expect([key, holes(said)]).toEqual([key, holes(first)]);
    }
  });

  test("keep the voice: no pleading, no exclamation, no straight apostrophes in English", () => {
    for (const language of LANGUAGES)
      for (const [key, said] of read(language, file)) {
        const rude = /(?<!申)请(?!求)|(?<!申)請(?!求)|亲|親|您|温馨|！|!|抱歉|sorry|please/i.exec(said);
        expect([key, rude?.[0] ?? null]).toEqual([key, null]);
        if (language === "en") expect([key, /\w'\w/.test(said)]).toEqual([key, false]);
      }
  });

  test("are written for Taiwan and Hong Kong, not converted", () => {
    for (const [key, said] of read("zh-Hant", file))
      expect([key, said.match(/打印|導出|連接線|短信|屏幕|默認|账|订|单|说|规|时/)?.[0] ?? null]).toEqual([key, null]);
  });
});

test("every word that is asked for is there", () => {
  const spaces = Object.fromEntries(words.map((file) => [file.replace(".json", ""), read("en", file)]));
  const missing: string[] = [];
  for (const path of code) {
    const source = text(path);
    const own = [...source.matchAll(/useTranslation\(\[?"(\w+)"/g)].map(([, space]) => space);
    const space = own[0] ?? "app";
    for (const [, key = ""] of source.matchAll(/\bt\(\s*"([\w.:-]+)"/g)) {
      const [first, rest] = key.includes(":") ? key.split(":") : [space, key];
      const known = spaces[first ?? ""];
      const there = [rest, `${rest}_one`, `${rest}_other`].some((one) => known?.has(one ?? ""));
      const elsewhere = [...new Set(own)].some((other) => spaces[other ?? ""]?.has(key));
      if (!there && !elsewhere) missing.push(`${name(path)}: ${key}`);
    }
  }
  expect(missing).toEqual([]);
});
