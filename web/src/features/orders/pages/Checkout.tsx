import { Button, Form, Input, Modal } from "antd";
import { Plus, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useLocation, useNavigate, useSearchParams } from "react-router";
import { useAddAddress, useAddresses, useMe } from "@/app/data";
import { moment, money } from "@/app/format";
import { usePlace, useWhen } from "@/app/place";
import { ApiProblem } from "@/app/problem";
import type { AddressIn, Method, Quote, QuotedShop } from "@/app/types";
import { ADDRESS_FIELDS, AddressForm, countryOf } from "@/parts/AddressForm";
import { AddressText } from "@/parts/AddressText";
import { Amount } from "@/parts/Amount";
import { Empty } from "@/parts/Empty";
import { PageHead } from "@/parts/PageHead";
import { PhoneBar, PhoneHead } from "@/parts/PhoneHead";
import { Picture } from "@/parts/Picture";
import { Notice, PageProblem, ProblemNotice, useOnFields } from "@/parts/Problem";
import { PageSkeleton } from "@/parts/Skeletons";
import { ShopSign } from "@/parts/Tag";
import { usePlaceOrder, useQuote } from "../data";
import css from "../parts/Buying.module.css";
import { linesOf } from "../parts/chosen";

/** Where to, how to pay, what it comes to: one page, then payment. */
export default function Checkout() {
  const { t } = useTranslation("orders");
  const { data: me } = useMe();
  const { pathname, search } = useLocation();
  const [query] = useSearchParams();
  const lines = linesOf(query);
  const { data: quote, error, refetch } = useQuote(me?.person ? lines : []);
  if (me && !me.person) return <Navigate to={`/sign-in?next=${encodeURIComponent(pathname + search)}`} replace />;
  if (lines.length === 0) {
    return (
      <Empty
        fact={t("checkout.nothing")}
        act={
          <Link to="/cart">
            <Button>{t("checkout.to_cart")}</Button>
          </Link>
        }
      />
    );
  }
  if (error) return <PageProblem error={error} retry={() => void refetch()} />;
  if (!quote) return <PageSkeleton />;
  return <Whole quote={quote} again={() => void refetch()} />;
}

function Whole({ quote, again }: { quote: Quote; again: () => void }) {
  const { t } = useTranslation("orders");
  const go = useNavigate();
  const [query] = useSearchParams();
  const [address, setAddress] = useState<string | null>(null);
  const methods = quote.shops.reduce<Method[]>(
    (both, shop) => both.filter((one) => shop.methods.includes(one)),
    ["online", "cash_on_delivery"],
  );
  const [chosen, choose] = useState<Method | null>(null);
  const [note, setNote] = useState("");
  const place = usePlaceOrder();
  const method = chosen ?? methods[0] ?? "online";
  const total = quote.total;
  const ready = address !== null && total !== null && quote.unavailable.length === 0;
  const submit = () =>
    address !== null &&
    place.mutate(
      { lines: linesOf(query), address_id: address, method, note: note.trim(), total },
      {
        onSuccess: ({ orders, payment }) =>
          void go(payment ? `/pay/${payment.id}` : `/orders/${orders[0]?.id ?? ""}`, { replace: true }),
        onError: (error) => error instanceof ApiProblem && again(),
      },
    );
  const word = total ? t("checkout.place", { amount: money(total) }) : t("checkout.place_plain");
  const button = (
    <Button type="primary" size="large" block loading={place.isPending} disabled={!ready} onClick={submit}>
      {word}
    </Button>
  );
  return (
    <div className={css.page}>
      <PhoneHead title={t("checkout.title")} up="/cart" />
      <div className={css.pad}>
        <div className={`${css.title} wide-only`}>
          <PageHead title={t("checkout.title")} />
        </div>
        <div className={css.columns}>
          <div className={css.stack}>
            {quote.unavailable.length > 0 && <Gone quote={quote} />}
            <Where chosen={address} choose={setAddress} />
            {quote.shops.map((shop) => (
              <Goods key={shop.shop.id} shop={shop} />
            ))}
            <section className="card pad">
              <h2>{t("checkout.note")}</h2>
              <Input.TextArea
                style={{ marginTop: 10 }}
                value={note}
                onChange={({ target }) => setNote(target.value)}
                autoSize={{ minRows: 2, maxRows: 5 }}
                maxLength={500}
                placeholder={t("checkout.note_hint")}
                aria-label={t("checkout.note")}
              />
            </section>
          </div>
          <aside className={`${css.stack} ${css.sticky}`}>
            <HowToPay methods={methods} method={method} choose={choose} />
            <section className="card pad">
              <h2>{t("amounts.title")}</h2>
              <div className={css.sums}>
                {quote.shops.map((shop) => (
                  <div className={css.sum} key={shop.shop.id}>
                    <span className="t2 el">{shop.shop.name}</span>
                    <Amount of={shop.total} />
                  </div>
                ))}
              </div>
              {total && (
                <div className={css.total}>
                  <span>{t("amounts.due")}</span>
                  <b>{money(total)}</b>
                </div>
              )}
              {place.error && (
                <div style={{ marginTop: 12 }}>
                  <ProblemNotice error={place.error} retry={submit} />
                </div>
              )}
              <div className="wide-only" style={{ marginTop: 14 }}>
                {button}
              </div>
            </section>
          </aside>
        </div>
      </div>
      <PhoneBar>{button}</PhoneBar>
    </div>
  );
}

function Gone({ quote }: { quote: Quote }) {
  const { t } = useTranslation("orders");
  return (
    <Notice
      icon={<TriangleAlert />}
      head={t("checkout.gone")}
      act={
        <Link className="link" to="/cart">
          {t("checkout.to_cart")}
        </Link>
      }
    >
      {quote.unavailable.map(({ sku_id, title, available }) => (
        <div key={sku_id}>{t("checkout.gone_one", { title: title || sku_id, count: available })}</div>
      ))}
    </Notice>
  );
}

function Where({ chosen, choose }: { chosen: string | null; choose: (id: string) => void }) {
  const { t } = useTranslation("orders");
  const { market } = usePlace();
  const { data: addresses, error } = useAddresses();
  const [adding, setAdding] = useState(false);
  const add = useAddAddress();
  const [form] = Form.useForm<AddressIn>();
  const first = addresses?.[0]?.id;
  if (first && chosen === null) queueMicrotask(() => choose(first));
  const left = useOnFields(form, add.error, ADDRESS_FIELDS);
  const none = addresses?.length === 0;
  const editor = (
    <>
      <AddressForm
        form={form}
        initial={{ country: countryOf(market) }}
        busy={add.isPending}
        cancel={none ? undefined : () => setAdding(false)}
        save={(address) =>
          add.mutate(address, {
            onSuccess: ({ id }) => {
              choose(id);
              setAdding(false);
            },
          })
        }
      />
      {left ? <ProblemNotice error={left} /> : null}
    </>
  );
  return (
    <section className="card pad">
      <div className="row sb" style={{ marginBottom: 10 }}>
        <h2>{t("recipient.title")}</h2>
        {!none && (
          <button type="button" className="link s13 row" style={{ gap: 4 }} onClick={() => setAdding(true)}>
            <Plus className="small" />
            {t("checkout.add_address")}
          </button>
        )}
      </div>
      {error && <ProblemNotice error={error} />}
      {none && editor}
      <div className="col" style={{ gap: 8 }}>
        {addresses?.map((address) => (
          <label key={address.id} className={css.choice}>
            <input type="radio" name="address" checked={chosen === address.id} onChange={() => choose(address.id)} />
            <AddressText address={address} />
          </label>
        ))}
      </div>
      <Modal
        open={adding && !none}
        onCancel={() => setAdding(false)}
        footer={null}
        title={t("checkout.add_address")}
        destroyOnHidden
      >
        {editor}
      </Modal>
    </section>
  );
}

function Goods({ shop }: { shop: QuotedShop }) {
  const { t } = useTranslation("orders");
  const when = useWhen("minute");
  return (
    <section className="card">
      <header>
        <ShopSign name={shop.shop.name} />
        <h2>{shop.shop.name}</h2>
      </header>
      {shop.lines.map((line) => (
        <div className={css.line} key={line.sku_id}>
          <Picture src={line.picture} alt="" size={56} radius={8} />
          <div className="grow">
            <div className="w5">{line.title}</div>
            <div className="s12 t3">{line.sku_name}</div>
          </div>
          <div className="right">
            <Amount of={line.price} />
            <div className="s12 t3">× {line.quantity}</div>
          </div>
        </div>
      ))}
      {shop.hand_over_by && (
        <p className={`${css.foot} t2`}>
          {t("checkout.hand_over", { at: moment(Date.parse(shop.hand_over_by), when, true) })}
        </p>
      )}
    </section>
  );
}

function HowToPay({
  methods,
  method,
  choose,
}: {
  methods: Method[];
  method: Method;
  choose: (method: Method) => void;
}) {
  const { t } = useTranslation("orders");
  return (
    <section className="card pad">
      <h2>{t("checkout.how")}</h2>
      <div className="col" style={{ gap: 8, marginTop: 10 }}>
        {methods.map((one) => (
          <label key={one} className={css.choice}>
            <input type="radio" name="method" checked={method === one} onChange={() => choose(one)} />
            <span>
              <span className="w5">{t(`method.${one}`)}</span>
              <span className="s12 t3" style={{ display: "block" }}>
                {t(`method_more.${one}`)}
              </span>
            </span>
          </label>
        ))}
        {methods.length === 0 && <p className="s13 warn">{t("checkout.no_method")}</p>}
      </div>
    </section>
  );
}
