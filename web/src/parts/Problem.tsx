import { Button, type FormInstance } from "antd";
import { CircleAlert, TriangleAlert, WifiOff } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { ApiProblem, Offline } from "@/app/problem";
import css from "./Bits.module.css";
import { Empty } from "./Empty";
import { OrderNumber } from "./OrderNumber";
import { Why } from "./why/Why";

/** What went wrong, where it went wrong: refused by a rule in amber with its why, our fault with a retry, the line down. */
export function ProblemNotice({ error, title, retry }: { error: unknown; title?: string; retry?: () => void }) {
  const { t } = useTranslation("parts");
  const again = retry && (
    <Button size="small" onClick={retry}>
      {t("problem.retry")}
    </Button>
  );
  if (error instanceof Offline) {
    return (
      <Notice icon={<WifiOff />} act={again} head={t("problem.offline")}>
        {t("problem.offline_next")}
      </Notice>
    );
  }
  if (error instanceof ApiProblem && !error.ours) {
    return (
      <Notice icon={<TriangleAlert />} act={<RefusalWhy problem={error} />} head={title ?? error.detail}>
        {title ? error.detail : null}
      </Notice>
    );
  }
  const requestId = error instanceof ApiProblem ? error.requestId : "";
  return (
    <Notice tone="ours" icon={<CircleAlert />} act={again} head={t("problem.ours")}>
      {requestId && (
        <span className="row t3 wrap" style={{ gap: 4 }}>
          {t("problem.request")} <RequestId id={requestId} />
        </span>
      )}
    </Notice>
  );
}

/** Why it was refused; and where it wants a sign-in that is fresh, the way there. */
export function Refusal({ error }: { error: unknown }) {
  const { t } = useTranslation("parts");
  const { pathname } = useLocation();
  return (
    <>
      <ProblemNotice error={error} />
      {error instanceof ApiProblem && error.code === "identity.prove_anew" && (
        <p style={{ marginTop: 8 }}>
          <Link className="link" to={`/sign-in?again&next=${encodeURIComponent(pathname)}`}>
            {t("problem.again")}
          </Link>
        </p>
      )}
    </>
  );
}

function RefusalWhy({ problem }: { problem: ApiProblem }) {
  if (problem.why) return <Why decision={problem.why} />;
  return problem.rule ? <Why rule={problem.rule} /> : null;
}

function RequestId({ id }: { id: string }) {
  return /^\d+$/.test(id) ? (
    <OrderNumber number={id} copy />
  ) : (
    <code style={{ userSelect: "all", overflowWrap: "anywhere" }}>{id}</code>
  );
}

type NoticeProps = {
  icon: ReactNode;
  head: ReactNode;
  children?: ReactNode;
  act?: ReactNode;
  tone?: "warn" | "ours" | "calm" | "quiet";
};

export function Notice({ icon, head, children, act, tone = "warn" }: NoticeProps) {
  return (
    <div
      className={`${css.notice} ${tone === "warn" ? "" : css[tone]}`}
      {...((tone === "warn" || tone === "ours") && { role: "alert" })}
    >
      {icon}
      <div className="grow">
        <div className="w6">{head}</div>
        {children && <div className="t2">{children}</div>}
      </div>
      {act}
    </div>
  );
}

/** A page that could not be shown. */
export function PageProblem({ error, retry, home }: { error: unknown; retry?: () => void; home?: ReactNode }) {
  const { t } = useTranslation("parts");
  if (error instanceof ApiProblem && error.status === 404) {
    return <Empty fact={t("problem.not_found")} next={t("problem.not_found_next")} act={home} />;
  }
  if (error instanceof ApiProblem && error.status === 403) {
    return <Empty fact={t("problem.not_allowed")} next={error.detail} act={home} />;
  }
  return (
    <div style={{ maxWidth: 640, margin: "48px auto" }}>
      <ProblemNotice error={error} {...(retry ? { retry } : {})} />
    </div>
  );
}

/** What of a refusal names no field of a form, and so belongs beside it; nothing where all of it has its place. */
function unplaced(error: unknown, names: readonly string[]): unknown {
  if (!(error instanceof ApiProblem) || error.fields.size === 0) return error;
  const all = [...error.fields.keys()].every((field) => names.includes(field.split(".")[0] ?? ""));
  return all ? null : error;
}

/** Put the server's sentences under the fields they name, and go to the first. What names no field of the form is returned. */
export function showOnFields(form: FormInstance, error: unknown, names: readonly string[]): unknown {
  if (error instanceof ApiProblem) {
    const known = [...error.fields].filter(([field]) => names.includes(field.split(".")[0] ?? ""));
    const path = (field: string) => field.split(".").map((part) => (/^\d+$/.test(part) ? Number(part) : part));
    form.setFields(known.map(([field, message]) => ({ name: path(field), errors: [message] })));
    const first = known[0]?.[0];
    if (first) form.scrollToField(path(first), { focus: true, block: "center" });
  }
  return unplaced(error, names);
}

/** The same for the error of an act: shown on its fields once, when it comes. */
export function useOnFields(form: FormInstance, error: unknown, names: readonly string[]): unknown {
  const fields = useRef(names);
  useEffect(() => {
    if (error) showOnFields(form, error, fields.current);
  }, [form, error]);
  return unplaced(error, names);
}
