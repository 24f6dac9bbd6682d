"""The norms of the notice, one a sentence or part of one: what rules stand on, and what no rule can check."""

import csv
import re
import unicodedata
from difflib import get_close_matches
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from kgplan.errors import UserError
from kgplan.resources import resource
from kgplan.results import Both
from kgplan.texts import LANGS


class Norm(BaseModel):
    """A norm. ``checkable``: whether data can tell; ``judged_by``: who can where no rule does; ``why``: the reason."""

    model_config = ConfigDict(frozen=True)

    id: str
    words: Both
    modality: Literal["must", "must not", "in principle", "should"]
    key_term: str
    checkable: Literal["yes", "partly", "no"]
    judged_by: Literal["person", "nobody", ""]
    why: Both


@cache
def norms() -> dict[str, Norm]:
    """All norms of ``data/notice/clauses.csv`` by id, in the order of the notice."""
    with (resource("data") / "notice" / "clauses.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["clause_id"]: Norm.model_validate(
                {
                    **{name: row[name] for name in ("modality", "key_term", "checkable", "judged_by")},
                    "id": row["clause_id"],
                    "words": {lang: row[f"paraphrase_{lang}"] for lang in LANGS},
                    "why": {lang: row[f"why_{lang}"] for lang in LANGS},
                }
            )
            for row in csv.DictReader(file)
        }


def clauses_of(asked: str) -> set[str]:
    """The norms of a clause (三(二)-4), a sentence (三(二)-3 for 3a and 3b) or a section (三(二), 三).

    UserError where there is none. Full-width brackets and digits are taken as the plain ones.
    """
    name = unicodedata.normalize("NFKC", asked).strip()
    found = {clause for clause in norms() if clause == name or re.match(rf"{re.escape(name)}(?!\d)", clause)}
    if not name or not found:
        near = get_close_matches(name, list(norms()), n=1, cutoff=0)[0]
        raise UserError("rules.unknown_clause", clause=asked, near=near)
    return found
