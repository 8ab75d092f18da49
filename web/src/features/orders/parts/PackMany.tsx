import { CircleCheck, Printer } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { grouped, sum } from "@/app/format";
import { ApiProblem } from "@/app/problem";
import type { OrderRow } from "@/app/types";
import { BulkBar } from "@/parts/BulkBar";
import { Notice, ProblemNotice } from "@/parts/Problem";
import { Why } from "@/parts/why/Why";
import { type PackedAll, usePackAll } from "../data";
import css from "./Orders.module.css";
import { may, whyNot } from "./state";

type Props = { shop: string; rows: OrderRow[]; selected: string[]; select: (keys: string[]) => void };

/** Pack what is selected; what cannot be packed is said beforehand, what was refused is listed and stays selected. */
export function PackMany({ shop, rows, selected, select }: Props) {
  const { t } = useTranslation("orders");
  const pack = usePackAll(shop);
  const [outcome, setOutcome] = useState<PackedAll | null>(null);
  const chosen = rows.filter(({ id }) => selected.includes(id));
  const fit = chosen.filter((row) => may(row, "pack") && row.cancellation?.state !== "open");
  const unfit = chosen.length - fit.length;
  const reason = chosen.map((row) => whyNot(row, "pack")).find(Boolean);
  const nothing = selected.length === 0;
  useEffect(() => {
    if (!nothing) setOutcome((before) => (before?.refused.length ? before : null));
  }, [nothing]);

  const run = () =>
    pack.mutate(
      fit.map(({ id }) => id),
      {
        onSuccess: (answer) => {
          setOutcome(answer);
          select(answer.refused.map(({ id }) => id));
        },
      },
    );
  const cannot = unfit > 0 && (
    <>
      {t("pack.cannot", { count: unfit })}
      {reason && `${t("pack.because")}${t(`why.${reason}`, { defaultValue: "" })}`}
    </>
  );
  return (
    <>
      {outcome && <Outcome outcome={outcome} rows={rows} />}
      {pack.error && <ProblemNotice error={pack.error} retry={run} />}
      <BulkBar
        count={chosen.length}
        total={sum(chosen.map(({ amounts }) => amounts.total))}
        first={{
          key: "pack",
          name: t("act.pack_all"),
          icon: <Printer />,
          do: run,
          busy: pack.isPending,
          disabled: fit.length === 0,
        }}
        cannot={cannot || undefined}
        clear={() => select([])}
      />
    </>
  );
}

function Outcome({ outcome, rows }: { outcome: PackedAll; rows: OrderRow[] }) {
  const { t } = useTranslation("orders");
  const { done, refused } = outcome;
  const name = (id: string) => grouped(rows.find((row) => row.id === id)?.number ?? "");
  if (refused.length === 0) {
    return <Notice tone="calm" icon={<CircleCheck />} head={t("pack.all_done", { count: done.length })} />;
  }
  return (
    <Notice icon={<CircleCheck />} head={t("pack.partly", { done: done.length, refused: refused.length })}>
      <ul className={css.refused}>
        {refused.map(({ id, error }) => (
          <li key={id} className="row">
            <span className="nw">{name(id)}</span>
            <span className="grow">{error instanceof Error ? error.message : ""}</span>
            {error instanceof ApiProblem && error.why && <Why decision={error.why} />}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
