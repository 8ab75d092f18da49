import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { useLogins } from "@/app/data";
import { Empty } from "@/parts/Empty";
import { PageHead } from "@/parts/PageHead";
import { ProblemNotice } from "@/parts/Problem";
import { RowsSkeleton } from "@/parts/Skeletons";
import { Avatar } from "@/parts/Tag";
import { useDemoSignIn } from "../data";
import css from "../parts/Bare.module.css";
import { landing } from "../parts/landing";

/** The demonstration's people: one click, and you are them. */
export default function Demo() {
  const { t } = useTranslation(["identity", "app"]);
  const go = useNavigate();
  const { data, error } = useLogins();
  const enter = useDemoSignIn();
  return (
    <div className={css.wide}>
      <PageHead title={t("demo.title")} />
      <p className="t2">{t("demo.about")}</p>
      <p className="s13" style={{ marginTop: 6 }}>
        <Link className="link" to="/mailbox">
          {t("demo.mailbox")}
        </Link>
      </p>
      {enter.error && (
        <div style={{ marginTop: 16 }}>
          <ProblemNotice error={enter.error} />
        </div>
      )}
      {error && <ProblemNotice error={error} />}
      {!data && !error && <RowsSkeleton rows={4} />}
      {data?.length === 0 && <Empty fact={t("demo.none")} next={t("demo.none_next")} />}
      <div className={css.people}>
        {data?.map((person) => (
          <button
            key={person.to}
            type="button"
            className={`card ${css.person}`}
            disabled={enter.isPending}
            onClick={() => enter.mutate(person.to, { onSuccess: (me) => void go(landing(me, null)) })}
          >
            <Avatar name={person.name} size={40} />
            <span className="grow">
              <span className="w6 el" style={{ display: "block" }}>
                {person.name}
              </span>
              <span className="s12 t2" style={{ display: "block" }}>
                {[t(`app:role.${person.role}`), person.role === "buyer" ? t(`app:market.${person.of}`) : person.of]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
              <span className="s12 t3 el" style={{ display: "block" }}>
                {person.to}
              </span>
            </span>
            {enter.isPending && enter.variables === person.to && <span className="s12 t3">{t("demo.going")}</span>}
          </button>
        ))}
      </div>
    </div>
  );
}
