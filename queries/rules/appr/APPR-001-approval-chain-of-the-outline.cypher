// id: APPR-001
// title: {zh: 纲要审批链不完整, en: Approval chain of the outline}
// clauses: [三(三)-1a, 三(三)-1b, 三(三)-1c, 三-1]
// severity: error
// severity_why: 按程序报区委审定、提交人大批准、由区政府发布，决定规划是否有效 / these bodies make the plan valid
// reasons:
//   no_party_review: {zh: 缺区委审定, en: no review by the district party committee}
//   no_npc_approval: {zh: 缺区人大批准, en: no approval by the district people's congress}
//   review_after_congress: {zh: 区委审定晚于区人大批准, en: the party committee reviewed it only after the congress}
//   published_by_other: {zh: 发布主体不是区政府, en: published by a body other than the district government}
//   published_by_office: {zh: 仅由区政府办公室发布, en: published by the office of the government alone, severity: warning}
// key: [outline]
// subjects: [outline]
// registers: {approval: cycle}
// executability: exact
// not_reported:
//   - 修订版（见 APPR-006） / revised editions, see APPR-006
//   - 没有发布环节的，不判断由谁发布 / who published it, where no publication step is recorded
//   - 环节未注明主体的，视同由应办主体办理 / a step whose body is not stated counts as taken by the right body
//   - 区委审定与区人大批准同日 / review and approval on one day
// blind_spots:
//   - 只到月份的日期按当月1日计，同月内的先后可能判错 / a date known only by month counts as the first of the month
//   - 未在机构表说明类别和辖区的主体不能识别 / a body whose kind and region no table describes is not recognised
//   - 未登记修订关系的修订版，按首次版本检查 / a revised edition whose revision edge is missing is checked as a first one
// message:
//   zh: 全区发展规划《{outline}》审批链不完整：{reason}。
//   en: "The approval chain of the outline “{outline}” is not complete: {reason}."
// remedy:
//   zh: 补全审批发布记录；确有缺失的，提请法制机构研究补正。
//   en: Complete the record; if a step was truly missed, ask for legal advice on mending it.
// acts: [lead]
MATCH (p:Plan {level: 'district', plan_type: 'development'})
WHERE p.home = $home AND NOT p.draft AND p.valid_from <= date($as_of) <= p.valid_to
  AND NOT EXISTS { (p)-[:SUPERSEDES {kind: 'revision'}]->() }
WITH p, p.cycle AS cycle
// candidates: p.id
WITH p, cycle, COLLECT {
  MATCH (p)-[:HAS_STEP]->(s:ProcedureStep)
  WHERE s.type IN ['party_review', 'npc_approval', 'npcsc_approval', 'publication']
    AND coalesce(s.date <= date($as_of), true)
  OPTIONAL MATCH (s)-[:PERFORMED_BY]->(b:Organization)
  RETURN {type: s.type, body: s.body, date: s.date, source: s.source, row: s.row,
          kind: CASE WHEN s.body IS NULL THEN 'unknown' WHEN b.region = $home THEN b.kind ELSE 'other' END}
  ORDER BY coalesce(toString(s.date), ''), s.id
} AS steps
WITH p, cycle, steps,
     [s IN steps WHERE s.type = 'party_review' AND s.kind IN ['party', 'unknown']] AS reviews,
     [s IN steps WHERE s.type = 'npc_approval' AND s.kind IN ['congress', 'unknown']] AS approvals,
     [s IN steps WHERE s.type = 'publication' | s.kind] AS publishers
WITH p, cycle, steps, [reason IN [
    CASE WHEN size(reviews) = 0 THEN 'no_party_review' END,
    CASE WHEN size(approvals) = 0 THEN 'no_npc_approval' END,
    CASE WHEN size(reviews) > 0 AND any(a IN approvals WHERE all(r IN reviews WHERE coalesce(a.date < r.date, false)))
         THEN 'review_after_congress' END,
    CASE WHEN size(publishers) = 0 OR any(k IN publishers WHERE k IN ['government', 'unknown']) THEN null
         WHEN 'government_office' IN publishers THEN 'published_by_office' ELSE 'published_by_other' END
  ] WHERE reason IS NOT NULL] AS reasons
WHERE size(reasons) > 0
RETURN p.id AS outline, cycle, reasons,
       [s IN steps | {type: s.type, body: s.body, date: toString(s.date)}] AS chain,
       [s IN steps | [s.source, s.row]] AS evidence
ORDER BY outline
