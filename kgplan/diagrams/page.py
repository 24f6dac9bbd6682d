"""The picture as a page to explore: pan, zoom, search, filters, and for each plan what it hangs on and what is wrong.

One file that loads nothing. Data reach the script as JSON text that it only ever writes as text; the page's content
security policy admits that one script by its hash.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kgplan.diagrams import timeline
from kgplan.diagrams.labels import (
    full_title,
    level_label,
    period,
    say,
    sheet_label,
    shown_title,
    stage_label,
    type_label,
    value_sentence,
)
from kgplan.diagrams.large import page_name
from kgplan.diagrams.layout import lay_out
from kgplan.diagrams.model import Node, Picture
from kgplan.diagrams.summary import day_label, found, summary, title
from kgplan.diagrams.svg import svg_text
from kgplan.diagrams.timeline import Timeline
from kgplan.diagrams.timeline_svg import timeline_svg
from kgplan.diagrams.times import Times
from kgplan.texts import Lang

_WORDS = (
    "hint",
    "findings",
    "missing",
    "superiors",
    "subordinates",
    "peers",
    "supersedes",
    "superseded",
    "implements",
    "implemented",
    "hits",
    "members",
    "stage",
    "not_looked",
)


def render_page(
    picture: Picture, lang: Lang, *, times: Times | None = None, files: Mapping[str, str] | None = None
) -> bytes:
    """HTML 5, UTF-8, self-contained. Links to findings lead to ``report.html`` in the same folder.

    ``times``: the slider's other days. ``files``: file of each sheet of a large system, by the sheet's name.
    """
    script = _part("page.js")
    drawn = [_drawing(svg_text(lay_out(picture, lang)))]
    if times:
        drawn.append(_drawing(svg_text(lay_out(times.picture, lang), "kgplan-times", apart=True)))
    template = _environment().get_template("page.html.j2")
    page = template.render(
        language="zh-CN" if lang == "zh" else "en",
        title=title(picture, lang),
        summary=summary(picture, lang),
        found=found(picture, lang),
        alarm=picture.checked and picture.errors > 0,
        say=lambda name: say(lang, name),
        filters=_filters([picture, *(moment.picture for moment in (times.moments if times else ()))], lang),
        drawings=drawn,
        moments=len(times.moments) if times else 0,
        today=times.today if times else 0,
        day=day_label(picture.as_of, lang),
        sheets=_sheets(picture, files or {}, lang),
        data=Markup(_data(picture, lang, times, files or {})),
        css=Markup(_part("page.css")),
        script=Markup(script),
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )
    return (page + "\n").encode()


def _drawing(svg: str) -> Markup:
    """An SVG document as part of a page."""
    return Markup(svg.partition("?>\n")[2])


def _sheets(picture: Picture, files: Mapping[str, str], lang: Lang) -> list[dict[str, object]]:
    """Links between the sheets of a large system."""
    if len(files) < 2:
        return []
    own = page_name(picture.part) if picture.part else ""
    return [
        {"file": file, "label": sheet_label(name, lang) if name else say(lang, "page_overview"), "own": name == own}
        for name, file in files.items()
    ]


def render_timeline_page(shown: Timeline, lang: Lang) -> bytes:
    """The timeline as a page without scripts: the picture, and the same as a table."""
    picture = shown.picture
    page = (
        _environment()
        .get_template("timeline.html.j2")
        .render(
            language="zh-CN" if lang == "zh" else "en",
            title=timeline.title(shown, lang),
            summary=summary(picture, lang),
            found=found(picture, lang),
            say=lambda name: say(lang, name),
            svg=_drawing(timeline_svg(shown, lang).decode()),
            header=timeline.header(lang),
            groups=[
                {"heading": group.heading(lang), "rows": [timeline.cells(bar, lang) for bar in group.bars]}
                for group in shown.groups
            ],
        )
    )
    return (page + "\n").encode()


def _data(picture: Picture, lang: Lang, times: Times | None, files: Mapping[str, str]) -> str:
    """JSON for the script; no character in it can end the element that it stands in."""
    data = {
        "words": {name: say(lang, f"page_{name}") for name in _WORDS},
        "drawings": [_graph(one, lang) for one in (picture, *([times.picture] if times else ()))],
        "files": dict(files),
        **(_moments(times, lang) if times else {"moments": []}),
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def _graph(picture: Picture, lang: Lang) -> dict[str, object]:
    return {
        "nodes": [_node(node, lang) for node in picture.nodes],
        "edges": [{"source": edge.source, "target": edge.target, "kind": edge.kind} for edge in picture.edges],
    }


def _moments(times: Times, lang: Lang) -> dict[str, object]:
    """Each day with what a document is on it, as a place in the list of all that any of them ever is."""
    looks: dict[tuple[str, str], int] = {}
    moments = []
    for moment in times.moments:
        states = {
            node.id: looks.setdefault((node.standing, stage_label(node, lang)), len(looks))
            for node in moment.picture.nodes
        }
        label = day_label(moment.day, lang)
        moments.append({"label": label, "summary": summary(moment.picture, lang), "states": states})
    return {"today": times.today, "moments": moments, "looks": list(looks)}


def _node(node: Node, lang: Lang) -> dict[str, object]:
    facts = [
        (say(lang, "page_type"), type_label(node, lang)),
        (say(lang, "page_level"), level_label(node.level, lang)),
        (say(lang, "page_period"), period(node)),
        (say(lang, "page_stage"), "" if node.members else stage_label(node, lang)),
        (say(lang, "page_lead"), node.lead_name or ""),
        *((say(lang, "page_value"), value_sentence(value, lang)) for value in node.values),
        (say(lang, "page_id"), "" if node.wanted or node.members else node.id),
    ]
    notes = [
        {
            "rule": note.rule,
            "severity": note.severity,
            "fingerprint": note.fingerprint,
            "text": note.zh if lang == "zh" else note.en,
        }
        for note in node.notes
    ]
    inside = (text for one in node.members for text in (one.id, one.zh, one.en))
    return {
        "id": node.id,
        "name": f"{level_label(node.level, lang)} · {shown_title(node, lang)}",
        "title": full_title(node, lang),
        "period": period(node),
        "search": " ".join(filter(None, (node.title, node.title_en, node.id, node.lead_name, *inside))).lower(),
        "sheet": node.sheet,
        "members": [{"id": one.id, "name": one.zh if lang == "zh" else one.en} for one in node.members],
        "facts": [fact for fact in facts if fact[1]],
        "notes": notes,
        "type": type_label(node, lang),
        "stage": stage_label(node, lang),
        "lead": node.lead_name or "",
    }


def _filters(pictures: Sequence[Picture], lang: Lang) -> list[dict[str, object]]:
    """Drop-down lists of what occurs on any day, in the order of the pictures."""
    nodes = [node for picture in pictures for node in picture.nodes]
    values = {
        "type": (type_label(node, lang) for node in nodes),
        "stage": (stage_label(node, lang) for node in nodes),
        "lead": sorted({node.lead_name or "" for node in nodes}),
    }
    return [
        {"name": name, "label": say(lang, f"page_{name}"), "choices": _choices(labels)}
        for name, labels in values.items()
    ]


def _choices(labels: Iterable[str]) -> list[dict[str, str]]:
    return [{"value": label, "label": label} for label in dict.fromkeys(labels) if label]


@cache
def _part(name: str) -> str:
    return (files("kgplan.diagrams") / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    loader = PackageLoader("kgplan.diagrams", ".")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
