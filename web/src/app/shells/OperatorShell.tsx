import { BookText, ClipboardCheck, Globe2, ServerCog, Store, UserCog, Users } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Navigate, useLocation } from "react-router";
import { Mark } from "@/parts/Logo";
import { PageProblem } from "@/parts/Problem";
import { useMarkets, useMe } from "../data";
import { At } from "../place";
import { usePreferences } from "../preferences";
import { ApiProblem } from "../problem";
import { useAccountMenu } from "./account";
import { MarketClock } from "./MarketClock";
import css from "./Shell.module.css";
import { SideShell } from "./SideShell";

/** Where the marketplace's own people work. */
export default function OperatorShell() {
  const { t } = useTranslation();
  const { data: me, error, refetch } = useMe();
  const markets = useMarkets();
  const preferred = usePreferences().market;
  const { pathname, search } = useLocation();
  const account = useAccountMenu("operator");
  if (error) return <PageProblem error={error} retry={() => void refetch()} />;
  if (!me) return null;
  if (!me.person) return <Navigate to={`/sign-in?next=${encodeURIComponent(pathname + search)}`} replace />;
  if (me.viewing) return <Navigate to={`/s/${me.viewing.shop}/today`} replace />;
  if (!me.operator) return <PageProblem error={new ApiProblem({}, 404)} />;
  const open = markets.data?.map(({ code }) => code) ?? [];
  const market = preferred && open.includes(preferred) ? preferred : (me.market ?? open[0] ?? null);
  const head = (
    <div className={css.shop}>
      <Mark size={30} />
      <span className={`grow ${css.word}`}>
        <b className="el">{t("nav.operator")}</b>
        <span className={css.second}>{market && t(`market.${market}`, { defaultValue: market })}</span>
      </span>
    </div>
  );
  const phoneHead = (
    <div className={css.phoneShop}>
      <Mark size={26} />
      <span className="grow">
        <b className="el">{t("nav.operator")}</b>
        <MarketClock short />
      </span>
    </div>
  );
  const { permissions } = me.operator;
  const main = [
    { to: "/op/shops", name: t("nav.shops"), icon: <Store /> },
    { to: "/op/people", name: t("nav.people"), icon: <Users />, may: "identity.people" },
  ].filter(({ may }) => !may || permissions.includes(may));
  const law = [
    { to: "/op/rules", name: t("nav.rules"), icon: <BookText /> },
    { to: "/op/markets", name: t("nav.markets"), icon: <Globe2 /> },
  ];
  const system = [
    { to: "/op/operators", name: t("nav.operators"), icon: <UserCog />, may: "identity.operators" },
    { to: "/op/room", name: t("nav.room"), icon: <ServerCog />, may: "kernel.read" },
  ].filter(({ may }) => permissions.includes(may));
  return (
    <At as="operator" market={market}>
      <SideShell
        head={head}
        phoneHead={phoneHead}
        main={main}
        groups={[
          { name: t("nav.judging"), items: [{ to: "/op/products", name: t("nav.review"), icon: <ClipboardCheck /> }] },
          { name: t("nav.law"), items: law },
          ...(system.length > 0 ? [{ name: t("nav.machines"), items: system }] : []),
        ]}
        person={me.person.name}
        role={t(`role.${me.operator.role}`)}
        account={account}
      />
    </At>
  );
}
