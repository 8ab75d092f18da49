"""A pretend marketplace that tries to break the real one: people who forget, repeat and lie, a process that dies in the middle.

Everything goes through the routes and actions that everybody uses, in pretend time and by a seed: the same seed, the same story.
After each tick what must always hold is looked at (`invariants`); `jishi sim --seed 42` runs one, `--seeds 100` a hundred.
"""
