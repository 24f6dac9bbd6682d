"""The indicator view: which indicator is meant, and what each document states of it.

Values and marks come from the results model (:class:`~kgplan.results.IndicatorBlock`): nothing is compared here.
"""

from collections import defaultdict
from collections.abc import Mapping
from difflib import get_close_matches

from kgplan.diagrams.model import Value
from kgplan.errors import UserError
from kgplan.results import IndicatorBlock, IndicatorRow, Mark
from kgplan.schema import Indicator
from kgplan.targets import Catalogue

IMPLEMENTS = """
MATCH (a:Document)-[:IMPLEMENTS_TARGET]->(t:TargetStatement)-[:OF_INDICATOR]->(:Indicator {id: $indicator})
MATCH (b:Document)-[:HAS_TARGET]->(t)
RETURN DISTINCT a.id AS source, 'IMPLEMENTS_TARGET' AS type, b.id AS target, null AS kind
ORDER BY source, target
"""
_SUGGESTIONS = 5


def find_indicator(catalogue: Catalogue, asked: str) -> Indicator:
    """The indicator of this id, Chinese or English name or alias. UserError with the nearest names if there is none."""
    wish = asked.strip().casefold()
    exact = [one for one in catalogue.indicators.values() if wish in {one.id.casefold(), one.name_en.casefold()}]
    found = exact[0] if exact else catalogue.find(asked)
    if found is None:
        raise UserError("diagram.unknown_indicator", name=asked.strip(), near=", ".join(_nearest(catalogue, asked)))
    return found


def _nearest(catalogue: Catalogue, asked: str) -> list[str]:
    """Indicators that look most like what was asked for, by id or either name, as “森林覆盖率 (forest_cover)”."""
    ids = {one.id: one for one in catalogue.indicators.values()}
    latin = ids | {one.name_en.casefold(): one for one in catalogue.indicators.values()}
    chinese = {one.name_zh: one for one in catalogue.indicators.values()}
    close = [latin[key] for key in get_close_matches(asked.strip().casefold(), latin, n=_SUGGESTIONS)]
    similar = [chinese[name] for name in catalogue.suggest(asked, _SUGGESTIONS) if name in chinese]
    return [f"{one.name_zh} ({one.id})" for one in dict.fromkeys([*close, *similar])][:_SUGGESTIONS]


def values_of(block: IndicatorBlock | None) -> Mapping[str, tuple[Value, ...]]:
    """What each document states, by its id and in the order of the block; nothing of classified documents."""
    values: dict[str, list[Value]] = defaultdict(list)
    for row in block.rows if block else ():
        if not row.classified:
            values[row.plan].append(Value(row.written, row.year, _mark(row), row.nature, row.allocated))
    return {plan: tuple(dict.fromkeys(stated)) for plan, stated in values.items()}


def _mark(row: IndicatorRow) -> Mark | None:
    """The verdict; a statement that could not be read as a figure cannot be compared with anything."""
    if row.mark is None and row.canonical is None and not row.allocated:
        return "incomparable"
    return row.mark
