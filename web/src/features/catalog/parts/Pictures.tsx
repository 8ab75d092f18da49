import { ImagePlus, LoaderCircle, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Picture } from "@/parts/Picture";
import { ProblemNotice } from "@/parts/Problem";
import { Tag } from "@/parts/Tag";
import { useKeepPicture } from "../data";
import css from "./Manage.module.css";

type Props = { shop: string; disabled: boolean; value?: string[]; onChange?: (pictures: string[]) => void };

/** A product's pictures, the first its cover. Each goes up when it is chosen. */
export function Pictures({ shop, disabled, value = [], onChange }: Props) {
  const { t } = useTranslation("catalog");
  const keep = useKeepPicture(shop);
  const add = async (files: FileList | null) => {
    let pictures = value;
    for (const file of files ?? []) {
      const kept = (await keep.mutateAsync(file).catch(() => null)) as { url: string } | null;
      if (kept) pictures = [...pictures.filter((one) => one !== kept.url), kept.url];
    }
    onChange?.(pictures);
  };
  return (
    <div className="col" style={{ gap: 10 }}>
      <div className={css.pictures}>
        {value.map((src, at) => (
          <span className={css.picture} key={src}>
            <Picture src={src} alt={t("edit.picture", { n: at + 1 })} size={96} radius={8} />
            {at === 0 && (
              <span className={css.cover}>
                <Tag>{t("edit.cover")}</Tag>
              </span>
            )}
            {!disabled && (
              <button
                type="button"
                aria-label={t("edit.picture_off", { n: at + 1 })}
                onClick={() => onChange?.(value.filter((one) => one !== src))}
              >
                <X className="small" />
              </button>
            )}
          </span>
        ))}
        {!disabled && (
          <label className={css.add} aria-busy={keep.isPending}>
            {keep.isPending ? <LoaderCircle className="big" /> : <ImagePlus className="big" />}
            {t("edit.add_picture")}
            <input
              type="file"
              accept="image/png,image/jpeg,image/webp"
              multiple
              disabled={keep.isPending}
              onChange={({ target }) => void add(target.files).then(() => (target.value = ""))}
            />
          </label>
        )}
      </div>
      {value.length === 0 && disabled && <p className="s13 t3">{t("edit.no_pictures")}</p>}
      {keep.error && <ProblemNotice error={keep.error} />}
    </div>
  );
}
