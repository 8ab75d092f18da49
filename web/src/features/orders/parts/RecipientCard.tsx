import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "@/app/place";
import type { Address } from "@/app/types";
import { phoneText, placeText } from "@/parts/AddressText";
import { MaskedText } from "@/parts/MaskedText";

export function RecipientCard({ address, act }: { address: Address; act?: ReactNode }) {
  const { t } = useTranslation("orders");
  const language = useLanguage();
  return (
    <section className="card pad">
      <div className="row sb" style={{ marginBottom: 6 }}>
        <h2>{t("recipient.title")}</h2>
        {act}
      </div>
      <MaskedText masked={[address.name, phoneText(address.phone)]} />
      <div className="s13 t2">{placeText(address, language)}</div>
      {address.masked && (
        <p className="s12 t3" style={{ marginTop: 4 }}>
          {t("recipient.masked")}
        </p>
      )}
    </section>
  );
}
