"""``--rejected FILE``: rows that were not loaded, handed back as a workbook to be mended and loaded."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kgplan.cli.language import asked_language, say
from kgplan.cli.output import tell, write
from kgplan.errors import UserError

if TYPE_CHECKING:
    from kgplan.schema import Schema
    from kgplan.sources.model import Dataset


def check_target(path: Path | None) -> None:
    """Before anything is loaded: UserError if the workbook could not be written there."""
    if path is None:
        return
    if path.suffix.lower() != ".xlsx":
        raise UserError("workspace.rejected_suffix", path=path)
    if path.exists() or path.is_symlink():
        raise UserError("workspace.rejected_exists", path=path)


def hand_back(path: Path | None, datasets: Sequence["Dataset"], schema: "Schema") -> None:
    """Write the rejected rows to the workbook, or say how to get it. UserError if it cannot be written."""
    from kgplan.texts import text  # noqa: PLC0415

    count = sum(len(dataset.rejected) for dataset in datasets)
    if path is None:
        if count:
            tell(say("rejected_hint", file=text(asked_language(), "workspace.rejected_name")))
        return
    if not count:
        tell(say("rejected_none", path=path))
        return
    from kgplan.workspace.rejected import rejected_workbook  # noqa: PLC0415

    written = rejected_workbook([dataset.rejected for dataset in datasets], schema, asked_language())
    write(written.content, path)
    tell(say("rejected_written", path=path, rows=written.rows, count=count))
