// id: EVAL-002
// title: {zh: 缺中期评估, en: No mid-term evaluation}
// clauses: [三(五)-1a]
// severity: warning
// severity_why: 要组织开展
// key: [plan]
// subjects: [plan]
// registers: {evaluation: cycle}
// parameters: {midterm_due: 180}  # days after the middle of the period
// executability: exact
// not_reported:
//   - 期限之前 / before the limit
//   - 批准距中期不足365天的规划 / plans approved less than 365 days before the middle of their period
//   - 修订前版本已作的中期评估 / an evaluation of the edition that was revised
// message:
//   zh: 《{plan}》规划期中点为{middle}，至今未见中期评估（宽限{grace_days}天为 kgplan 默认值，通知未定）。
//   en: "“{plan}”: mid-term evaluation overdue; the middle of its period was {middle} (the grace of {grace_days} days is a kgplan default, not in the notice)."
// remedy:
//   zh: 组织中期评估，按规定报送和抄送。
//   en: Organise the evaluation and send the report.
// acts: [lead]
MATCH (p:Plan)
WHERE p.home = $home AND NOT p.draft AND p.start_year IS NOT NULL
  AND date($as_of) <= p.valid_to
WITH p, p.cycle AS cycle,
     date({year: p.start_year + (p.end_year - p.start_year + 2) / 2 - 1, month: 12, day: 31}) AS middle
WHERE p.valid_from <= middle - duration({days: 365}) AND middle + duration({days: $midterm_due}) < date($as_of)
// candidates: p.id
WITH p, cycle, middle
WHERE NOT EXISTS {
  MATCH (p)-[:SUPERSEDES*0..9 {kind: 'revision'}]->(edition:Plan)
  MATCH (edition)-[:HAS_STEP]->(s:ProcedureStep {type: 'midterm_evaluation'})
  WHERE coalesce(s.date, date($as_of)) <= date($as_of)
}
RETURN p.id AS plan, cycle, toString(middle) AS middle, $midterm_due AS grace_days
ORDER BY plan
