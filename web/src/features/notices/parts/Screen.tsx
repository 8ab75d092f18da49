import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import css from "./Notices.module.css";

/** Whether this browser may show notices while the page is open behind others; it is asked for here alone. */
export function Screen() {
  const { t } = useTranslation("notices");
  const offered = typeof Notification !== "undefined";
  const [may, setMay] = useState<NotificationPermission | "never">(offered ? Notification.permission : "never");
  return (
    <section className={`card pad ${css.box}`} aria-labelledby="screen-head">
      <h2 id="screen-head">{t("screen.title")}</h2>
      <p className="t2 s13">{t("screen.about")}</p>
      {may === "default" ? (
        <Button onClick={() => void Notification.requestPermission().then(setMay)}>{t("screen.ask")}</Button>
      ) : (
        <p className="s13 w5">{t(`screen.${may}`)}</p>
      )}
    </section>
  );
}
