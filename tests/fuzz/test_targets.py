"""Whatever bytes or text a reader is given, it gives a value or refuses in one sentence, soon and in little memory."""

from __future__ import annotations

import base64
import time
import tracemalloc
import zlib
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from registry.errors import RegistryError
from registry.vault import body
from tests.fuzz.targets import TARGETS, calm, valid

VALID = valid()
_SECONDS, _MEMORY = 5, 200 << 20

# Values of MessagePack and JSON as somebody would write them who wants to be misread.
_NUMBERS = st.sampled_from(
    [0, 1, -1, 63, 64, 255, 2**31, 2**32, 2**53, 2**60, 2**63 - 1, 2**63, 2**64 - 1, -(2**63)]
)
_VALUES = st.recursive(
    st.none() | st.booleans() | _NUMBERS | st.floats() | st.text(max_size=8) | st.binary(max_size=40),
    lambda inner: st.lists(inner, max_size=9) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=25,
)
# Heads of MessagePack that promise four thousand million of something, and nothing after them.
_PROMISES = [bytes([head]) + b"\xff" * 4 for head in (0xC6, 0xC9, 0xDB, 0xDD, 0xDF)]


def changed(sound: list[bytes]) -> st.SearchStrategy[bytes]:
    """Return strategies that cut, double, flip, replace and fill in sound bytes."""

    @st.composite
    def strategy(draw: st.DrawFn) -> bytes:
        raw = bytearray(draw(st.sampled_from(sound)))
        for _ in range(draw(st.integers(1, 4))):
            at, length = draw(st.integers(0, max(0, len(raw) - 1))), draw(st.integers(0, 12))
            act = draw(st.integers(0, 4))
            if act == 0:
                del raw[at:]
            elif act == 1 and raw:
                raw[at] ^= 1 << draw(st.integers(0, 7))
            elif act == 2:
                raw[at : at + length] = draw(st.binary(max_size=12))
            elif act == 3:
                raw[at:at] = raw[at : at + length] * 3
            else:
                raw[at : at + length] = draw(st.sampled_from(_PROMISES))
        return bytes(raw)

    return strategy()


def bytes_for(name: str) -> st.SearchStrategy[bytes]:
    packed = _VALUES.map(msgspec.msgpack.encode)
    texts = st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
    return st.one_of(st.binary(max_size=300), packed, texts, changed(VALID[name]), changed(VALID[name]))


@pytest.mark.parametrize("name", TARGETS)
def test_sound_input_is_read(name: str) -> None:
    assert any(calm(TARGETS[name], raw) for raw in VALID[name]) or name == "head"


# What the guided fuzzer found, each once raised from below: an epoch and a revision below nothing, a slot too many.
FOUND = {
    "root": "mAHEIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABwAAAAAAAQGRk6VjYXNlcwGRAZGT/gHEIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAxACQ",
    "head": "lMQgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAD6AJGUoTAFxCAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE=",
    "people": "kZTEAKF4oXhj",
    "directory": "kZMBAgM=",
    "slot body": "AAOUoYA=",
}


@pytest.mark.parametrize("name", FOUND)
def test_what_was_found_is_refused(name: str) -> None:
    assert calm(TARGETS[name], base64.b64decode(FOUND[name])) is (name == "slot body")
    if name == "slot body":  # a slot that does not open is no slot
        assert TARGETS[name](base64.b64decode(FOUND[name])) is None


def run(name: str, examples: int) -> None:
    @settings(max_examples=examples, suppress_health_check=list(HealthCheck))
    @given(bytes_for(name))
    @example(b"")
    @example(b"\xff" * 300)
    @example(b"[" * 100_000)
    @example(b"\x91" * 100_000)
    @example(b"\x94\x01\x91\x01\x91\x01\x91" + b"\x91" * 100_000)
    @example(b"\x94\x01\x91\x01\x91\x01\x91\xa1\x80")
    @example(b"\x94\x01\x91\xcf" + b"\xff" * 8 + b"\x91\x01\x91\xc0")
    @example(b"9" * 5_000)
    def each(raw: bytes) -> None:
        begun = time.monotonic()
        calm(TARGETS[name], raw)
        assert time.monotonic() - begun < _SECONDS

    each()


@pytest.mark.parametrize("name", TARGETS)
def test_any_input_gives_a_value_or_a_refusal(name: str) -> None:
    run(name, 60)


@pytest.mark.slow
@pytest.mark.parametrize("name", TARGETS)
def test_much_input_gives_a_value_or_a_refusal(name: str) -> None:
    run(name, 1500)


def measured(act: Callable[[], object]) -> tuple[float, int]:
    """Return the seconds and the most bytes that an act took; a refusal is an end like any other."""
    tracemalloc.start()
    begun = time.monotonic()
    try:
        act()
    except RegistryError:
        pass
    finally:
        seconds, most = time.monotonic() - begun, tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return seconds, most


@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.parametrize("promise", _PROMISES, ids=lambda promise: f"{promise[0]:x}")
def test_a_promise_of_much_costs_nothing(name: str, promise: bytes) -> None:
    seconds, most = measured(lambda: calm(TARGETS[name], promise))
    assert seconds < _SECONDS
    assert most < 80 << 20  # reading an intake takes 64 MiB at once, whatever comes


@pytest.mark.parametrize("times", [100, 1000])
def test_a_bomb_is_refused_before_it_fills_the_memory(times: int) -> None:
    """One that unfolds to 100 MiB, and one to 1 GiB; a second folding would need a second reader, and there is none."""
    press = zlib.compressobj(9, zlib.DEFLATED, -15)
    bomb = b"".join(press.compress(bytes(1 << 20)) for _ in range(times)) + press.flush()
    for read in (body.inflate, body.inflate_document):
        seconds, most = measured(lambda read=read: read(body.pad(bomb)))  # type: ignore[misc]
        assert most < _MEMORY
        assert seconds < _SECONDS
        with pytest.raises(RegistryError):
            read(body.pad(bomb))


def test_a_finding_would_be_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that forgets to catch is found by the same run."""

    def careless(raw: bytes) -> object:
        return msgspec.msgpack.decode(raw)

    monkeypatch.setitem(TARGETS, "root", careless)  # type: ignore[arg-type]
    with pytest.raises((msgspec.DecodeError, BaseExceptionGroup)):
        run("root", 60)
