import { Checkbox, Form, Input, Modal } from "antd";
import { TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useMarkets } from "@/app/data";
import { usePlace } from "@/app/place";
import type { Rule } from "@/app/types";
import { Notice, ProblemNotice, useOnFields } from "@/parts/Problem";
import { useDraft } from "../data";
import { read, shown } from "./figures";
import { Value } from "./Value";

type Fields = {
  value: unknown;
  absent?: boolean;
  since?: string;
  reason: string;
  emergency?: boolean;
  replaces_all?: boolean;
  where?: Record<string, string>;
};
const NAMES = ["value", "since", "reason", "replaces_all", "where", "unit", "rule"];

/** A change of this rule, written down for another person to publish. */
export function Draft({ rule, open, close }: { rule: Rule; open: boolean; close: () => void }) {
  const { t } = useTranslation(["lawbook", "app"]);
  const { market } = usePlace();
  const markets = useMarkets();
  const currency = markets.data?.find(({ code }) => code === market)?.currency ?? "";
  const [form] = Form.useForm<Fields>();
  const draft = useDraft(market);
  const left = useOnFields(form, draft.error, NAMES);
  const [absent, emergency] = [Form.useWatch("absent", form), Form.useWatch("emergency", form)];
  const held = rule.history.find(({ key }) => key === rule.in_force?.key);
  const mayBeAbsent = rule.history.some(({ value }) => value === null);
  const finish = (given: Fields) => {
    const where = Object.fromEntries(Object.entries(given.where ?? {}).filter(([, word]) => word));
    const value = given.absent ? null : read(rule, given.value, currency);
    if (value === undefined) {
      form.setFields([{ name: "value", errors: [t("draft.unreadable")] }]);
      return;
    }
    draft.mutate(
      {
        rule: rule.id,
        value,
        where,
        since: emergency ? null : given.since || null,
        reason: given.reason,
        emergency: given.emergency ?? false,
        replaces_all: given.replaces_all ?? false,
        unit: held?.unit ?? null,
      },
      { onSuccess: close },
    );
  };
  return (
    <Modal
      open={open}
      onCancel={close}
      title={t("draft.title", { name: rule.name })}
      okText={t("draft.act")}
      cancelText={t("app:act.cancel")}
      confirmLoading={draft.isPending}
      onOk={() => form.submit()}
      afterClose={() => draft.reset()}
      destroyOnHidden
    >
      <p className="t2" style={{ marginBottom: 12 }}>
        {rule.says}
      </p>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ value: shown(rule, held?.value ?? null), reason: "" }}
        preserve={false}
        onFinish={finish}
      >
        <Value rule={rule} unit={held?.unit ?? rule.unit} currency={currency} disabled={absent === true} />
        {mayBeAbsent && (
          <Form.Item name="absent" valuePropName="checked">
            <Checkbox>{t("draft.absent")}</Checkbox>
          </Form.Item>
        )}
        {rule.asked_with.map((key) => (
          <Form.Item key={key} name={["where", key]} label={t("draft.where", { key })}>
            <Input placeholder={t("draft.any")} />
          </Form.Item>
        ))}
        {rule.asked_with.length > 0 && (
          <Form.Item name="replaces_all" valuePropName="checked">
            <Checkbox>{t("draft.replaces_all")}</Checkbox>
          </Form.Item>
        )}
        <Form.Item name="since" label={t("draft.since")} extra={t("draft.since_extra")}>
          <Input type="date" disabled={emergency} />
        </Form.Item>
        <Form.Item name="emergency" valuePropName="checked">
          <Checkbox>{t("draft.emergency")}</Checkbox>
        </Form.Item>
        {emergency && (
          <Notice icon={<TriangleAlert />} head={t("draft.emergency_head")}>
            {t("draft.emergency_what")}
          </Notice>
        )}
        <Form.Item name="reason" label={t("draft.reason")} extra={t("draft.reason_extra")}>
          <Input.TextArea rows={3} maxLength={800} />
        </Form.Item>
      </Form>
      {left ? <ProblemNotice error={left} /> : null}
    </Modal>
  );
}
