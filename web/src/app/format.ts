import type { Language } from "./preferences";
import type { Money } from "./types";

/** How figures, amounts and moments are written (design § 11). Plain functions: the language and the zone are given. */

const SIGNS: Record<string, string> = {
  CNY: "¥",
  USD: "US$",
  GBP: "£",
  MYR: "RM",
  SGD: "S$",
  THB: "฿",
  VND: "₫",
  PHP: "₱",
  IDR: "Rp",
};
export const MINUS = "−";

/** An amount exactly as the server wrote it: sign tight, thousands set off, U+2212 for outflow; `plus` marks a change. */
export function money({ amount, currency }: Money, plus = false): string {
  const negative = amount.startsWith("-");
  const [whole = "0", part] = amount.replace("-", "").split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const sign = negative ? MINUS : plus ? "+" : "";
  return `${sign}${SIGNS[currency] ?? `${currency} `}${grouped}${part ? `.${part}` : ""}`;
}

/** The parts of an amount, for large figures whose sign and cents are smaller. */
export function moneyParts(amount: Money): { sign: string; whole: string; part: string } {
  const text = money(amount);
  const [, sign = "", whole = "", part = ""] = /^(\D*)([\d,]+)(\.\d+)?$/.exec(text) ?? [];
  return { sign, whole, part };
}

/** Minor units of an amount, exact: what sums and comparisons are made of. */
export function minor({ amount }: Money): bigint {
  return BigInt(amount.replace(".", ""));
}

/** An amount of so many minor units, in the places and currency of another. */
export function ofMinor(value: bigint, like: Money): Money {
  const places = like.amount.split(".")[1]?.length ?? 0;
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  const amount = places ? `${whole}.${digits.slice(-places)}` : whole;
  return { amount: value < 0n ? `-${amount}` : amount, currency: like.currency };
}

export function sum(amounts: readonly Money[]): Money | null {
  const first = amounts[0];
  return first
    ? ofMinor(
        amounts.reduce((total, one) => total + minor(one), 0n),
        first,
      )
    : null;
}

/** An order's number in groups of four, as people read it aloud; the last group takes the rest. */
export function grouped(number: string): string {
  return number.replace(/(\d{4})(?=\d)/g, "$1 ");
}

/** The end of an order's number, by which people tell it from others where the whole has no room. */
export function ending(number: string): string {
  return `…${number.slice(-4)}`;
}

export function count(value: number, language: Language): string {
  return new Intl.NumberFormat(language === "en" ? "en-GB" : "zh-CN").format(value);
}

/** A list's total: exact up to what the server counts, then "10,000+". */
export function total(value: number | { at_least: number }, language: Language): string {
  return typeof value === "number" ? count(value, language) : `${count(value.at_least, language)}+`;
}

/** A list's total for a sentence: `n` as it is read, `count` by which the word is bent. */
export function counted(value: number | { at_least: number }, language: Language): { n: string; count: number } {
  return { n: total(value, language), count: typeof value === "number" ? value : value.at_least };
}

type Local = { year: number; month: number; day: number; weekday: number; clock: string; seconds: string };
const formatters = new Map<string, Intl.DateTimeFormat>();

function local(at: number, zone: string): Local {
  let formatter = formatters.get(zone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      weekday: "short",
      hour: "numeric",
      minute: "2-digit",
      second: "2-digit",
    });
    formatters.set(zone, formatter);
  }
  const part = Object.fromEntries(formatter.formatToParts(at).map(({ type, value }) => [type, value]));
  const clock = `${Number(part.hour)}:${part.minute}`;
  return {
    year: Number(part.year),
    month: Number(part.month),
    day: Number(part.day),
    weekday: WEEKDAYS.en.indexOf(part.weekday ?? "Mon"),
    clock,
    seconds: `${clock}:${part.second}`,
  };
}

const WEEKDAYS: Record<Language, readonly string[]> = {
  en: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
  "zh-Hans": ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
  "zh-Hant": ["週一", "週二", "週三", "週四", "週五", "週六", "週日"],
};
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (value: number) => String(value).padStart(2, "0");

export type When = { zone: string; language: Language; now: number };
const DAY = 86_400_000;

function apart(at: Local, zone: string, now: number): "today" | "tomorrow" | "yesterday" | "year" | "other" {
  const same = (other: Local) => other.year === at.year && other.month === at.month && other.day === at.day;
  if (same(local(now, zone))) return "today";
  if (same(local(now + DAY, zone))) return "tomorrow";
  if (same(local(now - DAY, zone))) return "yesterday";
  return local(now, zone).year === at.year ? "year" : "other";
}

const NEAR: Record<Language, Record<"tomorrow" | "yesterday" | "today", string>> = {
  en: { today: "today", tomorrow: "tomorrow", yesterday: "yesterday" },
  "zh-Hans": { today: "今天", tomorrow: "明天", yesterday: "昨天" },
  "zh-Hant": { today: "今天", tomorrow: "明天", yesterday: "昨天" },
};

/** A day: `11月24日`, `24 Nov`, with the year where it is another. */
export function day(at: number, { zone, language, now }: When): string {
  const then = local(at, zone);
  const other = then.year !== local(now, zone).year;
  if (language === "en") return `${then.day} ${MONTHS[then.month - 1]}${other ? ` ${then.year}` : ""}`;
  return `${other ? `${then.year}年` : ""}${then.month}月${then.day}日`;
}

/** A moment in a sentence: `14:36` today, `明天 17:05`, `11月24日 14:36`. `named` says today too. */
export function moment(at: number, when: When, named = false): string {
  const then = local(at, when.zone);
  const near = apart(then, when.zone, when.now);
  if (near === "today") return named ? `${NEAR[when.language].today} ${then.clock}` : then.clock;
  if (near === "tomorrow" || near === "yesterday") return `${NEAR[when.language][near]} ${then.clock}`;
  return `${day(at, when)} ${then.clock}`;
}

/** A moment in a table: `14:36` today, `11-24 14:36`, `24 Nov 14:36`, with the year where it is another. */
export function tableMoment(at: number, when: When, seconds = false): string {
  const then = local(at, when.zone);
  const clock = seconds ? then.seconds : then.clock;
  const near = apart(then, when.zone, when.now);
  if (near === "today" && !seconds) return clock;
  return `${tableDay(at, when)} ${clock}`;
}

/** A day in a table: `11-24`, `2023-02-24`, `24 Nov`, `24 Feb 2023`. */
export function tableDay(at: number, when: When): string {
  if (when.language === "en") return day(at, when);
  const then = local(at, when.zone);
  const other = then.year !== local(when.now, when.zone).year;
  return `${other ? `${then.year}-` : ""}${two(then.month)}-${two(then.day)}`;
}

/** The top bar's clock: `周二 11月24日 14:36`, `Tue 24 Nov 14:36`. */
export function clockFace(at: number, { zone, language }: When): string {
  const then = local(at, zone);
  const weekday = WEEKDAYS[language][then.weekday] ?? "";
  const date = language === "en" ? `${then.day} ${MONTHS[then.month - 1]}` : `${then.month}月${then.day}日`;
  return `${weekday} ${date} ${then.clock}`;
}

/** The zone's short name where it differs from the reader's own, else nothing. */
export function zoneName(zone: string, at: number): string {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (own === zone || local(at, own).clock === local(at, zone).clock) return "";
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: zone, timeZoneName: "short" }).formatToParts(at);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? zone;
}

/** The midnight that begins a day of the zone, `back` days before the one that `at` lies in, as RFC 3339 in UTC. */
export function startOfDay(at: number, zone: string, back = 0): string {
  const then = local(at - back * DAY, zone);
  let guess = Date.UTC(then.year, then.month - 1, then.day);
  for (let turn = 0; turn < 3; turn += 1) {
    const seen = local(guess, zone);
    const [hour = 0, minute = 0, second = 0] = seen.seconds.split(":").map(Number);
    const off =
      Date.UTC(seen.year, seen.month - 1, seen.day, hour, minute, second) -
      Date.UTC(then.year, then.month - 1, then.day);
    if (off === 0) break;
    guess -= off;
  }
  return new Date(guess).toISOString();
}

const UNITS: Record<Language, { d: string; h: string; m: string }> = {
  en: { d: "d", h: "h", m: "min" },
  "zh-Hans": { d: "天", h: "小时", m: "分" },
  "zh-Hant": { d: "天", h: "小時", m: "分" },
};
const HOUR = 3_600_000;

/** Time left: days and hours from a day on, `h:mm:ss` under it, `mm:ss` under an hour (`long` keeps the hour). */
export function span(ms: number, language: Language, long = false): string {
  const left = Math.max(0, Math.floor(ms / 1000));
  const unit = UNITS[language];
  if (left >= 86_400) {
    const hours = Math.floor((left % 86_400) / 3600);
    return `${Math.floor(left / 86_400)} ${unit.d}${hours ? ` ${hours} ${unit.h}` : ""}`;
  }
  const minutes = Math.floor((left % 3600) / 60);
  const clock = `${two(minutes)}:${two(left % 60)}`;
  return left >= 3600 || long || left === 0 ? `${Math.floor(left / 3600)}:${clock}` : clock;
}

/** A stopped clock's time, which needs no seconds: `20:15`, `1 天 2 小时`. */
export function stillSpan(ms: number, language: Language): string {
  if (ms >= 24 * HOUR) return span(ms, language);
  const minutes = Math.floor(ms / 60_000);
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}`;
}

/** A length of time in words: `47 小时 30 分`, `2 d 4 h`. Its two largest units. */
export function length(ms: number, language: Language): string {
  const minutes = Math.max(0, Math.round(ms / 60_000));
  const unit = UNITS[language];
  const parts: [number, string][] = [
    [Math.floor(minutes / 1440), unit.d],
    [Math.floor((minutes % 1440) / 60), unit.h],
    [minutes % 60, unit.m],
  ];
  const first = parts.findIndex(([value]) => value > 0);
  if (first < 0) return `0 ${unit.m}`;
  return parts
    .slice(first, first + 2)
    .filter(([value]) => value > 0)
    .map(([value, name]) => `${value} ${name}`)
    .join(" ");
}
