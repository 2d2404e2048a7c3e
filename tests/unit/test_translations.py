"""Every text of the screens has its Chinese, with the same places for names and figures."""

from __future__ import annotations

import re

import pytest

from webapp.translate import LANGUAGES, catalogue_of, template

PLACE = re.compile(r"%\((\w+)\)s|%%")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_missing_and_none_is_left_over(language: str) -> None:
    wanted = {message.id for message in template() if message.id}
    held = {message.id for message in catalogue_of(language) if message.id}
    assert wanted - held == set()
    assert held - wanted == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_with_its_places(language: str) -> None:
    for message in catalogue_of(language):
        if not message.id:
            continue
        plural = not isinstance(message.id, str)
        source = message.id[1] if plural else message.id
        for text in message.string if plural else (message.string,):
            assert text, f"no {language} for {source!r}"
            assert sorted(PLACE.findall(text)) == sorted(PLACE.findall(source)), source
        assert not message.fuzzy
