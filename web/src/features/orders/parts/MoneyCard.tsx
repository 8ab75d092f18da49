import { useState } from "react";
import { useTranslation } from "react-i18next";
import { minor, money } from "@/app/format";
import { ApiProblem } from "@/app/problem";
import type { Order } from "@/app/types";
import { Empty } from "@/parts/Empty";
import { Switcher } from "@/parts/Filters";
import { LedgerTable } from "@/parts/money/LedgerTable";
import { MoneyFlow } from "@/parts/money/MoneyFlow";
import { ProblemNotice } from "@/parts/Problem";
import { CardSkeleton } from "@/parts/Skeletons";
import { useLedger } from "../data";
import css from "./Orders.module.css";

/** Where every cent of the order went: the picture first, the ledger's own lines one tab away. */
export function MoneyCard({ order }: { order: Order }) {
  const { t } = useTranslation("orders");
  const [shown, show] = useState<"picture" | "lines">("picture");
  const { data, error, refetch } = useLedger(order.id, true);
  if (error instanceof ApiProblem && error.status === 403) return null;
  const moved = data && data.postings.length > 0;
  return (
    <section className="card">
      <header>
        <h2>{t("money.title")}</h2>
        <span className="s12 t3 wide-only">{t("money.from_ledger")}</span>
        <span className="grow" />
        {moved && (
          <Switcher
            label={t("money.title")}
            value={shown}
            onChange={show}
            options={[
              { key: "picture", name: t("money.picture") },
              { key: "lines", name: t("money.lines", { count: data.postings.length }) },
            ]}
          />
        )}
      </header>
      {error && (
        <div className="pad">
          <ProblemNotice error={error} retry={() => void refetch()} />
        </div>
      )}
      {!data && !error && <CardSkeleton />}
      {data && !moved && (
        <div className="pad">
          <Empty wide={false} fact={t("money.none")} next={t("money.none_next")} />
        </div>
      )}
      {moved && shown === "picture" && (
        <>
          <Sums order={order} />
          <MoneyFlow picture={data.picture} />
        </>
      )}
      {moved && shown === "lines" && <LedgerTable ledger={data} />}
    </section>
  );
}

/** Goods, what was cancelled, and what the buyer paid: one line that adds up. */
function Sums({ order }: { order: Order }) {
  const { t } = useTranslation("orders");
  const { goods, paid, refunded } = order.amounts;
  return (
    <p className={css.sums}>
      <span>
        {t("money.goods")} <b>{money(goods)}</b>
      </span>
      <span>
        {t("money.paid")} <b>{money(paid)}</b>
      </span>
      {minor(refunded) > 0n && (
        <span>
          {t("money.refunded")} <b>{money(refunded)}</b>
        </span>
      )}
    </p>
  );
}
