import { meQuery } from "@/app/data";
import { queries } from "@/app/query";
import { attend, type Frame, speak } from "@/app/socket";
import type { Side } from "@/app/types";
import { messagesAfter, touched } from "../data";
import { keep, kept } from "./kept";
import { Tray } from "./tray";

export type Body =
  | { kind: "text" | "emoji"; text: string }
  | { kind: "image"; picture_id: string; width: number; height: number }
  | { kind: "product_card"; product_id: string }
  | { kind: "order_card"; order_id: string };
export type Message = { seq: number; side: Side; at: string; body: Body | null };
/** A message of one's own that the server has not acknowledged; `refused` says why it was not taken. */
export type Waiting = { client_id: string; seen_seq: number; body: Body; refused?: string };
export type Shown = {
  messages: readonly Message[];
  waiting: readonly Waiting[];
  read: Record<Side, number>;
  typing: boolean;
  /** Whether the log goes on before what is shown. */
  earlier: boolean;
  loaded: boolean;
  error: unknown;
};

const PAGE = 50;
const MOST = 200;
const TYPES_MS = 5000;
const TELL_TYPING_MS = 3000;

/** One conversation as this page has it: the log by its numbers, what is on its way, and how far each side has read.
 *
 * The numbers are the truth: whatever comes twice is one message, and a hole is filled from the log. One message at a time is on
 * its way, so that they keep their order; whatever was not acknowledged is said again under the same name after a lost line.
 */
export class Talk {
  private log = new Map<number, Message>();
  private waiting: Waiting[];
  private read: Record<Side, number> = { buyer: 0, shop: 0 };
  private typing: ReturnType<typeof setTimeout> | undefined;
  private toldTyping = 0;
  private first: number | null = null;
  private loaded = false;
  private loading: Promise<void> | undefined;
  private error: unknown = null;
  private onItsWay: string | null = null;
  private watchers = new Set<() => void>();
  private shown: Shown | undefined;
  private leave: () => void;
  /** The pictures of a draft. */
  readonly tray: Tray;

  constructor(
    readonly id: string,
    readonly side: Side,
    private head: number,
  ) {
    this.waiting = kept(id).waiting;
    this.tray = new Tray(id);
    this.leave = attend(id, { upTo: () => this.head, hear: (said) => this.hear(said) });
    this.next();
  }

  end(): void {
    this.leave();
    this.tray.end();
  }

  watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  now = (): Shown => {
    this.shown ??= {
      messages: [...this.log.values()].sort((a, b) => a.seq - b.seq),
      waiting: this.waiting,
      read: { ...this.read },
      typing: this.typing !== undefined,
      earlier: (this.first ?? 1) > 1,
      loaded: this.loaded,
      error: this.error,
    };
    return this.shown;
  };

  /** Have the end of the log, and whatever is missing up to where it stands now. */
  open(): Promise<void> {
    this.loading ??= this.load(this.first === null ? Math.max(0, this.head - PAGE) : this.head).finally(() => {
      this.loading = undefined;
    });
    return this.loading;
  }

  /** Have a piece more of what was said before. */
  async before(): Promise<void> {
    const from = this.first ?? 1;
    const after = Math.max(0, from - 1 - PAGE);
    const { items } = await messagesAfter(this.id, after, from - 1 - after);
    for (const one of items) this.log.set(one.seq, one as Message);
    this.first = after + 1;
    this.changed();
  }

  send(body: Body): void {
    this.wait([...this.waiting, { client_id: crypto.randomUUID(), seen_seq: this.head, body }]);
    this.next();
  }

  /** Send a message that was refused once more, now that one has seen what others wrote. */
  again(client: string): void {
    this.wait(
      this.waiting.map(({ refused, ...one }) =>
        one.client_id === client
          ? { ...one, seen_seq: this.head }
          : { ...one, ...(refused !== undefined && { refused }) },
      ),
    );
    this.next();
  }

  discard(client: string): void {
    this.wait(this.waiting.filter((one) => one.client_id !== client));
  }

  /** What is shown was seen; by one who only looks, nothing was. */
  seen(): void {
    if (queries.getQueryData(meQuery.queryKey)?.viewing) return;
    if (this.head <= this.read[this.side]) return;
    if (!speak({ frame: "read", conversation_id: this.id, seq: this.head })) return;
    this.read[this.side] = this.head;
    this.changed();
    touched();
  }

  types(): void {
    const now = performance.now();
    if (now - this.toldTyping < TELL_TYPING_MS) return;
    if (speak({ frame: "typing", conversation_id: this.id })) this.toldTyping = now;
  }

  private hear(said: Frame): void {
    if (said.frame === "welcome") {
      this.onItsWay = null;
      this.tray.back();
      this.next();
      this.changed();
    } else if (said.frame === "gap") {
      if (this.first !== null) void this.open();
    } else if (said.frame === "ack" && said.client_id && said.seq) {
      this.taken(said.client_id, said.seq, said.at ?? "");
    } else if (said.frame === "refused" && said.client_id) {
      this.refused(said.client_id, said.title ?? "");
    } else if (said.frame === "event") this.happened(said);
  }

  private happened({ type, seq, data = {} }: Frame): void {
    if (type === "message" && seq) {
      const { side, at, body } = data as Omit<Message, "seq">;
      this.stopsTyping();
      this.put({ seq, side, at, body });
      touched();
    } else if (type === "read") {
      const side = data.side as Side;
      this.read[side] = Math.max(this.read[side], Number(data.seq));
      this.changed();
    } else if (type === "typing") {
      this.stopsTyping();
      this.typing = setTimeout(() => {
        this.typing = undefined;
        this.changed();
      }, TYPES_MS);
      this.changed();
    }
  }

  private stopsTyping(): void {
    clearTimeout(this.typing);
    this.typing = undefined;
  }

  private put(message: Message): void {
    this.log.set(message.seq, message);
    while (this.log.has(this.head + 1)) this.head += 1;
    if (message.seq > this.head && this.first !== null) void this.open();
    this.changed();
  }

  private taken(client: string, seq: number, at: string): void {
    if (this.onItsWay === client) this.onItsWay = null;
    const own = this.waiting.find((one) => one.client_id === client);
    if (own) {
      this.wait(this.waiting.filter((one) => one !== own));
      this.put({ seq, side: this.side, at, body: own.body });
      touched();
    }
    this.next();
  }

  private refused(client: string, title: string): void {
    if (this.onItsWay === client) this.onItsWay = null;
    this.wait(this.waiting.map((one) => (one.client_id === client ? { ...one, refused: title } : one)));
    this.next();
  }

  private wait(waiting: Waiting[]): void {
    this.waiting = waiting;
    keep(this.id, { waiting });
    this.changed();
  }

  private next(): void {
    if (this.onItsWay !== null) return;
    const one = this.waiting.find(({ refused }) => refused === undefined);
    if (!one) return;
    const { client_id, seen_seq } = one;
    const body = asSent(one.body);
    if (speak({ frame: "send", conversation_id: this.id, client_id, seen_seq, body })) this.onItsWay = client_id;
  }

  private async load(after: number): Promise<void> {
    try {
      let from = after;
      for (;;) {
        const { items, last_seq, read } = await messagesAfter(this.id, from, MOST);
        for (const one of items) this.log.set(one.seq, one as Message);
        from = items.at(-1)?.seq ?? last_seq;
        this.read = {
          buyer: Math.max(this.read.buyer, read.buyer ?? 0),
          shop: Math.max(this.read.shop, read.shop ?? 0),
        };
        if (from >= last_seq) break;
      }
      this.first ??= after + 1;
      this.head = Math.max(this.head, from);
      while (this.log.has(this.head + 1)) this.head += 1;
      this.loaded = true;
      this.error = null;
    } catch (error) {
      this.error = error;
    }
    this.changed();
  }

  private changed(): void {
    this.shown = undefined;
    for (const watcher of this.watchers) watcher();
  }
}

/** A message as it is sent: the sides of a picture are the server's to tell. */
function asSent(body: Body): object {
  return body.kind === "image" ? { kind: body.kind, picture_id: body.picture_id } : body;
}

const talks = new Map<string, Talk>();

/** The talk of this page about a conversation; `head` is how far its log stood when the page was told of it. */
export function talkOf(id: string, side: Side, head: number): Talk {
  let talk = talks.get(id);
  if (!talk) {
    talk = new Talk(id, side, head);
    talks.set(id, talk);
  }
  return talk;
}

/** Hear no more of those that are neither listed nor open. */
export function onlyTalks(ids: ReadonlySet<string>): void {
  for (const [id, talk] of talks)
    if (!ids.has(id)) {
      talk.end();
      talks.delete(id);
    }
}
