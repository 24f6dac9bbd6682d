"""The files of ``deploy/``: each is tried as far as a machine without root, Docker and Windows can."""

import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import yaml

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = ("kgplan-nightly.service", "kgplan-nightly.timer")


@pytest.mark.parametrize(("status", "ends", "tells"), [(0, 0, False), (1, 0, False), (3, 3, True), (2, 2, True)])
def test_cron_hears_of_failures_alone(tmp_path: Path, status: int, ends: int, tells: bool) -> None:
    command = tmp_path / ".venv" / "bin" / "kgplan"
    command.parent.mkdir(parents=True)
    command.write_text(f'#!/bin/sh\necho "said by $1"\nexit {status}\n', encoding="utf-8")
    command.chmod(0o755)
    (line,) = [row for row in (DEPLOY / "crontab").read_text(encoding="utf-8").splitlines() if row[0] != "#"]
    assert line.split()[:5] == ["30", "2", "*", "*", "*"]
    script = line.split(maxsplit=5)[5].replace("/srv/kgplan", str(tmp_path))
    done = subprocess.run(["/bin/sh", "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (ends, "said by nightly\n" if tells else "")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    for name in UNITS:
        content = (DEPLOY / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(content.replace("/srv/kgplan/.venv/bin/kgplan", "/bin/true"), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", *(str(tmp_path / name) for name in UNITS)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_windows_task_runs_the_command_and_catches_up() -> None:
    task = ET.parse(DEPLOY / "windows-task.xml").getroot()
    spaces = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
    assert task.findtext(".//t:Exec/t:Arguments", namespaces=spaces) == "nightly"
    assert task.findtext(".//t:StartWhenAvailable", namespaces=spaces) == "true"


def test_the_server_of_compose_is_open_to_this_machine_alone_and_has_no_password_in_the_file() -> None:
    service = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]["neo4j"]
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert service["environment"]["NEO4J_AUTH"].startswith("neo4j/${NEO4J_PASSWORD:?")
