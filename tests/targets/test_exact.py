"""Fractions as text for facts and for sentences."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgplan.targets import exact_text, shown_text
from kgplan.targets.exact import fraction


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(57), "57"),
        (Fraction(135, 10), "13.5"),
        (Fraction(-1, 8), "-0.125"),
        (Fraction(0), "0"),
        (Fraction(10**20), "100000000000000000000"),
        (Fraction(1, 10**9), "0.000000001"),
        (Fraction(20, 3), "6.666666666666666666666666667"),
    ],
)
def test_facts_are_plain_decimals(value: Fraction, text: str) -> None:
    assert exact_text(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(Fraction(135, 10), "13.5"), (Fraction(20, 3), "≈6.66666666667"), (Fraction(1, 2**20), "≈0.000000953674316406")],
)
def test_sentences_mark_what_is_rounded(value: Fraction, text: str) -> None:
    assert shown_text(value) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=9))
def test_a_decimal_comes_back_exactly(value: Decimal) -> None:
    assert Decimal(exact_text(Fraction(value))) == value


@given(st.fractions())
def test_any_fraction_is_a_numeral_near_its_value(value: Fraction) -> None:
    text = exact_text(value)
    assert "E" not in text
    assert abs(Fraction(Decimal(text)) - value) <= abs(value) / 10**27


@pytest.mark.parametrize("value", [0.1, True, "1"])
def test_only_exact_numbers_are_taken(value: object) -> None:
    with pytest.raises(TypeError):
        fraction(value)  # type: ignore[arg-type]


def test_hundreds_of_decimal_places_are_rounded() -> None:
    text = exact_text(Fraction(1, 2**400))
    assert len(text.lstrip("0.")) == 28
