import { CalendarDays, ChevronRight, MapPin, Megaphone } from "lucide-react";
import { useTranslation } from "react-i18next";
import { day, moment } from "@/app/format";
import { usePlace, useWhen } from "@/app/place";
import type { Change } from "@/app/types";
import { Countdown } from "@/parts/countdown/Countdown";
import { Tag } from "@/parts/Tag";
import { useLawDay } from "@/parts/why/RuleText";
import css from "./Rules.module.css";
import { Sentence } from "./Sentence";

/** What is going to change: the old and the new sentence side by side, whom the new one governs, and how long its notice runs. */
export function ChangeCard({ change }: { change: Change }) {
  const { t } = useTranslation("lawbook");
  const when = useWhen();
  return (
    <section className="card">
      <header>
        <h2>{t(change.begun ? "change.changed" : "change.title")}</h2>
        {change.kind === "repeal" && <Tag tint="accent">{t("change.repeal")}</Tag>}
        {change.emergency && <Tag tint="bad">{t("change.emergency")}</Tag>}
        <span className="grow" />
        {change.deadline && <Countdown deadline={change.deadline} named />}
      </header>
      <div className={css.sides}>
        <div>
          <p className="s12 t3">{t(change.begun ? "change.before" : "change.now")}</p>
          <Sentence text={change.before.sentence} figure={change.before.value_text} />
        </div>
        <ChevronRight className={css.arrow} aria-hidden="true" />
        <div>
          <p className="s12 t3">{t("change.from", { moment: moment(Date.parse(change.begins), when) })}</p>
          <Sentence text={change.after.sentence} figure={change.after.value_text} fresh />
        </div>
      </div>
      <Whom change={change} />
    </section>
  );
}

function Whom({ change }: { change: Change }) {
  const { t } = useTranslation(["lawbook", "app"]);
  const { market } = usePlace();
  const when = useWhen();
  const lawDay = useLawDay();
  const begins = day(Date.parse(change.begins), when);
  const cases = Object.entries(change.where).map(([, word]) => (Array.isArray(word) ? word.join(" / ") : String(word)));
  const moments = change.judged_on && t(`judged.${change.judged_on}`, { defaultValue: change.judged_on });
  return (
    <div className={css.whom}>
      <p>
        <CalendarDays aria-hidden="true" />
        <span>
          <b>{t("change.governs")}</b>
          {moments ? t("change.governs_by", { when: moments, day: begins }) : t("change.governs_now", { day: begins })}
        </span>
      </p>
      <p>
        <MapPin aria-hidden="true" />
        <span>
          <b>{t("change.applies")}</b>
          {[market && t(`app:market.${market}`, { defaultValue: market }), ...cases].filter(Boolean).join(" · ") ||
            t("change.everywhere")}
        </span>
      </p>
      {(change.emergency || change.notice) && (
        <p>
          <Megaphone aria-hidden="true" />
          <span>
            <b>{t("change.told")}</b>
            {change.notice
              ? t("rule.notice", { from: lawDay(change.notice.begins), to: lawDay(change.notice.ends) })
              : t("change.no_notice")}
          </span>
        </p>
      )}
      {change.reason && <blockquote>{change.reason}</blockquote>}
    </div>
  );
}
