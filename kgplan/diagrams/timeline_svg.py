"""The timeline as SVG: a bar for each document against the five-year windows, and the as-of day as a line."""

from collections.abc import Iterator
from dataclasses import dataclass

from kgplan.diagrams.labels import describe, full_title, period, say, shown_title, stage_label
from kgplan.diagrams.legend import Item, draw_legend, sign_item, standing_items
from kgplan.diagrams.marks import attribute, clean, cross, css_classes, number, text_line
from kgplan.diagrams.measure import wrap
from kgplan.diagrams.summary import day_label, found, summary
from kgplan.diagrams.svg import document
from kgplan.diagrams.timeline import RUNS_ON, SIGNS, Bar, Group, Remark, Timeline, remark_text, title, window_label
from kgplan.periods import Frame
from kgplan.results import SEVERITIES
from kgplan.texts import Lang
from kgplan.texts.width import text_width

_LEFT, _TITLES, _STAGE, _MARKS, _RIGHT = 24.0, {"zh": 330.0, "en": 400.0}, {"zh": 76.0, "en": 110.0}, 18.0, 24.0
_TOP, _HEAD, _SECTION, _LINE, _PAD, _BAR = 78.0, 42.0, 32.0, 16.0, 7.0, 17.0
_NAME, _SMALL = 12.0, 10.5
_MOST_LINES = 3


@dataclass(frozen=True)
class _Sheet:
    """Where the columns of a sheet stand: stages, the years, the remarks."""

    shown: Timeline
    lang: Lang
    stages: float
    years: float
    remarks: float
    width: float

    @classmethod
    def of(cls, shown: Timeline, lang: Lang) -> "_Sheet":
        stages = _LEFT + _TITLES[lang] + 12
        years = stages + _STAGE[lang]
        remarks = years + (shown.frame.width if shown.frame else 0) + _MARKS + 10
        bars = [bar for group in shown.groups for bar in group.bars]
        texts = [remark_text(remark, lang) for bar in bars for remark in bar.remarks]
        widest = max((text_width(one, _SMALL) for one in [*texts, say(lang, "column_remarks")]), default=0.0)
        head = text_width(title(shown, lang), 24, bold=True) + text_width(found(shown.picture, lang), 12.5, bold=True)
        return cls(shown, lang, stages, years, remarks, max(remarks + widest + _RIGHT, head + 90))

    def names(self, bar: Bar) -> list[str]:
        return wrap(shown_title(bar.node, self.lang), _NAME, _TITLES[self.lang], _MOST_LINES)

    def height(self, bar: Bar) -> float:
        return max(len(self.names(bar)), len(bar.remarks), 1) * _LINE + _PAD


def timeline_svg(shown: Timeline, lang: Lang) -> bytes:
    """SVG 1.1, UTF-8. The same timeline and language give the same bytes."""
    sheet = _Sheet.of(shown, lang)
    rows = list(_rows(sheet))
    bottom = _TOP + _HEAD + sum(_heights(sheet)) + 8
    legend_part, height = draw_legend([list(_legend(sheet))], lang, _LEFT, sheet.width - _RIGHT, bottom + 6)
    body = [*_head(sheet), *_windows(sheet, bottom), *_day(sheet, bottom), *rows, legend_part]
    about = f"{say(lang, 'description_timeline')} {summary(shown.picture, lang)}"
    return document(title(shown, lang), about, lang, (sheet.width, height), body).encode()


def _heights(sheet: _Sheet) -> Iterator[float]:
    for group in sheet.shown.groups:
        yield _SECTION
        yield from map(sheet.height, group.bars)


def _head(sheet: _Sheet) -> Iterator[str]:
    shown, lang = sheet.shown, sheet.lang
    yield text_line(_LEFT, 38, title(shown, lang), "title")
    yield text_line(_LEFT, 61, summary(shown.picture, lang), "facts")
    counts = found(shown.picture, lang)
    css = "facts alarm" if shown.picture.checked and shown.picture.errors else "facts"
    yield text_line(sheet.width - _RIGHT - text_width(counts, 12.5, bold=True), 38, counts, css)
    y = _TOP + _HEAD - 10
    columns = ((_LEFT, "column_title"), (sheet.stages, "page_stage"), (sheet.remarks, "column_remarks"))
    for x, name in columns:
        yield text_line(x, y, say(lang, name), "legend-title")


def _windows(sheet: _Sheet, bottom: float) -> Iterator[str]:
    frame = sheet.shown.frame
    for order, (start, end, name) in enumerate(frame.windows if frame else ()):
        left, right = (sheet.years + edge for edge in frame.span(start, end))  # type: ignore[union-attr]
        css = "window even" if order % 2 else "window"
        place = f'x="{number(left)}" y="{number(_TOP)}" width="{number(right - left)}" height="{number(bottom - _TOP)}"'
        yield f'<rect class="{css}" {place}/>'
        for y, text, style in (
            (_TOP + 16, window_label((start, end, name), sheet.lang), "group-heading"),
            (_TOP + 31, f"{start}–{end}", "legend-text"),
        ):
            size = 12.5 if style == "group-heading" else 11.5
            width = text_width(text, size, bold=style == "group-heading")
            yield text_line((left + right - width) / 2, y, text, style)


def _rows(sheet: _Sheet) -> Iterator[str]:
    y = _TOP + _HEAD
    for group in sheet.shown.groups:
        yield _section(sheet, group, y)
        y += _SECTION
        for bar in group.bars:
            yield _row(sheet, bar, y)
            y += sheet.height(bar)


def _section(sheet: _Sheet, group: Group, y: float) -> str:
    line = f'<path class="band-edge" d="M0 {number(y + 5)}H{number(sheet.width)}"/>'
    return line + text_line(_LEFT, y + 24, group.heading(sheet.lang), "level")


def _row(sheet: _Sheet, bar: Bar, y: float) -> str:
    node, lang = bar.node, sheet.lang
    base = y + 14
    parts = [text_line(_LEFT, base + _LINE * line, name, "row-name") for line, name in enumerate(sheet.names(bar))]
    parts.append(text_line(sheet.stages, base, stage_label(node, lang), "row-stage"))
    if bar.years and sheet.shown.frame:
        parts += _bar(sheet, bar, sheet.shown.frame, y)
    parts += [
        text_line(sheet.remarks, base + _LINE * line, remark_text(remark, lang), f"remark {_css(remark)}")
        for line, remark in enumerate(bar.remarks)
    ]
    about = f"<title>{clean(full_title(node, lang))}</title><desc>{clean(describe(node, lang))}</desc>"
    return f'<g class="{css_classes(node)}" data-id={attribute(node.id)}>{about}{"".join(parts)}</g>'


def _bar(sheet: _Sheet, bar: Bar, frame: Frame, y: float) -> Iterator[str]:
    assert bar.years is not None
    left, right = (sheet.years + edge for edge in frame.span(*bar.years))
    place = left + 1, y + 2, right - left - 2, _BAR
    size = " ".join(f'{name}="{number(at)}"' for name, at in zip(("x", "y", "width", "height"), place, strict=True))
    yield f'<rect class="shape" {size} rx="2"/>'
    if bar.node.standing == "repealed":
        yield cross(*place)
    years = period(bar.node)
    signs = "".join(dict.fromkeys(remark.sign for remark in bar.remarks))
    fits = text_width(years, _SMALL) + 8 <= place[2]
    x = left + 6 if fits else right + 4 + text_width(signs, 12, bold=True)
    yield text_line(x, y + 14.5, years, "row-years")
    if signs:
        worst = next((remark for remark in bar.remarks if remark.severity), bar.remarks[0])
        yield text_line(right + 2, y + 15, signs, f"sign {_css(worst)}")


def _css(remark: Remark) -> str:
    return remark.severity or "runs-on"


def _day(sheet: _Sheet, bottom: float) -> Iterator[str]:
    if sheet.shown.frame is None:
        return
    x = sheet.years + sheet.shown.frame.day(sheet.shown.picture.as_of)
    yield f'<path class="as-of" d="M{number(x)} {number(_TOP + _HEAD - 6)}V{number(bottom)}"/>'


def _legend(sheet: _Sheet) -> Iterator[Item]:
    bars = [bar for group in sheet.shown.groups for bar in group.bars]
    yield from standing_items({bar.node.standing for bar in bars}, sheet.lang)
    words = say(sheet.lang, "as_of", day=day_label(sheet.shown.picture.as_of, sheet.lang))
    yield 12.0, lambda x, y: f'<path class="as-of" d="M{number(x + 6)} {number(y - 9)}v18"/>', words
    used = {remark.severity for bar in bars for remark in bar.remarks}
    for severity in SEVERITIES:
        if severity in used:
            yield sign_item(SIGNS[severity], f"sign {severity}", say(sheet.lang, f"legend_out_of_step_{severity}"))
    if None in used:
        yield sign_item(RUNS_ON, "sign runs-on", say(sheet.lang, "legend_runs_on"))
