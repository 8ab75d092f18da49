import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useDecision } from "@/app/data";
import { ProblemNotice } from "../Problem";
import { Sheet } from "../Sheet";
import { CardSkeleton } from "../Skeletons";
import { DecisionCard } from "./DecisionCard";
import { RuleCard } from "./RuleCard";
import css from "./Why.module.css";

type Props = { children?: ReactNode } & (
  | { decision: string; rule?: undefined }
  | { rule: string; valueKey?: string | null; decision?: undefined }
);

/** A dotted word beside every refusal, penalty, fee and automatic act. On a click: the decision as it was stored, or the rule as it stands. */
export function Why(props: Props) {
  const { t } = useTranslation("parts");
  const word = props.children ?? t("why.word");
  const trigger = (
    <button type="button" className={css.word}>
      {word}
    </button>
  );
  return (
    <Sheet
      label={t("why.word")}
      width={400}
      trigger={trigger}
      placement="bottomRight"
      content={() =>
        props.decision !== undefined ? (
          <Decided id={props.decision} />
        ) : (
          <RuleCard rule={props.rule} valueKey={props.valueKey ?? null} />
        )
      }
    />
  );
}

function Decided({ id }: { id: string }) {
  const { data, error } = useDecision(id, true);
  if (error)
    return (
      <div className="pad">
        <ProblemNotice error={error} />
      </div>
    );
  return data ? <DecisionCard decision={data} /> : <CardSkeleton />;
}
