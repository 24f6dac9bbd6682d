"""Where exports go: files and folders that are written beside their place and moved there whole.

An export that is cut off leaves nothing that looks like one, and no file of an earlier export mixes with this one.
"""

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kgplan.errors import UserError

_AT_ONCE = 1 << 16
"""Characters that are written in one go."""


def write_text(pieces: Iterable[str], output: Path) -> None:
    """Write text in UTF-8 to a file. UserError if it cannot be written."""
    with new_file(output) as path, path.open("w", encoding="utf-8", newline="\n") as stream:
        for block in _blocks(pieces):
            stream.write(block)


@contextmanager
def new_file(output: Path) -> Iterator[Path]:
    """A path to write to, whose file takes the place of ``output`` at the end of the block."""
    with _said(output):
        output.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=output.parent, prefix=f".{output.name}."))
        try:
            yield folder / output.name
            (folder / output.name).replace(output)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def new_folder(output: Path) -> Iterator[Path]:
    """A folder to write into, which takes the place of ``output`` at the end of the block.

    UserError if there is something at ``output`` already, unless it is an empty folder.
    """
    with _said(output):
        if output.exists() and (not output.is_dir() or any(output.iterdir())):
            raise UserError("export.folder_in_use", path=output)
        output.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=output.parent, prefix=f".{output.name}."))
        try:
            yield folder
            folder.chmod(0o755)
            if output.exists():
                output.rmdir()
            folder.replace(output)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _said(output: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UserError("cli.cannot_write", path=output, why=error.strerror or str(error)) from error


def _blocks(pieces: Iterable[str]) -> Iterator[str]:
    waiting: list[str] = []
    length = 0
    for piece in pieces:
        waiting.append(piece)
        length += len(piece)
        if length >= _AT_ONCE:
            yield "".join(waiting)
            waiting, length = [], 0
    yield "".join(waiting)
