import { useTranslation } from "react-i18next";
import { useRule } from "@/app/data";
import { usePlace } from "@/app/place";
import { ProblemNotice } from "../Problem";
import { CardSkeleton } from "../Skeletons";
import { RuleText } from "./RuleText";
import css from "./Why.module.css";

/** A rule as it stands, or as it stood for a stored ruling (`valueKey`). */
export function RuleCard({ rule: id, valueKey }: { rule: string; valueKey: string | null }) {
  const { t } = useTranslation("parts");
  const { market } = usePlace();
  const { data, error } = useRule(id, market ?? undefined);
  if (error) {
    return (
      <div className="pad">
        <ProblemNotice error={error} />
      </div>
    );
  }
  if (!data) return <CardSkeleton />;
  const current = data.in_force;
  const then = data.history.find(({ key }) => key === valueKey);
  const shown = then ?? current;
  return (
    <>
      <header className={css.head}>
        <h2>{data.name}</h2>
      </header>
      <section className={css.part}>
        <h3>{t("why.rule")}</h3>
        <RuleText
          rule={{
            id: data.id,
            says: data.says,
            converted: data.converted,
            value_text: shown?.value_text ?? "",
            version: shown?.version ?? null,
            since: shown?.since ?? null,
            market,
            source: shown?.source ?? null,
            changed: then !== undefined && current !== null && then.key !== current.key,
          }}
        />
      </section>
    </>
  );
}
