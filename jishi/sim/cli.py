"""`jishi sim`: one seed or many, here or in several processes; exit 1 and the seed when an invariant breaks."""

import argparse
import json
import subprocess
import sys
from dataclasses import asdict
from typing import Any

from jishi.sim.run import Outcome, live


def register(add: Any) -> None:
    """Add the command to the parser."""
    sim = add.add_parser("sim", help="a pretend marketplace with its invariants; exit 1 and the seed when one breaks")
    sim.add_argument("--seed", type=int, default=42, help="the story; the same seed tells the same")
    sim.add_argument("--days", type=int, default=30, help="pretend days")
    sim.add_argument("--seeds", type=int, default=1, help="how many stories, from --seed on")
    sim.add_argument("--jobs", type=int, default=1, help="processes to share them")
    sim.add_argument("--step", type=int, default=1, help="every so many seeds only")
    sim.add_argument("--first", action="store_true", help="stop at the first that breaks")
    sim.add_argument("--json", action="store_true", help="data as JSON, a line a story")
    sim.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Tell the stories; 1 when one broke. Raises ValueError for numbers that tell none."""
    if min(args.days, args.seeds, args.jobs, args.step) < 1:
        raise ValueError("--days, --seeds, --jobs and --step are at least 1")
    if args.jobs > 1:
        return _shared(args)
    broken = []
    for outcome in live(range(args.seed, args.seed + args.seeds * args.step, args.step), args.days):
        _tell(args, outcome)
        if outcome.broke:
            broken.append(outcome)
            if args.first:
                break
    return 1 if broken else 0


def _shared(args: argparse.Namespace) -> int:
    """Each process tells its share: every so-manieth seed."""
    jobs = min(args.jobs, args.seeds)
    words = [sys.executable, "-m", "jishi.config.cli", "sim", "--days", str(args.days), "--step", str(jobs)]
    words += ["--json"] if args.json else []
    running = [
        subprocess.Popen([*words, "--seed", str(args.seed + n), "--seeds", str(len(range(n, args.seeds, jobs)))]) for n in range(jobs)
    ]
    return max(one.wait() for one in running)


def _tell(args: argparse.Namespace, outcome: Outcome) -> None:
    if args.json:
        print(json.dumps(asdict(outcome), ensure_ascii=False), flush=True)
        return
    if outcome.broke:
        print(f"seed {outcome.seed}: {outcome.broke} broke on day {outcome.day}: {outcome.how}", flush=True)
        print(f"again: jishi sim --seed {outcome.seed} --days {args.days}", flush=True)
    else:
        print(f"seed {outcome.seed}: {args.days} days, {outcome.ticks} ticks, story {outcome.story}, {outcome.seconds:.1f} s", flush=True)
