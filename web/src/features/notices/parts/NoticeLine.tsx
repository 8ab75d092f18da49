import { Button } from "antd";
import { Ban, Check, type LucideIcon, MessagesSquare, Package, Webhook } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { tableMoment } from "@/app/format";
import { pageOf } from "@/app/notices/data";
import { useWhen } from "@/app/place";
import type { Notice } from "@/app/types";
import { useRead } from "../data";
import css from "./Notices.module.css";

const FACES: Record<Notice["topic"], LucideIcon> = {
  orders: Package,
  cancellations: Ban,
  chats: MessagesSquare,
  service: Webhook,
};

/** A notice leads to what it is about, and is read by that. */
export function NoticeLine({ notice }: { notice: Notice }) {
  const { t } = useTranslation("notices");
  const when = useWhen();
  const read = useRead(notice.shop);
  const fresh = notice.read_at === null && notice.settled_at === null;
  const Face = FACES[notice.topic];
  const have = () => fresh && read.mutate(notice.id);
  return (
    <li className={`${css.line} ${fresh ? css.fresh : ""}`}>
      <Link to={pageOf(notice)} onClick={have} className={css.about}>
        <span className={css.face} aria-hidden="true">
          <Face />
        </span>
        <span className="grow">
          <span className={css.title}>
            {notice.title}
            {fresh && <span className="hidden-visually">, {t("is_new")}</span>}
          </span>
          <span className="s13 t2">{notice.text}</span>
        </span>
        <span className={`s12 t3 nw ${css.when}`}>
          {tableMoment(Date.parse(notice.at), when)}
          {notice.settled_at !== null && <span>{t("done")}</span>}
        </span>
      </Link>
      <span className={css.act}>
        {fresh && (
          <Button
            type="text"
            icon={<Check />}
            loading={read.isPending}
            onClick={have}
            aria-label={t("read_one", { title: notice.title })}
            title={t("read")}
          />
        )}
      </span>
    </li>
  );
}
