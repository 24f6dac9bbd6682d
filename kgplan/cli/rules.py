"""``kgplan rules``: the rulebook in the terminal, and rules of one's own."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Optional

import typer

from kgplan.cli.language import asked_language, say
from kgplan.cli.options import Debug, Groups, Lang, Language, Level, RuleFolders

rules = typer.Typer(no_args_is_help=True, add_completion=False)


class Format(StrEnum):
    """What ``coverage`` prints."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


@rules.command("list", help=say("help_rules_list"))
def list_rules(  # noqa: PLR0913, PLR0917 - three filters beside the options that all commands have
    group: Groups = None,
    clause: Annotated[Optional[str], typer.Option(help=say("help_rules_clause"), show_default=False)] = None,  # noqa: UP045
    severity: Annotated[Optional[Level], typer.Option(help=say("help_rules_severity"), show_default=False)] = None,  # noqa: UP045
    folders: RuleFolders = None,
    lang: Lang = Language.ZH,
    debug: Debug = False,
) -> None:
    """One line per rule."""
    from rich.table import Table  # noqa: PLC0415

    from kgplan.reports.table import plain_console  # noqa: PLC0415
    from kgplan.rules.norms import clauses_of  # noqa: PLC0415
    from kgplan.rules.rulebook import read_rulebook  # noqa: PLC0415

    speech, rulebook = asked_language(), read_rulebook(folders or ())
    wanted = clauses_of(clause) if clause else None
    table = Table()
    for column in ("rule", "severity", "title", "clauses"):
        table.add_column(say(f"column_{column}"))
    for rule in rulebook.select(families=group or ()):
        found = {rule.severity, *(reason.severity for reason in rule.reasons.values())}
        if (severity is None or severity in found) and (wanted is None or wanted & set(rule.clauses)):
            table.add_row(rule.id, say(rule.severity), getattr(rule.title, speech), "、".join(rule.clauses))
    plain_console().print(table)
    plain_console().print(say("rows", count=table.row_count))


@rules.command("show", help=say("help_rules_show"))
def show_rule(
    rule_id: Annotated[str, typer.Argument(metavar="ID", help=say("help_rule"))],
    folders: RuleFolders = None,
    lang: Lang = Language.ZH,
    debug: Debug = False,
) -> None:
    """The manual page of a rule."""
    from kgplan.reports.redact import clean  # noqa: PLC0415
    from kgplan.rules.manual import page  # noqa: PLC0415
    from kgplan.rules.rulebook import read_rulebook  # noqa: PLC0415

    print(clean(page(read_rulebook(folders or ()).select([rule_id])[0], asked_language())))


@rules.command("coverage", help=say("help_rules_coverage"))
def show_coverage(
    form: Annotated[Format, typer.Option("--format", help=say("help_format"))] = Format.TABLE,
    output: Annotated[Optional[Path], typer.Option(help=say("help_output"), show_default=False)] = None,  # noqa: UP045
    folders: RuleFolders = None,
    lang: Lang = Language.ZH,
    debug: Debug = False,
) -> None:
    """Every norm of the notice with its rules or the reason why it has none."""
    from kgplan.cli.output import write  # noqa: PLC0415
    from kgplan.rules import coverage  # noqa: PLC0415
    from kgplan.rules.rulebook import read_rulebook  # noqa: PLC0415

    speech, covered = asked_language(), coverage.coverage(read_rulebook(folders or ()).rules.values())
    if form is Format.JSON:
        content = coverage.as_json(covered)
    elif form is Format.CSV:
        content = coverage.as_csv(covered, speech)
    elif form is Format.MARKDOWN:
        content = coverage.as_markdown(covered, speech)
    else:
        content = coverage.as_table(covered, speech)
    write(content.encode(), output)


@rules.command("new", help=say("help_rules_new"))
def new(
    rule_id: Annotated[str, typer.Argument(metavar="ID", help=say("help_rule"))],
    folder: Annotated[Path, typer.Option("--dir", metavar="DIR", help=say("help_rules_new_folder"))] = Path("rules"),
    lang: Lang = Language.ZH,
    debug: Debug = False,
) -> None:
    """Make a rule file and two proof cases."""
    from kgplan.rules.scaffold import new_rule  # noqa: PLC0415
    from kgplan.texts import text  # noqa: PLC0415

    speech = asked_language()
    made = new_rule(rule_id, folder, speech)
    for path in (made.rule, made.cases):
        print(text(speech, "rules.made", path=path))
    print(text(speech, "rules.made_next", rule=made.rule, tests=made.cases, folder=folder))


@rules.command("test", help=say("help_rules_test"))
def prove(
    path: Annotated[Optional[Path], typer.Argument(help=say("help_rules_test_path"), show_default=False)] = None,  # noqa: UP045
    folders: RuleFolders = None,
    lang: Lang = Language.ZH,
    debug: Debug = False,
) -> None:
    """Run proof cases; status 1 if one of them differs."""
    from kgplan.errors import EXIT_DONE, EXIT_FINDINGS  # noqa: PLC0415
    from kgplan.reports.redact import clean  # noqa: PLC0415
    from kgplan.rules.added import rulebook_with  # noqa: PLC0415
    from kgplan.rules.proving import in_words, prove_all  # noqa: PLC0415
    from kgplan.rules.scaffold import cases_folder  # noqa: PLC0415
    from kgplan.texts import text  # noqa: PLC0415

    speech, rulebook = asked_language(), rulebook_with(folders or ())
    places = [path] if path else [cases_folder(folder) for folder in folders or [Path("rules")]]
    count = differs = 0
    for place in places:
        for proof in prove_all(place, rulebook):
            count, differs = count + 1, differs + (not proof.ok)
            print(clean(in_words(proof, speech)), flush=True)
    print(text(speech, "rules.case_totals", count=count, ok=count - differs, differs=differs))
    raise typer.Exit(EXIT_FINDINGS if differs else EXIT_DONE)
