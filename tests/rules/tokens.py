"""Cypher as tokens: as much of its structure as changing a query by one condition needs, and no more.

Comments, strings and names in backticks are tokens of their own, so that nothing inside them is taken for code.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

_TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)
      | (?P<space>\s+)
      | (?P<string>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")
      | (?P<quoted>`[^`]*`)
      | (?P<number>\d+(?:\.\d+)?)
      | (?P<parameter>\$\w+)
      | (?P<name>[^\W\d]\w*)
      | (?P<sign><=|>=|<>|\.\.|.)""",
    re.VERBOSE | re.DOTALL,
)
_CLOSES = {"(": ")", "[": "]", "{": "}", "CASE": "END"}
_SUBQUERY = frozenset({"EXISTS", "COUNT", "COLLECT", "CALL", ")"})
CLAUSES = frozenset(
    {
        *("MATCH", "OPTIONAL", "WHERE", "WITH", "RETURN", "ORDER", "BY", "SKIP", "LIMIT", "UNWIND", "CALL", "UNION"),
        *("ALL", "DISTINCT", "AS", "WHEN", "THEN", "ELSE"),
    }
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query with its place in the text. ``word`` is its text, in capitals if it may be a keyword."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        """The text as a keyword would be written."""
        return self.text.upper() if self.kind == "name" else self.text


@dataclass(frozen=True, slots=True)
class Arrow:
    """A relationship of a pattern: its tokens, and those that give it a direction (None where there is none)."""

    tokens: range
    left: int | None
    right: int | None


class Query:
    """The tokens of a query without blanks and comments, which bracket closes which, and the arrows of its patterns."""

    def __init__(self, text: str) -> None:
        self.text = text
        found = (Token(str(m.lastgroup), m[0], m.start(), m.end()) for m in _TOKEN.finditer(text))
        self.tokens = [token for token in found if token.kind not in {"space", "comment"}]
        self.pairs: dict[int, int] = {}
        """Opening → closing token; ``CASE`` and ``END`` are brackets too."""
        self.outer: dict[int, int] = {}
        """Token → the innermost opening bracket around it; -1 at the top."""
        waiting: list[int] = []
        for place, token in enumerate(self.tokens):
            if waiting and token.word == _CLOSES[self.tokens[waiting[-1]].word] and not self._is_property(place):
                self.pairs[waiting.pop()] = place
            self.outer[place] = waiting[-1] if waiting else -1
            if token.word in _CLOSES and not self._is_property(place):
                waiting.append(place)

    def _is_property(self, place: int) -> bool:
        """Whether the word follows a dot or colon and so is a name, whatever it spells."""
        return self.tokens[place].kind == "name" and place > 0 and self.tokens[place - 1].text in {".", ":"}

    def word(self, place: int) -> str:
        """The token's word; empty outside the query, and for names after a dot or colon, which are no keywords."""
        inside = 0 <= place < len(self.tokens)
        return self.tokens[place].word if inside and not self._is_property(place) else ""

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where in the text the tokens ``first`` to ``last`` stand."""
        return self.tokens[first].start, self.tokens[last].end

    @cached_property
    def arrows(self) -> list[Arrow]:
        """The relationships of all patterns: ``(a)-[…]->(b)``, ``(a)<--(b)``, ``(a)--(b)``."""
        found = []
        for place, token in enumerate(self.tokens):
            if token.text != ")":
                continue
            at = place + 1
            left = at if self.word(at) == "<" else None
            at += left is not None
            if self.word(at) != "-":
                continue
            at = self.pairs.get(at + 1, at) + 1
            if self.word(at) != "-":
                continue
            right = at + 1 if self.word(at + 1) == ">" else None
            at += right is not None
            if self.word(at + 1) == "(":
                found.append(Arrow(range(place + 1, at + 1), left, right))
        return found

    @cached_property
    def drawn(self) -> frozenset[int]:
        """Tokens that draw the arrows of patterns, so that none of them is taken for a comparison or a minus."""
        return frozenset(
            place for arrow in self.arrows for place in arrow.tokens if self.outer[place] == self.outer[arrow.tokens[0]]
        )

    def is_subquery(self, brace: int) -> bool:
        """Whether a brace opens a query (``EXISTS { … }``) and not a map."""
        return self.word(brace - 1) in _SUBQUERY

    def is_filter(self, brace: int) -> bool:
        """Whether a brace opens the map of a node or relationship pattern, whose entries are conditions."""
        before, outer = brace - 1, self.outer[brace]
        if outer < 0 or self.tokens[outer].text not in {"(", "["} or self.is_subquery(brace):
            return False
        if self.tokens[outer].text == "[":
            return any(outer in arrow.tokens for arrow in self.arrows)
        if self.tokens[outer - 1].kind == "name" and self.word(outer - 1) not in CLAUSES:
            return False  # the argument of a function
        return before == outer or self.tokens[before].kind in {"name", "quoted"}

    def parts(self, first: int, last: int, separators: frozenset[str]) -> Iterator[tuple[int, int]]:
        """The stretches of tokens between separators of the same level, each as first and last token (inclusive)."""
        start = at = first
        while at <= last:
            if self.word(at) in separators:
                if start < at:
                    yield start, at - 1
                start = at + 1
            at = self.pairs.get(at, at) + 1
        if start <= last:
            yield start, last

    @cached_property
    def levels(self) -> list[tuple[int, int]]:
        """Every stretch of tokens that stands between brackets, and the whole query."""
        inside = [(opening + 1, closing - 1) for opening, closing in self.pairs.items() if opening + 1 < closing]
        return [(0, len(self.tokens) - 1), *sorted(inside)]

    @cached_property
    def columns(self) -> list[tuple[str, int, int]]:
        """The columns of the query's own RETURN: name, first and last token."""
        found = []
        for at in (
            place for place in range(len(self.tokens)) if self.outer[place] < 0 and self.word(place) == "RETURN"
        ):
            ends = (place for place in range(at, len(self.tokens)) if self.outer[place] < 0)
            end = next((p for p in ends if self.word(p) in {"ORDER", "UNION", "LIMIT", "SKIP"}), len(self.tokens))
            for first, last in self.parts(at + 1, end - 1, frozenset({","})):
                found.append((self.tokens[last].text.strip("`"), first, last))
        return found
