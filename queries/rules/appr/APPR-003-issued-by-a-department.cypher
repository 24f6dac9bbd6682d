// id: APPR-003
// title: {zh: 部门发布的规划：衔接与备案, en: 'Plans issued by departments: coordination and filing'}
// clauses: [三(三)-3a, 三(三)-3b]
// severity: warning
// severity_why: 原则上 / in principle
// reasons:
//   not_coordinated: {zh: 发布前未与区发展改革委衔接, en: not coordinated with the district DRC by the day of publication, register: coordination}
//   not_filed: {zh: '发布后{grace_days}天内未报区发展改革委备案（期限为 kgplan 默认值，通知未定）', en: 'not filed with the district DRC within {grace_days} days of publication (the time limit is a kgplan default, not in the notice)', register: filing}
// key: [plan]
// subjects: [plan]
// registers: {coordination: cycle, filing: cycle}
// parameters: {filing_days: 90}
// executability: exact
// not_reported:
//   - 须报市级备案的规划（见 APPR-004） / plans that must be filed with the municipality, see APPR-004
//   - 区发展改革委自己牵头的规划 / plans led by the DRC itself
//   - 批准后尚未发布；备案期限未到(天数为 kgplan 默认值) / not yet published; filing not yet due (a kgplan default)
//   - 发布当日衔接；期限最后一天备案 / coordination on the day of publication; filing on the last day
//   - 发布日期不明的，不判断备案是否按期 / the time of filing, where the day of publication is not known
//   - 环节未注明主体的，视同区发展改革委 / a step whose body is not stated counts as the DRC's
// blind_spots:
//   - 未填审批路径的不检查 / plans whose route is not recorded
//   - 衔接意见的内容和结果不看（见 COORD-002） / what the opinion says, see COORD-002
//   - 未在机构表说明职能和辖区的主体不能识别 / a body whose role and region no table describes is not recognised
// message:
//   zh: 部门发布的《{plan}》{reason}。
//   en: "“{plan}”, issued by a department: {reason}."
// remedy:
//   zh: 补办衔接并登记意见；未备案的，补报备案并说明情况。逾期的事实补报后仍会列出，可作人工确认。
//   en: Coordinate with the DRC and record its opinion; file the plan with it and explain the delay. That it was late stays reported after filing and can be confirmed by a person.
// acts: [lead]
MATCH (p:Plan {level: 'district', route: 'department'})
WHERE p.home = $home AND p.plan_type IN ['special', 'regional'] AND NOT coalesce(p.requires_municipal_filing, false)
  AND NOT p.draft AND p.valid_from <= date($as_of) <= p.valid_to
  AND NOT EXISTS { (p)-[:LED_BY]->(:Organization {role: 'development_reform', region: $home}) }
WITH p, p.cycle AS cycle
// candidates: p.id
WITH p, cycle, COLLECT {
  MATCH (p)-[:HAS_STEP]->(s:ProcedureStep)
  WHERE s.type IN ['coordination_opinion', 'publication', 'filing'] AND coalesce(s.date <= date($as_of), true)
  OPTIONAL MATCH (s)-[:PERFORMED_BY]->(b:Organization)
  RETURN {type: s.type, body: s.body, date: s.date, source: s.source, row: s.row,
          role: CASE WHEN s.body IS NULL THEN 'unknown'
                     WHEN b.region = $home THEN coalesce(b.role, b.kind) ELSE 'other' END}
  ORDER BY coalesce(toString(s.date), ''), s.id
} AS steps
WITH p, cycle, steps,
     coalesce(head([s IN steps WHERE s.type = 'publication' AND s.date IS NOT NULL | s.date]), p.published_on) AS published
// Marked published without a day: by now, if no publication is still to come.
WITH p, cycle, steps, published,
     coalesce(published, CASE WHEN p.stage <> 'approved' AND NOT EXISTS {
       MATCH (p)-[:HAS_STEP]->(l:ProcedureStep {type: 'publication'})
       WHERE l.date > date($as_of)
     } THEN date($as_of) END) AS at_latest
WITH p, cycle, steps, published, at_latest, published + duration({days: $filing_days}) AS due
WITH p, cycle, steps, published, due, [reason IN [
    CASE WHEN at_latest <= date($as_of)
          AND none(s IN steps WHERE s.type = 'coordination_opinion' AND s.role IN ['development_reform', 'unknown']
                                AND coalesce(s.date <= at_latest, true))
         THEN 'not_coordinated' END,
    CASE WHEN due < date($as_of)
          AND none(s IN steps WHERE s.type = 'filing' AND s.role IN ['development_reform', 'unknown']
                                AND coalesce(s.date <= due, true))
         THEN 'not_filed' END
  ] WHERE reason IS NOT NULL] AS reasons
WHERE size(reasons) > 0
RETURN p.id AS plan, cycle, reasons, toString(published) AS published_on, toString(due) AS due_on,
       $filing_days AS grace_days,
       [s IN steps | {type: s.type, body: s.body, date: toString(s.date)}] AS steps,
       [s IN steps | [s.source, s.row]] AS evidence
ORDER BY plan
