"""``kgplan diagram``: the hierarchy or the periods as a picture, in the format of the file's suffix."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from kgplan.cli.language import asked_language, say
from kgplan.cli.options import AsOf, Debug, Home, Lang, Language, Paths, RuleFolders, StoreUrl

if TYPE_CHECKING:
    from kgplan.cli.data import Opened
    from kgplan.results import IndicatorBlock, Results


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
    timeline: Annotated[bool, typer.Option("--timeline", help=say("help_timeline"))] = False,
    font: Annotated[Optional[Path], typer.Option(help=say("help_font"), show_default=False)] = None,  # noqa: UP045
    lang: Lang = Language.ZH,
    debug: Debug = False,
) -> None:
    """Draw the hierarchy with the findings marked in it."""
    from kgplan import diagrams  # noqa: PLC0415
    from kgplan.cli.data import as_of_day, opened  # noqa: PLC0415
    from kgplan.cli.evaluate import evaluate  # noqa: PLC0415
    from kgplan.cli.output import tell, write  # noqa: PLC0415
    from kgplan.errors import UserError  # noqa: PLC0415
    from kgplan.rules.added import rulebook_with  # noqa: PLC0415

    suffix = output.suffix.lower().removeprefix(".")
    known = diagrams.TIMELINE_FORMATS if timeline else diagrams.FORMATS
    if suffix not in known:
        key = "no_timeline_format" if suffix in diagrams.FORMATS else "unknown_format"
        raise UserError(f"diagram.{key}", suffix=output.suffix or output.name, known=", ".join(known))
    if timeline and indicator:
        raise UserError("diagram.one_view")
    when, rulebook = as_of_day(as_of, paths), rulebook_with(rules or ())
    filters = diagrams.Filters(root, depth, tuple(kind or ()), dept, only_findings, reduce, past=timeline)
    with opened(paths, store) as data:
        results = evaluate(data, rulebook, as_of=when, home=home, selected=rulebook.select())
        picture = diagrams.read_picture(
            data.store,
            as_of=when,
            home=results.home,
            findings=results.open,
            filters=filters,
            rulebook=rulebook.version,
            checked=True,
            indicator=_stated(data, results, indicator) if indicator else None,
        )
        moves = suffix == "html" and not (timeline or indicator)
        times = diagrams.read_times(data.store, as_of=when, home=results.home, filters=filters) if moves else None
    speech = asked_language()
    if timeline:
        shown = diagrams.timeline(picture, results.open)
        files = {output.name: diagrams.render_timeline(shown, suffix, lang=speech, font=font)}
    else:
        files = diagrams.render_files(picture, output.name, lang=speech, font=font, times=times)
    if not picture.nodes:
        tell(say("diagram_empty", home=results.home_name or results.home))
    for name, content in files.items():
        write(content, output.with_name(name))
        tell(say("diagram_written", path=output.with_name(name)))


def _stated(data: "Opened", results: "Results", asked: str) -> "IndicatorBlock":
    """What the documents state of the indicator that the user named."""
    from kgplan.diagrams.indicator import find_indicator  # noqa: PLC0415
    from kgplan.graph.statements import catalogue_of  # noqa: PLC0415
    from kgplan.rules.overview import indicator_block  # noqa: PLC0415

    wanted = find_indicator(catalogue_of(data.store, data.schema), asked)
    return indicator_block(data.store, results.home, results.as_of, wanted)
