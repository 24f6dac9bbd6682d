// id: HIER-001
// title: {zh: 未追溯到同期全区发展规划, en: No path to the same-period district outline}
// clauses: [一(一)-3e, 一(二)-3a, 一(三)-2a, 一(三)-4a, 一-1a]
// severity: error
// severity_why: 遵循
// reasons:
//   none_recorded: {zh: 尚无任何关系记录，可能尚未录入, en: no relation is recorded at all; perhaps none was entered yet}
//   not_reached: {zh: 已录关系到不了纲要, en: the recorded relations do not reach it}
// key: [plan]
// subjects: [plan]
// suppressed_by:
//   - {rule: HIER-009, same: {plan: plan}, where: {superior_role: [outline, municipal_outline]}}
// executability: exact
// not_reported:
//   - 经由本区其他规划到达纲要 / the path runs through another district plan
//   - 到达同期编制中的纲要 / it ends at a draft outline of the same period
//   - 到达曾与本规划同期、现已到期的纲要 / it reaches an expired outline that shared years with the plan
// blind_spots:
//   - 只看登记的关系,不读规划正文 / reads recorded relations, not the text of the plan
// message:
//   zh: 《{plan}》未与同期全区发展规划建立从属关系（{reason}）。
//   en: “{plan}” is not subordinate to the district outline of its period ({reason}).
// remedy:
//   zh: 与全区发展规划衔接并登记从属关系，或更正规划类型、层级、规划期。
//   en: Coordinate with the outline and record the link, or correct type, level or period.
// acts: [lead]
MATCH (p:Plan {level: 'district', home: $home})
WHERE p.plan_type IN ['special', 'regional', 'spatial']
  AND p.valid_from <= date($as_of) <= p.valid_to
  AND p.start_year IS NOT NULL
// candidates: p.id
WITH p
WHERE NOT EXISTS {
  MATCH (p)-[:HAS_SUPERIOR]->(o:Plan {level: 'district', plan_type: 'development', home: $home})
  WHERE o.start_year <= p.end_year AND p.start_year <= o.end_year
}
RETURN p.id AS plan,
       CASE WHEN EXISTS { (p)-[:SUBORDINATE_TO|COORDINATES_WITH|SUPERSEDES|BASED_ON|IMPLEMENTS_TARGET|REFINES|LISTED_IN]-() }
              OR EXISTS { MATCH (r:DanglingRef) WHERE r.from = p.id }
            THEN 'not_reached' ELSE 'none_recorded' END AS reason,
       COLLECT { MATCH (p)-[:SUBORDINATE_TO]->(q) RETURN q.id ORDER BY q.id } AS superiors,
       COLLECT { MATCH (o:Plan {level: 'district', plan_type: 'development', home: $home})
                 WHERE o.start_year <= p.end_year AND p.start_year <= o.end_year
                 RETURN o.id ORDER BY o.id } AS outlines,
       p.draft AS draft
ORDER BY plan
