import { Button, Input } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { useLogins } from "@/app/data";
import { tableMoment } from "@/app/format";
import { useWhen } from "@/app/place";
import { Empty } from "@/parts/Empty";
import { PageHead } from "@/parts/PageHead";
import { ProblemNotice } from "@/parts/Problem";
import { Tag } from "@/parts/Tag";
import { useMailbox } from "../data";
import css from "../parts/Bare.module.css";

/** What the marketplace wrote to someone: the demonstration sends nothing further. */
export default function Mailbox() {
  const { t } = useTranslation("identity");
  const when = useWhen();
  const [query, setQuery] = useSearchParams();
  const to = query.get("to") ?? "";
  const [text, setText] = useState(to);
  useEffect(() => setText(to), [to]);
  const { data: logins } = useLogins();
  const { data, error } = useMailbox(to);
  const find = (whom: string) => setQuery(whom ? { to: whom } : {});
  return (
    <div className={css.wide}>
      <PageHead title={t("mailbox.title")} />
      <p className="t2">{t("mailbox.about")}</p>
      <form
        className={css.find}
        onSubmit={(event) => {
          event.preventDefault();
          find(text.trim());
        }}
      >
        <Input
          value={text}
          onChange={({ target }) => setText(target.value)}
          placeholder={t("mailbox.to")}
          aria-label={t("mailbox.to")}
          list="people"
        />
        <datalist id="people">
          {logins?.map((one) => (
            <option key={one.to} value={one.to}>
              {one.name}
            </option>
          ))}
        </datalist>
        <Button htmlType="submit" type="primary">
          {t("mailbox.open")}
        </Button>
      </form>
      {error && <ProblemNotice error={error} />}
      {!to && <Empty fact={t("mailbox.whose")} next={t("mailbox.whose_next")} />}
      {to && data?.length === 0 && <Empty fact={t("mailbox.none")} next={t("mailbox.none_next")} />}
      {data && data.length > 0 && (
        <section className="card">
          {data.map((letter) => (
            <article key={letter.id} className={css.letter}>
              <div className="row">
                <b className="grow">{letter.subject}</b>
                <Tag>{t(`mailbox.channel.${letter.channel}`, { defaultValue: letter.channel })}</Tag>
                <span className="s12 t3 nw">{tableMoment(Date.parse(letter.at), when)}</span>
              </div>
              <p className="t2">{letter.text}</p>
            </article>
          ))}
        </section>
      )}
    </div>
  );
}
