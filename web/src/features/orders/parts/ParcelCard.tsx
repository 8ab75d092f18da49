import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useDemo } from "@/app/data";
import { grouped, tableMoment } from "@/app/format";
import { useWhen } from "@/app/place";
import type { Order, Parcel as ParcelOut } from "@/app/types";
import { packs } from "@/parts/bulk/verbs";
import { OrderNumber } from "@/parts/OrderNumber";
import { ProblemNotice } from "@/parts/Problem";
import { type Move, Status } from "@/parts/Status";
import { usePackages, useRepack, useScan } from "../data";
import { SplitDialog, stillHere } from "./SplitDialog";

const PACKED = new Set(["awaiting_collection", "in_transit", "delivered", "completed", "cancelled"]);

const MOVES: Record<string, Move> = { delivered: "done", void: "stopped", failed: "stopped", destroyed: "stopped" };

/** The parcel's way; in the demonstration the carrier can be made to scan it. */
export function ParcelCard({ order, carry = false }: { order: Order; carry?: boolean }) {
  const { t } = useTranslation("orders");
  const { data = [] } = usePackages(order.id, PACKED.has(order.state));
  const packed = carry && packs(order) && WAITING.has(order.state);
  if (data.length === 0 && !(packed && piecesHere(order) > 1)) return null;
  return (
    <section className="card">
      <header className="row sb">
        <h2>{t("parcel.title")}</h2>
        {packed && <Packing order={order} parcels={data} />}
      </header>
      {data.map((parcel) => (
        <Parcel key={parcel.id} order={order} parcel={parcel} carry={carry} alone={data.length === 1} />
      ))}
    </section>
  );
}

const WAITING = new Set(["to_process", "awaiting_collection"]);

const piecesHere = (order: Order) => stillHere(order).reduce((sum, line) => sum + line.here, 0);

/** Until the carrier has it: in several parcels, or in one of its own again. */
function Packing({ order, parcels }: { order: Order; parcels: ParcelOut[] }) {
  const { t } = useTranslation("orders");
  const [splitting, split] = useState(false);
  const repack = useRepack(order);
  const here = parcels.filter(({ state }) => state === "packed");
  const divided = here.length > 1 || here.some((parcel) => othersOf(order, parcel).length > 0);
  return (
    <div className="row" style={{ gap: 8 }}>
      {divided && (
        <Button size="small" loading={repack.isPending} onClick={() => repack.mutate(null)}>
          {t("parcel.repack")}
        </Button>
      )}
      {piecesHere(order) > 1 && (
        <Button size="small" onClick={() => split(true)}>
          {t("parcel.split")}
        </Button>
      )}
      {splitting && <SplitDialog order={order} close={() => split(false)} />}
      {repack.error && <ProblemNotice error={repack.error} />}
    </div>
  );
}

function othersOf(order: Order, { contents }: ParcelOut): { id: string; number: string }[] {
  const found = new Map(contents.map(({ order_id, order_number }) => [order_id, order_number]));
  found.delete(order.id);
  return [...found].map(([id, number]) => ({ id, number }));
}

/** What is in a parcel that does not hold the whole order alone. */
function Contents({ order, parcel }: { order: Order; parcel: ParcelOut }) {
  const { t } = useTranslation("orders");
  const others = othersOf(order, parcel);
  return (
    <>
      <ul className="s13 t2" style={{ margin: 0, paddingInlineStart: 16 }}>
        {parcel.contents
          .filter(({ order_id }) => order_id === order.id)
          .map(({ line_id, title, sku_name, quantity }) => (
            <li key={line_id}>
              {title} {sku_name} ×{quantity}
            </li>
          ))}
      </ul>
      {others.length > 0 && (
        <p className="s13 t2">
          {t("parcel.with", { count: others.length, numbers: others.map(({ number }) => grouped(number)).join(" · ") })}
        </p>
      )}
    </>
  );
}

type ParcelProps = { order: Order; parcel: ParcelOut; carry: boolean; alone: boolean };

function Parcel({ order, parcel, carry, alone }: ParcelProps) {
  const { t } = useTranslation("orders");
  const when = useWhen();
  const demo = useDemo(carry);
  const scan = useScan(order);
  const events = { packed: ["collected"], in_transit: ["delivered", "failed"] } as const;
  const next = parcel.state in events ? events[parcel.state as keyof typeof events] : [];
  const at = (moment: string | null) => (moment ? tableMoment(Date.parse(moment), when) : t("parcel.not_yet"));
  return (
    <div className="pad col" style={{ gap: 6 }}>
      <div className="row sb">
        <span className="w5">{parcel.carrier_name}</span>
        <Status move={MOVES[parcel.state] ?? "moving"}>{parcel.state_text}</Status>
      </div>
      <div className="s13 t2 row" style={{ gap: 4 }}>
        <OrderNumber number={parcel.waybill || parcel.number} copy />
      </div>
      {(!alone || othersOf(order, parcel).length > 0) && parcel.state !== "void" && (
        <Contents order={order} parcel={parcel} />
      )}
      <dl className="s12 t3 row wrap" style={{ gap: "2px 16px" }}>
        {(["packed_at", "collected_at", "delivered_at"] as const).map((name) => (
          <div key={name} className="row" style={{ gap: 4 }}>
            <dt>{t(`parcel.${name}`)}</dt>
            <dd>{at(parcel[name])}</dd>
          </div>
        ))}
      </dl>
      {scan.error && <ProblemNotice error={scan.error} />}
      {carry && demo && next.length > 0 && (
        <div className="row wrap">
          {next.map((event) => (
            <Button
              key={event}
              size="small"
              loading={scan.isPending}
              onClick={() => scan.mutate({ parcel: parcel.id, event })}
            >
              {t(`parcel.scan_${event}`)}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}
