import { App, Button } from "antd";
import { ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { tableMoment, type When } from "@/app/format";
import { usePlace, useWhen } from "@/app/place";
import type { Decision } from "@/app/types";
import { RuleText } from "./RuleText";
import css from "./Why.module.css";

/** A stored decision: outcome, rule, facts, the sum, what would have changed it. Nothing is worked out here. */
export function DecisionCard({ decision }: { decision: Decision }) {
  const { t } = useTranslation("parts");
  const { rulePath } = usePlace();
  const here = useWhen();
  const when: When = { ...here, zone: decision.zone };
  const { message } = App.useApp();
  const at = (moment: string) => tableMoment(Date.parse(moment), when, true);
  const { deadline } = decision;

  const copy = async () => {
    await navigator.clipboard.writeText(asText(decision, t("why.decision")));
    message.success(t("why.copied"));
  };
  return (
    <>
      <header className={`${css.head} ${css.effect}`}>
        <h2>{decision.says}</h2>
        {decision.effect && <p>{decision.effect}</p>}
      </header>
      <section className={css.part}>
        <h3>{t("why.rule")}</h3>
        <RuleText rule={{ ...decision.rule, changed: decision.changed_since }} />
        {decision.rules.length > 0 && (
          <ul className={css.also}>
            {decision.rules.map((rule) => (
              <li key={rule.id}>
                <Link className="link w4" to={rulePath(rule.id)}>
                  {rule.name}
                </Link>
                <span className="t3"> {rule.says}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
      {(decision.facts.length > 0 || decision.sum) && (
        <section className={css.part}>
          <h3>{t("why.facts")}</h3>
          <dl>
            {decision.facts.map((fact) => (
              <div className={css.fact} key={fact.name}>
                <dt>{fact.label}</dt>
                <dd>{fact.value}</dd>
              </div>
            ))}
          </dl>
          {decision.sum && <p className={css.sum}>{decision.sum}</p>}
        </section>
      )}
      {decision.counterfactuals.length > 0 && (
        <section className={css.part}>
          <h3>{t("why.otherwise")}</h3>
          <ul className={css.other}>
            {decision.counterfactuals.map((one) => (
              <li key={one}>
                <ChevronRight className="small" />
                <span>{one}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className={`${css.part} ${css.acts}`}>
        <Button size="small" onClick={() => void copy()}>
          {t("why.copy")}
        </Button>
      </section>
      <footer className={css.foot}>
        {[
          `${t("why.decision")} ${decision.id}`,
          deadline ? t("why.due_at", { at: at(deadline.due) }) : at(decision.at),
          deadline?.late_ms != null && t("why.late", { seconds: (deadline.late_ms / 1000).toFixed(1) }),
        ]
          .filter(Boolean)
          .join(" · ")}
      </footer>
    </>
  );
}

function asText(decision: Decision, word: string): string {
  return [
    decision.says,
    decision.effect,
    ...[decision.rule, ...decision.rules].flatMap((rule) => [
      rule.says,
      [rule.value_text, rule.source?.doc].filter(Boolean).join(" · "),
    ]),
    ...decision.facts.map((fact) => `${fact.label}: ${fact.value}`),
    decision.sum,
    ...decision.counterfactuals,
    `${word} ${decision.id}`,
  ]
    .filter(Boolean)
    .join("\n");
}
