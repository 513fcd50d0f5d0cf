"""Pictures with everything a camera and an office write into them, built by hand from known words."""

from __future__ import annotations

import base64
import struct
import zlib

# What must not be in any copy; each stands in the pictures below in a place of its own.
MAKER, WHEN, OWNER, PLACE, NOTE = (
    b"Zeissoflex",
    b"2016:12:09 10:11:12",
    b"Quillfeatherby",
    b"Ramouseh",
    b"marginalia",
)
THUMBNAIL = b"\xff\xd8\xff\xdb" + b"thumbnailish" + b"\xff\xd9"
SECRETS = (MAKER, WHEN, OWNER, PLACE, NOTE, b"thumbnailish", b"\x24\x12\x36\x00", b"Exif", b"GPS", b"xpacket", b"Photoshop",
           b"http://ns.adobe.com", b"II*\x00\x08\x00\x00\x00\x07")  # fmt: skip

# A grey picture of 8 by 8 points, as baseline JPEG: its tables, frame, scan and end.
GREY = base64.b64decode(
    "/9j/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/wAALCAAIAAgBAREA"
    "/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS"
    "0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ip"
    "qrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/APn+v//Z"
)


def exif(orientation: int = 6) -> bytes:
    """Return EXIF in a little TIFF: maker, owner, time, place by GPS, and a thumbnail as a second page."""
    texts = {0x010F: MAKER, 0x013B: OWNER, 0x0132: WHEN}
    gps = _page({0x0001: (2, b"N\x00"), 0x0002: (5, b"\x24\x12\x36\x00" * 6), 0x001B: (7, PLACE)}, 600)
    fields = {key: (2, text + b"\x00") for key, text in texts.items()}
    fields |= {0x0112: (3, struct.pack("<H", orientation)), 0x8825: (4, struct.pack("<I", 600)),
               0x9286: (7, NOTE), 0x927C: (7, b"GPS" + NOTE)}  # fmt: skip
    first = _page(fields, 8, following=1000)
    small = _page(
        {0x0201: (4, struct.pack("<I", 1200)), 0x0202: (4, struct.pack("<I", len(THUMBNAIL)))}, 1000
    )
    whole = bytearray(1200)
    whole[:8] = b"II*\x00" + struct.pack("<I", 8)
    for at, part in ((8, first), (600, gps), (1000, small)):
        whole[at : at + len(part)] = part
    return bytes(whole) + THUMBNAIL


def _page(fields: dict[int, tuple[int, bytes]], at: int, following: int = 0) -> bytes:
    sizes = {2: 1, 3: 2, 4: 4, 5: 8, 7: 1}
    entries, values = b"", b""
    behind = at + 2 + 12 * len(fields) + 4
    for tag, (kind, raw) in sorted(fields.items()):
        entries += struct.pack("<HHI", tag, kind, len(raw) // sizes[kind])
        if len(raw) > 4:
            entries += struct.pack("<I", behind + len(values))
            values += raw
        else:
            entries += raw.ljust(4, b"\x00")
    return struct.pack("<H", len(fields)) + entries + struct.pack("<I", following) + values


def segment(marker: int, payload: bytes) -> bytes:
    """Return one segment of a JPEG."""
    return bytes((0xFF, marker)) + struct.pack(">H", len(payload) + 2) + payload


XMP = b"http://ns.adobe.com/xap/1.0/\x00<?xpacket?>" + OWNER
IPTC = b"Photoshop 3.0\x008BIM\x04\x04" + PLACE


def laden_jpeg(image: bytes = GREY) -> bytes:
    """Return a JPEG with EXIF, XMP, IPTC, comments, a JFIF thumbnail, a profile, further pictures and more behind it."""
    jfif = segment(0xE0, b"JFIF\x00\x01\x02\x01\x00\x48\x00\x48\x01\x01" + THUMBNAIL[:3])
    beside = [segment(0xE1, b"Exif\x00\x00" + exif()), segment(0xE1, XMP), segment(0xED, IPTC), segment(0xFE, NOTE),
              segment(0xE2, b"ICC_PROFILE\x00\x01\x01" + MAKER), segment(0xE2, b"MPF\x00" + NOTE), segment(0xE5, NOTE)]  # fmt: skip
    return image[:2] + jfif + b"".join(beside) + image[2:] + image + OWNER


def chunk(name: bytes, body: bytes) -> bytes:
    """Return one chunk of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(rows: bytes, width: int, height: int, *, depth: int = 8, colour: int = 2, interlaced: int = 0,
        beside: tuple[tuple[bytes, bytes], ...] = (), in_image: bytes = b"") -> bytes:  # fmt: skip
    """Return a PNG of rows that have their filters in front of them."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)
    image = zlib.compress(rows) + in_image
    half = len(image) // 2
    parts = [chunk(b"IHDR", header), *(chunk(*one) for one in beside), chunk(b"IDAT", image[:half]),
             chunk(b"IDAT", image[half:]), chunk(b"IEND", b"")]  # fmt: skip
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


PNG_BESIDE = (
    (b"eXIf", exif()), (b"tEXt", b"Author\x00" + OWNER), (b"zTXt", b"Comment\x00\x00" + zlib.compress(NOTE)),
    (b"iTXt", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + XMP), (b"tIME", b"\x07\xe0\x0c\x09\x0a\x0b\x0c"),
    (b"pHYs", struct.pack(">IIB", 2835, 2835, 1)), (b"iCCP", b"p\x00\x00" + MAKER), (b"gAMA", struct.pack(">I", 45455)),
    (b"prVt", NOTE),
)  # fmt: skip


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    """Return a WebP container."""
    body = b"".join(
        name + struct.pack("<I", len(held)) + held + b"\x00" * (len(held) % 2) for name, held in chunks
    )
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def laden_webp(image: tuple[bytes, bytes]) -> bytes:
    """Return a WebP with profile, EXIF, XMP, a chunk nobody knows, and more behind it."""
    flags = bytes((0x20 | 0x08 | 0x04 | 0x01, 1, 1, 1))
    extended = flags + b"\x07\x00\x00\x07\x00\x00"
    return (
        riff((b"VP8X", extended), (b"ICCP", MAKER), image, (b"EXIF", exif()), (b"XMP ", XMP), (b"ODD ", NOTE))
        + OWNER
    )


def laden_tiff(points: bytes, width: int, height: int, *, big: bool = False) -> bytes:
    """Return a grey TIFF of two pages, the second a thumbnail, with texts, EXIF, GPS, XMP and IPTC."""
    end = ">" if big else "<"

    def page(
        at: int, following: int, image_at: int, image: bytes, across: int, down: int, small: int
    ) -> bytes:
        sizes = {2: 1, 3: 2, 4: 4, 5: 8, 7: 1}
        short, long = (lambda v: struct.pack(end + "H", v)), (lambda v: struct.pack(end + "I", v))
        fields = {254: (4, long(small)), 256: (3, short(across)), 257: (3, short(down)), 258: (3, short(8)),
                  259: (3, short(1)), 262: (3, short(1)), 270: (2, NOTE + b"\x00"), 271: (2, MAKER + b"\x00"),
                  273: (4, long(image_at)), 274: (3, short(1)), 277: (3, short(1)), 278: (3, short(down)),
                  279: (4, long(len(image))), 306: (2, WHEN + b"\x00"), 315: (2, OWNER + b"\x00"), 700: (7, XMP),
                  33723: (7, IPTC), 34665: (4, long(8)), 34853: (4, long(8)), 40000: (7, PLACE * 3)}  # fmt: skip
        entries, values = b"", b""
        behind = at + 2 + 12 * len(fields) + 4
        for tag, (kind, raw) in sorted(fields.items()):
            entries += struct.pack(end + "HHI", tag, kind, len(raw) // sizes[kind])
            place = struct.pack(end + "I", behind + len(values)) if len(raw) > 4 else raw.ljust(4, b"\x00")
            entries, values = entries + place, values + (raw if len(raw) > 4 else b"")
        return struct.pack(end + "H", len(fields)) + entries + struct.pack(end + "I", following) + values

    first, second = 2000, 4000
    whole = bytearray(6000)
    whole[:8] = (b"MM\x00*" if big else b"II*\x00") + struct.pack(end + "I", first)
    whole += points
    for at, part in ((first, page(first, second, 6000, points, width, height, 0)),
                     (second, page(second, 0, 8, b"thumbnailish", 4, 3, 1))):  # fmt: skip
        whole[at : at + len(part)] = part
    whole[8:20] = b"thumbnailish"
    return bytes(whole)
