"""Every table is watched: `jishi fsck` has a check for it, and its name says whose it is."""

from django.apps import apps

from jishi.kernel import fsck
from tests.rows import NOT_JISHIS, tables


def _own() -> list[str]:
    return [table for table in tables() if not table.startswith(NOT_JISHIS)]


def test_every_table_has_a_check() -> None:
    assert sorted(set(_own()) - {check.table for check in fsck.CHECKS}) == []


def test_every_check_is_of_a_table() -> None:
    assert sorted({check.table for check in fsck.CHECKS} - set(_own())) == []


def test_tables_are_named_after_their_module_and_model() -> None:
    named = {model._meta.db_table: f"{model._meta.app_label}_{model.__name__.lower()}" for model in apps.get_models()}
    assert {table: name for table, name in named.items() if not table.startswith(NOT_JISHIS) and table != name} == {}


def test_keys_are_text() -> None:
    """Ids are opaque text; rows without a face of their own (history, cursors, outbox) may count."""
    numbered = [
        model._meta.db_table
        for model in apps.get_models()
        if model.__module__.startswith("jishi.modules") and model._meta.pk.get_internal_type() not in ("CharField", "TextField")
    ]
    assert numbered == []
