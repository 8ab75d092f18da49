import { Form, Input, Modal, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Shop } from "@/app/types";
import { ProblemNotice, useOnFields } from "@/parts/Problem";
import { useViewAs } from "../data";
import { ROLES } from "./roles";

/** Ask as whom of a shop an operator is to look at it, and why. */
export function ViewAs({ shop, close }: { shop: Shop | null; close: () => void }) {
  const { t } = useTranslation(["shops", "app"]);
  const act = useViewAs();
  const [form] = Form.useForm<{ role: string; reason: string }>();
  const left = useOnFields(form, act.error, ["role", "reason"]);
  return (
    <Modal
      open={shop !== null}
      onCancel={close}
      title={t("view_as.title", { name: shop?.name })}
      okText={t("view_as.go")}
      cancelText={t("app:act.cancel")}
      confirmLoading={act.isPending}
      onOk={() => form.submit()}
      afterClose={() => act.reset()}
      destroyOnHidden
    >
      <p className="t2" style={{ marginBottom: 16 }}>
        {t("view_as.about")}
      </p>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ role: "owner" }}
        onFinish={(asked) => shop && act.mutate({ shop: shop.id, ...asked })}
      >
        <Form.Item name="role" label={t("view_as.role")}>
          <Select options={ROLES.map((value) => ({ value, label: t(`app:role.${value}`) }))} />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t("view_as.reason")}
          extra={t("view_as.reason_hint")}
          rules={[{ required: true, whitespace: true, message: t("view_as.needs_reason") }]}
        >
          <Input maxLength={120} autoFocus />
        </Form.Item>
      </Form>
      {left ? <ProblemNotice error={left} /> : null}
    </Modal>
  );
}
