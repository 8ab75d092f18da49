import { useTranslation } from "react-i18next";
import type { Duty } from "@/app/types";
import { BulkActs } from "@/parts/bulk/BulkActs";
import { ProblemNotice } from "@/parts/Problem";
import { MOST, useOrdersOf } from "../data";

/** What can be done with the orders behind the chosen lines; what was refused is told one by one. */
export function Batch({ shop, duties, clear }: { shop: string; duties: Duty[]; clear: () => void }) {
  const { t } = useTranslation("insights");
  const { rows, error } = useOrdersOf(shop, duties);
  const more = duties.reduce((sum, { count }) => Math.max(sum, count), 0) > MOST;
  return (
    <>
      {error && <ProblemNotice error={error} />}
      <BulkActs
        shop={shop}
        rows={rows ?? []}
        selected={rows?.map(({ id }) => id) ?? []}
        select={(left) => left.length === 0 && clear()}
        note={more ? t("batch.most", { n: MOST }) : undefined}
      />
    </>
  );
}
