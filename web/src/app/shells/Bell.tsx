import { Button } from "antd";
import { Bell as Face } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useNavigate } from "react-router";
import { counted } from "../format";
import { noticesBase, pageOf, useNewNotices, useOnScreen, useReadAbout } from "../notices/data";
import { useLanguage } from "../place";
import css from "./Bell.module.css";

const MOST = 99;

/** How much is new of what one was told, and the way there. */
export function Bell({ shop }: { shop: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const go = useNavigate();
  const { data } = useNewNotices(shop);
  const n = typeof data?.total === "number" ? data.total : (data?.total.at_least ?? 0);
  const name = n > 0 ? t("bell.new", counted(n, language)) : t("bell.none");
  return (
    <span className={css.bell}>
      <Button
        type="text"
        icon={<Face />}
        aria-label={name}
        title={name}
        onClick={() => go(`${noticesBase(shop)}/notices`)}
      />
      {n > 0 && <i aria-hidden="true">{n > MOST ? `${MOST}+` : n}</i>}
    </span>
  );
}

/** Shows what comes while nobody looks, and has read what is on the page anyway: once a page, however many bells it has. */
export function BellWatch({ shop }: { shop: string }) {
  const { pathname } = useLocation();
  const { data, dataUpdatedAt } = useNewNotices(shop);
  const { mutate: read } = useReadAbout(shop);
  useOnScreen(data?.items, dataUpdatedAt, shop);
  const here = data?.items.find((one) => pageOf(one) === pathname)?.subject;
  useEffect(() => {
    if (!here) return;
    const look = () => !document.hidden && read(here);
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [here, read]);
  return null;
}
