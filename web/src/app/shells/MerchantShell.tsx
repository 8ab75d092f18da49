import { Dropdown } from "antd";
import {
  BookText,
  ChevronDown,
  Clock,
  MessagesSquare,
  Package,
  Search,
  Tag as TagIcon,
  Users,
  Warehouse,
  Webhook,
} from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, useLocation, useNavigate, useParams } from "react-router";
import { Mark } from "@/parts/Logo";
import { PageProblem } from "@/parts/Problem";
import { Keycap } from "@/parts/Tag";
import { now } from "../clock";
import { useDesk, useMe, useOrderCounts, useToday } from "../data";
import { useKey } from "../keys";
import { At } from "../place";
import { usePreferences } from "../preferences";
import { ApiProblem } from "../problem";
import type { Me, MyShop, Today } from "../types";
import { useAccountMenu } from "./account";
import { MarketClock } from "./MarketClock";
import css from "./Shell.module.css";
import { SideShell } from "./SideShell";

/** Where a shop's people work. */
export default function MerchantShell() {
  const { shopId = "" } = useParams();
  const { data: me, error, refetch } = useMe();
  const { pathname, search } = useLocation();
  if (error) return <PageProblem error={error} retry={() => void refetch()} />;
  if (!me) return null;
  if (!me.person) return <Navigate to={`/sign-in?next=${encodeURIComponent(pathname + search)}`} replace />;
  const shop = me.shops.find(({ id }) => id === shopId);
  if (!shop) return <PageProblem error={new ApiProblem({}, 404)} />;
  return (
    <At as="shop" shop={shop.id} market={shop.market}>
      <Frame me={me} shop={shop} />
    </At>
  );
}

function Frame({ me, shop }: { me: Me; shop: MyShop }) {
  const { t } = useTranslation();
  const go = useNavigate();
  const counts = useOrderCounts(shop.id);
  const account = useAccountMenu("shop");
  const base = `/s/${shop.id}`;
  const today = useToday(shop.id).data;
  useKey("g>t", () => go(`${base}/today`));
  useKey("g>o", () => go(`${base}/orders`));
  const answers = shop.permissions.includes("desk.answer");
  const atDesk = useLocation().pathname.startsWith(`${base}/desk`);
  const desk = useDesk(shop.id, answers).data;
  useKey("g>d", () => answers && go(`${base}/desk`));
  useKey("g>p", () => go(`${base}/products`));
  useKey("g>r", () => go(`${base}/rules`));

  const packs = shop.permissions.includes("fulfilment.pack");
  const settings = [
    { to: `${base}/rules`, name: t("nav.rules"), icon: <BookText /> },
    { to: `${base}/staff`, name: t("nav.staff"), icon: <Users />, may: "shops.members" },
    { to: `${base}/webhooks`, name: t("nav.webhooks"), icon: <Webhook />, may: "partner.webhooks" },
  ].filter(({ may }) => !may || shop.permissions.includes(may));
  return (
    <SideShell
      head={<ShopSwitch me={me} shop={shop} />}
      phoneHead={<PhoneShop me={me} shop={shop} />}
      find={atDesk ? null : <Find shop={shop.id} />}
      tells={shop.id}
      tight={atDesk}
      main={[
        {
          to: `${base}/today`,
          name: t("nav.today"),
          icon: <Clock />,
          count: today?.inbox.length,
          soon: dueSoon(today),
        },
        { to: `${base}/orders`, name: t("nav.orders"), icon: <Package />, count: counts.data?.to_ship },
        ...(answers
          ? [{ to: `${base}/desk`, name: t("nav.desk"), icon: <MessagesSquare />, count: desk?.waiting }]
          : []),
        ...(packs ? [{ to: `${base}/warehouse`, name: t("nav.warehouse"), icon: <Warehouse /> }] : []),
      ]}
      groups={[
        { name: t("nav.selling"), items: [{ to: `${base}/products`, name: t("nav.products"), icon: <TagIcon /> }] },
        { name: t("nav.shop"), items: settings },
      ]}
      person={me.person?.name ?? ""}
      role={t(`role.${shop.role}`)}
      account={account}
    />
  );
}

/** Whether something of the inbox is due soon, by what the server calls soon. */
function dueSoon(today: Today | undefined): boolean {
  return today?.inbox.some(({ first }) => Date.parse(first.soon_at) <= now()) ?? false;
}

function useShopMenu(me: Me, shop: MyShop) {
  const { t } = useTranslation();
  const go = useNavigate();
  const page = useLocation().pathname.split("/")[3] ?? "today";
  return {
    items: me.shops.map(({ id, name, market }) => ({
      key: id,
      label: `${name} · ${t(`market.${market}`, { defaultValue: market })}`,
    })),
    selectedKeys: [shop.id],
    onClick: ({ key }: { key: string }) => void go(`/s/${key}/${page}`),
  };
}

/** Another shop, on the same page where it has one. */
function ShopSwitch({ me, shop }: { me: Me; shop: MyShop }) {
  const { t } = useTranslation();
  const menu = useShopMenu(me, shop);
  const inside = (
    <>
      <Mark size={30} />
      <span className={`grow ${css.word}`}>
        <b className="el">{shop.name}</b>
        <span className={css.second}>{t(`market.${shop.market}`, { defaultValue: shop.market })}</span>
      </span>
    </>
  );
  if (me.shops.length < 2) return <div className={css.shop}>{inside}</div>;
  return (
    <Dropdown menu={menu} trigger={["click"]}>
      <button type="button" className={css.shop} aria-label={`${shop.name}, ${t("top.switch_shop")}`}>
        {inside}
        <ChevronDown className={`small ${css.word}`} />
      </button>
    </Dropdown>
  );
}

function PhoneShop({ me, shop }: { me: Me; shop: MyShop }) {
  const { t } = useTranslation();
  const menu = useShopMenu(me, shop);
  return (
    <Dropdown menu={menu} trigger={["click"]} disabled={me.shops.length < 2}>
      <button type="button" className={css.phoneShop} aria-label={`${shop.name}, ${t("top.switch_shop")}`}>
        <Mark size={26} />
        <span className="grow">
          <b className="el">{shop.name}</b>
          <MarketClock short />
        </span>
      </button>
    </Dropdown>
  );
}

function Find({ shop }: { shop: string }) {
  const { t } = useTranslation();
  const go = useNavigate();
  const { shortcuts } = usePreferences();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  useKey("/", (event) => {
    event.preventDefault();
    input.current?.focus();
  });
  return (
    <search className={css.findBox}>
      <form
        className={css.find}
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim()) go(`/s/${shop}/orders?q=${encodeURIComponent(text.trim())}`);
          input.current?.blur();
        }}
      >
        <Search />
        <input
          ref={input}
          value={text}
          onChange={({ target }) => setText(target.value)}
          onKeyDown={({ key, currentTarget }) => key === "Escape" && currentTarget.blur()}
          placeholder={t("top.search_orders")}
          aria-label={t("top.search_orders")}
          enterKeyHint="search"
        />
        {shortcuts && <Keycap>/</Keycap>}
      </form>
    </search>
  );
}
