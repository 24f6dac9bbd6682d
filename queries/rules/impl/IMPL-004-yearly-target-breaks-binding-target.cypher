// id: IMPL-004
// title: {zh: 年度目标达不到五年约束性目标, en: Yearly target breaks the five-year binding target}
// clauses: [三(四)-3a]
// severity: warning
// severity_why: 强化/分解纳入
// key: [annual_target, target]
// subjects: [annual_plan, outline]
// registers: {annual_plan: year}
// executability: may under-report
// not_reported:
//   - 期末值目标的中间年份 / interim years of a level target
//   - 纲要目标为预期性、力争值或按下达任务 / a target of the outline that is expected, a stretch value or by reference
//   - 缺任何一年数据的累计量 / a total of which any year is not loaded
//   - 差额在较粗一方的取舍误差之内 / a gap within the rounding of the coarser figure
//   - 已被修订版替代的年度计划 / an annual plan that a revision has replaced
// blind_spots:
//   - 年均、累计变化等不能化为期末值的目标 / averages and changes that cannot be turned into a level
//   - 同一年度计划外另有不同数值时，不作合计 / no sum where two annual plans of an earlier year state different figures
// message:
//   zh: 《{annual_plan}》{indicator}{value|figure}，达不到《{outline}》的约束性目标{goal|figure}。
//   en: "“{annual_plan}”: {indicator} {value|figure} misses the binding {goal|figure} of “{outline}”."
// remedy:
//   zh: 调整年度计划，或说明差距如何在其余年度补足。
//   en: Adjust the annual plan or explain how the gap will be made up.
// acts: [lead]
MATCH (d:Plan {level: 'district', plan_type: 'development'})
WHERE d.home = $home AND NOT d.draft AND d.start_year <= date($as_of).year
  AND d.valid_from <= date($as_of) <= d.valid_to
WITH d ORDER BY d.valid_from DESC, d.id LIMIT 1
MATCH (d)-[:HAS_TARGET]->(t:TargetStatement {nature: 'binding'})<-[c:YEARLY_COMPARED_WITH]-(l:TargetStatement)
MATCH (l)<-[:HAS_TARGET]-(a:AnnualPlan)
WHERE a.valid_from <= date($as_of) AND coalesce(c.holds_from, $as_of) <= $as_of
  AND (date($as_of) <= a.valid_to OR NOT a.draft AND toString(a.valid_to) ENDS WITH '-12-31')
WITH d, t, c, l, a, a.start_year AS year
// candidates: c
WITH d, t, c, l, a, year
WHERE c.verdict IN ['looser', 'contradiction']
MATCH (t)-[:OF_INDICATOR]->(i:Indicator)
WITH d, t, c, l, a, year, i,
     COLLECT { UNWIND c.yearly_parts AS id MATCH (part:TargetStatement {id: id})
               RETURN part.value_text + coalesce(' ' + part.unit, '') ORDER BY part.year } AS parts
RETURN l.id AS annual_target, t.id AS target, a.id AS annual_plan, d.id AS outline, year,
       i.id AS indicator, c.way AS way,
       CASE c.way WHEN 'sum' THEN reduce(sum = '', part IN parts | sum + CASE sum WHEN '' THEN '' ELSE ' + ' END + part)
                                  + ' = ' + c.sum_exact + ' ' + c.unit
                  ELSE l.value_text + coalesce(' ' + l.unit, '') END AS value,
       t.value_text + coalesce(' ' + t.unit, '') AS goal, c.gap AS gap, c.tolerance AS tolerance, c.unit AS unit,
       {text: l.value_text, unit: l.unit, canonical: coalesce(c.sum_exact, l.canonical_exact)} AS lower,
       {text: t.value_text, unit: t.unit, canonical: t.canonical_exact} AS upper,
       [[l.source, l.row], [t.source, t.row]] AS evidence
ORDER BY annual_target, target
