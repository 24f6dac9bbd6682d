"""A small reader of HTML pages, so that tests see what a reader of one language sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "input", "img", "br", "link"}


@dataclass
class Element:
    """An element with its attributes and content."""

    tag: str
    attributes: dict[str, str | None]
    content: list[Element | str] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """This element and all below it."""
        yield self
        for item in self.content:
            if isinstance(item, Element):
                yield from item.walk()

    def all(self, tag: str, wanted: Callable[[Element], bool] = lambda _: True) -> list[Element]:
        """All elements of a tag below this one."""
        return [element for element in self.walk() if element.tag == tag and wanted(element)]

    def id(self, name: str) -> Element:
        """The one element of an id; a test fails where there is none or a second."""
        found = [element for element in self.walk() if element.attributes.get("id") == name]
        assert len(found) == 1, f"{len(found)} elements with id {name}"
        return found[0]

    def text(self, lang: str = "zh") -> str:
        """Text that a reader of a language sees, blanks squeezed."""
        return " ".join("".join(self._texts("en" if lang == "zh" else "zh")).split())

    def _texts(self, hidden: str) -> Iterator[str]:
        for item in self.content:
            if isinstance(item, str):
                yield item
            elif item.tag not in {"script", "style"} and item.attributes.get("lang") != hidden:
                yield from item._texts(hidden)
                if item.tag not in {"span", "b", "code", "small", "a"}:
                    yield " "

    def numbers(self) -> list[int]:
        """Numbers that stand alone in cells of this table row."""
        return [int(cell.text()) for cell in self.all("td")]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        self.open[-1].content.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].content.append(data)


def read(html: str) -> Element:
    """The page; an element that is not closed, or closed twice, fails the test."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == [reader.root], f"not closed: {[element.tag for element in reader.open[1:]]}"
    return reader.root
