"""The lawbook as a Django app: tells the kernel what it needs of the law, and copies the values at each migrate."""

import sys
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class Lawbook(AppConfig):
    """Loads the rulebook, once, when the server starts."""

    name = "jishi.lawbook"
    label = "lawbook"

    def ready(self) -> None:
        """The kernel cannot ask the lawbook: what it needs is handed to it here."""
        from jishi.kernel import deadlines, money
        from jishi.kernel.api import problems
        from jishi.lawbook import calendar, decisions, engine, fsck, law, queries
        from jishi.lawbook import deadlines as own_deadlines
        from jishi.lawbook.errors import LawError
        from jishi.lawbook.rulebook import rulebook

        assert fsck.__name__  # importing them registers the checks
        assert own_deadlines.__name__  # and what happens at a notice's end, with the steps of an override
        try:
            money.set_places(dict(rulebook().words["currencies"]))
        except LawError:
            if sys.argv[1:2] != ["rules"]:  # nothing runs under a faulty rulebook but what says where its faults are
                raise
        deadlines.set_soon(law.soon_at)
        problems.set_decider(decisions.decide)
        engine.set_terms(queries.terms)
        calendar.set_edits(engine.edits)
        post_migrate.connect(_copy_values, sender=self, dispatch_uid="lawbook.values")


def _copy_values(using: str, **_: Any) -> None:
    from jishi.kernel.runner import act
    from jishi.lawbook import queries
    from jishi.lawbook.actions.copy_values import copy_values

    if using == "default" and queries.is_migrated():  # Django sends this for every app, whichever was migrated
        act(copy_values)
