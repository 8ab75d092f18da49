import { Sheet } from "@/parts/Sheet";
import css from "./Today.module.css";

/** A dotted word that opens a few sentences on how a figure came to be. */
export function Explained({ word, title, said }: { word: string; title: string; said: string[] }) {
  return (
    <Sheet
      label={title}
      width={340}
      placement="bottomRight"
      trigger={
        <button type="button" className={css.dotted}>
          {word}
        </button>
      }
      content={() => (
        <div className={css.explained}>
          <h3>{title}</h3>
          <ul>
            {said.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </div>
      )}
    />
  );
}
