"""Making a workspace: all of its files or none, and never in the place of another file."""

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from kgplan.config import CONFIG
from kgplan.errors import UserError
from kgplan.rules.rulebook import Rulebook
from kgplan.sources.model import Dataset
from kgplan.workspace.csv_files import write_csv_files
from kgplan.workspace.forms import Forms
from kgplan.workspace.settings_file import write_settings
from kgplan.workspace.workbook import write_workbook


def create(
    folder: Path, forms: Forms, rulebook: Rulebook, *, as_csv: bool, datasets: Iterable[Dataset] = ()
) -> list[Path]:
    """Make ``kgplan.toml`` and the workbook, or the folder of CSV files, in ``folder``; gives their paths.

    UserError where one of them exists already, where a row fits into no spreadsheet, and where nothing can be written;
    the folder is then as it was.
    """
    name = forms.say("register_name")
    name = name if as_csv else f"{name}.xlsx"
    targets = [folder / CONFIG.name, folder / name]
    for target in targets:
        if target.exists() or target.is_symlink():
            raise UserError("workspace.exists", path=target)
    made = _missing(folder)
    placed: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".kgplan-", dir=folder) as scratch:
            settings, register = Path(scratch) / CONFIG.name, Path(scratch) / name
            write_settings(settings, rulebook, forms.lang)
            if as_csv:
                register.mkdir()
                write_csv_files(register, name, forms, datasets)
            else:
                write_workbook(register, name, forms, datasets)
            for source, target in zip((settings, register), targets, strict=True):
                source.rename(target)
                placed.append(target)
    except BaseException as error:
        for target in placed:
            shutil.rmtree(target) if target.is_dir() else target.unlink(missing_ok=True)
        for parent in made:
            _remove_if_empty(parent)
        if cause := _system_error(error):
            raise UserError("cli.cannot_write", path=folder, why=cause.strerror or str(cause)) from error
        raise
    return targets


def _missing(folder: Path) -> list[Path]:
    """Folders that have to be made, the innermost first."""
    return [path for path in (folder, *folder.parents) if not path.exists()]


def _remove_if_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _system_error(error: BaseException) -> OSError | None:
    """The system's own error, also from within what xlsxwriter makes of it."""
    if isinstance(error, OSError):
        return error
    inner = error.args[0] if error.args else None
    return inner if isinstance(inner, OSError) else None
