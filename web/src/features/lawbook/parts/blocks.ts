import type { WeekOfService } from "@/app/types";

type Day = WeekOfService[number];

/** A day's blocks as people write them: `09:00-12:00, 13:30-18:00`. */
export function written(day: Day): string {
  return day.map(({ begins, ends }) => `${begins}-${ends}`).join(", ");
}

/** Blocks as they were written; null where they cannot be read. */
export function parsed(text: string): Day | null {
  const parts = text
    .split(/[,，;；]/)
    .map((part) => part.trim())
    .filter(Boolean);
  const found = parts.map((part) => /^(\d{2}:\d{2})\s*[-–~]\s*(\d{2}:\d{2})$/.exec(part));
  if (found.some((one) => one === null)) return null;
  return found.map((one) => ({ begins: one?.[1] ?? "", ends: one?.[2] ?? "" }));
}
