"""The slider's days: each is the picture that ``--as-of`` gives for that day, and all of them share one drawing."""

from datetime import date

import pytest

from kgplan.diagrams.selection import Filters
from kgplan.diagrams.times import over_time
from tests.diagrams.pictures import AS_OF, document, draft, facts, outline, picture, system_of_everything, under

DOCUMENTS = [
    outline(start=2016, approved_on=date(2016, 3, 1)),
    outline(),
    draft("next", "十五五规划纲要", plan_type="development", domain=None, start_year=2026, end_year=2030),
    document("old", start_year=2016, end_year=2020, approved_on=date(2016, 6, 1)),
    document("plan", approved_on=date(2021, 8, 1)),
    document("repealed", stage="repealed", repealed_on=date(2023, 1, 1)),
]
RELATIONS = under(
    ("old", "district-outline-2016"), ("plan", "district-outline-2021"), ("repealed", "district-outline-2021")
)


@pytest.mark.parametrize("filters", [Filters(), Filters(types=("development",))])
def test_every_day_shows_what_the_picture_of_that_day_shows(filters: Filters) -> None:
    for documents, relations in ((DOCUMENTS, RELATIONS), system_of_everything()[:2]):
        times = over_time(facts(documents, relations), filters)
        for moment in times.moments:
            alone = picture(documents, relations, filters=filters, as_of=moment.day)
            assert {node.id: node.standing for node in moment.picture.nodes} == {
                node.id: node.standing for node in alone.nodes
            }
            assert moment.picture.edges == alone.edges
            assert moment.picture.hidden == alone.hidden


def test_the_years_of_the_plans_and_the_day_itself_are_among_the_days() -> None:
    times = over_time(facts(DOCUMENTS, RELATIONS), Filters())
    days = [moment.day for moment in times.moments]
    assert days == sorted(days)
    assert days[times.today] == AS_OF
    assert {2016, 2021, 2024, 2026} <= {day.year for day in days}


def test_plans_come_and_go() -> None:
    times = over_time(facts(DOCUMENTS, RELATIONS), Filters())
    on = {moment.day: {node.id: node.standing for node in moment.picture.nodes} for moment in times.moments}
    assert on[date(2017, 1, 1)]["old"] == "in_force"
    assert "plan" not in on[date(2021, 7, 1)]
    assert on[date(2022, 1, 1)]["plan"] == "in_force"
    assert "old" not in on[date(2022, 1, 1)]
    assert on[date(2022, 7, 1)]["repealed"] == "in_force"
    assert "repealed" not in on[date(2023, 7, 1)]


def test_the_drawing_holds_every_document_of_every_day() -> None:
    times = over_time(facts(DOCUMENTS, RELATIONS), Filters())
    assert set(times.picture.by_id) == {node.id for moment in times.moments for node in moment.picture.nodes}


def test_the_sheets_of_a_large_system_share_its_days() -> None:
    documents = [
        outline(),
        *(document(f"{field}-{n}", domain=field) for field in ("water", "health") for n in range(3)),
    ]
    times = over_time(facts(documents), Filters())
    sheets = times.sheets()
    assert {"water", "health"} <= set(sheets)
    water = sheets["water"]
    assert [moment.day for moment in water.moments] == [moment.day for moment in times.moments]
    for whole, part in zip(times.moments, water.moments, strict=True):
        assert {node.id for node in part.picture.nodes} == set(water.picture.by_id) & set(whole.picture.by_id)
        assert len(part.picture.nodes) + part.picture.hidden == len(whole.picture.nodes) + whole.picture.hidden
