// id: HIER-002
// title: {zh: 全区发展规划未依据全市发展规划, en: Outline not based on the municipal outline}
// clauses: [一(三)-5a, 一(一)-3b, 一-1b, 三(二)-2]
// severity: error
// severity_why: 均须依据
// key: [outline]
// subjects: [outline]
// suppressed_by:
//   - {rule: HIER-009, same: {outline: plan}, where: {superior_role: [municipal_outline]}}
// executability: exact
// not_reported:
//   - 另有国家级或市级其他规划为依据 / additional links to national or other municipal plans
// message:
//   zh: 全区发展规划《{outline}》未挂接同期全市发展规划。
//   en: The outline “{outline}” is not linked to the municipal outline of its period.
// remedy:
//   zh: 登记与同期全市发展规划的从属关系；全市发展规划尚未录入的，先录入。
//   en: Record the link to the municipal outline; load that outline first if it is missing.
// acts: [lead]
MATCH (d:Plan {level: 'district', plan_type: 'development', home: $home})
WHERE d.valid_from <= date($as_of) <= d.valid_to
  AND d.start_year IS NOT NULL
// candidates: d.id
WITH d
WHERE NOT EXISTS { (d)-[:SUBORDINATE_TO]->(:Plan {level: 'municipal', plan_type: 'development'}) }
RETURN d.id AS outline,
       COLLECT { MATCH (d)-[:SUBORDINATE_TO]->(q) RETURN q.id ORDER BY q.id } AS superiors,
       COLLECT { MATCH (m:Plan {level: 'municipal', plan_type: 'development'})
                 WHERE m.start_year <= d.end_year AND d.start_year <= m.end_year
                 RETURN m.id ORDER BY m.id } AS municipal_outlines,
       d.draft AS draft
ORDER BY outline
