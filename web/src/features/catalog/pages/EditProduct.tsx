import { App, Button, Form, Input, Select } from "antd";
import { CircleSlash, Info } from "lucide-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { useMarkets, useProduct } from "@/app/data";
import { usePlace } from "@/app/place";
import type { Category, Product } from "@/app/types";
import { Countdown } from "@/parts/countdown/Countdown";
import { NearNotice } from "@/parts/NearNotice";
import { PageHead } from "@/parts/PageHead";
import { Notice, PageProblem, ProblemNotice, showOnFields } from "@/parts/Problem";
import { PageSkeleton } from "@/parts/Skeletons";
import { Status } from "@/parts/Status";
import { useCategories, useChange, useCreate, useLimits, useMove } from "../data";
import { type Draft, draftOf, FIELDS, toChange, toCreate } from "../parts/draft";
import css from "../parts/Manage.module.css";
import { Pictures } from "../parts/Pictures";
import { may, moveOf } from "../parts/state";
import { Variants } from "../parts/Variants";

/** Write down a product, or change one; what it may be sold by is reviewed, prices are not. */
export default function EditProduct() {
  const { shopId = "", productId } = useParams();
  const { data: product, error, refetch } = useProduct(productId ?? "", productId !== undefined);
  const markets = useMarkets();
  if (error && !product) return <PageProblem error={error} retry={() => void refetch()} />;
  if ((productId && !product) || !markets.data) return <PageSkeleton />;
  return <Editor key={product?.id ?? "new"} shop={shopId} product={product} />;
}

function Editor({ shop, product }: { shop: string; product: Product | undefined }) {
  const { t } = useTranslation(["catalog", "app"]);
  const go = useNavigate();
  const { message } = App.useApp();
  const { market } = usePlace();
  const { data: markets } = useMarkets();
  const here = markets?.find(({ code }) => code === market);
  const coin = { currency: product?.currency ?? here?.currency ?? "CNY", places: here?.places ?? 2 };
  const before = useMemo(() => draftOf(product), [product]);
  const [form] = Form.useForm<Draft>();
  const create = useCreate(shop);
  const change = useChange(product);
  const limits = useLimits(product?.id);
  const [unplaced, setUnplaced] = useState<unknown>(null);
  const words = !product || product.state === "draft" || product.state === "off_sale";
  const closed = product?.state === "banned" || product?.state === "in_review";
  const failed = (error: Error) => setUnplaced(showOnFields(form, error, FIELDS));

  const save = (draft: Draft) => {
    setUnplaced(null);
    if (!product) {
      create.mutate(toCreate(draft, coin), {
        onSuccess: ({ id }) => void go(`/s/${shop}/products/${id}`, { replace: true }),
        onError: failed,
      });
      return;
    }
    const patch = toChange(draft, before, coin, words);
    if (Object.keys(patch).length === 0) return void message.info(t("edit.nothing"));
    change.mutate(patch, {
      onSuccess: (saved) => {
        form.setFieldsValue(draftOf(saved));
        message.success(t("edit.saved"));
      },
      onError: failed,
    });
  };
  const busy = create.isPending || change.isPending;
  return (
    <Form form={form} layout="vertical" initialValues={before} onFinish={save} disabled={closed} className="col gap16">
      <PageHead
        title={product ? product.title : t("edit.new")}
        above={<Link to={`/s/${shop}/products`}>{t("manage.title")}　›</Link>}
        beside={product && <Status move={moveOf(product.state, "shop")}>{product.state_text}</Status>}
        acts={
          <>
            {product && <Moves product={product} failed={setUnplaced} />}
            {!closed && (
              <Button type={product?.state === "draft" ? "default" : "primary"} htmlType="submit" loading={busy}>
                {t("app:act.save")}
              </Button>
            )}
          </>
        }
      />
      {unplaced ? <ProblemNotice error={unplaced} /> : null}
      <NearNotice limits={limits.data} />
      {product && <Findings product={product} words={words} />}
      <div className={css.grid}>
        <div className={css.stack}>
          <section className="card pad">
            <Form.Item
              name="title"
              label={t("edit.title")}
              rules={[{ required: true, whitespace: true, message: t("edit.needs_title") }]}
            >
              <Input maxLength={200} disabled={!words || closed} />
            </Form.Item>
            <Categories disabled={!words || closed} />
            <Form.Item name="description" label={t("edit.description")} style={{ marginBottom: 0 }}>
              <Input.TextArea autoSize={{ minRows: 4, maxRows: 14 }} maxLength={10_000} disabled={!words || closed} />
            </Form.Item>
          </section>
          <Variants product={product} coin={coin} words={words} closed={closed} />
        </div>
        <aside className={css.stack}>
          <section className="card pad">
            <h2 style={{ marginBottom: 10 }}>{t("edit.pictures")}</h2>
            <Form.Item name="pictures" style={{ marginBottom: 0 }}>
              <Pictures shop={shop} disabled={!words || closed} />
            </Form.Item>
          </section>
          {product?.deadlines.map((deadline) => (
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
    </Form>
  );
}

function Categories({ disabled }: { disabled: boolean }) {
  const { t } = useTranslation("catalog");
  const { data: tree = [] } = useCategories();
  const leaf = ({ code, name }: Category) => ({ value: code, label: name });
  const options = tree.map((one) =>
    one.children.length > 0 ? { label: one.name, options: one.children.map(leaf) } : leaf(one),
  );
  return (
    <Form.Item
      name="category"
      label={t("edit.category")}
      rules={[{ required: true, message: t("edit.needs_category") }]}
    >
      <Select
        showSearch={{ optionFilterProp: "label" }}
        options={options}
        disabled={disabled}
        placeholder={t("edit.choose_category")}
      />
    </Form.Item>
  );
}

/** What can be done with the product now: each verb that its machine allows this reader. */
function Moves({ product, failed }: { product: Product; failed: (error: unknown) => void }) {
  const { t } = useTranslation("catalog");
  const move = useMove(product);
  const { message } = App.useApp();
  const verbs = (["submit", "publish", "withdraw"] as const).filter((verb) => may(product, verb));
  return verbs.map((verb) => (
    <Button
      key={verb}
      disabled={false}
      type={verb === "withdraw" ? "default" : "primary"}
      loading={move.isPending && move.variables === verb}
      onClick={() =>
        move.mutate(verb, {
          onSuccess: () => {
            failed(null);
            message.success(t(`moved.${verb}`));
          },
          onError: failed,
        })
      }
    >
      {t(`move.${verb}`)}
    </Button>
  ));
}

function Findings({ product, words }: { product: Product; words: boolean }) {
  const { t } = useTranslation("catalog");
  return (
    <>
      {product.reasons.length > 0 && (
        <Notice icon={<CircleSlash />} head={t(product.state === "banned" ? "edit.banned" : "edit.rejected")}>
          <ul>
            {product.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </Notice>
      )}
      {product.state === "in_review" && <Notice tone="calm" icon={<Info />} head={t("edit.in_review")} />}
      {product.state === "on_sale" && !words && <Notice tone="calm" icon={<Info />} head={t("edit.on_sale")} />}
    </>
  );
}
