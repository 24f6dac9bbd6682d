// id: IMPL-001
// title: {zh: 主要指标、任务、项目未落实责任主体, en: No responsible body}
// clauses: [三(四)-1]
// severity: warning
// severity_why: 要…分解落实；约束性指标为错误，见三(二)-4 / binding indicators are an error, as 三(二)-4 singles them out
// key: [item]
// subjects: [outline]
// registers: {responsibility: cycle}
// executability: exact
// not_reported:
//   - 力争值 / stretch values
//   - 非主要的指标、任务和非重大项目 / indicators and tasks that are not main, projects that are not major
//   - 其他规划和纲要草案 / other plans, and draft outlines
//   - 只登记了配合单位 / only a supporting body is recorded
// blind_spots:
//   - 以指标分解表明确、而未登记负责关系的责任 / responsibility that an allocation shows and no relation records
//   - 由市场实现的预期性指标也须落实，通知未作例外 / the notice makes no exception for expected indicators left to the market
// message:
//   zh: 《{outline}》的“{name}”未明确责任主体。
//   en: No body is responsible for “{name}” of “{outline}”.
// remedy:
//   zh: 由区政府办公室分解落实并登记责任主体。
//   en: The government office assigns a body; record it.
// acts: [lead]
MATCH (d:Plan {level: 'district', plan_type: 'development'})
WHERE d.home = $home AND NOT d.draft AND d.start_year <= date($as_of).year
  AND d.valid_from <= date($as_of) <= d.valid_to
WITH d ORDER BY d.valid_from DESC, d.id LIMIT 1
MATCH (d)-[:HAS_TARGET|HAS_TASK|HAS_PROJECT]->(x)
WHERE x.main = true AND NOT coalesce(x.stretch, false) OR x.major = true
WITH d, x, d.cycle AS cycle
// candidates: x.id
WITH d, x, cycle
WHERE NOT EXISTS {
  MATCH (:Organization)-[r:RESPONSIBLE_FOR]->(x)
  WHERE coalesce(r.date, date($as_of)) <= date($as_of)
}
OPTIONAL MATCH (x)-[:OF_INDICATOR]->(i:Indicator)
RETURN x.id AS item, d.id AS outline, cycle, coalesce(i.id, x.indicator_name, x.title, x.id) AS name,
       CASE WHEN x.nature = 'binding' THEN 'error' END AS severity, [[x.source, x.row]] AS evidence
ORDER BY item
