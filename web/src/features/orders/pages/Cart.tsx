import { Button, Checkbox } from "antd";
import { Trash2, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useNavigate } from "react-router";
import { useCart, useMe } from "@/app/data";
import { moment, money, sum } from "@/app/format";
import { useWhen } from "@/app/place";
import type { QuotedLine, QuotedShop } from "@/app/types";
import { Amount } from "@/parts/Amount";
import { Empty } from "@/parts/Empty";
import { PageHead } from "@/parts/PageHead";
import { Picture } from "@/parts/Picture";
import { Notice, PageProblem, ProblemNotice } from "@/parts/Problem";
import { PageSkeleton } from "@/parts/Skeletons";
import { Stepper } from "@/parts/Stepper";
import { ShopSign } from "@/parts/Tag";
import { usePutInCart } from "../data";
import css from "../parts/Buying.module.css";
import { checkoutPath } from "../parts/chosen";

const buyable = (line: QuotedLine) => line.on_sale && line.available >= line.quantity;

/** What the buyer means to order, shop by shop; what is no longer to be had stays, set apart. */
export default function Cart() {
  const { t } = useTranslation("orders");
  const { data: me } = useMe();
  const { data: cart, error, refetch } = useCart(Boolean(me?.person));
  const put = usePutInCart();
  const [left, setLeft] = useState<readonly string[]>([]);
  if (me && !me.person) return <Navigate to="/sign-in?next=/cart" replace />;
  if (error) return <PageProblem error={error} retry={() => void refetch()} />;
  if (!cart) return <PageSkeleton />;
  if (cart.shops.length === 0) {
    return (
      <Empty
        fact={t("cart.empty")}
        next={t("cart.empty_next")}
        act={
          <Link to="/">
            <Button>{t("cart.browse")}</Button>
          </Link>
        }
      />
    );
  }
  const lines = cart.shops.flatMap((shop) => shop.lines);
  const chosen = lines.filter((line) => buyable(line) && !left.includes(line.sku_id));
  const currencies = new Set(chosen.map(({ price }) => price.currency));
  const choose = (skus: string[], on: boolean) =>
    setLeft((before) => (on ? before.filter((sku) => !skus.includes(sku)) : [...before, ...skus]));
  return (
    <div className={css.page}>
      <div className={css.title}>
        <PageHead title={t("cart.title")} />
      </div>
      <div className={css.columns}>
        <div className={css.stack}>
          {put.error && <ProblemNotice error={put.error} />}
          {cart.shops.map((shop) => (
            <ShopLines key={shop.shop.id} shop={shop} left={left} choose={choose} put={put.mutate} />
          ))}
        </div>
        <Sum chosen={chosen} mixed={currencies.size > 1} />
      </div>
    </div>
  );
}

type Choose = (skus: string[], on: boolean) => void;
type Put = (change: { sku: string; quantity: number }) => void;

function ShopLines({
  shop,
  left,
  choose,
  put,
}: {
  shop: QuotedShop;
  left: readonly string[];
  choose: Choose;
  put: Put;
}) {
  const { t } = useTranslation("orders");
  const when = useWhen();
  const skus = shop.lines.filter(buyable).map(({ sku_id }) => sku_id);
  const on = skus.filter((sku) => !left.includes(sku)).length;
  return (
    <section className="card">
      <header>
        <Checkbox
          checked={skus.length > 0 && on === skus.length}
          indeterminate={on > 0 && on < skus.length}
          disabled={skus.length === 0}
          onChange={({ target }) => choose(skus, target.checked)}
          aria-label={t("cart.choose_shop", { name: shop.shop.name })}
        />
        <ShopSign name={shop.shop.name} />
        <h2>
          <Link to={`/shop/${shop.shop.id}`}>{shop.shop.name}</Link>
        </h2>
      </header>
      {shop.lines.map((line) => (
        <Line key={line.sku_id} line={line} chosen={!left.includes(line.sku_id)} choose={choose} put={put} />
      ))}
      {shop.hand_over_by && (
        <p className={`${css.foot} t2`}>
          {t("cart.hand_over", { at: moment(Date.parse(shop.hand_over_by), when, true) })}
        </p>
      )}
    </section>
  );
}

function Line({ line, chosen, choose, put }: { line: QuotedLine; chosen: boolean; choose: Choose; put: Put }) {
  const { t } = useTranslation("orders");
  const fine = buyable(line);
  return (
    <div className={`${css.line} ${fine ? "" : css.gone}`}>
      <Checkbox
        checked={fine && chosen}
        disabled={!fine}
        onChange={({ target }) => choose([line.sku_id], target.checked)}
        aria-label={t("cart.choose", { name: line.title })}
      />
      <Link to={`/p/${line.product_id}`} tabIndex={-1} aria-hidden="true">
        <Picture src={line.picture} alt="" size={64} radius={8} />
      </Link>
      <div className="grow">
        <Link to={`/p/${line.product_id}`} className="w5" style={{ display: "block" }}>
          {line.title}
        </Link>
        <div className="s12 t3">{line.sku_name}</div>
        {!line.on_sale && <div className="s12 warn">{t("cart.off_sale")}</div>}
        {line.on_sale && line.available < line.quantity && (
          <div className="s12 warn">{t("cart.left", { count: line.available })}</div>
        )}
        <div className="row" style={{ marginTop: 6 }}>
          {line.on_sale && (
            <Stepper
              label={t("cart.quantity", { name: line.title })}
              value={line.quantity}
              most={Math.max(line.available, 1)}
              change={(quantity) => put({ sku: line.sku_id, quantity })}
            />
          )}
          <Button
            type="text"
            size="small"
            icon={<Trash2 />}
            onClick={() => put({ sku: line.sku_id, quantity: 0 })}
            aria-label={t("cart.remove", { name: line.title })}
          />
        </div>
      </div>
      <div className="right">
        <Amount of={line.total} strong />
        <div className="s12 t3">
          {money(line.price)} × {line.quantity}
        </div>
      </div>
    </div>
  );
}

function Sum({ chosen, mixed }: { chosen: QuotedLine[]; mixed: boolean }) {
  const { t } = useTranslation("orders");
  const go = useNavigate();
  const pieces = chosen.reduce((all, { quantity }) => all + quantity, 0);
  const total = mixed ? null : sum(chosen.map((line) => line.total));
  return (
    <aside className={`card pad ${css.sticky}`}>
      <h2>{t("cart.sum")}</h2>
      <div className={css.sums}>
        <div className={css.sum}>
          <span className="t2">{t("cart.pieces")}</span>
          <span>{pieces}</span>
        </div>
      </div>
      {mixed && (
        <div style={{ marginTop: 10 }}>
          <Notice icon={<TriangleAlert />} head={t("cart.mixed")}>
            {t("cart.mixed_next")}
          </Notice>
        </div>
      )}
      {total && (
        <div className={css.total}>
          <span>{t("amounts.due")}</span>
          <b>{money(total)}</b>
        </div>
      )}
      <Button
        type="primary"
        size="large"
        block
        style={{ marginTop: 14 }}
        disabled={!total}
        onClick={() => void go(checkoutPath(chosen.map(({ sku_id, quantity }) => ({ sku_id, quantity }))))}
      >
        {t("cart.checkout")}
      </Button>
    </aside>
  );
}
