import { useTranslation } from "react-i18next";
import { RowsSkeleton } from "@/parts/Skeletons";
import { Tag } from "@/parts/Tag";
import { useOperatorRoles } from "../data";
import css from "./Bare.module.css";

/** What each role may, by the names that refusals use. */
export function RolesCard() {
  const { t } = useTranslation(["identity", "app"]);
  const { data } = useOperatorRoles();
  return (
    <section className={`card ${css.factor}`} aria-labelledby="operator-roles">
      <h2 id="operator-roles">{t("operators.roles")}</h2>
      <p className="t2">{t("operators.roles_about")}</p>
      {!data && <RowsSkeleton rows={5} />}
      <ul className={css.rows}>
        {data?.map(({ role, permissions, second }) => (
          <li key={role} style={{ alignItems: "flex-start", flexWrap: "wrap" }}>
            <span className="col" style={{ flex: "0 0 150px" }}>
              <b>{t(`app:role.${role}`)}</b>
              {second && <span className="s12 t3">{t("operators.wants_second")}</span>}
            </span>
            <span className="row wrap" style={{ flex: "1 1 280px", gap: 4, minWidth: 0 }}>
              {permissions.map((one) => (
                <Tag key={one}>{one}</Tag>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
