import { App } from "antd";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { counted, tableMoment } from "@/app/format";
import { useLanguage, useWhen } from "@/app/place";
import type { Letter } from "@/app/types";
import type { Columns } from "@/parts/DataTable";
import { Empty } from "@/parts/Empty";
import { Segments } from "@/parts/Filters";
import { PagedTable } from "@/parts/PagedTable";
import { ProblemNotice } from "@/parts/Problem";
import { type Move, Status } from "@/parts/Status";
import { LETTERS, type LetterShow, useLetters, useMayRerun, useSendAgain } from "../data";
import css from "../parts/Room.module.css";
import { RoomHead } from "../parts/RoomHead";

type Again = { may: boolean; isPending: boolean; go: (row: Letter) => void };
const MOVES: Record<LetterShow, Move> = { failed: "broken", waiting: "moving", sent: "done" };

/** Messages to persons, without their words: what a server or gateway refused goes out again. */
export default function Letters() {
  const { t } = useTranslation("kernel");
  const { message } = App.useApp();
  const language = useLanguage();
  const [query, setQuery] = useSearchParams();
  const asked = query.get("show") as LetterShow;
  const show = LETTERS.includes(asked) ? asked : "failed";
  const answer = useLetters(show, query.get("cursor") ?? "");
  const act = useSendAgain();
  const again: Again = {
    may: useMayRerun(),
    isPending: act.isPending,
    go: ({ id, kind }) => act.mutate(id, { onSuccess: () => void message.success(t("done.letter", { kind })) }),
  };
  const columns = useColumns(again);
  const turn = (cursor: string) => setQuery({ show, cursor });
  return (
    <div className="col" style={{ gap: 14 }}>
      <RoomHead page="letters" />
      <div className={css.bar}>
        <Segments
          label={t("room.letters")}
          active={show}
          parts={LETTERS.map((key) => ({ key, name: t(`letter.${key}`), to: `?show=${key}` }))}
        />
      </div>
      {act.error && <ProblemNotice error={act.error} />}
      <section className="card" style={{ overflow: "clip" }} aria-label={t(`letter.${show}`)}>
        <PagedTable
          answer={answer}
          told={({ total }) => t("letter.count", counted(total, language))}
          turn={turn}
          columns={columns}
          card={(row) => <LetterCard row={row} again={again} />}
          empty={<Empty fact={t(`letter.none.${show}`)} />}
        />
      </section>
    </div>
  );
}

function AgainLink({ row, again }: { row: Letter; again: Again }) {
  const { t } = useTranslation("kernel");
  if (!again.may || row.state !== "failed") return null;
  return (
    <button
      type="button"
      className="link"
      disabled={again.isPending}
      aria-label={t("letter.again_one", { kind: row.kind, id: row.id.slice(-6) })}
      onClick={() => again.go(row)}
    >
      {t("letter.again")}
    </button>
  );
}

function LetterCard({ row, again }: { row: Letter; again: Again }) {
  const { t } = useTranslation("kernel");
  const when = useWhen();
  return (
    <div className={css.card}>
      <div className="row sb">
        <Status move={MOVES[row.state]}>{t(`letter.${row.state}`)}</Status>
        <span className="s12 t3">{tableMoment(Date.parse(row.at), when)}</span>
      </div>
      <span className="w5">{row.kind}</span>
      <span className="s12 t3">{t(`letter.channel.${row.channel}`, { defaultValue: row.channel })}</span>
      {row.error && (
        <span className={css.error} lang="en">
          {row.error}
        </span>
      )}
      <AgainLink row={row} again={again} />
    </div>
  );
}

function useColumns(again: Again): Columns<Letter> {
  const { t } = useTranslation(["kernel", "app"]);
  const when = useWhen();
  return [
    {
      key: "kind",
      title: t("letter.kind"),
      render: (_, row) => (
        <>
          <div className="w5">{row.kind}</div>
          {row.error ? (
            <div className={css.error} lang="en">
              {row.error}
            </div>
          ) : (
            <code className={css.code}>{row.id}</code>
          )}
        </>
      ),
    },
    {
      key: "channel",
      title: t("letter.by"),
      width: 120,
      render: (_, row) => t(`letter.channel.${row.channel}`, { defaultValue: row.channel }),
    },
    {
      key: "language",
      title: t("letter.language"),
      width: 130,
      render: (_, row) => t(`app:language.${row.language}`, { defaultValue: row.language }),
    },
    {
      key: "at",
      title: t("letter.at"),
      width: 140,
      render: (_, row) => <span className="t2 nw">{tableMoment(Date.parse(row.at), when)}</span>,
    },
    {
      key: "state",
      title: t("letter.state"),
      width: 180,
      render: (_, row) => (
        <>
          <Status move={MOVES[row.state]}>{t(`letter.${row.state}`)}</Status>
          {row.sent_at && <div className="s12 t3">{tableMoment(Date.parse(row.sent_at), when)}</div>}
        </>
      ),
    },
    {
      key: "act",
      title: <span className="hidden-visually">{t("letter.again")}</span>,
      width: 110,
      align: "right",
      render: (_, row) => <AgainLink row={row} again={again} />,
    },
  ];
}
