"""The progress bar of a load, on standard error and only where a person watches."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kgplan.cli.language import say


@contextmanager
def load_progress() -> Iterator[Callable[[str, int], None] | None]:
    """What a load tells its steps to; None without a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import (  # noqa: PLC0415
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TaskID,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def told(step: str, done: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(say(f"progress_{step}"), total=None)
            bar.advance(tasks[step], done)

        yield told
