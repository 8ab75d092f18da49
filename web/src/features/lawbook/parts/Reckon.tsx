import { InputNumber, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { moment } from "@/app/format";
import { usePlace, useWhen } from "@/app/place";
import { ProblemNotice } from "@/parts/Problem";
import { useReckoned } from "../data";
import css from "./Calendar.module.css";

const UNITS = ["working_days", "calendar_days", "days", "hours", "months", "calendar_years"];
const MOST = 10_000;

/** What a length of time from now comes to, as every deadline of this market is reckoned. */
export function Reckon({ served }: { served: boolean }) {
  const { t } = useTranslation("lawbook");
  const { market } = usePlace();
  const when = useWhen();
  const [count, setCount] = useState(3);
  const [unit, setUnit] = useState("working_days");
  const { data, error } = useReckoned(market, { count, unit });
  const units = served ? [...UNITS, "service_minutes"] : UNITS;
  return (
    <section className="card">
      <header>
        <h2>{t("reckon.title")}</h2>
      </header>
      <div className={css.reckon}>
        <InputNumber
          aria-label={t("reckon.count")}
          min={0}
          max={MOST}
          precision={0}
          value={count}
          onChange={(value) => setCount(value ?? 0)}
          style={{ width: 100 }}
        />
        <Select
          aria-label={t("reckon.unit")}
          value={unit}
          onChange={setUnit}
          style={{ width: 170 }}
          options={units.map((value) => ({ value, label: t(`unit.${value}`) }))}
        />
        {data && <b>{t("reckon.ends", { moment: moment(Date.parse(data.ends), when, true) })}</b>}
      </div>
      {data && data.unknown.length > 0 && (
        <p className="pad warn s13">{t("reckon.unknown", { years: data.unknown.join(", ") })}</p>
      )}
      {error && (
        <div className="pad">
          <ProblemNotice error={error} />
        </div>
      )}
    </section>
  );
}
