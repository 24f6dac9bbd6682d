"""Font files with Chinese characters: the one that the user names, or one that this machine has."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kgplan.errors import UserError

SUFFIXES = frozenset({".ttf", ".otf", ".ttc", ".otc"})
_KNOWN: tuple[tuple[str, str | None], ...] = (
    ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"),
    ("NotoSansCJKsc-Regular.otf", "NotoSansCJKsc-Bold.otf"),
    ("NotoSansSC-Regular.otf", "NotoSansSC-Bold.otf"),
    ("SourceHanSansSC-Regular.otf", "SourceHanSansSC-Bold.otf"),
    ("SourceHanSans-Regular.ttc", "SourceHanSans-Bold.ttc"),
    ("msyh.ttc", "msyhbd.ttc"),
    ("PingFang.ttc", None),
    ("Hiragino Sans GB.ttc", None),
    ("simhei.ttf", None),
    ("wqy-microhei.ttc", None),
    ("wqy-zenhei.ttc", None),
)
"""Regular and bold faces of fonts with Chinese characters, best first."""


@dataclass(frozen=True)
class Faces:
    """Files of a regular and a bold face; the same file where there is no bold one."""

    regular: Path
    bold: Path


def chosen_font(font: Path | None) -> Path | None:
    """The font file that the user named. UserError if it is no font file."""
    if font is not None and (font.suffix.lower() not in SUFFIXES or not font.is_file()):
        raise UserError("diagram.font_unreadable", path=font)
    return font


def find_faces(font: Path | None) -> Faces:
    """The font named, or the first known one on this machine. UserError if there is none."""
    named = chosen_font(font)
    if named is not None:
        return Faces(named, named)
    files = {path.name: path for path in _installed()}
    for regular, bold in _KNOWN:
        if regular in files:
            return Faces(files[regular], files.get(bold or "", files[regular]))
    raise UserError("diagram.no_chinese_font")


def _installed() -> Iterator[Path]:
    home = Path.home()
    folders = [
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        home / ".local/share/fonts",
        home / ".fonts",
        Path("/System/Library/Fonts"),
        Path("/Library/Fonts"),
        home / "Library/Fonts",
        Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts",
        Path(os.environ.get("LOCALAPPDATA", home / "AppData/Local")) / "Microsoft/Windows/Fonts",
    ]
    for folder in folders:
        if folder.is_dir():
            yield from (path for path in sorted(folder.rglob("*")) if path.suffix.lower() in SUFFIXES)
