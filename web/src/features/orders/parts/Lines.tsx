import { useTranslation } from "react-i18next";
import type { Order, OrderLine } from "@/app/types";
import { Amount } from "@/parts/Amount";
import { Picture } from "@/parts/Picture";
import { Why } from "@/parts/why/Why";
import css from "./Orders.module.css";

/** How many pieces of a line were cancelled, how, and why. */
export function Cancelled({ order, line }: { order: Order; line: OrderLine }) {
  const { t } = useTranslation("orders");
  if (line.cancelled === 0) return null;
  const ended = order.line_cancellations.filter(({ line_id }) => line_id === line.id);
  return (
    <div className="s12">
      <div className="bad">{t("lines.cancelled", { count: line.cancelled })}</div>
      {ended.map(({ at, text, decision }) => (
        <div key={at} className="t3">
          {text} {decision && <Why decision={decision} />}
        </div>
      ))}
    </div>
  );
}

/** What was ordered, as it was called and priced then. */
export function Lines({ order }: { order: Order }) {
  const { t } = useTranslation("orders");
  return (
    <section className="card" style={{ overflow: "clip" }}>
      <table className={css.lines}>
        <thead>
          <tr>
            <th>{t("lines.thing")}</th>
            <th className={css.figure}>{t("lines.price")}</th>
            <th className={css.figure}>{t("lines.quantity")}</th>
            <th className={css.figure}>{t("lines.total")}</th>
          </tr>
        </thead>
        <tbody>
          {order.lines.map((line) => (
            <tr key={line.id}>
              <td>
                <div className="row" style={{ gap: 12 }}>
                  <Picture src={line.picture} alt="" size={44} />
                  <div className="grow">
                    <div className="w5">{line.title}</div>
                    <div className="s12 t3">{line.sku_name}</div>
                  </div>
                </div>
              </td>
              <td className={css.figure}>
                <Amount of={line.price} />
              </td>
              <td className={css.figure}>
                {line.quantity}
                <Cancelled order={order} line={line} />
              </td>
              <td className={`${css.figure} w5`}>
                <Amount of={line.total} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
