import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useNow } from "@/app/clock";
import { length, span, tableMoment } from "@/app/format";
import { useLanguage, usePlace, useWhen } from "@/app/place";
import type { RoomDeadline } from "@/app/types";
import { partLeft } from "@/parts/countdown/phase";
import type { Columns } from "@/parts/DataTable";
import { Dial } from "@/parts/Dial";
import type { Show } from "../data";
import { useLag } from "./lag";
import css from "./Room.module.css";

export type Rerun = { may: boolean; isPending: boolean; error: unknown; go: (row: RoomDeadline) => void };

/** How much is left, how late it is, or how late it fired. */
function Clock({ row }: { row: RoomDeadline }) {
  const { t } = useTranslation("kernel");
  const language = useLanguage();
  const lag = useLag();
  const now = useNow("second");
  const due = Date.parse(row.due);
  if (row.state === "aside") {
    return (
      <span className="row nw bad">
        <Dial face="stopped" /> {t("deadline.aside")}
      </span>
    );
  }
  if (row.late_ms !== null) {
    return (
      <span className="row nw">
        <Dial face="done" /> {t("deadline.fired", { late: lag(row.late_ms) })}
      </span>
    );
  }
  if (now > due) {
    return (
      <span className="row nw bad">
        <Dial face="late" /> {t("deadline.late", { late: length(now - due, language) })}
      </span>
    );
  }
  return (
    <span className={`row nw ${now >= Date.parse(row.soon_at) ? "warn" : "t2"}`}>
      <Dial face="pie" left={partLeft(row, now)} /> {span(due - now, language)}
    </span>
  );
}

function RerunLink({ row, rerun }: { row: RoomDeadline; rerun: Rerun }) {
  const { t } = useTranslation("kernel");
  return (
    <button
      type="button"
      className="link"
      disabled={rerun.isPending}
      aria-label={t("deadline.rerun_one", { name: row.title, subject: row.subject })}
      onClick={() => rerun.go(row)}
    >
      {t("deadline.rerun")}
    </button>
  );
}

/** The row on a phone. */
export function DeadlineCard({ row, show, rerun }: { row: RoomDeadline; show: Show; rerun: Rerun }) {
  const when = useWhen();
  return (
    <div className={css.card}>
      <div className="row sb s13">
        <Clock row={row} />
        <span className="s12 t3">{tableMoment(Date.parse(row.due), when, show === "lapsed")}</span>
      </div>
      <span className="w5">{row.title}</span>
      <code className={`el ${css.code}`}>{row.subject}</code>
      {row.error && (
        <span className={css.error} lang="en">
          {row.error}
        </span>
      )}
      {rerun.may && row.state === "aside" && <RerunLink row={row} rerun={rerun} />}
    </div>
  );
}

export function useDeadlineColumns(show: Show, rerun: Rerun): Columns<RoomDeadline> {
  const { t } = useTranslation(["kernel", "app"]);
  const { rulePath } = usePlace();
  const when = useWhen();
  const fired = show === "lapsed";
  return [
    {
      key: "kind",
      title: t("deadline.kind"),
      render: (_, row) => (
        <>
          <div className="w5">{row.title}</div>
          {row.error ? (
            <div className={css.error} lang="en">
              {row.error}
            </div>
          ) : (
            <div className="s12 t3 el">{row.kind}</div>
          )}
        </>
      ),
    },
    {
      key: "subject",
      title: t("deadline.subject"),
      width: 280,
      render: (_, row) => (
        <>
          <code className={`el ${css.code}`} style={{ display: "block" }}>
            {row.subject}
          </code>
          <div className="s12 t3">{t(`app:market.${row.market}`, { defaultValue: row.market })}</div>
        </>
      ),
    },
    {
      key: "rule",
      title: t("deadline.rule"),
      width: 250,
      render: (_, row) => (
        <Link className="s12 t2 el" style={{ display: "block" }} to={rulePath(row.rule)} title={row.rule}>
          {row.rule}
        </Link>
      ),
    },
    {
      key: "due",
      title: t("deadline.due"),
      width: 150,
      render: (_, row) => <span className="t2 nw">{tableMoment(Date.parse(row.due), when, fired)}</span>,
    },
    {
      key: "clock",
      title: t(fired ? "deadline.lateness" : "deadline.left"),
      width: 170,
      render: (_, row) => <Clock row={row} />,
    },
    ...(show === "aside" && rerun.may
      ? [
          {
            key: "act",
            title: <span className="hidden-visually">{t("deadline.rerun")}</span>,
            width: 110,
            align: "right" as const,
            render: (_: unknown, row: RoomDeadline) => <RerunLink row={row} rerun={rerun} />,
          },
        ]
      : []),
  ];
}
