import type { Rule } from "@/app/types";

/** How a rule's value is written down: a figure, an amount, one or several of its words, yes or no, or the whole as JSON. */
export type Kind = "whole" | "text" | "money" | "one" | "several" | "bool" | "json";

const WHOLE = new Set([
  ...["seconds", "minutes", "hours", "days", "calendar_days", "working_days", "months", "years", "calendar_years"],
  ...["basis_points", "multiple", "points", "stars", "count", "megabytes"],
]);
const TEXT = new Set(["ratio", "score", "decimal", "time_of_day", "date", "text"]);

export function kindOf(rule: Rule): Kind {
  if (rule.shape === "list" && rule.unit === "enum") return "several";
  if (rule.shape) return "json";
  if (rule.unit === "enum") return "one";
  if (rule.unit === "bool" || rule.unit === "money") return rule.unit;
  if (WHOLE.has(rule.unit)) return "whole";
  return TEXT.has(rule.unit) ? "text" : "json";
}

/** A value as its field shows it. */
export function shown(rule: Rule, value: unknown): unknown {
  const kind = kindOf(rule);
  if (value === null || value === undefined) return kind === "several" ? [] : undefined;
  if (kind === "money") return (value as { amount: string }).amount;
  return kind === "json" ? JSON.stringify(value, null, 1) : value;
}

/** A value as the server takes it; undefined where the JSON cannot be read. */
export function read(rule: Rule, field: unknown, currency: string): unknown {
  const kind = kindOf(rule);
  if (kind === "money") return { amount: String(field ?? ""), currency };
  if (kind === "bool") return field === true;
  if (kind !== "json") return field ?? "";
  try {
    return JSON.parse(String(field ?? ""));
  } catch {
    return undefined;
  }
}
