// id: IMPL-006
// title: {zh: 实施情况未公开, en: Progress not published}
// clauses: [三(四)-5]
// severity: warning
// severity_why: 要…公开
// key: [plan, year]
// subjects: [plan]
// registers: {disclosure: year}
// executability: exact
// not_reported:
//   - 涉密规划 / classified plans
//   - 规划未全年有效的年份，尚未结束的年份 / years in which the plan was not in force throughout, a year that is not over
//   - 已到期、废止或被修订版替代的规划 / plans that have expired, been repealed or replaced by a revision
// blind_spots:
//   - 只看有无公开，不看内容 / whether something was published, not what
//   - 修订当年，新旧两版均未全年有效 / in the year of a revision neither edition is in force throughout
// message:
//   zh: 《{plan}》{year}年未见实施情况公开。
//   en: No progress published for “{plan}” in {year}.
// remedy:
//   zh: 公开实施进展并登记。
//   en: Publish the progress and record it.
// acts: [lead]
MATCH (p:Plan)
WHERE p.home = $home AND NOT p.draft AND NOT coalesce(p.classified, false)
  AND date($as_of) <= p.valid_to
UNWIND range(p.valid_from.year, date($as_of).year - 1) AS year
WITH p, year
WHERE year >= p.start_year AND p.valid_from <= date({year: year, month: 1, day: 1})
// candidates: p.id
WITH p, year
WHERE NOT EXISTS {
  MATCH (p)-[:HAS_STEP]->(s:ProcedureStep {type: 'disclosure'})
  WHERE coalesce(s.year, s.date.year) = year AND coalesce(s.date, date($as_of)) <= date($as_of)
}
RETURN p.id AS plan, year
ORDER BY plan, year
