import { useState } from "react";
import { useTranslation } from "react-i18next";
import { counted } from "@/app/format";
import { useLanguage } from "@/app/place";
import { useReal } from "@/app/real";
import type { Viewing } from "@/app/types";
import type { Columns } from "@/parts/DataTable";
import { Empty } from "@/parts/Empty";
import { PagedTable } from "@/parts/PagedTable";
import { Status } from "@/parts/Status";
import { useViewings } from "../data";

/** Each time the marketplace's people looked at this shop as its own see it. */
export function Viewings({ shop }: { shop: string }) {
  const { t } = useTranslation("shops");
  const language = useLanguage();
  const [cursor, setCursor] = useState("");
  const answer = useViewings(shop, cursor);
  const columns = useColumns();
  return (
    <section className="card" style={{ overflow: "clip" }} aria-labelledby="shop-viewings">
      <header style={{ flexWrap: "wrap" }}>
        <h2 id="shop-viewings">{t("viewings.title")}</h2>
        <p className="s13 t3">{t("viewings.about")}</p>
      </header>
      <PagedTable
        answer={answer}
        told={({ total }) => t("viewings.count", counted(total, language))}
        turn={setCursor}
        columns={columns}
        height={44}
        card={(row) => <ViewingCard row={row} />}
        empty={
          <div className="pad">
            <Empty fact={t("viewings.none")} wide={false} />
          </div>
        }
      />
    </section>
  );
}

/** How long it lasted, or that it lasts. */
function Lasted({ row }: { row: Viewing }) {
  const { t } = useTranslation("shops");
  if (!row.ended_at) return <Status move="moving">{t("viewings.now")}</Status>;
  const minutes = Math.max(1, Math.round((Date.parse(row.ended_at) - Date.parse(row.begun_at)) / 60_000));
  return <span className="t2">{t("viewings.minutes", { n: minutes })}</span>;
}

function ViewingCard({ row }: { row: Viewing }) {
  const { t } = useTranslation(["shops", "app"]);
  const real = useReal();
  return (
    <div className="pad col" style={{ gap: 4 }}>
      <div className="row sb">
        <b>{t("viewings.as", { by: t(`app:role.${row.by_role}`), role: t(`app:role.${row.role}`) })}</b>
        <Lasted row={row} />
      </div>
      <span>{row.reason}</span>
      <span className="s12 t3">{real(row.begun_at)}</span>
    </div>
  );
}

function useColumns(): Columns<Viewing> {
  const { t } = useTranslation(["shops", "app"]);
  const real = useReal();
  return [
    {
      key: "at",
      title: t("viewings.at"),
      width: 150,
      render: (_, row) => <span className="nw">{real(row.begun_at)}</span>,
    },
    { key: "by", title: t("viewings.by"), width: 130, render: (_, row) => t(`app:role.${row.by_role}`) },
    { key: "role", title: t("viewings.role"), width: 130, render: (_, row) => t(`app:role.${row.role}`) },
    { key: "reason", title: t("viewings.reason"), dataIndex: "reason" },
    { key: "lasted", title: t("viewings.lasted"), width: 120, render: (_, row) => <Lasted row={row} /> },
  ];
}
