"""Rules of somebody's own beside those of kgplan. They are strangers' programs: one that could write is refused.

The engine itself judges that, on an empty graph of its own, before any graph of the user is opened for the run. What
reads files or addresses outside the graph is known by its words, since the engines allow it.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from kgplan.errors import UserError
from kgplan.graph.store import QueryError, Store, WriteRefusedError, code_of, loads_files, private_store
from kgplan.rules.rulebook import Rule, Rulebook, read_rulebook

_PROCEDURE = re.compile(r"\bCALL\s+[\w`]", re.IGNORECASE)


def rulebook_with(folders: Sequence[Path]) -> Rulebook:
    """The rulebook with the rules of further folders. UserError for a rule that could do more than read the graph."""
    rulebook = read_rulebook(folders)
    if rulebook.added:
        with private_store() as empty:
            for rule in rulebook.added:
                _require_reading_only(rule, empty)
    return rulebook


def _require_reading_only(rule: Rule, empty: Store) -> None:
    given = {**rule.parameters, "as_of": "2000-01-01", "home": "", "registers": []}
    for query in (rule.query, rule.candidates_query):
        if loads_files(query) or _PROCEDURE.search(code_of(query)):
            raise UserError("rules.reaches_out", id=rule.id, path=rule.path)
        try:
            empty.read(query, given)
        except WriteRefusedError as error:
            raise UserError("rules.writes", id=rule.id, path=rule.path) from error
        except QueryError:
            # Wrong in another way: the run says so, with the engine that it concerns, and refuses writing as well.
            continue
