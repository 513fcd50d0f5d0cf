"""The public statements and group reports of the demonstration are whole, sourced and joined up."""

from __future__ import annotations

from registry.desk.demo import statements

PUBLIC = {figure.key: figure for figure in statements.figures()}


def test_every_statement_says_who_said_it_when_and_where() -> None:
    assert len(PUBLIC) == 37
    for figure in PUBLIC.values():
        assert figure.speaker, figure.key
        assert figure.wording, figure.key
        assert figure.publication, figure.key
        assert figure.source_url.startswith(("https://", "http://")), figure.key
        assert figure.statement_date.startswith(("2016-12", "2017-01", "2019-08")), figure.key


def test_bounds_are_never_made_up() -> None:
    for figure in PUBLIC.values():
        if figure.low is not None and figure.high is not None:
            assert figure.low <= figure.high, figure.key
        if figure.wording.startswith(("at least", "more than", "over")) and figure.key != "mod-1209-thursday":
            assert figure.high is None, figure.key
    assert PUBLIC["ohchr-1209-men"].low is None
    assert PUBLIC["ohchr-1209-men"].high is None


def test_conflicts_are_told_on_both_sides_and_never_about_oneself() -> None:
    for figure in PUBLIC.values():
        assert figure.key not in figure.conflicts_with
        for other in figure.conflicts_with:
            assert figure.key in PUBLIC[other].conflicts_with


def test_russia_the_un_and_the_observatory_stand_side_by_side() -> None:
    topics = dict(statements.by_topic())
    left = {figure.key: figure.low for figure in topics["people who left eastern Aleppo"]}
    assert (left["mod-1210-two-days"], left["ohchr-1209-fled"], left["sohr-1209-fled"]) == (
        50000,
        30000,
        80000,
    )
    assert {"mod-1210-two-days", "ohchr-1209-fled"} <= set(PUBLIC["sohr-1209-fled"].conflicts_with)


def test_a_revision_names_an_earlier_statement_of_the_same_measure() -> None:
    revised = [figure for figure in PUBLIC.values() if figure.revises]
    assert len(revised) == 5
    for figure in revised:
        before = PUBLIC[figure.revises]
        assert before.topic == figure.topic
        assert before.statement_date < figure.statement_date


def test_figures_point_at_group_reports_that_exist() -> None:
    groups = {group.key for group in statements.groups()}
    named = {figure.group for figure in PUBLIC.values() if figure.group}
    assert named <= groups
    assert groups - named == {"ocha-some-detained", "fired-on-while-leaving"}


def test_every_group_report_is_sourced_graded_and_reasoned() -> None:
    sources = statements.sources()
    for group in statements.groups():
        assert group.facts["wording"], group.key
        assert group.facts["last_seen_on"], group.key
        assert 1 <= group.credibility <= 6
        assert group.why.endswith("."), group.key
        for said in group.statements:
            assert said.source in sources, group.key
            assert 1 <= said.credibility <= 6
            assert said.why.endswith("."), group.key
        assert group.intake["source"] is sources[group.source]
    for key, source in sources.items():
        assert source["reliability"] in "ABCDEF", key
        assert source["why"].endswith("."), key
        assert source["url"].startswith("http"), key


def test_the_un_says_men_and_the_press_adds_boys() -> None:
    groups = {group.key: group for group in statements.groups()}
    assert groups["un-hundreds-of-men"].facts["wording"] == "hundreds of men"
    assert groups["press-men-and-boys"].facts["wording"] == "hundreds of men and boys"
    origins = {statements.sources()[key]["independence"] for key in ("ohchr-briefing", "press")}
    assert len(origins) == 1, "the press repeats the briefing and must count once"


def test_relations_join_reports_and_leave_unknown_what_nobody_said() -> None:
    keys = {group.key for group in statements.groups()}
    for relation in statements.relations():
        assert {relation.left, relation.right} <= keys
        assert relation.left != relation.right
        assert relation.why.endswith(".")
    kinds = {relation.relation for relation in statements.relations()}
    assert kinds == {"same", "subset", "overlaps", "disjoint", "unknown"}
