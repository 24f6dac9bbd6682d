"""Proof cases: a small set of exchange tables and the complete findings that the rulebook must give for it.

A case is a folder: ``case.toml`` (titles, ``as_of``, ``home``, ``without``), tables with the rows that are added to the
base district or replace rows of it, and ``expected.csv``. Expected findings are written by hand from the rulebook.

``rules`` in ``case.toml`` limits what is compared to these rules: for users whose rules stand beside the whole
rulebook, and whose small tables would break many of its rules.
"""

import csv
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kgplan.results import Finding

ROW_KEYS = {
    "relations": ("from", "type", "to", "kind"),
    "steps": ("plan", "type", "body", "date", "note", "year"),
    "registers": ("kind", "key"),
    "funding": ("plan", "source_level", "date"),
    "budget": ("year", "project"),
    "investment": ("year", "project"),
    "units": ("symbol",),
}
"""What makes a row of a case replace a row of the base, in tables without an id."""

EXPECTED = "expected.csv"
Line = tuple[str, str, str, str, str]
"""rule, severity, key, reason, draft — as ``expected.csv`` writes them."""


@dataclass(frozen=True)
class Case:
    """A proof case. ``base`` is the folder of the base district, None for a case that stands alone."""

    folder: Path
    as_of: date
    home: str
    base: Path | None
    without: tuple[str, ...]
    rules: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """``HIER-001/bad-municipal-plan-only``."""
        return f"{self.folder.parent.name}/{self.folder.name}"

    def expected(self) -> list[Line]:
        """The findings that must come out, sorted."""
        with (self.folder / EXPECTED).open(encoding="utf-8-sig", newline="") as file:
            return sorted(
                (row["rule"], row["severity"], row["key"], row["reason"] or "", row["draft"])
                for row in csv.DictReader(file)
            )

    def write_tables(self, target: Path) -> None:
        """Write base and case as one folder of tables: the base without what the case takes out, then the case."""
        names = {path.name for folder in (self.base, self.folder) if folder for path in folder.glob("*.csv")}
        removed = set(self.without)
        for name in sorted(names - {EXPECTED}):
            table = Path(name).stem
            rows = {_key(table, row): row for row in _rows(self.base / name)} if self.base else {}
            gone = {key for key in rows if f"{table}:{key}" in removed}
            removed -= {f"{table}:{key}" for key in gone}
            rows = {key: row for key, row in rows.items() if key not in gone}
            rows |= {_key(table, row): row for row in _rows(self.folder / name)}
            headers = list(dict.fromkeys(header for row in rows.values() for header in row))
            if headers:
                with (target / name).open("w", encoding="utf-8", newline="") as file:
                    writer = csv.DictWriter(file, headers)
                    writer.writeheader()
                    writer.writerows(rows.values())
        if removed:
            raise ValueError(f"{self.name}: without names no row of the base: {sorted(removed)}")


def read_case(folder: Path) -> Case:
    """The case of a folder."""
    settings = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
    base = folder.parent.parent / "_base" if settings.get("base", True) else None
    return Case(
        folder,
        date.fromisoformat(settings.get("as_of", "2024-07-01")),
        settings.get("home", "990101"),
        base,
        tuple(settings.get("without", ())),
        tuple(settings.get("rules", ())),
    )


def case_folders(folder: Path) -> list[Path]:
    """The folders of the cases of all rules, of one rule, or the one case that the folder is; by name."""
    for pattern in ("case.toml", "*/case.toml", "*/*/case.toml"):
        if found := sorted(folder.glob(pattern)):
            return [path.parent for path in found]
    return []


def read_cases(folder: Path) -> list[Case]:
    """All cases below a folder, by name."""
    return [read_case(path) for path in case_folders(folder)]


def lines(findings: Iterable[Finding], rules: Sequence[str]) -> list[Line]:
    """Findings of ``rules`` as ``expected.csv`` writes them, sorted."""
    return sorted(
        (f.rule, f.severity, ";".join(f.key), _reason(f), str(f.draft).lower())
        for f in findings
        if f.rule in set(rules)
    )


def _reason(finding: Finding) -> str:
    reason = finding.facts.get("reason")
    return ";".join(sorted(reason)) if isinstance(reason, list) else str(reason or "")


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _key(table: str, row: dict[str, str]) -> str:
    if "id" in row:
        return row["id"]
    key = "|".join(row.get(name) or "" for name in ROW_KEYS[table])
    return key.rstrip("|") if table in {"relations", "steps"} else key
