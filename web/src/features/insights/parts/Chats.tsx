import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useNow } from "@/app/clock";
import { useDesk } from "@/app/data";
import { span } from "@/app/format";
import { useLanguage } from "@/app/place";
import type { SessionLine, Today } from "@/app/types";
import { Empty } from "@/parts/Empty";
import { useSaid } from "@/parts/said";
import { Avatar, Count } from "@/parts/Tag";
import css from "./Today.module.css";

type Chat = NonNullable<Today["chats"]>;

/** Buyers who wait for an answer, the longest wait first. */
export function Chats({ shop, chats }: { shop: string; chats: Chat }) {
  const { t } = useTranslation("insights");
  const desk = useDesk(shop).data;
  const online = desk?.agents.filter((one) => one.online) ?? [];
  const sum = (name: "load" | "capacity") => online.reduce((total, one) => total + one[name], 0);
  return (
    <section className={`card ${css.chats}`} aria-labelledby="chats">
      <header>
        <h2 id="chats">{t("chats.title")}</h2>
        {chats.waiting > 0 && <Count n={chats.waiting} urgent />}
      </header>
      {chats.waiting === 0 && (
        <div className="pad">
          <Empty fact={t("chats.none")} next={t("chats.none_next")} wide={false} />
        </div>
      )}
      <ul>
        {chats.longest.map((one) => (
          <li key={one.id}>
            <Line shop={shop} one={one} />
          </li>
        ))}
      </ul>
      <div className={css.foot}>
        {desk && (
          <span className="el">
            {t("chats.online", { count: online.length, load: sum("load"), capacity: sum("capacity") })}
          </span>
        )}
        <Link
          className="link"
          to={`/s/${shop}/desk${chats.longest.some(({ agent }) => !agent) ? "?group=waiting" : ""}`}
        >
          {t("chats.open")}
        </Link>
      </div>
    </section>
  );
}

function Line({ shop, one }: { shop: string; one: SessionLine }) {
  const { t } = useTranslation("insights");
  const said = useSaid("shop");
  const language = useLanguage();
  const now = useNow("second");
  const name = one.buyer || t("chats.nameless");
  return (
    <Link to={`/s/${shop}/desk/${one.conversation}${one.agent ? "" : "?group=waiting"}`} className={css.chat}>
      <Avatar name={name} size={32} />
      <span className="grow">
        <span className="w5 s13 el">{name}</span>
        <span className="s12 t2 el">{said(one.last)}</span>
      </span>
      {one.waiting_since && (
        <span className="s12 w5 nw">
          <span className="t3 w4">{t("chats.waits")} </span>
          {span(now - Date.parse(one.waiting_since), language)}
        </span>
      )}
    </Link>
  );
}
