import { useLanguage } from "@/app/place";
import type { Language } from "@/app/preferences";
import type { Address } from "@/app/types";

/** The place in the order in which its country writes it: from the large in China, from the small elsewhere. */
export function placeText(address: Address, language: Language): string {
  const { country, region, city, district, line, postcode } = address;
  if (country === "CN")
    return [`${region}${city === region ? "" : city}${district}`, line, postcode].filter(Boolean).join(" ");
  const land = new Intl.DisplayNames(language, { type: "region" }).of(country);
  return [line, district, city, region, postcode, land].filter(Boolean).join(", ");
}

/** A Chinese mobile number in its own groups; others as the server keeps them. */
export function phoneText(phone: string): string {
  return phone.replace(/^\+86(\d{3})(\d{4})(\d{4})$/, "$1 $2 $3");
}

export function AddressText({ address }: { address: Address }) {
  const language = useLanguage();
  return (
    <div>
      <div>
        <span className="w5">{address.name}</span>
        <span className="t2" style={{ marginLeft: 10 }}>
          {phoneText(address.phone)}
        </span>
      </div>
      <div className="s13 t2">{placeText(address, language)}</div>
    </div>
  );
}
