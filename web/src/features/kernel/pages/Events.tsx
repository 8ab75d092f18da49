import { App } from "antd";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { counted, tableMoment } from "@/app/format";
import { useLanguage, useWhen } from "@/app/place";
import type { EventAside } from "@/app/types";
import type { Columns } from "@/parts/DataTable";
import { Empty } from "@/parts/Empty";
import { PagedTable } from "@/parts/PagedTable";
import { ProblemNotice } from "@/parts/Problem";
import { useMayRerun, useRerunEvent, useSetAside } from "../data";
import { ListenersCard } from "../parts/ListenersCard";
import css from "../parts/Room.module.css";
import { RoomHead } from "../parts/RoomHead";

/** Who hears what happens and how far they are; what one of them could not take. */
export default function Events() {
  return (
    <div className="col" style={{ gap: 14 }}>
      <RoomHead page="events" />
      <Aside />
      <ListenersCard />
    </div>
  );
}

type Rerun = { may: boolean; isPending: boolean; go: (row: EventAside) => void };

function Aside() {
  const { t } = useTranslation("kernel");
  const { message } = App.useApp();
  const language = useLanguage();
  const [query, setQuery] = useSearchParams();
  const answer = useSetAside(query.get("cursor") ?? "");
  const act = useRerunEvent();
  const rerun: Rerun = {
    may: useMayRerun(),
    isPending: act.isPending,
    go: ({ id, type, listener }) =>
      act.mutate(id, { onSuccess: () => void message.success(t("done.event", { type, listener })) }),
  };
  const columns = useColumns(rerun);
  const turn = (cursor: string) => setQuery({ cursor });
  return (
    <section className="card" style={{ overflow: "clip" }} aria-labelledby="room-aside">
      <header>
        <h2 id="room-aside">{t("aside.title")}</h2>
      </header>
      {act.error && (
        <div className="pad">
          <ProblemNotice error={act.error} />
        </div>
      )}
      <PagedTable
        answer={answer}
        told={({ total }) => t("aside.count", counted(total, language))}
        turn={turn}
        columns={columns}
        card={(row) => <AsideCard row={row} rerun={rerun} />}
        empty={
          <div className="pad">
            <Empty fact={t("aside.none")} wide={false} />
          </div>
        }
      />
    </section>
  );
}

function RerunLink({ row, rerun }: { row: EventAside; rerun: Rerun }) {
  const { t } = useTranslation("kernel");
  return (
    <button
      type="button"
      className="link"
      disabled={rerun.isPending}
      aria-label={t("aside.rerun_one", { type: row.type, listener: row.listener, seq: row.seq })}
      onClick={() => rerun.go(row)}
    >
      {t("aside.rerun")}
    </button>
  );
}

function AsideCard({ row, rerun }: { row: EventAside; rerun: Rerun }) {
  const when = useWhen();
  return (
    <div className={css.card}>
      <div className="row sb">
        <span className="w5">{row.type}</span>
        <span className="s12 t3">{tableMoment(Date.parse(row.set_aside_at), when)}</span>
      </div>
      <span className="s12 t3">{row.listener}</span>
      <span className={css.error} lang="en">
        {row.error}
      </span>
      {rerun.may && <RerunLink row={row} rerun={rerun} />}
    </div>
  );
}

function useColumns(rerun: Rerun): Columns<EventAside> {
  const { t } = useTranslation("kernel");
  const when = useWhen();
  const time = (at: string | null) => <span className="t2 nw">{at ? tableMoment(Date.parse(at), when) : "—"}</span>;
  return [
    {
      key: "event",
      title: t("aside.event"),
      render: (_, row) => (
        <>
          <div className="w5">{row.type}</div>
          <div className={css.error} lang="en">
            {row.error}
          </div>
        </>
      ),
    },
    { key: "listener", title: t("aside.listener"), width: 200, dataIndex: "listener" },
    {
      key: "subject",
      title: t("deadline.subject"),
      width: 260,
      render: (_, row) => <code className={css.code}>{row.subject}</code>,
    },
    { key: "happened", title: t("aside.happened"), width: 130, render: (_, row) => time(row.happened_at) },
    { key: "at", title: t("aside.at"), width: 130, render: (_, row) => time(row.set_aside_at) },
    ...(rerun.may
      ? [
          {
            key: "act",
            title: <span className="hidden-visually">{t("aside.rerun")}</span>,
            width: 120,
            align: "right" as const,
            render: (_: unknown, row: EventAside) => <RerunLink row={row} rerun={rerun} />,
          },
        ]
      : []),
  ];
}
