"""``kgplan rules``: the rulebook in the terminal."""

from typing import Annotated, Optional

import typer

from kgplan.cli.language import asked_language, say
from kgplan.cli.options import Debug, Groups, Lang, Language, Level

rules = typer.Typer(no_args_is_help=True, add_completion=False)


@rules.command("list", help=say("help_rules_list"))
def list_rules(
    group: Groups = None,
    severity: Annotated[Optional[Level], typer.Option(help=say("help_rules_severity"), show_default=False)] = None,  # noqa: UP045
    lang: Lang = Language.ZH,
    debug: Debug = False,
) -> None:
    """One line per rule."""
    from rich.table import Table  # noqa: PLC0415

    from kgplan.reports.table import plain_console  # noqa: PLC0415
    from kgplan.rules.rulebook import read_rulebook  # noqa: PLC0415

    speech, rulebook = asked_language(), read_rulebook()
    table = Table()
    for column in ("rule", "severity", "title", "clauses"):
        table.add_column(say(f"column_{column}"))
    for rule in rulebook.select(families=group or ()):
        if severity is None or rule.severity == severity:
            table.add_row(rule.id, say(rule.severity), getattr(rule.title, speech), "、".join(rule.clauses))
    plain_console().print(table)


@rules.command("show", help=say("help_rules_show"))
def show_rule(
    rule_id: Annotated[str, typer.Argument(metavar="ID", help=say("help_rule"))],
    lang: Lang = Language.ZH,
    debug: Debug = False,
) -> None:
    """The manual page of a rule."""
    from kgplan.rules.rulebook import read_rulebook  # noqa: PLC0415
    from kgplan.rules.runner import clauses  # noqa: PLC0415

    speech, terms = asked_language(), clauses()
    rule = read_rulebook().select([rule_id])[0]
    print(f"{rule.id}  {getattr(rule.title, speech)}\n")
    print(say("show_clauses") + "、".join(f"{clause}“{terms[clause]}”" for clause in rule.clauses))
    print(f"{say('show_severity')}{say(rule.severity)}({rule.severity_why})")
    for code, reason in rule.reasons.items():
        print(f"  · {code}: {getattr(reason, speech)}  [{say(reason.severity or rule.severity)}]")
    print(f"{say('show_key')}{', '.join(rule.key)}")
    print(f"{say('show_executability')}{rule.executability}")
    for title, items in (("show_not_reported", rule.not_reported), ("show_blind_spots", rule.blind_spots)):
        if items:
            print(say(title))
            print("\n".join(f"  · {item}" for item in items))
    if rule.parameters:
        print(say("show_parameters") + ", ".join(f"{name}={value}" for name, value in rule.parameters.items()))
    print(f"{say('show_message')}{getattr(rule.message, speech)}")
    print(f"{say('show_remedy')}{getattr(rule.remedy, speech)}\n")
    print(rule.query)
