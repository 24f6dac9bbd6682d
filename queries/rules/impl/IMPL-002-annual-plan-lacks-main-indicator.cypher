// id: IMPL-002
// title: {zh: 年度计划缺主要指标或缺年度计划, en: Annual plan missing or lacking a main indicator}
// clauses: [三(四)-3a]
// severity: warning
// severity_why: 分解纳入；指标非年度可测的为提示 / info where the indicator is not measured yearly
// reasons:
//   no_plan:
//     zh: 已过{due}（kgplan 默认值，通知未定），仍无年度计划
//     en: no annual plan by {due} (a kgplan default, not in the notice)
//   missing_indicator:
//     zh: 年度计划未分解{indicator}
//     en: the annual plan lacks {indicator}
// key: [item, year]
// subjects: [outline, annual_plans]
// registers: {annual_plan: year}
// parameters: {annual_plan_due: 3}  # months of the year
// executability: exact
// not_reported:
//   - 期限之前尚无年度计划 / no annual plan before the limit
//   - 非主要指标、力争值 / indicators that are not main, stretch values
//   - 以“完成市级下达任务”等列入的指标 / an indicator that is there by reference or in words
// blind_spots:
//   - 名称不在指标目录中的，只认相同名称 / a name that is not in the catalogue is only recognised if written alike
// message:
//   zh: 《{outline}》{year}年：{reason}。
//   en: "“{outline}”, {year}: {reason}."
// remedy:
//   zh: 编制年度计划，把纲要主要指标分解纳入年度指标体系。
//   en: Draw up the annual plan and break the outline's main indicators down into it.
// acts: [lead]
MATCH (d:Plan {level: 'district', plan_type: 'development'})
WHERE d.home = $home AND NOT d.draft AND d.start_year <= date($as_of).year
  AND d.valid_from <= date($as_of) <= d.valid_to
WITH d ORDER BY d.valid_from DESC, d.id LIMIT 1
UNWIND range(d.start_year, date($as_of).year) AS year
WITH d, year, date({year: year, month: 1, day: 1}) + duration({months: $annual_plan_due}) - duration({days: 1}) AS due,
     COLLECT { MATCH (a:AnnualPlan {level: 'district', home: $home, start_year: year})
               WHERE NOT a.draft AND coalesce(a.valid_from, date($as_of)) <= date($as_of)
                 AND NOT coalesce(a.stage, '') IN ['listed', 'abandoned']
               RETURN a.id ORDER BY a.id } AS annual_plans
WHERE size(annual_plans) > 0 OR due < date($as_of)
// candidates: d.id
WITH d, year, due, annual_plans,
     COLLECT { MATCH (a:AnnualPlan {home: $home})
               MATCH (a)-[:HAS_TARGET]->(s:TargetStatement)
               WHERE a.id IN annual_plans AND s.indicator_name IS NOT NULL
               OPTIONAL MATCH (s)-[:OF_INDICATOR]->(i:Indicator)
               RETURN coalesce(i.id, s.indicator_name) } AS stated
CALL (d, annual_plans, stated) {
  WITH d, annual_plans
  WHERE size(annual_plans) = 0
  RETURN d.id AS item, 'no_plan' AS reason, null AS indicator, null AS severity, d.source AS source, d.row AS row
  UNION ALL
  WITH d, annual_plans, stated
  MATCH (d)-[:HAS_TARGET]->(t:TargetStatement {main: true})
  OPTIONAL MATCH (t)-[:OF_INDICATOR]->(i:Indicator)
  WITH annual_plans, stated, t, i, coalesce(i.id, t.indicator_name) AS indicator
  WHERE size(annual_plans) > 0 AND NOT coalesce(t.stretch, false) AND NOT indicator IN stated
  RETURN t.id AS item, 'missing_indicator' AS reason, indicator,
         CASE i.annually_measurable WHEN false THEN 'info' END AS severity, t.source AS source, t.row AS row
}
RETURN item, year, d.id AS outline, annual_plans, reason, indicator, severity, toString(due) AS due,
       [[source, row]] AS evidence
ORDER BY item, year
