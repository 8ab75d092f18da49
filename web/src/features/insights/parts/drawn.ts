import { minor, ofMinor } from "@/app/format";
import type { Language } from "@/app/preferences";
import type { Money, Sales } from "@/app/types";

type Size = { width: number; height: number };
const HOUR = 3_600_000;

/** Both days as lines of a picture of this size. Today ends where it is now. */
export function drawn({ today, today_hours, yesterday_hours }: Sales, { width, height }: Size) {
  const left = 48;
  const right = width - 12;
  const bottom = height - 22;
  const over = 10;
  const then = yesterday_hours.map((one) => Number(minor(one)));
  const done = today_hours.map((one) => Number(minor(one)));
  const top = nice(Math.max(1, ...then, ...done));
  const x = (hour: number) => round(left + ((right - left) * hour) / Math.max(24, then.length));
  const y = (value: number) => round(bottom - ((bottom - over) * value) / top);
  const since = (Date.parse(today.ends) - Date.parse(today.begins)) / HOUR;
  const path = (values: number[], until: number) =>
    `M${left} ${bottom}${values.map((value, at) => `L${x(Math.min(at + 1, until))} ${y(value)}`).join("")}`;
  return {
    today: path(done, since),
    yesterday: path(then, Number.POSITIVE_INFINITY),
    top,
    now: { x: x(since), y: y(done.at(-1) ?? 0), scale: { left, right, bottom, x, y } },
  };
}

const round = (value: number) => Math.round(value * 10) / 10;

/** The next round figure: 1, 2, 4, 5 or 10 times a power of ten. */
export function nice(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 4, 5, 10].find((step) => step * power >= value) ?? 10) * power;
}

/** Four even steps of an axis up to `top` minor units, in words short enough for it: 8k, 8 千. */
export function axis(top: number, like: Money, language: Language): { value: number; text: string }[] {
  return [0, 1, 2, 3, 4].map((step) => {
    const value = (top * step) / 4;
    return { value, text: short(Number(ofMinor(BigInt(Math.round(value)), like).amount), language) };
  });
}

function short(amount: number, language: Language): string {
  const plain = (value: number) => String(Math.round(value * 100) / 100);
  if (language === "en") {
    if (amount >= 1_000_000) return `${plain(amount / 1_000_000)}m`;
    return amount >= 1000 ? `${plain(amount / 1000)}k` : plain(amount);
  }
  const [ten, thousand] = language === "zh-Hant" ? ["萬", "千"] : ["万", "千"];
  if (amount >= 10_000) return `${plain(amount / 10_000)} ${ten}`;
  return amount >= 1000 ? `${plain(amount / 1000)} ${thousand}` : plain(amount);
}
