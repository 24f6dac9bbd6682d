"""A new rule to start from: a commented rule file that runs, a proof case that is in order and one that is not.

The example is complete on purpose: its cases pass at once, so whatever fails later was changed since.
"""

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kgplan.errors import EXIT_FAILED, UserError
from kgplan.rules.rulebook import read_rulebook
from kgplan.texts import Lang

_ID = re.compile(r"[A-Z]+-\d{3}")
_EXAMPLE = "OWN-001"
_TEMPLATES = Path(__file__).parent / "templates"
_TABLES = {
    "regions.csv": "id,name_zh,kind\n990101,示例区,district\n",
    "organizations.csv": "id,name_zh,kind,role,region,level\nEX-EDU,示例区教育委员会,department,,990101,district\n",
    "relations.csv": "from,type,to\n",
}
_PLANS = (
    "id,title_zh,plan_type,level,jurisdiction,start_year,end_year,stage,approved_on,published_on,lead\n"
    "P1,示例区教育发展规划（2022—2025年）,special,district,990101,2022,2025,published,2022-03-10,2022-03-15,{lead}\n"
)
_SETTINGS = """\
title_zh = "{zh}"
title_en = "{en}"
as_of = "2024-07-01"
home = "990101"
base = false          # {base}
rules = ["{id}"]  # {rules}
"""
_COMMENTS: Mapping[Lang, Mapping[str, str]] = {
    "zh": {
        "base": "true：与用例文件夹中的 _base 合用",
        "rules": "只比较这些规则的发现；删去这一行则比较全部规则的发现",
    },
    "en": {
        "base": "true: added to the tables in _base beside the folders of rules",
        "rules": "only findings of these rules are compared; without this line, those of all rules",
    },
}
_EXPECTED = "rule,severity,key,reason,draft\n"


@dataclass(frozen=True, slots=True)
class Scaffold:
    """Where the new rule and its cases are."""

    rule: Path
    cases: Path
    files: tuple[Path, ...]


def cases_folder(rules: Path) -> Path:
    """Where the proof cases of a folder of rules are: ``tests/rules`` beside it."""
    return rules.parent / "tests" / "rules"


def new_rule(rule_id: str, folder: Path, lang: Lang) -> Scaffold:
    """Write the files of a new rule. UserError if a file or the id is there already; then nothing is written."""
    name = rule_id.strip().upper()
    if not _ID.fullmatch(name):
        raise UserError("rules.bad_id", id=rule_id)
    has_rules = folder.is_dir() and any(folder.rglob("*.cypher"))
    known = read_rulebook([folder] if has_rules else []).rules
    rule, cases = folder / f"{name}.cypher", cases_folder(folder) / name
    for there in (known[name].path if name in known else rule, cases):
        if there.exists():
            raise UserError("rules.exists", path=there)
    files = {rule: (_TEMPLATES / f"rule.{lang}.cypher").read_text(encoding="utf-8").replace(_EXAMPLE, name)}
    words = {"good-example": ("有牵头部门", "with a lead"), "bad-example": ("没有牵头部门", "without a lead")}
    for case, (zh, en) in words.items():
        good = case.startswith("good-")
        files[cases / case / "case.toml"] = _SETTINGS.format(id=name, zh=zh, en=en, **_COMMENTS[lang])
        files |= {cases / case / table: content for table, content in _TABLES.items()}
        files[cases / case / "plans.csv"] = _PLANS.format(lead="EX-EDU" if good else "")
        files[cases / case / "expected.csv"] = _EXPECTED + ("" if good else f"{name},warning,P1,,false\n")
    try:
        _write(files)
    except OSError as error:
        for path in (rule, cases):  # neither was there before
            path.unlink(missing_ok=True) if path.is_file() else shutil.rmtree(path, ignore_errors=True)
        raise UserError(
            "rules.cannot_write", exit_code=EXIT_FAILED, path=error.filename or folder, why=error.strerror or error
        ) from error
    return Scaffold(rule, cases, tuple(files))


def _write(files: Mapping[Path, str]) -> None:
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(content)
