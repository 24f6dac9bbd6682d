"""The ontology before the OWL tools: ROBOT merges it, checks the OWL 2 DL profile, reasons over it and reports on it.

Needs Java and the folder of jars that ``make jars`` fetches; its path is in the variable ``KGPLAN_ROBOT_LIB``.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.needs import unavailable
from tests.neo4j.server import QUICK
from tests.ontology.conftest import TURTLE

pytestmark = [pytest.mark.slow, pytest.mark.robot]
HERE = Path(__file__).parents[1] / "robot"


@pytest.fixture(scope="module")
def jars() -> str:
    """The class path of ROBOT."""
    folder = os.environ.get("KGPLAN_ROBOT_LIB")
    if not folder:
        unavailable("robot", "KGPLAN_ROBOT_LIB names no folder of jars; make jars fetches them")
    if not any(Path(folder).glob("robot-command-*.jar")):
        unavailable("robot", f"no ROBOT in the folder that KGPLAN_ROBOT_LIB names, {folder}")
    if not shutil.which("java"):
        unavailable("robot", "ROBOT needs Java")
    return str(Path(folder) / "*")


def robot(jars: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = ["java", *QUICK, "-Xmx1g", "-cp", jars, "org.obolibrary.robot.CommandLineInterface"]
    return subprocess.run(
        [*command, *map(str, arguments)], cwd=HERE, capture_output=True, text=True, check=False, timeout=300
    )


@pytest.fixture(scope="module")
def merged(jars: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("robot") / "merged.owl"
    # The first input gives the merged ontology its IRI and its annotations.
    files = sorted(TURTLE, key=lambda path: (path.name != "kgplan.ttl", path))
    done = robot(jars, "merge", *(part for path in files for part in ("-i", path)), "-o", output)
    assert done.returncode == 0, done.stdout + done.stderr
    return output


def test_the_ontology_is_in_the_owl_2_dl_profile(jars: str, merged: Path) -> None:
    violations = merged.with_name("profile.txt")
    done = robot(jars, "validate-profile", "--profile", "DL", "-i", merged, "-o", violations)
    assert done.returncode == 0, violations.read_text(encoding="utf-8")


def test_the_ontology_is_consistent_and_every_class_can_have_members(jars: str, merged: Path) -> None:
    done = robot(jars, "reason", "--reasoner", "HermiT", "-i", merged, "-o", merged.with_name("reasoned.owl"))
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_report_finds_no_error(jars: str, merged: Path) -> None:
    table = merged.with_name("report.tsv")
    done = robot(jars, "report", "--profile", "report_profile.txt", "-i", merged, "-o", table)
    errors = [line for line in table.read_text(encoding="utf-8").splitlines() if line.startswith("ERROR")]
    assert (done.returncode, errors) == (0, []), done.stdout + done.stderr
