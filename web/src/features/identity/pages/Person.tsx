import { App, Button } from "antd";
import { LogOut, ShieldOff } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useMe } from "@/app/data";
import { tableDay } from "@/app/format";
import { useWhen } from "@/app/place";
import { useReal } from "@/app/real";
import type { PersonSeen } from "@/app/types";
import { MaskedText } from "@/parts/MaskedText";
import { PageHead } from "@/parts/PageHead";
import { PageProblem, ProblemNotice } from "@/parts/Problem";
import { PageSkeleton } from "@/parts/Skeletons";
import { Tag } from "@/parts/Tag";
import { WithReason } from "@/parts/WithReason";
import { useEndSessionsOf, usePerson, useRevealPerson, useTakeOffFactors } from "../data";
import css from "../parts/Bare.module.css";
import { called } from "../parts/Hats";

/** One person as operators see them: masked, what they do here, how they are signed in, and what helps them. */
export default function Person() {
  const { t } = useTranslation("identity");
  const { personId = "" } = useParams();
  const { data: person, error, refetch } = usePerson(personId);
  if (error) return <PageProblem error={error} retry={() => void refetch()} />;
  if (!person) return <PageSkeleton cards={3} />;
  return (
    <div className={css.security}>
      <PageHead
        title={called(person)}
        beside={person.state === "erased" ? <Tag tall>{t("people.erased")}</Tag> : null}
        above={
          <Link className="link" to="/op/people">
            {t("people.title")}
          </Link>
        }
      />
      <Reached person={person} />
      <Does person={person} />
      <SignedIn person={person} />
    </div>
  );
}

function Reached({ person }: { person: PersonSeen }) {
  const { t } = useTranslation(["identity", "app"]);
  const when = useWhen();
  const reveal = useRevealPerson(person.id);
  const ask = async (reason: string) => {
    const full = await reveal.mutateAsync(reason);
    return [full.name || "—", full.phone, full.email].filter(Boolean);
  };
  const masked = [person.name || "—", person.phone, person.email].filter(Boolean);
  return (
    <section className={`card ${css.factor}`} aria-labelledby="person-reached">
      <h2 id="person-reached">{t("person.reached")}</h2>
      <MaskedText
        masked={masked}
        {...(person.reveals_left !== null && { reveal: { left: person.reveals_left, ask } })}
      />
      {reveal.error && <ProblemNotice error={reveal.error} />}
      <p className="s13 t2">
        {t("person.since", { when: tableDay(Date.parse(person.made_at), when) })} ·{" "}
        {t(`app:market.${person.market}`, { defaultValue: person.market })} · {t(`app:language.${person.language}`)}
      </p>
      <code className="s12 t3" style={{ userSelect: "all", overflowWrap: "anywhere" }}>
        {person.id}
      </code>
    </section>
  );
}

function Does({ person }: { person: PersonSeen }) {
  const { t } = useTranslation(["identity", "app"]);
  return (
    <section className={`card ${css.factor}`} aria-labelledby="person-does">
      <h2 id="person-does">{t("people.does")}</h2>
      <ul className={css.rows}>
        {person.operator && (
          <li>
            <span className="grow">{t("person.marketplace")}</span>
            <Tag tint="accent">{t(`app:role.${person.operator}`)}</Tag>
          </li>
        )}
        {person.shops.map((shop) => (
          <li key={shop.id}>
            <Link className="link grow el" to={`/shop/${shop.id}`}>
              {shop.name}
            </Link>
            <Tag>{t(`app:role.${shop.role}`)}</Tag>
          </li>
        ))}
        {!person.operator && person.shops.length === 0 && (
          <li>
            <span className="grow">{t("person.buys")}</span>
          </li>
        )}
      </ul>
    </section>
  );
}

function SignedIn({ person }: { person: PersonSeen }) {
  const { t } = useTranslation("identity");
  const { message } = App.useApp();
  const real = useReal();
  const { data: me } = useMe();
  const [asking, ask] = useState<"sessions" | "factors" | null>(null);
  const end = useEndSessionsOf(person.id);
  const takeOff = useTakeOffFactors(person.id);
  const act = asking === "factors" ? takeOff : end;
  const helps = me?.operator?.permissions.includes("identity.factors") && me.person?.id !== person.id;
  const done = ({ ended }: { ended: number }) => {
    ask(null);
    void message.success(t("person.ended", { count: ended }));
  };
  return (
    <section className={`card ${css.factor}`} aria-labelledby="person-in">
      <h2 id="person-in">{t("person.in")}</h2>
      <p>
        {person.sessions > 0 && person.last_seen
          ? t("person.sessions", { count: person.sessions, when: real(person.last_seen) })
          : t("person.no_sessions")}
      </p>
      <p className="t2">{t(person.secured ? "person.secured" : "person.unsecured")}</p>
      {helps && person.state === "active" && (
        <div className="row wrap" style={{ gap: 8 }}>
          <Button icon={<LogOut />} disabled={person.sessions === 0} onClick={() => ask("sessions")}>
            {t("person.end")}
          </Button>
          <Button icon={<ShieldOff />} danger disabled={!person.secured} onClick={() => ask("factors")}>
            {t("person.take_off")}
          </Button>
        </div>
      )}
      <WithReason
        open={asking !== null}
        title={t(asking === "factors" ? "person.take_off_title" : "person.end_title", { name: called(person) })}
        about={t(asking === "factors" ? "person.take_off_what" : "person.end_what")}
        go={t(asking === "factors" ? "person.take_off" : "person.end")}
        hint={t("person.reason_hint")}
        danger
        act={act}
        ask={({ reason }) => act.mutate(reason, { onSuccess: done })}
        close={() => ask(null)}
      />
    </section>
  );
}
