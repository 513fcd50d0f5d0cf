"""JPEG (ITU-T T.81) without metadata: the segments that decoding needs, copied; the application's own left out."""

from __future__ import annotations

from registry.evidence.stripped import Stripped, broken
from registry.evidence.tiff_pages import is_turned

_SOI, _EOI, _SOS, _COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# Tables, frames and scans: all that decoding needs (T.81, table B.1); hierarchical pictures nobody writes.
_NEEDED = _FRAMES | {0xC4, 0xCC, _SOS, 0xDB, 0xDC, 0xDD}
_APPLICATION = range(0xE0, 0xF0)
_RESTARTS = range(0xD0, 0xD8)
# What tells decoders about colours is written anew, with nothing in it that comes from the file but the transform.
_JFIF = bytes.fromhex("ffe000104a46494600010100000100010000")
_ADOBE = bytes.fromhex("ffee000e41646f6265006400000000")
_NAMES = (
    (0xE1, b"Exif\x00", "EXIF"),
    (0xE1, b"http://ns.adobe.com/", "XMP"),
    (0xE2, b"ICC_PROFILE\x00", "colour profile"),
    (0xE2, b"MPF\x00", "list of further pictures"),
    (0xED, b"Photoshop", "IPTC"),
    (_COMMENT, b"", "comment"),
)
_CUT = "it is cut short"


def strip(data: bytes) -> Stripped:
    """Return a JPEG with its image alone. Raises ``InputRefused`` where a segment does not follow another."""
    reader = _Reader(data)
    reader.walk()
    if not reader.framed:
        raise broken("it has no image in it")
    return Stripped(bytes(reader.out), tuple(dict.fromkeys(reader.removed)), reader.turned)


def strip_part(data: bytes) -> bytes:
    """Return a JPEG stream that may hold tables alone, or lean on tables kept elsewhere, as TIFF has them."""
    reader = _Reader(data)
    reader.walk()
    return bytes(reader.out)


class _Reader:
    """Walks a JPEG segment by segment and writes what is needed."""

    def __init__(self, data: bytes) -> None:
        if data[:2] != bytes((0xFF, _SOI)):
            raise broken("it does not begin as a JPEG")
        self.data, self.at = data, 2
        self.out = bytearray(data[:2])
        self.removed: list[str] = []
        self.framed = self.turned = False

    def walk(self) -> None:
        while (marker := self._marker()) != _EOI:
            if marker in _NEEDED:
                self.framed |= marker in _FRAMES
                self.out += bytes((0xFF, marker)) + self._segment()
                if marker == _SOS:
                    self._scan()
            elif marker in _APPLICATION or marker == _COMMENT:
                self._application(marker, self._segment()[2:])
            else:
                raise broken("it has a part of an unknown kind")
        self.out += bytes((0xFF, _EOI))
        if self.at < len(self.data):
            self.removed.append("what stood behind the image")

    def _marker(self) -> int:
        if self.at >= len(self.data) or self.data[self.at] != 0xFF:
            raise broken(
                _CUT if self.at >= len(self.data) else "a part does not begin where the one before ends"
            )
        while self.at < len(self.data) and self.data[self.at] == 0xFF:
            self.at += 1
        if self.at >= len(self.data):
            raise broken(_CUT)
        self.at += 1
        return self.data[self.at - 1]

    def _segment(self) -> bytes:
        """Return the segment's bytes, its length in front."""
        size = int.from_bytes(self.data[self.at : self.at + 2], "big")
        found = self.data[self.at : self.at + size]
        if size < 2 or len(found) < size:
            raise broken(_CUT)
        self.at += size
        return found

    def _scan(self) -> None:
        """Copy the compressed image up to the next marker that is not part of it."""
        start = self.at
        while (found := self.data.find(b"\xff", self.at)) >= 0 and found + 1 < len(self.data):
            following = self.data[found + 1]
            if following and following not in _RESTARTS and following != 0xFF:
                self.at = found
                break
            self.at = found + (1 if following == 0xFF else 2)
        else:
            raise broken(_CUT)
        self.out += self.data[start : self.at]

    def _application(self, marker: int, payload: bytes) -> None:
        if marker == 0xE0 and payload.startswith(b"JFIF\x00"):
            self.out += _JFIF
            if len(payload) > 14:
                self.removed.append("thumbnail")
        elif marker == 0xEE and payload.startswith(b"Adobe") and len(payload) >= 12:
            self.out += _ADOBE + payload[11:12]
        else:
            named = (says for at, sign, says in _NAMES if at == marker and payload.startswith(sign))
            self.removed.append(next(named, "an application's own data"))
            if marker == 0xE1 and payload.startswith(b"Exif\x00\x00"):
                self.turned |= is_turned(payload[6:])
