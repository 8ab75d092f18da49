"""Words: every code in three languages, money and times as the reader writes them; what is missing is a fault of ours."""

import importlib
import inspect
import pkgutil
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic_core._pydantic_core import list_all_errors

import jishi.kernel
from jishi.kernel import errors, words
from jishi.kernel.api.problems import FORMS
from jishi.kernel.money import Money
from jishi.kernel.tests.ground import NOON
from jishi.modules.identity.access import PERMISSIONS

SOURCES = [path for path in Path(jishi.kernel.__file__).parent.rglob("*.py") if not {"tests", "migrations", "http.py"} & set(path.parts)]
NO_SENTENCES = PERMISSIONS | {"kernel.rerun_deadline", "kernel.rerun_event", "kernel.send_again", "kernel.set_up"}
"""Names of permissions and of acts in the audit, which nobody is told in words."""
NAMED = {code for path in SOURCES for code in re.findall(r'"(kernel\.[a-z_]+)"', path.read_text(encoding="utf-8"))}
CODES = sorted(NAMED - NO_SENTENCES)
AMISS = {one["type"]: one.get("example_context") or {} for one in list_all_errors()}
FACTS = {code: AMISS[kind] for kind, code in FORMS.items()} | {
    "kernel.still_fails": {"error": "RuntimeError: no"},
    "kernel.bad_languages": {"known": "en"},
}
"""What pydantic itself gives as an example of the facts that come with each of its faults; and those of our own that want some."""


def test_the_codes_are_found() -> None:
    assert len(CODES) > 15
    assert {"kernel.wrong_state", "kernel.key_reused", "kernel.fault"} <= set(CODES)


@pytest.mark.parametrize("lang", words.LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_every_code_of_the_kernel_has_words_in_every_language(code: str, lang: str) -> None:
    assert words.has(code, lang)
    assert words.say(code, lang, fields="a, b", **FACTS.get(code, {}))


def test_what_pydantic_finds_amiss_is_known_to_it() -> None:
    assert FORMS.keys() <= AMISS.keys()


def test_every_refusal_of_the_kernel_has_its_words() -> None:
    found = set()
    for module in pkgutil.walk_packages(jishi.kernel.__path__, "jishi.kernel."):
        if ".tests" not in module.name and ".migrations" not in module.name:
            for _, kind in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
                if issubclass(kind, errors.Refused):
                    found.add(kind.code)
    assert found <= set(CODES)
    assert len(found) >= 9


def test_the_kernel_has_no_words_that_nothing_says() -> None:
    own = {code for code in words.lexicon("en") if code.startswith("kernel.")}
    asgi = re.findall(r"kernel\.[a-z_]+", (Path(jishi.kernel.__file__).parent.parent / "config" / "asgi.py").read_text(encoding="utf-8"))
    config = [
        code
        for path in (Path(jishi.kernel.__file__).parent.parent).rglob("*.py")
        if "tests" not in path.parts
        for code in re.findall(r'"(kernel\.[a-z_]+)"', path.read_text(encoding="utf-8"))
    ]
    assert own - {*CODES, *asgi, *config} == set()


def test_a_code_without_words_is_missing() -> None:
    for code, lang in (("kernel.no_such_code", "en"), ("kernel.refused", "fr")):
        assert not words.has(code, lang)
        with pytest.raises(words.MissingWords, match=re.escape(f"{code} has no words in {lang}")):
            words.say(code, lang)


def test_a_fact_that_the_sentence_wants_must_be_given() -> None:
    with pytest.raises(words.MissingWords, match="wants fields"):
        words.say("kernel.bad_fields", "en")
    assert words.say("kernel.bad_fields", "en", fields="a", more="not wanted") == "Check these fields: a."


def test_what_is_put_in_is_not_read_as_a_sentence() -> None:
    assert words.say("kernel.bad_fields", "en", fields="{fields} %s {0}") == "Check these fields: {fields} %s {0}."


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (Money(9900, "CNY"), "¥99.00"),
        (Money(123456789, "USD"), "US$1,234,567.89"),
        (Money(-5, "GBP"), "−£0.05"),
        (Money(125000, "IDR"), "Rp125,000"),
        (Money(0, "VND"), "₫0"),
        (Money(-100000, "MYR"), "−RM1,000.00"),
    ],
)
def test_money_has_its_sign_and_its_places(amount: Money, said: str) -> None:
    for lang in words.LANGUAGES:
        assert words.spoken(amount, lang) == said


@pytest.mark.parametrize(
    ("lang", "zone", "said"),
    [
        ("en", "UTC", "2 Mar 12:00"),
        ("en", "Asia/Shanghai", "2 Mar 20:00"),
        ("zh-Hans", "Asia/Shanghai", "3月2日 20:00"),
        ("zh-Hant", "America/Los_Angeles", "3月2日 4:00"),
        ("en", "Pacific/Kiritimati", "3 Mar 2:00"),
    ],
)
def test_times_are_in_the_zone(lang: str, zone: str, said: str) -> None:
    assert words.spoken(NOON, lang, zone) == said


@pytest.mark.parametrize(
    ("span", "en", "hans", "hant"),
    [
        (timedelta(days=2, hours=3, minutes=59), "2 days 3 hours", "2 天 3 小时", "2 天 3 小時"),
        (timedelta(hours=48), "2 days", "2 天", "2 天"),
        (timedelta(days=1, minutes=5), "1 day", "1 天", "1 天"),
        (timedelta(hours=1, minutes=1), "1 hour 1 minute", "1 小时 1 分钟", "1 小時 1 分鐘"),
        (timedelta(minutes=59, seconds=59), "59 minutes 59 seconds", "59 分钟 59 秒", "59 分鐘 59 秒"),
        (timedelta(seconds=1), "1 second", "1 秒", "1 秒"),
        (timedelta(milliseconds=999), "0 seconds", "0 秒", "0 秒"),
        (timedelta(0), "0 seconds", "0 秒", "0 秒"),
        (timedelta(seconds=-5), "0 seconds", "0 秒", "0 秒"),
    ],
)
def test_spans_are_in_their_two_largest_units(span: timedelta, en: str, hans: str, hant: str) -> None:
    assert [words.spoken(span, lang) for lang in ("en", "zh-Hans", "zh-Hant")] == [en, hans, hant]


@pytest.mark.parametrize(
    ("asked", "lang"),
    [
        (None, "en"), ("", "en"), ("en", "en"), ("en-US,zh;q=0.9", "en"), ("zh", "zh-Hans"), ("zh-CN", "zh-Hans"),
        ("zh-Hans-HK", "zh-Hans"),
        ("zh-SG", "zh-Hans"), ("zh-TW", "zh-Hant"), ("zh-HK", "zh-Hant"), ("zh-Hant", "zh-Hant"), ("zh_x", "zh-Hans"),
        ("ZH-hant-tw", "zh-Hant"),
        ("ms, zh-MO;q=0.8, en;q=0.1", "zh-Hant"), ("ms, th", "en"), (";;,,", "en"), ("x" * 10_000, "en"),
    ],
)  # fmt: skip
def test_the_nearest_language_is_spoken(asked: Any, lang: str) -> None:
    assert words.language(asked) == lang
