import { useSimulated } from "./clock";
import { useClockSync } from "./data";

/** Keeps the page's clock true for as long as the page is open. */
export function Clockwork() {
  useClockSync(useSimulated());
  return null;
}
