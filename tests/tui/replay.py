"""What a terminal of its own size shows after the bytes that a program wrote to it: letters alone, no colours."""

from __future__ import annotations

import codecs
import re
import unicodedata

# A sequence with its end; what is cut off at the end of what was read so far waits for the rest.
_PARTS = re.compile(
    r"\x1b\[(?P<given>[0-?]*)[ -/]*(?P<does>[@-~])|\x1b[\]PX^_].*?(?:\x07|\x1b\\)|\x1b[ -/]*[0-OQ-WYZ\\a-~=>78]"
    r"|(?P<control>[\x00-\x1a\x1c-\x1f\x7f])|(?P<text>[^\x00-\x1f\x7f]+)",
    re.DOTALL,
)


class Replay:
    """A screen of so many columns and lines; it knows what a full-screen program of ours writes, and no more."""

    def __init__(self, columns: int, lines: int) -> None:
        self._columns, self._count = columns, lines
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._waiting = ""
        self._x = self._y = 0
        self._clear()

    def _clear(self) -> None:
        self._cells = [[" "] * self._columns for _ in range(self._count)]

    def feed(self, raw: bytes) -> None:
        """Take in what was written."""
        said = self._waiting + self._decoder.decode(raw)
        at = 0
        while at < len(said):
            found = _PARTS.match(said, at)
            if found is None:
                break
            at = found.end()
            if found["text"]:
                self._put(found["text"])
            elif found["control"]:
                self._obey(found["control"])
            elif found["does"]:
                self._act(found["does"], found["given"])
        self._waiting = said[at:]

    def _put(self, text: str) -> None:
        for one in text:
            width = 0 if unicodedata.category(one) in {"Mn", "Me", "Cf"} else 1
            width += width and unicodedata.east_asian_width(one) in "WF"
            place = self._x if width else max(0, self._x - 1)
            if place < self._columns and self._y < self._count:
                row = self._cells[self._y]
                row[place] = one if width else row[place] + one
                if width == 2 and place + 1 < self._columns:
                    row[place + 1] = ""
            self._x += width

    def _obey(self, control: str) -> None:
        if control == "\r":
            self._x = 0
        elif control == "\n":
            self._x, self._y = 0, min(self._y + 1, self._count - 1)
        elif control == "\b":
            self._x = max(0, self._x - 1)

    def _act(self, does: str, given: str) -> None:
        numbers = [int(one or 1) for one in given.split(";")] if re.fullmatch(r"[0-9;]*", given) else []
        if does == "H" and numbers:
            self._y, self._x = numbers[0] - 1, (numbers[1] if len(numbers) > 1 else 1) - 1
        elif does == "J" or (does in "hl" and given == "?1049"):
            self._clear()
        elif does == "K":
            self._cells[self._y][self._x :] = [" "] * (self._columns - self._x)

    @property
    def lines(self) -> list[str]:
        """What stands on the screen, line by line, without blanks at the ends."""
        return ["".join(row).rstrip() for row in self._cells]
