import { theme } from "antd";
import { describe, expect, test } from "vitest";
import { AVATAR_GROUNDS, antdTheme, cssVariables, MODES, type Mode } from "./theme";
import tokens from "./tokens.json";

/** WCAG 2.x contrast, computed for 60 pairs of each theme: text wants 4.5, graphics and the focus ring 3. */
function luminance(hex: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

type Pair = [name: string, ink: string, ground: string, least: number];

function pairs(mode: Mode): Pair[] {
  const { token: t, own, components } = tokens[mode];
  const grounds = {
    layout: t.colorBgLayout,
    surface: t.colorBgContainer,
    raised: t.colorBgElevated,
    sunken: t.colorFillQuaternary,
    hover: t.colorFillTertiary,
    fill: t.colorFillSecondary,
    accent: t.colorPrimaryBg,
    selected: components.Table.rowSelectedBg,
  };
  const tints = { warning: t.colorWarningBg, error: t.colorErrorBg, success: t.colorSuccessBg };
  const inks = { ink: t.colorText, second: t.colorTextSecondary, third: t.colorTextTertiary };
  const text: Pair[] = Object.entries(inks).flatMap(([ink, colour]) =>
    Object.entries(grounds).map(([ground, under]): Pair => [`${ink} on ${ground}`, colour, under, 4.5]),
  );
  for (const [ground, under] of Object.entries({ ...grounds, hover: t.colorPrimaryBgHover })) {
    if (ground !== "raised") text.push([`accent on ${ground}`, t.colorPrimary, under, ground === "hover" ? 3 : 4.5]);
  }
  const signals = { success: t.colorSuccess, warning: t.colorWarning, error: t.colorError };
  for (const [name, colour] of Object.entries(signals)) {
    for (const ground of ["layout", "surface", "sunken", "selected"] as const)
      text.push([`${name} on ${ground}`, colour, grounds[ground], 4.5]);
    text.push([`${name} on its ground`, colour, tints[name as keyof typeof tints], 4.5]);
  }
  for (const [name, under] of Object.entries(tints)) text.push([`second on ${name}`, t.colorTextSecondary, under, 4.5]);
  text.push(
    ["on accent", own.onPrimary, t.colorPrimary, 4.5],
    ["on accent, hovered", own.onPrimary, t.colorPrimaryHover, 4.5],
    ["on danger", components.Button.dangerColor, t.colorError, 4.5],
    ["white in a ticked box", "#FFFFFF", components.Checkbox.colorPrimary, 4.5],
    ["white on a badge", "#FFFFFF", components.Badge.colorError, 4.5],
    ["on the bulk bar", tokens.dark.token.colorText, own.bulkBarBg, 4.5],
  );
  const graphics: Pair[] = [
    ["focus ring on layout", t.colorPrimaryBorder, t.colorBgLayout, 3],
    ["focus ring on surface", t.colorPrimaryBorder, t.colorBgContainer, 3],
    ["bar of time on surface", own.warningSolid, t.colorBgContainer, 3],
    ["control on surface", own.controlStrong, t.colorBgContainer, 3],
    ["own data on surface", own.chart[0] ?? "", t.colorBgContainer, 3],
  ];
  return [...text, ...graphics];
}

describe.each(MODES)("the %s theme", (mode) => {
  test("sixty pairs have contrast enough", () => {
    const all = pairs(mode);
    expect(all).toHaveLength(60);
    const low = all.filter(([, ink, ground, least]) => contrast(ink, ground) < least);
    expect(low.map(([name, ink, ground]) => `${name}: ${contrast(ink, ground).toFixed(2)}`)).toEqual([]);
  });

  test("the lowest text pair is the one the design names", () => {
    const text = pairs(mode).filter(([, , , least]) => least === 4.5);
    const [lowest] = text.sort((a, b) => contrast(a[1], a[2]) - contrast(b[1], b[2]));
    const named = mode === "light" ? ["third on fill", "4.68"] : ["third on accent", "4.60"];
    expect([lowest?.[0], contrast(lowest?.[1] ?? "", lowest?.[2] ?? "").toFixed(2)]).toEqual(named);
  });

  test("antd takes every colour as it stands", () => {
    const made = theme.getDesignToken(antdTheme(mode, "en")) as unknown as Record<string, unknown>;
    const wanted = tokens[mode].token as Record<string, unknown>;
    const shifted = Object.keys(wanted).filter((name) => name.startsWith("color") && made[name] !== wanted[name]);
    expect(shifted).toEqual([]);
  });

  test("its colours are published as variables", () => {
    const variables = cssVariables(mode);
    expect(variables["--js-color-primary"]).toBe(tokens[mode].token.colorPrimary);
    expect(variables["--js-chart-6"]).toBe(tokens[mode].own.chart[5]);
    expect(Object.values(variables).filter((value) => !value || value === "undefined")).toEqual([]);
  });
});

test("white reads on every avatar's ground", () => {
  expect(AVATAR_GROUNDS.filter((ground) => contrast("#FFFFFF", ground) < 4.5)).toEqual([]);
});
