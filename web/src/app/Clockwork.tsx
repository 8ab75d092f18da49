import { useEffect } from "react";
import { useSimulated } from "./clock";
import { useClockSync, useMe } from "./data";
import { listen } from "./socket";

/** Keeps the page's clock true for as long as the page is open, and what it shows new for whoever is signed in. */
export function Clockwork() {
  useClockSync(useSimulated());
  const person = useMe().data?.person?.id;
  useEffect(() => (person ? listen() : undefined), [person]);
  return null;
}
