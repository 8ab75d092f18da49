import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useDemo } from "@/app/data";
import { tableMoment } from "@/app/format";
import { useWhen } from "@/app/place";
import type { Order, Parcel as ParcelOut } from "@/app/types";
import { OrderNumber } from "@/parts/OrderNumber";
import { ProblemNotice } from "@/parts/Problem";
import { type Move, Status } from "@/parts/Status";
import { usePackages, useScan } from "../data";

const PACKED = new Set(["awaiting_collection", "in_transit", "delivered", "completed", "cancelled"]);

const MOVES: Record<string, Move> = { delivered: "done", void: "stopped", failed: "stopped", destroyed: "stopped" };

/** The parcel's way; in the demonstration the carrier can be made to scan it. */
export function ParcelCard({ order, carry = false }: { order: Order; carry?: boolean }) {
  const { t } = useTranslation("orders");
  const { data } = usePackages(order.id, PACKED.has(order.state));
  if (!data || data.length === 0) return null;
  return (
    <section className="card">
      <header>
        <h2>{t("parcel.title")}</h2>
      </header>
      {data.map((parcel) => (
        <Parcel key={parcel.id} order={order} parcel={parcel} carry={carry} />
      ))}
    </section>
  );
}

function Parcel({ order, parcel, carry }: { order: Order; parcel: ParcelOut; carry: boolean }) {
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
