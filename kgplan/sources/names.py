"""Regions and bodies by whatever a table calls them: id, former code, name, short name, alias.

Names are resolved by look-up alone (model.md 5.3): what is not listed, or could mean two things, matches nothing and is
reported, never guessed. Only the codes of regions carry meaning of their own, by GB/T 2260: 500154 lies in 500000.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice

_TOP = "100000"
_LOCAL_CODE = re.compile(r"(\d{6})(?:-.+|\d{3}|\d{6})")
"""A town or area within a district: 500154-linjiang, or the 9 and 12 digits of the statistical codes."""
_SUFFIXES = ("特别行政区", "自治区", "自治州", "自治县", "地区", "省", "市", "州", "盟", "区", "县", "旗")
_SUFFIXED_KINDS = frozenset({"province", "municipality", "prefecture", "district"})
_MIN_STEM = 2
_MAX_PREFIXES = 4
"""Town, district, prefecture, province: no name has more regions before it."""

Record = Mapping[str, object]


class _Index:
    """Keys in tiers, the surest first. A key that means two things within its tier means nothing.

    Names of a user's own rows come before those of ``built_in`` ones, whatever their tier.
    """

    def __init__(self, tiers: int, built_in: Collection[str]) -> None:
        self._built_in = built_in
        self._own: list[dict[str, set[str]]] = [{} for _ in range(tiers)]
        self._others: list[dict[str, set[str]]] = [{} for _ in range(tiers)]

    def add(self, tier: int, text: str, name: str) -> None:
        if key := _key(text):
            tiers = self._others if name in self._built_in else self._own
            tiers[tier].setdefault(key, set()).add(name)

    def find(self, text: str) -> str | None:
        key = _key(text)
        for tier in (*self._own, *self._others):
            if found := tier.get(key):
                return next(iter(found)) if len(found) == 1 else None
        return None


class Directory:
    """Who is who and where is where.

    ``organizations`` and ``regions`` are rows of these tables by column name, the built-in ones first: a later row with
    the same id takes the place of an earlier one. ``built_in`` are the ids of those that no row of the user describes:
    a name that both have is the user's. And where the user brings bodies of another district, the short names of the
    built-in ones (区政府, 区发改委) say nothing: whose they are depends on who writes them.
    """

    def __init__(
        self, organizations: Iterable[Record], regions: Iterable[Record], built_in: Collection[str] = ()
    ) -> None:
        self._built_in = frozenset(built_in)
        self._regions = {str(row["id"]): row for row in regions}
        self._bodies = {str(row["id"]): row for row in organizations}
        self._region_index = self._index_regions()
        self._body_index = self._index_bodies()

    # ── look-ups ──

    def region(self, text: str) -> str | None:
        """Id of the region that ``text`` means: id, former id, name, alias, each also behind the names of the regions
        around it (重庆市开州区), and for districts and above without 区, 县, 市, 省. None if unknown or ambiguous.
        """
        return self._region_index.find(text) or self._moved(text)

    def body(self, text: str) -> str | None:
        """Id of the body that ``text`` means: id, name, short name or alias. None if unknown or ambiguous."""
        return self._body_index.find(text)

    # ── regions within regions ──

    def parent(self, region_id: str) -> str | None:
        """Id of the region that this one lies in directly: as its row says, else as its code says. None at the top.

        500154-linjiang and 500154105 lie in 500154, a district in its prefecture if that is known and else in its
        province, a province in the country. Codes of earlier times are resolved first.
        """
        name = self._current(region_id)
        row = self._regions.get(name)
        if row is not None and (stated := str(row.get("part_of") or "")):
            return self._other(name, self._current(stated))
        if local := _LOCAL_CODE.fullmatch(name):
            return self._other(name, self._current(local[1]))
        if not re.fullmatch(r"\d{6}", name) or name == _TOP:
            return None
        if name.endswith("0000"):
            return _TOP
        prefecture, province = name[:4] + "00", name[:2] + "0000"
        return prefecture if name != prefecture and prefecture in self._regions else province

    def ancestors(self, region_id: str) -> list[str]:
        """Ids of all regions around this one, from the inside out. A loop in the rows ends the list."""
        return list(self._around(region_id))

    def district_of(self, region_id: str) -> str | None:
        """Id of the district that the region is or lies in; None for prefectures and above, and if unknown."""
        chain = (self._current(region_id), *self.ancestors(region_id))
        return next((name for name in chain if self._is_district(name)), None)

    def contains(self, outer: str, inner: str) -> bool:
        """Whether ``inner`` is ``outer`` or lies in it (rules.md 0.5), whichever codes and names they go by."""
        around, within = self._current(outer), self._current(inner)
        return around == within or around in self.ancestors(within)

    def places(self, region_id: str | None) -> tuple[str, ...]:
        """Names that may stand before a title of this region: its own and those around it but the country's."""
        if not region_id:
            return ()
        chain = (self._current(region_id), *self.ancestors(region_id))
        names = (name for place in chain if not self._is_country(place) for name in self._own_names(place))
        return tuple(dict.fromkeys(names))

    # ── within ──

    def _current(self, region_id: str) -> str:
        """The id in use for an id, a former id or a name; unknown ones stay as they are."""
        return region_id if region_id in self._regions else self.region(region_id) or region_id

    def _moved(self, text: str) -> str | None:
        """A known town by the code that its district had before: 500234-linjiang → 500154-linjiang."""
        local = _LOCAL_CODE.fullmatch(key := _key(text))
        district = self._region_index.find(local[1]) if local else None
        return self._region_index.find(f"{district}{key[6:]}") if district else None

    def _around(self, region_id: str) -> Iterator[str]:
        seen = {self._current(region_id)}
        name = self.parent(region_id)
        while name and name not in seen:
            yield name
            seen.add(name)
            name = self.parent(name)

    def _other(self, name: str, parent: str) -> str | None:
        return parent if parent != name else None

    def _is_district(self, name: str) -> bool:
        row = self._regions.get(name)
        if row is not None and row.get("kind"):
            return row["kind"] == "district"
        return bool(re.fullmatch(r"\d{6}", name)) and not name.endswith("00")

    def _is_country(self, name: str) -> bool:
        row = self._regions.get(name)
        return name == _TOP or (row is not None and row.get("kind") == "country")

    def _own_names(self, name: str) -> Iterator[str]:
        row = self._regions.get(name, {})
        yield from (str(text) for text in (row.get("name_zh"), *_texts(row.get("aliases"))) if text)

    def _index_regions(self) -> _Index:
        index = self._region_index = _Index(5, self._built_in)
        for name, row in self._regions.items():
            index.add(0, name, name)
            for former in _texts(row.get("former_ids")):
                index.add(1, former, name)
            for text in self._own_names(name):
                index.add(2, text, name)
        for name, row in self._regions.items():
            stems = [text for text in self._own_names(name) if row.get("kind") in _SUFFIXED_KINDS]
            for stem in filter(None, map(_stem, stems)):
                index.add(4, stem, name)
            for prefix in self._prefixes(name):
                for text in self._own_names(name):
                    index.add(3, prefix + text, name)
        return index

    def _prefixes(self, name: str) -> Iterator[str]:
        """Names of the regions around, one or several in their order: 开州区, 重庆市, 重庆市开州区."""
        prefixes = [""]
        for around in islice(self._around(name), _MAX_PREFIXES):
            official = str(self._regions.get(around, {}).get("name_zh") or "")
            if official and not self._is_country(around):
                prefixes += [official + prefix for prefix in prefixes]
        return filter(None, prefixes)

    def _index_bodies(self) -> _Index:
        index = _Index(3, self._built_in)
        for name, row in self._bodies.items():
            index.add(0, name, name)
            short = (row.get("name_zh"), row.get("short_zh"))
            for tier, texts in ((1, filter(None, short)), (2, _texts(row.get("aliases")))):
                for text in texts:
                    if self._names_its_own(name, str(text)):
                        index.add(tier, str(text), name)
        return index

    def _names_its_own(self, name: str, text: str) -> bool:
        """Whether a body can go by this name here: not by a built-in one that fits a body of every district."""
        district = self._district_of_body(name) if name in self._built_in else None
        others = self._own_districts - {district}
        return not (district and others) or any((_stem(place) or place) in text for place in self._own_names(district))

    @cached_property
    def _own_districts(self) -> set[str]:
        own = (name for name in self._bodies if name not in self._built_in)
        return {district for district in map(self._district_of_body, own) if district}

    def _district_of_body(self, name: str) -> str | None:
        row = self._bodies[name]
        return self.district_of(str(row["region"])) if row.get("region") and row.get("level") != "town" else None


def _key(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).casefold()


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(map(str, value)) if isinstance(value, tuple | list) else ()


def _stem(text: str) -> str | None:
    """A region's name without the word for what it is: 开州区 → 开州; None where too little is left."""
    suffix = next((suffix for suffix in _SUFFIXES if text.endswith(suffix)), None)
    stem = text.removesuffix(suffix) if suffix else ""
    return stem if len(stem) >= _MIN_STEM else None
