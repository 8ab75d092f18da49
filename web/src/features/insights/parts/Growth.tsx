import { useTranslation } from "react-i18next";
import { minor, moment, money } from "@/app/format";
import { useLanguage, useWhen } from "@/app/place";
import { useNarrow } from "@/app/screen";
import type { Sales } from "@/app/types";
import { axis, drawn } from "./drawn";
import css from "./Sales.module.css";

const HOUR = 3_600_000;

/** The day's sales as they grow: today solid, yesterday dotted. What it says stands above it in words. */
export function Growth({ sales }: { sales: Sales }) {
  const { t } = useTranslation("insights");
  const language = useLanguage();
  const narrow = useNarrow();
  const size = narrow ? { width: 340, height: 150 } : { width: 748, height: 150 };
  const { today, yesterday, top, now } = drawn(sales, size);
  const steps = axis(top, sales.today.amount, language);
  const hours = narrow ? [0, 6, 12, 18, 24] : [0, 4, 8, 12, 16, 20, 24];
  const { left, right, bottom, y, x } = now.scale;
  return (
    <div className={css.growth}>
      <svg viewBox={`0 0 ${size.width} ${size.height}`} width="100%" aria-hidden="true">
        {steps.map(({ value, text }) => (
          <g key={text}>
            <line x1={left} x2={right} y1={y(value)} y2={y(value)} className={css.grid1} />
            <text x={left - 8} y={y(value) + 4} textAnchor="end">
              {text}
            </text>
          </g>
        ))}
        {hours.map((hour) => (
          <text
            key={hour}
            x={x(hour)}
            y={size.height - 2}
            textAnchor={hour === 24 ? "end" : hour === 0 ? "start" : "middle"}
          >
            {`${hour}:00`}
          </text>
        ))}
        <path d={yesterday} className={css.then} />
        <path d={`${today}L${now.x} ${bottom}L${left} ${bottom}z`} className={css.under} />
        <path d={today} className={css.now} />
        <circle cx={now.x} cy={now.y} r="4" className={css.here} />
      </svg>
      <p className={css.legend}>
        <span>
          <i className={css.solid} />
          {t("sales.today")}
        </span>
        <span>
          <i className={css.dots} />
          {t("sales.yesterday")}
        </span>
      </p>
    </div>
  );
}

/** The same as a table: what was sold up to the end of each hour. */
export function HoursTable({ sales }: { sales: Sales }) {
  const { t } = useTranslation("insights");
  const when = useWhen();
  const begins = Date.parse(sales.yesterday.begins);
  return (
    <table className={css.hours}>
      <thead>
        <tr>
          <th scope="col">{t("sales.hour")}</th>
          <th scope="col">{t("sales.today")}</th>
          <th scope="col">{t("sales.yesterday")}</th>
        </tr>
      </thead>
      <tbody>
        {sales.yesterday_hours.map((then, hour) => {
          const end = begins + (hour + 1) * HOUR;
          const now = sales.today_hours[hour];
          return (
            <tr key={end}>
              <th scope="row">
                {hour + 1 === sales.yesterday_hours.length ? "24:00" : moment(end, { ...when, now: end })}
              </th>
              <td>{now ? money(now) : "—"}</td>
              <td>{minor(then) > 0n ? money(then) : "—"}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
