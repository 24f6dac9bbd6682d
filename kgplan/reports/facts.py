"""Facts of a finding made readable: labels for keys, labels for codes, nested values as lists and tables.

``facts`` is any JSON value by the names that the rule gave. :func:`readable` turns it into a small tree that every
format renders in its own way, :func:`as_text` into one line for cells and terminals.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kgplan.ontology import load_schema
from kgplan.reports import labels
from kgplan.results import Both
from kgplan.targets.figures import figure
from kgplan.texts import Lang, text

MAX_DEPTH = 6
MAX_ITEMS = 200
_UNSHOWN = frozenset({"identity", "written_unit"})
"""Facts for programs: a key put together from others, and a unit that the message already uses."""
_AMOUNTS = ("gap", "tolerance", "sum", "total")
_FIGURES = ("value", "goal", "text", "money", "canonical", *_AMOUNTS)
_PLACES = ("region", "regions", "jurisdiction", "home", "to")
_ENDS = ("。", ".")
"""What a sentence ends with; sentences need nothing between them."""
_LISTS = {
    "items": ("dossier",),
    "reports": ("step",),
    "result": ("opinion_result", "review_result"),
    "register_kind": ("register",),
    "zones": ("zone_kind",),
}
"""Facts and columns whose codes no table's column of that name declares."""
_TERMS = ("type", "types", "relation", "relations")
_FIELDS = ("missing", "field", "fields", "lacking")


@dataclass(frozen=True)
class Fact:
    """One named value."""

    label: Both
    value: "Value"


@dataclass(frozen=True)
class Group:
    """A nested dict."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Items:
    """A list."""

    values: tuple["Value", ...]


@dataclass(frozen=True)
class Table:
    """A list of dicts with equal keys, such as the shares of a total."""

    header: tuple[Both, ...]
    rows: tuple[tuple["Value", ...], ...]


Value = Both | Group | Items | Table


def readable(
    facts: Mapping[str, Any],
    names: Mapping[str, Both] | None = None,
    reasons: Mapping[str, Both] | None = None,
    rule: str = "",
) -> tuple[Fact, ...]:
    """The facts with labels; facts without a value (null) are left out.

    ``names`` says what ids of documents, bodies and regions are called; an id that stands alone is shown by its name.
    ``reasons`` gives the words of reasons; a ``rule`` may have names of its own for facts.
    """
    reader = _Reader(names or {}, reasons or {}, rule)
    return tuple(
        Fact(reader.label(key, value), reader.value(key, value, 1))
        for key, value in _with_units(facts).items()
        if value is not None and key not in _UNSHOWN
    )


def _with_units(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts with each amount and converted figure beside its unit, which then need not be told apart."""
    unit = facts.get("unit")
    if not isinstance(unit, str) or not any(isinstance(facts.get(name), str) for name in _AMOUNTS):
        return dict(facts)

    def measured(key: str, value: Any) -> Any:
        if isinstance(value, dict) and isinstance(value.get("canonical"), str):
            return {**value, "canonical": f"{value['canonical']} {unit}"}
        return f"{value} {unit}" if key in _AMOUNTS and isinstance(value, str) else value

    return {key: measured(key, value) for key, value in facts.items() if key != "unit"}


def as_text(facts: tuple[Fact, ...], lang: Lang) -> str:
    """All facts in one line."""
    return text(lang, "report.between").join(_pair("pair", fact, lang) for fact in facts)


def value_text(value: Value, lang: Lang) -> str:
    """One value in one line."""
    if isinstance(value, Both):
        return labels.pick(value, lang)
    separator = "、" if lang == "zh" else ", "
    if isinstance(value, Group):
        return separator.join(_pair("pair_inner", fact, lang) for fact in value.facts)
    if isinstance(value, Table):
        return value_text(Items(tuple(Group(tuple(map(Fact, value.header, row))) for row in value.rows)), lang)
    parts = [value_text(item, lang) for item in value.values]
    if parts and all(part.endswith(_ENDS) for part in parts):
        return ("" if lang == "zh" else " ").join(parts)
    plain = all(isinstance(item, Both) for item in value.values)
    return (
        separator.join(parts)
        if plain or len(parts) == 1
        else " ".join(f"({n}) {part}" for n, part in enumerate(parts, 1))
    )


def _pair(name: str, fact: Fact, lang: Lang) -> str:
    return text(lang, f"report.{name}", label=labels.pick(fact.label, lang), value=value_text(fact.value, lang))


@cache
def label(key: str) -> Both:
    """Name of a fact: its own, that of the property or column, that of its parts, else the key itself.

    ``superior_start_year`` has no name of its own; it is the 起始年 of the 上位规划.
    """
    found = _known(key)
    if found:
        return found
    words = key.split("_")
    for place in range(1, len(words)):
        head, tail = _known("_".join(words[:place])), _known("_".join(words[place:]))
        if head and tail:
            return Both(zh=head.zh + tail.zh, en=f"{head.en}: {tail.en.lower()}")
    return labels.same(" ".join(words))


def _known(key: str) -> Both | None:
    own = labels.known(f"fact_{key}")
    if own:
        return own
    column = labels.column(key)
    return column if column != labels.same(key) else None


class _Reader:
    """Turns JSON values into readable ones, with the names of ids at hand."""

    def __init__(self, names: Mapping[str, Both], reasons: Mapping[str, Both], rule: str) -> None:
        self.names, self.reasons, self.rule = names, reasons, rule

    def label(self, key: str, value: Any) -> Both:
        """Name of a fact: as this rule calls it, as one with parts of its own is called, else as in all rules."""
        own = labels.known(f"fact_{self.rule}_{key}") if self.rule else None
        return own or (labels.known(f"fact_{key}_parts") if isinstance(value, dict) else None) or label(key)

    def value(self, key: str, value: Any, depth: int) -> Value:
        """A value of a fact, at a depth of nesting."""
        if isinstance(value, dict):
            return self._group(value, depth)
        if isinstance(value, list | tuple):
            return self._items(key, list(value), depth)
        return self._scalar(key, value)

    def _scalar(self, key: str, value: Any) -> Both:
        if value is None:
            return labels.say("nothing")
        if isinstance(value, bool):
            return labels.say("yes" if value else "no")
        if not isinstance(value, str):
            return labels.same(value)
        return self._name(key, value) or _known_code(key, value) or _figure(key, value) or labels.same(value)

    def _name(self, key: str, value: str) -> Both | None:
        """What an id or a reason is called. A number is the id of a region only where a region may stand."""
        last = key.rpartition("_")[2]
        if last in {"reason", "reasons"} and value in self.reasons:
            return self.reasons[value]
        if value in self.names and (not value.isdecimal() or last in _PLACES):
            return self.names[value]
        return labels.indicator(value) if "indicator" in key else None

    def _group(self, value: dict[str, Any], depth: int) -> Value:
        if set(value) == {"zh", "en"}:
            if all(isinstance(part, str) for part in value.values()):
                return Both.model_validate(value)
            if all(isinstance(part, list) for part in value.values()) and len(value["zh"]) == len(value["en"]):
                pairs = zip(value["zh"][:MAX_ITEMS], value["en"][:MAX_ITEMS], strict=True)
                return Items(tuple(Both(zh=str(chinese), en=str(english)) for chinese, english in pairs))
        value = _one_figure(value)
        shown = [(name, item) for name, item in value.items() if item is not None]
        if not shown:
            return labels.say("nothing")
        if depth >= MAX_DEPTH:
            return labels.same("…")
        facts = [Fact(self.label(name, item), self.value(name, item, depth + 1)) for name, item in shown[:MAX_ITEMS]]
        if len(shown) > MAX_ITEMS:
            facts.append(Fact(labels.same("…"), labels.say("more_items", n=len(shown) - MAX_ITEMS)))
        return Group(tuple(facts))

    def _items(self, key: str, value: list[Any], depth: int) -> Value:
        if not value:
            return labels.say("nothing")
        if depth >= MAX_DEPTH:
            return labels.same("…")
        shown = [_one_figure(item) if isinstance(item, dict) else item for item in value[:MAX_ITEMS]]
        rest = len(value) - len(shown)
        table = None if rest else self._table(shown, depth)
        if table:
            return table
        values = [self.value(key, item, depth + 1) for item in shown]
        return Items(tuple(values + ([labels.say("more_items", n=rest)] if rest else [])))

    def _table(self, rows: list[Any], depth: int) -> Table | None:
        """Rows with the same keys as a table; None where they have no common shape."""
        if len(rows) < 2 or not all(isinstance(row, dict) and row for row in rows):
            return None
        header = list(rows[0])
        if set(header) == {"zh", "en"} or any(list(row) != header for row in rows):
            return None
        cells = (tuple(self.value(name, row[name], depth + 1) for name in header) for row in rows)
        return Table(tuple(label(name) for name in header), tuple(cells))


def _one_figure(parts: dict[str, Any]) -> dict[str, Any]:
    """A value as written together with its unit."""
    if not isinstance(parts.get("text"), str) or not isinstance(parts.get("unit"), str):
        return parts
    return {
        name: f"{item} {parts['unit']}" if name == "text" else item for name, item in parts.items() if name != "unit"
    }


def _known_name(key: str, value: str) -> Both | None:
    """What a code that is in no code list is called: a field, a relation, a column, a word of a rule's own."""
    if key == "domain_code":
        return labels.field(value)
    if key in _TERMS and value in load_schema().relations:
        return labels.relation(value)
    if key in _FIELDS and (found := labels.column(value)) != labels.same(value):
        return found
    return labels.known(f"value_{key}_{value}")


def _figure(key: str, value: str) -> Both | None:
    """A value with its unit in the one spelling; None for a fact that is no figure."""
    if key not in _FIGURES and key.rpartition("_")[2] != "value":
        return None
    return labels.each(lambda lang: figure(value, lang))


@cache
def _code_lists() -> dict[str, tuple[str, ...]]:
    """Column name → the code lists it uses; ``kind``, ``type`` and ``role`` have one in each table."""
    found: dict[str, set[str]] = {}
    for table in load_schema().tables.values():
        for column in table.columns:
            if column.codes:
                found.setdefault(column.name, set()).add(column.codes)
    return {name: tuple(sorted(lists)) for name, lists in found.items()}


def _known_code(key: str, value: str) -> Both | None:
    """Label of a reason or of a code; ``level_a`` and ``upper_nature`` hold codes of ``level`` and ``nature``."""
    if not re.fullmatch(r"\w{1,60}", value):
        return None
    words = key.split("_")
    if words[0] in {"reason", "reasons", "verdict"}:
        return labels.known(f"reason_{value}")
    named = _known_name(key, value)
    if named:
        return named
    names = ("_".join(words[i:j]) for i in range(len(words)) for j in range(len(words), i, -1))
    lists = _LISTS.get(key) or next((_code_lists()[name] for name in names if name in _code_lists()), ())
    # a value that two code lists of one column name read differently stays as it is
    read = {(item.zh, item.en) for item in (labels.code(name, value) for name in lists) if item != labels.same(value)}
    return Both(zh=(only := read.pop())[0], en=only[1]) if len(read) == 1 else None
