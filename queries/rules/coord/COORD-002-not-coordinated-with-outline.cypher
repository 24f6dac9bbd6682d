// id: COORD-002
// title: {zh: 重大规划未事先与纲要衔接, en: Major plan not coordinated with the outline beforehand}
// clauses: [三(二)-3a]
// severity: error
// severity_why: 须事先
// reasons:
//   missing: {zh: 未见, en: no opinion on its coordination with the outline is on record}
//   late: {zh: 在其后才出具, en: the opinion on its coordination with the outline was given only later}
//   objected: {zh: 尚有异议未解决, en: 'by then, an objection in the opinion on its coordination with the outline was still open'}
// key: [plan]
// subjects: [plan]
// registers: {coordination: cycle}
// executability: exact
// not_reported:
//   - 审定批准当日的意见 / an opinion on the very day of approval
//   - 审定批准前已解决的异议 / an objection resolved before approval
//   - 部门发布的规划，见 APPR-003 / plans issued by departments, see APPR-003
//   - 意见未注日期 / an opinion without a date
// blind_spots:
//   - 未注明审批路径的规划不检查 / plans without a recorded route of approval are not checked
// message:
//   zh: 《{plan}》{approval}审定批准，与全区发展规划的衔接意见{reason}。
//   en: "“{plan}” was approved on {approval}; {reason}."
// remedy:
//   zh: 补办衔接，并由原审批机关确认。
//   en: Coordinate and have the approval confirmed.
// acts: [lead]
MATCH (p:Plan {level: 'district', route: 'government'})
WHERE p.home = $home AND p.plan_type IN ['special', 'regional']
  AND NOT p.draft AND p.valid_from <= date($as_of) <= p.valid_to
WITH p, p.cycle AS cycle
// candidates: p.id
OPTIONAL MATCH (p)-[:HAS_STEP]->(a:ProcedureStep)
WHERE a.type IN ['gov_approval', 'party_review'] AND a.date <= date($as_of)
WITH p, cycle, coalesce(min(a.date), p.approved_on, p.published_on, date($as_of)) AS deadline
OPTIONAL MATCH (p)-[:HAS_STEP]->(s:ProcedureStep {type: 'coordination_opinion'})-[:PERFORMED_BY]->(b:Organization)
WHERE b.role = 'development_reform' AND b.region = $home AND coalesce(s.date <= date($as_of), true)
WITH p, cycle, deadline, s, CASE WHEN s IS NOT NULL THEN coalesce(s.date, deadline) END AS day
WITH p, cycle, deadline, count(s) AS found, count(CASE WHEN day <= deadline THEN s END) AS in_time,
     max(CASE WHEN day <= deadline THEN s.date END) AS last_on,
     max(CASE WHEN day <= deadline AND coalesce(s.result, 'agreed') <> 'objected' THEN day END) AS agreed_on
WHERE agreed_on IS NULL OR agreed_on < last_on
RETURN p.id AS plan, cycle,
       CASE WHEN found = 0 THEN 'missing' WHEN in_time = 0 THEN 'late' ELSE 'objected' END AS reason,
       toString(deadline) AS approval,
       COLLECT { MATCH (p)-[:HAS_STEP]->(s:ProcedureStep {type: 'coordination_opinion'})
                 RETURN {body: s.body, date: toString(s.date), result: s.result} ORDER BY s.date, s.body } AS opinions
ORDER BY plan
