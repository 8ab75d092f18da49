import { Button } from "antd";
import { Store, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useLocation, useParams, useSearchParams } from "react-router";
import { useMe, useShop } from "@/app/data";
import { grouped, money } from "@/app/format";
import { At } from "@/app/place";
import type { Conversation, Shop } from "@/app/types";
import { useTitle } from "@/parts/PageHead";
import { PhoneHead } from "@/parts/PhoneHead";
import { Picture } from "@/parts/Picture";
import { PageProblem } from "@/parts/Problem";
import { PageSkeleton } from "@/parts/Skeletons";
import { ShopSign } from "@/parts/Tag";
import { useConversation, useMyOrdersAt, useStart } from "../data";
import { OrderCard, ProductCard } from "../parts/Cards";
import css from "../parts/Chat.module.css";
import { useDrop } from "../parts/Chosen";
import { Compose } from "../parts/Compose";
import { Log } from "../parts/Log";
import { Picker } from "../parts/Picker";
import log from "../parts/Talk.module.css";
import { TalkList } from "../parts/TalkList";
import type { Body, Talk } from "../parts/talk";
import { useTalk } from "../parts/useTalk";

/** A buyer talks with a shop's service. */
export default function Chat() {
  const { shopId = "" } = useParams();
  const { data: me } = useMe();
  const { pathname, search } = useLocation();
  const shop = useShop(shopId);
  const start = useStart(shopId, Boolean(me?.person));
  if (me && !me.person) return <Navigate to={`/sign-in?next=${encodeURIComponent(pathname + search)}`} replace />;
  const error = shop.error ?? start.error;
  if (!shop.data || !start.data) {
    // Once it is there, a talk goes on without a line: what is asked for anew meanwhile may fail.
    return error ? <PageProblem error={error} retry={() => void start.refetch()} /> : <PageSkeleton cards={1} />;
  }
  return (
    <At as="buyer" market={shop.data.market}>
      <Whole key={start.data.id} shop={shop.data} conversation={start.data} />
    </At>
  );
}

function Whole({ shop, conversation }: { shop: Shop; conversation: Conversation }) {
  const { t } = useTranslation("desk");
  const { talk, shown } = useTalk(conversation.id, "buyer", conversation.last_seq);
  const { drop, cover } = useDrop(talk.tray);
  useTitle(shop.name);
  const toShop = (
    <Link to={`/shop/${shop.id}`} aria-label={t("chat.to_shop")} className="narrow-only">
      <Store className="big" />
    </Link>
  );
  return (
    <div className={`${css.page} ${log.mine}`}>
      <h1 className="hidden-visually">{t("chat.title", { shop: shop.name })}</h1>
      <TalkList open={shop.id} />
      <section className={`card ${css.talk}`} {...drop}>
        {cover}
        <PhoneHead title={shop.name} up="/chat" acts={toShop} />
        <div className={`wide-only ${css.head}`}>
          <ShopSign name={shop.name} size={36} />
          <b className="grow el">{shop.name}</b>
          <Link to={`/shop/${shop.id}`}>
            <Button size="small">{t("chat.to_shop")}</Button>
          </Link>
        </div>
        <Log talk={talk} shown={shown} other={{ name: shop.name, face: <ShopSign name={shop.name} size={28} /> }} />
        <Compose
          talk={talk}
          label={t("compose.to", { name: shop.name })}
          before={<Picker shop={shop.id} send={(body) => talk.send(body)} />}
          over={
            <>
              <Place conversation={conversation.id} />
              <About talk={talk} />
            </>
          }
        />
      </section>
      <Orders shop={shop.id} />
    </div>
  );
}

/** A buyer whose session waits for an agent is told how many are before them. */
function Place({ conversation }: { conversation: string }) {
  const { t } = useTranslation("desk");
  const { data } = useConversation(conversation);
  if (data?.before == null) return null;
  return (
    <p className={`${log.about} t2`} role="status">
      {data.before > 0 ? t("chat.before", { count: data.before }) : t("chat.next")}
    </p>
  );
}

/** What the buyer came from, to be sent with one touch. */
function About({ talk }: { talk: Talk }) {
  const { t } = useTranslation("desk");
  const [query, setQuery] = useSearchParams();
  const product = query.get("product");
  const order = query.get("order");
  const body: Body | null = product
    ? { kind: "product_card", product_id: product }
    : order
      ? { kind: "order_card", order_id: order }
      : null;
  if (!body) return null;
  const done = () => setQuery({}, { replace: true });
  return (
    <div className={log.about}>
      <div className="grow">
        {body.kind === "product_card" ? <ProductCard id={body.product_id} /> : null}
        {body.kind === "order_card" ? <OrderCard id={body.order_id} /> : null}
      </div>
      <Button
        onClick={() => {
          talk.send(body);
          done();
        }}
      >
        {t(product ? "chat.send_product" : "chat.send_order")}
      </Button>
      <Button type="text" icon={<X />} aria-label={t("chat.not_this")} onClick={done} />
    </div>
  );
}

function Orders({ shop }: { shop: string }) {
  const { t } = useTranslation("desk");
  const { data } = useMyOrdersAt(shop);
  if (!data?.items.length) return <aside className={css.aside} />;
  return (
    <aside className={css.aside}>
      <section className="card pad">
        <h2>{t("chat.orders")}</h2>
        {data.items.slice(0, 5).map((order) => (
          <Link key={order.id} to={`/orders/${order.id}`} className={css.order}>
            <Picture src={order.lines[0]?.picture} alt="" size={40} />
            <span className="grow s13">
              <span className="el" style={{ display: "block" }}>
                {order.lines[0]?.title}
              </span>
              <span className="s12 t3">
                {order.state_text} · {money(order.amounts.total)}
              </span>
              <span className="hidden-visually">{grouped(order.number)}</span>
            </span>
          </Link>
        ))}
      </section>
    </aside>
  );
}
