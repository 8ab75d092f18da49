import { useTranslation } from "react-i18next";
import { Link, Navigate } from "react-router";
import { useMe } from "@/app/data";
import { useRealNow } from "@/app/real";
import { PageHead } from "@/parts/PageHead";
import { ProblemNotice } from "@/parts/Problem";
import { PageSkeleton } from "@/parts/Skeletons";
import { useSecurity } from "../data";
import css from "../parts/Bare.module.css";
import { AppCard, PasskeysCard, PasswordCard, RecoveryCard } from "../parts/SecurityCards";
import { SessionsCard } from "../parts/SessionsCard";

/** How a person signs in, and where they are signed in. What changes it wants a sign-in that is fresh. */
export default function Security() {
  const { t } = useTranslation("identity");
  const { data: me } = useMe();
  const { data, error, refetch } = useSecurity(Boolean(me?.person));
  const now = useRealNow();
  if (me && !me.person) return <Navigate to="/sign-in?next=/me/security" replace />;
  const fresh = Boolean(data?.fresh_until && Date.parse(data.fresh_until) > now);
  const second = Boolean(data && (data.authenticator_since || data.passkeys.length > 0));
  return (
    <div className={css.security}>
      <PageHead title={t("security.title")} />
      {me?.second_wanted && (
        <p className="card" style={{ padding: "12px 16px" }}>
          {t("security.second_wanted")}
        </p>
      )}
      {error && <ProblemNotice error={error} retry={() => void refetch()} />}
      {!data && !error && <PageSkeleton cards={3} />}
      {data && !fresh && (
        <p className="card row wrap" style={{ padding: "12px 16px", gap: 12 }}>
          <span className="grow t2">{t("security.stale")}</span>
          <Link className="link" to="/sign-in?again&next=/me/security">
            {t("security.again")}
          </Link>
        </p>
      )}
      {data && (
        <>
          <PasswordCard since={data.password_set_at} shortest={data.shortest} fresh={fresh} />
          <PasskeysCard passkeys={data.passkeys} fresh={fresh} />
          <AppCard since={data.authenticator_since} fresh={fresh} />
          {second && <RecoveryCard left={data.recovery_codes_left} fresh={fresh} />}
          <SessionsCard />
        </>
      )}
    </div>
  );
}
