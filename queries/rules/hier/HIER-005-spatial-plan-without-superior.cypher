// id: HIER-005
// title: {zh: 空间规划缺少上级空间规划, en: Spatial plan without the spatial plan above it}
// clauses: [一(三)-5a]
// severity: error
// severity_why: 均须依据;上级空间规划总有一部且明确 / the spatial counterpart is always one and known
// key: [plan]
// subjects: [plan]
// executability: exact
// not_reported:
//   - 经由其他规划到达上级空间规划 / the spatial plan above is reached through other plans
// message:
//   zh: 空间规划《{plan}》未依据上级国土空间规划。
//   en: “{plan}” is not based on the spatial plan above it.
// remedy:
//   zh: 登记与上级国土空间规划的从属关系。
//   en: Record the link to the spatial plan above.
// acts: [lead]
MATCH (p:Plan {level: 'district', plan_type: 'spatial', home: $home})
WHERE p.valid_from <= date($as_of) <= p.valid_to
// candidates: p.id
WITH p
WHERE NOT EXISTS {
  MATCH (p)-[:HAS_SUPERIOR]->(q:Plan {plan_type: 'spatial'})
  WHERE (p.spatial_kind = 'general' AND q.level = 'municipal'
         AND q.start_year <= p.end_year AND p.start_year <= q.end_year)
     OR (p.spatial_kind <> 'general' AND q.level = 'district' AND q.home = $home AND q.spatial_kind = 'general')
}
RETURN p.id AS plan, p.spatial_kind AS spatial_kind,
       COLLECT { MATCH (p)-[:HAS_SUPERIOR]->(q:Document) RETURN q.id ORDER BY q.id } AS superiors, p.draft AS draft
ORDER BY plan
