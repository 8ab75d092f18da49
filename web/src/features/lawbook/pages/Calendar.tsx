import { Button } from "antd";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { useMe } from "@/app/data";
import { usePlace } from "@/app/place";
import { PageHead } from "@/parts/PageHead";
import { PageProblem } from "@/parts/Problem";
import { PageSkeleton } from "@/parts/Skeletons";
import { Tag } from "@/parts/Tag";
import { useCalendar, useSetYear } from "../data";
import { Days } from "../parts/Days";
import { Hours } from "../parts/Hours";
import { Reckon } from "../parts/Reckon";
import css from "../parts/Rules.module.css";

/** A market's calendar: holidays and made-up days of a year, hours of service, and what a length of time comes to. */
export default function Calendar() {
  const { t } = useTranslation(["lawbook", "app"]);
  const { market, as, rulePath } = usePlace();
  const [query, setQuery] = useSearchParams();
  const asked = Number(query.get("year"));
  const { data, error, refetch } = useCalendar(market, asked || undefined);
  const { data: me } = useMe();
  const setYear = useSetYear(market);
  const mayEdit = as === "operator" && me?.operator?.permissions.includes("lawbook.calendar") === true;
  if (error && !data) return <PageProblem error={error} retry={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  const go = (year: number) => setQuery({ year: String(year) });
  return (
    <div className={`${css.page} ${as === "buyer" ? css.alone : ""}`}>
      <PageHead
        above={<Link to={rulePath("").replace(/\/$/, "")}>{t("list.title")}　›</Link>}
        title={t("calendar.title", { market: market ? t(`app:market.${market}`, { defaultValue: market }) : "" })}
        beside={
          <>
            <Tag tall>{data.zone}</Tag>
            {!data.known && (
              <Tag tint="warn" tall>
                {t("calendar.unknown")}
              </Tag>
            )}
          </>
        }
        acts={
          <>
            <Button icon={<ChevronLeft />} aria-label={t("calendar.before")} onClick={() => go(data.year - 1)} />
            <b>{data.year}</b>
            <Button icon={<ChevronRight />} aria-label={t("calendar.after")} onClick={() => go(data.year + 1)} />
          </>
        }
      />
      {!data.known && <p className="s13 t2">{t("calendar.unknown_what", { year: data.year })}</p>}
      {mayEdit && !data.published && (
        <p>
          <Button loading={setYear.isPending} onClick={() => setYear.mutate({ year: data.year, known: !data.known })}>
            {t(data.known ? "calendar.not_whole" : "calendar.whole", { year: data.year })}
          </Button>
        </p>
      )}
      <Days calendar={data} mayEdit={mayEdit} />
      <Hours calendar={data} mayEdit={mayEdit} />
      <Reckon served={data.weeks.length > 0} />
    </div>
  );
}
