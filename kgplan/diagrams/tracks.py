"""Vertical lines: which stretches of a net share one x, and how stretches of different nets stand side by side."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kgplan.diagrams.geometry import Metrics
from kgplan.diagrams.grid import Grid, Slot
from kgplan.diagrams.routing import Net, NetKey, Path


@dataclass
class Piece:
    """A vertical stretch of one net in one slot, touching the channels ``top`` to ``bottom``.

    ``from_box``: it starts at the top border of a box below ``bottom``; ``to_box``: it ends at the lower border of a
    box above ``top``. ``pull``: where its horizontal lines lead on the whole, left below 0. ``offset``: pixels from
    the middle of the slot.
    """

    net: NetKey
    slot: Slot
    top: int
    bottom: int
    from_box: bool = False
    to_box: bool = False
    pull: float = 0.0
    weight: int = 0
    offset: float = 0.0

    def goes_up(self, channel: int) -> bool:
        """Whether it continues above this channel."""
        return channel > self.top or self.to_box

    def goes_down(self, channel: int) -> bool:
        """Whether it continues below this channel."""
        return channel < self.bottom or self.from_box


class Tracks:
    """All pieces of all nets with their offsets; ``room`` is the width that each gutter needs."""

    def __init__(self, nets: Sequence[Net], grid: Grid, metrics: Metrics, nominal: Mapping[Slot, float]) -> None:
        self.metrics = metrics
        self.pieces: dict[tuple[NetKey, Slot], list[Piece]] = {}
        for net in nets:
            for slot, pieces in _pieces(net).items():
                self.pieces[net.key, slot] = pieces
                for piece in pieces:
                    piece.pull = _pull(net, piece, nominal)
        by_slot: dict[Slot, list[Piece]] = defaultdict(list)
        for (_, slot), pieces in self.pieces.items():
            by_slot[slot] += pieces
        self.room = dict.fromkeys(range(grid.columns + 1), metrics.gutter)
        for slot, pieces in by_slot.items():
            width = metrics.box if slot[0] == "gutter" else grid.widths[slot[1]]
            spread = self._spread(pieces, width)
            if slot[0] == "gutter":
                self.room[slot[1]] = max(metrics.gutter, 2 * spread + metrics.gutter - metrics.track)

    def at(self, net: NetKey, slot: Slot, channel: int) -> Piece:
        """The piece of a net in a slot that touches a channel."""
        return next(piece for piece in self.pieces[net, slot] if piece.top <= channel <= piece.bottom)

    def _spread(self, pieces: Iterable[Piece], width: float) -> float:
        """Sets the offsets of the pieces of one slot; gives the largest distance from its middle."""
        widest = 0.0
        for cluster in _clusters(pieces):
            cluster.sort(key=lambda piece: (piece.pull, piece.top, piece.net))
            track: list[int] = []
            for number, piece in enumerate(cluster):
                earlier = [track[k] for k in range(number) if _meet(cluster[k], piece)]
                track.append(max(earlier, default=-1) + 1)
            anchor = max(range(len(cluster)), key=lambda k: (_claim(cluster[k]), -k))
            middle = float(track[anchor]) if _claim(cluster[anchor]) else max(track) / 2
            at_box = any(piece.from_box or piece.to_box for piece in cluster)
            step = self.metrics.port if at_box else self.metrics.track
            reach = max(max(track) - middle, middle - min(track), 1.0)
            if at_box:
                step = min(step, (width / 2 - 24) / reach)
            for piece, place in zip(cluster, track, strict=True):
                piece.offset = (place - middle) * step
                widest = max(widest, abs(piece.offset))
        return widest


def _claim(piece: Piece) -> int:
    """How much a piece has a right to the very middle: a straight line between two boxes, then a trunk's end."""
    if piece.from_box and piece.to_box:
        return 1000 + piece.weight
    return piece.weight if piece.to_box else 0


def _meet(one: Piece, other: Piece) -> bool:
    return one.top <= other.bottom and other.top <= one.bottom


def _clusters(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Groups of pieces whose ranges of channels hang together."""
    result: list[list[Piece]] = []
    reach = -1
    for piece in sorted(pieces, key=lambda piece: (piece.top, piece.bottom, piece.net)):
        if result and piece.top <= reach:
            result[-1].append(piece)
        else:
            result.append([piece])
            reach = -1
        reach = max(reach, piece.bottom)
    return result


def _pieces(net: Net) -> dict[Slot, list[Piece]]:
    """Vertical stretches of a net by slot: ports and crossings, joined where they touch the same channel."""
    parts: dict[Slot, list[Piece]] = defaultdict(list)
    for path in net.paths.values():
        for piece in _parts(net.key, path):
            parts[piece.slot].append(piece)
    result: dict[Slot, list[Piece]] = {}
    for slot, pieces in parts.items():
        joined: list[Piece] = []
        for piece in sorted(pieces, key=lambda piece: (piece.top, piece.bottom)):
            if joined and piece.top <= joined[-1].bottom:
                last = joined[-1]
                if piece.bottom > last.bottom:
                    last.bottom, last.from_box = piece.bottom, piece.from_box
                elif piece.bottom == last.bottom:
                    last.from_box = last.from_box or piece.from_box
                if piece.top == last.top:
                    last.to_box = last.to_box or piece.to_box
                last.weight += piece.weight
            else:
                joined.append(piece)
        result[slot] = joined
    return result


def _parts(net: NetKey, path: Path) -> Iterable[Piece]:
    if path.leaves == "side":
        return
    first, last = path.channels[0], path.channels[-1]
    yield Piece(net, path.stops[0], first, first, from_box=path.leaves == "top", to_box=path.leaves == "bottom")
    for number, slot in enumerate(path.stops[1:-1]):
        one, other = path.channels[number], path.channels[number + 1]
        yield Piece(net, slot, min(one, other), max(one, other))
    enters_top = path.enters == "top"
    yield Piece(net, path.stops[-1], last, last, from_box=enters_top, to_box=not enters_top, weight=1)


def _pull(net: Net, piece: Piece, nominal: Mapping[Slot, float]) -> float:
    """Mean distance to the slots that its horizontal lines connect it with."""
    here = nominal[piece.slot]
    steps = []
    for path in net.paths.values():
        for number, channel in enumerate(path.channels):
            ends = path.stops[number], path.stops[number + 1]
            if piece.slot in ends and ends[0] != ends[1] and piece.top <= channel <= piece.bottom:
                other = ends[1] if ends[0] == piece.slot else ends[0]
                steps.append(nominal[other] - here)
    return sum(steps) / len(steps) if steps else 0.0
