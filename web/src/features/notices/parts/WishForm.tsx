import { App, Button, Checkbox, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { NoticeWishes } from "@/app/types";
import { ProblemNotice } from "@/parts/Problem";
import { useSetWishes } from "../data";
import css from "./Notices.module.css";

const CHANNELS = ["in_app", "mail", "browser"] as const;
const NIGHT = { begins: "22:00", ends: "08:00" };
type Said = Pick<NoticeWishes, "topics" | "quiet">;

/** The grid of topics and places, and the quiet hours. */
export function WishForm({ shop, wishes }: { shop: string; wishes: NoticeWishes }) {
  const { t } = useTranslation(["notices", "app"]);
  const { message } = App.useApp();
  const [said, say] = useState<Said>(wishes);
  const [hours, setHours] = useState(wishes.quiet ?? NIGHT);
  const set = useSetWishes(shop);
  const save = () =>
    set.mutate({ ...said, quiet: said.quiet && hours }, { onSuccess: () => void message.success(t("saved")) });
  const time = (end: keyof typeof hours) => ({
    value: hours[end],
    disabled: said.quiet === null,
    set: (value: string) => setHours({ ...hours, [end]: value }),
  });
  return (
    <>
      <section className="card">
        <table className={css.grid}>
          <thead>
            <tr>
              <th scope="col">{t("topic_head")}</th>
              {CHANNELS.map((channel) => (
                <th key={channel} scope="col">
                  {t(`channel.${channel}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {said.topics.map((row) => (
              <tr key={row.topic}>
                <th scope="row">{t(`topic.${row.topic}`)}</th>
                {CHANNELS.map((channel) => (
                  <td key={channel}>
                    <Checkbox
                      checked={row[channel]}
                      disabled={channel === "mail" && !wishes.has_mail}
                      onChange={({ target }) =>
                        say({
                          ...said,
                          topics: said.topics.map((one) => (one === row ? { ...one, [channel]: target.checked } : one)),
                        })
                      }
                      aria-label={`${t(`topic.${row.topic}`)}, ${t(`channel.${channel}`)}`}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {!wishes.has_mail && <p className="s13 t3">{t("no_mail")}</p>}
      <section className={`card pad ${css.box}`} aria-labelledby="quiet-head">
        <h2 id="quiet-head">{t("quiet.title")}</h2>
        <p className="t2 s13">{t("quiet.about", { zone: wishes.zone })}</p>
        <div className={css.quiet}>
          <Checkbox
            checked={said.quiet !== null}
            onChange={({ target }) => say({ ...said, quiet: target.checked ? hours : null })}
          >
            {t("quiet.on")}
          </Checkbox>
          <span>
            <TimeOfDay name={t("quiet.begins")} {...time("begins")} />
            –
            <TimeOfDay name={t("quiet.ends")} {...time("ends")} />
          </span>
        </div>
      </section>
      {set.error && <ProblemNotice error={set.error} />}
      <div className="row">
        <Button type="primary" loading={set.isPending} onClick={save}>
          {t("app:act.save")}
        </Button>
      </div>
    </>
  );
}

type TimeProps = { name: string; value: string; disabled: boolean; set: (value: string) => void };

function TimeOfDay({ name, value, disabled, set }: TimeProps) {
  return (
    <Input
      type="time"
      className={css.time ?? ""}
      value={value}
      disabled={disabled}
      onChange={({ target }) => set(target.value)}
      aria-label={name}
    />
  );
}
