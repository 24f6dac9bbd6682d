"""``kgplan.toml`` in a folder of data says what the data is about, unless the present folder has its own."""

import json
import shutil
from pathlib import Path

from tests.calling import ROOT, Kgplan

EXAMPLE = ROOT / "data" / "example"


def _checked(kgplan: Kgplan, *arguments: str) -> dict[str, object]:
    done = kgplan("check", *arguments, "--format", "json", "--fail-on", "never")
    assert done.returncode == 0, done.stderr
    results: dict[str, object] = json.loads(done.stdout)
    return results


def test_every_rule_has_findings_in_the_example_from_any_folder_on_any_day(kgplan: Kgplan) -> None:
    results = _checked(kgplan, str(EXAMPLE))
    assert (results["home"], results["as_of"]) == ("990101", "2024-07-01")
    rules = results["rules"]
    assert isinstance(rules, list)
    assert {rule["status"] for rule in rules} == {"findings"}


def test_what_is_asked_for_comes_first(kgplan: Kgplan) -> None:
    results = _checked(kgplan, str(EXAMPLE), "--home", "990102", "--as-of", "2025-01-01", "--rule", "PER-001")
    assert (results["home"], results["as_of"]) == ("990102", "2025-01-01")


def test_settings_of_the_present_folder_come_first(kgplan: Kgplan, tmp_path: Path) -> None:
    (tmp_path / "kgplan.toml").write_text('home = "990102"\n', encoding="utf-8")
    results = _checked(kgplan, str(EXAMPLE), "--rule", "PER-001")
    assert results["home"] == "990102"
    assert results["as_of"] != "2024-07-01"


def test_two_folders_with_settings_of_their_own_decide_nothing(kgplan: Kgplan, tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "copy")
    results = _checked(kgplan, str(EXAMPLE), "copy", "--rule", "PER-001")
    assert results["home"] == "500154"


def test_a_night_is_never_fixed_to_a_day(kgplan: Kgplan, tmp_path: Path) -> None:
    text = 'as_of = 2024-07-01\n[nightly]\nsources = ["data"]\n'
    (tmp_path / "kgplan.toml").write_text(text, encoding="utf-8")
    done = kgplan("nightly")
    assert (done.returncode, "2024-07-01" in done.stderr) == (2, True)
    assert not (tmp_path / "reports").exists()
