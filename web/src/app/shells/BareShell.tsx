import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link, Outlet } from "react-router";
import { Wordmark } from "@/parts/Logo";
import { At } from "../place";
import { useBuyerMarket } from "./BuyerShell";
import { FrameTop } from "./frame";
import { LanguageMenu, ThemeMenu } from "./menus";

/** Pages with one thing to do and nothing beside it: signing in, the demonstration's people and mail. */
export default function BareShell() {
  const { t } = useTranslation();
  const market = useBuyerMarket();
  return (
    <At as="buyer" market={market}>
      <FrameTop />
      <header className="row" style={{ height: 60, padding: "0 20px", gap: 4 }}>
        <Link to="/" aria-label={t("name")} style={{ borderRadius: 8 }}>
          <Wordmark />
        </Link>
        <span className="grow" />
        <LanguageMenu />
        <ThemeMenu />
      </header>
      <main id="main" tabIndex={-1} style={{ padding: "0 16px 48px", outline: "none" }}>
        <Suspense fallback={null}>
          <Outlet />
        </Suspense>
      </main>
    </At>
  );
}
