import { useTranslation } from "react-i18next";
import type { Rule, RuleValue } from "@/app/types";
import { useLawDay } from "@/parts/why/RuleText";
import css from "./Rules.module.css";
import { standing, turns } from "./versions";

const SHOWN = 4;

/** The versions as a lane from left to right: gone, in force, coming, with hatched notice before the change. Not to scale. */
export function Lane({ rule, values }: { rule: Rule; values: RuleValue[] }) {
  const { t } = useTranslation("lawbook");
  const day = useLawDay();
  const shown = turns(rule, values).slice(-SHOWN);
  if (shown.length === 0) return null;
  return (
    <figure>
      <figcaption className="hidden-visually">{t("rule.lane")}</figcaption>
      <ol className={css.lane}>
        {shown.map((value) => {
          const state = standing(rule, value);
          return (
            <li key={value.key} className={css[state]}>
              <div className={css.noticed}>
                {value.notice && (
                  <>
                    <i aria-hidden="true" />
                    <span>{t("rule.notice", { from: day(value.notice.begins), to: day(value.notice.ends) })}</span>
                  </>
                )}
              </div>
              <div className={css.block}>
                <b>
                  v{value.version}　{value.value_text}
                </b>
                <span>{t(`state.${state}`)}</span>
              </div>
              <div className={css.from}>{day(value.since)}</div>
            </li>
          );
        })}
      </ol>
      <p className="s12 t3 right">{t("rule.not_to_scale")}</p>
    </figure>
  );
}
