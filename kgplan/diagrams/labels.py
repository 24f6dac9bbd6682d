"""What a diagram calls things: codes through the ontology, everything else through ``kgplan/texts``."""

from kgplan.diagrams.model import Node, Value
from kgplan.ontology import load_schema
from kgplan.results import MARKS, Mark
from kgplan.texts import Lang, text

_DASH = "–"


def say(lang: Lang, name: str, /, **values: object) -> str:
    """The sentence ``diagram.<name>``."""
    return text(lang, f"diagram.{name}", **values)


def code_label(code_list: str, code: str | None, lang: Lang) -> str:
    """Label of a code; a code that the list does not know is shown as it is."""
    if code is None:
        return say(lang, "not_stated")
    codes = load_schema().code_lists.get(code_list)
    found = codes.find(code) if codes else None
    if found is None:
        return code
    return found.zh if lang == "zh" else found.en


def level_label(level: str | None, lang: Lang) -> str:
    """Name of a row."""
    return code_label("level", level, lang)


def field_label(field: str | None, lang: Lang) -> str:
    """Name of a field of special plans. The list of fields is open: an unknown code is its own name."""
    if field is None:
        return say(lang, "no_field")
    label = code_label("domain", field, lang)
    if label != field:
        return label
    try:
        return say(lang, f"field_{field}")
    except KeyError:
        return field


def field_rank(field: str | None) -> tuple[int, str]:
    """Place of a field in the usual order of plan lists; unknown fields come after the known ones, by code."""
    order = say("zh", "field_order").split()
    return (order.index(field) if field in order else len(order)), field or ""


def group_label(kind: str, field: str | None, lang: Lang) -> str:
    """Heading of a group of columns."""
    if kind in {"spatial", "regional", "development"}:
        return code_label("plan_type", kind, lang)
    return field_label(field, lang)


def sheet_label(name: str, lang: Lang) -> str:
    """Heading of the sheet of this name."""
    return group_label(name, name, lang) if name != "other" else say(lang, "no_field")


def type_label(node: Node, lang: Lang) -> str:
    """What kind of document a node is."""
    if node.is_plan and node.plan_type is not None:
        return code_label("plan_type", node.plan_type, lang)
    return code_label("doc_kind", node.doc_kind, lang)


def period(node: Node) -> str:
    """``2021–2025``, ``?–2035`` if the start is not known, empty if neither year is."""
    if node.start_year is None and node.end_year is None:
        return ""
    if node.start_year == node.end_year:
        return str(node.start_year)
    return _DASH.join("?" if year is None else str(year) for year in (node.start_year, node.end_year))


def stage_label(node: Node, lang: Lang) -> str:
    """Stage as on the as-of day."""
    if node.wanted:
        return say(lang, "wanted")
    if node.standing == "pending":
        return say(lang, "standing_pending")
    return code_label("stage", node.stage, lang) if node.stage else say(lang, "stage_unknown")


def second_line(node: Node, lang: Lang) -> str:
    """Period and stage, as printed below the title."""
    if node.members:
        return say(lang, "members", count=len(node.members))
    return " · ".join(part for part in (period(node), stage_label(node, lang)) if part)


def mark_sign(mark: Mark) -> str:
    """▼ ▲ ≈ ?: in a picture, equal and equal after rounding are one thing."""
    return MARKS["rounding" if mark == "equal" else mark]


def mark_label(mark: Mark, lang: Lang) -> str:
    """What a sign means."""
    return say(lang, f"mark_{'rounding' if mark == 'equal' else mark}")


def value_parts(value: Value, lang: Lang) -> tuple[str, str]:
    """Year and mark of a statement, and its value: 2025年 ▼, ≤34 微克/立方米."""
    year = say(lang, "value_year", year=value.year) if value.year else ""
    sign = mark_sign(value.mark) if value.mark else ""
    text = say(lang, "value_allocated", value=value.text) if value.allocated else value.text
    return f"{year} {sign}".strip(), text


def value_line(value: Value, lang: Lang) -> str:
    """Both in one line."""
    return " ".join(filter(None, value_parts(value, lang)))


def value_sentence(value: Value, lang: Lang) -> str:
    """The same with its nature and the meaning of the mark in words."""
    parts = [value_line(value, lang)]
    parts += [code_label("nature", value.nature, lang)] if value.nature else []
    parts += [mark_label(value.mark, lang)] if value.mark else []
    return say(lang, "comma").join(parts)


def shown_title(node: Node, lang: Lang) -> str:
    """The short title in the language asked for, in Chinese where there is no English one."""
    return node.short_en or node.title_en or node.short if lang == "en" else node.short


def full_title(node: Node, lang: Lang) -> str:
    """The title as printed on the document."""
    return node.title_en or node.title if lang == "en" else node.title


def describe(node: Node, lang: Lang) -> str:
    """One sentence for screen readers: type, level, period, stage, lead, findings."""
    parts = [type_label(node, lang), level_label(node.level, lang), second_line(node, lang)]
    if node.lead_name:
        parts.append(say(lang, "lead", name=node.lead_name))
    parts += [value_sentence(value, lang) for value in node.values]
    if node.unlisted:
        parts.append(say(lang, "unlisted"))
    if node.errors or node.warnings:
        parts.append(say(lang, "badge", errors=node.errors, warnings=node.warnings))
    return say(lang, "comma").join(parts)
