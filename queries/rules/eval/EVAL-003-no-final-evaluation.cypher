// id: EVAL-003
// title: {zh: 缺总结评估, en: No final evaluation}
// clauses: [三(五)-1a]
// severity: warning
// severity_why: 要组织开展
// key: [plan]
// subjects: [plan]
// registers: {evaluation: cycle}
// parameters: {final_due: 365}  # days after the end of the period
// executability: exact
// not_reported:
//   - 期限之前 / before the limit
//   - 从未生效、已废止的规划，被修订版替代的版本 / plans that never took effect or were repealed, editions that a revision replaced
// message:
//   zh: 《{plan}》{end_year}年期满，至今未见总结评估（期限{due}为 kgplan 默认值，通知未定）。
//   en: "“{plan}” ended in {end_year} and has no final evaluation (due {due}, a kgplan default, not in the notice)."
// remedy:
//   zh: 组织总结评估，按规定报送和抄送。
//   en: Organise the evaluation and send the report.
// acts: [lead]
MATCH (p:Plan)
WHERE p.home = $home AND NOT p.draft AND p.valid_from <= p.valid_to
  AND toString(p.valid_to) = toString(p.end_year) + '-12-31'
  AND p.valid_to + duration({days: $final_due}) < date($as_of)
  AND coalesce(p.repealed_on > date($as_of), true)
WITH p, p.cycle AS cycle, p.valid_to + duration({days: $final_due}) AS due
// candidates: p.id
WITH p, cycle, due
WHERE NOT EXISTS {
  MATCH (p)-[:HAS_STEP]->(s:ProcedureStep {type: 'final_evaluation'})
  WHERE coalesce(s.date, date($as_of)) <= date($as_of)
}
RETURN p.id AS plan, cycle, p.end_year AS end_year, toString(due) AS due
ORDER BY plan
