import { ApiProblem, Offline, worthRetrying } from "@/app/problem";
import { type Kept, sendIn } from "../data";
import { keep, kept } from "./kept";
import { shrink } from "./shrink";

/** A picture of a draft: on its way up, up, or not taken and why. */
export type Chosen = {
  key: string;
  name: string;
  preview: string;
  state: "going" | "up" | "failed";
  /** How much of it has gone, from 0 to 1. */
  part: number;
  picture?: Kept;
  error?: unknown;
};
type Held = { one: Chosen; file: File | null; small: Blob | null; stop: AbortController };

const TOGETHER = 2;

/** The pictures that are chosen for a talk and not sent yet: each goes up at once, and becomes a message with the draft.
 *
 * Those that are up survive a page loaded anew; one whose line was lost goes on when the line is back.
 */
export class Tray {
  private held: Held[];
  private watchers = new Set<() => void>();
  private shown: readonly Chosen[] | undefined;

  constructor(readonly talk: string) {
    this.held = kept(talk).pictures.map((picture) => ({
      one: { key: picture.id, name: "", preview: "", state: "up", part: 1, picture },
      file: null,
      small: null,
      stop: new AbortController(),
    }));
  }

  watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  now = (): readonly Chosen[] => {
    this.shown ??= this.held.map(({ one }) => one);
    return this.shown;
  };

  add(files: Iterable<File>): void {
    for (const file of files) {
      const one: Chosen = { key: crypto.randomUUID(), name: file.name, preview: "", state: "going", part: 0 };
      this.held.push({ one, file, small: null, stop: new AbortController() });
    }
    this.changed();
    this.next();
  }

  /** Try one again that was not taken. */
  again(key: string): void {
    const held = this.held.find(({ one }) => one.key === key);
    if (held?.one.state !== "failed") return;
    // The same key does it once where the answer was lost; after a refusal it would only bring the refusal again.
    const fresh = worthRetrying(held.one.error) ? key : crypto.randomUUID();
    this.put(held, { key: fresh, state: "going", part: 0, error: undefined });
    this.next();
  }

  remove(key: string): void {
    const held = this.held.find(({ one }) => one.key === key);
    held?.stop.abort();
    this.held = this.held.filter((other) => other !== held);
    this.changed();
    this.next();
  }

  /** The line is back: what stopped for want of it goes on. */
  back(): void {
    for (const { one } of this.held) if (one.state === "failed" && one.error instanceof Offline) this.again(one.key);
  }

  /** Take out those that are up, to be sent now. */
  take(): Kept[] {
    const up = this.held.filter(({ one }) => one.state === "up");
    this.held = this.held.filter((one) => !up.includes(one));
    this.changed();
    return up.flatMap(({ one }) => (one.picture ? [one.picture] : []));
  }

  end(): void {
    for (const { stop } of this.held) stop.abort();
  }

  private busy = new Set<Held>();

  private next(): void {
    for (const held of this.held) {
      if (this.busy.size >= TOGETHER) return;
      if (held.one.state === "going" && !this.busy.has(held)) void this.goUp(held);
    }
  }

  private async goUp(held: Held): Promise<void> {
    this.busy.add(held);
    try {
      if (held.file && !held.small) {
        const { file, preview } = await shrink(held.file);
        held.small = file;
        this.put(held, { preview });
      }
      if (held.stop.signal.aborted || !held.small) return;
      const picture = await sendIn(this.talk, held.small, {
        key: held.one.key,
        going: (part) => this.put(held, { part }),
        signal: held.stop.signal,
      });
      this.put(held, { state: "up", part: 1, picture });
    } catch (error) {
      this.put(held, { state: "failed", error });
    } finally {
      this.busy.delete(held);
      this.next();
    }
  }

  private put(held: Held, change: Partial<Chosen>): void {
    held.one = { ...held.one, ...change };
    this.changed();
  }

  private changed(): void {
    this.shown = undefined;
    keep(this.talk, { pictures: this.held.flatMap(({ one }) => (one.picture ? [one.picture] : [])) });
    for (const watcher of this.watchers) watcher();
  }
}

/** Why a picture was not taken, as the server says it; nothing where the line was lost. */
export const reason = (error: unknown): string | null => (error instanceof ApiProblem ? error.detail : null);
