"""``kgplan query``: read-only Cypher for analysts."""

import csv
import io
import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from kgplan.cli.language import say
from kgplan.cli.options import AsOf, Debug, Home, Lang, Language, Paths, StoreUrl

if TYPE_CHECKING:
    from kgplan.graph.store import Record


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def query(  # noqa: PLR0913, PLR0917 - the options of the contract
    cypher: Annotated[str, typer.Argument(help=say("help_cypher"), show_default=False)] = "-",
    paths: Paths = None,
    store: StoreUrl = None,
    as_of: AsOf = None,
    home: Home = None,
    param: Annotated[Optional[list[str]], typer.Option(help=say("help_param"), show_default=False)] = None,  # noqa: UP045
    form: Annotated[Format, typer.Option("--format", help=say("help_query_format"))] = Format.TABLE,
    lang: Lang = Language.ZH,
    debug: Debug = False,
) -> None:
    """Run a Cypher query that only reads. ``$as_of`` and ``$home`` are given to every query."""
    from kgplan.cli.data import as_of_day, home_of, opened  # noqa: PLC0415
    from kgplan.cli.output import write  # noqa: PLC0415
    from kgplan.errors import UserError  # noqa: PLC0415
    from kgplan.graph.store import QueryError, WriteRefusedError, loads_files  # noqa: PLC0415

    text, parameters, when = _text(cypher), _parameters(param or []), as_of_day(as_of, paths)
    if loads_files(text):
        raise UserError("cli.query_reads_files")
    with opened(paths, store) as data:
        given = {"as_of": when.isoformat(), "home": home_of(home, data)[0], **parameters}
        try:
            rows = data.store.read(text, given)
        except WriteRefusedError as error:
            raise UserError("cli.query_writes") from error
        except QueryError as error:
            raise UserError("cli.query_failed", why=error) from error
    if form is Format.TABLE:
        _print_table(rows)
    else:
        write((_json(rows) if form is Format.JSON else _csv(rows)).encode(), None)


def _text(cypher: str) -> str:
    """The query itself, or that of a file (``@name`` or ``name.cypher``) or of standard input (``-``)."""
    from kgplan.errors import UserError  # noqa: PLC0415

    if cypher == "-":
        return sys.stdin.read()
    if cypher.startswith("@") or cypher.endswith(".cypher"):
        path = Path(cypher.removeprefix("@"))
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UserError("cli.cannot_read", path=path) from error
    return cypher


def _parameters(given: list[str]) -> dict[str, Any]:
    """``k=v`` pairs; a value that is JSON (2021, true, ["a"]) is taken as such, anything else as text."""
    from kgplan.errors import UserError  # noqa: PLC0415

    found: dict[str, Any] = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise UserError("cli.bad_param", given=pair)
        try:
            found[name] = json.loads(value)
        except ValueError:
            found[name] = value
    return found


def _json(rows: list["Record"]) -> str:
    return json.dumps(rows, ensure_ascii=False, indent=2, default=str) + "\n"


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _csv(rows: list["Record"]) -> str:
    from kgplan.reports.csv import neutral  # noqa: PLC0415

    text = io.StringIO()
    text.write("\ufeff")
    if rows:
        writer = csv.writer(text)
        writer.writerow(rows[0])
        writer.writerows([neutral(_shown(value)) for value in row.values()] for row in rows)
    return text.getvalue()


def _print_table(rows: list["Record"]) -> None:
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from kgplan.reports.redact import clean  # noqa: PLC0415
    from kgplan.reports.table import plain_console  # noqa: PLC0415

    table, out = Table(), plain_console()
    for name in rows[0] if rows else ():
        table.add_column(Text(clean(name)), overflow="fold")  # folded, not cut: an id that ends in … is none
    for row in rows:
        table.add_row(*(Text(clean(_shown(value))) for value in row.values()))
    if rows:
        out.print(table)
    out.print(say("rows", count=len(rows)))
