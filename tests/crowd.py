"""People who talk at a demonstration while somebody works there: `python -m tests.crowd --port N`, who they are as JSON on its input.

It says "there" once every line is up, talks until it is ended (SIGTERM), and then says how many messages were acknowledged and heard.
"""

import argparse
import asyncio
import json
import random
import signal
import sys
from typing import Any

from tests.soak import Talking, Tally, agents_of


async def crowd(people: dict[str, Any], port: int, say_every: float) -> Tally:
    """Buyers write, each once in so many seconds; agents answer each message."""
    tally, dice, ended = Tally(), random.Random(7), asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    buyers = [Talking(one, [one["conversation"]], [port], tally, dice) for one in people["buyers"]]
    everyone = [*buyers, *agents_of(people, [port], tally, dice)]
    staying = []
    for one in everyone:
        staying.append(asyncio.create_task(one.stay()))
        await asyncio.sleep(0.003)
    while not all(one.line is not None and one.line.up for one in everyone):
        await asyncio.sleep(0.1)
    print("there", flush=True)
    n = 0
    while not ended.is_set():
        buyer = buyers[n % len(buyers)]
        n += 1
        buyer.say(next(iter(buyer.seen)), f"is number {n} in stock?")
        await asyncio.sleep(say_every / len(buyers))
    for one in everyone:
        one.ended = True
        if one.line is not None:
            one.line.transport.abort()
    await asyncio.gather(*staying)
    return tally


def main() -> int:
    """Talk until ended."""
    words = argparse.ArgumentParser()
    words.add_argument("--port", type=int, required=True)
    words.add_argument("--say-every", type=float, default=30.0, help="seconds between two messages of one buyer")
    args = words.parse_args()
    tally = asyncio.run(crowd(json.load(sys.stdin), args.port, args.say_every))
    print(json.dumps({"acked": tally.acked, "heard": tally.heard, "refused": tally.refused}), flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
