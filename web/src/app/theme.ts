import { type ThemeConfig, theme } from "antd";
import tokens from "./tokens.json";

export type Mode = "light" | "dark";
export const MODES: readonly Mode[] = ["light", "dark"];

const hant =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", Inter, Roboto, "PingFang TC", "Microsoft JhengHei UI", "Source Han Sans TC", "Noto Sans CJK TC", "Noto Sans TC", sans-serif';

/** Where none of the design's Latin faces is installed, plain ones come before the Chinese: those set ’ and · a whole square wide. */
const latin = tokens.light.token.fontFamily.replace(
  '"PingFang SC"',
  '"Noto Sans", "Liberation Sans", "DejaVu Sans", Arial, "PingFang SC"',
);

/** The faces of a language: traditional characters have their own. */
export function fontFamily(language: string): string {
  if (language === "zh-Hant") return hant;
  return language === "en" ? latin : tokens.light.token.fontFamily;
}

/**
 * antd's theme of a mode. The algorithms shift seed colours, so the last one pins ours. Where nothing may move antd must know it: it takes
 * a thing away when its movement has ended, and one that `base.css` has stilled never ends.
 */
export function antdTheme(mode: Mode, language: string, still = false): ThemeConfig {
  const { token, components } = tokens[mode];
  const pinned = { ...token, motion: !still, fontFamily: fontFamily(language) };
  const base = mode === "dark" ? theme.darkAlgorithm : theme.defaultAlgorithm;
  return {
    algorithm: [base, (_seed, map) => ({ ...(map as NonNullable<typeof map>), ...pinned }) as NonNullable<typeof map>],
    token: pinned,
    components: components as ThemeConfig["components"],
  };
}

/** Muted grounds under white characters; the same in both modes. White on each is 4.5:1 or more. */
export const AVATAR_GROUNDS = ["#5B7476", "#776750", "#866674", "#506F83", "#647757"];

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The colours, shadows and fonts of a mode as `--js-*` declarations: what components use instead of values. */
export function cssVariables(mode: Mode): Record<string, string> {
  const { token, own, components } = tokens[mode];
  const variables: Record<string, string> = {};
  const number = (name: string, colours: readonly string[]) => {
    for (const [at, colour] of colours.entries()) variables[`${name}-${at + 1}`] = colour;
  };
  for (const [name, value] of Object.entries(token)) {
    if (/^(color|boxShadow|fontFamily|control(Item|Outline))/.test(name))
      variables[`--js-${kebab(name)}`] = String(value);
  }
  for (const [name, value] of Object.entries(own)) {
    if (Array.isArray(value)) number(`--js-${kebab(name)}`, value);
    else variables[`--js-${kebab(name)}`] = value;
  }
  variables["--js-on-danger"] = components.Button.dangerColor;
  variables["--js-row-selected"] = components.Table.rowSelectedBg;
  variables["--js-check"] = components.Checkbox.colorPrimary;
  variables["--js-badge"] = components.Badge.colorError;
  variables["--js-paper"] = "#FFFFFF";
  variables["--js-bulk-ink"] = tokens.dark.token.colorText;
  variables["--js-bulk-accent"] = tokens.dark.token.colorPrimary;
  variables["--js-bulk-on-accent"] = tokens.dark.own.onPrimary;
  variables["--js-bulk-warning"] = tokens.dark.token.colorWarning;
  number("--js-ground", AVATAR_GROUNDS);
  return variables;
}

/** Write both modes' variables into the page, once, before anything is drawn. */
export function publishVariables(into: Document = document): void {
  const rule = (selector: string, mode: Mode) =>
    `${selector}{color-scheme:${mode};${Object.entries(cssVariables(mode))
      .map(([name, value]) => `${name}:${value}`)
      .join(";")}}`;
  const style = into.createElement("style");
  style.dataset.js = "tokens";
  const faces = ["zh-Hant", "en"].map((language) => `:lang(${language}){font-family:${fontFamily(language)}}`);
  style.textContent = rule(":root", "light") + rule('[data-theme="dark"]', "dark") + faces.join("");
  into.head.prepend(style);
}
