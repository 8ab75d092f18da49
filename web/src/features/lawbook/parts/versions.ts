import type { Rule, RuleValue } from "@/app/types";

/** Every value of a rule, the oldest first. */
export function lineage(rule: Rule): RuleValue[] {
  const all = [...rule.history, ...rule.next.filter(({ key }) => !rule.history.some((one) => one.key === key))];
  return all.sort((a, b) => a.since.localeCompare(b.since) || a.version - b.version);
}

export type Standing = "in_force" | "next" | "past" | "elsewhere";

/** How a value stands here today: in force, coming, gone, or meant for another market or case. */
export function standing(rule: Rule, value: RuleValue): Standing {
  if (rule.in_force?.key === value.key) return "in_force";
  if (value.since > rule.on) return "next";
  if (!concerns(rule, value)) return "elsewhere";
  return "past";
}

/** Whether a value can ever hold in the market asked about. */
export function concerns(rule: Rule, value: RuleValue): boolean {
  const markets = value.where.market;
  if (rule.market === null || markets === undefined) return Object.keys(value.where).every((key) => key === "market");
  return (Array.isArray(markets) ? markets : [markets]).includes(rule.market);
}

/** The values that take turns here, in order: what the lane shows. */
export function turns(rule: Rule, values: RuleValue[]): RuleValue[] {
  return values.filter((value) => {
    const state = standing(rule, value);
    return state === "in_force" || ((state === "past" || state === "next") && concerns(rule, value));
  });
}
