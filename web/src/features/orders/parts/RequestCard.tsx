import { Button, Form, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { money } from "@/app/format";
import type { Cancellation, Order } from "@/app/types";
import { may } from "@/parts/bulk/verbs";
import { Countdown } from "@/parts/countdown/Countdown";
import { ProblemNotice, useOnFields } from "@/parts/Problem";
import { useAnswer } from "../data";
import css from "./Orders.module.css";

/** The buyer asks to cancel: the clock, what silence means, and the two answers. */
export function RequestCard({ order, request }: { order: Order; request: Cancellation }) {
  const { t } = useTranslation("orders");
  const [declining, decline] = useState(false);
  const answer = useAnswer(order);
  const amount = money(order.amounts.paid);
  const pieces = request.lines ? Object.values(request.lines).reduce((sum, one) => sum + one, 0) : null;
  return (
    <section className={`card ${css.request}`} aria-label={t("request.title")}>
      <div className="grow">
        <div className="row wrap">
          <h2>{t("request.title")}</h2>
          {request.deadline && <Countdown deadline={request.deadline} size="pill" named />}
        </div>
        <p className="s13 t2">
          {pieces === null ? t("request.whole") : t("request.part", { count: pieces })} ·{" "}
          {t("request.reason", { reason: request.reason })}
        </p>
        {request.deadline && <p className="s12 t2">{request.deadline.what}</p>}
        {answer.error && !declining && <ProblemNotice error={answer.error} />}
      </div>
      {may(order, "answer_cancellation") && (
        <div className="row wrap">
          <Button onClick={() => decline(true)}>{t("request.decline")}</Button>
          <Button
            type="primary"
            loading={answer.isPending && !declining}
            onClick={() => answer.mutate({ request: request.id, accept: true, reason: "" })}
          >
            {pieces === null ? t("request.agree_refund", { amount }) : t("request.agree")}
          </Button>
        </div>
      )}
      <Decline open={declining} close={() => decline(false)} order={order} request={request} />
    </section>
  );
}

function Decline({
  open,
  close,
  order,
  request,
}: {
  open: boolean;
  close: () => void;
  order: Order;
  request: Cancellation;
}) {
  const { t } = useTranslation(["orders", "app"]);
  const answer = useAnswer(order);
  const [form] = Form.useForm<{ reason: string }>();
  const left = useOnFields(form, answer.error, ["reason"]);
  return (
    <Modal
      open={open}
      onCancel={close}
      title={t("request.decline_title")}
      okText={t("request.decline")}
      cancelText={t("app:act.cancel")}
      confirmLoading={answer.isPending}
      onOk={() => form.submit()}
      destroyOnHidden
    >
      <Form
        form={form}
        layout="vertical"
        onFinish={({ reason }) =>
          answer.mutate({ request: request.id, accept: false, reason: reason.trim() }, { onSuccess: close })
        }
      >
        <Form.Item
          name="reason"
          label={t("request.decline_reason")}
          rules={[{ required: true, whitespace: true, message: t("request.decline_needs") }]}
        >
          <Input.TextArea rows={3} maxLength={120} showCount autoFocus />
        </Form.Item>
      </Form>
      {left ? <ProblemNotice error={left} /> : null}
    </Modal>
  );
}
