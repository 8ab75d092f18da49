import { Form, Input, Modal, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { MarketTerms } from "@/app/types";
import { ProblemNotice, useOnFields } from "@/parts/Problem";
import { useOpenMarket, useProposePack } from "../data";
import { useMarketName } from "./MarketCard";

const BASE = "";
type Fields = { pack: string; since: string; reason?: string };

/** Open a market under a pack; or propose another one for a market that is open, which a second person settles. */
export function Opening({ market, close }: { market: MarketTerms | null; close: () => void }) {
  const { t } = useTranslation(["lawbook", "app"]);
  const named = useMarketName();
  const open = useOpenMarket();
  const propose = useProposePack();
  const [form] = Form.useForm<Fields>();
  const isOpen = market !== null && market.opened !== null;
  const act = isOpen ? propose : open;
  const left = useOnFields(form, act.error, ["pack", "since", "reason"]);
  const choices = market?.choices.filter(({ name }) => !isOpen || name !== market.pack?.name) ?? [];
  const finish = ({ pack, since, reason = "" }: Fields) => {
    if (!market) return;
    const asked = { code: market.code, pack: pack || null, since };
    if (isOpen) propose.mutate({ ...asked, reason: reason.trim() }, { onSuccess: close });
    else open.mutate(asked, { onSuccess: close });
  };
  return (
    <Modal
      open={market !== null}
      onCancel={close}
      title={market && t(isOpen ? "markets.change_title" : "markets.open_title", { market: named(market.code) })}
      okText={t(isOpen ? "markets.propose" : "markets.open")}
      cancelText={t("app:act.cancel")}
      confirmLoading={act.isPending}
      onOk={() => form.submit()}
      afterClose={() => {
        open.reset();
        propose.reset();
      }}
      destroyOnHidden
    >
      <p className="t2" style={{ marginBottom: 16 }}>
        {t(isOpen ? "markets.change_about" : "markets.open_about")}
      </p>
      <Form
        key={market?.code}
        form={form}
        layout="vertical"
        preserve={false}
        initialValues={{ pack: choices[0]?.name ?? BASE, since: market?.earliest }}
        onFinish={finish}
      >
        <Form.Item name="pack" label={t("markets.pack")}>
          <Select
            options={choices.map(({ name, title, rules }) => ({
              value: name ?? BASE,
              label: name ? t("markets.choice", { title, n: rules }) : title,
            }))}
          />
        </Form.Item>
        <Form.Item
          name="since"
          label={t("markets.since")}
          {...(isOpen && { extra: t("markets.earliest", { day: market.earliest }) })}
          rules={[{ required: true, message: t("markets.needs_since") }]}
        >
          <Input type="date" />
        </Form.Item>
        {isOpen && (
          <Form.Item
            name="reason"
            label={t("draft.reason")}
            rules={[{ required: true, whitespace: true, message: t("markets.needs_reason") }]}
          >
            <Input maxLength={120} />
          </Form.Item>
        )}
      </Form>
      {left ? <ProblemNotice error={left} /> : null}
    </Modal>
  );
}
