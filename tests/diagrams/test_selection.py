from datetime import date

import pytest

from kgplan.diagrams.facts import Relation
from kgplan.diagrams.model import Edge
from kgplan.diagrams.selection import Filters, reduced
from kgplan.errors import UserError
from tests.diagrams.pictures import document, draft, everything, finding, outline, picture, spatial, under


def ids(shown: object) -> set[str]:
    return {node.id for node in shown.nodes}  # type: ignore[attr-defined]


def test_live_plans_and_everything_they_reach_upwards_are_shown() -> None:
    documents = [
        outline("national"),
        outline("municipal"),
        outline(),
        document("far", level="national", domain="water"),
        document("near", level="municipal", domain="water"),
        document("plan", domain="water"),
    ]
    shown = picture(documents, under(("plan", "near"), ("near", "far")))
    assert ids(shown) >= {"plan", "near", "far", "district-outline-2021"}


def test_an_upper_plan_that_nothing_hangs_on_is_hidden_and_counted() -> None:
    documents = [outline(), document("plan"), document("stray", level="municipal", domain="mineral")]
    shown = picture(documents)
    assert "stray" not in ids(shown)
    assert shown.hidden == 1


def test_the_municipal_plan_of_the_same_field_is_shown_even_without_a_link() -> None:
    documents = [outline(), document("plan", domain="water"), document("same", level="municipal", domain="water")]
    assert "same" in ids(picture(documents))


def test_a_counterpart_of_another_round_is_not_shown() -> None:
    old = document("same", level="municipal", domain="water", start_year=2016, end_year=2020)
    assert "same" not in ids(picture([outline(), document("plan", domain="water"), old]))


def test_plans_whose_period_is_over_are_hidden_unless_something_still_hangs_on_them() -> None:
    over = document("over", start_year=2016, end_year=2020)
    basis = document("basis", start_year=2016, end_year=2020)
    shown = picture([outline(), over, basis, document("plan")], under(("plan", "basis")))
    assert "over" not in ids(shown)
    assert shown.node("basis").standing == "expired"


def test_what_is_approved_after_the_day_is_not_shown_on_it() -> None:
    later = document("later", approved_on=date(2024, 9, 1))
    assert "later" not in ids(picture([outline(), later]))
    assert "later" in ids(picture([outline(), later], as_of=date(2024, 9, 1)))


def test_a_plan_without_years_is_shown_with_no_verdict() -> None:
    shown = picture([document("undated", start_year=None, end_year=None, approved_on=None)])
    assert shown.node("undated").standing == "unknown"


def test_a_document_marked_superseded_with_a_later_date_counts_as_published() -> None:
    shown = picture([document("plan", stage="superseded", superseded_on=date(2024, 12, 1))])
    assert (shown.node("plan").standing, shown.node("plan").stage) == ("in_force", "published")


def test_proposals_are_no_part_of_the_hierarchy() -> None:
    assert ids(picture([outline(), document("proposal", doc_kind="proposal")])) == {"district-outline-2021"}


def test_peers_are_shown_but_not_what_peers_hang_on() -> None:
    documents = [outline(), document("plan")]
    documents += [document(name, level="municipal", domain="mineral") for name in ("peer", "above")]
    relations = [Relation("plan", "COORDINATES_WITH", "peer"), *under(("peer", "above"))]
    assert ids(picture(documents, relations)) == {"district-outline-2021", "plan", "peer"}


def test_a_peer_whose_time_is_over_is_not_shown() -> None:
    documents = [outline(), document("plan"), document("past", start_year=2016, end_year=2020)]
    assert "past" not in ids(picture(documents, [Relation("past", "COORDINATES_WITH", "plan")]))


def test_the_current_edition_of_a_revised_superior_is_shown() -> None:
    documents = [
        outline(),
        document("plan", domain="water"),
        document("first", level="municipal", domain="mineral", stage="superseded", superseded_on=date(2023, 1, 1)),
        document("second", level="municipal", domain="mineral"),
    ]
    relations = [*under(("plan", "first")), Relation("second", "SUPERSEDES", "first", "revision")]
    shown = picture(documents, relations)
    assert shown.node("first").standing == "superseded"
    assert Edge("second", "first", "supersedes", "revision") in shown.edges


def test_a_finding_brings_the_documents_that_it_names() -> None:
    documents = [outline(), document("plan"), document("m", level="municipal", domain="mineral")]
    assert "m" in ids(picture(documents, findings=[finding("HIER-004", "plan", "m", severity="warning")]))


def test_findings_about_plans_of_other_places_bring_nothing() -> None:
    documents = [outline(), document("m", level="municipal", domain="mineral")]
    assert "m" not in ids(picture(documents, findings=[finding("DATA-002", "m", severity="warning")]))


def test_waived_and_resolved_findings_are_not_drawn() -> None:
    gone = [finding("HIER-001", "plan").model_copy(update={"state": state}) for state in ("waived", "resolved")]
    shown = picture([outline(), document("plan")], findings=gone)
    assert shown.node("plan").errors == 0
    assert not shown.edges


def test_root_and_depth_cut_out_a_neighbourhood() -> None:
    shown = everything(Filters(root="water", depth=1))
    assert ids(shown) == {"water", "district-outline-2021", "m-water", "national-outline-2021", "water-saving"}


def test_an_unknown_root_is_told_to_the_user() -> None:
    with pytest.raises(UserError) as caught:
        everything(Filters(root="no-such-plan"))
    assert "no-such-plan" in caught.value.sentence["zh"]


def test_types_choose_the_plans_to_start_from() -> None:
    shown = everything(Filters(types=("regional",)))
    assert "region" in ids(shown)
    assert "water" not in ids(shown)


def test_a_department_sees_its_own_plans_and_what_they_hang_on() -> None:
    documents = [outline(), document("mine", lead="A", domain="health"), document("yours", lead="B")]
    shown = picture(documents, under(("mine", "district-outline-2021")), filters=Filters(dept="A"))
    assert ids(shown) == {"mine", "district-outline-2021"}


def test_only_findings_leaves_what_is_in_order() -> None:
    shown = everything(Filters(only_findings=True))
    assert "hostile" in ids(shown)
    assert "region" not in ids(shown)


def test_reduction_drops_a_direct_edge_that_a_chain_implies() -> None:
    whole, less = everything(), everything(Filters(reduce=True))
    implied = Edge("water", "national-outline-2021", "subordinate")
    assert implied in whole.edges
    assert implied not in less.edges
    assert ids(whole) == ids(less)


def test_reduction_never_touches_a_loop() -> None:
    loop = [Edge("a", "b", "subordinate", loop=True), Edge("b", "a", "subordinate", loop=True)]
    assert reduced([*loop, Edge("a", "c", "subordinate"), Edge("b", "c", "subordinate")])[:2] == loop


def test_titles_of_classified_plans_stay_out_of_the_picture() -> None:
    node = picture([document("secret-7", "机密规划", title_en="Secret", classified=True)]).node("secret-7")
    assert (node.title, node.short, node.title_en, node.short_en) == ("secret-7", "secret-7", None, None)


def test_rows_follow_the_order_of_levels() -> None:
    assert [row.level for row in everything().rows] == ["national", "municipal", "district", "town"]


def test_drafts_are_drafts_and_not_in_force() -> None:
    assert picture([outline(), draft("new")]).node("new").standing == "draft"


def test_the_spatial_plan_above_is_a_counterpart() -> None:
    assert "municipal-spatial" in ids(picture([spatial(), spatial("municipal")]))
