import { Button, Form, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { moment } from "@/app/format";
import { useLanguage, usePlace, useWhen } from "@/app/place";
import type { Calendar, WeekOfService } from "@/app/types";
import { ProblemNotice, useOnFields } from "@/parts/Problem";
import { Status } from "@/parts/Status";
import { useLawDay } from "@/parts/why/RuleText";
import { useClearWeek, useSetWeek } from "../data";
import { parsed, written } from "./blocks";
import css from "./Calendar.module.css";

/** Any Monday: the names of weekdays are read off the days after it. */
const MONDAY = Date.parse("2024-01-01T12:00Z");
const DAY = 86_400_000;

function useWeekdays(): string[] {
  const name = new Intl.DateTimeFormat(useLanguage(), { weekday: "short", timeZone: "UTC" });
  return [0, 1, 2, 3, 4, 5, 6].map((at) => name.format(MONDAY + at * DAY));
}

/** When the marketplace's own people answer, in blocks; each change of hours from its day on. */
export function Hours({ calendar, mayEdit }: { calendar: Calendar; mayEdit: boolean }) {
  const { t } = useTranslation("lawbook");
  const { market } = usePlace();
  const when = useWhen();
  const lawDay = useLawDay();
  const weekdays = useWeekdays();
  const [editing, edit] = useState(false);
  const clear = useClearWeek(market);
  const held = calendar.weeks.find((one) => one.held);
  const shown = [...calendar.weeks.filter((one) => !one.held), ...(held ? [held] : [])];
  const now = calendar.open
    ? t("calendar.open")
    : calendar.opens && t("calendar.opens", { moment: moment(Date.parse(calendar.opens), when, true) });
  return (
    <section className="card">
      <header>
        <h2>{t("calendar.hours")}</h2>
        {now && <Status move={calendar.open ? "done" : "theirs"}>{now}</Status>}
        <span className="grow" />
        {mayEdit && <Button onClick={() => edit(true)}>{t("calendar.edit_hours")}</Button>}
      </header>
      {shown.length === 0 && <p className="pad t3">{t("calendar.no_hours")}</p>}
      {shown.map((one) => (
        <div key={one.since} className={css.week}>
          <p className="row w6">
            {t("calendar.since", { day: lawDay(one.since) })}
            {mayEdit && !one.held && (
              <button type="button" className="link" onClick={() => clear.mutate(one.since)}>
                {t("calendar.clear")}
              </button>
            )}
          </p>
          <dl>
            {one.week.map((day, at) => (
              <div key={weekdays[at]}>
                <dt>{weekdays[at]}</dt>
                <dd>{written(day) || t("calendar.closed")}</dd>
              </div>
            ))}
          </dl>
        </div>
      ))}
      <Editing open={editing} close={() => edit(false)} week={shown.at(-1)?.week} />
    </section>
  );
}

type Fields = { since: string; week: string[] };
type Props = { open: boolean; close: () => void; week: WeekOfService | undefined };

function Editing({ open, close, week }: Props) {
  const { t } = useTranslation(["lawbook", "app"]);
  const { market } = usePlace();
  const weekdays = useWeekdays();
  const [form] = Form.useForm<Fields>();
  const set = useSetWeek(market);
  const left = useOnFields(form, set.error, ["since", "week"]);
  const finish = ({ since, week: texts }: Fields) => {
    const days = texts.map((text) => parsed(text ?? ""));
    const unread = days.indexOf(null);
    if (unread >= 0) form.setFields([{ name: ["week", unread], errors: [t("calendar.unreadable")] }]);
    else set.mutate({ since, week: days as WeekOfService }, { onSuccess: close });
  };
  return (
    <Modal
      open={open}
      onCancel={close}
      title={t("calendar.edit_hours")}
      okText={t("app:act.save")}
      cancelText={t("app:act.cancel")}
      confirmLoading={set.isPending}
      onOk={() => form.submit()}
      afterClose={() => set.reset()}
      destroyOnHidden
    >
      <Form
        form={form}
        layout="vertical"
        preserve={false}
        initialValues={{ week: weekdays.map((_, at) => written(week?.[at] ?? [])) }}
        onFinish={finish}
      >
        <Form.Item
          name="since"
          label={t("calendar.from")}
          rules={[{ required: true, message: t("calendar.needs_day") }]}
        >
          <Input type="date" />
        </Form.Item>
        {weekdays.map((name, at) => (
          <Form.Item key={name} name={["week", at]} label={name} style={{ marginBottom: 8 }}>
            <Input placeholder="09:00-12:00, 13:30-18:00" />
          </Form.Item>
        ))}
      </Form>
      {left ? <ProblemNotice error={left} /> : null}
    </Modal>
  );
}
