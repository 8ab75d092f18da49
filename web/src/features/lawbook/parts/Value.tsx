import { Form, Input, InputNumber, Select, Switch } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Rule } from "@/app/types";
import { kindOf } from "./figures";

/** The field for a rule's new value, after the rule's own unit and shape. */
export function Value({ rule, unit, currency, disabled }: Props) {
  const { t } = useTranslation("lawbook");
  const kind = kindOf(rule);
  const words = (rule.options ?? []).map((value) => ({ value, label: value }));
  const fields: Record<typeof kind, ReactNode> = {
    whole: (
      <InputNumber disabled={disabled} min={0} precision={0} style={{ width: 200 }} suffix={t(`unit.${unit}`, "")} />
    ),
    money: <Input disabled={disabled} prefix={currency} inputMode="decimal" style={{ width: 200 }} />,
    text: <Input disabled={disabled} style={{ width: 200 }} />,
    one: <Select disabled={disabled} options={words} style={{ width: 240 }} />,
    several: <Select disabled={disabled} mode="multiple" options={words} />,
    bool: <Switch disabled={disabled} />,
    json: <Input.TextArea disabled={disabled} rows={6} style={{ fontFamily: "var(--js-font-family-code)" }} />,
  };
  return (
    <Form.Item name="value" label={t("draft.value")} {...(kind === "bool" && { valuePropName: "checked" })}>
      {fields[kind]}
    </Form.Item>
  );
}

type Props = { rule: Rule; unit: string; currency: string; disabled: boolean };
