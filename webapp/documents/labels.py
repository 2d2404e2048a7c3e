"""Hold the fixed words of the papers in both languages."""

from __future__ import annotations

from webapp.documents.vocabulary import WORDS

LANGUAGES = ("zh", "en")


class Words:
    """Give the words of one language; an unknown key is a mistake in a template and raises `KeyError`."""

    def __init__(self, language: str) -> None:
        """Choose 'zh' or 'en'."""
        self.language = language
        self.place = LANGUAGES.index(language)

    def __call__(self, key: str, **values: object) -> str:
        """Return the words of `key`, with `values` filled into its braces."""
        words = WORDS[key][self.place]
        return words.format(**values) if values else words

    @property
    def other(self) -> Words:
        """Return the words of the other language, for papers that carry both."""
        return Words(LANGUAGES[1 - self.place])
