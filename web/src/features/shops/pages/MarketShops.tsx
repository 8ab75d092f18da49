import { Button, Form, Input, Modal } from "antd";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { useMe } from "@/app/data";
import { counted, tableDay } from "@/app/format";
import { useLanguage, usePlace, useWhen } from "@/app/place";
import type { Shop } from "@/app/types";
import type { Columns } from "@/parts/DataTable";
import { Empty } from "@/parts/Empty";
import { MarketPills } from "@/parts/MarketPills";
import { PagedTable } from "@/parts/PagedTable";
import { PageHead } from "@/parts/PageHead";
import { ProblemNotice, useOnFields } from "@/parts/Problem";
import { ShopSign } from "@/parts/Tag";
import { useMarketShops, useOpenShop } from "../data";
import { ViewAs } from "../parts/ViewAs";

/** The open shops of a market; an operator may open another. */
export default function MarketShops() {
  const { t } = useTranslation("shops");
  const { market } = usePlace();
  const { data: me } = useMe();
  const language = useLanguage();
  const [query, setQuery] = useSearchParams();
  const [opening, setOpening] = useState(false);
  const answer = useMarketShops(market, query.get("cursor") ?? "");
  const turn = (cursor: string) => setQuery({ cursor });
  const add = me?.operator?.permissions.includes("shops.open") && (
    <Button type="primary" icon={<Plus />} onClick={() => setOpening(true)}>
      {t("market.open")}
    </Button>
  );
  const [seen, see] = useState<Shop | null>(null);
  const look = me?.operator?.permissions.includes("identity.view_as") ? see : null;
  const columns = useColumns(look);
  return (
    <div className="col" style={{ gap: 14 }}>
      <PageHead
        title={t("market.title")}
        acts={
          <>
            <MarketPills />
            {add}
          </>
        }
      />
      <section className="card" style={{ overflow: "clip" }}>
        <PagedTable
          answer={answer}
          told={({ total }) => t("market.count", counted(total, language))}
          turn={turn}
          columns={columns}
          height={44}
          card={(shop) => (
            <div className="pad row">
              <Link to={`/shop/${shop.id}`} className="row grow">
                <ShopSign name={shop.name} /> <b>{shop.name}</b>
              </Link>
              {look && <Look shop={shop} look={look} />}
            </div>
          )}
          empty={<Empty fact={t("market.none")} act={add} />}
        />
      </section>
      <ViewAs shop={seen} close={() => see(null)} />
      <Opening market={market} open={opening} close={() => setOpening(false)} />
    </div>
  );
}

type Looking = (shop: Shop) => void;

function Look({ shop, look }: { shop: Shop; look: Looking }) {
  const { t } = useTranslation("shops");
  return (
    <button
      type="button"
      className="link nw"
      aria-label={t("view_as.open_one", { name: shop.name })}
      onClick={() => look(shop)}
    >
      {t("view_as.open")}
    </button>
  );
}

function useColumns(look: Looking | null): Columns<Shop> {
  const { t } = useTranslation("shops");
  const when = useWhen();
  return [
    {
      key: "name",
      title: t("market.shop"),
      render: (_, shop) => (
        <Link to={`/shop/${shop.id}`} className="row" style={{ gap: 10 }}>
          <ShopSign name={shop.name} />
          <span className="w5">{shop.name}</span>
        </Link>
      ),
    },
    { key: "about", title: t("market.about"), render: (_, shop) => <span className="t2 el">{shop.description}</span> },
    {
      key: "since",
      title: t("market.since"),
      width: 140,
      render: (_, shop) => <span className="t2">{tableDay(Date.parse(shop.opened_at), when)}</span>,
    },
    ...(look
      ? [
          {
            key: "look",
            title: <span className="hidden-visually">{t("view_as.open")}</span>,
            width: 150,
            align: "right" as const,
            render: (_: unknown, shop: Shop) => <Look shop={shop} look={look} />,
          },
        ]
      : []),
  ];
}

function Opening({ market, open, close }: { market: string | null; open: boolean; close: () => void }) {
  const { t } = useTranslation(["shops", "app"]);
  const act = useOpenShop(market);
  const [form] = Form.useForm<{ name: string; owner: string; description?: string }>();
  const left = useOnFields(form, act.error, ["name", "owner", "description"]);
  return (
    <Modal
      open={open}
      onCancel={close}
      title={t("market.open")}
      okText={t("market.open_go")}
      cancelText={t("app:act.cancel")}
      confirmLoading={act.isPending}
      onOk={() => form.submit()}
      afterClose={() => act.reset()}
      destroyOnHidden
    >
      <Form
        form={form}
        layout="vertical"
        onFinish={({ name, owner, description }) =>
          act.mutate({ name: name.trim(), owner: owner.trim(), description: description ?? "" }, { onSuccess: close })
        }
      >
        <Form.Item
          name="name"
          label={t("market.name")}
          rules={[{ required: true, whitespace: true, message: t("market.needs_name") }]}
        >
          <Input maxLength={60} autoFocus />
        </Form.Item>
        <Form.Item
          name="owner"
          label={t("market.owner")}
          extra={t("market.owner_hint")}
          rules={[{ required: true, whitespace: true, message: t("market.needs_owner") }]}
        >
          <Input maxLength={254} />
        </Form.Item>
        <Form.Item name="description" label={t("market.about")}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2000} />
        </Form.Item>
      </Form>
      {left ? <ProblemNotice error={left} /> : null}
    </Modal>
  );
}
