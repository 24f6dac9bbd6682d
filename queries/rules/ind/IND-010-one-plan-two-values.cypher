// id: IND-010
// title: {zh: 同一规划自相矛盾, en: 'One plan, two values'}
// clauses: [三(二)-4]
// severity: warning
// severity_why: 规范性、完整性；须更正文本或表格 / the text or the table has to be corrected
// key: [plan, indicator]
// subjects: [plan]
// executability: may under-report
// not_reported:
//   - 不同年份的阶段目标，不同区域、口径、计量方式 / stage targets, other regions, calibers or measures
//   - 确保值与力争值，下限与上限 / a firm value beside a stretch value, a floor beside a cap
//   - 取舍误差之内的差别 / a difference within rounding
// blind_spots:
//   - 正文中的目标须录入才能与表格比较 / targets in the text are compared with the table only if they were entered
// message:
//   zh: 《{plan}》对{indicator}（{year}年）给出两个值：{value|figure}；{other_value|figure}。
//   en: "“{plan}” gives two values for {indicator} ({year}): {value|figure}; {other_value|figure}."
// remedy:
//   zh: 更正正文或指标表。
//   en: Correct the text or the table.
// acts: [lead]
MATCH (p:Document {home: $home})
WHERE p.doc_kind IN ['plan', 'scheme'] AND p.valid_from <= date($as_of) <= p.valid_to
WITH p
MATCH (p)-[:HAS_TARGET]->(l:TargetStatement)-[c:COMPARED_WITH]->(s:TargetStatement)<-[:HAS_TARGET]-(p)
WHERE coalesce(l.nature, '') = coalesce(s.nature, '')
// candidates: c
WITH p, l, c, s
WHERE c.verdict = 'contradiction' OR c.differs
MATCH (l)-[:OF_INDICATOR]->(i:Indicator)
RETURN p.id AS plan, i.id AS indicator, l.year AS year,
       l.value_text + coalesce(' ' + l.unit, '') AS value, s.value_text + coalesce(' ' + s.unit, '') AS other_value,
       {id: l.id, text: l.value_text, unit: l.unit, canonical: c.lower_exact} AS lower,
       {id: s.id, text: s.value_text, unit: s.unit, canonical: c.upper_exact} AS upper,
       coalesce(c.gap, c.difference) AS gap, c.tolerance AS tolerance, c.unit AS unit,
       {zh: c.steps_zh, en: c.steps_en} AS steps,
       p.draft AS draft, [[l.source, l.row], [s.source, s.row]] AS evidence
ORDER BY plan, indicator, l.id, s.id
