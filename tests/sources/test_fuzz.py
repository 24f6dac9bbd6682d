"""A moment of ``tests.sources.fuzz``: no damaged file and no odd table breaks a reader."""

from collections import Counter

import pytest

from tests.sources.fuzz import TARGETS, round_of


@pytest.mark.parametrize("target", TARGETS)
def test_no_file_breaks_a_reader(target: str) -> None:
    seen: Counter[str] = Counter()
    round_of(target, number=4, examples=60, seen=seen)
    assert sum(seen.values()) >= 60
