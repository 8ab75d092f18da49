import { Button } from "antd";
import { ImagePlus, RotateCw, X } from "lucide-react";
import { type DragEvent, useRef, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { Picture } from "@/parts/Picture";
import { pictureAt } from "../data";
import css from "./Pictures.module.css";
import { TYPES } from "./shrink";
import { type Chosen, reason, type Tray } from "./tray";

const PERCENT = 100;

/** The pictures of a talk's draft. */
export function useTray(tray: Tray): readonly Chosen[] {
  return useSyncExternalStore(tray.watch, tray.now);
}

/** Choose pictures from the device; whoever has a keyboard goes on writing. */
export function ChoosePictures({ tray, chosen }: { tray: Tray; chosen: () => void }) {
  const { t } = useTranslation("desk");
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button
        type="text"
        shape="circle"
        icon={<ImagePlus />}
        aria-label={t("picture.choose")}
        title={t("picture.choose")}
        onClick={() => input.current?.click()}
      />
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept={TYPES.join()}
        aria-label={t("picture.choose")}
        onChange={({ target }) => {
          tray.add(target.files ?? []);
          target.value = "";
          chosen();
        }}
      />
    </>
  );
}

/** What is chosen, over the box: each as it goes up, or why it was not taken. */
export function ChosenPictures({ tray }: { tray: Tray }) {
  const { t } = useTranslation("desk");
  const chosen = useTray(tray);
  if (chosen.length === 0) return null;
  const failed = chosen.filter(({ state }) => state === "failed");
  return (
    <div className={css.tray}>
      <ul aria-label={t("picture.chosen")}>
        {chosen.map((one, at) => (
          <li key={one.key}>
            <One one={one} tray={tray} name={one.name || t("picture.nth", { n: at + 1 })} />
          </li>
        ))}
      </ul>
      {failed.length > 0 && (
        <p className="bad" role="alert">
          {[...new Set(failed.map(({ error }) => reason(error) ?? t("picture.no_line")))].join(" ")}
        </p>
      )}
    </div>
  );
}

function One({ one, tray, name }: { one: Chosen; tray: Tray; name: string }) {
  const { t } = useTranslation("desk");
  const src = one.preview || (one.picture && pictureAt(tray.talk, one.picture.id));
  const percent = Math.round(one.part * PERCENT);
  return (
    <span className={`${css.chosen} ${one.state === "failed" ? css.failed : ""}`}>
      <Picture src={src} alt={name} size={72} radius={6} />
      {one.state === "going" && (
        <span
          className={css.going}
          role="progressbar"
          aria-label={t("picture.going", { name })}
          aria-valuenow={percent}
          aria-valuemin={0}
          aria-valuemax={PERCENT}
        >
          <i style={{ width: `${percent}%` }} />
        </span>
      )}
      {one.state === "failed" && (
        <button
          type="button"
          className={css.again}
          aria-label={t("picture.again", { name })}
          title={t("picture.again", { name })}
          onClick={() => tray.again(one.key)}
        >
          <RotateCw />
        </button>
      )}
      <button
        type="button"
        className={css.off}
        aria-label={t("picture.off", { name })}
        title={t("picture.off", { name })}
        onClick={() => tray.remove(one.key)}
      >
        <X className="small" />
      </button>
    </span>
  );
}

/** Pictures may be dropped anywhere on a talk: what its section takes for that, and what covers it meanwhile. */
export function useDrop(tray: Tray | null) {
  const { t } = useTranslation("desk");
  const [over, setOver] = useState(0);
  if (!tray) return { drop: {}, cover: null };
  const brings = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes("Files");
  const drop = {
    onDragEnter: (event: DragEvent) => brings(event) && setOver((deep) => deep + 1),
    onDragLeave: (event: DragEvent) => brings(event) && setOver((deep) => Math.max(0, deep - 1)),
    onDragOver: (event: DragEvent) => brings(event) && event.preventDefault(),
    onDrop: (event: DragEvent) => {
      if (!brings(event)) return;
      event.preventDefault();
      setOver(0);
      tray.add(event.dataTransfer.files);
    },
  };
  const cover = over > 0 && (
    <div className={css.cover}>
      <ImagePlus className="big" />
      {t("picture.drop")}
    </div>
  );
  return { drop, cover };
}

/** The pictures on a clipboard; words that come with them (a cell of a sheet, say) are preferred. */
export function pasted(data: DataTransfer): File[] {
  if (data.types.includes("text/plain")) return [];
  return [...data.files].filter(({ type }) => type.startsWith("image/"));
}
