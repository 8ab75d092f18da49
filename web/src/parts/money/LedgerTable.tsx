import { useTranslation } from "react-i18next";
import { money, tableMoment } from "@/app/format";
import { useWhen } from "@/app/place";
import type { OrderLedger } from "@/app/types";
import css from "./Money.module.css";

/** The ledger's own lines: each posting's entries, balanced; 36 a row. */
export function LedgerTable({ ledger }: { ledger: OrderLedger }) {
  const { t } = useTranslation("parts");
  const when = useWhen();
  return (
    <div className={css.scroll}>
      <table className={css.ledger}>
        <thead>
          <tr>
            <th>{t("money.at")}</th>
            <th>{t("money.cause")}</th>
            <th>{t("money.account")}</th>
            <th className={css.in}>{t("money.amount")}</th>
          </tr>
        </thead>
        <tbody>
          {ledger.postings.flatMap((posting) =>
            posting.entries.map((entry, at) => (
              <tr key={`${posting.id}${entry.account}`}>
                <td className="nw t3">{at === 0 ? tableMoment(Date.parse(posting.at), when, true) : ""}</td>
                <td>{at === 0 ? posting.what : ""}</td>
                <td className="t2">{entry.account}</td>
                <td className={css.in}>{money(entry.amount)}</td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </div>
  );
}
