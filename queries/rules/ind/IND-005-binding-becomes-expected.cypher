// id: IND-005
// title: {zh: 约束性降为预期性, en: 'Binding above, only expected below'}
// clauses: [三(二)-4, 三(四)-2b, 一(一)-3b, 一(三)-5b]
// severity: error
// severity_why: 特别是约束性指标；区域更大且分解台账不完整的为警告 / a warning where a person has to confirm the allocation
// reasons:
//   same_region: {zh: '针对同一区域或已分解下达', en: the same region or handed down}
//   wider_region: {zh: 针对更大区域，未见分解下达，且分解台账不完整，须人工确认, en: 'a wider region; no allocation is recorded and the register is not complete, so a person must confirm', severity: warning}
// key: [plan, superior, indicator]
// subjects: [plan, superior_plan]
// executability: may over-report
// not_reported:
//   - 上位预期性、下位约束性 / expected above, binding below
//   - 更大区域、分解台账完整而没有下达 / a wider region, register complete, not handed down
//   - 目标年、口径不同 / another year or caliber
//   - 按下达任务、力争值 / targets by reference and stretch values
// blind_spots:
//   - 未写明属性的指标无从判断 / targets without an attribute cannot be judged
// message:
//   zh: 《{plan}》将{indicator}（{year}年）列为预期性，《{superior_plan}》列为约束性（{reason}）。
//   en: "{indicator} ({year}) is binding in “{superior_plan}” but expected in “{plan}” ({reason})."
// remedy:
//   zh: 将属性改为约束性。
//   en: Change the attribute to binding.
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
WHERE p.id <> q.id AND t.nature = 'binding' AND l.nature = 'expected' AND coalesce(c.reason, '') <> 'caliber'
  AND q.valid_from <= date($as_of) <= q.valid_to AND (p.draft OR NOT q.draft)
  AND (q.id = o.id OR EXISTS { (p)-[:HAS_SUPERIOR]->(q) })
// candidates: c
WITH p, l, c, s, t, q
WHERE c.verdict <> 'unrelated' OR NOT (
  EXISTS { MATCH (t)-[:DECOMPOSED_INTO]->(:Allocation)-[:ALLOCATED_TO]->(r:Region) WHERE r.id = l.region }
  OR EXISTS { MATCH (r:Register {kind: 'allocation'}) WHERE r.key = q.cycle AND r.complete }
)
MATCH (l)-[:OF_INDICATOR]->(i:Indicator)
RETURN p.id AS plan, CASE WHEN s.id = t.id THEN q.id ELSE s.id END AS superior, i.id AS indicator,
       CASE WHEN c.verdict = 'unrelated' THEN 'wider_region' ELSE 'same_region' END AS reason,
       q.id AS superior_plan, l.year AS year,
       {id: l.id, text: l.value_text, unit: l.unit, nature: l.nature, region: l.region} AS lower,
       {id: s.id, text: coalesce(s.value_text, t.value_text), unit: coalesce(s.unit, t.unit), nature: t.nature,
        region: t.region} AS upper,
       p.draft AS draft, [[l.source, l.row], [s.source, s.row]] AS evidence
ORDER BY plan, superior, indicator, l.id, s.id
