import { App, Button, Form, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useProduct } from "@/app/data";
import { money } from "@/app/format";
import { At } from "@/app/place";
import type { Product } from "@/app/types";
import { Countdown } from "@/parts/countdown/Countdown";
import { PageHead } from "@/parts/PageHead";
import { Picture } from "@/parts/Picture";
import { PageProblem, ProblemNotice, useOnFields } from "@/parts/Problem";
import { PageSkeleton } from "@/parts/Skeletons";
import { Status } from "@/parts/Status";
import { useBan, useMove, useReject } from "../data";
import css from "../parts/Manage.module.css";
import { may, moveOf } from "../parts/state";

/** One product before a reviewer: everything on it, and the three things they may do. */
export default function ReviewProduct() {
  const { productId = "" } = useParams();
  const { data: product, error, refetch } = useProduct(productId);
  if (error && !product) return <PageProblem error={error} retry={() => void refetch()} />;
  if (!product) return <PageSkeleton />;
  return (
    <At as="operator" market={product.market}>
      <Whole product={product} />
    </At>
  );
}

function Whole({ product }: { product: Product }) {
  const { t } = useTranslation("catalog");
  const { message } = App.useApp();
  const [asking, ask] = useState<"reject" | "ban" | null>(null);
  const move = useMove(product);
  return (
    <div className="col gap16">
      <PageHead
        title={product.title}
        above={<Link to="/op/products">{t("review.title")}　›</Link>}
        beside={<Status move={moveOf(product.state, "operator")}>{product.state_text}</Status>}
        acts={
          <>
            {may(product, "ban") && (
              <Button danger onClick={() => ask("ban")}>
                {t("move.ban")}
              </Button>
            )}
            {may(product, "reject") && <Button onClick={() => ask("reject")}>{t("move.reject")}</Button>}
            {may(product, "approve") && (
              <Button
                type="primary"
                loading={move.isPending}
                onClick={() => move.mutate("approve", { onSuccess: () => void message.success(t("moved.approve")) })}
              >
                {t("move.approve")}
              </Button>
            )}
          </>
        }
      />
      {move.error && <ProblemNotice error={move.error} />}
      <div className={css.grid}>
        <div className={css.stack}>
          <section className="card pad">
            <div className={css.pictures}>
              {product.pictures.map((src, at) => (
                <Picture key={src} src={src} alt={t("edit.picture", { n: at + 1 })} size={160} radius={8} />
              ))}
              {product.pictures.length === 0 && <span className="t3">{t("edit.no_pictures")}</span>}
            </div>
            <p style={{ marginTop: 12, whiteSpace: "pre-line" }}>{product.description}</p>
          </section>
          <section className="card" style={{ overflow: "clip" }}>
            <table className={css.variants}>
              <thead>
                <tr>
                  <th>{t("sku.code")}</th>
                  <th>{t("sku.name")}</th>
                  <th>{t("sku.barcode")}</th>
                  <th className="right">{t("sku.price")}</th>
                </tr>
              </thead>
              <tbody>
                {product.skus.map((sku) => (
                  <tr key={sku.id}>
                    <td>{sku.code}</td>
                    <td>{sku.name}</td>
                    <td>{sku.barcode}</td>
                    <td className="right w5">{money(sku.price)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </div>
        <aside className={css.stack}>
          <section className="card pad">
            <p className="w5">{product.shop.name}</p>
            <p className="s13 t3">{product.category.name}</p>
          </section>
          {product.deadlines.map((deadline) => (
            <section className="card pad col" style={{ gap: 6 }} key={deadline.id}>
              <div className="row sb">
                <h2>{deadline.title}</h2>
                <Countdown deadline={deadline} size="pill" />
              </div>
              <p className="s12 t3">{deadline.what}</p>
            </section>
          ))}
        </aside>
      </div>
      <Reasons product={product} kind={asking} close={() => ask(null)} />
    </div>
  );
}

function Reasons({ product, kind, close }: { product: Product; kind: "reject" | "ban" | null; close: () => void }) {
  const { t } = useTranslation(["catalog", "app"]);
  const [form] = Form.useForm<{ reasons: string }>();
  const reject = useReject(product);
  const ban = useBan(product);
  const act = kind === "ban" ? ban : reject;
  const left = useOnFields(form, act.error, ["reasons"]);
  const lines = (text: string) =>
    text
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean);
  return (
    <Modal
      open={kind !== null}
      onCancel={close}
      title={t(`review.${kind ?? "reject"}_title`)}
      okText={t(`move.${kind ?? "reject"}`)}
      okButtonProps={{ danger: kind === "ban" }}
      cancelText={t("app:act.cancel")}
      confirmLoading={act.isPending}
      onOk={() => form.submit()}
      destroyOnHidden
    >
      <Form
        form={form}
        layout="vertical"
        onFinish={({ reasons }) =>
          kind === "ban"
            ? ban.mutate(lines(reasons).join(" "), { onSuccess: close })
            : reject.mutate(lines(reasons), { onSuccess: close })
        }
      >
        <Form.Item
          name="reasons"
          label={t(`review.${kind ?? "reject"}_reasons`)}
          rules={[{ required: true, whitespace: true, message: t("review.needs_reason") }]}
        >
          <Input.TextArea rows={4} maxLength={800} autoFocus />
        </Form.Item>
      </Form>
      {left ? <ProblemNotice error={left} /> : null}
    </Modal>
  );
}
