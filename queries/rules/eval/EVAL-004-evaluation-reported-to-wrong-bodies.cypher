// id: EVAL-004
// title: {zh: 评估报告路径或抄送不符, en: Evaluation reported to the wrong bodies}
// clauses: [三(五)-2a, 三(五)-2b, 三(五)-3, 三(五)-4]
// severity: warning
// severity_why: 报告、抄送；越过区政府、区人大常委会的为错误（提请…审议） / an error where the government or the standing committee is passed over
// reasons:
//   not_to_government: {zh: 中期评估报告未报区政府审定, en: the mid-term report did not go to the district government, severity: error}
//   not_to_standing_committee: {zh: 中期评估报告未提请区人大常委会审议, en: the mid-term report was not put before the standing committee of the congress, severity: error}
//   not_to_municipal_drc: {zh: 未报送也未抄送市发展改革委, en: a report was neither sent nor copied to the municipal DRC}
//   not_to_approver: {zh: 未报审批机关, en: a report did not go to the body that approved the plan}
//   not_copied_to_drc: {zh: 未抄送区发展改革委, en: a report was not copied to the district DRC}
// key: [plan]
// subjects: [plan]
// registers: {evaluation: cycle}
// executability: exact
// not_reported:
//   - 报送与抄送市、区发展改革委同样有效 / a report that was sent instead of copied to a DRC
//   - 区发展改革委牵头的规划无须抄送 / no copy where the DRC is the lead
//   - 专项、区域、空间规划的年度监测 / yearly reports of plans other than the outline
//   - 审批机关不明，或就是牵头部门 / the approving body is not known, or is the lead itself
//   - 到期规划的年度监测和中期评估，被修订版替代或废止的规划 / yearly and mid-term reports of expired plans, plans that were revised or repealed
// blind_spots:
//   - 机构表中没有登记相应职能机构的，不作判断 / a body whose function the table of bodies does not name is not asked for
//   - 纲要年度监测、总结评估是否报区政府（三(五)-2a）未作检查 / whether the outline's yearly and final reports went to the district government
// message:
//   zh: 《{plan}》（{reports|step}）：{reason}。
//   en: "“{plan}” ({reports|step}): {reason}."
// remedy:
//   zh: 按规定补报、补送。
//   en: Send the report to the bodies it has not reached.
// acts: [lead]
WITH COLLECT { MATCH (o:Organization {kind: 'government', region: $home}) RETURN o.id } AS government,
     COLLECT { MATCH (o:Organization {kind: 'standing_committee', region: $home}) RETURN o.id } AS committee,
     COLLECT { MATCH (o:Organization {role: 'development_reform', region: $home}) RETURN o.id } AS drc,
     COLLECT { MATCH (:Region {id: $home})-[:PART_OF]->(m:Region) WITH m
               MATCH (o:Organization {role: 'development_reform', region: m.id}) RETURN o.id } AS municipal_drc
MATCH (p:Plan)-[:HAS_STEP]->(s:ProcedureStep)
WHERE p.home = $home AND NOT p.draft AND p.valid_from <= date($as_of)
  AND coalesce(s.date, date($as_of)) <= date($as_of)
  AND (p.plan_type IN ['special', 'regional', 'spatial'] AND s.type IN ['midterm_evaluation', 'final_evaluation']
       OR p.plan_type = 'development' AND p.level = 'district'
          AND s.type IN ['monitoring_report', 'midterm_evaluation', 'final_evaluation'])
  AND (date($as_of) <= p.valid_to
       OR s.type = 'final_evaluation' AND toString(p.valid_to) = toString(p.end_year) + '-12-31'
          AND coalesce(p.repealed_on > date($as_of), true))
WITH p, p.cycle AS cycle, s, government, committee, drc, municipal_drc
// candidates: p.id
WITH p, cycle, s.type AS report, CASE s.type WHEN 'monitoring_report' THEN s.year END AS about,
     collect(s.reported_to) AS sent, collect(s.copied_to) AS copied, government, committee, drc, municipal_drc
WITH p, cycle, report, reduce(all = [], bodies IN sent | all + bodies) AS sent,
     reduce(all = [], bodies IN sent + copied | all + bodies) AS received, government, committee, drc, municipal_drc
WITH p, cycle, report, CASE WHEN p.plan_type = 'development' THEN [
    CASE WHEN report = 'midterm_evaluation' AND size(government) > 0 AND none(body IN government WHERE body IN sent)
         THEN 'not_to_government' END,
    CASE WHEN report = 'midterm_evaluation' AND size(committee) > 0 AND none(body IN committee WHERE body IN sent)
         THEN 'not_to_standing_committee' END,
    CASE WHEN size(municipal_drc) > 0 AND none(body IN municipal_drc WHERE body IN received)
         THEN 'not_to_municipal_drc' END
  ] ELSE [
    CASE WHEN p.approver <> coalesce(p.lead, '') AND NOT p.approver IN sent THEN 'not_to_approver' END,
    CASE WHEN size(drc) > 0 AND NOT coalesce(p.lead, '') IN drc AND none(body IN drc WHERE body IN received)
         THEN 'not_copied_to_drc' END
  ] END AS lacking
UNWIND lacking AS reason
WITH p, cycle, report, reason ORDER BY report, reason
WHERE reason IS NOT NULL
RETURN p.id AS plan, cycle, collect(DISTINCT reason) AS reasons, collect(DISTINCT report) AS reports
ORDER BY plan
