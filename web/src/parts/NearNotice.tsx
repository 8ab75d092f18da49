import { Gauge } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { usePlace } from "@/app/place";
import type { Near } from "@/app/types";
import { Notice } from "./Problem";

/** A warning for each limit that comes near or is reached; nothing while all are far. */
export function NearNotice({ limits }: { limits: Near[] | undefined }) {
  const { t } = useTranslation("parts");
  const { rulePath } = usePlace();
  return limits
    ?.filter(({ near, crossed }) => near || crossed)
    .map((one) => (
      <Notice
        key={one.rule}
        icon={<Gauge />}
        head={`${one.name}：${one.says}`}
        act={
          <Link className="link" to={rulePath(one.rule)}>
            {t("near.rule")}
          </Link>
        }
      />
    ));
}
