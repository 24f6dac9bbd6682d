"""Whatever value is written in a supported form is read back as it was; whatever else is written does no harm."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import example, given
from hypothesis import strategies as st

from kgplan.ontology import load_schema
from kgplan.sources.values import read_value
from kgplan.sources.values_numerals import read_numeral
from kgplan.targets import Catalogue

CATALOGUE = Catalogue.of(load_schema())
CHINESE = "零一二三四五六七八九"

values = st.decimals(min_value=0, max_value=10**9, places=3).map(
    lambda value: value if value % 1 else value.quantize(Decimal(1))
) | st.integers(0, 10**9).map(Decimal)
plain = values.filter(lambda value: not 1900 <= value <= 2099)  # 2025年 is a year, not a number of years
units = st.sampled_from(
    ["", "%", "‰", "万亩", "亿元", "万吨标准煤", "平方公里", "微克/立方米", "万人次", "岁", "张", "公里"]
)
bounds = st.sampled_from(
    [
        ("{}", None, False),
        ("≥{}", "at_least", False),
        ("＞{}", "at_least", True),
        ("不低于{}", "at_least", False),
        ("{}以上", "at_least", False),
        ("{}及以上", "at_least", False),
        ("提高到{}", "at_least", False),
        ("超过{}", "at_least", True),
        ("预计达到{}", "at_least", False),
        ("≤{}", "at_most", False),
        ("<{}", "at_most", True),
        ("不超过{}", "at_most", False),
        ("{}以内", "at_most", False),
        ("控制在{}以下", "at_most", False),
        ("{}左右", "about", False),
        ("约{}", "about", False),
        ("控制在{}左右", "about", False),
        ("到2025年，{}", None, False),
    ]
)
digits = st.sampled_from(["half", "full"])


def _widened(text: str, width: str) -> str:
    if width == "half":
        return text
    return text.translate({ord(char): ord(char) + 0xFEE0 for char in "0123456789.%"})


@given(plain, units, bounds, digits)
@example(Decimal("57.00"), "%", ("不低于{}", "at_least", False), "full")
def test_a_value_with_a_direction_and_a_unit(
    value: Decimal, unit: str, form: tuple[str, str | None, bool], width: str
) -> None:
    pattern, direction, strict = form
    (reading,) = read_value(_widened(pattern.format(f"{value}{unit}"), width))
    assert (reading.value, reading.digits) == (value, str(value))
    assert (reading.direction, reading.strict) == (direction, strict)
    assert (reading.unit or "") == unit
    assert reading.confidence == "certain"
    assert reading.half_digit == Decimal(1).scaleb(int(value.as_tuple().exponent)) / 2


@given(plain, st.sampled_from(["[{}]", "〔{}〕", "［{}］", "({})", "（{}）", "累计降低{}", "下降{}", "-{}", "累计{}"]))
def test_a_cumulative_reduction(value: Decimal, pattern: str) -> None:
    name = "单位GDP能源消耗降低"
    (reading,) = read_value(pattern.format(value), unit="%", indicator_name=name, indicator=CATALOGUE.find(name))
    assert (reading.value, reading.sense, reading.confidence) == (value, "reduction", "certain")
    assert reading.measure in ("cumulative_change", None)


@given(plain, plain, st.sampled_from(["—", "-", "～", "至", "–"]), units)
def test_a_range(one: Decimal, other: Decimal, dash: str, unit: str) -> None:
    low, high = sorted((one, other))
    (reading,) = read_value(f"{low}{dash}{high}{unit}")
    assert (reading.value, reading.value_high, reading.direction) == (low, high, "range")


@given(plain, plain, st.sampled_from(["、", "，", ",", ";", ""]))
def test_a_firm_and_an_aspired_value(firm: Decimal, aspired: Decimal, between: str) -> None:
    first, second = read_value(f"确保{firm}%{between}力争{aspired}%")
    assert (first.value, first.stretch) == (firm, False)
    assert (second.value, second.stretch) == (aspired, True)


@given(plain, st.integers(2000, 2030), st.sampled_from(["比{}年下降{}%", "较{}年降低{}%", "在{}年基础上减少{}%"]))
def test_a_reduction_from_a_base_year(value: Decimal, year: int, pattern: str) -> None:
    (reading,) = read_value(pattern.format(year, value))
    assert (reading.value, reading.base_year, reading.measure) == (value, year, "cumulative_change")
    assert reading.sense == "reduction"


def _chinese(number: int) -> str:
    """The usual Chinese numeral of a number below 10⁸."""
    if number >= 10**4:
        high, low = divmod(number, 10**4)
        between = "零" if 0 < low < 1000 else ""
        return f"{_chinese(high)}万{between}{_chinese(low) if low else ''}"
    text, pending = "", False
    for place, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            text += ("零" if pending and text else "") + CHINESE[digit] + sign
            pending = False
        else:
            pending = True
    return text or "零"


@given(st.integers(0, 10**8 - 1))
@example(10)
@example(10010)
def test_chinese_numerals(number: int) -> None:
    numeral = read_numeral(_chinese(number))
    assert numeral is not None
    assert numeral.value == number


@given(st.text(alphabet="零一二三两十百千万亿点", max_size=12))
def test_a_malformed_numeral_is_refused_or_read_as_it_is_written(text: str) -> None:
    numeral = read_numeral(text)
    assert numeral is None or numeral.value < 10**16


@given(
    st.text(max_size=60)
    | st.text(
        alphabet="0123456789.[]()〔〕-—~%‰≥<>至约不低于高超过以上下内左右年均累计提高降低到比力争确保、，万亿亩人个倍翻番",
        max_size=30,
    )
)
def test_no_cell_raises_and_every_figure_is_finite(text: str) -> None:
    for reading in read_value(text, unit="%", indicator_name="某个指标", year=2025):
        assert not isinstance(reading.value, Decimal) or reading.value.is_finite()
        assert reading.readable or reading.confidence == "uncertain"
        assert set(reading.why) == {"zh", "en"}
        assert type(reading.value) in (Decimal, Fraction, type(None))
        assert type(reading.half_digit) in (Decimal, Fraction, type(None))


@given(st.integers(1, 9), st.integers(2, 9), st.sampled_from(["{0}/{1}以上", "{1}分之{0}以上", "{0}:{1}以上"]))
def test_a_part_of_a_whole_is_exact(part: int, whole: int, form: str) -> None:
    ratio = ":" in form
    numbers = (part, whole) if ratio or "/" in form else (CHINESE[part], CHINESE[whole])
    (reading,) = read_value(form.format(*numbers), unit=None, indicator_name="某个指标", year=2025)
    if ratio:
        assert (reading.value, reading.unit) == (Fraction(part, whole), "比值")
    elif part < whole:
        assert (reading.value, reading.unit) == (Fraction(100 * part, whole), "%")
    else:
        assert not reading.readable
