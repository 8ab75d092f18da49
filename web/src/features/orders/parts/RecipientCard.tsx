import { useTranslation } from "react-i18next";
import { useLanguage } from "@/app/place";
import type { Order } from "@/app/types";
import { phoneText, placeText } from "@/parts/AddressText";
import { may } from "@/parts/bulk/verbs";
import { MaskedText } from "@/parts/MaskedText";
import { ProblemNotice } from "@/parts/Problem";
import { useReveal } from "../data";

/** Where the parcel goes: masked, and in full for a reason, where the reader's role may. */
export function RecipientCard({ order }: { order: Order }) {
  const { t } = useTranslation("orders");
  const language = useLanguage();
  const reveal = useReveal(order);
  const { address } = order;
  if (!address) return null;
  const ask = async (reason: string) => {
    const full = await reveal.mutateAsync(reason);
    return [full.name, phoneText(full.phone), placeText(full, language)];
  };
  return (
    <section className="card pad">
      <h2 style={{ marginBottom: 6 }}>{t("recipient.title")}</h2>
      <MaskedText
        masked={[address.name, phoneText(address.phone)]}
        {...(address.masked &&
          may(order, "reveal_recipient") &&
          order.reveals_left !== null && { reveal: { left: order.reveals_left, ask } })}
      />
      {reveal.error && <ProblemNotice error={reveal.error} />}
      <div className="s13 t2">{placeText(address, language)}</div>
      {address.masked && (
        <p className="s12 t3" style={{ marginTop: 4 }}>
          {t("recipient.masked")}
        </p>
      )}
    </section>
  );
}
