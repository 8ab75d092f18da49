import css from "./Rules.module.css";

/** A rule's sentence with its figure set off; a new one is marked as an insertion. */
export function Sentence({ text, figure, fresh = false }: { text: string; figure: string; fresh?: boolean }) {
  const at = text.lastIndexOf(figure);
  if (figure === "" || at < 0) return <p className={css.sentence}>{text}</p>;
  return (
    <p className={css.sentence}>
      {text.slice(0, at)}
      {fresh ? <ins>{figure}</ins> : <b>{figure}</b>}
      {text.slice(at + figure.length)}
    </p>
  );
}
