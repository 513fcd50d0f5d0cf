"""`registry vault compact` as a caseworker runs it."""

from __future__ import annotations

from tests.cli.program import Program


def test_it_says_the_size_before_and_after(program: Program) -> None:
    many = [{"source": {"kind": "family"}, "facts": {"name": f"Person {n}"}} for n in range(40)]
    program.ask("case", "new", "--from", "-", given=many)
    size = (program.folder / program.vault).stat().st_size
    answer = program.ask("vault", "compact")
    assert answer["before"] == size
    assert answer["after"] == (program.folder / program.vault).stat().st_size
    assert answer["cases"] == 40
    said = program.run("vault", "compact")
    assert said.code == 0
    assert said.out == f"compacted: {answer['after']:,} bytes before, now {answer['after']:,} bytes\n"
    assert program.ask("vault", "check")["sound"]
    assert [path.name for path in program.folder.glob("*vault*")] == [program.vault]


def test_it_is_refused_where_only_reading_was_asked_for(program: Program) -> None:
    before = (program.folder / program.vault).read_bytes()
    error = program.refused(11, "--read-only", "vault", "compact")
    assert "reading only" in error["message"]
    assert (program.folder / program.vault).read_bytes() == before
