"""Pictures to test with: documents by hand, one system in which everything occurs, random systems of any size."""

import random
from collections.abc import Iterable, Sequence
from datetime import date

from kgplan.diagrams.facts import Document, Facts, Relation
from kgplan.diagrams.model import Picture
from kgplan.diagrams.reading import compose
from kgplan.diagrams.selection import Filters
from kgplan.results import Both, Finding, Severity, fingerprint

AS_OF = date(2024, 7, 1)
HOME = "990001"
PLACES = ("东山县", "东山", "北江省", "中华人民共和国", "中国", "全国")
FIELDS = ("eco_env", "water", "education", "health", "transport", "digital", "culture", "emergency")


def document(node_id: str, title: str = "", **values: object) -> Document:
    """A special plan of the home district, in force from 2021 to 2025, unless ``values`` say otherwise."""
    usual: dict[str, object] = {
        "title": title or f"{node_id}发展规划",
        "plan_type": "special",
        "level": "district",
        "domain": "education",
        "start_year": 2021,
        "end_year": 2025,
        "stage": "published",
        "home": HOME,
        "approved_on": date(2021, 6, 1),
    }
    usual |= values
    if usual["level"] in {"national", "municipal"}:
        usual["home"] = None
    if usual.get("doc_kind", "plan") != "plan":
        usual["plan_type"] = None
    if "valid_from" not in usual and usual["start_year"] and usual["end_year"]:
        usual["valid_from"] = usual["approved_on"]
        usual["valid_to"] = date(int(str(usual["end_year"])), 12, 31)
    return Document(id=node_id, **usual)  # type: ignore[arg-type]


def draft(node_id: str, title: str = "", **values: object) -> Document:
    """A plan that is being drafted."""
    usual: dict[str, object] = {"stage": "drafting", "draft": True, "approved_on": None, "valid_from": date(2020, 1, 1)}
    usual |= {"valid_to": date(int(str(values.get("end_year", 2025))), 12, 31)}
    return document(node_id, title, **(usual | values))


def outline(level: str = "district", start: int = 2021, **values: object) -> Document:
    """A development plan."""
    title = f"国民经济和社会发展五年规划纲要({start}—{start + 4}年)"
    years = {"start_year": start, "end_year": start + 4}
    values = {"plan_type": "development", "level": level, "domain": None, **years, **values}
    return document(f"{level}-outline-{start}", title, **values)


def spatial(level: str = "district", **values: object) -> Document:
    """A general spatial plan to 2035."""
    values = {"plan_type": "spatial", "spatial_kind": "general", "level": level, "domain": None, **values}
    return document(f"{level}-spatial", "国土空间总体规划(2021—2035年)", end_year=2035, **values)


def under(*pairs: tuple[str, str]) -> list[Relation]:
    """SUBORDINATE_TO edges."""
    return [Relation(lower, "SUBORDINATE_TO", upper) for lower, upper in pairs]


def finding(rule: str, *key: str, severity: Severity = "error") -> Finding:
    """A finding with this key."""
    text = Both(zh="说明", en="text")
    return Finding(
        rule=rule,
        severity=severity,
        key=list(key),
        fingerprint=fingerprint(rule, list(key)),
        subjects=[],
        title=text,
        message=text,
        remedy=text,
        clauses=[],
        facts={},
        evidence=[],
        draft=False,
        first_seen="2024-07-01",
        last_seen="2024-07-01",
    )


def facts(documents: Iterable[Document], relations: Iterable[Relation] = (), as_of: date = AS_OF) -> Facts:
    """What a graph with these documents says to the made-up home district."""
    return Facts(
        home=HOME,
        as_of=as_of,
        documents={one.id: one for one in documents},
        relations=tuple(relations),
        places=PLACES,
        home_name="东山县",
        home_name_en="Dongshan County",
    )


def picture(
    documents: Iterable[Document],
    relations: Iterable[Relation] = (),
    findings: Sequence[Finding] = (),
    filters: Filters | None = None,
    as_of: date = AS_OF,
) -> Picture:
    """The picture of these documents for the made-up home district."""
    return compose(facts(documents, relations, as_of), findings, filters or Filters())


HOSTILE = '</text><script>alert(1)</script> "规划" & <b>\x00\x1f'


def everything(filters: Filters | None = None) -> Picture:
    """A loop, a draft, a missing edge, a peer edge, a supersession, a faulty edge, a hostile title, grey documents."""
    return picture(*system_of_everything(), filters)


def system_of_everything() -> tuple[list[Document], list[Relation], list[Finding]]:
    """The documents, relations and findings of that picture."""
    documents = [
        outline("national"),
        outline("municipal"),
        outline(),
        draft(
            "outline-next", "第十五个五年规划纲要", plan_type="development", domain=None, start_year=2026, end_year=2030
        ),
        spatial("national"),
        spatial("municipal"),
        draft("district-spatial", "国土空间总体规划", plan_type="spatial", domain=None, end_year=2035),
        document("m-water", "北江省水安全保障规划(2021—2025年)", level="municipal", domain="water"),
        document("water", "东山县“十四五”水安全保障规划", domain="water"),
        document("water-saving", "节水型社会建设规划", domain="water.conservation"),
        document("loop-a", "交通规划", domain="transport", loop="loop-a"),
        document("loop-b", "物流规划", domain="logistics", loop="loop-a"),
        document("hostile", HOSTILE, domain="eco_env"),
        document("region", "东山—西山一体化发展规划", plan_type="regional", domain=None),
        document("plan-2024", "2024年国民经济和社会发展计划", doc_kind="annual_plan", start_year=2024, end_year=2024),
        document("scheme", "节水行动方案", doc_kind="scheme", domain=None),
        document("town", "临江镇国土空间规划", plan_type="spatial", level="town", domain=None),
        document("old", "教育规划", domain="education", stage="repealed", repealed_on=date(2023, 1, 1)),
        document("school", "学校布局规划", domain="education"),
    ]
    relations = under(
        ("municipal-outline-2021", "national-outline-2021"),
        ("district-outline-2021", "municipal-outline-2021"),
        ("district-spatial", "municipal-spatial"),
        ("municipal-spatial", "national-spatial"),
        ("water", "district-outline-2021"),
        ("water", "m-water"),
        ("water-saving", "water"),
        ("loop-a", "loop-b"),
        ("loop-b", "loop-a"),
        ("loop-a", "district-outline-2021"),
        ("region", "district-outline-2021"),
        ("plan-2024", "district-outline-2021"),
        ("scheme", "water-saving"),
        ("town", "district-spatial"),
        ("school", "old"),
        ("school", "district-outline-2021"),
        ("water", "national-outline-2021"),
    )
    relations += [
        Relation("district-outline-2021", "COORDINATES_WITH", "district-spatial"),
        Relation("hostile", "COORDINATES_WITH", "water"),
        Relation("outline-next", "SUPERSEDES", "district-outline-2021", "succession"),
    ]
    findings = [
        finding("HIER-001", "hostile"),
        finding("HIER-001", "district-spatial", severity="warning"),
        finding("HIER-006", "loop-a", "loop-b"),
        finding("HIER-009", "school", "old"),
        finding("CAT-001", "water-saving", severity="warning"),
        finding("PER-001", "water", severity="info"),
    ]
    return documents, relations, findings


def random_system(count: int, seed: int) -> Picture:
    """A made-up district with about ``count`` documents: many superiors, loops, peers, faults, missing edges."""
    pick = random.Random(seed)
    documents = [outline(level) for level in ("national", "municipal", "district")]
    documents += [spatial(level) for level in ("national", "municipal", "district")]
    documents += [
        document(f"{level}-{field}", level=level, domain=field)
        for level in ("national", "municipal")
        for field in FIELDS
        if pick.random() < 0.7
    ]
    upper = [one.id for one in documents]
    own: list[str] = []
    ends: set[tuple[str, str]] = set()
    peers: set[tuple[str, str]] = set()
    while len(documents) < count:
        name = f"d{len(documents):04}"
        level = "town" if pick.random() < 0.06 else "district"
        kind = pick.choice(["special"] * 7 + ["regional", "spatial"])
        doc_kind = pick.choice(["plan"] * 8 + ["scheme", "annual_plan"])
        field = pick.choice(FIELDS) if kind == "special" else None
        documents.append(document(name, doc_kind=doc_kind, plan_type=kind, level=level, domain=field))
        ends |= {(name, pick.choice(upper)) for _ in range(pick.randint(0, 2))}
        if pick.random() < 0.7:
            ends.add((name, "district-outline-2021"))
        if own and pick.random() < 0.25:
            ends.add((name, pick.choice(own)))
        if own and pick.random() < 0.15:
            peers.add((pick.choice(own), name))
        own.append(name)
    if len(own) > 5:
        ends |= {(own[0], own[3]), (own[3], own[0]), (own[2], own[2]), ("municipal-spatial", own[1])}
    relations = under(*sorted(ends)) + [Relation(a, "COORDINATES_WITH", b) for a, b in sorted(peers)]
    findings = [finding("HIER-001", name) for name in own if (name, "district-outline-2021") not in ends]
    findings += [finding("HIER-007", "municipal-spatial", own[1])] if len(own) > 5 else []
    findings += [finding("CAT-001", name, severity="warning") for name in own[::3]]
    return picture(documents, relations, findings)
