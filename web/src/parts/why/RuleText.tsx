import { BookText, ExternalLink } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { tableDay } from "@/app/format";
import { usePlace, useWhen } from "@/app/place";
import type { Source } from "@/app/types";
import { Tag } from "../Tag";
import css from "./Why.module.css";

/** Beyond this a figure is a table or a list, and stands in a box of its own. */
const LONGEST_TAG = 20;

export type RuleFacts = {
  id: string;
  says: string;
  converted: boolean;
  value_text: string;
  version: number | null;
  since: string | null;
  market: string | null;
  asked?: Record<string, string | null>;
  source: Source | null;
  changed?: boolean;
};

/** A day of the lawbook (`2022-01-01`) as a table writes it. */
export function useLawDay(): (day: string) => string {
  const when = useWhen();
  return (day) => tableDay(Date.parse(`${day}T12:00:00Z`), { ...when, zone: "UTC" });
}

/** A rule in plain words: the sentence, its version and since when, for whom, and where it comes from. */
export function RuleText({ rule }: { rule: RuleFacts }) {
  const { t } = useTranslation(["parts", "app"]);
  const { rulePath } = usePlace();
  const day = useLawDay();
  const since = rule.since && t("why.since", { day: day(rule.since) });
  const version = [rule.version ? `v${rule.version}` : null, since].filter(Boolean).join(" · ");
  const narrowed = Object.entries(rule.asked ?? {}).filter(([key, value]) => value && key !== "market" && key !== "on");
  const short = rule.value_text.length > 0 && rule.value_text.length <= LONGEST_TAG;
  const forWhom = [
    rule.market && t(`app:market.${rule.market}`, { defaultValue: rule.market }),
    ...narrowed.map(([, value]) => value),
  ].filter(Boolean);
  return (
    <div className={css.rule}>
      <p className={css.says}>{rule.says}</p>
      {rule.value_text && !short && <p className={css.figure}>{rule.value_text}</p>}
      <div className={css.cite}>
        {short && <Tag tint="accent">{rule.value_text}</Tag>}
        {version && <Tag>{version}</Tag>}
        <span>{forWhom.join(" · ")}</span>
        <Link className="link" to={rulePath(rule.id)}>
          {t("why.open_rule")}
        </Link>
      </div>
      {rule.source && <SourceLine source={rule.source} />}
      {rule.changed && <p className={css.changed}>{t("why.changed")}</p>}
    </div>
  );
}

export function SourceLine({ source }: { source: Source }) {
  const inside = (
    <>
      <BookText />
      <span className="grow">{source.doc}</span>
    </>
  );
  return (
    <>
      {source.address ? (
        <a className={css.source} href={source.address} target="_blank" rel="noreferrer">
          {inside}
          <ExternalLink className="small" />
        </a>
      ) : (
        <div className={css.source}>{inside}</div>
      )}
      {source.quote && <blockquote className={css.quote}>{source.quote}</blockquote>}
    </>
  );
}
