import type { ReactNode } from "react";

/** Whose move it is. Shape first, then colour, so that it reads without colour (design § 6). */
export type Move = "yours" | "theirs" | "moving" | "done" | "stopped" | "broken";

const COLOUR: Record<Move, string> = {
  yours: "var(--js-color-primary)",
  theirs: "var(--js-color-text-tertiary)",
  moving: "var(--js-color-primary)",
  done: "var(--js-color-success)",
  stopped: "var(--js-color-text-tertiary)",
  broken: "var(--js-color-error)",
};

function Glyph({ move }: { move: Move }) {
  const ring = <circle cx="5" cy="5" r="3.8" fill="none" stroke="currentColor" strokeWidth="1.4" />;
  const drawn: Record<Move, ReactNode> = {
    yours: <circle cx="5" cy="5" r="4.5" fill="currentColor" />,
    theirs: ring,
    moving: (
      <>
        {ring}
        <path d="M5 1.2a3.8 3.8 0 0 0 0 7.6z" fill="currentColor" />
      </>
    ),
    done: (
      <path
        d="m1.2 5.3 2.5 2.5 5-5.6"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.7"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    ),
    stopped: <path d="M1.5 5h7" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" />,
    broken: (
      <>
        <rect x=".8" y=".8" width="8.4" height="8.4" rx="2" fill="currentColor" />
        <path d="M5 2.7v2.9M5 7.3v.1" stroke="var(--js-color-bg-container)" strokeWidth="1.4" strokeLinecap="round" />
      </>
    ),
  };
  return (
    <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true" style={{ color: COLOUR[move], flex: "none" }}>
      {drawn[move]}
    </svg>
  );
}

/** One glyph and a word. */
export function Status({ move, children }: { move: Move; children: ReactNode }) {
  return (
    <span className="row nw s13" style={{ display: "inline-flex", gap: 6 }}>
      <Glyph move={move} />
      {children}
    </span>
  );
}
