import { App, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { counted } from "@/app/format";
import { useLanguage } from "@/app/place";
import { Empty } from "@/parts/Empty";
import { Segments } from "@/parts/Filters";
import { PagedTable } from "@/parts/PagedTable";
import { PageProblem, ProblemNotice } from "@/parts/Problem";
import { CardSkeleton } from "@/parts/Skeletons";
import { SHOWS, type Show, useDeadlines, useLateness, useMayRerun, useRerunDeadline } from "../data";
import { DeadlineCard, type Rerun, useDeadlineColumns } from "../parts/deadlines";
import { LatenessCard } from "../parts/LatenessCard";
import { useCounted } from "../parts/lag";
import css from "../parts/Room.module.css";
import { RoomHead } from "../parts/RoomHead";

/** The deadlines of all modules: how late each fired, what is open, what was set aside. */
export default function Deadlines() {
  const [query, setQuery] = useSearchParams();
  const kind = query.get("kind") ?? "";
  const { data, error, refetch } = useLateness();
  if (error && !data) return <PageProblem error={error} retry={() => void refetch()} />;
  return (
    <div className="col" style={{ gap: 14 }}>
      <RoomHead page="deadlines" />
      {data && <LatenessCard told={data} kind={kind} />}
      {!data && (
        <div className="card">
          <CardSkeleton />
        </div>
      )}
      <List query={query} setQuery={setQuery} kind={kind} />
    </div>
  );
}

type ListProps = { query: URLSearchParams; setQuery: (next: Record<string, string>) => void; kind: string };

function List({ query, setQuery, kind }: ListProps) {
  const { t } = useTranslation("kernel");
  const language = useLanguage();
  const asked = query.get("show") as Show;
  const show = SHOWS.includes(asked) ? asked : "open";
  const here = { show, ...(kind && { kind }) };
  const answer = useDeadlines(show, kind, query.get("cursor") ?? "");
  const rerun = useRerun();
  const columns = useDeadlineColumns(show, rerun);
  const turn = (cursor: string) => setQuery({ ...here, cursor });
  return (
    <>
      <Conditions show={show} kind={kind} setQuery={setQuery} />
      {rerun.error ? <ProblemNotice error={rerun.error} /> : null}
      <section className="card" style={{ overflow: "clip" }} aria-label={t(`show.${show}`)}>
        <PagedTable
          answer={answer}
          told={({ total }) => t("deadline.count", counted(total, language))}
          turn={turn}
          columns={columns}
          card={(row) => <DeadlineCard {...{ row, show, rerun }} />}
          empty={<Empty fact={t(`deadline.none.${show}`)} />}
        />
      </section>
    </>
  );
}

function useRerun(): Rerun {
  const { t } = useTranslation("kernel");
  const { message } = App.useApp();
  const act = useRerunDeadline();
  return {
    may: useMayRerun(),
    isPending: act.isPending,
    error: act.error,
    go: ({ id, title }) =>
      act.mutate(id, { onSuccess: () => void message.success(t("done.deadline", { name: title })) }),
  };
}

/** Which part of them, and of which kind; both stand in the address. */
function Conditions({ show, kind, setQuery }: { show: Show; kind: string; setQuery: ListProps["setQuery"] }) {
  const { t } = useTranslation("kernel");
  const figure = useCounted();
  const { data } = useLateness();
  const of = (key: Show) => (key === "lapsed" || kind || !data ? null : figure(data[key]));
  return (
    <div className={css.bar}>
      <Segments
        label={t("room.deadlines")}
        active={show}
        parts={SHOWS.map((key) => ({
          key,
          name: t(`show.${key}`),
          count: of(key),
          to: `?${new URLSearchParams({ show: key, ...(kind && { kind }) })}`,
        }))}
      />
      <Select
        className={css.kind}
        value={kind}
        aria-label={t("deadline.kind")}
        onChange={(next) => setQuery({ show, ...(next && { kind: next }) })}
        options={[
          { value: "", label: t("deadline.all_kinds") },
          ...(data?.kinds ?? []).map(({ kind: value, title }) => ({ value, label: title })),
        ]}
      />
    </div>
  );
}
