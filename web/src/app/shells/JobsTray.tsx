import { App, Button } from "antd";
import { ListTodo } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { JobRow } from "@/parts/JobRow";
import { Sheet } from "@/parts/Sheet";
import { Count } from "@/parts/Tag";
import { now } from "../clock";
import { useJobs, useStopJob } from "../data";
import { moment } from "../format";
import { useWhen } from "../place";
import type { Job } from "../types";
import css from "./Shell.module.css";

const NOTHING: Job[] = [];
const SHOWN_MS = 24 * 60 * 60 * 1000;

/** The long work that the reader asked for: what is under way, and what ended within a day. It goes on when a page is left; one tray tells. */
export function JobsTray({ tells = false }: { tells?: boolean }) {
  const { t } = useTranslation();
  const { data = [] } = useJobs();
  const shown = data.filter(({ state, at }) => state === "running" || Date.parse(at) > now() - SHOWN_MS);
  const running = shown.filter(({ state }) => state === "running").length;
  useTold(tells ? data : NOTHING);
  return (
    <Sheet
      label={t("jobs.title")}
      width={340}
      placement="bottomRight"
      trigger={
        <Button type="text" aria-label={t("jobs.title")} title={t("jobs.title")}>
          <ListTodo />
          {running > 0 && <Count n={running} />}
        </Button>
      }
      content={() => (
        <div className={css.tray}>
          <b>{t("jobs.title")}</b>
          {shown.length === 0 && <p className="t2 s13">{t("jobs.none")}</p>}
          {shown.map((job) => (
            <Line key={job.id} job={job} />
          ))}
        </div>
      )}
    />
  );
}

/** Say it when work that was seen under way is done. */
function useTold(jobs: Job[]): void {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const running = useRef(new Set<string>());
  useEffect(() => {
    for (const { id, state, name } of jobs) {
      if (state === "done" && running.current.has(id)) message.success(t("jobs.done", { name }));
    }
    running.current = new Set(jobs.filter(({ state }) => state === "running").map(({ id }) => id));
  }, [jobs, message, t]);
}

function Line({ job }: { job: Job }) {
  const { t } = useTranslation();
  const when = useWhen();
  const stop = useStopJob();
  if (job.state === "running")
    return <JobRow name={job.name} done={job.done} total={job.total} stop={() => stop.mutate(job.id)} />;
  const file = job.state === "done" ? fileOf(job) : null;
  return (
    <div className="row sb s13">
      <span>
        <span className="w5">{job.name}</span>
        <span className="s12 t3"> {moment(Date.parse(job.at), when)}</span>
      </span>
      {file && (
        <a className="link" href={file} download>
          {t("jobs.download")}
        </a>
      )}
      {(job.state === "failed" || job.state === "stopped") && <span className="t3">{t(`jobs.${job.state}`)}</span>}
    </div>
  );
}

/** Where what came of a job can be had. */
function fileOf({ kind, answer }: Job): string | null {
  return kind === "orders.export" && answer ? `/api/v1/exports/${answer.export}/file` : null;
}
