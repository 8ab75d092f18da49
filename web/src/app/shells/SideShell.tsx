import { Button, Dropdown, type MenuProps } from "antd";
import { Ellipsis, LayoutGrid, PanelLeftClose, PanelLeftOpen } from "lucide-react";
import { type ReactNode, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { NavLink, Outlet } from "react-router";
import { PageSkeleton } from "@/parts/Skeletons";
import { Avatar } from "@/parts/Tag";
import { count } from "../format";
import { useLanguage } from "../place";
import { prefer, usePreferences } from "../preferences";
import type { useAccountMenu } from "./account";
import { Bell, BellWatch } from "./Bell";
import { FrameTop } from "./frame";
import { HelpButton } from "./HelpButton";
import { JobsTray } from "./JobsTray";
import { MarketClock } from "./MarketClock";
import { LanguageMenu, ThemeMenu, useLookItems } from "./menus";
import { PaletteButton } from "./PaletteButton";
import css from "./Shell.module.css";
import { Shortcuts } from "./Shortcuts";

export type Item = { to: string; name: string; icon: ReactNode; count?: number | undefined; soon?: boolean };
type Props = {
  head: ReactNode;
  phoneHead: ReactNode;
  find?: ReactNode;
  /** The shop whose people are told here what is new. */
  tells?: string;
  main: Item[];
  groups: { name: string; items: Item[] }[];
  person: string;
  role: string;
  account: ReturnType<typeof useAccountMenu>;
  /** Whether the page needs the sidebar's room, whatever its reader prefers. */
  tight?: boolean;
};

/** Sidebar 208 or 60, top bar 52, and on a phone tabs at the bottom: where people work. */
export function SideShell({ head, phoneHead, find, tells, main, groups, person, role, account, tight = false }: Props) {
  const { t } = useTranslation();
  const narrow = usePreferences().sidebar === "narrow" || tight;
  const fold = narrow ? t("nav.expand") : t("nav.collapse");
  const items = [...main, ...groups.flatMap(({ items }) => items)];
  return (
    <div className={css.app} style={{ "--side": narrow ? "60px" : "208px" } as React.CSSProperties}>
      <FrameTop />
      {tells && <BellWatch shop={tells} />}
      <Shortcuts />
      <div className={`${css.side} ${narrow ? css.narrow : ""}`}>
        {head}
        <nav className={css.items} aria-label={t("nav.label")}>
          {main.map((item) => (
            <SideLink key={item.to} item={item} titled={narrow} />
          ))}
          {groups.map(({ name, items }) => (
            <div key={name} className={css.items}>
              <div className={css.group}>{name}</div>
              {items.map((item) => (
                <SideLink key={item.to} item={item} titled={narrow} />
              ))}
            </div>
          ))}
        </nav>
        <div className={css.foot}>
          <Dropdown {...account} trigger={["click"]} placement="topLeft">
            <button type="button" className={css.person} aria-label={`${person}, ${role}, ${t("top.account")}`}>
              <Avatar name={person} size={26} />
              <span className={`grow ${css.word}`}>
                <span className="el w5">{person}</span>
                <span className="s12 t3">{role}</span>
              </span>
              <Ellipsis className={css.word} />
            </button>
          </Dropdown>
        </div>
      </div>
      <div className={css.body}>
        <header className={css.top}>
          {!tight && (
            <Button
              type="text"
              icon={narrow ? <PanelLeftOpen /> : <PanelLeftClose />}
              aria-label={fold}
              title={fold}
              onClick={() => prefer({ sidebar: narrow ? "wide" : "narrow" })}
              style={{ marginLeft: -8 }}
            />
          )}
          {find}
          <span className="grow" />
          <MarketClock />
          <PaletteButton items={items} account={account} />
          <JobsTray tells />
          {tells && <Bell shop={tells} />}
          <HelpButton />
          <LanguageMenu />
          <ThemeMenu />
        </header>
        <header className={`narrow-only ${css.phoneTop}`}>
          {phoneHead}
          <PaletteButton items={items} account={account} phone />
          <JobsTray />
          {tells && <Bell shop={tells} />}
          <HelpButton />
        </header>
        <main id="main" className={css.main} tabIndex={-1}>
          <Suspense fallback={<PageSkeleton />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <PhoneTabs items={items} account={account} />
    </div>
  );
}

function SideLink({ item: { to, name, icon, count: n, soon }, titled }: { item: Item; titled: boolean }) {
  const language = useLanguage();
  return (
    <NavLink
      to={to}
      className={({ isActive }) => `${css.item} ${isActive ? css.on : ""}`}
      title={titled ? name : undefined}
      aria-label={titled ? name : undefined}
    >
      {icon}
      <span className={css.word}>{name}</span>
      {n ? <em className={soon ? "warn" : undefined}>{count(n, language)}</em> : null}
    </NavLink>
  );
}

/** Tabs at the bottom of a phone: so many have a place of their own, the others are under "more". */
const TABS = 4;

function PhoneTabs({ items, account }: { items: Item[]; account: Props["account"] }) {
  const { t } = useTranslation();
  const look = useLookItems();
  const others = items.slice(TABS).map(({ to, name, icon }) => ({ key: to, label: name, icon }));
  const divider = others.length > 0 ? [{ type: "divider" as const }] : [];
  const menu: MenuProps = {
    ...account.menu,
    items: [...others, ...divider, ...look.items, { type: "divider" }, ...(account.menu.items ?? [])],
    triggerSubMenuAction: "click", // a finger does not hover
    onClick: (chosen) => {
      if (!look.choose(chosen.key)) account.menu.onClick?.(chosen);
    },
  };
  return (
    <nav className={`narrow-only ${css.tabs}`} aria-label={t("nav.label")}>
      {items.slice(0, TABS).map(({ to, name, icon, count: n }) => (
        <NavLink key={to} to={to} className={({ isActive }) => (isActive ? css.tabOn : undefined)}>
          {icon}
          <span>{name}</span>
          {n ? <i>{n > 99 ? "99+" : n}</i> : null}
        </NavLink>
      ))}
      <Dropdown {...account} menu={menu} trigger={["click"]} placement="top">
        <button type="button">
          <LayoutGrid />
          <span>{t("act.more")}</span>
        </button>
      </Dropdown>
    </nav>
  );
}
