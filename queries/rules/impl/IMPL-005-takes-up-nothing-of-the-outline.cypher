// id: IMPL-005
// title: {zh: 专项、区域规划未承接纲要任务, en: Plan takes up nothing from the outline}
// clauses: [一(三)-2a, 一(三)-2b, 一(三)-4a, 一(三)-4b]
// severity: warning
// severity_why: 要围绕
// key: [plan]
// subjects: [plan]
// registers: {tasks: cycle}
// executability: exact
// not_reported:
//   - 细化一项任务、落实一项目标或共有一项主要指标，有一即可 / one refined task, implemented target or shared main indicator is enough
//   - 承接草案或以往同期纲要 / what is taken up from a draft or a former outline of the period
//   - 空间规划、镇乡街道规划 / spatial plans and town plans
// blind_spots:
//   - 名称不在指标目录中的，只认相同名称 / a name that is not in the catalogue is only recognised if written alike
//   - 时间表、路线图不作检查（一(三)-2b） / the timetable and roadmap of 一(三)-2b are not checked
// message:
//   zh: 《{plan}》未承接同期纲要的任何任务或指标。
//   en: “{plan}” takes up no task or target of the outline of its period.
// remedy:
//   zh: 登记细化的任务或落实的指标；确无承接的，重新论证该规划。
//   en: Record the tasks or targets it takes up; if there are none, question the plan.
// acts: [lead]
OPTIONAL MATCH (d:Plan {level: 'district', plan_type: 'development', home: $home})
WHERE coalesce(d.stage, '') <> 'abandoned'
OPTIONAL MATCH (d)-[:HAS_TARGET]->(t:TargetStatement {main: true})
OPTIONAL MATCH (t)-[:OF_INDICATOR]->(i:Indicator)
WITH d, t, i ORDER BY d.id
WITH collect(DISTINCT d) AS outlines, collect([d.id, coalesce(i.id, t.indicator_name)]) AS main_indicators
MATCH (p:Plan {level: 'district'})
WHERE p.home = $home AND p.plan_type IN ['special', 'regional']
  AND p.valid_from <= date($as_of) <= p.valid_to
WITH p, p.cycle AS cycle, main_indicators,
     [d IN outlines WHERE d.start_year <= p.end_year AND p.start_year <= d.end_year | d.id] AS outlines
// candidates: p.id
WITH p, cycle, outlines, [pair IN main_indicators WHERE pair[0] IN outlines | pair[1]] AS indicators
WHERE NOT EXISTS {
    MATCH (p)-[:HAS_TASK*0..1]->(own)-[r:REFINES]->(:Task)<-[:HAS_TASK]-(d:Plan)
    WHERE d.id IN outlines AND coalesce(r.date, date($as_of)) <= date($as_of)
  }
  AND NOT EXISTS {
    MATCH (p)-[r:IMPLEMENTS_TARGET]->(:TargetStatement)<-[:HAS_TARGET]-(d:Plan)
    WHERE d.id IN outlines AND coalesce(r.date, date($as_of)) <= date($as_of)
  }
  AND NOT EXISTS {
    MATCH (p)-[:HAS_TARGET]->(s:TargetStatement)
    WHERE s.indicator_name IN indicators OR EXISTS { MATCH (s)-[:OF_INDICATOR]->(i:Indicator) WHERE i.id IN indicators }
  }
RETURN p.id AS plan, cycle, outlines
ORDER BY plan
