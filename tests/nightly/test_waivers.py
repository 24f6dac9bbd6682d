"""The table of waivers by command, and what waivers do to a check."""

import csv
import json
from pathlib import Path

import pytest

from tests.calling import Kgplan
from tests.data.example import FOLDER, HOME, example, write

DAY = ("--as-of", "2024-07-01")
SIGNED = ("--by", "示例区发改委", "--reason", "正在办理")
ZONES = ("SPAT-001", "sl-145-spatial")


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path) -> Path:
    """The invented district in a workspace."""
    (tmp_path / "data").mkdir()
    write(example(), tmp_path / "data")
    (tmp_path / "kgplan.toml").write_text(f'home = "{HOME}"\nwaivers = "data/waivers.csv"\n', encoding="utf-8")
    return tmp_path


def rows(workspace: Path) -> list[dict[str, str]]:
    with (workspace / "data" / "waivers.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def states(kgplan: Kgplan, *asked: str) -> dict[tuple[str, ...], str]:
    found = json.loads(kgplan("check", "data", *DAY, "--format", "json", *asked).stdout)
    return {(finding["rule"], *finding["key"]): finding["state"] for finding in found["findings"]}


def test_a_waiver_holds_its_finding_and_no_other(kgplan: Kgplan) -> None:
    before = states(kgplan)
    assert kgplan("waivers", "add", "spat-001", "sl-145-spatial", *SIGNED, "--on", "2024-06-30").returncode == 0
    after = states(kgplan)
    assert after[ZONES] == "waived"
    assert {**after, ZONES: before[ZONES]} == before


def test_a_key_of_several_ids_may_be_given_in_parts_or_as_the_fingerprint(kgplan: Kgplan, workspace: Path) -> None:
    found = json.loads(kgplan("check", "data", *DAY, "--format", "json").stdout)["findings"]
    first, second = [finding for finding in found if len(finding["key"]) == 2][:2]
    kgplan("waivers", "add", first["rule"], *first["key"], *SIGNED, "--on", "2024-06-30")
    kgplan("waivers", "add", second["rule"], second["fingerprint"], *SIGNED, "--on", "2024-06-30")
    after = states(kgplan)
    assert [after[each["rule"], *each["key"]] for each in (first, second)] == ["waived", "waived"]
    assert rows(workspace)[0]["对象"] == "；".join(first["key"])


def test_waived_findings_do_not_make_the_check_fail(kgplan: Kgplan, workspace: Path) -> None:
    assert kgplan("check", "data", *DAY).returncode == 1
    done = kgplan("waivers", "baseline", "data", *SIGNED, *DAY)
    assert done.returncode == 0
    assert kgplan("check", "data", *DAY, "--fail-on", "warning").returncode == 0
    assert {state for key, state in states(kgplan).items() if key[0] != "DATA-005"} == {"waived"}
    assert {row["确认日期"] for row in rows(workspace)} == {"2024-07-01"}


def test_what_was_not_looked_at_is_no_part_of_a_baseline(kgplan: Kgplan, workspace: Path) -> None:
    tables = example()
    tables["registers"] = [row for row in tables["registers"] if row["台账"] != "衔接"]
    write(tables, workspace / "data")
    kgplan("waivers", "baseline", "data", *SIGNED, *DAY)
    after = states(kgplan)
    assert {key for key, state in after.items() if state != "waived"} == {key for key in after if key[0] == "DATA-005"}
    assert any(key[0] == "DATA-005" for key in after)


@pytest.mark.parametrize(
    ("on", "until", "outcome"),
    [
        ("2024-06-30", "2024-07-01", "有效，30天内到期"),
        ("2024-07-01", "2024-07-31", "有效，30天内到期"),
        ("2024-07-01", "2024-08-01", "有效"),
        ("2024-06-01", "2024-06-30", "已过期"),
        ("2024-07-02", "", "确认日期未到"),
    ],
)
def test_a_waiver_holds_from_its_day_to_its_last(kgplan: Kgplan, on: str, until: str, outcome: str) -> None:
    last = ("--until", until) if until else ()
    kgplan("waivers", "add", *ZONES, *SIGNED, "--on", on, *last)
    listed = kgplan("waivers", "list", "data", *DAY).stdout
    assert f"│ {outcome} " in listed
    assert (states(kgplan, "--rule", ZONES[0])[ZONES] == "waived") == outcome.startswith("有效")


def test_check_names_the_waivers_to_look_at(kgplan: Kgplan) -> None:
    kgplan("waivers", "add", *ZONES, *SIGNED, "--on", "2024-06-30")
    assert kgplan("waivers", "check", "data", *DAY).returncode == 0
    kgplan("waivers", "add", "HIER-001", "sl-no-such-plan", *SIGNED, "--on", "2024-06-30")
    done = kgplan("waivers", "check", "data", *DAY)
    assert done.returncode == 1
    assert "没有对应的发现" in done.stdout
    assert "SPAT-001" not in done.stdout


def test_a_renewed_waiver_stands_beside_the_expired_one(kgplan: Kgplan) -> None:
    kgplan("waivers", "add", *ZONES, *SIGNED, "--on", "2024-01-01", "--until", "2024-03-31")
    kgplan("waivers", "add", *ZONES, *SIGNED, "--on", "2024-06-30")
    assert states(kgplan, "--rule", ZONES[0])[ZONES] == "waived"
    assert kgplan("waivers", "list", "data", *DAY).stdout.count("SPAT-001") == 2


def test_columns_and_rows_of_ones_own_stay(kgplan: Kgplan, workspace: Path) -> None:
    table = workspace / "data" / "waivers.csv"
    table.write_bytes("对象,规则,确认人,确认日期,理由,经办\nx,HIER-001,甲,2024-01-02,另报,某科\n".encode("gb18030"))
    assert kgplan("waivers", "add", *ZONES, *SIGNED).returncode == 0
    assert [row["经办"] for row in rows(workspace)] == ["某科", ""]
    assert rows(workspace)[1]["规则"] == "SPAT-001"


def test_a_cell_that_a_spreadsheet_would_run_is_text(kgplan: Kgplan, workspace: Path) -> None:
    kgplan("waivers", "add", *ZONES, "--by", "甲", "--reason", '=HYPERLINK("http://x")', "--on", "2024-06-30")
    assert not rows(workspace)[0]["理由"].startswith("=")
    found = json.loads(kgplan("check", "data", *DAY, "--rule", ZONES[0], "--format", "json").stdout)
    assert [use["reason"] for use in found["waivers"]] == ['=HYPERLINK("http://x")']


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("HIER-999", "x", *SIGNED), "HIER-00"),
        (("HIER-001", "x", "--by", " ", "--reason", "r"), "不能为空"),
        (("HIER-001", "x", *SIGNED, "--until", "2001-01-01"), "早于"),
        (("HIER-001", "x", *SIGNED, "--on", "某天"), "某天"),
        (("HIER-001", "x", *SIGNED, "--doc-no", "开发改〔2024〕1号"), "文号"),
        (("HIER-001", "x", *SIGNED, "--table", "waivers.xlsx"), "xlsx"),
    ],
)
def test_what_cannot_be_a_waiver_is_refused_and_nothing_is_written(
    kgplan: Kgplan, workspace: Path, arguments: tuple[str, ...], says: str
) -> None:
    table = workspace / "data" / "waivers.csv"
    table.write_text("规则,对象,确认人,确认日期,理由\n", encoding="utf-8")
    before = table.read_bytes()
    done = kgplan("waivers", "add", *arguments)
    assert done.returncode == 2
    assert says in done.stderr
    assert table.read_bytes() == before


def test_the_example_has_no_waivers_of_its_own() -> None:
    assert not (FOLDER / "waivers.csv").exists()
