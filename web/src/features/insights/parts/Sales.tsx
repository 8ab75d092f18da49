import { ArrowDown, ArrowUp } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { count, minor, moment, money, ofMinor } from "@/app/format";
import { useLanguage, usePlace, useWhen } from "@/app/place";
import type { Sales as Takings } from "@/app/types";
import { Switcher } from "@/parts/Filters";
import { Explained } from "./Explained";
import { Growth, HoursTable } from "./Growth";
import css from "./Sales.module.css";
import page from "./Today.module.css";

/** What was paid today beside yesterday up to the same time of day, and how both grew. */
export function Sales({ sales }: { sales: Takings }) {
  const { t } = useTranslation("insights");
  const { zone } = usePlace();
  const language = useLanguage();
  const when = useWhen("minute");
  const [view, setView] = useState<"chart" | "table">("chart");
  const { today, yesterday } = sales;
  const at = (instant: string) => moment(Date.parse(instant), when);
  const until = at(today.ends);
  const how = t("sales.how_text", {
    returnObjects: true,
    zone,
    from: at(today.begins),
    to: until,
    then_from: at(yesterday.begins),
    then_to: at(yesterday.ends),
  }) as string[];
  return (
    <section className={`card ${page.sales}`} aria-labelledby="sales">
      <header className={css.bare}>
        <h2 id="sales">{t("sales.title")}</h2>
        <span className="s12 t3">{t("sales.until", { at: until })}</span>
        <span className="grow" />
        <Switcher
          label={t("sales.view")}
          value={view}
          onChange={setView}
          options={[
            { key: "chart", name: t("sales.chart") },
            { key: "table", name: t("sales.table") },
          ]}
        />
        <Explained word={t("sales.how")} title={t("sales.how")} said={how} />
      </header>
      <dl className={css.takings}>
        <Figure name={t("sales.amount")} value={money(today.amount)}>
          <Change by={minor(today.amount) - minor(yesterday.amount)} before={minor(yesterday.amount)} />
        </Figure>
        <Figure name={t("sales.orders")} value={count(today.orders, language)}>
          <Change by={BigInt(today.orders - yesterday.orders)} />
        </Figure>
        <Figure name={t("sales.buyers")} value={count(today.buyers, language)}>
          <Change by={BigInt(today.buyers - yesterday.buyers)} />
        </Figure>
        <Figure name={t("sales.then")} value={money(yesterday.amount)} />
      </dl>
      <p className={`s13 t2 ${css.sentence}`}>
        <Sentence sales={sales} at={until} />
      </p>
      {view === "chart" ? <Growth sales={sales} /> : <HoursTable sales={sales} />}
    </section>
  );
}

function Sentence({ sales: { today, yesterday }, at }: { sales: Takings; at: string }) {
  const { t } = useTranslation("insights");
  const by = minor(today.amount) - minor(yesterday.amount);
  if (by === 0n) return t("sales.same", { at });
  return t(by > 0n ? "sales.more" : "sales.less", { at, money: money(ofMinor(by < 0n ? -by : by, today.amount)) });
}

function Figure({ name, value, children }: { name: string; value: string; children?: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <b>{value}</b> {children}
      </dd>
    </div>
  );
}

/** How much more or less than yesterday by now: a part of what was there before, or a plain number. Nothing where it is the same. */
function Change({ by, before }: { by: bigint; before?: bigint }) {
  const { t } = useTranslation("insights");
  const language = useLanguage();
  const size = by < 0n ? -by : by;
  if (by === 0n || before === 0n) return null;
  const text = before === undefined ? count(Number(size), language) : `${Number((size * 1000n) / before) / 10}%`;
  const up = by > 0n;
  return (
    <span className={`row ${css.change} ${up ? "ok" : "bad"}`} title={t(up ? "sales.up" : "sales.down", { by: text })}>
      {up ? <ArrowUp className="small" /> : <ArrowDown className="small" />}
      <span aria-hidden="true">{text}</span>
      <span className="hidden-visually">{t(up ? "sales.up" : "sales.down", { by: text })}</span>
    </span>
  );
}
