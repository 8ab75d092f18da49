import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { counted, tableMoment } from "@/app/format";
import { useLanguage, useWhen } from "@/app/place";
import type { AnsweredLine, Response24 } from "@/app/types";
import { Countdown } from "@/parts/countdown/Countdown";
import type { Columns } from "@/parts/DataTable";
import { Empty } from "@/parts/Empty";
import { FilterTabs } from "@/parts/Filters";
import { PagedTable } from "@/parts/PagedTable";
import { type Move, Status } from "@/parts/Status";
import { Why } from "@/parts/why/Why";
import { type Behind as Asked, useBehind } from "../data";
import { took } from "./figures";
import css from "./Response.module.css";

const OUTCOMES = ["in_time", "late", "waiting", "left_out"] as const;
const MOVES: Record<AnsweredLine["response"], Move> = {
  in_time: "done",
  late: "broken",
  waiting: "yours",
  left_out: "stopped",
};
const NOBODY = "-";

/** The sessions behind the figures, by outcome; of one agent where one is chosen. */
export function Behind({ shop, response }: { shop: string; response: Response24 }) {
  const { t } = useTranslation("desk");
  const language = useLanguage();
  const [query, setQuery] = useSearchParams();
  const outcome = OUTCOMES.find((one) => one === query.get("outcome"));
  const agent = query.get("agent");
  const asked: Asked = {
    first: response.first,
    last: response.last,
    ...(outcome && { outcome }),
    ...(agent !== null && { agent: agent === NOBODY ? "" : agent }),
  };
  const answer = useBehind(shop, asked, query.get("cursor") ?? "");
  const columns = useColumns(shop);
  const to = (key: string) => {
    const kept = new URLSearchParams(agent === null ? {} : { agent });
    if (key !== "all") kept.set("outcome", key);
    return `?${kept}`;
  };
  const { tally } = response;
  return (
    <section className="card" style={{ overflow: "clip" }} aria-label={t("response.outcomes")}>
      <div className={css.tabs}>
        <FilterTabs
          label={t("response.outcomes")}
          active={outcome ?? "all"}
          tabs={["all" as const, ...OUTCOMES].map((key) => ({
            key,
            name: t(`response.outcome.${key}`),
            count: key === "all" || agent !== null ? null : String(tally[key]),
            to: to(key),
          }))}
        />
      </div>
      <PagedTable
        answer={answer}
        told={({ total }) => t("response.count", counted(total, language))}
        turn={(cursor) => setQuery({ ...Object.fromEntries(query), cursor })}
        columns={columns}
        height={56}
        card={(one) => <Card shop={shop} one={one} />}
        empty={<Empty fact={t("response.none")} next={t("response.none_next")} />}
      />
    </section>
  );
}

function useColumns(shop: string): Columns<AnsweredLine> {
  const { t } = useTranslation("desk");
  const when = useWhen();
  return [
    { key: "buyer", title: t("response.buyer"), render: (_, one) => <Buyer shop={shop} one={one} /> },
    {
      key: "opened",
      title: t("response.opened"),
      width: 130,
      render: (_, one) => <span className="t2 nw">{tableMoment(Date.parse(one.opened_at), when)}</span>,
    },
    { key: "answered", title: t("response.answered"), width: 240, render: (_, one) => <Answered one={one} /> },
    {
      key: "agent",
      title: t("response.agent"),
      width: 150,
      render: (_, one) =>
        one.response === "in_time" || one.response === "late" ? (
          <span className="t2 el">{one.owed_by ? one.owed_name || t("response.nameless") : t("response.nobody")}</span>
        ) : null,
    },
    { key: "result", title: t("response.result"), width: 260, render: (_, one) => <Result one={one} /> },
  ];
}

function Buyer({ shop, one }: { shop: string; one: AnsweredLine }) {
  const { t } = useTranslation("desk");
  const name = one.buyer || t("bench.nameless");
  return (
    <Link to={`/s/${shop}/desk/${one.conversation}`} className="w5 el" aria-label={t("response.open", { name })}>
      {name}
    </Link>
  );
}

function Answered({ one }: { one: AnsweredLine }) {
  const { t } = useTranslation("desk");
  const language = useLanguage();
  const when = useWhen();
  if (!one.answered_at) return <span className="t3">{t("response.not_answered")}</span>;
  return (
    <>
      <span className="nw">{t("response.after", { span: took(one.answered_ms, language) })}</span>
      <span className="s12 t3 el" style={{ display: "block" }}>
        {tableMoment(Date.parse(one.answered_at), when)} · {one.answered_name || t("response.nameless")}
      </span>
    </>
  );
}

/** What became of it, and why; how long is left while its time runs. */
function Result({ one }: { one: AnsweredLine }) {
  const { t } = useTranslation("desk");
  return (
    <span className="row wrap">
      <Status move={MOVES[one.response]}>{t(`response.outcome.${one.response}`)}</Status>
      {one.clock && <Countdown deadline={one.clock} />}
      {one.decision && <Why decision={one.decision} />}
      {one.left_out_text && <span className="s12 t3">{one.left_out_text}</span>}
    </span>
  );
}

function Card({ shop, one }: { shop: string; one: AnsweredLine }) {
  const when = useWhen();
  return (
    <div className="pad col" style={{ gap: 6 }}>
      <span className="row sb">
        <Result one={one} />
        <span className="s12 t3 nw">{tableMoment(Date.parse(one.opened_at), when)}</span>
      </span>
      <Buyer shop={shop} one={one} />
      <span className="s13">
        <Answered one={one} />
      </span>
    </div>
  );
}
