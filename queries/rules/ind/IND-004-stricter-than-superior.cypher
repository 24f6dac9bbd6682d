// id: IND-004
// title: {zh: 下位目标严于上位约束性目标, en: Lower plan stricter than the superior's binding target}
// clauses: [一-1a]
// severity: info
// severity_why: 服从已得到满足；便于发现层层加码 / allowed; useful for spotting targets raised at every level
// key: [plan, superior, indicator]
// subjects: [plan, superior_plan]
// executability: may under-report
// not_reported:
//   - 取舍误差之内的差别 / a difference within rounding
//   - 上位目标为预期性 / the superior's target is only expected
//   - 区域不同且未分解下达，目标年、口径不同 / another region without an allocation, another year or caliber
// blind_spots:
//   - 未录入的指标表无从比较 / indicator tables that were not entered cannot be compared
// message:
//   zh: 《{plan}》{indicator}（{year}年）{value|figure}，严于《{superior_plan}》的{superior_value|figure}，相差{gap|unit}。
//   en: "“{plan}”: {indicator} ({year}) {value|figure} is stricter than {superior_value|figure} of “{superior_plan}” by {gap|unit}."
// remedy:
//   zh: 无须改正；留意是否层层加码。
//   en: None needed; mind whether targets are raised at every level.
// acts: [lead]
OPTIONAL MATCH (o:Plan {level: 'district', plan_type: 'development', home: $home})
WHERE NOT o.draft AND o.valid_from <= date($as_of) <= o.valid_to AND o.start_year <= date($as_of).year
WITH o ORDER BY o.valid_from DESC, o.id LIMIT 1
MATCH (p:Document {home: $home})
WHERE p.doc_kind IN ['plan', 'scheme'] AND p.valid_from <= date($as_of) <= p.valid_to
WITH o, p
MATCH (p)-[:HAS_TARGET]->(l:TargetStatement)-[c:COMPARED_WITH]->(s)
MATCH (s)<-[:DECOMPOSED_INTO*0..1]-(t:TargetStatement)<-[:HAS_TARGET]-(q:Plan)
WITH o, p, l, c, s, t, q
WHERE p.id <> q.id AND t.nature = 'binding'
  AND q.valid_from <= date($as_of) <= q.valid_to AND (p.draft OR NOT q.draft)
  AND (q.id = o.id OR EXISTS { (p)-[:HAS_SUPERIOR]->(q) })
// candidates: c
WITH p, l, c, s, t, q
WHERE c.verdict = 'stricter' AND c.differs
MATCH (l)-[:OF_INDICATOR]->(i:Indicator)
RETURN p.id AS plan, CASE WHEN s.id = t.id THEN q.id ELSE s.id END AS superior, i.id AS indicator,
       q.id AS superior_plan, l.year AS year,
       l.value_text + coalesce(' ' + l.unit, '') AS value,
       coalesce(s.value_text, t.value_text) + coalesce(' ' + s.unit, ' ' + t.unit, '') AS superior_value,
       {id: l.id, text: l.value_text, unit: l.unit, canonical: c.lower_exact} AS lower,
       {id: s.id, text: coalesce(s.value_text, t.value_text), unit: coalesce(s.unit, t.unit),
        canonical: c.upper_exact} AS upper,
       coalesce(c.gap, c.difference) AS gap, c.tolerance AS tolerance, c.unit AS unit,
       {zh: c.steps_zh, en: c.steps_en} AS steps,
       p.draft AS draft, [[l.source, l.row], [s.source, s.row]] AS evidence
ORDER BY plan, superior, indicator, l.id, s.id
