import { Button, Checkbox } from "antd";
import { ChevronLeft, CircleCheck, FileDown, Printer } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useDemo } from "@/app/data";
import { grouped } from "@/app/format";
import type { Order, Parcel } from "@/app/types";
import { Countdown } from "@/parts/countdown/Countdown";
import { OrderNumber } from "@/parts/OrderNumber";
import { useTitle } from "@/parts/PageHead";
import { Picture } from "@/parts/Picture";
import { Notice, PageProblem, ProblemNotice } from "@/parts/Problem";
import { PageSkeleton } from "@/parts/Skeletons";
import { Why } from "@/parts/why/Why";
import { useCollect, useLabel, useOrderAtHand, usePack, useParcels } from "../data";
import css from "./Warehouse.module.css";

type Props = { shop: string; id: string; back: string; next?: string | undefined };

/** One order on the packing table: what goes in, ticked piece by piece, and the one act that comes next. */
export function AtHand({ shop, id, back, next }: Props) {
  const { data: order, error, refetch } = useOrderAtHand(id);
  if (error && !order) return <PageProblem error={error} retry={() => void refetch()} />;
  if (!order) return <PageSkeleton cards={1} />;
  return <Whole shop={shop} order={order} back={back} next={next} />;
}

function Whole({ shop, order, back, next }: Omit<Props, "id"> & { order: Order }) {
  const { t } = useTranslation("fulfilment");
  useTitle(grouped(order.number));
  const { data: parcels = [] } = useParcels(order.id);
  return (
    <div className={css.page}>
      <div className="row" style={{ gap: 8 }}>
        <Link to={back} className={css.back} aria-label={t("back")}>
          <ChevronLeft className="big" />
        </Link>
        <h1 className="nw">
          <OrderNumber number={order.number} />
        </h1>
      </div>
      {order.clock && <Countdown deadline={order.clock} size="pill" named />}
      {order.note && <Notice tone="warn" icon={<CircleCheck />} head={order.note} />}
      <Contents order={order} />
      {parcels
        .filter(({ state }) => state === "packed")
        .map((parcel) => (
          <Waybill key={parcel.id} order={order.id} parcel={parcel} alone={parcels.length === 1} />
        ))}
      <Acts shop={shop} order={order} parcels={parcels} />
      {next && (
        <Link to={`${back}&order=${next}`} className={css.next}>
          {t("next")}
        </Link>
      )}
    </div>
  );
}

function Contents({ order }: { order: Order }) {
  const { t } = useTranslation("fulfilment");
  const [ticked, tick] = useState<string[]>([]);
  const kept = order.lines.filter(({ quantity, cancelled }) => quantity > cancelled);
  return (
    <section className="card" aria-label={t("contents")}>
      {kept.map((line) => (
        <Checkbox
          key={line.id}
          className={css.line ?? ""}
          checked={ticked.includes(line.id)}
          onChange={({ target }) =>
            tick(target.checked ? [...ticked, line.id] : ticked.filter((one) => one !== line.id))
          }
        >
          <span className="row" style={{ gap: 12 }}>
            <Picture src={line.picture} alt="" size={56} />
            <span className="grow">
              <span className="w5">{line.title}</span>
              <span className="s12 t3"> {line.sku_name}</span>
            </span>
            <b className={css.count}>×{line.quantity - line.cancelled}</b>
          </span>
        </Checkbox>
      ))}
    </section>
  );
}

type WaybillProps = { order: string; parcel: Parcel; alone: boolean };

/** A parcel on the table: of a split order what goes in it, of merged ones what else does. */
function Waybill({ order, parcel, alone }: WaybillProps) {
  const { t } = useTranslation("fulfilment");
  const others = new Set(parcel.contents.filter(({ order_id }) => order_id !== order).map((one) => one.order_number));
  return (
    <section className={`card ${css.waybill}`}>
      <span className="s12 t3">{parcel.carrier_name}</span>
      <b>
        <OrderNumber number={parcel.waybill} copy />
      </b>
      <span className="s12 t3">{parcel.printed_at ? t("printed") : t("not_printed")}</span>
      {others.size > 0 && (
        <span className="s12 w5">
          {t("with", { count: others.size, numbers: [...others].map(grouped).join(" · ") })}
        </span>
      )}
      {(others.size > 0 || !alone) && (
        <ul className="s13" style={{ margin: 0, paddingInlineStart: 16 }}>
          {parcel.contents.map(({ line_id, title, sku_name, quantity }) => (
            <li key={line_id}>
              {title} {sku_name} ×{quantity}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Pack, then print; once packed, the carrier's first scan hands it over. */
function Acts({ shop, order, parcels }: { shop: string; order: Order; parcels: Parcel[] }) {
  const { t } = useTranslation("fulfilment");
  const pack = usePack(shop, order.id);
  const label = useLabel(shop, order.id);
  const collect = useCollect(shop, order.id);
  const verb = order.verbs?.find((one) => one.verb === "pack");
  const waiting = order.state === "awaiting_collection";
  const demo = useDemo(waiting);
  const parcel = parcels.find(({ state }) => state === "packed");
  const left = label.data?.refused[0];
  const error = pack.error ?? label.error ?? collect.error;
  return (
    <>
      {error && <ProblemNotice error={error} />}
      {left && <Notice icon={<Printer />} head={left.detail} act={left.why && <Why decision={left.why} />} />}
      {label.data?.document && (
        <Button size="large" className={css.act ?? ""} icon={<FileDown />} href={label.data.document} download>
          {t("open_label")}
        </Button>
      )}
      {verb?.allowed && (
        <Button
          type="primary"
          size="large"
          className={css.act ?? ""}
          loading={pack.isPending || label.isPending}
          icon={<Printer />}
          onClick={() => pack.mutate(null, { onSuccess: () => label.mutate(null) })}
        >
          {t("pack")}
        </Button>
      )}
      {verb && waiting && (
        <>
          <p className="s13 t2">{t("hand_over")}</p>
          <Button
            type={label.data?.document ? "default" : "primary"}
            size="large"
            className={css.act ?? ""}
            loading={label.isPending}
            icon={<Printer />}
            onClick={() => label.mutate(null)}
          >
            {t("print")}
          </Button>
        </>
      )}
      {verb && demo && parcel && (
        <Button
          size="large"
          className={css.act ?? ""}
          loading={collect.isPending}
          onClick={() => collect.mutate(parcel.id)}
        >
          {t("collect")}
        </Button>
      )}
    </>
  );
}
