import type { OrderRow } from "@/app/types";
import { Countdown } from "@/parts/countdown/Countdown";
import { Price } from "./columns";
import { OrderStatus, OrderTags } from "./OrderStatus";
import css from "./Orders.module.css";
import { OrderThing } from "./OrderThing";
import { RowAct } from "./RowAct";

/** An order on a phone: the clock on top, the thing, what it is worth at the left, the act at the right. */
export function OrderCard({ order, shop, list }: { order: OrderRow; shop: string; list: string }) {
  return (
    <div className={css.card}>
      <div className="row sb">
        {order.clock ? <Countdown deadline={order.clock} /> : <span />}
        <OrderStatus order={order} as="shop" />
      </div>
      <OrderThing order={order} to={`/s/${shop}/orders/${order.id}`} state={{ list }} size={48} />
      <div className="row sb">
        <div>
          <Price order={order} />
        </div>
        <span className="row wrap">
          <OrderTags order={order} />
        </span>
        <span className={css.act}>
          <RowAct order={order} shop={shop} list={list} />
        </span>
      </div>
    </div>
  );
}
