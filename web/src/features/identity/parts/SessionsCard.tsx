import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useReal } from "@/app/real";
import { ProblemNotice } from "@/parts/Problem";
import { RowsSkeleton } from "@/parts/Skeletons";
import { Tag } from "@/parts/Tag";
import { useEndOthers, useEndSession, useSessions } from "../data";
import css from "./Bare.module.css";

/** Where one is signed in, and the way out of there. */
export function SessionsCard() {
  const { t } = useTranslation("identity");
  const real = useReal();
  const { data, error } = useSessions(true);
  const end = useEndSession();
  const others = useEndOthers();
  const failed = error ?? end.error ?? others.error;
  return (
    <section className={`card ${css.factor}`} aria-labelledby="card-sessions">
      <div className="row wrap">
        <h2 id="card-sessions" className="grow">
          {t("sessions.title")}
        </h2>
        {data && data.length > 1 && (
          <Button loading={others.isPending} onClick={() => others.mutate(null)}>
            {t("sessions.end_others")}
          </Button>
        )}
      </div>
      <p className="t2">{t("sessions.about")}</p>
      {failed && <ProblemNotice error={failed} />}
      {!data && !error && <RowsSkeleton rows={2} />}
      <ul className={css.rows}>
        {data?.map((one) => (
          <li key={one.id}>
            <span className="grow">
              <span className="row wrap" style={{ gap: 8 }}>
                <b>{one.device || t("sessions.unknown")}</b>
                {one.here && <Tag tint="accent">{t("sessions.here")}</Tag>}
              </span>
              <span className="s12 t3">
                {t("sessions.since", { when: real(one.made_at) })} · {t("sessions.used", { when: real(one.used_at) })} ·{" "}
                {one.way
                  .split("+")
                  .map((way) => t(`sessions.way.${way}`, { defaultValue: way }))
                  .join(" + ")}
              </span>
            </span>
            {!one.here && (
              <button
                type="button"
                className="link s13"
                disabled={end.isPending}
                onClick={() => end.mutate(one.id)}
                aria-label={t("sessions.end_one", { device: one.device || t("sessions.unknown") })}
              >
                {t("sessions.end")}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
