"""Our SVG without its style sheet: every rule of ``style.css`` written into the elements that it applies to.

For programs that draw SVG but know no CSS. Knows what our own style sheet uses: element names, classes, descendants,
lists of selectors; it is no CSS engine for other people's files.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from xml.etree import ElementTree as Xml

from kgplan.diagrams.svg import style_sheet

SVG = "{http://www.w3.org/2000/svg}"
_WORDS = frozenset({f"{SVG}title", f"{SVG}desc", f"{SVG}style"})
_UNDRAWN = frozenset({"pointer-events", "background", "cursor"})
_BOLD = 600


@dataclass(frozen=True)
class _Rule:
    """One selector with its declarations; ``parts`` are (element name or empty, classes), outermost first."""

    parts: tuple[tuple[str, frozenset[str]], ...]
    declarations: tuple[tuple[str, str], ...]

    @property
    def weight(self) -> tuple[int, int]:
        return sum(len(classes) for _, classes in self.parts), sum(bool(name) for name, _ in self.parts)


def inlined(svg: bytes, font_family: str) -> Xml.Element:
    """The drawing with presentation attributes alone; text in ``font_family``, bold or normal, no hidden parts."""
    root = Xml.fromstring(svg)
    _style(root, [], font_family)
    return root


@cache
def _rules() -> tuple[_Rule, ...]:
    rules = []
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", style_sheet()):
        pairs = (line.split(":", 1) for line in body.split(";") if ":" in line)
        declarations = tuple((name.strip(), value.strip()) for name, value in pairs)
        for selector in selectors.split(","):
            words = (word.split(".") for word in selector.split())
            rules.append(_Rule(tuple((name, frozenset(classes)) for name, *classes in words), declarations))
    return tuple(sorted(rules, key=lambda rule: rule.weight))


def _style(element: Xml.Element, above: Sequence[Xml.Element], font_family: str) -> None:
    chain = [*above, element]
    values: dict[str, str] = {}
    for rule in _rules():
        if _applies(rule, chain):
            values.update(rule.declarations)
    for name, value in values.items():
        if name == "font-family":
            element.set(name, font_family)
        elif name == "font-weight":
            element.set(name, "bold" if int(value) >= _BOLD else "normal")
        elif name not in _UNDRAWN:
            element.set(name, value.removesuffix("px"))
    for child in list(element):
        if child.tag in _WORDS or child.get("class") == "hit":
            element.remove(child)
        else:
            _style(child, chain, font_family)


def _applies(rule: _Rule, chain: Sequence[Xml.Element]) -> bool:
    if not _fits(rule.parts[-1], chain[-1]):
        return False
    wanted = list(rule.parts[:-1])
    for element in reversed(chain[:-1]):
        if wanted and _fits(wanted[-1], element):
            wanted.pop()
    return not wanted


def _fits(part: tuple[str, frozenset[str]], element: Xml.Element) -> bool:
    name, classes = part
    return (not name or element.tag == SVG + name) and classes <= set((element.get("class") or "").split())
