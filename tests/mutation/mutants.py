"""The mutants: each source of each verb taken away, each verb led elsewhere or allowed in one more state, each rule value changed."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jishi.kernel.machine import MACHINES
from jishi.kernel.runner import act
from jishi.lawbook import engine, files, queries
from jishi.lawbook.actions.copy_values import copy_values
from jishi.lawbook.rulebook import BASE, rulebook, value_key
from tests.mutation.steps import steps
from tests.rows import remove_row

SERVER = Path(__file__).parent.parent.parent / "jishi"
NO_READERS = {"tests", "migrations", "sim", "demo", "demo.py"}


@dataclass(frozen=True)
class TableMutant:
    """A row of a state table that is another; `asked` is what a test must have done to notice."""

    name: str
    asked: str
    machine: str
    verb: str
    sources: frozenset[str]
    to: str

    def plant(self) -> None:
        """Changes the table in this process, and no history or event with it."""
        MACHINES[self.machine].table[self.verb] = (self.sources, self.to)


@dataclass(frozen=True)
class RuleMutant:
    """A rule with another value, in base or pack; `asked` is the key of the value as it stands."""

    name: str
    asked: str
    layer: str
    rule: str
    number: int
    value: Any

    def plant(self) -> None:
        """Changes the compiled rulebook kept in this process's data directory, as a changed file would: new key, new row of the table."""
        form = compiled()
        entry = _values(form, self.layer, self.rule)[self.number]
        entry["value"] = self.value
        entry["key"] = value_key(self.layer, self.rule, entry["since"], entry["where"], entry["unit"], self.value, entry["source"])
        files.keep(form)
        rulebook.cache_clear()
        engine.set_terms(queries.terms)
        remove_row("lawbook_value", self.asked, primary="key")
        act(copy_values)


Mutant = TableMutant | RuleMutant


def compiled() -> dict[str, Any]:
    """The rulebook as it is kept beside the data. Raises AssertionError where it cannot be kept."""
    form = files.kept(rulebook().digest)
    assert form is not None, "no compiled rulebook is kept: is the data directory writable?"
    return form


def of_tables() -> Iterator[TableMutant]:
    """Three kinds: a state taken away from a verb, one given to it, another goal."""
    for name, machine in sorted(MACHINES.items()):
        for verb, (sources, to) in machine.table.items():
            asked = f"{name}.{verb}"
            for state in machine.states:
                word = "no longer" if state in sources else "also"
                yield TableMutant(f"{asked}: {word} from {state}", asked, name, verb, sources ^ {state}, to)
            elsewhere = machine.states[(machine.states.index(to) + 1) % len(machine.states)]
            yield TableMutant(f"{asked}: to {elsewhere} instead of {to}", asked, name, verb, sources, elsewhere)


def of_rules() -> Iterator[RuleMutant]:
    """Every small step from every value, in base and packs, of each rule that is read; but no list's word that nothing asks for."""
    law = rulebook()
    form = compiled()
    for rule in sorted(rules_read()):
        head = form["rules"][rule]
        for layer in (BASE, *sorted(form["packs"])):
            for number, value in enumerate(_values(form, layer, rule)):
                where = ", ".join(str(one) for one in (layer, value["since"], *value["where"].values()))
                for told, new in steps(law.words, head, value["unit"], value["value"]):
                    if (_words(head, value["value"]) ^ _words(head, new)) & unasked(rule):
                        continue
                    yield RuleMutant(f"{rule} ({where}): {told}", value["key"], layer, rule, number, new)


def unasked(rule: str) -> frozenset[str]:
    """The words that a rule's lists may hold and that the server's code does not name: what they stand for is not built."""
    head = compiled()["rules"][rule]
    return frozenset(head.get("options", ())) - _named() if head.get("shape") == "list" else frozenset()


def _words(head: Mapping[str, Any], value: Any) -> frozenset[str]:
    """What stands in the value of a rule that is a list of options."""
    return frozenset(value or ()) if head.get("shape") == "list" and "options" in head else frozenset()


def rules_read() -> frozenset[str]:
    """The rules that the server's code names; what a demonstration or the simulation names decides nothing."""
    return frozenset(rulebook().rules.keys() & _named())


@cache
def _named() -> frozenset[str]:
    """The texts that stand by themselves in the server's code."""
    paths = [path for path in SERVER.rglob("*.py") if not NO_READERS & set(path.relative_to(SERVER).parts)]
    nodes = (node for path in paths for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    return frozenset(node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))


def _values(form: Mapping[str, Any], layer: str, rule: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = form["rules"][rule]["values"] if layer == BASE else form["packs"][layer]["rules"].get(rule, [])
    return found
