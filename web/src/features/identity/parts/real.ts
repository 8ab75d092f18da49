import { useEffect, useState } from "react";

/** The real time, each half minute: sessions live by it, not by the marketplace's clock. */
export function useRealNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
