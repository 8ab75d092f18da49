import { useTranslation } from "react-i18next";
import { useLanguage } from "@/app/place";
import type { Response24 } from "@/app/types";
import { share } from "./figures";
import css from "./Response.module.css";

type Day = Response24["days"][number];
type Props = { days: Day[]; name: (day: string) => string };
const WHOLE = 100;

/** Day by day: how many sessions were answered in time and how many not; the same as a table for who reads rather than looks. */
export function Days({ days, name }: Props) {
  const { t } = useTranslation("desk");
  const language = useLanguage();
  const most = Math.max(1, ...days.map(({ in_time, late }) => in_time + late));
  return (
    <section className="card" aria-label={t("response.by_day")}>
      <header>
        <h2 className="grow">{t("response.by_day")}</h2>
        <span className={`${css.key} ${css.keyIn}`}>{t("response.outcome.in_time")}</span>
        <span className={`${css.key} ${css.keyLate}`}>{t("response.outcome.late")}</span>
      </header>
      <div className={css.chart} aria-hidden="true">
        {days.map(({ day, in_time, late }) => (
          <span key={day} title={t("response.chart", { day: name(day), inTime: in_time, late })}>
            <i className={css.late} style={{ height: `${(late / most) * WHOLE}%` }} />
            <i className={css.inTime} style={{ height: `${(in_time / most) * WHOLE}%` }} />
          </span>
        ))}
      </div>
      <div className={css.ends} aria-hidden="true">
        <span>{name(days[0]?.day ?? "")}</span>
        {days.length > 1 && <span>{name(days.at(-1)?.day ?? "")}</span>}
      </div>
      <table className="hidden-visually">
        <caption>{t("response.by_day")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("response.day_table")}</th>
            <th scope="col">{t("response.outcome.in_time")}</th>
            <th scope="col">{t("response.outcome.late")}</th>
            <th scope="col">{t("response.rate")}</th>
          </tr>
        </thead>
        <tbody>
          {days.map(({ day, in_time, late, rate }) => (
            <tr key={day}>
              <th scope="row">{name(day)}</th>
              <td>{in_time}</td>
              <td>{late}</td>
              <td>{share(rate, language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
