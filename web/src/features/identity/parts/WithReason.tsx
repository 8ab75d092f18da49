import { Form, Input, Modal } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { ApiProblem } from "@/app/problem";
import { ProblemNotice, useOnFields } from "@/parts/Problem";

type Props = {
  open: boolean;
  title: string;
  about: string;
  go: string;
  act: { error: Error | null; isPending: boolean; reset: () => void };
  ask: (reason: string) => void;
  close: () => void;
};

/** An act on somebody else, which says what it does and wants a reason that stays on record. */
export function WithReason({ open, title, about, go, act, ask, close }: Props) {
  const { t } = useTranslation(["identity", "app"]);
  const [form] = Form.useForm<{ reason: string }>();
  const left = useOnFields(form, act.error, ["reason"]);
  return (
    <Modal
      open={open}
      onCancel={close}
      title={title}
      okText={go}
      okButtonProps={{ danger: true }}
      cancelText={t("app:act.cancel")}
      confirmLoading={act.isPending}
      onOk={() => form.submit()}
      afterClose={() => act.reset()}
      destroyOnHidden
    >
      <p className="t2" style={{ marginBottom: 16 }}>
        {about}
      </p>
      <Form form={form} layout="vertical" onFinish={({ reason }) => ask(reason.trim())}>
        <Form.Item
          name="reason"
          label={t("person.reason")}
          extra={t("person.reason_hint")}
          rules={[{ required: true, whitespace: true, message: t("person.needs_reason") }]}
        >
          <Input maxLength={120} autoFocus />
        </Form.Item>
      </Form>
      {left ? <Refusal error={left} /> : null}
    </Modal>
  );
}

/** Why it was refused; and where it wants a sign-in that is fresh, the way there. */
export function Refusal({ error }: { error: unknown }) {
  const { t } = useTranslation("identity");
  const { pathname } = useLocation();
  return (
    <>
      <ProblemNotice error={error} />
      {error instanceof ApiProblem && error.code === "identity.prove_anew" && (
        <p style={{ marginTop: 8 }}>
          <Link className="link" to={`/sign-in?again&next=${encodeURIComponent(pathname)}`}>
            {t("security.again")}
          </Link>
        </p>
      )}
    </>
  );
}
