// id: COORD-004
// title: {zh: 缺少环评或水资源论证确认意见, en: Missing environmental or water confirmation}
// clauses: [三(一)-4, 三(二)-5b]
// severity: error
// severity_why: 三(三)-5 列明的报批要件 / a paper that 三(三)-5 names
// reasons:
//   eia: {zh: 环评, en: environmental}
//   water: {zh: 水资源论证, en: water}
// key: [plan]
// subjects: [plan]
// registers: {opinions: cycle}
// executability: exact
// not_reported:
//   - 未注明需要环评、水资源论证 / whether an opinion is needed is not known
//   - 意见未注日期 / an opinion without a date
// blind_spots:
//   - 出具单位须登记职能和所在区域 / a body whose function and region are not recorded is not recognised
// message:
//   zh: 《{plan}》缺少{reason}确认意见。
//   en: "“{plan}” lacks the confirmation: {reason}."
// remedy:
//   zh: 报批前取得确认意见并登记；已批准的，补充说明。
//   en: Obtain and record it before approval; explain it where the plan has been approved.
// acts: [lead]
MATCH (p:Plan)
WHERE p.home = $home AND p.valid_from <= date($as_of) <= p.valid_to
  AND (p.requires_eia = true OR p.requires_water_argument = true)
WITH p, p.cycle AS cycle,
     CASE WHEN p.draft THEN date($as_of) ELSE coalesce(p.approved_on, p.published_on, date($as_of)) END AS deadline
// candidates: p.id
WITH p, cycle, deadline,
     COLLECT { MATCH (p)-[:HAS_STEP]->(s:ProcedureStep)-[:PERFORMED_BY]->(b:Organization)
               WHERE b.region = $home AND coalesce(s.date <= deadline, true)
                 AND (s.type = 'eia_opinion' AND b.role = 'ecology' OR s.type = 'water_opinion' AND b.role = 'water')
               RETURN DISTINCT s.type } AS opinions
WITH p, cycle, deadline, [reason IN [
    CASE WHEN p.requires_eia = true AND NOT 'eia_opinion' IN opinions THEN 'eia' END,
    CASE WHEN p.requires_water_argument = true AND NOT 'water_opinion' IN opinions THEN 'water' END
  ] WHERE reason IS NOT NULL] AS reasons
WHERE size(reasons) > 0
RETURN p.id AS plan, cycle, reasons, toString(deadline) AS deadline,
       COLLECT { MATCH (p)-[:HAS_STEP]->(s:ProcedureStep) WHERE s.type IN ['eia_opinion', 'water_opinion']
                 RETURN {type: s.type, body: s.body, date: toString(s.date)} ORDER BY s.type, s.date, s.body } AS opinions,
       p.draft AS draft
ORDER BY plan
