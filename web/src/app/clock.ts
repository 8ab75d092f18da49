import { useSyncExternalStore } from "react";

/** The marketplace's clock in the browser: what the server said, run on from there, at its speed when it is simulated. */
export type ServerClock = { now: string; speed: number; simulated: boolean };

type State = { base: number; heard: number; speed: number; simulated: boolean };
let state: State = { base: Date.now(), heard: performance.now(), speed: 1, simulated: false };
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
/** The time that the page shows: it stands still between two ticks, so that all that is drawn together agrees, however fast time runs. */
let shown = Date.now();

/** Milliseconds since the epoch, by the marketplace's clock. */
export function now(): number {
  return state.base + (performance.now() - state.heard) * state.speed;
}

/** The server told the time. Half the way there and back is taken as the time it travelled. */
export function hear(clock: ServerClock, tripMs = 0): void {
  state = {
    base: Date.parse(clock.now) + (tripMs / 2) * clock.speed,
    heard: performance.now(),
    speed: clock.speed,
    simulated: clock.simulated,
  };
  tick();
}

export function simulated(): boolean {
  return state.simulated;
}

export function speed(): number {
  return state.speed;
}

function tick(): void {
  shown = now();
  for (const listener of listeners) listener();
}

/** One ticker for the whole page; it runs while anything on the page shows time. */
function subscribe(listener: () => void): () => void {
  if (timer === undefined) {
    shown = now();
    timer = setInterval(tick, 1000);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

const STEP = { second: 1000, minute: 60_000, hour: 3_600_000 } as const;

/** The time, drawn anew each second, minute or hour of the marketplace. */
export function useNow(each: keyof typeof STEP = "minute"): number {
  const step = STEP[each];
  const quantum = useSyncExternalStore(subscribe, () => Math.floor(shown / step));
  return each === "second" ? quantum * step : Math.max(quantum * step, Math.floor(shown / 1000) * 1000);
}

export function useSimulated(): boolean {
  return useSyncExternalStore(subscribe, simulated);
}
