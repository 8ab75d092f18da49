import { App } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useBatch } from "@/app/data";
import { grouped } from "@/app/format";
import { ApiProblem } from "@/app/problem";
import type { OrderRow } from "@/app/types";
import { may } from "@/parts/bulk/verbs";

/** The next act of a row as a link: pack at once, or open where there is something to read first. */
export function RowAct({ order, shop, list }: { order: OrderRow; shop: string; list: string }) {
  const { t } = useTranslation(["orders", "app"]);
  const { message } = App.useApp();
  const pack = useBatch(shop);
  const number = grouped(order.number);
  if (may(order, "pack") && order.cancellation?.state !== "open") {
    // Told by the promise: the row may be gone from the list before its answer comes, and then no callback of its own is called.
    const go = () =>
      pack.mutateAsync({ act: "pack", ids: [order.id], unpacked: [order.id] }).then(
        ({ refused }) => {
          if (refused[0]) message.warning(refused[0].detail);
          else message.success(t("batch.done_one_number", { number }));
        },
        (error: Error) => void message.error(error instanceof ApiProblem ? error.message : t("app:top.offline")),
      );
    return (
      <button
        type="button"
        className="link"
        disabled={pack.isPending}
        aria-label={t("act.pack_one", { number })}
        onClick={() => void go()}
      >
        {t("act.pack")}
      </button>
    );
  }
  const word =
    order.cancellation?.state === "open"
      ? "answer"
      : ["awaiting_collection", "in_transit"].includes(order.state)
        ? "track"
        : "open";
  return (
    <Link
      className="link"
      to={`/s/${shop}/orders/${order.id}`}
      state={{ list }}
      aria-label={t(`act.${word}_one`, { number })}
    >
      {t(`act.${word}`)}
    </Link>
  );
}
