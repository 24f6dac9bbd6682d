"""The report as Markdown, for mail and version control. Data can neither break the layout nor add markup or HTML."""

import re
from collections.abc import Iterable
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kgplan.reports import facts, labels, over_time, tables
from kgplan.reports.view import STATES, View, view
from kgplan.results import SEVERITIES, Both, Results
from kgplan.texts import Lang

MAX_REJECTED = 1000
"""Rejected rows listed; the Excel report and findings.json hold all."""
_BULLET = re.compile(r"^(\d+(?=[.)](?:\s|$))|(?=[-+=]))")
_LINK = re.compile(r"(?i)\b(https?|ftp|mailto|www)(?=[:.])")
_SPECIAL = re.compile(r"([\\`*_\[\]|~#$])")


def render_markdown(results: Results, *, lang: Lang = "zh") -> str:
    """The report in one language."""
    return markdown_of(view(results), lang=lang)


def markdown_of(shown: View, *, lang: Lang) -> str:
    """The report for a view that is at hand."""
    environment = _environment()
    template = environment.get_template("report.md.j2")
    return template.render(
        view=shown,
        results=shown.results,
        severities=SEVERITIES,
        states=STATES,
        max_rejected=MAX_REJECTED,
        lang=lang,
    )


def plain(value: object) -> str:
    """A value that Markdown takes as it is: one line, no markup, no HTML, no link."""
    if isinstance(value, Markup):
        return str(value)
    line = " ".join(str(value).split())
    escaped = _SPECIAL.sub(r"\\\1", line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
    escaped = _BULLET.sub(r"\1\\", escaped)
    return _LINK.sub(r"\1&#8203;", escaped)  # a zero-width space keeps readers from making a link of it


def _own(value: Both, lang: Lang) -> str:
    return labels.pick(value, lang)


def _fact_line(shown: Iterable[facts.Fact], lang: Lang) -> str:
    return facts.as_text(tuple(shown), lang)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("kgplan.reports"),
        autoescape=False,  # finalize escapes, for Markdown
        finalize=plain,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals |= {
        "say": labels.say,
        "labels": labels,
        "over_time": over_time,
        "tables": tables,
        "as_markup": Markup,
    }
    environment.filters |= {"in_": _own, "facts_in": _fact_line}
    return environment
