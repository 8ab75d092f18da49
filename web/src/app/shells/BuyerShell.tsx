import { Button, Dropdown, type MenuProps } from "antd";
import { ChevronDown, House, MapPin, MessageCircle, Package, Search, ShoppingCart, UserRound } from "lucide-react";
import { Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, NavLink, Outlet, useLocation, useMatches, useNavigate, useSearchParams } from "react-router";
import { Mark, Wordmark } from "@/parts/Logo";
import { PageSkeleton } from "@/parts/Skeletons";
import { Avatar, Count } from "@/parts/Tag";
import { useCart, useMarkets, useMe, useTalks } from "../data";
import { useKey } from "../keys";
import { At } from "../place";
import { prefer, usePreferences } from "../preferences";
import { useAccountMenu } from "./account";
import { Bell, BellWatch } from "./Bell";
import css from "./Buyer.module.css";
import { FrameTop } from "./frame";
import { MarketClock } from "./MarketClock";
import { LanguageMenu, ThemeMenu, useLookItems } from "./menus";

/** A page deeper in, which on a phone has its own way back and its own acts at the bottom. */
export type BuyerHandle = { inner?: boolean };

export function useBuyerMarket(): string | null {
  const { data: me } = useMe();
  const { data: markets } = useMarkets();
  const { market } = usePreferences();
  const open = markets?.map(({ code }) => code) ?? [];
  if (market && open.includes(market)) return market;
  if (me?.market && open.includes(me.market)) return me.market;
  return open[0] ?? null;
}

/** Where people buy: no account needed to look. */
export default function BuyerShell() {
  const { t } = useTranslation();
  const { data: me } = useMe();
  const market = useBuyerMarket();
  const cart = useCart(Boolean(me?.person));
  const inner = useMatches().some(({ handle }) => (handle as BuyerHandle | undefined)?.inner);
  const { pathname } = useLocation();
  useEffect(() => {
    if (pathname) scrollTo(0, 0);
  }, [pathname]);
  const pieces = cart.data?.count ?? 0;
  const unread = useTalks(Boolean(me?.person)).data?.items.reduce((sum, talk) => sum + talk.unread, 0) ?? 0;
  return (
    <At as="buyer" market={market}>
      <FrameTop />
      {me?.person && <BellWatch shop="" />}
      <header className={`${css.top} ${inner ? css.innerTop : ""}`}>
        <div>
          <Link to="/" className={css.brand} aria-label={t("name")}>
            <span className="wide-only">
              <Wordmark />
            </span>
            <span className="narrow-only">
              <Mark size={28} />
            </span>
          </Link>
          <Find />
          <MarketMenu market={market} />
          <span className="grow" />
          <span className="wide-only">
            <MarketClock />
          </span>
          <Link to="/cart" className={`wide-only ${css.link}`}>
            <ShoppingCart className="big" />
            {t("nav.cart")} {pieces > 0 && <b>{pieces}</b>}
          </Link>
          <Link to="/orders" className={`wide-only ${css.link}`}>
            <Package className="big" />
            {t("nav.mine")}
          </Link>
          <Link to="/chat" className={`wide-only ${css.link}`}>
            <MessageCircle className="big" />
            {t("nav.talks")} {unread > 0 && <Count n={unread} urgent />}
          </Link>
          <span className="row" style={{ gap: 0 }}>
            {me?.person && <Bell shop="" />}
            <span className={me?.person ? "row wide-only" : "row"} style={{ gap: 0 }}>
              <LanguageMenu />
              <ThemeMenu />
            </span>
          </span>
          <Person />
        </div>
      </header>
      <main id="main" className={`${css.main} ${inner ? css.inner : ""}`} tabIndex={-1}>
        <Suspense fallback={<PageSkeleton />}>
          <Outlet />
        </Suspense>
      </main>
      {!inner && <PhoneTabs pieces={pieces} unread={unread} />}
    </At>
  );
}

function Person() {
  const { t } = useTranslation();
  const { data: me } = useMe();
  const { pathname, search } = useLocation();
  const { menu, onOpenChange } = useAccountMenu("buyer");
  const look = useLookItems("narrow-only");
  if (!me) return <span style={{ width: 32 }} />;
  if (!me.person) {
    return (
      <Link to={`/sign-in?next=${encodeURIComponent(pathname + search)}`}>
        <Button>{t("nav.sign_in")}</Button>
      </Link>
    );
  }
  const here: MenuProps = {
    items: [...look.items, ...(menu.items ?? [])],
    triggerSubMenuAction: "click", // a finger does not hover
    onClick: (chosen) => void (look.choose(chosen.key) || menu.onClick?.(chosen)),
  };
  return (
    <Dropdown menu={here} onOpenChange={onOpenChange} trigger={["click"]} placement="bottomRight">
      <button type="button" className={css.person} aria-label={`${me.person.name}, ${t("top.account")}`}>
        <Avatar name={me.person.name} size={32} />
      </button>
    </Dropdown>
  );
}

function MarketMenu({ market }: { market: string | null }) {
  const { t } = useTranslation();
  const go = useNavigate();
  const { data: markets = [] } = useMarkets();
  if (!market || markets.length < 2) return null;
  const items = markets.map(({ code }) => ({ key: code, label: t(`market.${code}`, { defaultValue: code }) }));
  const choose = (code: string) => {
    prefer({ market: code });
    go("/");
  };
  return (
    <Dropdown menu={{ items, selectedKeys: [market], onClick: ({ key }) => choose(key) }} trigger={["click"]}>
      <Button type="text" className={css.market} icon={<MapPin />}>
        {t(`market.${market}`, { defaultValue: market })}
        <ChevronDown className="small" />
      </Button>
    </Dropdown>
  );
}

function Find() {
  const { t } = useTranslation();
  const go = useNavigate();
  const [query] = useSearchParams();
  const asked = query.get("q") ?? "";
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(asked);
  useEffect(() => setText(asked), [asked]);
  useKey("/", (event) => {
    event.preventDefault();
    input.current?.focus();
  });
  return (
    <search className={css.findBox}>
      <form
        className={css.find}
        onSubmit={(event) => {
          event.preventDefault();
          go(text.trim() ? `/?q=${encodeURIComponent(text.trim())}` : "/");
          input.current?.blur();
        }}
      >
        <Search />
        <input
          ref={input}
          value={text}
          onChange={({ target }) => setText(target.value)}
          placeholder={t("top.search_goods")}
          aria-label={t("top.search_goods")}
          enterKeyHint="search"
        />
      </form>
    </search>
  );
}

function PhoneTabs({ pieces, unread }: { pieces: number; unread: number }) {
  const { t } = useTranslation();
  const tabs = [
    { to: "/", name: t("nav.home"), icon: <House />, end: true },
    { to: "/chat", name: t("nav.talks"), icon: <MessageCircle />, n: unread },
    { to: "/cart", name: t("nav.cart"), icon: <ShoppingCart />, n: pieces },
    { to: "/orders", name: t("nav.mine"), icon: <Package /> },
    { to: "/me/addresses", name: t("nav.my"), icon: <UserRound /> },
  ];
  return (
    <nav className={`narrow-only ${css.tabs}`} aria-label={t("nav.label")}>
      {tabs.map(({ to, name, icon, n, end }) => (
        <NavLink key={to} to={to} end={end ?? false} className={({ isActive }) => (isActive ? css.on : undefined)}>
          {icon}
          <span>{name}</span>
          {n ? <i>{n > 99 ? "99+" : n}</i> : null}
        </NavLink>
      ))}
    </nav>
  );
}
