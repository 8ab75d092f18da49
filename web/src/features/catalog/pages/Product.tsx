import { App, Button } from "antd";
import { MessageCircle, ShoppingCart, Store } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useNavigate, useParams, useSearchParams } from "react-router";
import { useCart, useMe, useProduct, useRule } from "@/app/data";
import { minor, moment, money, ofMinor } from "@/app/format";
import { At, useWhen } from "@/app/place";
import type { Product as ProductOut, Sku } from "@/app/types";
import { BigAmount } from "@/parts/Amount";
import { useTitle } from "@/parts/PageHead";
import { PhoneBar, PhoneHead } from "@/parts/PhoneHead";
import { Picture } from "@/parts/Picture";
import { PageProblem, ProblemNotice } from "@/parts/Problem";
import { PageSkeleton } from "@/parts/Skeletons";
import { Stepper } from "@/parts/Stepper";
import { ShopSign } from "@/parts/Tag";
import { Why } from "@/parts/why/Why";
import { useAddToCart, usePromise } from "../data";
import css from "../parts/Product.module.css";

const HAND_OVER = "orders.shipping.hand_over_within";

/** A product: what it is, what it costs, by when it is sent, and the two ways of having it. */
export default function Product() {
  const { productId = "" } = useParams();
  const { data: product, error, refetch } = useProduct(productId);
  if (error && !product) return <PageProblem error={error} retry={() => void refetch()} />;
  if (!product) return <PageSkeleton />;
  return (
    <At as="buyer" market={product.market}>
      <Whole key={product.id} product={product} />
    </At>
  );
}

function Whole({ product }: { product: ProductOut }) {
  const { t } = useTranslation("catalog");
  const { data: me } = useMe();
  const { data: cart } = useCart(Boolean(me?.person));
  const [query, setQuery] = useSearchParams();
  const variants = product.skus.filter(({ active }) => active);
  const sku =
    variants.find(({ id }) => id === query.get("sku")) ?? variants.find(({ stock }) => stock > 0) ?? variants[0];
  const [quantity, setQuantity] = useState(1);
  useTitle(product.title);
  const pick = (one: Sku) => {
    setQuery({ sku: one.id }, { replace: true });
    setQuantity((before) => Math.max(1, Math.min(before, one.stock)));
  };
  const act = useBuying(
    product,
    sku,
    quantity,
    Boolean(me?.person),
    cart?.shops.flatMap(({ lines }) => lines).find((line) => line.sku_id === sku?.id)?.quantity ?? 0,
  );
  const pictures = [...new Set([...(sku?.picture ? [sku.picture] : []), ...product.pictures])];
  return (
    <>
      <PhoneHead
        title={product.title}
        up="/"
        over
        acts={
          <Link to="/cart" aria-label={t("product.cart")}>
            <ShoppingCart className="big" />
          </Link>
        }
      />
      <nav className={css.crumb} aria-label={t("product.way")}>
        <Link to={`/shop/${product.shop.id}`}>{product.shop.name}</Link>
        {"　›　"}
        <Link to={`/?category=${product.category.code}`}>{product.category.name}</Link>
      </nav>
      <div className={css.page}>
        <Gallery key={pictures[0]} pictures={pictures} title={product.title} />
        <section className={css.about}>
          <div className={css.price}>{sku && <BigAmount of={sku.price} />}</div>
          <h1 className={css.title}>{product.title}</h1>
          {variants.length > 1 && <Variants {...{ variants, sku, pick }} />}
          {sku && sku.stock > 0 && (
            <div className={css.row}>
              <div className={css.label}>{t("product.quantity")}</div>
              <div className="row">
                <Stepper value={quantity} most={sku.stock} change={setQuantity} label={t("product.quantity")} />
                <span className="s12 t3">{t("product.left", { count: sku.stock })}</span>
              </div>
            </div>
          )}
          <Dispatch product={product} sku={sku} quantity={quantity} signedIn={Boolean(me?.person)} />
          {act.error && <ProblemNotice error={act.error} />}
          <div className={`wide-only ${css.acts}`}>{act.buttons}</div>
        </section>
      </div>
      <Below product={product} />
      <PhoneBar>
        <Link to={`/shop/${product.shop.id}`} className={css.toShop}>
          <Store />
          {t("product.shop")}
        </Link>
        <Link to={`/chat/${product.shop.id}?product=${product.id}`} className={css.toShop}>
          <MessageCircle />
          {t("product.ask_short")}
        </Link>
        {act.buttons}
      </PhoneBar>
    </>
  );
}

function Gallery({ pictures, title }: { pictures: string[]; title: string }) {
  const { t } = useTranslation("catalog");
  const [at, show] = useState(0);
  return (
    <section className={css.gallery}>
      <div className={css.hero}>
        <Picture src={pictures[at]} alt={title} radius={0} />
        {pictures.length > 1 && (
          <span className={`narrow-only ${css.place}`}>
            {at + 1} / {pictures.length}
          </span>
        )}
      </div>
      {pictures.length > 1 && (
        <div className={css.thumbs}>
          {pictures.map((src, index) => (
            <button
              key={src}
              type="button"
              aria-pressed={index === at}
              aria-label={t("product.picture", { n: index + 1, of: pictures.length })}
              onClick={() => show(index)}
            >
              <Picture src={src} alt="" size={72} radius={8} />
            </button>
          ))}
        </div>
      )}
    </section>
  );
}

function Variants({ variants, sku, pick }: { variants: Sku[]; sku: Sku | undefined; pick: (sku: Sku) => void }) {
  const { t } = useTranslation("catalog");
  return (
    <div className={css.row}>
      <div className={css.label}>{t("product.variant")}</div>
      <div className={css.variants} role="radiogroup" aria-label={t("product.variant")}>
        {variants.map((one) => (
          <label
            key={one.id}
            className={one.stock === 0 ? css.out : undefined}
            title={one.stock === 0 ? t("goods.sold_out") : undefined}
          >
            <input
              type="radio"
              name="variant"
              checked={one.id === sku?.id}
              disabled={one.stock === 0}
              onChange={() => pick(one)}
            />
            {one.name || one.code}
          </label>
        ))}
      </div>
    </div>
  );
}

/** A date, not "48 h": by when the shop hands it over if it is bought now. */
function Dispatch({
  product,
  sku,
  quantity,
  signedIn,
}: {
  product: ProductOut;
  sku: Sku | undefined;
  quantity: number;
  signedIn: boolean;
}) {
  const { t } = useTranslation("catalog");
  const when = useWhen("minute");
  const { data: quote } = usePromise(signedIn && sku && sku.stock >= quantity ? { sku_id: sku.id, quantity } : null);
  const { data: rule } = useRule(HAND_OVER, product.market, !signedIn);
  const by = quote?.shops[0]?.hand_over_by;
  const limit = rule?.in_force?.value_text;
  if (!by && !limit) return null;
  return (
    <div className={css.row}>
      <div className={css.label}>{t("product.sending")}</div>
      <div>
        <div>
          {by ? (
            <>
              {t("product.if_paid_now")}
              <b>{t("product.by", { at: moment(Date.parse(by), when, true) })}</b>
              {t("product.handed_over")}
            </>
          ) : (
            t("product.within", { limit })
          )}
        </div>
        <Why rule={HAND_OVER}>{t("product.rule")}</Why>
      </div>
    </div>
  );
}

function useBuying(product: ProductOut, sku: Sku | undefined, quantity: number, signedIn: boolean, held: number) {
  const { t } = useTranslation("catalog");
  const go = useNavigate();
  const { message } = App.useApp();
  const { pathname } = useLocation();
  const add = useAddToCart();
  const sold = !sku || sku.stock === 0 || product.state !== "on_sale";
  const here = `${pathname}${sku ? `?sku=${sku.id}` : ""}`;
  const signIn = () => void go(`/sign-in?next=${encodeURIComponent(here)}`);
  const put = () =>
    sku &&
    add.mutate(
      { sku: sku.id, quantity: held + quantity },
      { onSuccess: () => void message.success(t("product.in_cart", { count: quantity })) },
    );
  const buy = () => sku && void go(`/checkout?lines=${sku.id}:${quantity}`);
  const total = sku && money(ofMinor(minor(sku.price) * BigInt(quantity), sku.price));
  if (sold) {
    return {
      error: null,
      buttons: [
        <Button key="sold" size="large" block disabled>
          {t("goods.sold_out")}
        </Button>,
      ],
    };
  }
  return {
    error: add.error,
    buttons: [
      <Button key="add" size="large" className={css.second} loading={add.isPending} onClick={signedIn ? put : signIn}>
        {t("product.add")}
      </Button>,
      <Button key="buy" size="large" type="primary" className={css.first} onClick={signedIn ? buy : signIn}>
        {t("product.buy", { amount: total })}
      </Button>,
    ],
  };
}

function Below({ product }: { product: ProductOut }) {
  const { t } = useTranslation("catalog");
  const facts = Object.entries(product.attributes);
  return (
    <div className={css.below}>
      <section className="card pad">
        <div className="row" style={{ gap: 12 }}>
          <ShopSign name={product.shop.name} size={40} />
          <b className="grow el">{product.shop.name}</b>
          <Link to={`/chat/${product.shop.id}?product=${product.id}`}>
            <Button size="small" icon={<MessageCircle />}>
              {t("product.ask")}
            </Button>
          </Link>
          <Link to={`/shop/${product.shop.id}`}>
            <Button size="small">{t("product.enter")}</Button>
          </Link>
        </div>
      </section>
      {product.description && (
        <section className="card pad">
          <h2>{t("product.about")}</h2>
          <p className={css.words}>{product.description}</p>
        </section>
      )}
      {facts.length > 0 && (
        <section className="card pad">
          <h2>{t("product.facts")}</h2>
          <dl className={css.facts}>
            {facts.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </div>
  );
}
