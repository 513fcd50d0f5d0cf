"""Recovery in shares: the standard's vectors, any two of three, and each slip of the pen named by its place."""

from __future__ import annotations

import itertools
import json
import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import InputRefused
from registry.vault.recovery import RecoveryKey
from registry.vault.shares import NEEDED, SHARES, WORDS, Share, join, recovery_from, split

VECTORS = json.loads((Path(__file__).parent.parent / "vectors" / "slip39.json").read_text(encoding="utf-8"))
KEY = RecoveryKey(bytes(range(32)))


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["says"] for vector in VECTORS])
def test_the_published_vectors_hold_in_the_library_we_rely_on(
    vector: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    from shamir_mnemonic import MnemonicError, combine_mnemonics

    if vector["secret"]:
        assert combine_mnemonics(vector["mnemonics"], b"TREZOR").hex() == vector["secret"]
    else:
        with pytest.raises(MnemonicError):
            combine_mnemonics(vector["mnemonics"], b"TREZOR")


def test_the_published_vectors_of_our_length_are_read_or_refused() -> None:
    """Our own checksum agrees with the standard's on every share of 33 words, of both kinds."""
    seen = 0
    for vector in VECTORS:
        shares = [words for words in vector["mnemonics"] if len(words.split()) == WORDS]
        bad = "invalid checksum" in vector["says"]
        for words in shares:
            seen += 1
            if bad:
                with pytest.raises(InputRefused, match="word 33 of the share was misread"):
                    Share.parse(words)
            else:
                assert " ".join(Share.parse(words).words) == words
        if len(shares) == 2 and vector["says"].startswith(("Basic", "23.", "45.")):
            assert len(join(map(Share.parse, shares)).key) == 32
    assert seen > 20


def test_a_share_that_asks_for_hours_of_work_is_refused() -> None:
    from shamir_mnemonic import EncryptedMasterSecret, split_ems

    sealed = EncryptedMasterSecret(5, True, 15, bytes(32))
    (group,) = split_ems(1, [(2, 3)], sealed)
    with pytest.raises(InputRefused, match="belong together"):
        join([Share(share.words()) for share in group[:2]])


def test_any_two_of_three_give_the_key_back_in_any_order() -> None:
    shares = split(KEY)
    assert len(shares) == SHARES
    for pair in itertools.permutations(shares, NEEDED):
        assert join(pair) == KEY
    assert join(shares) == KEY
    assert {len(share.words) for share in shares} == {WORDS}


@given(st.binary(min_size=32, max_size=32))
def test_every_key_comes_back(raw: bytes) -> None:
    shares = split(RecoveryKey(raw))
    assert join(shares[1:]) == RecoveryKey(raw)


def test_one_share_tells_nothing_and_opens_nothing() -> None:
    """With one share given, every key is as likely as before: each byte of the other part is still free."""
    first = split(KEY)[0]
    with pytest.raises(InputRefused, match="1 was given"):
        join([first])
    with pytest.raises(InputRefused, match="1 was given"):
        join([first, first])
    assert KEY.key.hex() not in " ".join(first.words)


def test_shares_of_two_splittings_do_not_go_together() -> None:
    here, there = split(KEY), split(KEY)
    for pair in ((here[0], there[1]), (here[0], here[1], there[2])):
        with pytest.raises(InputRefused, match="do not belong together"):
            join(pair)


def test_the_first_four_letters_of_a_word_are_enough_and_capitals_do_not_matter() -> None:
    share = split(KEY)[0]
    assert Share.parse(" ".join(word[:4].upper() for word in share.words)) == share
    assert Share.parse("\n".join(f"  {word} " for word in share.words)) == share


def test_every_single_misread_word_is_named_by_its_place() -> None:
    from shamir_mnemonic.wordlist import WORDLIST

    chance = random.Random(39)
    for share in split(KEY):
        for place in range(WORDS):
            words = list(share.words)
            words[place] = chance.choice([word for word in WORDLIST if word != words[place]])
            with pytest.raises(InputRefused, match=rf"word {place + 1} of the share was misread"):
                Share.parse(" ".join(words))
            words[place] = "xylophones"
            with pytest.raises(InputRefused, match=rf"word {place + 1} of the share was misread"):
                Share.parse(" ".join(words))


def test_two_misread_words_are_noticed_and_never_blamed_on_one() -> None:
    from shamir_mnemonic.wordlist import WORDLIST

    chance = random.Random(40)
    share = split(KEY)[1]
    for _ in range(300):
        words = list(share.words)
        places = chance.sample(range(WORDS), 2)
        for place in places:
            words[place] = chance.choice([word for word in WORDLIST if word != words[place]])
        with pytest.raises(InputRefused) as refused:
            Share.parse(" ".join(words))
        named = re.findall(r"\d+", refused.value.message)
        assert not named, (places, refused.value.message)


def test_words_that_are_none_are_all_named() -> None:
    words = list(split(KEY)[0].words)
    words[2] = words[7] = words[30] = "zzzz"
    with pytest.raises(InputRefused, match="words 3, 8 and 31 were misread"):
        Share.parse(" ".join(words))


def test_a_missing_word_is_counted() -> None:
    with pytest.raises(InputRefused, match="32 words instead of 33"):
        Share.parse(" ".join(split(KEY)[0].words[1:]))


def test_a_refusal_repeats_no_word_of_the_share() -> None:
    share = split(KEY)[0]
    words = [*share.words[:-1], "academic" if share.words[-1] != "academic" else "acid"]
    with pytest.raises(InputRefused) as refused:
        Share.parse(" ".join(words))
    said = refused.value.message + refused.value.hint
    assert not [word for word in words if re.search(rf"\b{word}\b", said) and word not in {"that", "place"}]
    assert repr(share) == "Share((hidden))"


def test_texts_hold_the_key_or_shares_in_one_file_or_several() -> None:
    one, two, three = (" ".join(share.words) for share in split(KEY))
    groups = " ".join(KEY.groups())
    for texts in (
        [groups],
        [groups.lower() + "\n"],
        [one, three],
        [f"{two}\n{three}\n"],
        ["", one, "\n", two],
    ):
        assert recovery_from(texts) == KEY
    with pytest.raises(InputRefused, match="share 2 of those given: that is not a whole share: 32"):
        recovery_from([one, two.rpartition(" ")[0]])
    with pytest.raises(InputRefused, match="whole recovery key"):
        recovery_from([])
    with pytest.raises(InputRefused, match="whole recovery key"):
        recovery_from([one, groups])
