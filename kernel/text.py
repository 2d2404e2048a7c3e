"""Text that exists in two languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """Hold the same words in Chinese and English; one may stand in for the other when it is empty."""

    zh: str
    en: str

    def in_(self, language: str) -> str:
        """Return the words in `language`, or in the other one where these are missing.

        >>> Text("压缩机", "Compressor").in_("en")
        'Compressor'
        >>> Text("压缩机", "").in_("en")
        '压缩机'
        """
        first, second = (self.zh, self.en) if language.startswith("zh") else (self.en, self.zh)
        return first or second
