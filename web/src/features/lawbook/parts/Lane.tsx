import { useTranslation } from "react-i18next";
import { useNow } from "@/app/clock";
import type { Rule, RuleValue } from "@/app/types";
import { useLawDay } from "@/parts/why/RuleText";
import css from "./Rules.module.css";
import { standing, turns } from "./versions";

const SHOWN = 4;
/** How much of a block its successor's notice takes; today stands in it, or before it. */
const NOTICE_WIDTH = 0.36;
const AMIDST = 0.6;

/** The versions as a lane from left to right: gone, in force, coming; hatched notice before each change, and today. Not to scale. */
export function Lane({ rule, values }: { rule: Rule; values: RuleValue[] }) {
  const { t } = useTranslation("lawbook");
  const day = useLawDay();
  const now = useNow("hour");
  const shown = turns(rule, values).slice(-SHOWN);
  if (shown.length === 0) return null;
  return (
    <figure>
      <figcaption className="hidden-visually">{t("rule.lane")}</figcaption>
      <ol className={css.lane}>
        {shown.map((value, at) => {
          const state = standing(rule, value);
          const after = shown[at + 1];
          const passed = after?.notice && after.since > rule.on ? elapsed(after.notice, now) : 0;
          const today = state === "in_force" ? (passed > 0 ? 1 - NOTICE_WIDTH * (1 - passed) : AMIDST) : null;
          return (
            <li key={value.key} className={css[state]}>
              <div className={css.noticed}>
                {after?.notice && (
                  <>
                    <span>{t("rule.notice", { from: day(after.notice.begins), to: day(after.notice.ends) })}</span>
                    <i aria-hidden="true" style={{ width: `${NOTICE_WIDTH * 100}%` }}>
                      <b style={{ width: `${passed * 100}%` }} />
                    </i>
                  </>
                )}
              </div>
              <div className={css.block}>
                <b>
                  v{value.version}　{value.value_text}
                </b>
                <span>
                  {[value.layer === "override" && t("layer.override"), t(`state.${state}`)].filter(Boolean).join(" · ")}
                </span>
              </div>
              <div className={css.from}>{day(value.since)}</div>
              {today !== null && (
                <span className={css.today} style={{ left: `${today * 100}%` }}>
                  {t("rule.today")}
                </span>
              )}
            </li>
          );
        })}
      </ol>
      <p className="s12 t3 right">{t("rule.not_to_scale")}</p>
    </figure>
  );
}

/** How much of a notice is over, from 0 to 1. */
function elapsed(notice: { begins: string; ends: string }, now: number): number {
  const [begins, ends] = [Date.parse(notice.begins), Date.parse(notice.ends) + 86_400_000];
  return Math.min(1, Math.max(0, (now - begins) / (ends - begins)));
}
