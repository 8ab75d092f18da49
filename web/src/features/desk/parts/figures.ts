import type { Language } from "@/app/preferences";
import type { Measure } from "@/app/types";

const STEP = 1000;

/** A share as a percentage, never rounded up to what was not reached. */
export function share(value: number | null, language: Language): string {
  if (value === null) return "–";
  const floored = Math.floor(value * STEP + 1e-9) / STEP;
  return new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 }).format(floored);
}

const UNITS: Record<Language, { s: string; m: string; h: string }> = {
  en: { s: "s", m: "min", h: "h" },
  "zh-Hans": { s: "秒", m: "分", h: "小时" },
  "zh-Hant": { s: "秒", m: "分", h: "小時" },
};

/** How long an answer took, in its two largest units, seconds included; a begun second counts. */
export function took(ms: number | null, language: Language): string {
  if (ms === null) return "–";
  const unit = UNITS[language];
  const seconds = Math.ceil(ms / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  const parts = h ? [`${h} ${unit.h}`, m && `${m} ${unit.m}`] : [m && `${m} ${unit.m}`, (s || !m) && `${s} ${unit.s}`];
  return parts.filter(Boolean).join(" ");
}

/** A measure's figure as it is read. */
export function figure({ name, value }: Measure, language: Language): string {
  return name === "first_response" ? took(value, language) : share(value, language);
}
