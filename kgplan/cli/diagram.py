"""``kgplan diagram``: the hierarchy as a picture, in the format of the file's suffix."""

from pathlib import Path
from typing import Annotated, Optional

import typer

from kgplan.cli.language import asked_language, say
from kgplan.cli.options import AsOf, Debug, Home, Lang, Language, Paths, RuleFolders, StoreUrl


def diagram(  # noqa: PLR0913, PLR0917 - the views of the contract
    paths: Paths = None,
    output: Annotated[Path, typer.Option(help=say("help_diagram_output"))] = Path("plans.svg"),
    store: StoreUrl = None,
    as_of: AsOf = None,
    home: Home = None,
    rules: RuleFolders = None,
    root: Annotated[Optional[str], typer.Option(help=say("help_root"), show_default=False)] = None,  # noqa: UP045
    depth: Annotated[Optional[int], typer.Option(min=0, help=say("help_depth"), show_default=False)] = None,  # noqa: UP045
    kind: Annotated[Optional[list[str]], typer.Option("--type", help=say("help_type"), show_default=False)] = None,  # noqa: UP045
    dept: Annotated[Optional[str], typer.Option(help=say("help_dept"), show_default=False)] = None,  # noqa: UP045
    only_findings: Annotated[bool, typer.Option("--only-findings", help=say("help_only_findings"))] = False,
    reduce: Annotated[bool, typer.Option("--reduce", help=say("help_reduce"))] = False,
    indicator: Annotated[Optional[str], typer.Option(help=say("help_indicator_view"), show_default=False)] = None,  # noqa: UP045
    font: Annotated[Optional[Path], typer.Option(help=say("help_font"), show_default=False)] = None,  # noqa: UP045
    lang: Lang = Language.ZH,
    debug: Debug = False,
) -> None:
    """Draw the hierarchy with the findings marked in it."""
    from kgplan.cli.data import day, opened  # noqa: PLC0415
    from kgplan.cli.evaluate import evaluate  # noqa: PLC0415
    from kgplan.cli.output import tell, write  # noqa: PLC0415
    from kgplan.diagrams import FORMATS, read_picture, render  # noqa: PLC0415
    from kgplan.diagrams.indicator import find_indicator  # noqa: PLC0415
    from kgplan.errors import UserError  # noqa: PLC0415
    from kgplan.graph.statements import catalogue_of  # noqa: PLC0415
    from kgplan.rules.added import rulebook_with  # noqa: PLC0415
    from kgplan.rules.overview import indicator_block  # noqa: PLC0415

    suffix = output.suffix.lower().removeprefix(".")
    if suffix not in FORMATS:
        raise UserError("diagram.unknown_format", suffix=output.suffix or output.name, known=", ".join(FORMATS))
    when, rulebook = day(as_of), rulebook_with(rules or ())
    with opened(paths, store) as data:
        wanted = find_indicator(catalogue_of(data.store, data.schema), indicator) if indicator else None
        results = evaluate(data, rulebook, as_of=when, home=home, selected=rulebook.select())
        picture = read_picture(
            data.store,
            as_of=when,
            home=results.home,
            findings=results.open,
            root=root,
            depth=depth,
            types=kind or (),
            dept=dept,
            only_findings=only_findings,
            reduce=reduce,
            rulebook=rulebook.version,
            checked=True,
            indicator=indicator_block(data.store, results.home, results.as_of, wanted) if wanted else None,
        )
    write(render(picture, suffix, lang=asked_language(), font=font), output)
    tell(say("diagram_written", path=output))
