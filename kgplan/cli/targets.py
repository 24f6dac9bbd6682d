"""``kgplan targets``: how a target value is read, and how two of them are compared, step by step."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from kgplan.cli.language import asked_language
from kgplan.cli.options import Debug, Lang, Language, Paths, StoreUrl
from kgplan.texts import text

if TYPE_CHECKING:
    from kgplan.graph.statements import Place
    from kgplan.sources.values_rows import Statement
    from kgplan.targets import Canonical, Catalogue, Comparison


def _say(key: str, **values: object) -> str:
    return text(asked_language(), f"targets.{key}", **values)


class Format(StrEnum):
    """How an explanation is printed."""

    TABLE = "table"
    JSON = "json"


# typer reads these annotations at run time: Optional[...] is what all its versions understand.
Name = Annotated[Optional[str], typer.Option("--indicator", help=_say("help_indicator"), show_default=False)]  # noqa: UP045
UnitColumn = Annotated[Optional[str], typer.Option("--unit", help=_say("help_unit"), show_default=False)]  # noqa: UP045
Year = Annotated[Optional[int], typer.Option("--year", help=_say("help_year"), show_default=False)]  # noqa: UP045
BaseYear = Annotated[Optional[int], typer.Option("--base-year", help=_say("help_base_year"), show_default=False)]  # noqa: UP045
Base = Annotated[Optional[str], typer.Option("--base", help=_say("help_base"), show_default=False)]  # noqa: UP045
StartYear = Annotated[Optional[int], typer.Option("--start-year", help=_say("help_start_year"), show_default=False)]  # noqa: UP045
Form = Annotated[Format, typer.Option("--format", help=_say("help_format"))]

targets = typer.Typer(no_args_is_help=True, add_completion=False)


@targets.command("read", help=_say("help_read"))
def read_target(  # noqa: PLR0913, PLR0917 - the columns of a row
    value: Annotated[str, typer.Argument(metavar="TEXT", help=_say("help_text"))],
    indicator: Name = None,
    unit: UnitColumn = None,
    year: Year = None,
    base_year: BaseYear = None,
    base: Base = None,
    start_year: StartYear = None,
    paths: Annotated[Optional[list[Path]], typer.Option("--data", help=_say("help_data"), show_default=False)] = None,  # noqa: UP045
    form: Form = Format.TABLE,
    lang: Lang = Language.ZH,
    debug: Debug = False,
) -> None:
    """Every target that a cell states, with the reasons."""
    from kgplan.sources.values_explained import explain_reading  # noqa: PLC0415
    from kgplan.targets import prepare  # noqa: PLC0415

    row = _row(indicator, unit, year, base_year, base)
    with _catalogue(paths) as catalogue:
        stated = _stated(value, row, start_year, catalogue)
        told = [explain_reading(one, prepare(one[1], catalogue)) for one in stated]
        if form is Format.JSON:
            _print_json(told)
            return
        if not told:
            print(_say("nothing_stated", text=value))
        for one in told:
            _print_reading(one)
        _print_suggestions(indicator, catalogue)


@targets.command("compare", help=_say("help_compare"))
def compare_two(  # noqa: PLR0913, PLR0917 - the columns of a row
    lower: Annotated[str, typer.Argument(metavar="A", help=_say("help_lower"))],
    superior: Annotated[str, typer.Argument(metavar="B", help=_say("help_superior"))],
    paths: Paths = None,
    store: StoreUrl = None,
    indicator: Name = None,
    unit: UnitColumn = None,
    year: Year = None,
    base_year: BaseYear = None,
    base: Base = None,
    start_year: StartYear = None,
    peers: Annotated[bool, typer.Option("--peers", help=_say("help_peers"))] = False,
    form: Form = Format.TABLE,
    lang: Lang = Language.ZH,
    debug: Debug = False,
) -> None:
    """Two targets of the data by their ids or, with an indicator, two values as written."""
    from kgplan.errors import UserError  # noqa: PLC0415
    from kgplan.targets import compare  # noqa: PLC0415
    from kgplan.targets.explanation import explain  # noqa: PLC0415

    headings: list[str] = []
    if indicator is None:
        found = _of_graph(lower, superior, paths, store)
        lower, superior, peers = found.lower, found.superior, peers or found.peers
        (one, other), headings = found.targets, found.headings(peers=peers)
    else:
        if year is None and (base_year is not None or start_year is not None):
            raise UserError("targets.year_needed")
        row = _row(indicator, unit, _ANY_YEAR if year is None else year, base_year, base)
        with _catalogue(paths) as catalogue:
            one, other = (_only(cell, row, start_year, catalogue) for cell in (lower, superior))
    comparison = compare(one, other, peers=peers)
    if form is Format.JSON:
        relation = "peers" if peers else "superior"
        _print_json({"lower": lower, "superior": superior, "relation": relation, "comparison": explain(comparison)})
    else:
        _print_comparison(headings, comparison)


_ANY_YEAR = 2025
"""Two texts without a year are about the same year, whichever it is."""


# ── what is asked about ──


def _row(
    indicator: str | None, unit: str | None, year: int | None, base_year: int | None, base: str | None
) -> dict[str, Any]:
    values = {"indicator_name": indicator, "unit": unit, "year": year, "base_year": base_year, "base_value": base}
    return {name: value for name, value in values.items() if value is not None}


@contextmanager
def _catalogue(paths: list[Path] | None) -> Iterator["Catalogue"]:
    """The catalogue: that of the data, else the built-in one."""
    from kgplan.cli.data import opened  # noqa: PLC0415
    from kgplan.graph.statements import catalogue_of  # noqa: PLC0415
    from kgplan.ontology import load_schema  # noqa: PLC0415
    from kgplan.targets import Catalogue  # noqa: PLC0415

    if not paths:
        yield Catalogue.of(load_schema())
        return
    with opened(paths, None) as data:
        yield catalogue_of(data.store, data.schema)


def _stated(cell: str, row: dict[str, Any], start_year: int | None, catalogue: "Catalogue") -> list["Statement"]:
    from kgplan.sources.values_rows import read_row  # noqa: PLC0415

    return read_row({**row, "value_text": cell}, catalogue, region="", start_year=start_year)


def _only(cell: str, row: dict[str, Any], start_year: int | None, catalogue: "Catalogue") -> "Canonical":
    """The first target of a cell. UserError if it states none, or if nobody knows the indicator."""
    from kgplan.errors import UserError  # noqa: PLC0415
    from kgplan.targets import prepare  # noqa: PLC0415

    name = str(row["indicator_name"])
    if catalogue.find(name) is None:
        raise UserError("targets.unknown_name", name=name, near="、".join(catalogue.suggest(name)) or "—")
    stated = _stated(cell, row, start_year, catalogue)
    if not stated:
        raise UserError("targets.states_nothing", id=cell)
    return prepare(stated[0][1], catalogue)


@dataclass(frozen=True)
class _Pair:
    """Two statements of the data, the lower plan's first; of two peers in the order asked for."""

    lower: str
    superior: str
    peers: bool
    targets: "tuple[Canonical, Canonical]"
    places: "tuple[Place, Place]"

    def headings(self, *, peers: bool) -> list[str]:
        """Which plans the two are of."""
        sides = ("first", "second") if peers else ("lower", "superior")
        return [_say(f"heading_{side}", target=_shown(place)) for side, place in zip(sides, self.places, strict=True)]


def _shown(place: "Place") -> str:
    key = "target_of_plan" if place.year else "target_of_plan_without_year"
    return _say(key, title=place.title, indicator=place.indicator_name or "", year=place.year or "")


def _of_graph(lower: str, superior: str, paths: list[Path] | None, store: str | None) -> _Pair:
    """The two statements with these ids, turned round if the data say that the first is of the superior."""
    from kgplan.cli.data import opened  # noqa: PLC0415
    from kgplan.graph.statements import catalogue_of, find_statement, place_of, stands_above  # noqa: PLC0415

    with opened(paths, store) as data:
        catalogue = catalogue_of(data.store, data.schema)
        one, other = (find_statement(data.store, catalogue, key) for key in (lower, superior))
        here, there = (place_of(data.store, key) for key in (lower, superior))
        if stands_above(data.store, data.schema, there, here):
            return _Pair(superior, lower, False, (other, one), (there, here))
        peers = not stands_above(data.store, data.schema, here, there)
        return _Pair(lower, superior, peers, (one, other), (here, there))


# ── how it is told ──


def _print_json(content: Any) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=2))


_CODES = {"value_kind": "value_kind", "direction": "direction", "measure": "measure", "polarity": "polarity"}


def _print_reading(told: dict[str, Any]) -> None:
    """One reading as two columns: what, and what was read; then the steps."""
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from kgplan.ontology import load_schema  # noqa: PLC0415
    from kgplan.reports.redact import clean  # noqa: PLC0415
    from kgplan.reports.table import plain_console  # noqa: PLC0415

    lang, schema, table = asked_language(), load_schema(), Table(show_header=False)
    for name, value in told.items():
        if name in ("steps", "canonical", "contradictions") or value in (None, ""):
            continue
        if name in ("strict", "stretch") and not value:
            continue
        if name in _CODES:
            shown = schema.label(_CODES[name], value, lang)
        elif name == "indicator":
            known = schema.indicators.get(value)
            shown = f"{(known.name_zh if lang == 'zh' else known.name_en) if known else value} ({value})"
        elif isinstance(value, bool):
            shown = _say("yes" if value else "no")
        elif name in ("sense", "confidence"):
            shown = _say(f"{name}_{value}")
        else:
            shown = value[lang] if isinstance(value, dict) else str(value)
        table.add_row(Text(_say(f"field_{name}")), Text(clean(shown)))
    canonical = told["canonical"]
    if canonical:
        high = "" if canonical["value_high"] is None else f"—{canonical['value_high']}"
        measure = schema.label("measure", canonical["measure"], lang)
        shown = f"{canonical['value']}{high} {canonical['unit']} ± {canonical['half_digit']} ({measure})"
        table.add_row(Text(_say("field_canonical")), Text(shown))
    plain_console().print(table)
    _print_steps([step["text"][lang] for step in told["steps"]])


def _print_suggestions(indicator: str | None, catalogue: "Catalogue") -> None:
    from kgplan.cli.output import tell  # noqa: PLC0415

    if indicator and catalogue.find(indicator) is None:
        tell(_say("unknown_name", name=indicator, near="、".join(catalogue.suggest(indicator)) or "—"))


def _print_comparison(headings: list[str], comparison: "Comparison") -> None:
    from kgplan.reports.redact import clean  # noqa: PLC0415

    for heading in headings:
        print(clean(heading))
    _print_steps([step.sentence(asked_language()) for step in comparison.steps])


def _print_steps(sentences: list[str]) -> None:
    from kgplan.reports.redact import clean  # noqa: PLC0415

    for number, sentence in enumerate(sentences, start=1):
        print(f"{number:2}. {clean(sentence)}")
