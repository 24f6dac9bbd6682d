"""The HTML report: one file that works offline, in both languages, with or without scripts.

All data passes Jinja's autoescape. The page may load nothing: its content security policy allows inline style,
the one script by its hash, and images in the page. The diagram is shown as such an image, so that nothing inside an
SVG can run or reach the page.
"""

import base64
import hashlib
from collections.abc import Iterable
from functools import cache, partial
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from kgplan.reports import facts, labels, over_time, tables
from kgplan.reports.view import PLAN_TYPES, STATES, View, view
from kgplan.results import SEVERITIES, Both, Results
from kgplan.texts import Lang

MAX_REJECTED = 1000
"""Rejected rows listed in the page; the Excel report and findings.json hold all."""
_LANG_TAGS: dict[Lang, str] = {"zh": "zh-CN", "en": "en"}


def render_html(results: Results, *, lang: Lang = "zh", diagram_svg: str | None = None) -> str:
    """The page as text. ``lang`` is the language it opens in; ``diagram_svg`` the hierarchy diagram to show."""
    return html_of(view(results), lang=lang, diagram_svg=diagram_svg)


def html_of(shown: View, *, lang: Lang, diagram_svg: str | None) -> str:
    """The page for a view that is at hand."""
    script = _part("report.js")
    template = _environment().get_template("report.html.j2")
    return template.render(
        view=shown,
        results=shown.results,
        severities=SEVERITIES,
        states=STATES,
        filters=_filters(shown),
        max_rejected=MAX_REJECTED,
        lang=lang,
        lang_tag=_LANG_TAGS[lang],
        diagram=_image(diagram_svg),
        css=Markup(_part("report.css")),
        script=Markup(script),
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )


def cover_of(shown: View, *, lang: Lang) -> str:
    """The cover page alone, in one language and without scripts, as the body of a mail."""
    template = _environment(lang).get_template("mail.html.j2")
    return template.render(
        view=shown,
        results=shown.results,
        severities=SEVERITIES,
        states=STATES,
        lang=lang,
        lang_tag=_LANG_TAGS[lang],
        css=Markup(_part("report.css")),
    )


def bilingual(value: Both) -> Markup:
    """Both languages, of which the page shows one; a text that is the same in both stands once."""
    if value.zh == value.en:
        return escape(value.zh)
    return Markup(f'<span lang="zh">{escape(value.zh)}</span><span lang="en">{escape(value.en)}</span>')


def fact_value(value: facts.Value) -> Markup:
    """A fact's value as text, list, table or nested list of facts."""
    if isinstance(value, Both):
        return bilingual(value)
    if isinstance(value, facts.Group):
        return fact_list(value.facts)
    if isinstance(value, facts.Items) and len(value.values) == 1:
        return fact_value(value.values[0])
    if isinstance(value, facts.Items):
        return Markup(f"<ul>{_each('li', map(fact_value, value.values))}</ul>")
    head = _each('th scope="col"', map(bilingual, value.header))
    rows = _each("tr", (_each("td", map(fact_value, row)) for row in value.rows))
    return Markup(
        f'<div class="wide" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def fact_list(shown: Iterable[facts.Fact]) -> Markup:
    """Facts as a list of terms."""
    pairs = (_each("dt", [bilingual(fact.label)]) + _each("dd", [fact_value(fact.value)]) for fact in shown)
    return Markup(f'<dl class="facts">{Markup().join(pairs)}</dl>')


def _each(tag: str, parts: Iterable[Markup]) -> Markup:
    """Each part, escaped already, in an element."""
    end = tag.partition(" ")[0]
    return Markup("".join(f"<{tag}>{part}</{end}>" for part in parts))


def _image(svg: str | None) -> str | None:
    if svg is None:
        return None
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _filters(shown: View) -> dict[str, list[tuple[str, Both]]]:
    """The choices of each filter: only values that occur in the findings listed."""
    findings = [entry.finding for entry in shown.entries]
    rules = sorted({finding.rule for finding in findings})
    bodies = sorted({body for entry in shown.entries for body in entry.bodies if body})
    types = {kind for entry in shown.entries for kind in entry.plan_types}
    ordered = [kind for kind in PLAN_TYPES if kind in types] + sorted(types.difference(PLAN_TYPES))
    present = {finding.severity for finding in findings}
    states = {finding.state for finding in findings}
    return {
        "severity": [(level, labels.severity(level)) for level in SEVERITIES if level in present],
        "department": [(body, shown.body(body)) for body in bodies],
        "rule": [(rule, _with_id(rule, shown.rule_titles[rule])) for rule in rules],
        "plan_type": [(kind, labels.plan_type(kind)) for kind in ordered],
        "state": [(state, labels.say(f"state_{state}")) for state in STATES if state in states],
    }


def _with_id(rule: str, title: Both) -> Both:
    return labels.each(lambda lang: f"{rule} {labels.pick(title, lang)}")


def escaping_environment(package: str) -> Environment:
    """The templates of a package for pages: every value is escaped, and one that is missing is an error."""
    return Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _environment(only: Lang | None = None) -> Environment:
    """The templates; ``only``: in one language instead of both."""
    environment = escaping_environment("kgplan.reports")
    environment.globals |= {
        "say": labels.say,
        "labels": labels,
        "over_time": over_time,
        "tables": tables,
        "icons": labels.ICONS,
    }
    environment.filters |= {
        "bi": partial(labels.pick, lang=only) if only else bilingual,
        "facts": fact_list,
        "pick": labels.pick,
    }
    return environment


@cache
def _part(name: str) -> str:
    """A file beside the template, with the newlines that a browser hashes."""
    return files("kgplan.reports").joinpath("templates", name).read_text(encoding="utf-8").replace("\r\n", "\n")
