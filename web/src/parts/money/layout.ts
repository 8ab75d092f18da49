import { minor } from "@/app/format";
import type { MoneyPicture, Term } from "@/app/types";

/** Where each band of the flow picture runs. Pure figures, in pixels from the top. */

/** What belongs to the shop or may still come to it. */
const OWN = new Set(["pending", "settled", "external", "reserved", "deposit"]);
/** What is still to be settled; everything else has been done. */
const EXPECTED = new Set(["pending", "reserved"]);
export const isOwn = (part: Term) => OWN.has(part.term);
export const isFinal = (part: Term) => !EXPECTED.has(part.term);

export type Band = { key: string; from: [number, number]; to: [number, number] };
export type Slot = { part: Term; top: number; height: number };
export type Flow = { height: number; sources: { part: Term; bar: [number, number] }[]; uses: Slot[]; bands: Band[] };

const FIRST = 104;
const ROW = 46;
const LEAST = 2;
const GAP = 2;
const MOST = 170;
const PART_OF_HEIGHT = 0.62;

/** The shop's part first, then what is larger. */
export function ordered(uses: readonly Term[]): Term[] {
  const rank = (part: Term) => (isOwn(part) ? 0 : 1);
  return [...uses].sort((a, b) => rank(a) - rank(b) || (minor(b.amount) > minor(a.amount) ? 1 : -1));
}

export function layFlow(picture: MoneyPicture): Flow {
  const uses = ordered(picture.uses);
  const total = picture.sources.reduce((sum, { amount }) => sum + Number(minor(amount)), 0) || 1;
  const plain = FIRST + ROW * Math.max(0, uses.length - 1);
  const thick = Math.min(MOST, plain * PART_OF_HEIGHT);
  const size = (amount: Term["amount"]) => Math.max(LEAST, (Number(minor(amount)) / total) * thick);

  const slots: Slot[] = [];
  let y = 0;
  for (const part of uses) {
    const height = Math.max(slots.length === 0 ? FIRST : ROW, size(part.amount) + 12);
    slots.push({ part, top: y, height });
    y += height;
  }
  const height = Math.max(y, FIRST);
  const left = picture.sources.reduce((sum, { amount }) => sum + size(amount) + GAP, -GAP);
  let at = (height - left) / 2;
  const sources = picture.sources.map((part) => {
    const bar: [number, number] = [at, at + size(part.amount)];
    at = bar[1] + GAP;
    return { part, bar };
  });

  let start = sources[0]?.bar[0] ?? 0;
  const bands = slots.map(({ part, top, height: room }) => {
    const wide = size(part.amount);
    const middle = top + room / 2;
    const band: Band = { key: part.term, from: [start, start + wide], to: [middle - wide / 2, middle + wide / 2] };
    start += wide;
    return band;
  });
  return { height, sources, uses: slots, bands };
}

/** The outline of a band that leaves at x1 and arrives at x2. */
export function outline({ from, to }: Band, x1: number, x2: number): string {
  const middle = (x1 + x2) / 2;
  const f = (value: number) => value.toFixed(1);
  return (
    `M${x1} ${f(from[0])}C${middle} ${f(from[0])} ${middle} ${f(to[0])} ${x2} ${f(to[0])}` +
    `L${x2} ${f(to[1])}C${middle} ${f(to[1])} ${middle} ${f(from[1])} ${x1} ${f(from[1])}z`
  );
}
