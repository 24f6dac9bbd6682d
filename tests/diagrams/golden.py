"""The pictures that stand in ``docs/images``, to be looked at whenever they change: ``python -m tests.diagrams.golden``
(or ``make docs``) draws them anew."""

from collections.abc import Mapping
from pathlib import Path

from kgplan.diagrams import render
from tests.diagrams.real import large_sheets, real_picture

IMAGES = Path(__file__).parents[2] / "docs" / "images"


def golden() -> Mapping[str, bytes]:
    """Contents by file name: both districts that come with kgplan, and the overview of a district of 1,000 plans."""
    pictures = {"kaizhou": real_picture("kaizhou"), "example": real_picture("example"), "thousand": large_sheets()[""]}
    return {f"{name}.svg": render(picture, "svg", lang="zh") for name, picture in pictures.items()}


def main() -> None:
    """Write the pictures."""
    for name, content in golden().items():
        (IMAGES / name).write_bytes(content)


if __name__ == "__main__":
    main()
