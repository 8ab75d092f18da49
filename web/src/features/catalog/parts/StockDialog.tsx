import { Form, Input, InputNumber, Modal, Radio } from "antd";
import { useTranslation } from "react-i18next";
import type { Product, Sku } from "@/app/types";
import { ProblemNotice, useOnFields } from "@/parts/Problem";
import { useAdjustStock } from "../data";

type Values = { way: "in" | "out"; pieces: number; reason: string };

/** Book pieces that came to the shelf or left it, with why. */
export function StockDialog({ product, sku, close }: { product: Product; sku: Sku | null; close: () => void }) {
  const { t } = useTranslation(["catalog", "app"]);
  const adjust = useAdjustStock(product);
  const [form] = Form.useForm<Values>();
  const way = Form.useWatch("way", form);
  const pieces = Form.useWatch("pieces", form) ?? 0;
  const left = useOnFields(form, adjust.error, ["reason"]);
  const after = (sku?.stock ?? 0) + (way === "out" ? -pieces : pieces);
  return (
    <Modal
      open={sku !== null}
      onCancel={close}
      title={t("stock.title", { name: sku?.name || sku?.code })}
      okText={t("stock.book")}
      cancelText={t("app:act.cancel")}
      confirmLoading={adjust.isPending}
      onOk={() => form.submit()}
      afterClose={() => adjust.reset()}
      destroyOnHidden
    >
      <Form
        form={form}
        layout="vertical"
        component={false}
        initialValues={{ way: "in", pieces: 1, reason: "" }}
        onFinish={({ way: chosen, pieces: many, reason }) =>
          sku &&
          adjust.mutate(
            { sku: sku.id, delta: chosen === "out" ? -many : many, reason: (reason ?? "").trim() },
            { onSuccess: close },
          )
        }
      >
        <Form.Item name="way">
          <Radio.Group
            optionType="button"
            options={[
              { value: "in", label: t("stock.in") },
              { value: "out", label: t("stock.out") },
            ]}
          />
        </Form.Item>
        <Form.Item
          name="pieces"
          label={t("stock.pieces")}
          extra={t("stock.after", { count: after })}
          rules={[{ required: true, message: t("stock.needs_pieces") }]}
        >
          <InputNumber min={1} precision={0} autoFocus />
        </Form.Item>
        <Form.Item name="reason" label={t("stock.reason")}>
          <Input maxLength={200} placeholder={t("stock.reason_hint")} />
        </Form.Item>
      </Form>
      {left ? <ProblemNotice error={left} /> : null}
    </Modal>
  );
}
