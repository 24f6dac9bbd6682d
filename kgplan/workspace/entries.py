"""How a typed value is written in a cell, so that a person can read it and reading it again gives the same value.

Codes become labels, lists are joined, days and numbers stay days and numbers: the inverse of ``kgplan.sources.kinds``.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache

from kgplan.schema import Column, Schema, Table
from kgplan.sources.model import Value
from kgplan.texts import Lang, text

Entry = str | int | Decimal | date
"""What stands in a cell."""


class Entries:
    """Writes values in one language."""

    def __init__(self, schema: Schema, lang: Lang) -> None:
        self.schema, self.lang = schema, lang
        self.code, self.relation = cache(self._code), cache(self._relation)
        self._known = cache(self._suggested)

    def entry(self, table: Table, column: Column, values: Mapping[str, Value]) -> Entry | None:
        """The cell of a column in a row of ``values``; None where the row has no value for it."""
        value = values.get(column.name)
        if value is None:
            return None
        if isinstance(value, bool):
            return text(self.lang, "workspace.yes" if value else "workspace.no")
        if isinstance(value, tuple):
            return text(self.lang, "workspace.separator").join(
                self._item(table, column, item, values) for item in value
            )
        return self._item(table, column, value, values) if isinstance(value, str) else value

    @staticmethod
    def names_relation(table: Table, column: Column) -> bool:
        """Whether the cells of a column are types of relations."""
        return table.name == "relations" and column.name == "type"

    def _item(self, table: Table, column: Column, value: str, values: Mapping[str, Value]) -> str:
        if self.names_relation(table, column):
            return self.relation(value)
        if table.name == "relations" and column.name == "kind":
            relation = self.schema.relations.get(str(values.get("type")))
            if relation and relation.kinds:
                return self.code(relation.kinds, value)
        if column.codes:
            return self.code(column.codes, value)
        return self._known(column.suggests, value) if column.suggests else value

    def _code(self, code_list: str, code: str) -> str:
        """The label of a code, if it means just this code; else the code."""
        label = self.schema.label(code_list, code, self.lang)
        found = self.schema.code_lists[code_list].find(label)
        return label if found and found.code == code else code

    def _relation(self, relation_type: str) -> str:
        relation = self.schema.relations.get(relation_type)
        label = (relation.zh if self.lang == "zh" else relation.en) if relation else relation_type
        return label if self.schema.relation(label) == relation else relation_type

    def _suggested(self, lists: tuple[str, ...], value: str) -> str:
        """Free text in which codes are known: the label, if the lists read it as this code again."""
        for name in lists:
            if found := self.schema.code_lists[name].find(value):
                label = self.code(name, found.code)
                first = next(filter(None, (self.schema.code_lists[other].find(label) for other in lists)), None)
                return label if found.code == value and first and first.code == value else value
        return value


def parse(example: str, column: Column) -> Value:
    """The value of an example of the ontology, which is written as a code, an ISO day, a number, true or false."""
    match column.kind:
        case "boolean":
            return example == "true"
        case "integer":
            return int(example)
        case "decimal":
            return Decimal(example)
        case "date":
            return date.fromisoformat(example)
        case _:
            return example
