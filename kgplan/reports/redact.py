"""What may be shown: the one place where results are made fit for people to read (rulebook, reports 1.7).

Plans marked ``classified`` appear with id and type alone, in every format but JSON. Control characters, lone
surrogates and direction overrides never reach a page, a sheet or a terminal.

Blind spot: a classified plan is known here only if it is a subject of a finding; the name of another one cannot be
recognised.
"""

import re
from typing import Any

from kgplan.reports.labels import say
from kgplan.results import Finding, Results, Subject

# C0 and C1 controls but tab and newline, direction marks and overrides, lone surrogates, non-characters
_UNFIT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_REPLACEMENT = "\ufffd"


def presentable(results: Results) -> Results:
    """A copy that may be shown. Order and number of findings stay; ids of rules and plans too."""
    content = clean(results.model_dump(by_alias=True))
    _remove_names(content, _classified_names(results))
    shown = Results.model_validate(content)
    return shown.model_copy(update={"findings": [_redacted(finding) for finding in shown.findings]})


def clean(value: Any) -> Any:
    """The same JSON-like value with characters that could harm a reader replaced, in keys and texts, at any depth."""
    if isinstance(value, str):
        return _UNFIT.sub(_REPLACEMENT, value.replace("\r\n", "\n"))
    if isinstance(value, dict):
        return {clean(key): clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [clean(item) for item in value]
    return value


def is_classified(finding: Finding) -> bool:
    """Whether a classified plan is among the subjects."""
    return any(subject.classified for subject in finding.subjects)


def _classified_names(results: Results) -> dict[str, str]:
    """Titles of the classified plans among all subjects → id, to take them out of what other findings say.

    A title with the id in it is no title but stands in for one already.
    """
    names: dict[str, str] = {}
    for finding in results.findings:
        for subject in finding.subjects:
            if subject.classified:
                titles = (subject.title.strip("《》 "), (subject.title_en or "").strip())
                names |= {str(clean(name)): subject.id for name in titles if name and subject.id not in name}
    return names


# Fields that carry prose; ids and codes stay, since links, filters and groups depend on them.
_PROSE_OF_FINDING = (
    "title", "message", "remedy", "facts", "names", "reasons", "evidence", "acts_names", "waiver", "changes",
)  # fmt: skip
_PROSE_OF_SUBJECT = ("title", "title_en")
_PROSE_OF_INPUT = ("rejected", "notes")


def _remove_names(content: dict[str, Any], names: dict[str, str]) -> None:
    """Put the id in place of each classified title, wherever the prose of the results mentions it."""
    if not names:
        return
    pattern = re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)))

    def replace(value: Any) -> Any:
        if isinstance(value, str):
            return pattern.sub(lambda match: names[match.group()], value)
        if isinstance(value, dict):
            return {replace(key): replace(item) for key, item in value.items()}
        return [replace(item) for item in value] if isinstance(value, list) else value

    holders: list[tuple[dict[str, Any], tuple[str, ...]]] = [(content["input"], _PROSE_OF_INPUT)]
    for finding in content["findings"]:
        holders.append((finding, _PROSE_OF_FINDING))
        holders += [(subject, _PROSE_OF_SUBJECT) for subject in finding["subjects"]]
    for holder, fields in holders:
        holder.update({field: replace(holder[field]) for field in fields})


def _redacted(finding: Finding) -> Finding:
    if not is_classified(finding):
        return finding
    return finding.model_copy(
        update={
            "key": [],
            "subjects": [_bare(subject) if subject.classified else subject for subject in finding.subjects],
            "message": say("classified_message"),
            "remedy": say("classified_remedy"),
            "facts": {},
            "names": {},
            "reasons": {},
            "evidence": [],
            "acts": [],
            "acts_names": None,
            "waiver": None,
            "changes": [],
        }
    )


def _bare(subject: Subject) -> Subject:
    return Subject(
        id=subject.id,
        title="",
        plan_type=subject.plan_type,
        level=None,
        lead=None,
        stage=None,
        period=(None, None),
        classified=True,
    )
