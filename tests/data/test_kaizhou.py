"""The plans of Kaizhou: nothing collected has been lost, nothing has been added, and every table can be loaded."""

import csv
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kgplan.ontology import load_schema
from kgplan.resources import resource
from kgplan.schema import Column, Schema
from kgplan.sources import read_paths

FOLDER = resource("data") / "kaizhou"
COLLECTED = {"plans": 126, "relations": 64, "indicators": 355, "extra_breakdown": 72}
TABLES = ("plans", "relations", "targets", "allocations", "regions")
RECORDED = ("plans", "relations", "targets", "allocations")  # made from collected rows; regions only serve them

Rows = list[dict[str, str]]


def rows(name: str) -> Rows:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


def identity(table: str, row: dict[str, str]) -> str:
    """What the ledger calls a row: its id; a relation is named by its ends."""
    return f"{row['from']} {row['type']} {row['to']}" if table == "relations" else row["id"]


@pytest.fixture(scope="module")
def ledger() -> Rows:
    return rows("ledger")


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema()


# ── Accounting ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("collected", "count"), COLLECTED.items())
def test_every_collected_row_has_one_line_in_the_ledger(ledger: Rows, collected: str, count: int) -> None:
    numbers = [int(line["raw_row"]) for line in ledger if line["raw_file"] == collected]
    assert numbers == list(range(2, count + 2))


def test_the_ledger_knows_no_other_collection(ledger: Rows) -> None:
    assert {line["raw_file"] for line in ledger} == set(COLLECTED)


def test_a_collected_row_is_either_in_a_table_or_left_out_with_a_reason_in_both_languages(ledger: Rows) -> None:
    for line in ledger:
        kept = bool(line["table"]) and bool(line["ids"])
        left_out = bool(line["reason_zh"]) and bool(line["reason_en"])
        nothing_kept = not line["table"] and not line["ids"]
        nothing_said = not line["reason_zh"] and not line["reason_en"]
        assert (kept and nothing_said) or (left_out and nothing_kept), line


@pytest.mark.parametrize("table", RECORDED)
def test_the_ledger_and_the_table_name_the_same_rows(ledger: Rows, table: str) -> None:
    promised = Counter(name for line in ledger if line["table"] == table for name in line["ids"].split(";"))
    assert promised == Counter(identity(table, row) for row in rows(table))


def test_the_readme_gives_the_counts_of_the_ledger(ledger: Rows) -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    stated = re.findall(r"^\| (\w+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) (\w+) \|$", readme, re.MULTILINE)
    assert [line[0] for line in stated] == list(COLLECTED)
    for collected, total, kept, left_out, became, table in stated:
        lines = [line for line in ledger if line["raw_file"] == collected]
        assert (int(total), int(kept)) == (len(lines), sum(bool(line["table"]) for line in lines))
        assert int(left_out) == int(total) - int(kept)
        assert int(became) == len(rows(table))


def test_the_readme_names_the_kaizhou_documents_without_a_recorded_basis() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    with_basis = {row["from"] for row in rows("relations")}
    without = {
        row["id"]
        for row in rows("plans")
        if row["level"] == "district" and row["doc_kind"] != "proposal" and row["id"] not in with_basis
    }
    paragraph = next(line for line in readme.splitlines() if "没有任何“依据”关系" in line)
    assert set(re.findall(r"`([\w-]+)`", paragraph)) == without


# ── The tables as tables ────────────────────────────────────────────────────────────────────────────────────


def test_the_folder_loads_without_a_rejected_row_or_an_unknown_column(schema: Schema) -> None:
    (dataset,) = read_paths([FOLDER], schema)
    assert list(dataset.rejected) == []
    assert [row for row in dataset.rows if row.extra] == []
    assert Counter(row.table for row in dataset.rows) == Counter({table: len(rows(table)) for table in TABLES})


@pytest.mark.parametrize("table", [*TABLES, "ledger"])
def test_files_are_plain_utf8_with_english_headers_and_unix_lines(schema: Schema, table: str) -> None:
    raw = (FOLDER / f"{table}.csv").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    if table != "ledger":
        headers = raw.decode("utf-8").splitlines()[0].split(",")
        assert set(headers) <= {column.name for column in schema.tables[table].columns}


def cells(schema: Schema, table: str) -> list[tuple[dict[str, str], Column, str]]:
    columns = {column.name: column for column in schema.tables[table].columns}
    return [
        (row, columns[name], part.strip())
        for row in rows(table)
        for name, cell in row.items()
        for part in (cell.split(";") if columns[name].many else [cell])
        if part.strip()
    ]


@pytest.mark.parametrize("table", TABLES)
def test_code_cells_hold_codes_and_not_labels(schema: Schema, table: str) -> None:
    for row, column, text in cells(schema, table):
        if column.codes:
            assert text in {code.code for code in schema.code_lists[column.codes].codes}, (row, column.name)


@pytest.mark.parametrize("table", TABLES)
def test_dates_and_numbers_can_be_read(schema: Schema, table: str) -> None:
    for _, column, text in cells(schema, table):
        if column.kind == "date":
            assert re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", text)
            date.fromisoformat(text if len(text) == 10 else f"{text}-01")
        elif column.kind == "integer":
            assert 1990 <= int(text) <= 2060  # all whole numbers of these tables are years
        elif column.kind == "decimal":
            Decimal(text)


@pytest.mark.parametrize("table", TABLES)
def test_ids_are_unique(table: str) -> None:
    if table != "relations":
        assert [name for name, count in Counter(row["id"] for row in rows(table)).items() if count > 1] == []


# ── The tables as facts ─────────────────────────────────────────────────────────────────────────────────────


def known(schema: Schema) -> dict[str | None, set[str]]:
    """Ids by class of node: those of the folder and those that are built in."""
    return {
        "Organization": {str(row["id"]) for row in schema.organizations},
        "Region": {str(row["id"]) for row in schema.regions} | {row["id"] for row in rows("regions")},
        "Document": {row["id"] for row in rows("plans")},
        "TargetStatement": {row["id"] for row in rows("targets")},
    }


@pytest.mark.parametrize("table", [table for table in TABLES if table != "relations"])
def test_every_document_target_body_and_region_that_is_named_exists(schema: Schema, table: str) -> None:
    ids = known(schema)
    for row, column, text in cells(schema, table):
        if column.refers in ids:
            assert text in ids[column.refers], (row, column.name)


def test_allocations_go_to_known_regions(schema: Schema) -> None:
    assert {row["to"] for row in rows("allocations")} <= known(schema)["Region"]


def test_only_regions_that_are_not_built_in_are_listed(schema: Schema) -> None:
    assert {row["id"] for row in rows("regions")}.isdisjoint(str(row["id"]) for row in schema.regions)


def test_both_ends_of_every_relation_exist_and_are_of_a_kind_that_the_relation_joins(schema: Schema) -> None:
    kind = {row["id"]: schema.document_classes[row["doc_kind"]] for row in rows("plans")}
    kind |= {row["id"]: "TargetStatement" for row in rows("targets")}
    for row in rows("relations"):
        relation = schema.relations[row["type"]]
        for end, allowed in (("from", relation.domain), ("to", relation.range)):
            assert row[end] in kind, row
            assert {kind[row[end]], "Document"} & set(allowed), (row, kind[row[end]], allowed)


def test_nothing_stands_under_a_document_of_a_lower_level(schema: Schema) -> None:
    order = {code.code: code.order for code in schema.code_lists["level"].codes}
    level = {row["id"]: order[row["level"]] for row in rows("plans")}
    wrong = [
        row for row in rows("relations") if row["type"] == "SUBORDINATE_TO" and level[row["from"]] < level[row["to"]]
    ]
    assert wrong == []


def test_a_draft_is_never_recorded_as_published() -> None:
    drafts = [
        row
        for row in rows("plans")
        if re.search("草案|送审稿|征求意见稿", row["title_zh"]) or row["note"].startswith("拟稿单位:")
    ]
    assert {"kz-spatial-2035", "kz-waterenv-system", "kz-plan-2025", "cq-water-network"} < {row["id"] for row in drafts}
    assert {row["stage"] for row in drafts} == {"drafting", "submitted"}
    assert {row["published_on"] + row["approved_on"] for row in drafts} == {""}


def test_a_row_without_a_source_address_says_where_it_comes_from() -> None:
    for table in ("plans", "relations", "targets"):
        for row in rows(table):
            said = row.get("note", "") + row.get("evidence", "")
            assert row["source_url"].startswith(("http://", "https://")) or re.search("凭记忆|仓库名未见", said), row


def test_a_target_bears_the_id_of_its_plan() -> None:
    for row in rows("targets"):
        assert re.fullmatch(re.escape(row["plan"]) + r"-\d\d", row["id"])
        assert row["value_text"]


def test_regional_shares_add_up_to_their_target_but_for_rounding() -> None:
    total = {row["id"]: Decimal(row["value_text"]) for row in rows("targets") if row["plan"] == "cq-ruralwater-2027"}
    shares: dict[str, list[Decimal]] = {}
    for row in rows("allocations"):
        shares.setdefault(row["target"], []).append(Decimal(row["value_text"]))
    gaps = {target: total[target] - sum(parts) for target, parts in shares.items()}
    assert len(gaps) == 8
    assert {target: gap for target, gap in gaps.items() if gap} == {"cq-ruralwater-2027-21": Decimal(1)}


def test_no_cell_is_a_formula() -> None:
    for path in sorted(Path(FOLDER).glob("*.csv")):
        for row in rows(path.stem):
            assert not [cell for cell in row.values() if cell.startswith(("=", "+", "@", "\t"))]
