"""Single nights: what may stand in the way, what stays, what analysts find in the graph."""

import shutil
import threading
from pathlib import Path

import pytest
from filelock import FileLock

from kgplan.errors import UserError
from kgplan.graph.store import open_store
from kgplan.nightly import run as nightly_run
from kgplan.nightly.run import LOCK, run_night
from tests.calling import Kgplan
from tests.data.example import HOME, example, write
from tests.nightly.district import District, days, results_of, states

FIRST, SECOND, THIRD = days("2024-06-28", 3)
SECTION = f'home = "{HOME}"\n[nightly]\nsources = ["data"]\n'


@pytest.fixture(scope="module")
def two_nights(tmp_path_factory: pytest.TempPathFactory) -> District:
    """A district after two quiet nights; tests work on copies."""
    district = District(tmp_path_factory.mktemp("two"))
    for day in (FIRST, SECOND):
        district.night(day)
    return district


@pytest.fixture
def district(two_nights: District, tmp_path: Path) -> District:
    base = tmp_path / "district"
    shutil.copytree(two_nights.base, base, symlinks=True)
    return District(base)


def test_only_one_run_at_a_time(district: District) -> None:
    with FileLock(district.output / LOCK), pytest.raises(UserError) as error:
        in_a_thread_of_its_own(lambda: district.night(THIRD))
    assert error.value.exit_code == 3
    assert "正在" in error.value.sentence["zh"]
    assert not (district.output / THIRD).exists()


def in_a_thread_of_its_own(work: object) -> None:
    """Locks know their thread: another run is another thread."""
    raised: list[BaseException] = []

    def caught() -> None:
        try:
            work()  # type: ignore[operator]
        except BaseException as error:
            raised.append(error)

    thread = threading.Thread(target=caught)
    thread.start()
    thread.join()
    if raised:
        raise raised[0]


def test_a_memory_that_cannot_be_read_ends_the_night(district: District) -> None:
    (district.output / SECOND / "history.json").write_text("{", encoding="utf-8")
    night = district.night(THIRD)
    assert night.results is None
    assert night.why
    assert "history.json" in night.why.zh


def test_a_run_that_is_killed_while_writing_leaves_nothing_and_the_next_one_goes_on(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    half = district.output / f".{THIRD}.new-123-abc"
    half.mkdir()
    with monkeypatch.context() as patch:
        patch.setattr(nightly_run, "write_report", killed)
        with pytest.raises(KeyboardInterrupt):
            district.night(THIRD)
    assert not (district.output / THIRD).exists()
    night = district.night(THIRD)
    assert set(states(results_of(night)).values()) == {"persisting"}
    assert not half.exists()


def test_old_nights_go_and_the_last_report_stays(district: District) -> None:
    district.asked.keep_days = 1
    district.night("2024-07-20")
    assert not (district.output / FIRST).exists()
    assert not (district.output / SECOND).exists()
    assert (district.output / "2024-07-20" / "report.html").exists()
    assert "new" not in states(results_of(district.night("2024-07-21"))).values()


def test_the_memory_survives_a_graph_that_is_built_anew(district: District) -> None:
    shutil.rmtree(district.base / "kgplan.db")
    assert set(states(results_of(district.night(THIRD))).values()) == {"persisting"}


def test_analysts_ask_the_graph_for_findings_and_runs(district: District) -> None:
    night = results_of(district.night(THIRD))
    store = open_store(str(district.base / "kgplan.db"))
    try:
        found = store.read(
            "MATCH (f:Finding)-[:ABOUT]->(p:Plan {id: 'sl-145-spatial'}) "
            "RETURN f.rule AS rule, f.state AS state, f.first_seen AS first_seen ORDER BY rule, first_seen"
        )
        runs = store.read("MATCH (r:Run) RETURN r.as_of AS as_of, r.open_error AS errors ORDER BY as_of")
    finally:
        store.close()
    about = [f for f in night.findings if any(s.id == "sl-145-spatial" for s in f.subjects)]
    assert sorted(f.rule for f in about) == [row["rule"] for row in found]
    assert {(row["state"], row["first_seen"]) for row in found} == {("persisting", FIRST)}
    assert [run["as_of"] for run in runs] == [FIRST, SECOND, THIRD]
    assert runs[-1]["errors"] == night.count("error")


def test_findings_in_the_graph_change_no_check(district: District) -> None:
    """What the run writes beside the plans is no plan: the third night finds what the first found."""
    first = results_of(district.night(THIRD, hour=1))
    third = results_of(district.night(THIRD, hour=2))
    assert [f.fingerprint for f in first.findings] == [f.fingerprint for f in third.findings]
    assert [rule.candidates for rule in first.rules] == [rule.candidates for rule in third.rules]


def test_the_memory_holds_nothing_of_a_classified_plan(district: District) -> None:
    title = district.row("plans", lambda row: row["编号"] == "sl-145-zone")["规划名称"]
    for row in district.tables["plans"]:
        row["涉密"] = "是" if row["编号"] == "sl-145-zone" else ""
    night = district.night(THIRD)
    assert any(subject.id == "sl-145-zone" for f in results_of(night).findings for subject in f.subjects)
    district.night("2024-07-01")
    for name in ("history.json", "report.html", "report.md", "findings.csv"):
        assert title not in (district.output / "2024-07-01" / name).read_text(encoding="utf-8"), name


@pytest.mark.neo4j
def test_a_night_on_a_server_says_the_same(district: District, empty_neo4j: str) -> None:
    embedded = results_of(district.night(THIRD))
    served = results_of(district.night(THIRD, hour=3, store=empty_neo4j))
    assert [f.model_dump() for f in embedded.findings] == [f.model_dump() for f in served.findings]


def test_without_a_section_the_command_says_what_to_write(kgplan: Kgplan) -> None:
    done = kgplan("nightly")
    assert done.returncode == 2
    assert "[nightly]" in done.stderr


def test_the_command_ends_as_the_night_did(kgplan: Kgplan, tmp_path: Path) -> None:
    (tmp_path / "kgplan.toml").write_text(SECTION, encoding="utf-8")
    done = kgplan("nightly")
    assert done.returncode == 3
    assert "report-failed.html" in done.stderr
    (tmp_path / "data").mkdir()
    write(example(), tmp_path / "data")
    done = kgplan("nightly")
    assert done.returncode == 1
    assert (tmp_path / "reports" / "latest" / "report.html").is_file()
    assert not list((tmp_path / "reports").glob("*-failed"))


def test_settings_that_say_nothing_known_are_refused(kgplan: Kgplan, tmp_path: Path) -> None:
    (tmp_path / "kgplan.toml").write_text(SECTION + "keep_weeks = 3\n", encoding="utf-8")
    done = kgplan("nightly")
    assert done.returncode == 2
    assert "keep_weeks" in done.stderr


def test_an_output_that_cannot_be_a_folder_is_told(district: District) -> None:
    district.asked.output = "data/plans.csv"
    with pytest.raises(UserError) as error:
        run_night(district.settings, district.asked, base=district.base)
    assert error.value.exit_code == 3
