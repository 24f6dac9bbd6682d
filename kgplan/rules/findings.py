"""Rows of a rule's query → findings: key, severity, words, subjects, evidence."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kgplan.graph.store import Record, Store
from kgplan.results import SEVERITIES, Both, Clause, Evidence, Finding, Severity, Subject, fingerprint
from kgplan.rules.registers import named, registers_of
from kgplan.rules.rulebook import Rule, RuleFaultError
from kgplan.schema import Property, Relation, Schema
from kgplan.targets.figures import figure, in_unit
from kgplan.targets.units import Units
from kgplan.texts import LANGS, Lang, text

_LONGEST_ID = 128
_LONG_WORDS: dict[Lang, int] = {"zh": 10, "en": 40}
_SLOT = re.compile(r"\{(\w+)(?:\|(\w+))?\}")
_OWN_COLUMNS = frozenset({"reason", "reasons", "severity", "draft", "evidence"})


@dataclass(slots=True)
class Draft:
    """A finding before suppression: the row of the query and what it amounts to."""

    rule: Rule
    row: Record
    key: list[str]
    reasons: list[str]
    severity: Severity
    softened: bool

    def values(self, column: str) -> list[str]:
        """The values of a column as texts, one or many."""
        value = self.row.get(column)
        return [str(item) for item in value] if isinstance(value, list) else [str(value)]


@dataclass(slots=True)
class Names:
    """What ids are called: documents, bodies and regions, indicators, steps, files — read once for all findings."""

    documents: dict[str, Record] = field(default_factory=dict)
    bodies: dict[str, Record] = field(default_factory=dict)
    others: dict[str, Record] = field(default_factory=dict)
    sources: dict[str, Record] = field(default_factory=dict)
    steps: dict[str, Both] = field(default_factory=dict)

    @classmethod
    def read(cls, store: Store, schema: Schema, ids: Iterable[str]) -> "Names":
        """Names of the documents and steps among ``ids``, and of all bodies, regions, indicators and sources."""
        wanted = {"ids": sorted(set(ids))}
        documents = store.read("MATCH (d:Document) WHERE d.id IN $ids RETURN properties(d) AS d", wanted)
        bodies = store.read(
            "MATCH (o:Organization) "
            "RETURN o.id AS id, coalesce(o.short_zh, o.name_zh) AS name_zh, o.name_en AS name_en, "
            "o.role AS role, o.kind AS kind, o.region AS region"
        )
        others = store.read("MATCH (n:Region|Indicator) RETURN n.id AS id, n.name_zh AS name_zh, n.name_en AS name_en")
        sources = store.read("MATCH (s:Source) RETURN s.id AS id, s.file AS file, s.sheet AS sheet")
        steps = store.read(
            "MATCH (s:ProcedureStep) WHERE s.id IN $ids OPTIONAL MATCH (d:Document {id: s.plan}) "
            "RETURN s.id AS id, s.type AS type, toString(s.date) AS date, s.plan AS plan, properties(d) AS d",
            wanted,
        )
        return cls(
            {row["d"]["id"]: row["d"] for row in documents},
            {row["id"]: row for row in bodies},
            {row["id"]: row for row in others},
            {row["id"]: row for row in sources},
            {row["id"]: _step(row, schema) for row in steps},
        )

    def name(self, key: str, lang: Lang) -> str:
        """The title or name of an id; the id itself if nobody has named it."""
        if key in self.documents:
            return self.title(self.documents[key], lang)
        if key in self.steps:
            return str(getattr(self.steps[key], lang))
        record = self.bodies.get(key) or self.others.get(key)
        return str((lang == "en" and record.get("name_en")) or record.get("name_zh") or key) if record else key

    def knows(self, key: str) -> bool:
        """Whether the id is that of a document, a body, a region, an indicator or a step."""
        return key in self.documents or key in self.steps or key in self.bodies or key in self.others

    def quoted(self, key: str, lang: Lang) -> str:
        """The name, for a document in the marks of titles."""
        document = self.documents.get(key)
        return _quoted(document, lang) if document else self.name(key, lang)

    @staticmethod
    def title(document: Record, lang: Lang) -> str:
        """The title of a document; what stands in its place for a classified one (reports.md 1.7)."""
        if document.get("classified"):
            return text(lang, "rules.classified", id=document["id"])
        return str((lang == "en" and document.get("title_en")) or document.get("title_zh") or document["id"])

    def department(self, role: str, region: str) -> str | None:
        """The department of a function in a region, by the bodies' own description."""
        found = sorted(k for k, o in self.bodies.items() if o["role"] == role and o["region"] == region)
        return found[0] if found else None


def _quoted(document: Record, lang: Lang) -> str:
    title = Names.title(document, lang)
    marked = document.get("classified") or title.startswith("《")
    return title if marked else text(lang, "rules.title", title=title)


def _step(row: Record, schema: Schema) -> Both:
    """A step by its plan, type and date: a row of steps has no id that a user would know."""
    sentence = "rules.step" if row["date"] else "rules.step_undated"
    return Both(
        **{
            lang: text(
                lang,
                sentence,
                plan=_quoted(row["d"], lang) if row["d"] else row["plan"],
                step=schema.label("step", row["type"], lang),
                date=row["date"],
            )
            for lang in LANGS
        }
    )


@dataclass(frozen=True, slots=True)
class Setting:
    """What the findings of one run have in common: names, ontology, units, key terms of clauses, day, home district."""

    names: Names
    schema: Schema
    units: Units
    clauses: Mapping[str, str]
    day: str
    home: str


def draft_of(rule: Rule, row: Record) -> Draft:
    """Key and severity of a row: its own severity, else the highest of its reasons, softened for drafts (rules.md 0.6).

    RuleFaultError where the row lacks a column of the key or names a reason or severity that there is not.
    """
    lacking = [name for name in rule.key if name not in row]
    if lacking:
        raise RuleFaultError(lacking[0])
    listed = [item for name in rule.key for item in (row[name] if isinstance(row[name], list) else [row[name]])]
    key = [str(item) for item in listed if item is not None]
    reasons = list(row.get("reasons") or ([row["reason"]] if row.get("reason") else []))
    own: Severity | None = row.get("severity")
    unknown = [str(reason) for reason in reasons if reason not in rule.reasons]
    if own and own not in SEVERITIES:
        unknown.append(own)
    if unknown:
        raise RuleFaultError(unknown[0])
    found = [rule.reasons[reason].severity or rule.severity for reason in reasons] or [rule.severity]
    severity = min(found, key=SEVERITIES.index) if own is None else own
    softened = severity == "error" and rule.drafts_soften and bool(row.get("draft"))
    return Draft(
        rule, row, sorted(key) if rule.symmetric else key, reasons, "warning" if softened else severity, softened
    )


def finding_of(draft: Draft, setting: Setting) -> Finding:
    """The finding as results carry it."""
    names, schema, clauses = setting.names, setting.schema, setting.clauses
    words = {lang: _Words(draft, setting, lang) for lang in LANGS}
    rule, row = draft.rule, draft.row
    subjects = [
        _subject(names.documents[key], names)
        for name in rule.subjects
        for key in draft.values(name)
        if key in names.documents
    ]
    acts = _acts(rule, subjects, names, setting.home)
    return Finding(
        rule=rule.id,
        severity=draft.severity,
        key=draft.key,
        fingerprint=fingerprint(rule.id, draft.key),
        subjects=subjects,
        title=rule.title,
        message=Both(**{lang: words[lang].message() for lang in LANGS}),
        remedy=rule.remedy,
        clauses=[Clause(id=clause, key_term=clauses[clause]) for clause in rule.clauses],
        facts={
            **{name: _exact(value) for name, value in row.items() if name not in _OWN_COLUMNS},
            **_registers(draft, schema),
            "reason": _reason(draft),
        },
        names=_named(row, names),
        reasons={
            reason: Both(**{lang: words[lang].reason(reason).strip(" ，；,;") for lang in LANGS})
            for reason in draft.reasons
        },
        evidence=_evidence(draft, names),
        acts=acts,
        acts_names=Both(**{lang: _join([names.name(body, lang) for body in acts], lang) for lang in LANGS})
        if acts
        else None,
        draft=draft.softened,
        first_seen=setting.day,
        last_seen=setting.day,
    )


def mentioned(value: Any) -> Iterator[str]:
    """Every text in a value at any depth that may be an id."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from mentioned(item)
    elif isinstance(value, str) and 0 < len(value) <= _LONGEST_ID:
        yield value


def _named(row: Record, names: Names) -> dict[str, Both]:
    """What the ids in the facts are called: documents in 《》, bodies, regions."""
    found = (key for name, value in row.items() if name not in _OWN_COLUMNS for key in mentioned(value))
    return {
        key: Both(**{lang: names.quoted(key, lang) for lang in LANGS})
        for key in dict.fromkeys(found)
        if names.knows(key)
    }


def _registers(draft: Draft, schema: Schema) -> dict[str, list[dict[str, str]]]:
    """The registers that the finding rests on, in words."""
    rests_on = draft.rule.shared_registers | {draft.rule.reasons[reason].register_ for reason in draft.reasons}
    used = [register for register in registers_of(draft.rule, draft.row) or () if register.kind in rests_on]
    return {"register": [name.model_dump() for name in named(used, schema)]} if used else {}


def _reason(draft: Draft) -> str | list[str] | None:
    return draft.reasons if "reasons" in draft.row else (draft.reasons[0] if draft.reasons else None)


def _subject(document: Record, names: Names) -> Subject:
    classified, lead = bool(document.get("classified")), document.get("lead")
    return Subject(
        id=document["id"],
        title=names.title(document, "zh"),
        title_en=None if classified else document.get("title_en"),
        plan_type=document.get("plan_type") or document.get("doc_kind"),
        level=document.get("level"),
        lead=lead,
        lead_name=names.name(lead, "zh") if lead else None,
        stage=document.get("stage"),
        period=(document.get("start_year"), document.get("end_year")),
        classified=classified,
    )


def _acts(rule: Rule, subjects: list[Subject], names: Names, home: str) -> list[str]:
    """Ids of the bodies that have to act: the lead of the first subject, the district's DRC where that is unknown."""
    drc = names.department("development_reform", home)
    leads = [subject.lead for subject in subjects[:1] if subject.lead]
    found = leads if "lead" in rule.acts and leads else [drc]
    return [body for body in dict.fromkeys(found) if body]


def _evidence(draft: Draft, names: Names) -> list[Evidence]:
    places = [(source, row) for source, row in draft.row.get("evidence") or [] if source]
    for name in draft.rule.subjects:
        for key in draft.values(name):
            document = names.documents.get(key)
            if document and document.get("source"):
                places.append((document["source"], document["row"]))
    found = []
    for source, row in dict.fromkeys(places):
        file = names.sources.get(source, {"file": source, "sheet": None})
        found.append(Evidence(file=file["file"], sheet=file["sheet"], row=int(row)))
    return found


def _exact(value: Any) -> Any:
    """Facts as the contract wants them: numbers as exact text."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, list):
        return [_exact(item) for item in value]
    if isinstance(value, dict):
        # The two engines give the keys of a map in different orders.
        return {name: _exact(item) for name, item in sorted(value.items())}
    return value


def _join(items: list[str], lang: Lang) -> str:
    return ("、" if lang == "zh" else ", ").join(items)


@dataclass(slots=True)
class _Words:
    """The sentences of a finding in one language.

    In a template ``{plan}`` is a name or value, ``{level|level}`` the label of a code, ``{x|relation}`` and
    ``{x|property}`` those of terms of the ontology; ``{x|path}`` joins a list with arrows, ``{x|titles}`` gives titles
    with ids, ``{x|quoted}`` a name, for a document in the marks of titles,
    ``{x|figure}`` a value with its unit in one spelling, ``{x|unit}`` a number in the row's ``unit``, or in
    its ``written_unit`` where it has one, ``{x|unknown}`` those units of a list that are in no table.
    ``{reason}`` gives the words of the reasons, which may have slots of their own.
    """

    draft: Draft
    setting: Setting
    lang: Lang

    def message(self) -> str:
        """The message of the rule, filled."""
        return self._fill(getattr(self.draft.rule.message, self.lang))

    def reason(self, code: str) -> str:
        """The words of a reason, filled."""
        return self._fill(getattr(self.draft.rule.reasons[code], self.lang))

    def _fill(self, template: str) -> str:
        return _SLOT.sub(lambda match: self._slot(match[1], match[2]), template)

    def _slot(self, name: str, how: str | None) -> str:
        if name == "reason":
            return _clauses([self.reason(code) for code in self.draft.reasons], self.lang)
        value = self.draft.row.get(name)
        if value is None:
            return text(self.lang, "rules.unknown_value")
        items = [str(item) for item in (value if isinstance(value, list) else [value]) if item is not None]
        shown = [self._item(item, how) for item in items if how != "unknown" or not self.setting.units.find(item)]
        if how == "titles":
            return text(self.lang, "rules.and").join(shown)
        return "→".join(shown) if how == "path" else _join(list(dict.fromkeys(shown)), self.lang)

    def _item(self, item: str, how: str | None) -> str:
        names, schema, lang = self.setting.names, self.setting.schema, self.lang
        labelled: dict[str, Mapping[str, Property | Relation]] = {
            "property": schema.properties,
            "relation": schema.relations,
        }
        match how:
            case None | "path":
                shown = names.name(item, lang)
            case "property" | "relation":
                shown = getattr(labelled[how][item], lang)
            case "quoted":
                shown = names.quoted(item, lang)
            case "titles":
                shown = text(lang, "rules.title_id", title=names.quoted(item, lang), id=item)
            case "figure":
                shown = figure(item, lang)
            case "unit":
                row = self.draft.row
                shown = figure(in_unit(item, row.get("unit") or "", row.get("written_unit"), self.setting.units), lang)
            case "unknown":
                shown = item
            case code_list:
                shown = schema.label(code_list, item, lang)
        return shown


def _clauses(words: list[str], lang: Lang) -> str:
    """Reasons in one sentence: short ones as a list, those that are clauses themselves apart by semicolons."""
    long = any("，" in part or "," in part or len(part) > _LONG_WORDS[lang] for part in words)
    return ("；" if lang == "zh" else "; ").join(words) if long else _join(words, lang)
