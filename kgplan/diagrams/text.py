"""The picture as an indented tree: for screen readers, for mails, and for diff.

Every document stands once, under its nearest superior; further superiors, peers and what is missing follow it in
lines of their own. The order depends on nothing but the picture's order of documents.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from kgplan.diagrams.labels import level_label, say, second_line, shown_title, type_label, value_sentence
from kgplan.diagrams.model import Edge, Node, Picture
from kgplan.diagrams.summary import summary, title
from kgplan.texts import Lang

_INDENT = "  "


def render_text(picture: Picture, lang: Lang) -> bytes:
    """UTF-8 text with a final newline."""
    lines = [title(picture, lang), summary(picture, lang), "", *_Tree(picture, lang).lines()]
    return ("\n".join(lines) + "\n").encode()


class _Tree:
    def __init__(self, picture: Picture, lang: Lang) -> None:
        self.picture = picture
        self.lang = lang
        self.place = {node.id: number for number, node in enumerate(picture.nodes)}
        self.level = {name: number for number, row in enumerate(picture.rows) for name in row.nodes}
        self.from_here: dict[str, list[Edge]] = defaultdict(list)
        self.peers: dict[str, list[Edge]] = defaultdict(list)
        for edge in picture.edges:
            self.from_here[edge.source].append(edge)
            if edge.kind == "coordinates":
                self.peers[edge.source].append(edge)
                self.peers[edge.target].append(edge)
        self.under = self._primary()
        self.children: dict[str, list[str]] = defaultdict(list)
        for name, upper in self.under.items():
            self.children[upper].append(name)
        for names in self.children.values():
            names.sort(key=self.place.__getitem__)

    def _primary(self) -> dict[str, str]:
        """The superior under which each document stands: the nearest by level; never one that stands under it."""
        under: dict[str, str] = {}
        for node in self.picture.nodes:
            wishes = [edge for edge in self.from_here[node.id] if edge.kind in {"subordinate", "missing"}]
            wishes.sort(key=self._distance)
            for edge in wishes:
                if not _hangs_under(edge.target, node.id, under):
                    under[node.id] = edge.target
                    break
        return under

    def _distance(self, edge: Edge) -> tuple[bool, bool, int, bool, int]:
        upper = self.picture.node(edge.target)
        kind = edge.kind == "missing"
        return (
            kind and edge.detail == "likely",
            edge.loop,
            -self.level[edge.target],
            upper.plan_type == "development",
            self.place[edge.target],
        )

    def lines(self) -> Iterator[str]:
        for node in self.picture.nodes:
            if node.id not in self.under:
                yield from self._branch(node, 0)

    def _branch(self, node: Node, depth: int) -> Iterator[str]:
        yield _INDENT * depth + self._line(node)
        for value in node.values:
            yield _INDENT * (depth + 2) + "- " + say(self.lang, "tree_value", value=value_sentence(value, self.lang))
        for line in self._links(node):
            yield _INDENT * (depth + 2) + line
        for name in self.children[node.id]:
            yield from self._branch(self.picture.node(name), depth + 1)

    def _line(self, node: Node) -> str:
        facts = say(self.lang, "comma").join(
            part for part in (type_label(node, self.lang), second_line(node, self.lang))
        )
        missing = self.under.get(node.id) in self._missing(node)
        level = ("✗ " if missing else "") + level_label(node.level, self.lang)
        line = f"{level} · {self._name(node.id)} ({facts}) [{one_line(node.id)}]"
        if node.unlisted:
            line += f" △ {say(self.lang, 'unlisted')}"
        if node.errors or node.warnings:
            line += f" ✕{node.errors} !{node.warnings}"
        return line

    def _missing(self, node: Node) -> set[str]:
        """Superiors that a rule asks for and the graph lacks."""
        return {edge.target for edge in self.from_here[node.id] if edge.kind == "missing"}

    def _links(self, node: Node) -> Iterator[str]:
        """Superiors other than the one above in the tree, missing ones, peers, predecessors."""
        edges = self.from_here[node.id]
        above = self.under.get(node.id)
        further = [
            edge for edge in edges if edge.kind == "subordinate" and (edge.target != above or self._marked(edge))
        ]
        yield from self._list("tree_superiors", [(edge.target, edge) for edge in further])
        for name, certain in (("tree_missing", True), ("tree_missing_likely", False)):
            missing = [edge for edge in edges if edge.kind == "missing" and (edge.detail != "likely") == certain]
            yield from self._list(name, [(edge.target, edge) for edge in missing])
        peers = [(edge.target if edge.source == node.id else edge.source, edge) for edge in self.peers[node.id]]
        yield from self._list("tree_peers", peers)
        carried = [(edge.target, edge) for edge in edges if edge.kind == "implements"]
        yield from self._list("tree_implements", carried)
        older = [(edge.target, edge) for edge in edges if edge.kind == "supersedes"]
        yield from self._list("tree_supersedes", older)

    @staticmethod
    def _marked(edge: Edge) -> bool:
        return edge.loop or edge.fault is not None

    def _list(self, key: str, ends: Sequence[tuple[str, Edge]]) -> Iterator[str]:
        if not ends:
            return
        names = []
        for name, edge in sorted(ends, key=lambda end: (self.place[end[0]], end[1])):
            mark = say(self.lang, "tree_loop") if edge.loop else ""
            if edge.fault and edge.kind != "missing":
                mark += say(self.lang, "tree_fault", rules=say(self.lang, "tree_list").join(edge.rules))
            names.append(f"{self._name(name)} [{one_line(name)}]{mark}")
        yield "- " + say(self.lang, key, titles=say(self.lang, "tree_list").join(names))

    def _name(self, node_id: str) -> str:
        node = self.picture.node(node_id)
        return one_line(shown_title(node, self.lang))


def one_line(value: str) -> str:
    """Text without line breaks and control characters."""
    return " ".join("".join(char if char.isprintable() else " " for char in value).split())


def _hangs_under(name: str, upper: str, under: dict[str, str]) -> bool:
    while name != upper:
        if name not in under:
            return False
        name = under[name]
    return True
