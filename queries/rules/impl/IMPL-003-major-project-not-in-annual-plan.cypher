// id: IMPL-003
// title: {zh: 重大项目缺年度实施要求, en: Major project without a yearly requirement}
// clauses: [三(四)-3b, 一(一)-4b]
// severity: warning
// severity_why: 明确
// key: [project, year]
// subjects: [outline, annual_plans]
// registers: {annual_plan: year, tasks: cycle}
// executability: exact
// not_reported:
//   - 建设期之外的年份 / years outside the building period
//   - 该年没有任何年度计划（见 IMPL-002） / a year without any annual plan, of which IMPL-002 speaks
//   - 非重大项目、专项规划的项目 / projects that are not major, projects of other plans
//   - 建设期不明 / the building period is not known
// message:
//   zh: 重大项目“{name}”（{start_year}—{end_year}年）在{year}年年度计划中没有实施要求。
//   en: The annual plan {year} sets no requirement for the major project “{name}” ({start_year}–{end_year}).
// remedy:
//   zh: 列入年度计划并写明年度要求；推迟的，更正建设期。
//   en: Add it to the annual plan with its requirement, or correct the building period if it is delayed.
// acts: [lead]
MATCH (d:Plan {level: 'district', plan_type: 'development'})
WHERE d.home = $home AND NOT d.draft AND d.start_year <= date($as_of).year
  AND d.valid_from <= date($as_of) <= d.valid_to
WITH d ORDER BY d.valid_from DESC, d.id LIMIT 1
UNWIND range(d.start_year, date($as_of).year) AS year
WITH d, d.cycle AS cycle, year,
     COLLECT { MATCH (a:AnnualPlan {level: 'district', home: $home, start_year: year})
               WHERE NOT a.draft AND coalesce(a.valid_from, date($as_of)) <= date($as_of)
                 AND NOT coalesce(a.stage, '') IN ['listed', 'abandoned']
               RETURN a.id ORDER BY a.id } AS annual_plans
MATCH (d)-[:HAS_PROJECT]->(x:Project {major: true})
WHERE x.start_year <= year <= x.end_year AND size(annual_plans) > 0
// candidates: x.id
WITH d, x, cycle, year, annual_plans
WHERE NOT EXISTS {
  MATCH (a:AnnualPlan)-[r:SCHEDULES]->(x)
  WHERE a.id IN annual_plans AND coalesce(r.date, date($as_of)) <= date($as_of)
}
RETURN x.id AS project, year, d.id AS outline, cycle, annual_plans, x.title AS name,
       x.start_year AS start_year, x.end_year AS end_year, [[x.source, x.row]] AS evidence
ORDER BY project, year
