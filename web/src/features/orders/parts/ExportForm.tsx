import { App, Button, Form, Input, Radio, Segmented, Select } from "antd";
import { FileDown } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useNow } from "@/app/clock";
import { count, startOfDay } from "@/app/format";
import { useLanguage, usePlace } from "@/app/place";
import type { ExportIn, ExportTerms } from "@/app/types";
import { ProblemNotice, useOnFields } from "@/parts/Problem";
import { useExport } from "../data";
import css from "./Export.module.css";

type Filled = Omit<ExportIn, "since" | "until"> & { since: string; until: string };

const DAY = 24 * 60 * 60 * 1000;
const SPANS = [7, 30, 90];

/** The day of an instant in a zone, as an input of days holds it. */
const dayOf = (at: number, zone: string) => new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(at);
/** When a day begins in a zone: its noon in UTC is of that day in every market. */
const beginning = (day: string, zone: string) => startOfDay(Date.parse(`${day}T12:00:00Z`), zone);

/** What to export, within what the rules of the market offer. */
export function ExportForm({ shop, terms }: { shop: string; terms: ExportTerms }) {
  const { t } = useTranslation("orders");
  const { zone } = usePlace();
  const language = useLanguage();
  const { message } = App.useApp();
  const [form] = Form.useForm<Filled>();
  const act = useExport(shop);
  const left = useOnFields(form, act.error, ["since", "until"]);
  const now = useNow("hour");
  const spanOf = (days: number) => ({ since: dayOf(now - (days - 1) * DAY, zone), until: dayOf(now, zone) });
  const send = ({ since, until, ...rest }: Filled) =>
    act.mutate(
      {
        ...rest,
        since: beginning(since, zone),
        until: beginning(dayOf(Date.parse(`${until}T12:00:00Z`) + DAY, "UTC"), zone),
      },
      { onSuccess: () => message.success(t("export.begun")) },
    );
  const days = { required: true, message: t("export.needs_day") };
  return (
    <Form
      form={form}
      layout="vertical"
      className={css.form}
      initialValues={{ template: "order_list", format: "xlsx", state: "all", time: "created", ...spanOf(30) }}
      onFinish={send}
    >
      <Form.Item name="template" label={t("export.columns")}>
        <Radio.Group className={css.templates}>
          {terms.templates.map((key) => (
            <Radio key={key} value={key}>
              {t(`export.template.${key}`)}
              <span className="s12 t3">{t(`export.about.${key}`)}</span>
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      <div className={css.row}>
        <Form.Item name="state" label={t("list.status")}>
          <Select options={terms.states.map((value) => ({ value, label: t(`tab.${value}`) }))} style={{ width: 150 }} />
        </Form.Item>
        <Form.Item name="time" label={t("export.by_time")}>
          <Segmented options={terms.times.map((value) => ({ value, label: t(`export.time.${value}`) }))} />
        </Form.Item>
        <Form.Item name="since" label={t("export.since")} rules={[days]}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="until" label={t("export.until")} rules={[days]}>
          <Input type="date" />
        </Form.Item>
        <span className={css.spans}>
          {SPANS.filter((span) => span <= terms.days).map((span) => (
            <button key={span} type="button" className="link s13" onClick={() => form.setFieldsValue(spanOf(span))}>
              {t("export.last", { days: span })}
            </button>
          ))}
        </span>
      </div>
      <div className={css.row}>
        <Form.Item name="format" label={t("export.format")}>
          <Segmented options={terms.formats.map((value) => ({ value, label: t(`export.as.${value}`) }))} />
        </Form.Item>
      </div>
      <p className="s12 t3">
        {t("export.terms", { days: terms.days, most: count(terms.most, language), kept: terms.kept_days })}
      </p>
      {left ? <ProblemNotice error={left} /> : null}
      <Button type="primary" htmlType="submit" icon={<FileDown />} loading={act.isPending}>
        {t("export.act")}
      </Button>
    </Form>
  );
}
