import { Checkbox, Form, Input, Modal } from "antd";
import { useTranslation } from "react-i18next";
import { usePlace } from "@/app/place";
import type { Override } from "@/app/types";
import { ProblemNotice, useOnFields } from "@/parts/Problem";
import { useRepeal, useWithdraw } from "../data";

type Fields = { reason: string; since?: string; emergency?: boolean };

/** Withdraw a draft or a notice, or draft the repeal of what is in force: each with a reason. */
export function Ending({ one, close }: { one: Override | null; close: () => void }) {
  const { t } = useTranslation(["lawbook", "app"]);
  const { market } = usePlace();
  const [form] = Form.useForm<Fields>();
  const withdraw = useWithdraw(market);
  const repeal = useRepeal(market);
  const repealing = one?.state === "in_force";
  const act = repealing ? repeal : withdraw;
  const left = useOnFields(form, act.error, ["reason", "since"]);
  const emergency = Form.useWatch("emergency", form);
  const finish = ({ reason, since, emergency: urgent }: Fields) => {
    if (!one) return;
    const id = one.id;
    if (repealing)
      repeal.mutate({ id, reason, since: since || null, emergency: urgent ?? false }, { onSuccess: close });
    else withdraw.mutate({ id, reason }, { onSuccess: close });
  };
  return (
    <Modal
      open={one !== null}
      onCancel={close}
      title={t(repealing ? "own.repeal_title" : "own.withdraw_title", { name: one?.name })}
      okText={t(repealing ? "own.repeal_draft" : "own.withdraw")}
      okButtonProps={{ danger: true }}
      cancelText={t("app:act.cancel")}
      confirmLoading={act.isPending}
      onOk={() => form.submit()}
      afterClose={() => {
        withdraw.reset();
        repeal.reset();
      }}
      destroyOnHidden
    >
      <Form form={form} layout="vertical" initialValues={{ reason: "" }} preserve={false} onFinish={finish}>
        {repealing && (
          <>
            <Form.Item name="since" label={t("draft.since")} extra={t("draft.since_extra")}>
              <Input type="date" disabled={emergency} />
            </Form.Item>
            <Form.Item name="emergency" valuePropName="checked">
              <Checkbox>{t("draft.emergency")}</Checkbox>
            </Form.Item>
          </>
        )}
        <Form.Item name="reason" label={t("draft.reason")}>
          <Input.TextArea rows={3} maxLength={800} />
        </Form.Item>
      </Form>
      {left ? <ProblemNotice error={left} /> : null}
    </Modal>
  );
}
