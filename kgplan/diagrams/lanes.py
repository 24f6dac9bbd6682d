"""Horizontal lines: the order of the lanes in a channel, so that few lines cross and none lie on each other."""

from collections.abc import Sequence
from dataclasses import dataclass

_CLASH = 1000
_CLEARANCE = 7.0


@dataclass(frozen=True)
class Strand:
    """One net's line in a channel: it spans ``left`` to ``right``; vertical lines leave it at ``ups`` and ``downs``."""

    net: tuple[str, str, str]
    left: float
    right: float
    ups: tuple[float, ...]
    downs: tuple[float, ...]


def assign_lanes(strands: Sequence[Strand]) -> list[int]:
    """Lane of each strand, 0 at the top. Strands that would touch get different lanes."""
    count = len(strands)
    cost = [[_cost(a, b) if a is not b else 0 for b in strands] for a in strands]
    order = sorted(range(count), key=lambda number: (_lean(strands[number]), strands[number].net))
    improved = True
    rounds = 0
    while improved and rounds < 2 * count + 4:
        improved = False
        rounds += 1
        for place in range(count):
            item = order[place]
            rest = order[:place] + order[place + 1 :]
            above = 0
            gains = [0]
            for other in rest:
                above += cost[other][item] - cost[item][other]
                gains.append(above)
            best = min(range(count), key=lambda index: (gains[index], abs(index - place)))
            if gains[best] < gains[place]:
                order = [*rest[:best], item, *rest[best:]]
                improved = True
    lanes = [0] * count
    for place, item in enumerate(order):
        before = [lanes[other] for other in order[:place] if _touch(strands[other], strands[item])]
        lanes[item] = max(before, default=-1) + 1
    return lanes


def _lean(strand: Strand) -> float:
    """Short strands next to where they lead to: more lines downwards, lower lane."""
    return len(strand.downs) - len(strand.ups)


def _touch(one: Strand, other: Strand) -> bool:
    return one.left < other.right + _CLEARANCE and other.left < one.right + _CLEARANCE


def _cost(upper: Strand, lower: Strand) -> int:
    """Crossings if ``upper`` lies above ``lower``; vertical lines on the same x would lie on each other."""
    crossings = sum(lower.left < x < lower.right for x in upper.downs)
    crossings += sum(upper.left < x < upper.right for x in lower.ups)
    clashes = sum(abs(x - y) < 1.0 for x in upper.downs for y in lower.ups)
    return crossings + _CLASH * clashes
