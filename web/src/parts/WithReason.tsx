import { Form, Input, Modal } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Refusal, useOnFields } from "./Problem";

type Props<Fields> = {
  open: boolean;
  title: string;
  about: string;
  go: string;
  hint: string;
  danger?: boolean;
  /** More that is asked, before the reason: form items, named as the act's fields. */
  children?: ReactNode;
  initial?: Partial<Fields>;
  act: { error: Error | null; isPending: boolean; reset: () => void };
  ask: (said: Fields & { reason: string }) => void;
  close: () => void;
};

/** An act on somebody else, which says what it does and wants a reason that stays on record (`hint` says who reads it). */
export function WithReason<Fields extends object = object>({ act, ask, close, ...shown }: Props<Fields>) {
  const { t } = useTranslation(["parts", "app"]);
  const [form] = Form.useForm();
  const left = useOnFields(form, act.error, [...Object.keys(shown.initial ?? {}), "reason"]);
  return (
    <Modal
      open={shown.open}
      onCancel={close}
      title={shown.title}
      okText={shown.go}
      okButtonProps={{ danger: shown.danger ?? false }}
      cancelText={t("app:act.cancel")}
      confirmLoading={act.isPending}
      onOk={() => form.submit()}
      afterClose={() => act.reset()}
      destroyOnHidden
    >
      <p className="t2" style={{ marginBottom: 16 }}>
        {shown.about}
      </p>
      <Form
        form={form}
        layout="vertical"
        initialValues={shown.initial ?? {}}
        onFinish={(said) => ask({ ...said, reason: said.reason.trim() })}
      >
        {shown.children}
        <Form.Item
          name="reason"
          label={t("reason.label")}
          extra={shown.hint}
          rules={[{ required: true, whitespace: true, message: t("reason.needed") }]}
        >
          <Input maxLength={120} autoFocus />
        </Form.Item>
      </Form>
      {left ? <Refusal error={left} /> : null}
    </Modal>
  );
}
