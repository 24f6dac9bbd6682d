"""Systems too large for one sheet: an overview in which a field is one box, and a page for each field.

A sheet with more than ``MANY`` documents cannot be read on a wall. The overview keeps the outlines and every document
that is alone in its place; all others of one field and level become one box with their number and their findings.
Links between fields of one level are left to the pages.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from kgplan.diagrams.grid import GroupKey, group_of_nodes
from kgplan.diagrams.labels import group_label
from kgplan.diagrams.model import Edge, Member, Node, Picture, Row

MANY = 150


def is_large(picture: Picture) -> bool:
    """Whether the picture is better shown as an overview and pages."""
    return len(picture.nodes) > MANY


def sheets(picture: Picture) -> dict[str, Picture]:
    """The pictures to be drawn, by name: the whole, or for a large one the overview, both as ``""``, and its pages."""
    return {"": overview(picture), **pages(picture)} if is_large(picture) else {"": picture}


def first_sheet(picture: Picture) -> Picture:
    """What to show where there is room for one picture."""
    return overview(picture) if is_large(picture) else picture


def overview(picture: Picture) -> Picture:
    """The same system with one box for each field and level; ``members`` says for how many documents it stands."""
    groups = group_of_nodes(picture)
    places: dict[tuple[GroupKey, str | None, bool], list[Node]] = defaultdict(list)
    for node in picture.nodes:
        places[groups[node.id], node.level, node.is_plan].append(node)
    box_of: dict[str, str] = {}
    boxes: list[Node] = []
    for (group, level, is_plan), nodes in places.items():
        if len(nodes) == 1 or (group[0] == "development" and is_plan):
            boxes += nodes
            box_of.update((node.id, node.id) for node in nodes)
        else:
            box = _box(group, level, nodes)
            boxes.append(box)
            box_of.update((node.id, box.id) for node in nodes)
    order = {node.id: number for number, node in enumerate(picture.nodes)}
    first = {box_of[name]: number for name, number in reversed(order.items())}
    boxes.sort(key=lambda box: first[box.id])
    return replace(
        picture,
        nodes=tuple(boxes),
        edges=tuple(_edges([edge for edge in picture.edges if _matters(edge, picture, groups)], box_of)),
        rows=tuple(Row(row.level, tuple(box.id for box in boxes if box.level == row.level)) for row in picture.rows),
    )


def pages(picture: Picture) -> dict[str, Picture]:
    """One picture per group of columns, by a name that can stand in a file name: its documents and all they reach."""
    groups = group_of_nodes(picture)
    up: dict[str, set[str]] = defaultdict(set)
    for edge in picture.edges:
        if edge.kind in {"subordinate", "missing"}:
            up[edge.source].add(edge.target)
    members: dict[GroupKey, set[str]] = defaultdict(set)
    for node in picture.nodes:
        members[groups[node.id]].add(node.id)
    return {
        page_name(group): replace(_part(picture, _reached(ids, up)), part=group)
        for group, ids in sorted(members.items(), key=_name)
    }


def page_name(group: GroupKey) -> str:
    """``water``, ``spatial``, ``regional``, ``development``: letters, digits, hyphens and underscores only."""
    name = group[1] or group[0]
    return "".join(char if char.isascii() and (char.isalnum() or char in "-_") else "_" for char in name)


def _name(item: tuple[GroupKey, set[str]]) -> tuple[str, str]:
    return item[0][0], item[0][1] or ""


def _box(group: GroupKey, level: str | None, nodes: list[Node]) -> Node:
    """One node for many; it looks like the most urgent of them."""
    first = nodes[0]
    standing = "in_force" if any(node.standing == "in_force" for node in nodes) else first.standing
    return Node(
        id=f"group:{group[0]}:{group[1] or ''}:{level or ''}:{'plan' if first.is_plan else 'other'}",
        title=group_label(*group, "zh"),
        short=group_label(*group, "zh"),
        title_en=group_label(*group, "en"),
        doc_kind=first.doc_kind,
        plan_type=first.plan_type,
        level=level,
        domain=group[1],
        field=group[1],
        standing=standing,
        home=any(node.home for node in nodes),
        loop=any(node.loop for node in nodes),
        unlisted=any(node.unlisted for node in nodes),
        errors=sum(node.errors for node in nodes),
        warnings=sum(node.warnings for node in nodes),
        notes=tuple(dict.fromkeys(note for node in nodes for note in node.notes)),
        members=tuple(Member(node.id, node.short, node.short_en or node.title_en or node.short) for node in nodes),
        sheet=page_name(group),
    )


def _matters(edge: Edge, picture: Picture, groups: Mapping[str, GroupKey]) -> bool:
    """Whether an edge belongs in an overview: links between fields of one level stand on the pages of the fields."""
    if edge.loop or edge.fault or edge.kind in {"missing", "supersedes"}:
        return True
    ends = picture.node(edge.source), picture.node(edge.target)
    fields = {groups[node.id] for node in ends} - {("development", None), ("spatial", None)}
    return ends[0].level != ends[1].level or (len(fields) < 2 and edge.kind != "coordinates")


def _edges(edges: Iterable[Edge], box_of: dict[str, str]) -> list[Edge]:
    """One edge for all between two boxes that mean the same; what stays inside a box is not drawn."""
    merged: dict[Edge, set[str]] = defaultdict(set)
    for edge in edges:
        source, target = box_of[edge.source], box_of[edge.target]
        if source != target or edge.source == edge.target:
            merged[replace(edge, source=source, target=target, rules=())].update(edge.rules)
    edges = [replace(edge, rules=tuple(sorted(rules))) for edge, rules in merged.items()]
    return sorted(
        edges, key=lambda edge: (edge.source, edge.target, edge.kind, edge.detail or "", edge.loop, edge.rules)
    )


def _reached(ids: set[str], up: dict[str, set[str]]) -> set[str]:
    seen, front = set(ids), set(ids)
    while front:
        front = {upper for name in front for upper in up[name]} - seen
        seen |= front
    return seen


def _part(picture: Picture, ids: set[str]) -> Picture:
    nodes = tuple(node for node in picture.nodes if node.id in ids)
    notes = {note for node in nodes for note in node.notes}
    return replace(
        picture,
        nodes=nodes,
        edges=tuple(edge for edge in picture.edges if edge.source in ids and edge.target in ids),
        rows=tuple(
            Row(row.level, kept) for row in picture.rows if (kept := tuple(name for name in row.nodes if name in ids))
        ),
        hidden=picture.hidden + sum(not node.wanted for node in picture.nodes) - sum(not node.wanted for node in nodes),
        errors=sum(note.severity == "error" for note in notes),
        warnings=sum(note.severity == "warning" for note in notes),
    )
