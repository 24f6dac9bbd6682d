"""Binding indicators plan by plan, and periods, of the invented district: read off its tables by hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kgplan.graph.load import load
from kgplan.graph.store import Store, private_store
from kgplan.ontology import load_schema
from kgplan.reports import tables
from kgplan.results import IndicatorBlock
from kgplan.rules.overview import indicator_blocks, period_rows
from kgplan.sources import read_paths
from tests.data.example import AS_OF, HOME, example, loaded, write
from tests.reports.examples import finding, subject

DAY = AS_OF.isoformat()


@pytest.fixture(scope="module")
def district() -> Iterator[Store]:
    with loaded() as store:
        yield store


@pytest.fixture(scope="module")
def blocks(district: Store) -> dict[str, IndicatorBlock]:
    return {block.indicator: block for block in indicator_blocks(district, HOME, DAY)}


def test_a_block_has_every_plan_in_force_or_drafted_by_year_and_rank(blocks: dict[str, IndicatorBlock]) -> None:
    shown = [(row.year, row.plan, row.text, row.mark, row.draft) for row in blocks["pm25"].rows]
    assert shown == [
        (2024, "sl-plan-2024", "≤33", None, False),
        (2025, "sl-145-outline-2", "≤32", None, False),
        (2025, "sl-145-eco", "≤34", "looser", False),
        (2030, "sl-155-outline", "≤30", None, True),
        (2030, "sl-155-eco", "≤30", "equal", True),
    ]


def test_what_a_superior_plan_allots_comes_first(blocks: dict[str, IndicatorBlock]) -> None:
    first, second = blocks["nh3n_cut"].rows
    assert (first.allocated, first.plan, first.text) == (True, "sl-m145-outline", "12")
    assert (second.allocated, second.mark) == (False, "equal")


def test_marks_tell_looser_stricter_and_not_comparable(blocks: dict[str, IndicatorBlock]) -> None:
    marks = {name: [row.mark for row in block.rows if row.mark] for name, block in blocks.items()}
    assert marks["construction_land"] == ["looser"]
    assert marks["air_good_days_ratio"] == ["stricter"]
    assert marks["water_use_total"] == ["incomparable"]


def test_a_sum_of_shares_stands_beside_its_total(blocks: dict[str, IndicatorBlock]) -> None:
    (share,) = blocks["grain_output"].sums
    assert (share.dimension, share.sum, share.total, share.verdict) == ("town", "190000", "200000", "short")


def test_an_indicator_that_nobody_takes_up_is_told(blocks: dict[str, IndicatorBlock]) -> None:
    assert tables.alone(blocks["basic_farmland"])
    assert not tables.alone(blocks["pm25"])


def test_expected_indicators_have_no_block(blocks: dict[str, IndicatorBlock]) -> None:
    assert "new_jobs" not in blocks
    assert all(any(row.nature == "binding" for row in block.rows) for block in blocks.values())


def test_periods_begin_with_the_outline_and_name_the_rules_about_them(district: Store) -> None:
    found = finding("PER-003", "error", ["sl-145-zone"], subjects=[subject("sl-145-zone")])
    other = finding("HIER-001", "error", ["sl-145-eco"], subjects=[subject("sl-145-eco")])
    rows = period_rows(district, HOME, DAY, [found, other])
    assert rows[0].plan == "sl-145-outline-2"
    by_plan = {row.plan: row for row in rows}
    assert by_plan["sl-145-zone"].rules == ["PER-003"]
    assert by_plan["sl-145-eco"].rules == []
    assert tables.runs_on(by_plan["sl-145-zone"])
    assert not tables.runs_on(by_plan["sl-145-eco"])
    assert by_plan["sl-155-outline"].draft


def test_a_classified_plan_shows_neither_title_nor_value(tmp_path: Path) -> None:
    """The title of reports.md 1.7: only id and type."""
    content = example()
    for row in content["plans"]:
        row["涉密"] = "是" if row["编号"] == "sl-145-eco" else ""
    write(content, tmp_path)
    schema = load_schema()
    with private_store() as store:
        load(store, read_paths([tmp_path], schema), schema)
        block = next(block for block in indicator_blocks(store, HOME, DAY) if block.indicator == "pm25")
        (stated,) = [one for one in block.rows if one.plan == "sl-145-eco"]
        period = next(one for one in period_rows(store, HOME, DAY, []) if one.plan == "sl-145-eco")
    assert [tables.title(stated).zh, tables.written(stated).zh, tables.canonical(block, stated).zh] == [
        "sl-145-eco",
        "",
        "",
    ]
    assert [tables.title(period).zh, tables.short(period).zh] == ["sl-145-eco", "sl-145-eco"]
