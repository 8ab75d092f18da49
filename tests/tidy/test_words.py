"""A reader of any language gets every sentence, with the same facts in it."""

import re
import string
from pathlib import Path

import yaml

from tests.tidy import sources

LANGUAGES = ("zh-Hans", "zh-Hant", "en")
STRANGE = {
    "zh-Hans": re.compile("(?<![申邀])请(?!求)|亲|您|温馨|！|抱歉"),
    "zh-Hant": re.compile("(?<![申邀])請(?!求)|親|您|！|抱歉|打印|導出|連接線|短信|屏幕|默認|[账订单说规时]"),
    "en": re.compile(r"\w'\w|!|\b(sorry|please)\b", re.IGNORECASE),
}
"""What the voice leaves out: pleading, exclamation, straight apostrophes, and what was converted instead of written for its readers."""


def _folders() -> list[Path]:
    return sorted({path.parent for path in sources.having(".yaml") if path.parent.name == "words"})


def _read(path: Path) -> dict[str, str]:
    return yaml.safe_load(sources.text(path)) or {}


def _facts(text: str) -> set[str]:
    return {name.split(".")[0] for _, name, _, _ in string.Formatter().parse(text) if name}


def test_words_stand_in_three_languages() -> None:
    lacking = [
        f"{sources.shown(folder)}: {language} lacks {code}"
        for folder in _folders()
        for language in LANGUAGES
        for code in sorted(
            set().union(*(_read(folder / f"{other}.yaml") for other in LANGUAGES)) - _read(folder / f"{language}.yaml").keys()
        )
    ]
    assert not lacking, "\n".join(lacking)


def test_words_name_the_same_facts_in_all_languages() -> None:
    unequal = []
    for folder in _folders():
        all_words = {language: _read(folder / f"{language}.yaml") for language in LANGUAGES}
        for code in all_words["en"]:
            facts = {language: _facts(words[code]) for language, words in all_words.items() if code in words}
            if len({frozenset(names) for names in facts.values()}) > 1:
                unequal.append(f"{sources.shown(folder)} {code}: {facts}")
    assert not unequal, "\n".join(unequal)


def test_words_begin_with_their_module() -> None:
    strange = [
        f"{sources.shown(folder)} {code}"
        for folder in _folders()
        for code in _read(folder / "en.yaml")
        if code.split(".")[0] != folder.parent.name
    ]
    assert not strange, "\n".join(strange)


def test_traditional_chinese_is_no_copy_of_simplified() -> None:
    """A file that was only copied shows as one without a single character of its own."""
    copied = [
        sources.shown(folder)
        for folder in _folders()
        if len(_read(folder / "zh-Hans.yaml")) > 3 and _read(folder / "zh-Hant.yaml") == _read(folder / "zh-Hans.yaml")
    ]
    assert not copied, "\n".join(copied)


def test_words_keep_the_voice() -> None:
    strange = [
        f"{sources.shown(folder)} {language} {code}: {found[0]}"
        for folder in _folders()
        for language in LANGUAGES
        for code, text in _read(folder / f"{language}.yaml").items()
        if (found := STRANGE[language].search(text))
    ]
    assert not strange, "\n".join(strange)
