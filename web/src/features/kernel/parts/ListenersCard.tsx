import { useTranslation } from "react-i18next";
import type { Listener } from "@/app/types";
import { type Columns, DataTable } from "@/parts/DataTable";
import { Empty } from "@/parts/Empty";
import { ProblemNotice } from "@/parts/Problem";
import { Status } from "@/parts/Status";
import { Tag } from "@/parts/Tag";
import { useListeners } from "../data";
import { useCounted } from "./lag";
import css from "./Room.module.css";

/** Everyone who hears what happens, and how many events each is behind. */
export function ListenersCard() {
  const { t } = useTranslation("kernel");
  const { data, error, refetch } = useListeners();
  const columns = useColumns();
  return (
    <section className="card" style={{ overflow: "clip" }} aria-labelledby="room-listeners">
      <header>
        <h2 id="room-listeners">{t("listener.title")}</h2>
        <span className="s13 t3 wide-only">{t("listener.about")}</span>
      </header>
      {error ? (
        <div className="pad">
          <ProblemNotice error={error} retry={() => void refetch()} />
        </div>
      ) : (
        <DataTable
          rows={data}
          columns={columns}
          rowKey={({ listener }) => listener}
          height={44}
          card={(row) => (
            <div className={css.card}>
              <div className="row sb">
                <span className="w5">{row.listener}</span>
                <How row={row} />
              </div>
              <Hears row={row} />
            </div>
          )}
          empty={<Empty fact={t("listener.none")} />}
        />
      )}
    </section>
  );
}

function How({ row }: { row: Listener }) {
  const { t } = useTranslation("kernel");
  const figure = useCounted();
  return (
    <span className="row">
      <Status move={row.behind > 0 ? "moving" : "done"}>
        {row.behind > 0 ? t("listener.behind", { count: row.behind, n: figure(row.behind) }) : t("listener.even")}
      </Status>
      {row.aside > 0 && <Tag tint="bad">{t("listener.aside", { n: figure(row.aside) })}</Tag>}
    </span>
  );
}

function Hears({ row }: { row: Listener }) {
  const all = row.hears.join(", ");
  return (
    <span className="s12 t3 el" title={all} style={{ display: "block" }}>
      {all}
    </span>
  );
}

function useColumns(): Columns<Listener> {
  const { t } = useTranslation("kernel");
  return [
    {
      key: "listener",
      title: t("listener.who"),
      width: 260,
      render: (_, row) => <span className="w5">{row.listener}</span>,
    },
    { key: "hears", title: t("listener.hears"), render: (_, row) => <Hears row={row} /> },
    { key: "how", title: t("listener.how"), width: 280, render: (_, row) => <How row={row} /> },
  ];
}
