"""``kgplan export``: what a graph holds, as tables, RDF or files for other graph programs."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from kgplan.cli.language import asked_language, say
from kgplan.cli.options import Debug, Lang, Language, Paths, StoreUrl

if TYPE_CHECKING:
    from kgplan.cli.data import Opened
    from kgplan.export.elements import Elements


class Format(StrEnum):
    """What a graph can be exported as."""

    TURTLE = "turtle"
    JSONLD = "jsonld"
    CSV = "csv"
    XLSX = "xlsx"
    GRAPHML = "graphml"
    NEO4J_ADMIN = "neo4j-admin"


_ON_STDOUT = (Format.TURTLE, Format.JSONLD)


def export(  # noqa: PLR0913, PLR0917 - the options of the contract
    paths: Paths = None,
    form: Annotated[Format, typer.Option("--format", help=say("help_export_format"))] = Format.TURTLE,
    output: Annotated[Optional[Path], typer.Option(help=say("help_export_output"), show_default=False)] = None,  # noqa: UP045
    store: StoreUrl = None,
    lang: Lang = Language.ZH,
    debug: Debug = False,
) -> None:
    """Write everything that the graph holds, with where it was read."""
    from kgplan.cli.data import opened  # noqa: PLC0415
    from kgplan.errors import UserError  # noqa: PLC0415

    if output is None and form not in _ON_STDOUT:
        raise UserError("export.needs_output", format=form.value)
    with opened(paths, store) as data:
        if output is None or form in _ON_STDOUT:
            _export_rdf(data, form, output)
        elif form in {Format.CSV, Format.XLSX}:
            _export_tables(data, form, output)
        else:
            _export_elements(data, form, output)


def _export_rdf(data: "Opened", form: Format, output: Path | None) -> None:
    import sys  # noqa: PLC0415

    from kgplan.cli.output import tell  # noqa: PLC0415
    from kgplan.export.content import Content  # noqa: PLC0415
    from kgplan.export.files import write_text  # noqa: PLC0415
    from kgplan.rdf.statements import resources  # noqa: PLC0415
    from kgplan.rdf.write import jsonld, turtle  # noqa: PLC0415
    from kgplan.texts import text  # noqa: PLC0415

    content = Content(data.store, data.schema)
    found = resources(content.sources(), content.rows(), data.schema, content.links())
    pieces = turtle(found) if form is Format.TURTLE else jsonld(found, data.schema)
    if output is None:
        for piece in pieces:
            sys.stdout.buffer.write(piece.encode())
        return
    write_text(pieces, output)
    tell(text(asked_language(), "export.written", path=output))


def _export_tables(data: "Opened", form: Format, output: Path) -> None:
    from kgplan.cli.output import tell  # noqa: PLC0415
    from kgplan.export.content import Content  # noqa: PLC0415
    from kgplan.export.tables import export_csv, export_workbooks  # noqa: PLC0415
    from kgplan.texts import text  # noqa: PLC0415

    content, speech = Content(data.store, data.schema), asked_language()
    written = export_csv(content, output, speech) if form is Format.CSV else export_workbooks(content, output, speech)
    for path in written:
        tell(text(speech, "export.written", path=path))


def _export_elements(data: "Opened", form: Format, output: Path) -> None:
    from kgplan.cli.output import tell  # noqa: PLC0415
    from kgplan.export.graphml import write_graphml  # noqa: PLC0415
    from kgplan.export.neo4j_admin import write_neo4j_admin  # noqa: PLC0415
    from kgplan.texts import text  # noqa: PLC0415

    speech = asked_language()
    found: Elements
    if form is Format.GRAPHML:
        found = write_graphml(data.store, data.schema, output)
    else:
        found = write_neo4j_admin(data.store, data.schema, output, speech)
    counts = {"nodes": sum(kind.count for kind in found.nodes), "edges": sum(kind.count for kind in found.edges)}
    tell(text(speech, "export.written_elements", path=output, **counts))
