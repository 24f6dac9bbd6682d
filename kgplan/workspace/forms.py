"""A table of the ontology as a form: headers, notes, lists to choose from, an example, in one language.

Workbooks and CSV files show the same forms, so that what a person reads is made in one place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kgplan.schema import Column, Schema, Table
from kgplan.sources.names import Directory
from kgplan.texts import Lang, text
from kgplan.workspace.entries import Entries, Entry, parse

_LISTED = 12
"""So many choices are named in a note; the sheet of codes has them all."""
_NARROWEST, _WIDEST = 9, 46


@dataclass(frozen=True)
class Choices:
    """A list to choose from: what is entered, and beside it what explains it. ``strict``: nothing else is valid."""

    name: str
    title: str
    beside: str
    items: tuple[tuple[str, str], ...]
    strict: bool


@dataclass(frozen=True)
class Field:
    """A column of a form. ``refers`` names the table whose ids the cell may hold, if its rows are not built in."""

    column: Column
    header: str
    note: str
    choices: Choices | None
    refers: str | None
    example: Entry | None
    width: int


@dataclass(frozen=True)
class Form:
    """A table as a person fills it in. ``name`` is that of its sheet or file, ``required`` lists its marked headers."""

    table: Table
    name: str
    about: str
    fields: tuple[Field, ...]

    @property
    def required(self) -> list[str]:
        """Headers of the columns that have to be filled, without their mark."""
        return [field.header.rstrip("*") for field in self.fields if field.header.endswith("*")]

    @property
    def example(self) -> list[Entry | None]:
        """The row of example, from its first column on; the first begins with the mark by which readers skip it."""
        return [field.example for field in self.fields]


class Forms:
    """All forms of a schema in one language."""

    def __init__(self, schema: Schema, lang: Lang) -> None:
        self.schema, self.lang = schema, lang
        self.entries = Entries(schema, lang)
        self._directory = Directory(schema.organizations, schema.regions)

    @cached_property
    def all(self) -> tuple[Form, ...]:
        """The forms in the order in which they are best filled in."""
        return tuple(map(self._form, self.schema.tables.values()))

    def of(self, tables: Sequence[str]) -> list[Form]:
        """The forms of these tables, in the same order."""
        return [form for form in self.all if form.table.name in tables]

    def choices(self, forms: Sequence[Form]) -> list[Choices]:
        """The lists of these forms, each once; those that only say yes and no are left out."""
        found = {field.choices.name: field.choices for form in forms for field in form.fields if field.choices}
        return [choices for choices in found.values() if choices.name != _BOOLEAN]

    def say(self, key: str, /, **values: object) -> str:
        """A sentence in the language of the forms."""
        return text(self.lang, f"workspace.{key}", **values)

    def name_of(self, table: Table) -> str:
        """What the sheet or file of a table is called."""
        return table.zh if self.lang == "zh" else table.name

    # ── one form ──

    def _form(self, table: Table) -> Form:
        about = table.about_zh if self.lang == "zh" else table.about_en
        mark = text(self.lang, "sources.example")
        fields = [self._field(table, column, mark if place == 0 else "") for place, column in enumerate(table.columns)]
        return Form(table, self.name_of(table), about, tuple(fields))

    def _field(self, table: Table, column: Column, mark: str) -> Field:
        name = column.zh if self.lang == "zh" else column.name
        header = name + ("*" if column.required and column.default is None else "")
        choices = self._choices(table, column)
        example = self._example(table, column)
        if mark:
            example = f"{mark}{'' if example is None else example}"
        width = 2 + max(_columns(header), *map(_columns, str(example or "").split("\n")))
        return Field(
            column=column,
            header=header,
            note=self._note(table, column, choices),
            choices=choices,
            refers=self._referred(column) if choices is None else None,
            example=example,
            width=min(max(width, _NARROWEST), _WIDEST),
        )

    def _example(self, table: Table, column: Column) -> Entry | None:
        if not column.example:
            return None
        values = {other.name: parse(other.example, other) for other in table.columns if other.example}
        return self.entries.entry(table, column, values)

    # ── choices ──

    def _choices(self, table: Table, column: Column) -> Choices | None:
        if self.entries.names_relation(table, column):
            relations = [relation for relation in self.schema.relations.values() if relation.in_table]
            items = tuple((self.entries.relation(relation.type), relation.type) for relation in relations)
            return Choices("relations", column.zh if self.lang == "zh" else column.name, self.say("code"), items, True)
        if column.kind == "boolean":
            items = tuple((self.say(name), "") for name in ("yes", "no"))
            return Choices(_BOOLEAN, "", "", items, True)
        if column.codes:
            return self._codes((column.codes,), strict=not column.many)
        if column.suggests:
            return self._codes(column.suggests, strict=False)
        return self._built_in(column.refers) if column.refers else None

    def _codes(self, lists: Sequence[str], *, strict: bool) -> Choices:
        codes = [(name, code.code) for name in lists for code in self.schema.code_lists[name].codes]
        items = tuple((self.entries.code(name, code), code) for name, code in codes)
        title = " / ".join(self._title(name) for name in lists)
        return Choices("_".join(lists) if strict else f"{'_'.join(lists)}_open", title, self.say("code"), items, strict)

    def _title(self, name: str) -> str:
        codes = self.schema.code_lists[name]
        return codes.zh if self.lang == "zh" else codes.en

    def _built_in(self, node: str) -> Choices | None:
        """Built-in regions or bodies; users may have others, so nothing else is forbidden."""
        tables = {table.node: table for table in self.schema.tables.values() if table.node}
        rows = {"Region": self.schema.regions, "Organization": self.schema.organizations}.get(node)
        if rows is None or node not in tables:
            return None
        find = self._directory.region if node == "Region" else self._directory.body
        items = []
        for row in rows:
            key, name = str(row["id"]), str(row["name_zh"])
            # Only names are offered that the reader takes, and takes for this very row.
            sure = self.lang == "zh" and find(name) == key
            items.append((name, key) if sure else (key, name if self.lang == "zh" else str(row["name_en"])))
        beside = self.say("id" if self.lang == "zh" else "name")
        return Choices(node, self.name_of(tables[node]), beside, tuple(items), False)

    def _referred(self, column: Column) -> str | None:
        return next((table.name for table in self.schema.tables.values() if column.refers == table.node), None)

    # ── notes ──

    def _note(self, table: Table, column: Column, choices: Choices | None) -> str:
        return "\n".join(line for line in self._lines(table, column, choices) if line)

    def _lines(self, table: Table, column: Column, choices: Choices | None) -> Iterator[str]:
        yield column.about_zh if self.lang == "zh" else column.about_en
        if column.default is not None:
            yield self.say("note_default", value=self.entries.entry(table, column, {column.name: column.default}))
        elif column.rejects:
            yield self.say("note_rejects")
        elif column.required:
            yield self.say("note_required")
        else:
            yield self.say("note_optional")
        if choices and choices.name != _BOOLEAN:
            shown = self.say("comma").join(item for item, _ in choices.items[:_LISTED])
            more = self.say("note_more", title=choices.title) if len(choices.items) > _LISTED else ""
            yield self.say("note_choices" if choices.strict else "note_open_choices", choices=shown + more)
        elif column.refers and (referred := self._referred(column)):
            yield self.say("note_refers", table=self.name_of(self.schema.tables[referred]))
        else:
            yield self.say(f"note_{_kind(column)}")
        if column.many:
            yield self.say("note_many")
        if column.example:
            yield self.say("note_example", value=self._example(table, column))
        yield self.say("note_name", name=column.name if self.lang == "zh" else column.zh)


_BOOLEAN = "boolean"


def _kind(column: Column) -> str:
    """Which sentence says how to write a cell."""
    if column.kind == "integer" and (column.name == "year" or column.name.endswith("_year")):
        return "year"
    return "value_text" if column.name == "value_text" else column.kind


def _columns(content: str) -> int:
    """Width of a text in a spreadsheet, in digits: Chinese characters are two wide."""
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in content)
