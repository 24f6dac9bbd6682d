"""Rows that may be longer than memory: they are all there, in order, as often as one looks."""

import gc
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgplan.errors import EXIT_FAILED, UserError
from kgplan.sources import Row, spool
from kgplan.sources.spool import Rows
from tests.sources.reading import read


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "IN_MEMORY", 10)
    monkeypatch.setattr(spool, "CHUNK", 4)


@pytest.mark.usefixtures("small")
@settings(max_examples=60)
@given(st.lists(st.text(max_size=3), max_size=60), st.integers(-70, 70))
def test_a_spooled_sequence_is_the_list_of_what_was_added(items: list[str], at: int) -> None:
    rows = Rows(items[:5])
    rows.extend(items[5:])
    assert list(rows) == items
    assert list(rows) == items
    assert rows == items
    assert len(rows) == len(items)
    assert rows[at:] == items[at:]
    if -len(items) <= at < len(items):
        assert rows[at] == items[at]
    else:
        with pytest.raises(IndexError):
            rows[at]
    rows.close()
    assert list(rows) == []


@pytest.mark.usefixtures("small")
def test_several_iterators_do_not_disturb_each_other_and_see_what_was_there_when_they_began() -> None:
    rows = Rows(range(23))
    first, second = iter(rows), iter(rows)
    taken = [next(first) for _ in range(7)]
    assert [next(second) for _ in range(15)] == list(range(15))
    rows.extend(range(23, 60))
    assert [*taken, *first] == list(range(23))
    assert list(second) == list(range(15, 23))
    assert list(rows) == list(range(60))


@pytest.mark.usefixtures("small")
def test_no_file_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    rows = Rows(range(100))
    assert list(tmp_path.iterdir()) == []
    del rows
    gc.collect()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("small")
def test_a_full_disk_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(UserError) as caught:
        Rows(range(100))
    assert caught.value.exit_code == EXIT_FAILED
    assert str(tmp_path / "gone") in caught.value.sentence["zh"]


@pytest.mark.usefixtures("small")
def test_rows_of_a_long_table_come_back_as_they_were_read(tmp_path: Path) -> None:
    path = tmp_path / "zones.csv"
    lines = [f"Z{n},生态空间,{n}.50,2021-03-0{n % 9 + 1},甲{n}" for n in range(50)]
    path.write_text("\n".join(["id,kind,area,approved_on,别的", *lines, "Z1,生态空间,x,,"]), encoding="utf-8")
    dataset = read(path)
    assert [row.values["id"] for row in dataset.rows] == [f"Z{n}" for n in range(50)]
    assert all(isinstance(row, Row) for row in dataset.rows)
    assert str(dataset.rows[7].values["area"]) == "7.50"
    assert (dataset.rows[7].extra["别的"], dataset.rows[7].origin.row) == ("甲7", 9)
    assert [rejected.column for rejected in dataset.rejected] == ["area"]
