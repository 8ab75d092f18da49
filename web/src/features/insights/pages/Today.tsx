import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams, useSearchParams } from "react-router";
import { useToday } from "@/app/data";
import { moment, money } from "@/app/format";
import { useLanguage, useWhen } from "@/app/place";
import type { Today as Day, Duty } from "@/app/types";
import { Switcher } from "@/parts/Filters";
import { useTitle } from "@/parts/PageHead";
import { PageProblem } from "@/parts/Problem";
import { PageSkeleton } from "@/parts/Skeletons";
import { keyOf } from "../data";
import { Batch } from "../parts/Batch";
import { Chats } from "../parts/Chats";
import { Inbox } from "../parts/Inbox";
import { Others } from "../parts/Others";
import { Sales } from "../parts/Sales";
import css from "../parts/Today.module.css";
import { Waiting } from "../parts/Waiting";

type Sort = "cost" | "due";

/** A merchant's first page: what lapses next and what missing it costs, what already lapsed, who waits, what was sold. */
export default function Today() {
  const { t } = useTranslation("insights");
  const { shopId = "" } = useParams();
  const { data: today, error, refetch, isPlaceholderData } = useToday(shopId);
  const [query, setQuery] = useSearchParams();
  const [selected, select] = useState<string[]>([]);
  useTitle(t("title"));
  if (error && !today) return <PageProblem error={error} retry={() => void refetch()} />;
  if (!today || isPlaceholderData || today.shop !== shopId) return <PageSkeleton />;

  const sort: Sort = query.get("sort") === "due" ? "due" : "cost";
  const duties = sort === "due" ? [...today.inbox].sort(byDue) : today.inbox;
  const chosen = duties.filter((duty) => selected.includes(keyOf(duty)) && duty.acts.includes("pack"));
  return (
    <div className={css.page}>
      <div className={css.head}>
        <Advice today={today} sort={sort} />
        <Switcher
          label={t("inbox.sort")}
          value={sort}
          onChange={(next) => setQuery(next === "due" ? { sort: next } : {}, { replace: true })}
          options={[
            { key: "cost", name: t("inbox.cost") },
            { key: "due", name: t("inbox.due") },
          ]}
        />
      </div>
      <Batch shop={shopId} duties={chosen} clear={() => select([])} />
      <div className={css.grid}>
        <div className={css.stack}>
          <Inbox shop={shopId} today={today} duties={duties} sort={sort} selected={selected} select={select} />
          {today.sales && <Sales sales={today.sales} />}
        </div>
        <div className={css.stack}>
          <Waiting shop={shopId} orders={today.orders} />
          {today.chats && <Chats shop={shopId} chats={today.chats} />}
          <Others others={today.others} />
        </div>
      </div>
    </div>
  );
}

function byDue(one: Duty, other: Duty): number {
  return Date.parse(one.first.due) - Date.parse(other.first.due);
}

/** The title is the advice: how many to do first and what that keeps, or when the next thing is due. */
function Advice({ today, sort }: { today: Day; sort: Sort }) {
  const { t } = useTranslation("insights");
  const language = useLanguage();
  const when = useWhen();
  const { inbox, first } = today;
  const count = inbox.length;
  const dueToday = inbox.some(({ day }) => day === today.day);
  const next = [...inbox].sort(byDue)[0];
  if (!next) return <Said title={t("head.none")} said={t("head.nothing")} />;
  if (!dueToday)
    return (
      <Said
        title={t("head.later")}
        said={t("head.next", { at: moment(Date.parse(next.first.due), { ...when, language }, true) })}
      />
    );
  if (first.things === 0)
    return <Said title={t("head.others", { count, n: count })} said={t("head.by_time", { count })} />;
  const title = t("head.do", { count: first.things, n: first.things });
  if (sort === "due") return <Said title={title} said={t("head.by_time", { count })} />;
  if (!first.money) return <Said title={title} said={t("head.keeps_plain", { count })} />;
  const [before, after] = t("head.keeps", { count, n: first.things, money: "\u0000" }).split("\u0000");
  return (
    <Said
      title={title}
      said={
        <>
          {before}
          <b>{money(first.money)}</b>
          {after}
        </>
      }
    />
  );
}

function Said({ title, said }: { title: string; said: React.ReactNode }) {
  return (
    <div className="grow">
      <h1>{title}</h1>
      <p className="s13 t2">{said}</p>
    </div>
  );
}
