// id: IND-003
// title: {zh: 同位规划目标不一致, en: Peers state different targets}
// clauses: [一-1c, 三(二)-1, 三(二)-4]
// severity: warning
// severity_why: 坚持…相互协调；只有一方为约束性的为提示 / an info where only one of the two is binding
// reasons:
//   rounding: {zh: '，差别在较粗一方的取舍误差之内', en: '; the difference lies within the rounding of the coarser figure', severity: info}
// key: [pair, indicator]
// subjects: [first, second]
// suppressed_by:
//   - {rule: IND-001, same: {first: pair, second: pair, indicator: indicator}}
// executability: may under-report
// not_reported:
//   - 两个都是预期性 / both are only expected
//   - 上下位之间的差别(见 IND-002)/ differences between superior and lower plan, see IND-002
//   - 镇规划与区级规划、实施方案与其依据 / town plans, schemes beside what they carry out
//   - 一方只定下限、另一方只定上限而可同时满足 / a floor beside a cap that can both be met
// blind_spots:
//   - 未录入的指标表无从比较 / indicator tables that were not entered cannot be compared
// message:
//   zh: 《{first}》与《{second}》的{indicator}（{year}年）目标不一致：{first_value|figure}；{second_value|figure}{reason}。
//   en: "“{first}” and “{second}” differ on {indicator} ({year}): {first_value|figure}; {second_value|figure}{reason}."
// remedy:
//   zh: 以纲要为准统一；纲要未列的，由发展改革部门协调。
//   en: Align with the outline; where it has none, the development and reform body coordinates.
// acts: [lead]
MATCH (p:Document {home: $home})
WHERE p.valid_from <= date($as_of) <= p.valid_to
WITH p
MATCH (p)-[:HAS_TARGET]->(l:TargetStatement)-[c:COMPARED_WITH]->(s:TargetStatement)<-[:HAS_TARGET]-(q:Document)
WITH p, l, c, s, q
WHERE p.id <> q.id AND coalesce(q.plan_type, '') <> 'development' AND q.valid_from <= date($as_of) <= q.valid_to
  AND (l.nature = 'binding' OR s.nature = 'binding') AND NOT EXISTS { (p)-[:HAS_SUPERIOR]-(q) }
// candidates: c
WITH p, l, c, s, q, l.nature = 'binding' AND s.nature = 'binding' AS both_binding
WHERE c.differs OR c.verdict IN ['rounding', 'rounding_looser', 'contradiction']
MATCH (l)-[:OF_INDICATOR]->(i:Indicator)
RETURN CASE WHEN p.id < q.id THEN [p.id, q.id] ELSE [q.id, p.id] END AS pair, i.id AS indicator,
       CASE WHEN c.verdict IN ['rounding', 'rounding_looser'] THEN 'rounding' END AS reason,
       CASE WHEN NOT coalesce(both_binding, false) THEN 'info' END AS severity,
       p.id AS first, q.id AS second, l.year AS year,
       l.value_text + coalesce(' ' + l.unit, '') AS first_value,
       s.value_text + coalesce(' ' + s.unit, '') AS second_value,
       {id: l.id, text: l.value_text, unit: l.unit, canonical: c.lower_exact} AS lower,
       {id: s.id, text: s.value_text, unit: s.unit, canonical: c.upper_exact} AS upper,
       coalesce(c.gap, c.difference) AS gap, c.tolerance AS tolerance, c.unit AS unit,
       {zh: c.steps_zh, en: c.steps_en} AS steps,
       COLLECT {
         MATCH (x:TargetStatement)-[e:COMPARED_WITH {verdict: 'equal'}]->(:TargetStatement)<-[:HAS_TARGET]-(o:Plan)
         WHERE x.id IN [l.id, s.id] AND o.plan_type = 'development' AND o.level = 'district' AND o.home = $home
           AND NOT o.draft AND o.valid_from <= date($as_of) <= o.valid_to
         RETURN DISTINCT CASE x.id WHEN l.id THEN p.id ELSE q.id END AS agreeing ORDER BY agreeing
       } AS agrees_with_outline,
       [[l.source, l.row], [s.source, s.row]] AS evidence
ORDER BY pair, indicator, l.id, s.id
