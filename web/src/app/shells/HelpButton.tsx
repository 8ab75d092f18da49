import { Button, Drawer } from "antd";
import { CircleHelp } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "react-router";
import { helpOf } from "../help";
import { useNarrow } from "../screen";

const HelpText = lazy(() => import("./HelpText"));

/** What the page at hand is for, its keys, and the rules that it goes by. */
export function HelpButton() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const narrow = useNarrow();
  const [open, setOpen] = useState(false);
  const help = helpOf(pathname);
  if (!help) return null;
  return (
    <>
      <Button
        type="text"
        icon={<CircleHelp />}
        aria-label={t("help.title")}
        title={t("help.title")}
        onClick={() => setOpen(true)}
      />
      <Drawer
        open={open}
        onClose={() => setOpen(false)}
        title={t("help.title")}
        placement={narrow ? "bottom" : "right"}
        size={narrow ? "large" : 400}
        destroyOnHidden
      >
        <Suspense fallback={null}>
          <HelpText help={help} close={() => setOpen(false)} />
        </Suspense>
      </Drawer>
    </>
  );
}
