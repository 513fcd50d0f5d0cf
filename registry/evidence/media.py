"""What kind of file an exhibit is, told from its first bytes and never from its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

# So many bytes from the start decide; no kind in the table needs more.
HEAD = 4096
UNKNOWN, TEXT = "application/octet-stream", "text/plain"
JPEG, PNG, WEBP, TIFF, PDF = "image/jpeg", "image/png", "image/webp", "image/tiff", "application/pdf"
PROGRAM = "application/x-executable"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file: its media type, what people call it, and the endings its names have."""

    type: str
    says: str
    endings: tuple[str, ...]


KINDS = (
    Kind(JPEG, "JPEG picture", ("jpg", "jpeg", "jpe", "jfif")),
    Kind(PNG, "PNG picture", ("png",)),
    Kind(WEBP, "WebP picture", ("webp",)),
    Kind(TIFF, "TIFF picture", ("tif", "tiff")),
    Kind("image/gif", "GIF picture", ("gif",)),
    Kind("image/bmp", "BMP picture", ("bmp", "dib")),
    Kind("image/heic", "HEIC picture", ("heic", "heif")),
    Kind("image/avif", "AVIF picture", ("avif",)),
    Kind("image/svg+xml", "SVG drawing", ("svg",)),
    Kind(PDF, "PDF document", ("pdf",)),
    Kind("video/mp4", "MP4 film or sound", ("mp4", "m4v", "m4a", "3gp", "3g2")),
    Kind("video/quicktime", "QuickTime film", ("mov", "qt")),
    Kind("video/x-matroska", "Matroska or WebM film", ("mkv", "webm", "mka")),
    Kind("video/x-msvideo", "AVI film", ("avi",)),
    Kind("audio/mpeg", "MP3 sound", ("mp3",)),
    Kind("audio/ogg", "Ogg sound", ("ogg", "oga", "opus", "ogv", "spx")),
    Kind("audio/wav", "WAV sound", ("wav",)),
    Kind("audio/amr", "AMR sound", ("amr",)),
    Kind("audio/aac", "AAC sound", ("aac",)),
    Kind("audio/flac", "FLAC sound", ("flac",)),
    Kind("application/zip", "ZIP archive", ("zip", "kmz", "docx", "xlsx", "pptx", "odt", "ods", "odp", "apk", "jar")),
    Kind("application/vnd.openxmlformats-officedocument", "Office document", ("docx", "xlsx", "pptx", "docm", "xlsm")),
    Kind("application/vnd.oasis.opendocument", "OpenDocument file", ("odt", "ods", "odp")),
    Kind("application/x-ole-storage", "old Office document", ("doc", "xls", "ppt", "msg")),
    Kind("application/gzip", "gzip archive", ("gz", "tgz")),
    Kind("application/x-7z-compressed", "7-Zip archive", ("7z",)),
    Kind("application/vnd.rar", "RAR archive", ("rar",)),
    Kind("application/vnd.sqlite3", "SQLite database", ("db", "sqlite", "sqlite3")),
    Kind(PROGRAM, "program", ("exe", "dll", "scr", "com", "so", "dylib")),
    Kind("text/html", "web page", ("html", "htm", "xhtml")),
    Kind("text/rtf", "RTF document", ("rtf",)),
    Kind("application/xml", "XML file", ("xml", "kml", "gpx", "svg", "xhtml")),
    Kind(TEXT, "text", ("txt", "text", "csv", "tsv", "json", "md", "log", "eml", "vcf", "html", "htm", "xml", "srt", "rtf")),
)  # fmt: skip
_BY_TYPE = {kind.type: kind for kind in KINDS}
_ENDINGS = frozenset(ending for kind in KINDS for ending in kind.endings)

# Where the sign of a kind stands, and which bytes it is.
_SIGNS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", JPEG),
    (0, b"\x89PNG\r\n\x1a\n", PNG),
    (0, b"II*\x00", TIFF),
    (0, b"MM\x00*", TIFF),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"%PDF-", PDF),
    (0, b"\x1aE\xdf\xa3", "video/x-matroska"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"fLaC", "audio/flac"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"\x1f\x8b\x08", "application/gzip"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (0, b"\x7fELF", PROGRAM),
    (0, b"\xfe\xed\xfa\xce", PROGRAM),
    (0, b"\xfe\xed\xfa\xcf", PROGRAM),
    (0, b"\xce\xfa\xed\xfe", PROGRAM),
    (0, b"\xcf\xfa\xed\xfe", PROGRAM),
    (0, b"\xca\xfe\xba\xbe", PROGRAM),
    (0, b"{\\rtf", "text/rtf"),
)
# The brands of ISO base media files (ISO/IEC 14496-12) that are not films.
_BRANDS = {
    b"qt  ": "video/quicktime",
    **dict.fromkeys((b"heic", b"heix", b"hevc", b"heim", b"mif1", b"msf1"), "image/heic"),
    **dict.fromkeys((b"avif", b"avis"), "image/avif"),
}
_RIFF = {b"WEBP": WEBP, b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}


def kind_of(head: bytes) -> str:
    """Return the media type that the first ``HEAD`` bytes of a file tell; ``application/octet-stream`` for none."""
    head = head[:HEAD]
    for at, sign, kind in _SIGNS:
        if head.startswith(sign, at):
            return kind
    return next((kind for told in _TELLERS if (kind := told(head))), UNKNOWN)


def _boxed(head: bytes) -> str:
    return _BRANDS.get(head[8:12], "video/mp4") if head[4:8] == b"ftyp" else ""


def _riff(head: bytes) -> str:
    return _RIFF.get(head[8:12], "") if head[:4] == b"RIFF" else ""


def _zipped(head: bytes) -> str:
    if head[:4] not in (b"PK\x03\x04", b"PK\x05\x06"):
        return ""
    if head[30:38] == b"mimetype" and head[38:].startswith(b"application/vnd.oasis.opendocument"):
        return "application/vnd.oasis.opendocument"
    if b"[Content_Types].xml" in head:
        return "application/vnd.openxmlformats-officedocument"
    return "application/zip"


def _bitmap(head: bytes) -> str:
    # "BM" may begin a text: the size of the second header, at byte 14, is one of five in a picture.
    known = int.from_bytes(head[14:18], "little") in {12, 40, 52, 56, 108, 124}
    return "image/bmp" if head[:2] == b"BM" and known else ""


def _dos_program(head: bytes) -> str:
    return PROGRAM if head[:2] == b"MZ" and len(head) >= 64 else ""


def _sound(head: bytes) -> str:
    """Return the kind of a bare stream of MPEG audio frames, which have eleven or twelve bits set at their start."""
    if len(head) < 4 or head[0] != 0xFF:
        return ""
    if head[1] & 0xF6 == 0xF0:
        return "audio/aac"
    layered = head[1] & 0xE0 == 0xE0 and head[1] & 0x06 and head[1] & 0x18 != 0x08
    return "audio/mpeg" if layered and head[2] & 0xF0 != 0xF0 and head[2] & 0x0C != 0x0C else ""


# The first of these that stands in a text which begins with a sign of markup tells what it is.
_MARKED_UP = ((b"<!doctype html", "text/html"), (b"<html", "text/html"), (b"<svg", "image/svg+xml"))


def _text(head: bytes) -> str:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return TEXT
    try:
        head.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        # The head may end in the middle of a letter.
        if len(head) < HEAD or broken.start < len(head) - 4:
            return ""
    if not head or any(byte < 0x20 and byte not in b"\t\n\f\r\x1b" for byte in head):
        return ""
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not bare.startswith(b"<"):
        return TEXT
    told = (kind for sign, kind in _MARKED_UP if sign in bare)
    return next(told, "application/xml" if bare.startswith(b"<?xml") else TEXT)


_TELLERS: tuple[Callable[[bytes], str], ...] = (_boxed, _riff, _zipped, _bitmap, _dos_program, _sound, _text)


def called(media_type: str) -> str:
    """Return what people call a type: its words, or where nobody knows it, that."""
    if not media_type:
        return "not recorded"
    return _BY_TYPE[media_type].says if media_type in _BY_TYPE else "of no kind that is known here"


def ending_of(name: str) -> str:
    """Return the ending of a file's name in small letters, or nothing."""
    stem, dot, ending = name.rpartition(".")
    return ending.strip().casefold() if dot and stem else ""


def mismatch(name: str, media_type: str) -> str:
    """Return in words how a file's name speaks against its bytes, or nothing.

    A name without an ending, or with one that is in no kind of the table, says nothing that could be wrong.
    """
    ending = ending_of(name)
    if not media_type or ending not in _ENDINGS:
        return ""
    kind = _BY_TYPE.get(media_type)
    if kind is not None and ending in kind.endings:
        return ""
    says = " or ".join(dict.fromkeys(one.says for one in KINDS if ending in one.endings and one.type != TEXT))
    return f"the name says {says or 'text'}, the bytes say: {called(media_type)}"
