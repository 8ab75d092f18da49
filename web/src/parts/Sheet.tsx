import { Drawer, Dropdown } from "antd";
import { X } from "lucide-react";
import { cloneElement, type ReactElement, type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNarrow } from "@/app/screen";
import css from "./Sheet.module.css";

type TriggerProps = { onClick?: () => void; "aria-expanded"?: boolean; "aria-haspopup"?: "dialog" };
type Props = {
  /** What the card is about, for those who hear the page. */
  label: string;
  width: number;
  trigger: ReactElement<TriggerProps>;
  content: (close: () => void) => ReactNode;
  placement?: "bottomLeft" | "bottomRight" | "bottom" | "topLeft";
};

/** A card that opens beside its trigger, and from the bottom edge on a phone. Esc closes it and gives the focus back. */
export function Sheet({ label, width, trigger, content, placement = "bottomLeft" }: Props) {
  const { t } = useTranslation("parts");
  const narrow = useNarrow();
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);

  if (narrow) {
    return (
      <>
        {cloneElement(trigger, { onClick: () => setOpen(true), "aria-expanded": open, "aria-haspopup": "dialog" })}
        <Drawer
          open={open}
          onClose={close}
          placement="bottom"
          size="auto"
          closable={false}
          destroyOnHidden
          classNames={{ section: css.bottom }}
          styles={{ body: { padding: 0 } }}
          aria-label={label}
        >
          <div className={css.grip} />
          <button type="button" className={css.close} onClick={close} aria-label={t("close")}>
            <X />
          </button>
          {content(close)}
        </Drawer>
      </>
    );
  }
  return (
    <Dropdown
      open={open}
      onOpenChange={setOpen}
      trigger={["click"]}
      placement={placement}
      destroyOnHidden
      popupRender={() => (
        <Card label={label} width={width} close={close}>
          {content(close)}
        </Card>
      )}
    >
      {cloneElement(trigger, { "aria-expanded": open, "aria-haspopup": "dialog" })}
    </Dropdown>
  );
}

function Card({
  label,
  width,
  close,
  children,
}: {
  label: string;
  width: number;
  close: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslation("parts");
  const card = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    card.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <div
      ref={card}
      role="dialog"
      aria-label={label}
      tabIndex={-1}
      className={css.card}
      style={{ width }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") close();
      }}
    >
      <button type="button" className={css.close} onClick={close} aria-label={t("close")}>
        <X />
      </button>
      {children}
    </div>
  );
}
