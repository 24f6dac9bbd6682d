// id: IND-006
// title: {zh: 约束性指标无人承接, en: Binding target that nobody takes up}
// clauses: [三(四)-1, 三(四)-2a, 三(四)-2b, 三(四)-3a, 一(一)-3b]
// severity: error
// severity_why: 一并纳入，约束性；纲要自身的主要指标为警告（要…分解）/ a warning for the outline's own main indicators
// reasons:
//   quota: {zh: 市级已分解下达本区, en: handed down to the district}
//   main: {zh: 纲要的约束性主要指标, en: a binding main indicator of the outline, severity: warning}
// key: [target]
// subjects: [plan]
// registers: {targets: cycle}
// executability: may over-report
// not_reported:
//   - 有一份规划、方案或年度计划承接即可，数值见 IND-002 / one carrier is enough; its value is left to IND-002
//   - 按下达任务的陈述也算承接 / a statement by reference takes it up
//   - 市级规划已失效，指标为预期性或力争值 / a municipal plan no longer in force, expected and stretch targets
// blind_spots:
//   - 未录入的指标表可能已承接，须台账完整 / tables that were not entered may take it up; the register must be complete
// message:
//   zh: 约束性指标{indicator}（{year}年，{value|figure}，{reason}）无区级规划、方案或年度计划承接。
//   en: "No district document takes up the binding target {indicator} ({year}, {value|figure}; {reason})."
// remedy:
//   zh: 纳入相关规划、实施方案或年度计划。
//   en: Take it into a plan, scheme or annual plan.
// acts: [drc]
OPTIONAL MATCH (o:Plan {level: 'district', plan_type: 'development', home: $home})
WHERE NOT o.draft AND o.valid_from <= date($as_of) <= o.valid_to AND o.start_year <= date($as_of).year
WITH o ORDER BY o.valid_from DESC, o.id LIMIT 1
CALL (o) {
  MATCH (:Region {id: $home})<-[:ALLOCATED_TO]-(a:Allocation)<-[:DECOMPOSED_INTO]-(t:TargetStatement)<-[:HAS_TARGET]-(q:Document)
  WHERE NOT q.draft AND q.valid_from <= date($as_of) <= q.valid_to
    AND coalesce(a.role, 'share') <> 'support' AND coalesce(q.home, '') <> $home
  RETURN q, t, a, 'quota' AS reason, a.id AS target, $home AS region
  UNION ALL
  MATCH (o)-[:HAS_TARGET]->(t:TargetStatement {main: true})
  RETURN o AS q, t, null AS a, 'main' AS reason, t.id AS target, t.region AS region
}
WITH q, t, a, reason, target, region, q.cycle AS cycle
WHERE t.nature = 'binding' AND t.value_kind IN ['number', 'range'] AND NOT coalesce(t.stretch, false)
MATCH (t)-[:OF_INDICATOR]->(i:Indicator)
// candidates: target
WITH q, t, i, a, cycle, reason, target, region
WHERE NOT EXISTS {
    MATCH (d:Document)-[:HAS_TARGET]->(x:TargetStatement)-[:OF_INDICATOR]->(i)
    WHERE d.home = $home AND d.level = 'district' AND d.doc_kind IN ['plan', 'scheme', 'annual_plan'] AND d.id <> q.id
      AND d.valid_from <= date($as_of) <= d.valid_to AND x.region = region AND NOT coalesce(x.stretch, false)
  }
  AND NOT EXISTS {
    MATCH (d:Document)-[:IMPLEMENTS_TARGET]->(t)
    WHERE d.home = $home AND d.valid_from <= date($as_of) <= d.valid_to
  }
RETURN target, reason, cycle, q.id AS plan, i.id AS indicator, t.year AS year,
       coalesce(a.value_text, t.value_text) + coalesce(' ' + a.unit, ' ' + t.unit, '') AS value,
       [[t.source, t.row], [a.source, a.row]] AS evidence
ORDER BY target
