import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { day } from "@/app/format";
import { usePlace, useWhen } from "@/app/place";
import type { Change } from "@/app/types";
import { Countdown } from "@/parts/countdown/Countdown";
import { Tag } from "@/parts/Tag";
import { useChanges } from "../data";
import css from "./Rules.module.css";
import { Sentence } from "./Sentence";

/** What changes next in this market, and when; nothing where nothing does. */
export function Coming() {
  const { t } = useTranslation("lawbook");
  const { market } = usePlace();
  const { data } = useChanges(market);
  if (!data || data.length === 0) return null;
  return (
    <section className="card">
      <header>
        <h2>{t("coming.title")}</h2>
        <span className="grow" />
        <span className="s12 t3">{t("coming.count", { count: data.filter(({ begun }) => !begun).length })}</span>
      </header>
      <ul>
        {data.map((change) => (
          <li key={`${change.rule} ${change.begins} ${JSON.stringify(change.where)}`} className={css.coming}>
            <One change={change} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function One({ change }: { change: Change }) {
  const { t } = useTranslation("lawbook");
  const { rulePath } = usePlace();
  const when = useWhen();
  const since = day(Date.parse(change.begins), when);
  return (
    <>
      <div className="row wrap" style={{ gap: 8 }}>
        <Link to={rulePath(change.rule)} className="w6">
          {change.name}
        </Link>
        {change.emergency && <Tag tint="bad">{t("change.emergency")}</Tag>}
        <span className="s12 t3">{t(change.begun ? "coming.begun" : "coming.begins", { day: since })}</span>
        <span className="grow" />
        {change.deadline && <Countdown deadline={change.deadline} />}
      </div>
      <div className={css.turn}>
        <span className="t3">{change.before.value_text}</span>
        <span aria-label={t("coming.becomes")} role="img">
          →
        </span>
        <b>{change.after.value_text}</b>
      </div>
      <Sentence text={change.after.sentence} figure={change.after.value_text} fresh />
    </>
  );
}
