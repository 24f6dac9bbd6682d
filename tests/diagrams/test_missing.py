from kgplan.diagrams.model import Edge
from tests.diagrams.pictures import document, draft, everything, finding, outline, picture, spatial, under


def missing(shown: object) -> list[tuple[str, str, str | None, tuple[str, ...]]]:
    edges: list[Edge] = [edge for edge in shown.edges if edge.kind == "missing"]  # type: ignore[attr-defined]
    return [(edge.source, edge.target, edge.detail, edge.rules) for edge in edges]


def test_a_plan_without_an_outline_gets_a_line_to_the_outline_of_its_period() -> None:
    documents = [outline(), outline(start=2016), document("plan")]
    shown = picture(documents, findings=[finding("HIER-001", "plan")])
    assert missing(shown) == [("plan", "district-outline-2021", "required", ("HIER-001",))]


def test_a_plan_of_the_coming_round_is_sent_to_the_draft_outline() -> None:
    coming = draft("outline-next", plan_type="development", domain=None, start_year=2026, end_year=2030)
    plan = draft("plan", start_year=2026, end_year=2030)
    shown = picture([outline(), coming, plan], findings=[finding("HIER-001", "plan", severity="warning")])
    assert missing(shown)[0][:2] == ("plan", "outline-next")


def test_a_draft_is_sent_to_the_outline_of_its_own_window_not_to_one_in_force_that_reaches_into_it() -> None:
    coming = draft("outline-next", plan_type="development", domain=None, start_year=2026, end_year=2030)
    plan = draft("plan", start_year=2026, end_year=2030)
    long = outline(end_year=2030)
    shown = picture([long, coming, plan], findings=[finding("HIER-001", "plan", severity="warning")])
    assert missing(shown)[0][:2] == ("plan", "outline-next")


def test_where_the_outline_above_is_not_loaded_a_placeholder_says_so() -> None:
    shown = picture([outline()], findings=[finding("HIER-002", "district-outline-2021")])
    wanted = shown.node("wanted:municipal:development")
    assert wanted.wanted
    assert wanted.level == "municipal"
    assert missing(shown) == [("district-outline-2021", wanted.id, "required", ("HIER-002",))]
    assert shown.hidden == 0


def test_a_spatial_plan_is_sent_to_the_spatial_plan_above() -> None:
    shown = picture([spatial(), spatial("municipal")], findings=[finding("HIER-005", "district-spatial")])
    assert missing(shown)[0][:2] == ("district-spatial", "municipal-spatial")


def test_a_detailed_spatial_plan_is_sent_to_the_general_one() -> None:
    detailed = document("detail", plan_type="spatial", spatial_kind="detailed", domain=None)
    shown = picture([spatial(), detailed], findings=[finding("HIER-005", "detail")])
    assert missing(shown)[0][:2] == ("detail", "district-spatial")


def test_a_counterpart_is_likely_not_required() -> None:
    documents = [outline(), document("plan"), document("m", level="municipal")]
    shown = picture(documents, findings=[finding("HIER-004", "plan", "m", severity="warning")])
    assert missing(shown) == [("plan", "m", "likely", ("HIER-004",))]


def test_two_rules_that_ask_for_the_same_edge_draw_one() -> None:
    town = document("town", level="town")
    both = [finding("HIER-011", "town", severity="warning"), finding("HIER-001", "town")]
    shown = picture([outline(), town], findings=both)
    assert missing(shown) == [("town", "district-outline-2021", "required", ("HIER-001", "HIER-011"))]


def test_an_edge_that_a_rule_objects_to_is_marked_with_the_rule() -> None:
    edge = next(edge for edge in everything().edges if (edge.source, edge.target) == ("school", "old"))
    assert (edge.fault, edge.rules) == ("error", ("HIER-009",))


def test_every_edge_inside_a_loop_is_marked_and_no_other() -> None:
    loops = {(edge.source, edge.target) for edge in everything().edges if edge.loop}
    assert loops == {("loop-a", "loop-b"), ("loop-b", "loop-a")}


def test_an_edge_of_a_document_to_itself_is_a_loop() -> None:
    shown = picture([document("self")], under(("self", "self")))
    assert [edge.loop for edge in shown.edges] == [True]


def test_badges_count_errors_and_warnings_but_no_hints() -> None:
    shown = everything()
    assert (shown.node("hostile").errors, shown.node("hostile").warnings) == (1, 0)
    assert (shown.node("water").errors, shown.node("water").warnings) == (0, 0)
    assert (shown.errors, shown.warnings) == (3, 2)


def test_a_finding_counts_once_on_the_document_that_it_is_about_first() -> None:
    documents = [outline(), document("plan"), document("other"), document("m", level="municipal")]
    found = [finding("IND-002", "plan", "m", "pm25"), finding("CAT-004", "plan", "other", severity="warning")]
    shown = picture(documents, findings=found)
    counts = [(shown.node(name).errors, shown.node(name).warnings) for name in ("plan", "other", "m")]
    assert counts == [(1, 1), (0, 0), (0, 0)]


def test_a_plan_outside_the_catalogue_has_its_mark() -> None:
    shown = everything()
    assert [node.id for node in shown.nodes if node.unlisted] == ["water-saving"]
