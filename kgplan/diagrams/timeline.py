"""Plans along the years: which rows the timeline has, what is out of step about each, and the table form of it.

The years and windows are those of :mod:`kgplan.periods`, which the report's picture of periods uses too.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len

from kgplan.diagrams.labels import level_label, period, say, shown_title, stage_label, type_label
from kgplan.diagrams.model import Node, Picture
from kgplan.diagrams.summary import home, summary
from kgplan.diagrams.text import one_line
from kgplan.periods import PLAN_TYPES, Frame, Window, about_periods, frame, later_windows, type_place
from kgplan.results import SEVERITIES, Finding, Severity
from kgplan.texts import LANGS, Lang

YEAR = 26.0
"""Width of a year in pixels."""
SIGNS: Mapping[Severity, str] = {"error": "✕", "warning": "!", "info": "i"}
RUNS_ON = "→"


@dataclass(frozen=True)
class Remark:
    """What is out of step about a period: a sign and words. ``severity`` is None where no rule objects."""

    sign: str
    severity: Severity | None
    zh: str
    en: str


@dataclass(frozen=True)
class Bar:
    """One document; without both years it has a row but nothing is drawn in it."""

    node: Node
    remarks: tuple[Remark, ...]

    @property
    def years(self) -> tuple[int, int] | None:
        """First and last year."""
        start, end = self.node.start_year, self.node.end_year
        return None if start is None or end is None or end < start else (start, end)


@dataclass(frozen=True)
class Group:
    """The bars of one level and type."""

    level: str | None
    first: Node
    bars: tuple[Bar, ...]

    def heading(self, lang: Lang) -> str:
        """Level and type in words."""
        kind = type_label(self.first, lang) if self.first.is_plan else say(lang, "legend_leaf")
        return f"{level_label(self.level, lang)} · {kind}"


@dataclass(frozen=True)
class Timeline:
    """All that the picture of periods shows; ``frame`` is None if no document has a period."""

    picture: Picture
    groups: tuple[Group, ...]
    frame: Frame | None


def timeline(picture: Picture, findings: Sequence[Finding]) -> Timeline:
    """The documents of a picture by level, type and first year, with what the rules about periods say of them."""
    about = about_periods(findings)
    nodes = [replace(node, loop=False) for node in picture.nodes if not node.wanted]  # loops are of the other picture
    bars = [Bar(node, tuple(_remarks(node, about.get(node.id, ())))) for node in nodes]
    order = {row.level: number for number, row in enumerate(picture.rows)}
    places: dict[tuple[int, int], list[Bar]] = {}
    for bar in sorted(bars, key=lambda bar: (bar.node.start_year or 0, bar.node.end_year or 0, bar.node.id)):
        places.setdefault((order[bar.node.level], _type_place(bar.node)), []).append(bar)
    groups = tuple(Group(mine[0].node.level, mine[0].node, tuple(mine)) for _, mine in sorted(places.items()))
    years = [bar.years for bar in bars if bar.years]
    return Timeline(picture, groups, frame(years, picture.as_of, YEAR))


def _type_place(node: Node) -> int:
    return type_place(node.plan_type) if node.is_plan else len(PLAN_TYPES) + 1


def _remarks(node: Node, findings: Sequence[Finding]) -> Iterator[Remark]:
    for finding in sorted(findings, key=lambda one: (SEVERITIES.index(one.severity), one.rule)):
        words = {lang: f"{finding.rule} {getattr(finding.title, lang)}" for lang in LANGS}
        yield Remark(SIGNS[finding.severity], finding.severity, **words)
    years = Bar(node, ()).years
    later = later_windows(*years) if years else ()
    if later:
        zh, en = (say(lang, "runs_on", windows=_names(later, lang)) for lang in LANGS)
        yield Remark(RUNS_ON, None, zh, en)


def _names(windows: Sequence[Window], lang: Lang) -> str:
    return say(lang, "tree_list").join(window_label(window, lang) for window in windows)


def window_label(window: Window, lang: Lang) -> str:
    """“十四五” or FYP 14."""
    start, _, name = window
    number = {1953: 1, 1958: 2}.get(start, (start - 1951) // 5)
    return say(lang, "window", name=name, number=number)


def remark_text(remark: Remark, lang: Lang) -> str:
    """Sign and words."""
    return f"{remark.sign} {remark.zh if lang == 'zh' else remark.en}"


def title(shown: Timeline, lang: Lang) -> str:
    """Heading of the timeline."""
    return say(lang, "title_timeline", home=home(shown.picture, lang))


def cells(bar: Bar, lang: Lang) -> tuple[str, str, str, str]:
    """Period, stage, title with id, and what is out of step, as the table has them."""
    name = f"{one_line(shown_title(bar.node, lang))} [{one_line(bar.node.id)}]"
    remarks = say(lang, "semicolon").join(remark_text(remark, lang) for remark in bar.remarks)
    return period(bar.node) or say(lang, "not_stated"), stage_label(bar.node, lang), name, remarks


def header(lang: Lang) -> tuple[str, str, str, str]:
    """Headings of these columns."""
    return say(lang, "page_period"), say(lang, "page_stage"), say(lang, "column_title"), say(lang, "column_remarks")


def timeline_text(shown: Timeline, lang: Lang) -> bytes:
    """A table per level and type, in UTF-8 with a final newline."""
    rows = [header(lang), *(cells(bar, lang) for group in shown.groups for bar in group.bars)]
    widths = [max(cell_len(row[column]) for row in rows) for column in range(3)]

    def line(row: Sequence[str]) -> str:
        padded = (value + " " * (width - cell_len(value)) for value, width in zip(row, widths, strict=False))
        return "  ".join([*padded, row[3]]).rstrip()

    lines = [title(shown, lang), summary(shown.picture, lang), "", line(header(lang))]
    for group in shown.groups:
        lines += ["", group.heading(lang), *(line(cells(bar, lang)) for bar in group.bars)]
    return ("\n".join(lines) + "\n").encode()
