// id: HIER-004
// title: {zh: 市级对应规划存在但未挂接, en: 'Municipal counterpart exists, not linked'}
// clauses: [一(三)-5a]
// severity: warning
// severity_why: 均须依据,但按领域、区域对应须由人确认 / a must, but the match by field or area needs a person
// key: [plan, counterpart]
// subjects: [plan, counterpart]
// suppressed_by:
//   - {rule: HIER-007, same: {plan: upper, counterpart: lower}}
// executability: needs a person
// not_reported:
//   - 没有同类型、同领域(同区域)、同期的市级规划 / no municipal plan of the same type, field or area and time
//   - 已挂接同一系列的其他版次(见 HIER-009)/ another edition of the series is linked, see HIER-009
//   - 关系填反(见 HIER-007)/ the link was entered backwards, see HIER-007
// blind_spots:
//   - 未填领域的规划无从对应 / plans without a field cannot be matched
// message:
//   zh: 市级《{counterpart}》与《{plan}》同领域同期，尚未建立依据关系。
//   en: The municipal plan “{counterpart}” covers the same field and period as “{plan}” but is not linked.
// remedy:
//   zh: 登记依据关系；确非对应规划的，作人工确认并写明理由。
//   en: Record the link, or confirm with a reason that it is not a counterpart.
// acts: [lead]
MATCH (p:Plan {level: 'district', home: $home})
WHERE p.plan_type IN ['special', 'regional'] AND p.valid_from <= date($as_of) <= p.valid_to
// candidates: p.id
WITH p
MATCH (m:Plan {level: 'municipal'})
WHERE m.plan_type = p.plan_type AND NOT m.draft AND m.valid_from <= date($as_of)
  AND (date($as_of) <= m.valid_to OR toString(m.valid_to) = toString(m.end_year) + '-12-31')
  AND m.start_year <= p.end_year AND p.start_year <= m.end_year
  AND (p.plan_type = 'regional' OR m.domain_code = p.domain_code)
  AND EXISTS {
    MATCH (r:Region)-[:PART_OF*0..6]->(c:Region)
    WHERE r.id = CASE p.plan_type WHEN 'regional' THEN p.region ELSE $home END AND c.id IN m.coverage_regions
  }
  AND NOT EXISTS { MATCH (p)-[:HAS_SUPERIOR]->(x:Plan) WHERE x.series_id = m.series_id }
RETURN p.id AS plan, m.id AS counterpart, p.domain_code AS domain_code, p.region AS region,
       p.start_year AS start_year, p.end_year AS end_year,
       m.start_year AS counterpart_start_year, m.end_year AS counterpart_end_year, p.draft AS draft
ORDER BY plan, counterpart
