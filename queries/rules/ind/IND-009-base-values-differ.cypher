// id: IND-009
// title: {zh: 基期值不一致, en: Different base values}
// clauses: [三(二)-4, 三(六)-2]
// severity: warning
// severity_why: 目标衔接的义务包括基期；由人判断以何者为准 / the coordination duty covers goals; a person decides which source is right
// reasons:
//   base_value: {zh: '基期值（{base_year}年）不一致：{value|figure}；{other_value|figure}', en: 'start from different base values ({base_year}): {value|figure}; {other_value|figure}'}
//   base_year: {zh: '同一变化指标的基期年不同：{base_year}；{other_base_year}，暂不比较', en: 'measure the same change from different base years, {base_year} and {other_base_year}; comparison suspended'}
// key: [pair, indicator]
// subjects: [first, second]
// candidates: >-
//   MATCH (p:Document)-[:HAS_TARGET]->(t:TargetStatement)
//   WHERE p.home = $home AND p.doc_kind IN ['plan', 'scheme'] AND p.valid_from <= date($as_of) <= p.valid_to
//   AND t.base_year IS NOT NULL RETURN count(DISTINCT t.id) AS candidates
// executability: exact
// not_reported:
//   - 期末值以不同年份为基期 / levels with different base years
//   - 取舍误差之内的差别 / a difference within rounding
//   - 市级规划之间的差别 / differences among municipal plans
//   - 价格基期、口径不同 / another price basis or caliber
// message:
//   zh: 《{first}》与《{second}》{indicator}的{reason}。
//   en: "“{first}” and “{second}” on {indicator}: they {reason}."
// remedy:
//   zh: 统一统计来源，更正基期。
//   en: Agree on the statistical source and correct the base.
// acts: [lead]
MATCH (p:Document {home: $home})
WHERE p.valid_from <= date($as_of) <= p.valid_to
WITH p
MATCH (p)-[:HAS_TARGET]->(l:TargetStatement)-[x:BASE_DIFFERS]-(s:TargetStatement)<-[:HAS_TARGET]-(q:Document)
WITH p, l, x, s, q
WHERE q.valid_from <= date($as_of) <= q.valid_to
  AND (q.home = $home OR EXISTS { MATCH (:Region {id: $home})-[:PART_OF*1..6]->(m:Region) WHERE m.id = q.jurisdiction })
MATCH (l)-[:OF_INDICATOR]->(i:Indicator)
RETURN CASE WHEN p.id < q.id THEN [p.id, q.id] ELSE [q.id, p.id] END AS pair, i.id AS indicator, x.reason AS reason,
       p.id AS first, q.id AS second, l.base_year AS base_year, s.base_year AS other_base_year,
       CASE WHEN l.id < s.id THEN x.lower_exact ELSE x.upper_exact END + coalesce(' ' + x.unit, '') AS value,
       CASE WHEN l.id < s.id THEN x.upper_exact ELSE x.lower_exact END + coalesce(' ' + x.unit, '') AS other_value,
       x.gap AS gap, x.tolerance AS tolerance, x.unit AS unit, [[l.source, l.row], [s.source, s.row]] AS evidence
ORDER BY pair, indicator, first, l.id, s.id
