"""The picture as a page to explore: pan, zoom, search, filters, and for each plan what it hangs on and what is wrong.

One file that loads nothing. Data reach the script as JSON text that it only ever writes as text; the page's content
security policy admits that one script by its hash.
"""

import base64
import hashlib
import json
from collections.abc import Iterable
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
    shown_title,
    stage_label,
    type_label,
    value_sentence,
)
from kgplan.diagrams.layout import lay_out
from kgplan.diagrams.model import Node, Picture
from kgplan.diagrams.summary import found, summary, title
from kgplan.diagrams.svg import svg_text
from kgplan.diagrams.timeline import Timeline
from kgplan.diagrams.timeline_svg import timeline_svg
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
)


def render_page(picture: Picture, lang: Lang) -> bytes:
    """HTML 5, UTF-8, self-contained. Links to findings lead to ``report.html`` in the same folder."""
    script = _part("page.js")
    drawing = svg_text(lay_out(picture, lang)).partition("?>\n")[2]
    template = _environment().get_template("page.html.j2")
    page = template.render(
        language="zh-CN" if lang == "zh" else "en",
        title=title(picture, lang),
        summary=summary(picture, lang),
        found=found(picture, lang),
        alarm=picture.checked and picture.errors > 0,
        say=lambda name: say(lang, name),
        filters=_filters(picture, lang),
        svg=Markup(drawing),
        data=Markup(_data(picture, lang)),
        css=Markup(_part("page.css")),
        script=Markup(script),
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )
    return (page + "\n").encode()


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
            svg=Markup(timeline_svg(shown, lang).decode().partition("?>\n")[2]),
            header=timeline.header(lang),
            groups=[
                {"heading": group.heading(lang), "rows": [timeline.cells(bar, lang) for bar in group.bars]}
                for group in shown.groups
            ],
        )
    )
    return (page + "\n").encode()


def _data(picture: Picture, lang: Lang) -> str:
    """JSON for the script; no character in it can end the element that it stands in."""
    data = {
        "words": {name: say(lang, f"page_{name}") for name in _WORDS},
        "nodes": [_node(node, lang) for node in picture.nodes],
        "edges": [{"source": edge.source, "target": edge.target, "kind": edge.kind} for edge in picture.edges],
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def _node(node: Node, lang: Lang) -> dict[str, object]:
    facts = [
        (say(lang, "page_type"), type_label(node, lang)),
        (say(lang, "page_level"), level_label(node.level, lang)),
        (say(lang, "page_period"), period(node)),
        (say(lang, "page_stage"), stage_label(node, lang)),
        (say(lang, "page_lead"), node.lead_name or ""),
        *((say(lang, "page_value"), value_sentence(value, lang)) for value in node.values),
        (say(lang, "page_id"), "" if node.wanted else node.id),
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
    return {
        "id": node.id,
        "name": f"{level_label(node.level, lang)} · {shown_title(node, lang)}",
        "title": full_title(node, lang),
        "search": " ".join(filter(None, (node.title, node.title_en, node.id, node.lead_name))).lower(),
        "facts": [fact for fact in facts if fact[1]],
        "notes": notes,
        "type": type_label(node, lang),
        "stage": stage_label(node, lang),
        "lead": node.lead_name or "",
    }


def _filters(picture: Picture, lang: Lang) -> list[dict[str, object]]:
    """Drop-down lists of what occurs in the picture, in the picture's order."""
    values = {
        "type": (type_label(node, lang) for node in picture.nodes),
        "stage": (stage_label(node, lang) for node in picture.nodes),
        "lead": sorted({node.lead_name or "" for node in picture.nodes}),
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
