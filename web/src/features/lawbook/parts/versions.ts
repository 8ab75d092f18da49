import type { Rule, RuleValue } from "@/app/types";

/** Every value of a rule, the oldest first. */
export function lineage(rule: Rule): RuleValue[] {
  const all = [...rule.history, ...rule.next.filter(({ key }) => !rule.history.some((one) => one.key === key))];
  return all.sort((a, b) => a.since.localeCompare(b.since) || a.version - b.version);
}

export type Standing = "in_force" | "next" | "past" | "covered" | "elsewhere";

/** How a value stands here today: in force, coming, gone, behind another layer's, or meant for another market or case. */
export function standing(rule: Rule, value: RuleValue): Standing {
  if (rule.in_force?.key === value.key) return "in_force";
  if (value.since > rule.on) return "next";
  if (!concerns(rule, value)) return "elsewhere";
  if (value.ends !== null || later(rule, value)) return "past";
  return rule.in_force && rule.in_force.layer !== value.layer ? "covered" : "past";
}

/** Whether another value of the same layer has followed it. */
function later(rule: Rule, value: RuleValue): boolean {
  return rule.history.some(
    (one) => one.layer === value.layer && one.since > value.since && one.since <= rule.on && concerns(rule, one),
  );
}

/** Whether a value can ever hold in the market asked about. */
export function concerns(rule: Rule, value: RuleValue): boolean {
  const markets = value.where.market;
  if (rule.market === null || markets === undefined) return Object.keys(value.where).every((key) => key === "market");
  return (Array.isArray(markets) ? markets : [markets]).includes(rule.market);
}

/** Whether a value for fewer cases has answered in its stead from its first day on. */
function shadowed(values: RuleValue[], value: RuleValue): boolean {
  const keys = Object.keys(value.where).length;
  return values.some(
    (one) => one.layer === value.layer && one.since <= value.since && Object.keys(one.where).length > keys,
  );
}

/** The values that take turns here, in order: what the lane shows. */
export function turns(rule: Rule, values: RuleValue[]): RuleValue[] {
  const here = values.filter((value) => concerns(rule, value));
  return here.filter((value) => standing(rule, value) !== "elsewhere" && !shadowed(here, value));
}
