import re
import tomllib
from pathlib import Path
from string import Formatter

ROOT = Path(__file__).parents[2] / "kgplan"


def texts(lang: str) -> dict[str, str]:
    return tomllib.loads((ROOT / "texts" / lang / "report.toml").read_text(encoding="utf-8"))


def fields(sentence: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def test_both_languages_say_the_same_with_the_same_values() -> None:
    zh, en = texts("zh"), texts("en")
    assert list(zh) == list(en)
    assert {key: fields(zh[key]) for key in zh} == {key: fields(en[key]) for key in en}
    assert all(zh.values())
    assert all(en.values())


def test_no_sentence_is_left_over() -> None:
    code = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "reports").rglob("*") if path.suffix in {".py", ".j2"}
    )
    by_prefix = (
        *("fact_", "value_", "reason_", "family_", "severity_", "state_", "status_", "rule_", "plans_"),
        *("trend_", "waiver_", "mark_", "share_", "indicator_"),
    )
    unused = [
        key
        for key in texts("zh")
        if not key.startswith(by_prefix) and not re.search(rf"""["'.]{key}["']""", code)
    ]  # fmt: skip
    assert unused == []
