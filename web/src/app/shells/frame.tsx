import { WifiOff } from "lucide-react";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { useNavigation } from "react-router";
import { useLost } from "../socket";
import css from "./Shell.module.css";
import { ViewingBand } from "./Viewing";

function listen(changed: () => void): () => void {
  addEventListener("online", changed);
  addEventListener("offline", changed);
  return () => {
    removeEventListener("online", changed);
    removeEventListener("offline", changed);
  };
}

/** What every shell has at its very top: the way past it, the bar of a page on its way, and word that the line is down. */
export function FrameTop() {
  const { t } = useTranslation();
  const moving = useNavigation().state !== "idle";
  const online = useSyncExternalStore(listen, () => navigator.onLine);
  const lost = useLost();
  return (
    <>
      <a className={css.skip} href="#main">
        {t("skip")}
      </a>
      {moving && <div className={css.moving} />}
      <ViewingBand />
      {(!online || lost) && (
        <div className={css.offline} role="status">
          <WifiOff className="small" />
          {t("top.offline")}
        </div>
      )}
    </>
  );
}
