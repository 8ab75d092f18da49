import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useLanguage } from "@/app/place";
import type { AgentTallied } from "@/app/types";
import { type Columns, DataTable } from "@/parts/DataTable";
import { Empty } from "@/parts/Empty";
import { share, took } from "./figures";

type Props = { agents: AgentTallied[]; chosen: string | null };

/** Agent by agent: the sessions in whose figures they stand. Each line leads to its sessions. */
export function AgentFigures({ agents, chosen }: Props) {
  const { t } = useTranslation("desk");
  const language = useLanguage();
  const named = ({ person, name }: AgentTallied) => (person ? name || t("response.nameless") : t("response.nobody"));
  const show = (agent: AgentTallied) =>
    agent.in_time + agent.late > 0 && (
      <Link
        className="link"
        to={`?agent=${agent.person || "-"}`}
        preventScrollReset
        aria-label={t("response.sessions_of", { name: named(agent) })}
        aria-current={chosen === (agent.person || "-") ? "true" : undefined}
      >
        {t("response.show")}
      </Link>
    );
  const columns: Columns<AgentTallied> = [
    { key: "who", title: t("response.agent"), render: (_, agent) => <span className="w5 el">{named(agent)}</span> },
    { key: "in", title: t("response.outcome.in_time"), width: 72, align: "right", dataIndex: "in_time" },
    { key: "late", title: t("response.outcome.late"), width: 88, align: "right", dataIndex: "late" },
    {
      key: "rate",
      title: t("response.rate"),
      width: 84,
      align: "right",
      render: (_, { rate }) => share(rate, language),
    },
    {
      key: "first",
      title: t("response.first"),
      width: 112,
      align: "right",
      render: (_, agent) => <span className="t2 nw">{took(agent.first_response_ms, language)}</span>,
    },
    {
      key: "show",
      title: <span className="hidden-visually">{t("response.show")}</span>,
      width: 64,
      align: "right",
      render: (_, agent) => show(agent),
    },
  ];
  return (
    <section className="card" style={{ overflow: "clip" }} aria-label={t("response.by_agent")}>
      <header>
        <h2 className="grow">{t("response.by_agent")}</h2>
        {chosen !== null && (
          <Link className="link" to="?" preventScrollReset>
            {t("response.all_agents")}
          </Link>
        )}
      </header>
      <DataTable
        rows={agents}
        rowKey={({ person }) => person || "-"}
        columns={columns}
        height={44}
        empty={<Empty fact={t("response.nothing")} />}
        card={(agent) => (
          <div className="pad row sb">
            <span className="grow">
              <span className="w5 el">{named(agent)}</span>
              <span className="s12 t3" style={{ display: "block" }}>
                {t("response.outcome.in_time")} {agent.in_time} · {t("response.outcome.late")} {agent.late} ·{" "}
                {took(agent.first_response_ms, language)}
              </span>
            </span>
            <b>{share(agent.rate, language)}</b>
            {show(agent)}
          </div>
        )}
      />
    </section>
  );
}
