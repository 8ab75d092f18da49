import { Button, Form, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useLanguage, usePlace } from "@/app/place";
import type { Calendar } from "@/app/types";
import { Empty } from "@/parts/Empty";
import { ProblemNotice, useOnFields } from "@/parts/Problem";
import { Status } from "@/parts/Status";
import { Tag } from "@/parts/Tag";
import { useLawDay } from "@/parts/why/RuleText";
import { useClearDay, useSetDay } from "../data";
import css from "./Calendar.module.css";

const DAY = 86_400_000;

/** The days of a year that are not as their weekday would be; the operator's own can be taken back. */
export function Days({ calendar, mayEdit }: { calendar: Calendar; mayEdit: boolean }) {
  const { t } = useTranslation("lawbook");
  const { market } = usePlace();
  const language = useLanguage();
  const lawDay = useLawDay();
  const clear = useClearDay(market);
  const weekday = new Intl.DateTimeFormat(language, { weekday: "short", timeZone: "UTC" });
  return (
    <section className="card">
      <header>
        <h2>{t("calendar.days")}</h2>
      </header>
      {mayEdit && <Adding />}
      {clear.error && (
        <div className="pad">
          <ProblemNotice error={clear.error} />
        </div>
      )}
      {calendar.days.length === 0 ? (
        <Empty fact={t("calendar.none")} />
      ) : (
        <ul className={css.days}>
          {runs(calendar.days).map(([one, last, length]) => (
            <li key={one.day}>
              <span className="nw w5">{length > 1 ? `${lawDay(one.day)} – ${lawDay(last.day)}` : lawDay(one.day)}</span>
              <span className="t3 nw">
                {length > 1 ? t("calendar.length", { count: length }) : weekday.format(Date.parse(`${one.day}T12:00Z`))}
              </span>
              <Status move={one.working ? "yours" : "stopped"}>
                {t(one.working ? "calendar.works" : "calendar.off")}
              </Status>
              <span className={css.name}>{one.name}</span>
              {one.by === "operator" && <Tag>{t("calendar.own")}</Tag>}
              {mayEdit && one.by === "operator" && (
                <button
                  type="button"
                  className="link"
                  aria-label={t("calendar.clear_one", { day: lawDay(one.day) })}
                  onClick={() => clear.mutate(one.day)}
                >
                  {t("calendar.clear")}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

type Day = Calendar["days"][number];

/** Days in a row that are alike, as one: the first, the last, how many. The operator's own stand alone, to be taken back alone. */
function runs(days: Day[]): [Day, Day, number][] {
  const found: [Day, Day, number][] = [];
  for (const one of days) {
    const run = found.at(-1);
    const follows = run && Date.parse(one.day) - Date.parse(run[1].day) === DAY;
    const alike = run && one.by === "published" && run[1].by === "published" && one.name === run[1].name;
    if (run && follows && alike && one.working === run[1].working) found[found.length - 1] = [run[0], one, run[2] + 1];
    else found.push([one, one, 1]);
  }
  return found;
}

type Fields = { day: string; working: boolean; name: string };

function Adding() {
  const { t } = useTranslation("lawbook");
  const { market } = usePlace();
  const [form] = Form.useForm<Fields>();
  const set = useSetDay(market);
  const left = useOnFields(form, set.error, ["day", "name"]);
  const kinds = [
    { value: false, label: t("calendar.off") },
    { value: true, label: t("calendar.works") },
  ];
  return (
    <>
      <Form
        form={form}
        layout="inline"
        className={css.adding}
        initialValues={{ working: false }}
        onFinish={(given) => set.mutate(given, { onSuccess: () => form.resetFields() })}
      >
        <Form.Item name="day" label={t("calendar.day")} rules={[{ required: true, message: t("calendar.needs_day") }]}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="working" label={t("calendar.kind")}>
          <Select options={kinds} style={{ width: 140 }} />
        </Form.Item>
        <Form.Item
          name="name"
          label={t("calendar.name")}
          rules={[{ required: true, whitespace: true, message: t("calendar.needs_name") }]}
        >
          <Input maxLength={120} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={set.isPending}>
          {t("calendar.add")}
        </Button>
      </Form>
      {left ? (
        <div className="pad">
          <ProblemNotice error={left} />
        </div>
      ) : null}
    </>
  );
}
