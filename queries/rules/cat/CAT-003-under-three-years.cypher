// id: CAT-003
// title: {zh: 期限不足三年或日常工作, en: 'Under three years, or routine work'}
// clauses: [三(一)-6a, 三(一)-6b]
// severity: warning
// severity_why: 原则上不；有明确要求的为提示 / in principle; info where a document requires the plan
// reasons:
//   under_three_years: {zh: '任务期{months}个月，不足三年', en: 'implementation period of {months} months, under three years'}
//   routine: {zh: '属部门日常工作', en: routine work}
// key: [plan]
// subjects: [plan]
// executability: exact
// not_reported:
//   - 恰为三年 / exactly three years
//   - 行动计划、年度计划、实施方案 / action plans, annual plans, schemes
// blind_spots:
//   - 未写明任务期时按起止年的整年数计 / without a stated duration whole calendar years are counted
//   - 未注明是否日常工作的不判断 / whether a plan is routine work is taken from the record alone
// message:
//   zh: 《{plan}》{reason}，原则上不编制规划。
//   en: "“{plan}”: {reason}; in principle no plan is drawn up for this."
// remedy:
//   zh: 改用行动计划或实施方案（同时删去其“列入目录”“细化”关系行），或并入其他规划。
//   en: Make it an action plan or scheme (and delete its LISTED_IN and REFINES rows among the relations), or merge it into another plan.
// acts: [lead]
MATCH (p:Plan {level: 'district'})
WHERE p.home = $home AND p.plan_type IN ['special', 'regional'] AND p.valid_from <= date($as_of) <= p.valid_to
// candidates: p.id
WITH p, coalesce(p.task_duration_months, 12 * (p.end_year - p.start_year + 1)) AS months
WITH p, months, [reason IN [
    CASE WHEN 0 < months < 36 THEN 'under_three_years' END,
    CASE WHEN p.routine_work = true THEN 'routine' END
  ] WHERE reason IS NOT NULL] AS reasons
WHERE size(reasons) > 0
WITH p, months, reasons, EXISTS {
  MATCH (p)-[:SUPERSEDES*0..9 {kind: 'revision'}]->(:Plan)-[:HAS_STEP]->(m:ProcedureStep {type: 'mandate'})
  MATCH (m)-[:PERFORMED_BY]->(b:Organization)
  MATCH (:Region {id: $home})-[:PART_OF*0..6]->(r:Region)
  WHERE r.id = b.region AND m.doc_no IS NOT NULL AND coalesce(m.date <= date($as_of), true)
    AND (b.kind IN ['party', 'government', 'government_office'] OR b.kind = 'department' AND r.id <> $home)
    AND r.kind <> 'country'
} AS mandate
RETURN p.id AS plan, reasons, months, p.start_year AS start_year, p.end_year AS end_year, mandate,
       CASE WHEN mandate THEN 'info' END AS severity, p.draft AS draft
ORDER BY plan
