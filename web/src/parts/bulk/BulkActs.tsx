import { ClipboardList, Combine, PackageCheck, Printer } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Act, type Outcome, useBatch, useMerge } from "@/app/data";
import { sum } from "@/app/format";
import type { OrderRow } from "@/app/types";
import { ProblemNotice } from "../Problem";
import { BatchOutcome } from "./BatchOutcome";
import { BulkBar } from "./BulkBar";
import { may, mergeable, packs, printable, whyNot } from "./verbs";

type Props = {
  shop: string;
  rows: OrderRow[];
  selected: string[];
  select: (keys: string[]) => void;
  /** What else there is to know before acting. */
  note?: string | undefined;
};

/** Labels, a pick list or packing for what is selected; what can't be is said beforehand, what was refused stays selected. */
export function BulkActs({ shop, rows, selected, select, note }: Props) {
  const { t } = useTranslation("orders");
  const batch = useBatch(shop);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const chosen = rows.filter(({ id }) => selected.includes(id));
  const unpacked = chosen.filter((row) => may(row, "pack") && row.cancellation?.state !== "open");
  const fit = chosen.filter((row) => unpacked.includes(row) || printable(row));
  const unfit = chosen.filter((row) => !fit.includes(row));
  const reason = unfit.map((row) => whyNot(row, "pack")).find(Boolean);
  const some = selected.length > 0;
  useEffect(() => {
    if (some) setOutcome((before) => (before?.refused.length ? before : null));
  }, [some]);

  const run = (act: Act) => {
    const ids = (act === "pack" ? unpacked : fit).map(({ id }) => id);
    const first = act === "pick_list" ? [] : unpacked.map(({ id }) => id);
    batch.mutate(
      { act, ids, unpacked: first },
      {
        onSuccess: (answer) => {
          setOutcome(answer);
          if (act !== "pick_list") select(answer.refused.map(({ id }) => id));
        },
      },
    );
  };
  const merge = useMerge(shop);
  const together = mergeable(chosen);
  const mergeAll = () =>
    merge.mutate(
      chosen.map(({ id }) => id),
      {
        onSuccess: () => {
          setOutcome({ act: "merge", done: chosen.map(({ id }) => id), refused: [], document: null });
          select([]);
        },
      },
    );
  const cannot = unfit.length > 0 && (
    <>
      {t("batch.cannot", { count: unfit.length })}
      {reason && `${t("batch.because")}${t(`why.${reason}`, { defaultValue: "" })}`}
    </>
  );
  const act = (key: Act, icon: React.ReactNode, disabled: boolean) => ({
    key,
    name: t(key === "labels" && unpacked.length === 0 ? "act.labels_only" : `act.bulk_${key}`),
    icon,
    do: () => run(key),
    busy: batch.isPending,
    disabled,
  });
  return (
    <>
      {outcome && <BatchOutcome outcome={outcome} rows={rows} />}
      {batch.error && (
        <ProblemNotice error={batch.error} retry={() => batch.variables && batch.mutate(batch.variables)} />
      )}
      {merge.error && <ProblemNotice error={merge.error} />}
      <BulkBar
        count={chosen.length}
        total={sum(chosen.map(({ amounts }) => amounts.total))}
        first={act("labels", <Printer />, fit.length === 0)}
        others={
          chosen.some(packs)
            ? [
                act("pick_list", <ClipboardList />, fit.length === 0),
                act("pack", <PackageCheck />, unpacked.length === 0),
                ...(together
                  ? [
                      {
                        key: "merge",
                        name: t("act.bulk_merge"),
                        icon: <Combine />,
                        do: mergeAll,
                        busy: merge.isPending,
                      },
                    ]
                  : []),
              ]
            : []
        }
        cannot={cannot || note}
        clear={() => select([])}
      />
    </>
  );
}
