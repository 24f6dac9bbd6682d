"""The tables beside findings: binding indicators plan by plan (reports.md 1.4) and periods (1.5), ready to be shown."""

from datetime import date

from kgplan.periods import Frame, frame, later_windows
from kgplan.reports import labels
from kgplan.results import MARKS, Both, IndicatorBlock, IndicatorRow, PeriodRow, Results, Share
from kgplan.targets.figures import figure

YEAR = 20
"""Width of a year in the timeline."""
LINE = 18
"""Height of a plan in the timeline."""


def title(row: IndicatorRow | PeriodRow) -> Both:
    """Title of a plan in its marks; a classified one is its id."""
    return labels.same(row.plan) if row.classified else labels.quoted(row.title)


def short(row: PeriodRow) -> Both:
    """The title cut to what the picture has room for."""
    whole = labels.same(row.plan) if row.classified else row.title
    return Both(zh=_cut(whole.zh, 26), en=_cut(whole.en, 52))


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"


def mark(row: IndicatorRow) -> Both:
    """How a statement lies to what binds it: a sign and a word."""
    if row.mark is None:
        return labels.say("mark_allocated") if row.allocated else labels.same("")
    return labels.sequence([labels.same(MARKS[row.mark]), labels.say(f"mark_{row.mark}")], labels.same(" "))


def written(row: IndicatorRow) -> Both:
    """The value as written, with its unit; nothing of a classified plan (1.7)."""
    if row.classified:
        return labels.same("")
    return labels.same(row.written)


def canonical(block: IndicatorBlock, row: IndicatorRow) -> Both:
    """The value in the unit of the indicator."""
    if row.canonical is None or row.classified:
        return labels.same("")
    value = f"{row.canonical} {block.unit}" if block.unit else row.canonical
    return labels.each(lambda lang: figure(value, lang))


def alone(block: IndicatorBlock) -> bool:
    """Whether a single plan states the indicator: nobody takes the target up."""
    return len({row.plan for row in block.rows}) == 1


def lonely(results: Results) -> list[IndicatorBlock]:
    """The indicators that one plan alone states."""
    return [block for block in results.indicators if alone(block)]


def share(one: Share) -> Both:
    """The sum of shares against the total."""
    values = {
        "dimension": labels.code("dimension", one.dimension),
        "sum": labels.same(f"{one.sum or '?'} {one.unit or ''}".strip()),
        "total": labels.same(f"{one.total or '?'} {one.unit or ''}".strip()),
        "verdict": labels.say(f"share_{one.verdict}"),
    }
    return labels.say_with("share" if one.complete else "share_partial", **values)


def timeline(results: Results) -> Frame | None:
    """The frame of the picture of periods; None without plans."""
    if not results.periods:
        return None
    return frame(((row.start, row.end) for row in results.periods), date.fromisoformat(results.as_of), YEAR)


def today(results: Results, shown: Frame) -> float:
    """Where the as-of day lies in the picture."""
    return shown.day(date.fromisoformat(results.as_of))


def runs_on(row: PeriodRow) -> bool:
    """Whether a plan runs on into a later five-year window than the one it begins in."""
    return bool(later_windows(row.start, row.end))
