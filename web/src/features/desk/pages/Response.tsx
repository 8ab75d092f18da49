import { useTranslation } from "react-i18next";
import { Link, useParams, useSearchParams } from "react-router";
import { tableDay } from "@/app/format";
import { useWhen } from "@/app/place";
import { Empty } from "@/parts/Empty";
import { PageHead } from "@/parts/PageHead";
import { PageProblem } from "@/parts/Problem";
import { PageSkeleton } from "@/parts/Skeletons";
import { useResponse } from "../data";
import { AgentFigures } from "../parts/AgentFigures";
import { Behind } from "../parts/Behind";
import { Days } from "../parts/Days";
import { Measures } from "../parts/Measures";
import css from "../parts/Response.module.css";

/** How soon the shop answers: the measures with their targets, day by day, agent by agent, and the sessions behind every figure. */
export default function Response() {
  const { t } = useTranslation("desk");
  const { shopId = "" } = useParams();
  const [query] = useSearchParams();
  const when = useWhen();
  const { data, error, refetch } = useResponse(shopId);
  if (error && !data) return <PageProblem error={error} retry={() => void refetch()} />;
  if (!data) return <PageSkeleton cards={3} />;
  const day = (text: string) => tableDay(Date.parse(`${text}T12:00:00Z`), { ...when, zone: "UTC" });
  const sessions = data.days.length > 0;
  return (
    <div className="col" style={{ gap: 16, maxWidth: 1184 }}>
      <PageHead
        above={<Link to={`/s/${shopId}/desk`}>{t("bench.title")}</Link>}
        title={t("response.title")}
        beside={<span className="t3 s13">{t("response.span", { first: day(data.first), last: day(data.last) })}</span>}
      />
      <Measures response={data} />
      {sessions && (
        <div className={css.two}>
          <Days days={data.days} first={data.first} last={data.last} name={day} />
          <AgentFigures agents={data.agents} chosen={query.get("agent")} />
        </div>
      )}
      {sessions ? (
        <Behind shop={shopId} response={data} />
      ) : (
        <section className="card">
          <Empty fact={t("response.nothing")} next={t("response.none_next")} />
        </section>
      )}
    </div>
  );
}
