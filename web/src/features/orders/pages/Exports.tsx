import { useTranslation } from "react-i18next";
import { useParams, useSearchParams } from "react-router";
import { counted, tableDay, tableMoment } from "@/app/format";
import { useLanguage, useWhen } from "@/app/place";
import type { Export } from "@/app/types";
import type { Columns } from "@/parts/DataTable";
import { Empty } from "@/parts/Empty";
import { PagedTable } from "@/parts/PagedTable";
import { PageHead } from "@/parts/PageHead";
import { PageProblem } from "@/parts/Problem";
import { CardSkeleton } from "@/parts/Skeletons";
import { useExports, useExportTerms } from "../data";
import { ExportForm } from "../parts/ExportForm";
import css from "../parts/Orders.module.css";

/** Orders taken away as tables: what to export, and who exported what. */
export default function Exports() {
  const { t } = useTranslation("orders");
  const { shopId = "" } = useParams();
  const language = useLanguage();
  const [query, setQuery] = useSearchParams();
  const terms = useExportTerms(shopId);
  const answer = useExports(shopId, query.get("cursor") ?? "");
  const columns = useColumns();
  if (terms.error) return <PageProblem error={terms.error} retry={() => void terms.refetch()} />;
  return (
    <div className={css.page} style={{ maxWidth: 1184 }}>
      <PageHead title={t("export.title")} />
      <section className="card pad" aria-label={t("export.form")}>
        {terms.data ? <ExportForm shop={shopId} terms={terms.data} /> : <CardSkeleton />}
      </section>
      <section className={`card ${css.list}`} aria-label={t("export.records")}>
        <PagedTable
          answer={answer}
          told={({ total }) => t("export.count", counted(total, language))}
          turn={(cursor) => setQuery({ cursor })}
          columns={columns}
          card={(row) => <ExportCard row={row} />}
          empty={<Empty fact={t("export.none")} next={t("export.none_next")} />}
        />
      </section>
    </div>
  );
}

function useColumns(): Columns<Export> {
  const { t } = useTranslation("orders");
  const when = useWhen();
  return [
    { key: "what", title: t("export.what"), render: (_, row) => <What row={row} /> },
    { key: "span", title: t("export.span"), width: 210, render: (_, row) => <Span row={row} /> },
    { key: "by", title: t("export.by"), width: 120, render: (_, row) => row.by || "—" },
    {
      key: "at",
      title: t("export.at"),
      width: 120,
      render: (_, row) => <span className="nw t2">{tableMoment(Date.parse(row.at), when)}</span>,
    },
    { key: "orders", title: t("export.orders"), width: 80, align: "right", render: (_, row) => row.orders ?? "—" },
    { key: "file", title: t("export.file"), width: 190, align: "right", render: (_, row) => <File row={row} /> },
  ];
}

function What({ row }: { row: Export }) {
  const { t } = useTranslation("orders");
  return (
    <>
      <div className="w5">{t(`export.template.${row.template}`)}</div>
      <div className="s12 t3">
        {t(`tab.${row.state}`)} · {row.format.toUpperCase()}
      </div>
    </>
  );
}

function Span({ row }: { row: Export }) {
  const { t } = useTranslation("orders");
  const when = useWhen();
  // The last instant, which the export does not reach, begins the day after.
  const last = Date.parse(row.until) - 1;
  return (
    <>
      <div className="nw">
        {tableDay(Date.parse(row.since), when)} – {tableDay(last, when)}
      </div>
      <div className="s12 t3">{t(`export.time.${row.time}`)}</div>
    </>
  );
}

function File({ row }: { row: Export }) {
  const { t } = useTranslation("orders");
  const when = useWhen();
  if (row.failed) return <span className="t3">{t("export.failed")}</span>;
  if (row.orders === null) return <span className="t3">{t("export.underway")}</span>;
  if (!row.kept_until) return <span className="t3">{t("export.gone")}</span>;
  return (
    <>
      <a className="link" href={`/api/v1/exports/${row.id}/file`} download>
        {t("export.download")}
      </a>
      <div className="s12 t3">{t("export.kept", { until: tableMoment(Date.parse(row.kept_until), when) })}</div>
    </>
  );
}

function ExportCard({ row }: { row: Export }) {
  return (
    <div className={css.card}>
      <What row={row} />
      <Span row={row} />
      <div className={css.act}>
        <File row={row} />
      </div>
    </div>
  );
}
