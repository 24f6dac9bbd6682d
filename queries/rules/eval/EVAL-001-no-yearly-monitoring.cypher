// id: EVAL-001
// title: {zh: 缺年度监测, en: No yearly monitoring}
// clauses: [三(五)-1a]
// severity: warning
// severity_why: 要组织开展
// key: [plan, year]
// subjects: [plan]
// registers: {monitoring: year}
// parameters: {monitoring_due: 6}  # months of the following year
// executability: exact
// not_reported:
//   - 期限之前 / before the limit
//   - 规划未全年有效的年份 / years in which the plan was not in force throughout
//   - 已到期、废止或被修订版替代的规划 / plans that have expired, been repealed or replaced by a revision
// blind_spots:
//   - 修订当年，新旧两版均未全年有效 / in the year of a revision neither edition is in force throughout
// message:
//   zh: 《{plan}》缺{year}年度监测分析（期限{due}为 kgplan 默认值，通知未定）。
//   en: "“{plan}”: no monitoring report for {year} (due {due}, a kgplan default, not in the notice)."
// remedy:
//   zh: 开展年度监测分析并登记。
//   en: Produce the monitoring report and record it.
// acts: [lead]
MATCH (p:Plan)
WHERE p.home = $home AND NOT p.draft
  AND date($as_of) <= p.valid_to
UNWIND range(p.valid_from.year, date($as_of).year) AS year
WITH p, year,
     date({year: year + 1, month: 1, day: 1}) + duration({months: $monitoring_due}) - duration({days: 1}) AS due
WHERE year >= p.start_year AND p.valid_from <= date({year: year, month: 1, day: 1}) AND due < date($as_of)
// candidates: p.id
WITH p, year, due
WHERE NOT EXISTS {
  MATCH (p)-[:HAS_STEP]->(s:ProcedureStep {type: 'monitoring_report'})
  WHERE (s.year = year OR s.year IS NULL AND s.date.year IN [year, year + 1])
    AND coalesce(s.date, date($as_of)) <= date($as_of)
}
RETURN p.id AS plan, year, toString(due) AS due
ORDER BY plan, year
