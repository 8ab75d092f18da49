import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import css from "./Replies.module.css";
import { pieces } from "./replies";

/** The text of a quick reply, its variables named and set apart. */
export function ReplyText({ text }: { text: string }) {
  const { t } = useTranslation("desk");
  return pieces(text).map((piece, at) =>
    "variable" in piece ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never move
      <i key={at} className={css.variable}>
        {t(`reply.variable.${piece.variable}`)}
      </i>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never move
      <Fragment key={at}>{piece.plain}</Fragment>
    ),
  );
}
