"""Bound what a file may cost before it is read."""

from __future__ import annotations

from dataclasses import dataclass, replace

from webapp.config import MEBIBYTE, Config

COMMAND_ROWS = 2_000_000
COMMAND_BYTES = 256 * MEBIBYTE


@dataclass(frozen=True, slots=True)
class Limits:
    """Hold the bounds; together they keep an import below 300 MB of memory, whatever the file holds."""

    bytes: int = 16 * MEBIBYTE
    unpacked_bytes: int = 256 * MEBIBYTE
    workbook_bytes: int = 96 * MEBIBYTE
    entries: int = 1000
    rows: int = 200_000
    columns: int = 2_000
    sheet_area: int = 2_500_000
    sheet_text: int = 48 * MEBIBYTE
    cell_length: int = 32_767
    record_length: int = 4 * MEBIBYTE
    values: int = 10_000_000

    @classmethod
    def of(cls, config: Config) -> Limits:
        """Return the bounds of a place, for files that people send through the browser."""
        return cls(
            bytes=config.upload_max_bytes,
            unpacked_bytes=config.upload_unpacked_max_bytes,
            workbook_bytes=min(config.upload_unpacked_max_bytes, cls().workbook_bytes),
            entries=config.upload_max_entries,
            rows=config.import_max_rows,
        )

    def for_commands(self) -> Limits:
        """Return wider bounds for whoever works at the machine itself."""
        return replace(
            self,
            bytes=max(self.bytes, COMMAND_BYTES),
            rows=max(self.rows, COMMAND_ROWS),
            unpacked_bytes=max(self.unpacked_bytes, 1024 * MEBIBYTE),
        )
