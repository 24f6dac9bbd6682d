"""``kgplan nightly``: the run of every night, for cron, systemd or the task scheduler."""

from pathlib import Path

import typer

from kgplan.cli.language import asked_language
from kgplan.cli.options import Debug, FailOn, Lang, Language, StoreUrl
from kgplan.errors import EXIT_FAILED, UserError


def nightly(store: StoreUrl = None, lang: Lang = Language.ZH, debug: Debug = False) -> None:
    """Load the configured sources, check, write the dated report, compare with the last night."""
    from kgplan.cli.output import counts, exit_status, tell, warn_about_input  # noqa: PLC0415
    from kgplan.config import read_settings  # noqa: PLC0415
    from kgplan.nightly.run import run_night  # noqa: PLC0415
    from kgplan.nightly.send import send  # noqa: PLC0415
    from kgplan.texts import text  # noqa: PLC0415

    settings, speech = read_settings(), asked_language()
    if settings.nightly is None:
        raise UserError("nightly.no_section")
    if settings.as_of:  # every night would see the same day
        raise UserError("nightly.fixed_day", day=settings.as_of)
    night = run_night(settings, settings.nightly, base=Path(), store=store, debug=debug)
    status = EXIT_FAILED
    if night.results:
        warn_about_input(night.results)
        print(text(speech, "nightly.done", path=night.page))
        print(counts(night.results))
        status = exit_status(night.results, FailOn(settings.nightly.fail_on))
    elif night.why:
        tell(text(speech, "nightly.failed", why=getattr(night.why, speech)))
        tell(text(speech, "nightly.failed_page", path=night.page))
    unsent = send(settings.nightly, night)
    for error in unsent:
        tell(error.sentence[speech])
    raise typer.Exit(EXIT_FAILED if unsent else status)
