"""Fuzzing of the readers: damaged files of every kind, and tables of odd cells. Only rows or one sentence may come out.

``python -m tests.sources.fuzz --minutes 10`` runs until the time is over or an example fails, which is then printed
in its smallest form; ``test_fuzz`` runs the same for a moment.
"""

import argparse
import io
import random
import signal
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from kgplan.ontology import load_schema
from kgplan.sources.delimited import SEPARATORS
from tests.sources.awkward.workbooks import BUILDERS
from tests.sources.reading import survives

File = tuple[str, bytes]
AWKWARD = Path(__file__).parent / "awkward" / "files"
HANGS_AFTER = 120
"""Seconds after which a file counts as one that never ends."""
_LARGEST = 100_000
_TOKENS = [
    *(b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\x80", b"\x1a", b"\r", b"\n", b"\t", b";", b","),
    *(b'"', b'""', b"'"),
    *(b"<", b"&", b"]]>", b"&#xD800;", b"&a;", b"<!DOCTYPE x>", b"<row/>", b"<c/>", b"<v>", b"_xD800_", b"_x0000_"),
    *(b"99999999999", b"-1", b"1E400", b"NaN", b"inf", b"1e-400", b"0" * 400, b"A1048577", b"XFE1", b"ZZZZ9", b"A0"),
    *("合计".encode(), "二〇二一年".encode(), "㐂𠮷".encode("gb18030"), "—".encode()),
    *("示例：".encode(), "注：".encode()),
]  # fmt: skip
_ODD_CELLS = [
    *("", " ", "—", "-", "/", "合计", "小 计:", "id", "编号", "注：见附件", "示例：P1", "\ufeff", "\u200b"),
    *("\x1a", "\x00"),
    *("2021", "2021.0", "二〇二一", "2021-02-30", "44281", "1E+12", "1,234.50", "57%", "-0", ".5", "9" * 40, "NaN"),
    *("是", "√", "大概", "专项规划、空间规划", "SUBORDINATE_TO", "挂靠", "修编", "=1+1", "@SUM(A1)", '"', "'", "a\nb"),
    *("<script>", "}) DETACH DELETE n //", "甲;乙；丙、丁", ";；、", "长" * 40_000, "😀", "e\u0301"),
    *("\u202e", "ﷺ" * 50),
]  # fmt: skip


@cache
def _samples() -> dict[str, bytes]:
    """Small sound and awkward files by name, the text files under the name of a table."""
    samples = {
        f"{number}/{path.name}": path.read_bytes() for number, path in enumerate(sorted(AWKWARD.glob("**/*.[cx]*")))
    }
    with TemporaryDirectory() as folder:
        for name, build in BUILDERS.items():
            path = Path(folder) / name
            path.parent.mkdir(exist_ok=True)
            build(path)
            if path.stat().st_size <= _LARGEST:
                samples[f"made/{path.name}"] = path.read_bytes()
    return samples


_places = st.floats(0, 1, exclude_max=True)
_pieces = st.one_of(st.sampled_from(_TOKENS), st.binary(min_size=1, max_size=8))
_damage = st.lists(
    st.tuples(st.sampled_from(["put", "insert", "delete", "repeat", "cut"]), _places, _pieces, st.integers(1, 200)),
    min_size=1,
    max_size=6,
)


def _damaged(content: bytes, damage: list[tuple[str, float, bytes, int]]) -> bytes:
    for what, place, piece, length in damage:
        at = int(place * len(content))
        match what:
            case "put":
                content = content[:at] + piece + content[at + len(piece) :]
            case "insert":
                content = content[:at] + piece + content[at:]
            case "delete":
                content = content[:at] + content[at + length :]
            case "repeat":
                content = content[:at] + content[at : at + length] * 20 + content[at + length :]
            case _:
                content = content[:at] if at > len(content) // 2 else content
    return content


@st.composite
def damaged_files(draw: st.DrawFn) -> File:
    """A file as it is kept, with bytes changed; of zipped workbooks also one part inside the sound zip."""
    name = draw(st.sampled_from(sorted(_samples())))
    content, damage = _samples()[name], draw(_damage)
    if not content.startswith(b"PK\x03\x04") or not zipfile.is_zipfile(io.BytesIO(content)) or draw(st.booleans()):
        return Path(name).name, _damaged(content, damage)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    hurt = draw(st.sampled_from([part for part in parts if part.endswith((".xml", ".rels"))]))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in parts.items():
            archive.writestr(part, _damaged(text, damage) if part == hurt else text)
    return Path(name).name, out.getvalue()


@st.composite
def odd_tables(draw: st.DrawFn) -> File:
    """A text file of a table: odd cells, any separator and encoding, quotation marks or none."""
    table = draw(st.sampled_from(list(load_schema().tables.values())))
    separator = draw(st.sampled_from([*SEPARATORS, "|"]))
    columns = draw(st.lists(st.sampled_from(table.columns), min_size=1, max_size=12))
    header = [column.zh if draw(st.booleans()) else column.name for column in columns]
    labels = [code.zh for column in columns if column.codes for code in load_schema().code_lists[column.codes].codes]
    cells = st.one_of(st.sampled_from([*_ODD_CELLS, *labels]), st.text(max_size=8))
    rows = draw(st.lists(st.lists(cells, max_size=len(header) + 2), max_size=8))
    above = draw(st.lists(st.lists(cells, max_size=3), max_size=2))
    quoted = draw(st.booleans())
    lines = (separator.join(_quoted(cell) if quoted else cell for cell in row) for row in [*above, header, *rows])
    text = draw(st.sampled_from(["\n", "\r\n", "\r"])).join(lines)
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "big5"]))
    name = draw(st.sampled_from([f"{table.name}.csv", f"{table.zh}.csv", "表.csv"]))
    return name, text.encode(encoding, "replace")


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


TARGETS: dict[str, Callable[[], st.SearchStrategy[File]]] = {"damaged": damaged_files, "odd": odd_tables}


def round_of(target: str, number: int, examples: int, seen: Counter[str]) -> None:
    """Read so many files of a kind, drawn from the seed ``number``. What breaks a reader comes out as it is raised."""

    @seed(number)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    @given(TARGETS[target]())
    def read(file: File) -> None:
        name, content = file
        seen[f"{target} {Path(name).suffix}"] += 1
        survives(name, content)

    read()


def _too_long(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError


def main() -> int:
    """Run for the time asked for; exit status 1 where a file broke a reader."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=None)
    asked = parser.parse_args()
    number = random.randrange(1 << 32) if asked.seed is None else asked.seed
    end = time.monotonic() + 60 * asked.minutes
    seen: Counter[str] = Counter()
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, _too_long)
    while time.monotonic() < end:
        for target in TARGETS:
            if hasattr(signal, "SIGALRM"):
                signal.alarm(20 * HANGS_AFTER)
            print(f"seed {number} {target}: {sum(seen.values())} files so far", flush=True)
            round_of(target, number, 100, seen)
        number += 1
    print(", ".join(f"{kind} {count}" for kind, count in sorted(seen.items())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
