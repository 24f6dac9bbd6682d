// id: CAT-004
// title: {zh: 规划内容交叉重复, en: Overlapping plans}
// clauses: [一-2, 一-1c]
// severity: warning
// severity_why: 边界清晰、功能互补;内容须由人判断 / a person must judge the content
// key: [pair]
// symmetric: true
// subjects: [pair]
// suppressed_by:
//   - {rule: DATA-003, every: {pair: plans}}
// executability: needs a person
// not_reported:
//   - 规划与其子规划 / a plan and its sub-plan
//   - 区域不同 / plans for different areas
//   - 同一系列的版次、轮次 / editions or rounds of one series
// message:
//   zh: 《{first}》与《{second}》同领域、同区域、同期，疑似交叉重复。
//   en: “{first}” and “{second}” cover the same field, area and time.
// remedy:
//   zh: 合并，或在目录清单中划清边界。
//   en: Merge them, or draw the line in the catalogue.
// acts: [drc]
MATCH (p:Plan {level: 'district', home: $home})
WHERE p.plan_type IN ['special', 'regional'] AND p.valid_from <= date($as_of) <= p.valid_to
// candidates: p.id
WITH p.plan_type AS plan_type, p.domain_code AS domain_code, p.region AS region, collect(p) AS plans
WHERE domain_code IS NOT NULL
UNWIND plans AS a
UNWIND plans AS b
WITH a, b
WHERE a.series_id < b.series_id AND a.start_year <= b.end_year AND b.start_year <= a.end_year
  AND NOT EXISTS { (a)-[:SUBORDINATE_TO]-(b) }
RETURN [a.id, b.id] AS pair, a.id AS first, b.id AS second, a.domain_code AS domain_code, a.region AS region
ORDER BY first, second
