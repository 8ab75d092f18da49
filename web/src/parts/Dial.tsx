/** The small clock in text: how much of a span is left, or what became of it. 14 on a side, in the current colour. */

const CENTRE = 7;
const HAND = 4.3;
/** A wedge is never drawn under 6 %, so that there is always one to see. */
export const LEAST = 0.06;
/** Nor quite whole: an arc that ends where it begins is none. */
const MOST = 0.99;

/** The filled wedge of the part that is left, from twelve o'clock. */
export function wedge(left: number): string {
  const part = Math.min(Math.max(left, LEAST), MOST);
  const angle = part * 2 * Math.PI;
  const x = CENTRE + HAND * Math.sin(angle);
  const y = CENTRE - HAND * Math.cos(angle);
  return `M7 7V${CENTRE - HAND}A${HAND} ${HAND} 0 ${part > 0.5 ? 1 : 0} 1 ${x.toFixed(2)} ${y.toFixed(2)}z`;
}

export type Face = "pie" | "late" | "done" | "stopped" | "off";

export function Dial({ face, left = 1, size = 14 }: { face: Face; left?: number; size?: number }) {
  return (
    <svg viewBox="0 0 14 14" width={size} height={size} aria-hidden="true" style={{ flex: "none" }}>
      {face === "late" ? (
        <>
          <circle cx="7" cy="7" r="7" fill="currentColor" />
          <path d="M7 3.4v4.3M7 10v.2" stroke="var(--js-color-bg-container)" strokeWidth="1.7" strokeLinecap="round" />
        </>
      ) : (
        <circle
          cx="7"
          cy="7"
          r="6.2"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.3"
          strokeDasharray={face === "stopped" ? "2.2 1.7" : undefined}
        />
      )}
      {face === "pie" && <path d={wedge(left)} fill="currentColor" />}
      {face === "done" && (
        <path
          d="m4.3 7.2 1.9 1.9 3.6-4"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      )}
      {face === "stopped" && (
        <path d="M5.5 5v4M8.5 5v4" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
      )}
      {face === "off" && <path d="M4.6 7h4.8" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />}
    </svg>
  );
}
