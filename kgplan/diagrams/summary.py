"""What every form of the picture says at its head: whose system, which day, how much is shown."""

from collections.abc import Sequence
from datetime import date

from kgplan.diagrams.labels import group_label, say
from kgplan.diagrams.model import Node, Picture
from kgplan.texts import Lang


def title(picture: Picture, lang: Lang) -> str:
    """Heading of the picture."""
    whole = say(lang, "title", home=home(picture, lang))
    if picture.part:
        whole = say(lang, "title_part", title=whole, part=group_label(*picture.part, lang))
    if picture.indicator is None:
        return whole
    return say(lang, "title_indicator", title=whole, name=indicator_name(picture, lang))


def indicator_name(picture: Picture, lang: Lang) -> str:
    """Name of the indicator shown."""
    name = picture.indicator_name_en if lang == "en" else picture.indicator_name
    return name or picture.indicator or ""


def home(picture: Picture, lang: Lang) -> str:
    """Name of the home district, its id if the graph has no name."""
    if lang == "en" and picture.home_name_en:
        return picture.home_name_en
    return picture.home_name or picture.home


def day_label(day: date, lang: Lang) -> str:
    """2024年7月1日 or 2024-07-01."""
    return say(lang, "day", year=day.year, month=day.month, day=day.day)


def summary(picture: Picture, lang: Lang) -> str:
    """As-of day and counts, in one line. In force and drafts count plans of the home district."""
    nodes = [node for node in picture.nodes if not node.wanted]
    own = [node for node in nodes if node.home and node.is_plan and not node.members]
    grouped = any(node.members for node in nodes)
    parts = [
        say(lang, "as_of", day=day_label(picture.as_of, lang)),
        *([] if grouped else _states(own, lang)),
        say(lang, "shown", count=sum(len(node.members) or 1 for node in nodes)),
        say(lang, "hidden", count=picture.hidden),
    ]
    if picture.indicator:
        parts.append(say(lang, "stating", count=sum(bool(node.values) for node in nodes)))
    if picture.rulebook:
        parts.append(say(lang, "rulebook", version=picture.rulebook))
    return " · ".join(parts)


def _states(own: Sequence[Node], lang: Lang) -> list[str]:
    return [
        say(lang, "in_force", count=sum(node.standing == "in_force" for node in own)),
        say(lang, "drafts", count=sum(node.standing == "draft" for node in own)),
    ]


def found(picture: Picture, lang: Lang) -> str:
    """Numbers of errors and warnings, or that no rules ran."""
    if not picture.checked:
        return say(lang, "not_checked")
    return say(lang, "found", errors=picture.errors, warnings=picture.warnings)
