// id: APPR-005
// title: {zh: 报批要件不全, en: Dossier incomplete}
// clauses: [三(三)-5, 三(二)-3b, 三(二)-4]
// severity: error
// severity_why: 须提供 / the papers must be supplied
// reasons:
//   catalogue_reply: {zh: 目录清单批复, en: the reply on the catalogue}
//   draft: {zh: 送审稿, en: the draft for approval}
//   drafting_note: {zh: 起草说明, en: the drafting note}
//   argument_report: {zh: 论证报告, en: the argument report}
//   coordination_opinion: {zh: 衔接意见及采纳情况, en: the coordination opinions and how they were handled}
// key: [plan]
// subjects: [plan]
// registers: {dossier: cycle}
// executability: exact
// not_reported:
//   - 全区发展规划无须目录清单批复 / the outline needs no reply on the catalogue
//   - 有市级部门、区委、区政府带文号的明确要求的，以要求文件代替批复 / the document of a valid mandate in place of the reply
//   - 草案尚未报批 / drafts
//   - 要件未填日期或主体 / an item without a date or a body
// blind_spots:
//   - 只看要件是否登记，不看内容 / the papers are counted, not read
//   - 登记时未写明是哪一项要件的不计 / an item that does not say which paper it is does not count
// message:
//   zh: 《{plan}》报批要件缺：{reason}。
//   en: "“{plan}”: the dossier lacks {reason}."
// remedy:
//   zh: 补齐要件并登记。
//   en: Supply the papers and record them.
// acts: [lead]
MATCH (p:Plan)
WHERE p.home = $home AND NOT p.draft AND p.valid_from <= date($as_of) <= p.valid_to
WITH p, p.cycle AS cycle
// candidates: p.id
WITH p, cycle,
     COLLECT {
       MATCH (p)-[:HAS_STEP]->(s:ProcedureStep {type: 'dossier_item'})
       WHERE s.note IS NOT NULL AND coalesce(s.date <= date($as_of), true)
       RETURN DISTINCT s.note ORDER BY s.note
     } AS items
WITH p, cycle, items,
     'mandate_doc' IN items AND EXISTS {
       MATCH (p)-[:SUPERSEDES*0..9 {kind: 'revision'}]->(:Plan)-[:HAS_STEP]->(m:ProcedureStep {type: 'mandate'})
       MATCH (m)-[:PERFORMED_BY]->(b:Organization)
       MATCH (:Region {id: $home})-[:PART_OF*0..6]->(r:Region)
       WHERE r.id = b.region AND m.doc_no IS NOT NULL AND coalesce(m.date <= date($as_of), true)
         AND (b.kind IN ['party', 'government', 'government_office'] OR b.kind = 'department' AND r.id <> $home)
         AND r.kind <> 'country'
     } AS exempt
WITH p, cycle, items, exempt, [reason IN [
    CASE WHEN NOT (p.level = 'district' AND p.plan_type = 'development') AND NOT exempt
         THEN 'catalogue_reply' END,
    'draft', 'drafting_note', 'argument_report', 'coordination_opinion'
  ] WHERE reason IS NOT NULL AND NOT reason IN items] AS reasons
WHERE size(reasons) > 0
RETURN p.id AS plan, cycle, reasons, items
ORDER BY plan
