import { useEffect, useState } from "react";
import { tableMoment } from "./format";
import { useWhen } from "./place";

/** The real time, each half minute or so many milliseconds: sessions and deliveries live by it, not by the marketplace's clock. */
export function useRealNow(each = 30_000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), each);
    return () => clearInterval(timer);
  }, [each]);
  return now;
}

/** A moment of the real clock, as tables write it. */
export function useReal(): (at: string) => string {
  const when = useWhen();
  const now = useRealNow();
  return (at) => tableMoment(Date.parse(at), { ...when, now });
}
