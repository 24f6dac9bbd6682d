// id: IND-001
// title: {zh: 目标不可并存, en: Targets that cannot both be met}
// clauses: [三(二)-1, 三(二)-4, 一(三)-5b, 一-1a, 一-1c]
// severity: error
// severity_why: 特别是约束性指标
// key: [pair, indicator]
// subjects: [lower, upper]
// executability: may under-report
// not_reported:
//   - 取舍误差之内的差别 / a difference within rounding
//   - 同位规划只有一方为约束性(见 IND-003)/ peers of which only one is binding, see IND-003
//   - 按下达任务、力争值 / targets by reference and stretch values
// blind_spots:
//   - 未录入的指标表无从比较 / indicator tables that were not entered cannot be compared
// message:
//   zh: 《{lower}》与《{upper}》关于{indicator}（{year}年）的约束性目标不可同时实现：{value}；{upper_value}。
//   en: "The targets of “{lower}” and “{upper}” for {indicator} ({year}) cannot both be met: {value}; {upper_value}."
// remedy:
//   zh: 更正下位或后出的规划；同位规划之间，由发展改革部门依据纲要协调。
//   en: Correct the lower or later plan; between peers the development and reform body decides by the outline.
// acts: [lead]
MATCH (p:Document)-[:HAS_TARGET]->(l:TargetStatement)-[c:COMPARED_WITH]->(s)
MATCH (s)<-[:DECOMPOSED_INTO*0..1]-(t:TargetStatement)<-[:HAS_TARGET]-(q:Document)
WITH p, l, c, s, t, q
WHERE p.home = $home AND p.doc_kind IN ['plan', 'scheme'] AND t.nature = 'binding'
  AND p.valid_from <= date($as_of) <= p.valid_to AND q.valid_from <= date($as_of) <= q.valid_to
  AND ((EXISTS { (p)-[:HAS_SUPERIOR]->(q) } AND q.doc_kind = 'plan' AND (p.draft OR NOT q.draft))
       OR (q.plan_type = 'development' AND q.home = $home AND NOT q.draft AND q.start_year <= date($as_of).year)
       OR (q.home = $home AND q.level = 'district' AND q.doc_kind IN ['plan', 'scheme'] AND l.nature = 'binding'
           AND coalesce(q.plan_type, '') <> 'development' AND NOT EXISTS { (p)-[:HAS_SUPERIOR]->(q) }))
// candidates: c
WITH p, l, c, s, t, q
WHERE c.verdict = 'contradiction'
MATCH (l)-[:OF_INDICATOR]->(i:Indicator)
WITH p, l, c, s, t, q, i, CASE WHEN s.id = t.id THEN q.id ELSE s.id END AS other
RETURN CASE WHEN p.id < other THEN [p.id, other] ELSE [other, p.id] END AS pair, i.id AS indicator,
       p.id AS lower, q.id AS upper, l.year AS year,
       l.value_text + coalesce(' ' + l.unit, '') AS value,
       s.value_text + coalesce(' ' + s.unit, ' ' + t.unit, '') AS upper_value,
       c.gap AS gap, c.unit AS unit,
       p.draft OR q.draft AS draft, [[l.source, l.row], [s.source, s.row]] AS evidence
ORDER BY pair, indicator, l.id, s.id
