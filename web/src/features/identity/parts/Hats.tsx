import { useTranslation } from "react-i18next";
import type { PersonSeen } from "@/app/types";
import { Tag } from "@/parts/Tag";

/** What there is to call somebody by, masked as it is. */
export function called({
  name,
  phone,
  email,
  id,
}: Pick<PersonSeen, "name" | "phone" | "email"> & { id: string }): string {
  return name || phone || email || id.slice(-6);
}

/** What a person does here: a role at the marketplace, shops, else buying. */
export function Hats({ person }: { person: PersonSeen }) {
  const { t } = useTranslation(["identity", "app"]);
  const [first, ...rest] = person.shops;
  return (
    <span className="row wrap" style={{ gap: 6 }}>
      {person.operator && <Tag tint="accent">{t("people.operates", { role: t(`app:role.${person.operator}`) })}</Tag>}
      {first && <Tag>{t("people.works", { shop: first.name, role: t(`app:role.${first.role}`) })}</Tag>}
      {rest.length > 0 && <Tag>{t("people.more", { n: rest.length })}</Tag>}
      {!person.operator && !first && <span className="t3">{t("app:role.buyer")}</span>}
    </span>
  );
}
