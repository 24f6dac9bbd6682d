// id: IND-001
// title: {zh: 目标不可并存, en: Targets that cannot both be met}
// clauses: [三(二)-1, 三(二)-4, 一(三)-5b, 一-1a, 一-1c]
// severity: error
// severity_why: 特别是约束性指标
// key: [pair, indicator]
// subjects: [plan, other]
// executability: may under-report
// not_reported:
//   - 取舍误差之内的差别 / a difference within rounding
//   - 同位规划只有一方为约束性(见 IND-003)/ peers of which only one is binding, see IND-003
//   - 按下达任务、力争值 / targets by reference and stretch values
// blind_spots:
//   - 未录入的指标表无从比较 / indicator tables that were not entered cannot be compared
// message:
//   zh: 《{plan}》与《{other}》关于{indicator}（{year}年）的约束性目标不可同时实现：{value|figure}；{other_value|figure}。
//   en: "The targets of “{plan}” and “{other}” for {indicator} ({year}) cannot both be met: {value|figure}; {other_value|figure}."
// remedy:
//   zh: 更正下位或后出的规划；同位规划之间，由发展改革部门依据纲要协调。
//   en: Correct the lower or later plan; between peers the development and reform body decides by the outline.
// acts: [lead]
OPTIONAL MATCH (o:Plan {level: 'district', plan_type: 'development', home: $home})
WHERE NOT o.draft AND o.valid_from <= date($as_of) <= o.valid_to AND o.start_year <= date($as_of).year
WITH o ORDER BY o.valid_from DESC, o.id LIMIT 1
MATCH (p:Document {home: $home})
WHERE p.doc_kind IN ['plan', 'scheme'] AND p.valid_from <= date($as_of) <= p.valid_to
WITH o, p
MATCH (p)-[:HAS_TARGET]->(l:TargetStatement)-[c:COMPARED_WITH]->(s)
MATCH (s)<-[:DECOMPOSED_INTO*0..1]-(t:TargetStatement)<-[:HAS_TARGET]-(q:Document)
WITH o, p, l, c, s, t, q
WHERE p.id <> q.id AND t.nature = 'binding' AND q.valid_from <= date($as_of) <= q.valid_to
  AND (q.id = o.id
       OR (q.doc_kind = 'plan' AND (p.draft OR NOT q.draft) AND EXISTS { (p)-[:HAS_SUPERIOR]->(q) })
       OR (l.nature = 'binding' AND coalesce(q.plan_type, '') <> 'development' AND NOT EXISTS { (p)-[:HAS_SUPERIOR]-(q) }))
// candidates: c
WITH p, l, c, s, t, q
WHERE c.verdict = 'contradiction'
MATCH (l)-[:OF_INDICATOR]->(i:Indicator)
WITH p, l, c, s, t, q, i, CASE WHEN s.id = t.id THEN q.id ELSE s.id END AS upper_key
RETURN CASE WHEN p.id < upper_key THEN [p.id, upper_key] ELSE [upper_key, p.id] END AS pair, i.id AS indicator,
       p.id AS plan, q.id AS other, l.year AS year,
       l.value_text + coalesce(' ' + l.unit, '') AS value,
       coalesce(s.value_text, t.value_text) + coalesce(' ' + s.unit, ' ' + t.unit, '') AS other_value,
       {id: l.id, text: l.value_text, unit: l.unit, canonical: c.lower_exact} AS lower,
       {id: s.id, text: coalesce(s.value_text, t.value_text), unit: coalesce(s.unit, t.unit),
        canonical: c.upper_exact} AS upper,
       coalesce(c.gap, c.difference) AS gap, c.tolerance AS tolerance, c.unit AS unit,
       {zh: c.steps_zh, en: c.steps_en} AS steps,
       p.draft OR q.draft AS draft, [[l.source, l.row], [s.source, s.row]] AS evidence
ORDER BY pair, indicator, l.id, s.id
