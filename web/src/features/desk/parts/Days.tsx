import { useTranslation } from "react-i18next";
import { useLanguage } from "@/app/place";
import type { Response24 } from "@/app/types";
import { share } from "./figures";
import css from "./Response.module.css";

type Day = Response24["days"][number];
type Props = { days: Day[]; first: string; last: string; name: (day: string) => string };
const WHOLE = 100;
const DAY_MS = 86_400_000;

/** Every day from the first to the last, those without sessions too. */
function everyDay(days: Day[], first: string, last: string): Pick<Day, "day" | "in_time" | "late">[] {
  const held = new Map(days.map((one) => [one.day, one]));
  const count = (Date.parse(last) - Date.parse(first)) / DAY_MS + 1;
  return Array.from({ length: count }, (_, n) => {
    const day = new Date(Date.parse(first) + n * DAY_MS).toISOString().slice(0, 10);
    return held.get(day) ?? { day, in_time: 0, late: 0 };
  });
}

/** Day by day: how many sessions were answered in time and how many not; the same as a table for who reads rather than looks. */
export function Days({ days, first, last, name }: Props) {
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
        {everyDay(days, first, last).map(({ day, in_time, late }) => (
          <span key={day} title={t("response.chart", { day: name(day), inTime: in_time, late })}>
            <i className={css.late} style={{ height: `${(late / most) * WHOLE}%` }} />
            <i className={css.inTime} style={{ height: `${(in_time / most) * WHOLE}%` }} />
          </span>
        ))}
      </div>
      <div className={css.ends} aria-hidden="true">
        <span>{name(first)}</span>
        <span>{name(last)}</span>
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
