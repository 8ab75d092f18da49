import { Button, InputNumber, Modal } from "antd";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Order } from "@/app/types";
import { ProblemNotice } from "@/parts/Problem";
import { useSplit } from "../data";

type Left = { id: string; title: string; sku_name: string; here: number };
type Parts = Record<string, number>[];

/** What of an order no carrier has, line by line. */
export function stillHere(order: Order): Left[] {
  return order.lines
    .map(({ id, title, sku_name, quantity, cancelled, shipped }) => ({
      id,
      title,
      sku_name,
      here: quantity - cancelled - shipped,
    }))
    .filter(({ here }) => here > 0);
}

/** Which piece goes in which parcel: the first holds whatever the others do not. */
export function SplitDialog({ order, close }: { order: Order; close: () => void }) {
  const { t } = useTranslation("orders");
  const split = useSplit(order);
  const left = stillHere(order);
  const [others, set] = useState<Parts>([{}]);
  const first = Object.fromEntries(
    left.map(({ id, here }) => [id, here - others.reduce((sum, part) => sum + (part[id] ?? 0), 0)]),
  );
  const parts = [first, ...others];
  const empty = parts.findIndex((part) => !Object.values(part).some((n) => n > 0));
  const put = (at: number, id: string, n: number) =>
    set((before) => before.map((part, each) => (each === at ? { ...part, [id]: n } : part)));
  const go = () =>
    split.mutate(
      parts.map((part) => ({
        lines: Object.entries(part).flatMap(([line_id, quantity]) => (quantity > 0 ? [{ line_id, quantity }] : [])),
      })),
      { onSuccess: close },
    );
  return (
    <Modal
      open
      onCancel={close}
      title={t("split.title")}
      footer={
        <>
          <Button onClick={close}>{t("split.keep")}</Button>
          <Button type="primary" loading={split.isPending} disabled={empty >= 0} onClick={go}>
            {t("split.go", { count: parts.length })}
          </Button>
        </>
      }
    >
      <p className="t2" style={{ marginBottom: 12 }}>
        {t("split.how")}
      </p>
      <div className="col" style={{ gap: 16 }}>
        {parts.map((part, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a parcel that is not made yet is known by its place alone
          <fieldset key={at} className="col" style={{ gap: 6, border: 0, padding: 0, margin: 0 }}>
            <legend className="w5">{t("split.parcel", { n: at + 1 })}</legend>
            {left.map(({ id, title, sku_name, here }) => (
              <div key={id} className="row sb" style={{ gap: 12 }}>
                <span className="grow el">
                  {title} <span className="s12 t3">{sku_name}</span>
                </span>
                {at === 0 ? (
                  <b className="num">×{part[id]}</b>
                ) : (
                  <InputNumber
                    size="small"
                    min={0}
                    max={(part[id] ?? 0) + (first[id] ?? 0)}
                    precision={0}
                    value={part[id] ?? 0}
                    aria-label={t("split.pieces", { title, n: at + 1, here })}
                    onChange={(n) => put(at - 1, id, n ?? 0)}
                  />
                )}
              </div>
            ))}
          </fieldset>
        ))}
        <Button type="dashed" icon={<Plus />} onClick={() => set((before) => [...before, {}])}>
          {t("split.more")}
        </Button>
      </div>
      {split.error && <ProblemNotice error={split.error} />}
    </Modal>
  );
}
