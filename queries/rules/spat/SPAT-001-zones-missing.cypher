// id: SPAT-001
// title: {zh: 空间规划要素不全, en: Zones missing}
// clauses: [一(二)-2a, 一(二)-2b]
// severity: warning
// severity_why: 要…划定 / a duty of conduct
// reasons:
//   urban_space: {zh: 城镇空间, en: urban space}
//   agricultural_space: {zh: 农业空间, en: agricultural space}
//   ecological_space: {zh: 生态空间, en: ecological space}
//   eco_redline: {zh: 生态保护红线, en: the ecological red line}
//   permanent_basic_farmland: {zh: 永久基本农田, en: permanent basic farmland}
//   urban_boundary: {zh: 城镇开发边界, en: the urban development boundary}
// key: [plan]
// subjects: [plan]
// registers: {zones: cycle}
// executability: exact
// not_reported:
//   - 草案、详细规划、涉空间专项规划、镇乡规划 / drafts, detailed and sectoral spatial plans, town plans
//   - 以关系登记的划定与控制区表所列同样有效 / a zone linked by a relation counts like one listed with its plan
// blind_spots:
//   - 只看六类要素是否登记，不看位置、面积 / the kinds are counted, not their place or area
//   - 只登记在旧版次上的不计入修订版 / zones recorded on the earlier edition alone do not count for a revised one
// message:
//   zh: 《{plan}》未划定：{reason}。
//   en: “{plan}” does not delineate {reason}.
// remedy:
//   zh: 补充划定并登记。
//   en: Delineate and record what is missing.
// acts: [lead]
MATCH (p:Plan {level: 'district', plan_type: 'spatial', spatial_kind: 'general'})
WHERE p.home = $home AND NOT p.draft AND p.valid_from <= date($as_of) <= p.valid_to
WITH p, p.cycle AS cycle
// candidates: p.id
WITH p, cycle, COLLECT {
  MATCH (p)-[d:DELINEATES]->(z:Zone)
  WHERE coalesce(d.date <= date($as_of), true)
  RETURN DISTINCT z.kind ORDER BY z.kind
} AS zones
WITH p, cycle, zones,
     [kind IN ['urban_space', 'agricultural_space', 'ecological_space',
               'eco_redline', 'permanent_basic_farmland', 'urban_boundary'] WHERE NOT kind IN zones] AS reasons
WHERE size(reasons) > 0
RETURN p.id AS plan, cycle, reasons, zones
ORDER BY plan
