"""Exports of other systems: forms with repeats and options, Uwazi's bars, Bayanat's columns, feeds of people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from registry.cases.casefile import SUBJECTS
from registry.desk.desk import Desk
from registry.exchange import peers
from registry.exchange.entries import Reader
from registry.exchange.lists import Listing, Wishes, open_list
from registry.words.fact import facts_of
from tests.exchange.reading import brought, listing_of

FACTS = facts_of(SUBJECTS["person"])
FIXTURES = Path(__file__).parent / "fixtures"


def documents(listing: Listing) -> list[dict[str, Any]]:
    mapping = listing.suggested(FACTS, "person")
    return [dict(row.entry.document) for row in listing.rows(Reader(mapping, FACTS))]


@pytest.mark.parametrize("name", ["kobo_names", "kobo_labels", "kobo_arabic"])
def test_a_form_with_a_repeat_gives_its_people_with_what_was_asked_around_them(name: str) -> None:
    """The fixtures were written by KoboToolbox's formpack at 176f619, from a form and answers that are invented."""
    listing = open_list(lambda: (FIXTURES / f"{name}.xlsx").open("rb"), Wishes())
    assert listing.system == peers.KOBO
    facts = [document["facts"] for document in documents(listing)]
    assert [[name["text"] for name in one["name"]] for one in facts] == [
        ["خالد حسن المثال"], ["Omar Hasan Almithal"], ["سمير مثال الورق"],
    ]  # fmt: skip
    assert [one.get("vulnerability") for one in facts] == [["minor", "wounded"], None, ["ill"]]
    assert {one["sex"] for one in facts} == {"male"}
    assert [one["last_seen_on"] for one in facts] == ["2016-12-09", "2016-12-09", "2016-12-11"]
    told_by = [str(document["source"]) for document in documents(listing)]
    assert ["One" in words for words in told_by] == [True, True, False]
    assert "Synthetic Wife Two" in told_by[2]


def test_uwazi_puts_a_bar_between_values() -> None:
    raw = b"title,nickname,date_of_birth,nationality\nSamir Mithal,Abu One|Abu Two,1990-05-06,Syrian|Iraqi\n"
    listing = listing_of(raw)
    assert listing.system == peers.UWAZI
    (made,) = documents(listing)
    facts = made["facts"]
    assert [one["text"] for one in facts["name"]] == ["Samir Mithal"]
    assert [one["text"] for one in facts["nickname"]] == ["Abu One", "Abu Two"]
    assert facts["nationality"] == ["Syrian", "Iraqi"]


def test_bayanat_says_of_an_age_only_which_class_it_is() -> None:
    raw = "id,name,name_ar,nickname,nickname_ar,last_name_ar,mother_name_ar,sex,age\n7,Samir Mithal,سمير مثال,,,مثال,سلمى,Male,Minor\n".encode()
    listing = listing_of(raw)
    assert listing.system == peers.BAYANAT
    (made,) = documents(listing)
    assert made["note"] == "age: Minor"
    assert made["facts"]["reference"] == ["7"]
    assert len(made["facts"]["name"]) == 2


_FEED = """<?xml version="1.0" encoding="UTF-8"?>
<pfif:pfif xmlns:pfif="http://zesty.ca/pfif/{version}">
 <pfif:person>
  <pfif:person_record_id>synthetic.example/p.1</pfif:person_record_id>
  <pfif:source_name>an invented feed</pfif:source_name><pfif:source_date>2016-12-10T00:00:00Z</pfif:source_date>
  <pfif:{given}>Samir</pfif:{given}><pfif:{family}>Mithal</pfif:{family}><pfif:sex>male</pfif:sex>
  <pfif:home_city>Aleppo</pfif:home_city>
  <pfif:note>
   <pfif:note_record_id>synthetic.example/n.1</pfif:note_record_id><pfif:author_name>a neighbour</pfif:author_name>
   <pfif:author_phone>+963 000 000 000</pfif:author_phone>
   <pfif:source_date>2017-01-16T00:00:00Z</pfif:source_date><pfif:text>heard that he died</pfif:text>
   <pfif:status>believed_dead</pfif:status>
  </pfif:note>
 </pfif:person>
 <pfif:person><pfif:full_name>Nobody Known</pfif:full_name></pfif:person>
 <pfif:note>
  <pfif:note_record_id>synthetic.example/n.2</pfif:note_record_id>
  <pfif:person_record_id>synthetic.example/p.1</pfif:person_record_id><pfif:author_name>a cousin</pfif:author_name>
  <pfif:text>seen in a queue</pfif:text><pfif:last_known_location>Ramouseh</pfif:last_known_location>
 </pfif:note>
 <pfif:note><pfif:note_record_id>synthetic.example/n.3</pfif:note_record_id>
  <pfif:person_record_id>synthetic.example/p.99</pfif:person_record_id><pfif:text>who is he</pfif:text></pfif:note>
</pfif:pfif>"""


@pytest.mark.parametrize(
    ("version", "given", "family"),
    [("1.1", "first_name", "last_name"), ("1.2", "first_name", "last_name"), ("1.3", "given_name", "family_name"),
     ("1.4", "given_name", "family_name")],
)  # fmt: skip
def test_a_feed_of_people_is_read_and_nobody_in_it_is_declared_dead(
    desk: Desk, version: str, given: str, family: str
) -> None:
    raw = _FEED.format(version=version, given=given, family=family).encode()
    came = brought(desk, raw)
    assert [one.outcome for one in came] == ["taken", "waits", "updated", "waits"]
    assert "no record id" in came[1].problems[0].problem
    assert "has not come in" in came[3].problems[-1].problem
    case = desk.case(came[0].case)
    assert [line.status for line in desk.lines()] == ["missing"]
    said = [claim.value for claim in case.claims if claim.fact == "status"]
    assert said == ["death_reported"]
    assert any(claim.verbatim == "seen in a queue" for claim in case.claims)


@pytest.mark.parametrize("name", ["list.xls", "list.ods"])
def test_old_and_open_workbooks_are_read_like_any_list(desk: Desk, name: str) -> None:
    """The fixtures hold two invented people; they were written by xlwt 1.3 and odfpy 1.4."""
    raw = (FIXTURES / name).read_bytes()
    assert [one.outcome for one in brought(desk, raw)] == ["taken", "taken"]
    assert {name for line in desk.lines() for name in line.names} == {"سمير مثال", "Omar Mithal"}
    born = [
        claim.value for line in desk.lines() for claim in desk.case(line.id).claims if claim.fact == "born"
    ]
    assert sorted(born) == ["1990-05-06", "1992"]
