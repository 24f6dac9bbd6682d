"""Mutants of a rule: its query with one condition dropped, one comparison flipped, one direction swapped, and so on.

A proof case that gives other findings with the mutant catches it. Columns that are only facts of a finding are left
alone: proof cases state findings, not what is said about them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from kgplan.rules.rulebook import Rule, Rulebook
from kgplan.schema import Schema
from tests.rules.tokens import CLAUSES, Query

Edit = tuple[int, int, str]
"""Start and end in the text, and what takes the place of what stands there."""

_FLIPS = {"<": ("<=", ">"), "<=": ("<", ">="), ">": (">=", "<"), ">=": (">", "<="), "=": ("<>",), "<>": ("=",)}
_SWAPS = {
    "AND": "OR",
    "OR": "AND",
    "TRUE": "false",
    "FALSE": "true",
    "ANY": "all",
    "NONE": "any",
    "MIN": "max",
    "MAX": "min",
}
CORE = (
    *("drop condition", "drop alternative", "drop property", "drop NOT", "negate", "IS NULL", "IS NOT NULL"),
    *("swap direction", "<", ">", "="),
)
"""How the kinds of mutants begin that any rulebook has to be proven against: conditions, comparisons, directions."""
_FUNCTIONS = frozenset({"ANY", "NONE", "MIN", "MAX"})
_BOUNDARIES = CLAUSES | {",", "|", "END"}
_NOBODY = "~"
"""A text that no graph holds."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed query. ``line``: in the rule's file; ``was`` and ``becomes``: the lines concerned, blanks as one."""

    rule: str
    kind: str
    line: int
    was: str
    becomes: str
    query: str

    @property
    def change(self) -> str:
        """The lines before and after; without a line number, so that it outlives changes elsewhere in the file."""
        return f"{self.was} => {self.becomes}".strip()

    def __str__(self) -> str:
        return f"{self.rule}:{self.line} {self.kind}: {self.change}"


def mutants_of(rule: Rule, rulebook: Rulebook, schema: Schema) -> list[Mutant]:
    """The mutants of a rule, in the order of its text, no two with the same query."""
    codes: dict[str, str] = {}
    for code_list in schema.code_lists.values():
        names = [code.code for code in code_list.codes]
        codes |= dict(zip(names, [*names[1:], *names[:1]], strict=True))
    head = rule.path.read_text(encoding="utf-8").partition(rule.query.strip())[0].count("\n")
    return list(mutate(rule.query, rule.id, weighed(rule, rulebook), codes, head))


def weighed(rule: Rule, rulebook: Rulebook) -> frozenset[str]:
    """The columns of a rule that decide which findings there are; all others are facts."""
    names = {*rule.key, *rule.registers.values(), "reason", "reasons", "severity", "draft"}
    for suppression in rule.suppressed_by:
        names |= {*suppression.same, *suppression.every}
    for other in rulebook.rules.values():
        for suppression in other.suppressed_by:
            if suppression.rule == rule.id:
                names |= {*suppression.same.values(), *suppression.every.values(), *suppression.where}
    return frozenset(names)


def mutate(
    text: str,
    rule: str = "",
    columns: Iterable[str] | None = None,
    codes: Mapping[str, str] | None = None,
    head: int = 0,
) -> Iterator[Mutant]:
    """The mutants of a query.

    ``columns``: the columns of its own RETURN to change, all by default. ``codes``: a code → another of its list.
    ``head``: lines that stand before the query in its file.
    """
    query = Query(text)
    facts = [
        query.span(first, last) for name, first, last in query.columns if columns is not None and name not in columns
    ]
    if query.columns:
        # Findings have no order.
        facts.append((query.tokens[query.columns[-1][2]].end, len(text)))
    seen = {_even(text)}
    for kind, edits in sorted(_all(query, codes or {}), key=lambda found: min(found[1])):
        if any(start < high and end > low for start, end, _ in edits for low, high in facts):
            continue
        changed = _apply(text, edits)
        if _even(changed) not in seen:
            seen.add(_even(changed))
            yield _mutant((rule, kind, head), text, changed, edits)


def _apply(text: str, edits: Iterable[Edit]) -> str:
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _even(text: str) -> str:
    return " ".join(text.split())


def _mutant(about: tuple[str, str, int], text: str, changed: str, edits: list[Edit]) -> Mutant:
    """Names the lines that the edits touch, before and after. ``about``: rule, kind, lines before the query."""
    rule, kind, head = about
    first = text.rfind("\n", 0, min(edits)[0]) + 1
    last = text.find("\n", max(end for _, end, _ in edits))
    rest = len(text) - last if last >= 0 else 0
    was, becomes = text[first : len(text) - rest], changed[first : len(changed) - rest]
    line = head + 1 + text.count("\n", 0, min(edits)[0])
    return Mutant(rule, kind, line, _even(was), _even(becomes), changed)


def _all(query: Query, codes: Mapping[str, str]) -> Iterator[tuple[str, list[Edit]]]:
    makers: list[Callable[[Query], Iterator[tuple[str, list[Edit]]]]]
    makers = [_conditions, _filters, _words, _signs, _arrows, _lengths, _numbers, _branches]
    for maker in makers:
        yield from maker(query)
    yield from _strings(query, codes)


def _conditions(query: Query) -> Iterator[tuple[str, list[Edit]]]:
    """Each term of an AND dropped, each alternative of an OR, and a WHERE that has one condition alone."""
    for level in query.levels:
        for first, last in query.parts(*level, _BOUNDARIES):
            alternatives = list(query.parts(first, last, frozenset({"OR"})))
            if len(alternatives) > 1:
                for number, (start, end) in enumerate(alternatives):
                    yield "drop alternative", [_without(query, start, end, number == 0)]
            for start, end in alternatives:
                terms = list(query.parts(start, end, frozenset({"AND"})))
                if len(terms) > 1:
                    for number, term in enumerate(terms):
                        yield "drop condition", [_without(query, *term, number == 0)]
            if query.word(first - 1) == "WHERE":
                yield "drop condition", [(*query.span(first - 1, last), "")]


def _without(query: Query, first: int, last: int, leading: bool) -> Edit:
    """Takes out a term with the operator after it if it is the first, else with the one before it."""
    start, end = (first, last + 1) if leading else (first - 1, last)
    return *query.span(start, end), ""


def _filters(query: Query) -> Iterator[tuple[str, list[Edit]]]:
    """Each entry of the map of a pattern dropped."""
    for brace, closing in query.pairs.items():
        if query.tokens[brace].text == "{" and query.is_filter(brace):
            entries = list(query.parts(brace + 1, closing - 1, frozenset({","})))
            for number, entry in enumerate(entries):
                alone = len(entries) == 1
                edit = (*query.span(brace, closing), "") if alone else _without(query, *entry, number == 0)
                yield "drop property of pattern", [edit]


def _words(query: Query) -> Iterator[tuple[str, list[Edit]]]:
    """AND ↔ OR, NOT dropped, EXISTS negated, IS NULL ↔ IS NOT NULL, OPTIONAL and DISTINCT dropped, any ↔ all …"""
    for place, token in enumerate(query.tokens):
        word = query.word(place) if token.kind == "name" else ""
        after = query.word(place + 1)
        match word:
            case "NOT" if query.word(place - 1) == "IS":
                yield "IS NOT NULL to IS NULL", [(token.start, query.tokens[place + 1].start, "")]
            case "NOT":
                yield "drop NOT", [(token.start, query.tokens[place + 1].start, "")]
            case "NULL" if query.word(place - 1) == "IS":
                yield "IS NULL to IS NOT NULL", [(token.start, token.start, "NOT ")]
            case "EXISTS" if after == "{" and query.word(place - 1) != "NOT":
                yield "negate EXISTS", [(token.start, token.start, "NOT ")]
            case "OPTIONAL":
                yield "OPTIONAL MATCH to MATCH", [(token.start, query.tokens[place + 1].start, "")]
            case "DISTINCT" | "DESC":
                yield f"drop {word}", [(token.start, token.end, "")]
            case _ if word in _SWAPS and (after == "(" or word not in _FUNCTIONS):
                yield f"{word} to {_SWAPS[word].upper()}", [(token.start, token.end, _SWAPS[word])]


def _signs(query: Query) -> Iterator[tuple[str, list[Edit]]]:
    """Comparisons flipped, + ↔ -."""
    for place, token in enumerate(query.tokens):
        if token.kind != "sign" or place in query.drawn:
            continue
        names_path = token.text == "=" and query.word(place - 2) in {"MATCH", ","} and query.word(place + 1) == "("
        if token.text in _FLIPS and not names_path:
            for other in _FLIPS[token.text]:
                yield f"{token.text} to {other}", [(token.start, token.end, other)]
        operand = query.tokens[place - 1].kind in {"name", "number", "parameter", "string", "quoted"}
        if token.text in {"+", "-"} and place and (operand or query.tokens[place - 1].text in {")", "]"}):
            other = "-" if token.text == "+" else "+"
            yield f"{token.text} to {other}", [(token.start, token.end, other)]


def _arrows(query: Query) -> Iterator[tuple[str, list[Edit]]]:
    """The direction of each relationship swapped."""
    for arrow in query.arrows:
        start, end = query.span(arrow.tokens[0], arrow.tokens[-1])
        if arrow.left is not None and arrow.right is None:
            yield "swap direction", [(start, start + 1, ""), (end, end, ">")]
        if arrow.right is not None and arrow.left is None:
            yield "swap direction", [(start, start, "<"), (end - 1, end, "")]


def _star(query: Query, place: int) -> bool:
    """Whether the token is the * of a length, ``[:X*0..9]``."""
    return query.word(place) == "*" and any(query.outer[place] in arrow.tokens for arrow in query.arrows)


def _lengths(query: Query) -> Iterator[tuple[str, list[Edit]]]:
    """The bounds of a length: each moved by one or taken away, and the length itself dropped."""
    for star in filter(lambda place: _star(query, place), range(len(query.tokens))):
        end = star
        while query.tokens[end + 1].kind == "number" or query.tokens[end + 1].text == "..":
            end += 1
        inside = query.tokens[star + 1 : end + 1]
        lower = next((int(token.text) for token in inside[:1] if token.kind == "number"), 1)
        bounded = bool(inside) and inside[-1].kind == "number"
        upper = str(int(inside[-1].text)) if bounded else ""
        yield "drop length", [(*query.span(star, end), "")]
        for low in (lower - 1, lower + 1):
            if low >= 0 and (not upper or low <= int(upper)):
                yield "change length", [(*query.span(star, end), f"*{low}..{upper}")]
        if upper and int(upper) > lower:
            yield "change length", [(*query.span(star, end), f"*{lower}..{int(upper) - 1}")]


def _numbers(query: Query) -> Iterator[tuple[str, list[Edit]]]:
    """Each whole number one up and one down."""
    for place, token in enumerate(query.tokens):
        of_length = query.word(place - 1) == ".." or _star(query, place - 1)
        if token.kind == "number" and token.text.isdecimal() and not of_length:
            for other in (int(token.text) + 1, int(token.text) - 1):
                yield f"{token.text} to {other}", [(token.start, token.end, str(other))]


def _branches(query: Query) -> Iterator[tuple[str, list[Edit]]]:
    """Each branch of a CASE dropped where another is left."""
    for case, end in query.pairs.items():
        if query.word(case) != "CASE":
            continue
        heads, at = [], case + 1
        while at < end:
            if query.word(at) in {"WHEN", "ELSE"}:
                heads.append(at)
            at = query.pairs.get(at, at) + 1
        for head, following in zip(heads, [*heads[1:], end], strict=True):
            if query.word(head) == "ELSE" or sum(query.word(at) == "WHEN" for at in heads) > 1:
                yield "drop branch", [(query.tokens[head].start, query.tokens[following].start, "")]


def _strings(query: Query, codes: Mapping[str, str]) -> Iterator[tuple[str, list[Edit]]]:
    """Each string replaced: in a list and in the branches of a CASE by a neighbour, elsewhere by a code of its list."""
    for place, token in enumerate(query.tokens):
        if token.kind != "string":
            continue
        outer = query.outer[place]
        others: list[str] = []
        if outer >= 0 and query.word(outer) in {"[", "CASE"}:
            heads = {"[": {"[", ","}, "CASE": {"THEN", "ELSE"}}[query.word(outer)]
            others = [
                other.text
                for at, other in enumerate(query.tokens)
                if query.outer[at] == outer
                and other.kind == "string"
                and other.text != token.text
                and query.word(at - 1) in heads
                and query.word(place - 1) in heads
            ]
        other = others[0] if others else f"'{codes.get(token.text[1:-1], _NOBODY)}'"
        yield "replace string", [(token.start, token.end, other)]
