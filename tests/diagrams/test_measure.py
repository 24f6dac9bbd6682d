import struct
import zlib

import pytest
import resvg_py
from hypothesis import given
from hypothesis import strategies as st

from kgplan.diagrams.measure import wrap
from kgplan.diagrams.png import has_chinese
from kgplan.texts.width import text_width

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=80)


@given(TEXT, st.integers(1, 4), st.integers(60, 240))
def test_no_line_is_wider_than_the_box_and_there_are_not_too_many(value: str, lines: int, width: int) -> None:
    result = wrap(value, 13, width, lines)
    assert 1 <= len(result) <= lines
    assert all(text_width(line, 13) <= width for line in result)


@given(TEXT, st.integers(60, 240))
def test_what_fits_is_not_changed(value: str, width: int) -> None:
    result = wrap(value, 13, width, 60)
    if "…" not in "".join(result):
        assert "".join("".join(result).split()) == "".join(value.split())


def test_a_title_too_long_keeps_its_end_with_the_year() -> None:
    lines = wrap("一" * 40 + "工作方案(2025—2027年)", 13, 110, 3)
    assert "…" in "".join(lines)
    assert lines[-1].endswith("2027年)")


def test_lines_break_between_words_not_inside_them() -> None:
    assert wrap("卫生健康事业发展规划", 13, 100, 3) == ["卫生健康", "事业发展规划"]
    assert wrap("推进农业农村现代化规划", 13, 100, 3) == ["推进农业农村", "现代化规划"]


def test_no_line_begins_with_a_closing_mark_or_splits_a_year() -> None:
    for width in range(110, 200, 5):
        lines = wrap("落实《成渝地区双城经济圈建设规划纲要》行动计划(2025—2027年)", 13, width, 9)
        assert not any(line[0] in "》)、年" for line in lines)
        assert not any(line[-1] in "《(" for line in lines)
        assert any("2025—2027年" in line for line in lines)


@pytest.mark.skipif(not has_chinese(()), reason="no Chinese font on this machine")
@pytest.mark.parametrize(
    "value",
    [
        "国民经济和社会发展第十四个五年规划",
        "“健康重庆2030”规划",
        "Plan for Ecological and Environmental Protection",
        "WWWWMMMM wwmm 2021–2025 · 已发布",
        "HIER-001; HIER-002 (faulty)",
        "illicit filling till tilt",
    ],
)
@pytest.mark.parametrize("weight", [400, 600])
def test_estimated_width_is_never_less_than_what_is_drawn(value: str, weight: int) -> None:
    size = 20
    estimate = text_width(value, size, bold=weight > 400)
    assert _ink_right(value, size, weight) <= estimate + 1


def _ink_right(value: str, size: int, weight: int) -> int:
    """Rightmost drawn column of a text that begins at x = 0."""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="40"><text x="0" y="28" font-size="{size}" '
        f'font-weight="{weight}" font-family="Noto Sans CJK SC, sans-serif">{value}</text></svg>'
    )
    width, rows = _pixels(bytes(resvg_py.svg_to_bytes(svg_string=svg)))
    return max(x for row in rows for x in range(width) if row[4 * x + 3] > 40)


def _pixels(png: bytes) -> tuple[int, list[bytes]]:
    """Width and RGBA rows of an 8-bit PNG without interlacing."""
    position, data, width = 8, b"", 0
    while position < len(png):
        (length,), kind = struct.unpack(">I", png[position : position + 4]), png[position + 4 : position + 8]
        body = png[position + 8 : position + 8 + length]
        if kind == b"IHDR":
            width, _, depth, colour = struct.unpack(">IIBB", body[:10])
            assert (depth, colour) == (8, 6)
        data += body if kind == b"IDAT" else b""
        position += 12 + length
    raw, stride, rows = zlib.decompress(data), 4 * width, [bytes(4 * width)]
    for start in range(0, len(raw), stride + 1):
        rows.append(_unfilter(raw[start], bytearray(raw[start + 1 : start + 1 + stride]), rows[-1]))
    return width, rows[1:]


def _unfilter(kind: int, line: bytearray, above: bytes) -> bytes:
    for x in range(len(line)):
        left, up = (line[x - 4] if x > 3 else 0), above[x]
        corner = above[x - 4] if x > 3 else 0
        guess = left + up - corner
        paeth = min((left, up, corner), key=lambda value: abs(guess - value))
        line[x] = (line[x] + (0, left, up, (left + up) // 2, paeth)[kind]) % 256
    return bytes(line)
