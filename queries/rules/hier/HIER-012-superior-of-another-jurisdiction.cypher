// id: HIER-012
// title: {zh: 上位规划不覆盖本辖区, en: Superior of another jurisdiction}
// clauses: [一-1b, 一(三)-5a]
// severity: error
// severity_why: 均须依据上一级规划 / the basis is the plan of the level above
// key: [plan, superior]
// subjects: [plan, superior]
// executability: exact
// not_reported:
//   - 覆盖区域列有本辖区的跨区、跨省区域规划 / inter-district plans whose coverage lists the district
//   - 同一地方的新旧代码 / former and present codes of one place
// message:
//   zh: 《{superior}》不覆盖本辖区，不能作为《{plan}》的上位规划。
//   en: “{superior}” does not cover the territory of “{plan}”.
// remedy:
//   zh: 与相邻地区的规划改登记为衔接关系，或更正覆盖区域。
//   en: Use COORDINATES_WITH for neighbours, or correct the coverage.
// acts: [lead]
MATCH (p:Plan)-[r:SUBORDINATE_TO]->(q:Document)
WHERE p.home = $home AND p.valid_from <= date($as_of) <= p.valid_to AND q.coverage_regions IS NOT NULL
// candidates: r
WITH p, r, q
WHERE NOT EXISTS {
  MATCH (a:Region)-[:PART_OF*0..6]->(c:Region)
  WHERE a.id = p.jurisdiction AND c.id IN q.coverage_regions
}
RETURN p.id AS plan, q.id AS superior, p.jurisdiction AS jurisdiction, q.coverage_regions AS coverage_regions,
       p.draft AS draft, [[r.source, r.row]] AS evidence
ORDER BY plan, superior
