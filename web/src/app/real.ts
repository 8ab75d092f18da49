import { useEffect, useState } from "react";
import { tableMoment } from "./format";
import { useWhen } from "./place";

/** The real time, each half minute: sessions and deliveries live by it, not by the marketplace's clock. */
export function useRealNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** A moment of the real clock, as tables write it. */
export function useReal(): (at: string) => string {
  const when = useWhen();
  const now = useRealNow();
  return (at) => tableMoment(Date.parse(at), { ...when, now });
}
