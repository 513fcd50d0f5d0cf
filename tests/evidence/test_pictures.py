"""A copy of a picture without metadata: not a byte of what was written beside it, and the same points."""

from __future__ import annotations

import io
import random
import struct
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import InputRefused
from registry.evidence.media import kind_of
from registry.evidence.pictures import without_metadata
from registry.evidence.stripped import Stripped
from tests.evidence import making
from tests.evidence.making import (
    GREY,
    NOTE,
    PNG_BESIDE,
    SECRETS,
    laden_jpeg,
    laden_tiff,
    laden_webp,
    png,
    segment,
)

ROWS = b"".join(b"\x00" + bytes(range(row, row + 12)) for row in range(3))  # 4 by 3 points in colour


def cleared(data: bytes) -> Stripped:
    return without_metadata(data, kind_of(data))


def holds_nothing_of(made: bytes) -> bool:
    packed = zlib.compress(NOTE)
    return not [secret for secret in (*SECRETS, packed) if secret in made]


LADEN = {
    "jpeg": laden_jpeg(),
    "png": png(ROWS, 4, 3, beside=PNG_BESIDE) + NOTE,
    "webp": laden_webp((b"VP8 ", b"\x10\x00\x00\x9d\x01\x2a\x08\x00\x08\x00")),
    "tiff": laden_tiff(bytes(range(48)), 8, 6),
    "tiff of Motorola's order": laden_tiff(bytes(range(48)), 8, 6, big=True),
}


@pytest.mark.parametrize("kind", LADEN)
def test_the_fixture_holds_what_is_looked_for(kind: str) -> None:
    for secret in (making.MAKER, making.OWNER, NOTE, b"thumbnailish"):
        assert secret in LADEN[kind] or (kind == "png" and secret == NOTE), secret


@pytest.mark.parametrize("kind", LADEN)
def test_nothing_that_was_written_beside_the_image_is_in_the_copy(kind: str) -> None:
    made = cleared(LADEN[kind])
    assert holds_nothing_of(made.data)
    assert made.removed
    again = cleared(made.data)
    assert again.data == made.data
    assert (again.removed, again.turned) == ((), False)


def test_what_was_left_out_is_said_in_words() -> None:
    assert cleared(laden_jpeg()).removed == (
        "thumbnail", "EXIF", "XMP", "IPTC", "comment", "colour profile", "list of further pictures",
        "an application's own data", "what stood behind the image",
    )  # fmt: skip
    assert cleared(LADEN["png"]).removed == (
        "EXIF", "text", "time of the last change", "resolution", "colour profile", "a part of another kind",
        "what stood behind the image",
    )  # fmt: skip
    assert cleared(LADEN["webp"]).removed == (
        "colour profile", "EXIF", "XMP", "a part of another kind", "what stood behind the image"
    )  # fmt: skip
    assert cleared(LADEN["tiff"]).removed == (
        "text", "XMP", "IPTC", "EXIF", "place (GPS)", "a part of another kind", "thumbnail"
    )  # fmt: skip


def test_that_the_camera_asked_to_turn_the_picture_is_told() -> None:
    for kind in ("jpeg", "png", "webp"):
        assert cleared(LADEN[kind]).turned
    straight = GREY[:2] + segment(0xE1, b"Exif\x00\x00" + making.exif(orientation=1)) + GREY[2:]
    assert not cleared(straight).turned
    garbled = GREY[:2] + segment(0xE1, b"Exif\x00\x00II*\x00\xff\xff\xff\xff") + GREY[2:]
    assert not cleared(garbled).turned


def test_the_compressed_image_of_a_jpeg_is_copied_bit_by_bit() -> None:
    assert cleared(GREY).data == GREY
    assert (
        cleared(laden_jpeg()).data
        == GREY[:2] + bytes.fromhex("ffe000104a46494600010100000100010000") + GREY[2:]
    )


def test_what_was_cropped_off_does_not_stand_behind_the_points_of_a_png() -> None:
    made = cleared(png(ROWS, 4, 3, in_image=b"the part that was cropped off"))
    assert b"cropped" not in made.data
    assert made.removed == ("what stood behind the image",)
    assert made.data == cleared(png(ROWS, 4, 3)).data


def test_the_points_of_a_tiff_are_copied_and_its_small_page_is_not() -> None:
    for kind in ("tiff", "tiff of Motorola's order"):
        made = cleared(LADEN[kind]).data
        assert bytes(range(48)) in made
        assert len(made) < 500


def test_a_webp_no_longer_says_that_a_profile_or_exif_follows() -> None:
    made = cleared(LADEN["webp"]).data
    at = made.index(b"VP8X") + 8
    assert made[at : at + 4] == bytes(4)
    moving = making.riff((b"VP8X", b"\x3e\x00\x00\x00" + bytes(6)), (b"VP8 ", b"x"))
    assert cleared(moving).data[20:24] == b"\x12\x00\x00\x00"


@pytest.mark.parametrize("name", ["PDF", "GIF", "HEIC", "text", "film", "nothing known"])
def test_what_cannot_be_cleared_for_certain_is_refused_with_why(name: str) -> None:
    heads = {"PDF": b"%PDF-1.7", "GIF": b"GIF89a", "HEIC": b"\x00\x00\x00\x18ftypheic", "text": b"words",
             "film": b"\x00\x00\x00\x18ftypisom", "nothing known": b"\x00\x01"}  # fmt: skip
    with pytest.raises(InputRefused, match="cannot be copied without its metadata") as refused:
        cleared(heads[name])
    assert "attach that" in refused.value.hint


def camera_raw() -> bytes:
    page = struct.pack("<HHHHI", 1, 262, 3, 1, 32803)
    return b"II*\x00\x08\x00\x00\x00" + page + bytes(4)


@pytest.mark.parametrize(
    "data",
    [
        GREY[:-2], GREY[:100], GREY[:2], b"\xff\xd8\xff", b"\xff\xd8\xff\xd9", GREY[:2] + b"\x00" + GREY[2:],
        GREY[:2] + segment(0x02, b"x") + GREY[2:], b"\xff\xd8\xff\xe1\xff\xff" + bytes(10),
        png(ROWS[:-1], 4, 3), png(ROWS + b"\x00", 4, 3), png(ROWS, 4, 3)[:-12], png(ROWS, 4, 3)[:-30],
        png(ROWS, 4, 3, colour=5), png(ROWS, 0, 3), png(ROWS, 4, 3).replace(b"IDAT", b"IDAU", 1),
        b"\x89PNG\r\n\x1a\n", png(b"\x00" * 100_000, 4, 3),
        making.riff(), making.riff((b"EXIF", b"x")), laden_webp((b"VP8 ", b"x"))[:40], b"RIFF\xff\xff\xff\xffWEBPVP8 ",
        b"II*\x00\x00\x00\x00\x00", b"II*\x00\x08\x00\x00\x00", camera_raw(), LADEN["tiff"][:-1], LADEN["tiff"][:4100],
    ],
)  # fmt: skip
def test_a_picture_that_is_not_whole_is_refused(data: bytes) -> None:
    with pytest.raises(InputRefused):
        cleared(data)


def test_pages_that_lead_in_a_circle_end() -> None:
    page = bytearray(LADEN["tiff"])
    page[4000 + 2 + 12 * 20 : 4000 + 2 + 12 * 20 + 4] = struct.pack("<I", 2000)
    with pytest.raises(InputRefused, match="pages"):
        cleared(bytes(page))


@given(st.sampled_from(sorted(LADEN)), st.data())
def test_a_broken_picture_is_refused_or_holds_no_exif_either(kind: str, data: st.DataObject) -> None:
    whole = bytearray(LADEN[kind])
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(whole[: data.draw(st.integers(0, len(whole)))]) if data.draw(st.booleans()) else bytes(whole)
    try:
        made = cleared(cut)
    except InputRefused:
        return
    assert b"Exif\x00\x00" not in made.data


# Decoded by another program's hand: the points are the same.


def drawn(mode: str, size: tuple[int, int]) -> Any:
    image = pytest.importorskip("PIL.Image", reason="Pillow, which decodes pictures, is not installed")
    chance = random.Random(40)
    points = bytes(chance.randrange(256) for _ in range(size[0] * size[1] * 4))
    whole = image.frombytes("RGBA", size, points)
    return whole if mode == "RGBA" else whole.convert("RGB").convert(mode)


def laden(picture: Any, kind: str, **how: Any) -> bytes:
    from PIL import Image

    exif = Image.Exif()
    exif[0x010F] = making.MAKER.decode()
    held = io.BytesIO()
    picture.save(held, kind, exif=exif, **how)
    return held.getvalue()


def points(data: bytes) -> list[tuple[str, tuple[int, int], bytes]]:
    from PIL import Image

    found = []
    with Image.open(io.BytesIO(data)) as picture:
        for frame in range(getattr(picture, "n_frames", 1)):
            picture.seek(frame)
            found.append((picture.mode, picture.size, picture.tobytes()))
    return found


@pytest.mark.parametrize(
    ("mode", "kind", "how"),
    [
        ("RGB", "JPEG", {}), ("RGB", "JPEG", {"progressive": True}), ("L", "JPEG", {}), ("CMYK", "JPEG", {}),
        ("RGB", "JPEG", {"restart_marker_blocks": 2}), ("RGB", "JPEG", {"comment": NOTE}),
        *((mode, "PNG", {}) for mode in ("1", "L", "P", "LA", "RGB", "RGBA")),
        ("RGB", "WEBP", {}), ("RGBA", "WEBP", {}), ("RGB", "WEBP", {"lossless": True}),
        *((mode, "TIFF", {}) for mode in ("1", "L", "P", "RGB", "RGBA", "CMYK")),
        *(("RGB", "TIFF", {"compression": one}) for one in ("tiff_lzw", "tiff_deflate", "jpeg", "packbits")),
        ("1", "TIFF", {"compression": "group4"}),
    ],
)  # fmt: skip
def test_the_copy_decodes_to_the_same_points(mode: str, kind: str, how: dict[str, Any]) -> None:
    data = laden(drawn(mode, (67, 45)), kind, **how)
    assert making.MAKER in data
    made = cleared(data)
    assert making.MAKER not in made.data
    assert points(made.data) == points(data)


def test_moving_pictures_and_pages_keep_all_of_theirs() -> None:
    first = drawn("RGB", (20, 10))
    for kind in ("WEBP", "TIFF"):
        data = laden(first, kind, save_all=True, append_images=[first.rotate(180), first.rotate(90)])
        assert len(points(data)) == 3
        assert points(cleared(data).data) == points(data)


def test_pictures_built_by_hand_decode_alike_with_and_without() -> None:
    pytest.importorskip("PIL.Image", reason="Pillow, which decodes pictures, is not installed")
    assert points(cleared(LADEN["jpeg"]).data) == points(GREY)
    assert points(cleared(LADEN["png"]).data) == points(png(ROWS, 4, 3))
    for kind in ("tiff", "tiff of Motorola's order"):
        assert points(cleared(LADEN[kind]).data) == points(LADEN[kind])[:1]


@pytest.mark.parametrize("size", [(1, 1), (5, 3), (8, 8), (13, 9)])
def test_interlaced_pngs_of_every_size_are_whole(size: tuple[int, int]) -> None:
    width, height = size
    passes = (
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    )
    rows = b""
    for left, top, across, down in passes:
        columns = len(range(left, width, across))
        rows += b"".join(b"\x00" + bytes([9]) * columns * 3 for _ in range(top, height, down) if columns)
    data = png(rows, width, height, interlaced=1)
    made = cleared(data)
    pytest.importorskip("PIL.Image", reason="Pillow, which decodes pictures, is not installed")
    assert points(made.data) == points(data)
