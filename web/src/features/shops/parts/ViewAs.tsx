import { Form, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Shop } from "@/app/types";
import { WithReason } from "@/parts/WithReason";
import { useViewAs } from "../data";
import { ROLES } from "./roles";

/** Ask as whom of a shop an operator is to look at it, and why. */
export function ViewAs({ shop, close }: { shop: Shop | null; close: () => void }) {
  const { t } = useTranslation(["shops", "app"]);
  const act = useViewAs();
  return (
    <WithReason
      open={shop !== null}
      title={t("view_as.title", { name: shop?.name })}
      about={t("view_as.about")}
      go={t("view_as.go")}
      hint={t("view_as.reason_hint")}
      initial={{ role: "owner" }}
      act={act}
      ask={(asked) => shop && act.mutate({ shop: shop.id, ...asked })}
      close={close}
    >
      <Form.Item name="role" label={t("view_as.role")}>
        <Select options={ROLES.map((value) => ({ value, label: t(`app:role.${value}`) }))} />
      </Form.Item>
    </WithReason>
  );
}
