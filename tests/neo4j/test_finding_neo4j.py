"""A machine without what Neo4j needs is told what is missing."""

from pathlib import Path

import pytest

from tests.neo4j.server import UnavailableError, find_jars, find_java


def _java(folder: Path, told: str) -> Path:
    java = folder / "bin" / "java"
    java.parent.mkdir(parents=True)
    java.write_text(f"#!/bin/sh\necho '{told}' >&2\n", encoding="utf-8")
    java.chmod(0o755)
    return java


def test_old_java_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = _java(tmp_path, 'java version "1.8.0_292"')
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(old.parent))
    with pytest.raises(UnavailableError, match="no Java 17"):
        find_java()


def test_java_home_comes_before_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = _java(tmp_path / "home", 'openjdk version "21.0.2" 2024-01-16')
    other = _java(tmp_path / "path", 'openjdk version "17.0.15" 2025-04-15')
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PATH", f"{other.parent}:/usr/bin:/bin")
    assert find_java() == chosen


def test_missing_jars_are_named_with_the_way_to_get_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KGPLAN_NEO4J_LIB", str(tmp_path))
    with pytest.raises(UnavailableError, match="make jars"):
        find_jars()
