import type { Replies, Reply, ReplyValues } from "@/app/types";

export type Variable = keyof ReplyValues;
export const VARIABLES: readonly Variable[] = ["buyer", "order", "product", "shop", "agent"];
const VARIABLE = new RegExp(`\\{(${VARIABLES.join("|")})\\}`, "g");

export type Piece = { plain: string } | { variable: Variable };

/** A text in pieces: plain ones, and its variables by name. */
export function pieces(text: string): Piece[] {
  return text.split(VARIABLE).flatMap((piece, at): Piece[] => {
    if (at % 2 === 1) return [{ variable: piece as Variable }];
    return piece ? [{ plain: piece }] : [];
  });
}

/** The text with its variables filled; those with nothing to fill stay as they are. */
export function filled(text: string, values: ReplyValues): string {
  return text.replace(VARIABLE, (braces, name: Variable) => values[name] ?? braces);
}

/** The first variable that stands in a text unfilled, and where. */
export function unfilled(text: string): { name: Variable; from: number; to: number } | null {
  const found = [...text.matchAll(VARIABLE)][0];
  return found ? { name: found[1] as Variable, from: found.index, to: found.index + found[0].length } : null;
}

/** What is typed asks for quick replies: a slash and what follows it, up to the first space. */
export const asks = (text: string) => /^\/\S*$/.test(text);

/** The replies that fit what is typed, one's own first: those whose shortcut begins so, then those whose words hold it. */
export function fitting({ mine, shop }: Pick<Replies, "mine" | "shop">, typed: string): Reply[] {
  const all = [...mine, ...shop];
  const wanted = typed.toLowerCase();
  const word = wanted.slice(1);
  if (!word) return all;
  const called = all.filter(({ shortcut }) => shortcut.toLowerCase().startsWith(wanted));
  const holds = ({ title, text, folder }: Reply) =>
    [title, text, folder].some((one) => one.toLowerCase().includes(word));
  return [...called, ...all.filter((one) => !called.includes(one) && holds(one))];
}
