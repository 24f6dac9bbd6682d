"""Every word that a report adds to the data: names of codes and columns from the ontology, sentences from the texts.

All labels come as :class:`~kgplan.results.Both`, since the HTML page carries both languages. A code or name that
the ontology does not know is shown as it stands: a report never fails over data.
"""

from collections import ChainMap, Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import cache

from kgplan.config import CIVIL_TIME
from kgplan.ontology import load_schema
from kgplan.results import SEPARATOR, Both, Evidence, Finding, Results, Severity, Subject, Waiver
from kgplan.texts import LANGS, Lang, both, text

ICONS: dict[Severity, str] = {"error": "■", "warning": "◆", "info": "●"}
"""Shapes that differ without colour; in every Chinese font and never drawn as emoji."""

HASH_DIGITS = 12


def say(name: str, /, **values: object) -> Both:
    """The sentence ``report.<name>`` in both languages. KeyError for an unknown name."""
    return Both(**both(f"report.{name}", **values)) if values else _sentence(name)


@cache
def _sentence(name: str) -> Both:
    return Both(**both(f"report.{name}"))


def say_with(name: str, /, **values: Both) -> Both:
    """Like :func:`say`, with values that themselves differ by language."""
    return each(lambda lang: text(lang, f"report.{name}", **{key: pick(value, lang) for key, value in values.items()}))


def known(name: str) -> Both | None:
    """The sentence ``report.<name>``, None where there is none."""
    try:
        return say(name)
    except KeyError:
        return None


def same(value: object) -> Both:
    """A value that reads alike in both languages."""
    shown = str(value)
    return Both(zh=shown, en=shown)


def each(make: Callable[[Lang], str]) -> Both:
    """Both languages of what ``make`` gives for one."""
    return Both(**{lang: make(lang) for lang in LANGS})


def pick(value: Both, lang: Lang) -> str:
    """The text in ``lang``."""
    return value.zh if lang == "zh" else value.en


def sequence(parts: Iterable[Both], separator: Both) -> Both:
    """The parts with a separator between them."""
    items = list(parts)
    return each(lambda lang: pick(separator, lang).join(pick(item, lang) for item in items))


def join(parts: Iterable[Both]) -> Both:
    """A list in running text: 、 in Chinese, comma in English."""
    return sequence(parts, Both(zh="、", en=", "))


@cache
def code(code_list: str, value: str) -> Both:
    """Label of a code, e.g. ``code("plan_type", "special")`` → 专项规划."""
    codes = load_schema().code_lists.get(code_list)
    found = codes.find(value) if codes else None
    # only the code itself: a label or a further spelling is text as somebody wrote it
    return Both(zh=found.zh, en=found.en) if found and found.code == value else same(value)


@cache
def table(name: str) -> Both:
    """Label of an exchange table."""
    found = load_schema().table(name)
    return Both(zh=found.zh, en=_capital(found.name)) if found else same(name)


@cache
def column(name: str) -> Both:
    """Label of a property or column, whatever its table; the header if all tables agree on it."""
    schema = load_schema()
    found = schema.properties.get(name)
    headers = {one.zh for table in schema.tables.values() for one in table.columns if one.name == name}
    if len(headers) != 1 and not found:
        return same(name)
    chinese = headers.pop() if len(headers) == 1 else found.zh if found else name
    return Both(zh=chinese, en=_capital(found.en if found else name))


def column_in_file(name: str) -> Both:
    """Label of a column together with its English header, since a file may have either."""
    label = column(name)
    return label if label == same(name) else each(lambda lang: f"{pick(label, lang)} ({name})")


@cache
def relation(name: str) -> Both:
    """Label of a relation by its type."""
    found = load_schema().relations[name]
    return Both(zh=found.zh, en=found.en)


@cache
def field(code: str) -> Both | None:
    """Name of a field (领域) that the pictures name as well; None for one of the user's own."""
    try:
        return Both(**both(f"diagram.field_{code}"))
    except KeyError:
        return None


@cache
def indicator(id_: str) -> Both | None:
    """Name of an indicator of the built-in catalogue."""
    found = load_schema().indicators.get(id_)
    return Both(zh=found.name_zh, en=found.name_en) if found else None


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:].replace("_", " ")


@cache
def _regions() -> dict[str, Both]:
    return {str(row["id"]): _named(row) for row in load_schema().regions}


@cache
def _bodies() -> dict[str, Both]:
    return {str(row["id"]): _named(row) for row in load_schema().organizations}


def _named(row: dict[str, object]) -> Both:
    chinese = str(row.get("short_zh") or row.get("name_zh") or row["id"])
    return Both(zh=chinese, en=str(row.get("name_en") or chinese))


def body_names(findings: Iterable[Finding]) -> dict[str, Both]:
    """Names of bodies by id: as the findings give them, else as the ontology does.

    ``acts_names`` names all acting bodies in one text, so only a finding with a single one tells its name.
    """
    names = dict(_bodies())
    for finding in findings:
        for subject in finding.subjects:
            if subject.lead and subject.lead_name:
                names[subject.lead] = _body(subject.lead, subject.lead_name)
    for finding in findings:
        if len(finding.acts) == 1 and finding.acts_names:
            names[finding.acts[0]] = finding.acts_names
    return names


def _body(id_: str, name: str) -> Both:
    """A name that the data gives in Chinese, with the English one of the ontology where it knows the body."""
    built_in = _bodies().get(id_)
    return Both(zh=name, en=built_in.en if built_in and built_in.en != built_in.zh else name)


def home(results: Results) -> Both:
    """Name of the home district, its id where nobody names it."""
    built_in = _regions().get(results.home)
    chinese = results.home_name or (built_in.zh if built_in else results.home)
    return Both(zh=chinese, en=built_in.en if built_in else chinese)


def severity(value: Severity) -> Both:
    """Icon and word, so that colour is never needed."""
    word = say(f"severity_{value}")
    return each(lambda lang: f"{ICONS[value]} {pick(word, lang)}")


def family(value: str) -> Both:
    """Name of a family of rules (HIER 层级), the prefix itself where it is new."""
    return known(f"family_{value}") or same(value)


def plan_type(value: str | None) -> Both:
    """Label of a plan type, or of the kind of a document that is no plan; one with neither is another document."""
    if not value:
        return say("other_documents")
    label = code("plan_type", value)
    return label if label != same(value) else code("doc_kind", value)


def document_names(findings: Iterable[Finding]) -> dict[str, Both]:
    """Title of every document that is a subject, by id; the id as well for one whose title may not be told."""
    return {
        subject.id: sequence([title(subject), same(subject.id)], same(" ")) if subject.classified else title(subject)
        for finding in findings
        for subject in finding.subjects
    }


def names_in(finding: Finding, known_names: dict[str, Both]) -> Mapping[str, Both]:
    """What the ids in the facts of a finding are called; the id stands beside a name that two of them have."""
    own = {**document_names([finding]), **finding.names}
    alike = Counter(name.zh for name in own.values())
    told = {key: say_with("name_id", name=name, id=same(key)) for key, name in own.items() if alike[name.zh] > 1}
    return ChainMap(told, own, known_names)


def title(subject: Subject) -> Both:
    """Name of a document in 《》; a classified one has none."""
    if subject.classified:
        return say("classified_title")
    english = subject.title_en or _quoted(subject.title)
    return Both(zh=_quoted(subject.title), en=english)


def quoted(name: Both) -> Both:
    """A title in its marks in Chinese, in quotation marks in English."""
    return Both(zh=_quoted(name.zh), en=name.en)


def _quoted(name: str) -> str:
    return name if name.startswith("《") else f"《{name}》"


def period(subject: Subject) -> Both | None:
    """2021—2025年; a year that is not known is a question mark, no year at all is None."""
    start, end = subject.period
    if start is None and end is None:
        return None
    unknown = text("zh", "report.unknown_year")
    return say("years", start=unknown if start is None else start, end=unknown if end is None else end)


def details(subject: Subject) -> list[Both]:
    """What stands beside the name: id, type, and unless classified level, period, stage and lead."""
    parts: list[Both | None] = [same(subject.id), plan_type(subject.plan_type)]
    if not subject.classified:
        parts += [
            code("level", subject.level) if subject.level else None,
            period(subject),
            code("stage", subject.stage) if subject.stage else None,
            lead(subject),
        ]
    return [part for part in parts if part]


def lead(subject: Subject) -> Both | None:
    """Name of the lead department, its id where nobody names it; None where none is known or may be shown."""
    if subject.lead is None:
        return same(subject.lead_name) if subject.lead_name else None
    return _body(subject.lead, subject.lead_name or _bodies().get(subject.lead, same(subject.lead)).zh)


def evidence(source: Evidence) -> Both:
    """File, sheet and row, as a spreadsheet counts them."""
    parts = [same(source.file)]
    if source.sheet:
        parts.append(say("sheet_n", sheet=source.sheet))
    if source.row is not None:
        parts.append(say("row_n", n=source.row))
    return each(lambda lang: " / ".join(pick(part, lang) for part in parts))


def key(ids: Iterable[str]) -> str:
    """The ids of a key as the table of waivers has them."""
    return SEPARATOR.join(ids)


def waiver(stated: Waiver) -> Both:
    """Who decided, when, why, until when, and under which document number."""
    told = {name: getattr(stated, name) for name in ("by", "on", "reason", "until", "doc_no")}
    words = say("waiver_text" if stated.until else "waiver_text_open", **told)
    return sequence([words, say("waiver_doc_no", **told)], same("")) if stated.doc_no else words


def day(iso: str) -> Both:
    """An ISO day as running text writes it (2021年3月26日); anything else as it stands."""
    try:
        found = date.fromisoformat(iso)
    except ValueError:
        return same(iso)
    return Both(zh=f"{found.year}年{found.month}月{found.day}日", en=iso)


def moment(stamp: str) -> str:
    """A UTC stamp in the time of the country; anything else as it stands."""
    try:
        found = datetime.fromisoformat(stamp)
    except ValueError:
        return stamp
    if found.tzinfo is None:
        return stamp
    return f"{found.astimezone(CIVIL_TIME):%Y-%m-%d %H:%M:%S} (UTC+8)"


def report_title(results: Results) -> Both:
    """Title of the report; an incomplete run says so in it."""
    plain = say_with("title", home=home(results)) if results.home else say("title_no_home")
    return plain if results.status == "complete" else say_with("title_incomplete", title=plain)


def run_facts(results: Results) -> list[tuple[Both, Both]]:
    """What identifies the run, for the head of every report: (label, value)."""
    return [
        (say("as_of"), day(results.as_of)),
        (
            say("started_at"),
            each(
                lambda lang: (
                    f"{moment(results.started_at)} · {text(lang, 'report.seconds', n=seconds(results.seconds))}"
                )
            ),
        ),
        (say("snapshot"), same(results.data_sha256[:HASH_DIGITS])),
        (say("rulebook"), same(results.rulebook_version)),
        (say("software"), same(f"kgplan {results.kgplan_version}")),
        (say("store"), same(results.store)),
        (say("status"), say(f"status_{results.status}")),
    ]


def seconds(value: float) -> str:
    """A duration with two decimals."""
    return f"{value:.2f}"
