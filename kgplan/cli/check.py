"""``kgplan check`` and ``kgplan report``: run the rules."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from kgplan.cli.language import asked_language, say
from kgplan.cli.options import (
    AsOf,
    Debug,
    Fail,
    FailOn,
    Groups,
    Home,
    Lang,
    Language,
    Level,
    Paths,
    RuleFolders,
    RuleIds,
    StoreUrl,
)
from kgplan.errors import UserError

if TYPE_CHECKING:
    from kgplan.results import Results


class Format(StrEnum):
    """What ``check`` prints."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MD = "md"
    JUNIT = "junit"
    SARIF = "sarif"


def check(  # noqa: PLR0913, PLR0917 - the options of the contract
    paths: Paths = None,
    store: StoreUrl = None,
    as_of: AsOf = None,
    home: Home = None,
    rule: RuleIds = None,
    group: Groups = None,
    rules: RuleFolders = None,
    severity: Annotated[Level, typer.Option(help=say("help_severity"))] = Level.INFO,
    fail_on: Fail = FailOn.ERROR,
    form: Annotated[Format, typer.Option("--format", help=say("help_format"))] = Format.TABLE,
    output: Annotated[Optional[Path], typer.Option(help=say("help_output"), show_default=False)] = None,  # noqa: UP045
    lang: Lang = Language.ZH,
    debug: Debug = False,
) -> None:
    """Run the rules and print the findings."""
    from kgplan.cli.data import as_of_day, opened  # noqa: PLC0415
    from kgplan.cli.evaluate import evaluate  # noqa: PLC0415
    from kgplan.cli.output import exit_status, warn_about_input, write  # noqa: PLC0415
    from kgplan.results import SEVERITIES  # noqa: PLC0415
    from kgplan.rules.added import rulebook_with  # noqa: PLC0415

    when, rulebook = as_of_day(as_of, paths), rulebook_with(rules or ())
    selected = rulebook.select(rule or (), group or ())
    with opened(paths, store) as data:
        results = evaluate(data, rulebook, as_of=when, home=home, selected=selected)
    status = exit_status(results, fail_on)
    warn_about_input(results)
    shown = SEVERITIES[: SEVERITIES.index(severity.value) + 1]
    results.findings = [finding for finding in results.findings if finding.severity in shown]
    if form is Format.TABLE and output is None:
        from kgplan.reports.table import print_findings  # noqa: PLC0415

        print_findings(results, lang=asked_language(), file=sys.stdout)
    else:
        write(_rendered(results, form), output)
    raise typer.Exit(status)


def _rendered(results: "Results", form: Format) -> bytes:
    from io import StringIO  # noqa: PLC0415

    from kgplan.reports.csv import render_csv  # noqa: PLC0415
    from kgplan.reports.machines import render_junit, render_sarif  # noqa: PLC0415
    from kgplan.reports.markdown import render_markdown  # noqa: PLC0415
    from kgplan.reports.table import print_findings  # noqa: PLC0415
    from kgplan.results import to_json  # noqa: PLC0415

    lang = asked_language()
    if form is Format.JSON:
        return to_json(results).encode()
    if form is Format.CSV:
        return render_csv(results, lang=lang).encode()
    if form is Format.MD:
        return render_markdown(results, lang=lang).encode()
    if form is Format.JUNIT:
        return render_junit(results, lang=lang).encode()
    if form is Format.SARIF:
        return render_sarif(results, lang=lang).encode()
    text = StringIO()
    print_findings(results, lang=lang, file=text)
    return text.getvalue().encode()


def report(  # noqa: PLR0913, PLR0917 - the options of the contract
    paths: Paths = None,
    output: Annotated[Path, typer.Option(help=say("help_report_output"))] = Path("report"),
    store: StoreUrl = None,
    as_of: AsOf = None,
    home: Home = None,
    rules: RuleFolders = None,
    fail_on: Fail = FailOn.ERROR,
    per_department: Annotated[bool, typer.Option("--per-department", help=say("help_per_department"))] = False,
    compare: Annotated[Optional[tuple[Path, Path]], typer.Option(help=say("help_compare"), show_default=False)] = None,  # noqa: UP045
    lang: Lang = Language.ZH,
    debug: Debug = False,
) -> None:
    """Write the report folder: HTML, Excel, JSON, CSV, Markdown and the hierarchy diagram."""
    if compare:
        from kgplan.cli.compare import compare as compare_results  # noqa: PLC0415

        if paths or store:
            raise UserError("cli.compare_both")
        raise typer.Exit(compare_results(*compare, fail_on))
    from kgplan.cli.data import as_of_day, opened  # noqa: PLC0415
    from kgplan.cli.evaluate import evaluate  # noqa: PLC0415
    from kgplan.cli.output import counts, exit_status, warn_about_input  # noqa: PLC0415
    from kgplan.diagrams import first_sheet, read_picture, render  # noqa: PLC0415
    from kgplan.reports.write import write_report  # noqa: PLC0415
    from kgplan.rules.added import rulebook_with  # noqa: PLC0415

    when, rulebook, speech = as_of_day(as_of, paths), rulebook_with(rules or ()), asked_language()
    with opened(paths, store) as data:
        results = evaluate(data, rulebook, as_of=when, home=home, selected=rulebook.select())
        picture = read_picture(
            data.store, as_of=when, home=results.home, findings=results.open, rulebook=rulebook.version, checked=True
        )
    svg = render(first_sheet(picture), "svg", lang=speech).decode()
    warn_about_input(results)
    page, *_ = write_report(results, output, lang=speech, diagram_svg=svg, per_department=per_department)
    print(say("report_written", path=page))
    print(counts(results))
    raise typer.Exit(exit_status(results, fail_on))
