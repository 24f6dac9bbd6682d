// id: COORD-003
// title: {zh: 未与空间规划衔接, en: Not coordinated with the spatial plan}
// clauses: [三(二)-7, 一(二)-3c]
// severity: warning
// severity_why: 加强…确保
// key: [plan]
// subjects: [plan]
// executability: exact
// not_reported:
//   - 未注明是否涉及空间布局 / whether the plan has spatial content is not known
//   - 尚无在效或编制中的区级空间规划 / no live district spatial plan
// message:
//   zh: 《{plan}》涉及用地布局，未与国土空间规划衔接。
//   en: “{plan}” has spatial content but is not coordinated with the spatial plan.
// remedy:
//   zh: 与规划自然资源部门衔接并登记。
//   en: Coordinate with the natural resources department and record it.
// acts: [lead]
MATCH (p:Plan {level: 'district'})
WHERE p.home = $home AND p.plan_type IN ['special', 'regional'] AND p.has_spatial_content = true
  AND p.valid_from <= date($as_of) <= p.valid_to
  AND EXISTS {
    MATCH (s:Plan {level: 'district', plan_type: 'spatial', home: $home})
    WHERE s.valid_from <= date($as_of) <= s.valid_to
  }
// candidates: p.id
WITH p
WHERE NOT EXISTS {
  MATCH (p)-[:COORDINATES_WITH|HAS_SUPERIOR]-(s:Plan {level: 'district', plan_type: 'spatial', home: $home})
  WHERE s.valid_from <= date($as_of) <= s.valid_to
}
RETURN p.id AS plan,
       COLLECT { MATCH (s:Plan {level: 'district', plan_type: 'spatial', home: $home})
                 WHERE s.valid_from <= date($as_of) <= s.valid_to RETURN s.id ORDER BY s.id } AS spatial_plans,
       p.draft AS draft
ORDER BY plan
