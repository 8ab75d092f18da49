import { Button, Form, Input, Modal, Radio } from "antd";
import { useTranslation } from "react-i18next";
import { ProblemNotice, useOnFields } from "@/parts/Problem";

type Props = {
  open: boolean;
  close: () => void;
  title: string;
  /** What happens at once and cannot be undone, in one sentence. */
  consequence: string;
  reasons: string[];
  verb: string;
  keep: string;
  busy: boolean;
  error: Error | null;
  cancel: (reason: string) => void;
};

/** An irreversible act says what it does, asks why, and offers to leave things as they are. */
export function CancelDialog({ open, close, title, consequence, reasons, verb, keep, busy, error, cancel }: Props) {
  const { t } = useTranslation("orders");
  const [form] = Form.useForm<{ choice: string; reason?: string }>();
  const choice = Form.useWatch("choice", form);
  const left = useOnFields(form, error, ["reason"]);
  return (
    <Modal
      open={open}
      onCancel={close}
      title={title}
      destroyOnHidden
      footer={
        <>
          <Button onClick={close}>{keep}</Button>
          <Button danger type="primary" loading={busy} onClick={() => form.submit()}>
            {verb}
          </Button>
        </>
      }
    >
      <p className="t2" style={{ marginBottom: 16 }}>
        {consequence}
      </p>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ choice: reasons[0] }}
        onFinish={({ choice: chosen, reason }) => cancel((chosen === "other" ? (reason ?? "") : chosen).trim())}
      >
        <Form.Item name="choice" label={t("cancel.reason")}>
          <Radio.Group
            className="col"
            style={{ gap: 8 }}
            options={[
              ...reasons.map((value) => ({ value, label: value })),
              { value: "other", label: t("cancel.other") },
            ]}
          />
        </Form.Item>
        {choice === "other" && (
          <Form.Item name="reason" rules={[{ required: true, whitespace: true, message: t("cancel.needs_reason") }]}>
            <Input.TextArea rows={2} maxLength={120} showCount autoFocus aria-label={t("cancel.other")} />
          </Form.Item>
        )}
      </Form>
      {left ? <ProblemNotice error={left} /> : null}
    </Modal>
  );
}
