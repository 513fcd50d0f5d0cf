"""A copy of a picture without its metadata: the same compressed image, and nothing that was written beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from registry.errors import InputRefused
from registry.evidence import jpeg, png, tiff, webp
from registry.evidence.media import JPEG, PDF, PNG, TIFF, WEBP, called
from registry.evidence.stripped import Stripped

# So many bytes of a picture are held in memory at once, beside as many of its copy.
LARGEST = 256 << 20

_KINDS: Mapping[str, Callable[[bytes], Stripped]] = {
    JPEG: jpeg.strip, PNG: png.strip, WEBP: webp.strip, TIFF: tiff.strip,
}  # fmt: skip
_WHY = {
    PDF: "a PDF keeps names, dates and earlier versions in many places of which nobody can be sure; "
    "print it, or photograph its pages, and attach that",
    "image/gif": "it keeps comments between its pictures; save it as PNG, and attach that",
    "image/heic": "its parts refer to one another by place, so that none can be taken out; "
    "save it as JPEG on a computer that is offline, and attach that",
}
_OTHERWISE = "only JPEG, PNG, TIFF and WebP pictures can be copied without metadata; make a picture of it, and attach that"


def without_metadata(data: bytes, media_type: str) -> Stripped:
    """Return a picture's bytes with the image alone, as it was compressed, and what was left out.

    ``media_type`` is what ``kind_of`` told of these bytes. Raises ``InputRefused`` for a kind that cannot be
    cleared for certain, and for a picture that is cut short or broken.
    """
    strip = _KINDS.get(media_type)
    if strip is None:
        raise InputRefused(
            f"this exhibit ({called(media_type)}) cannot be copied without its metadata",
            _WHY.get(media_type, _OTHERWISE),
        )
    return strip(data)
