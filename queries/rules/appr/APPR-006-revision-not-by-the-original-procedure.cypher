// id: APPR-006
// title: {zh: 未按原审批程序修订, en: Revision not by the original procedure}
// clauses: [三(五)-5a, 三(五)-5b, 三(五)-6, 三(五)-7b]
// severity: error
// severity_why: 不得随意改动；须按原规划审批程序 / no change at will, the original procedure is a must
// reasons:
//   wrong_body: {zh: '由{approved_by}批准（应由{expected}批准）', en: 'approved by {approved_by} (due from {expected})'}
//   higher_body: {zh: '由更高的主体{approved_by}批准（应由{expected}批准）', en: 'approved by a higher body, {approved_by} (due from {expected})', severity: warning}
//   no_party_review: {zh: 批准前缺区委审定, en: no review by the district party committee before the approval, register: approval}
//   not_recorded: {zh: 没有修订批准记录, en: no approval of the revision is on record, register: approval}
// key: [edition]
// subjects: [edition, other]
// registers: {approval: cycle}
// executability: exact
// not_reported:
//   - 纲要修订由区人大常委会批准 / an outline's revision by the standing committee instead of the full congress
//   - 修订草案尚无批准记录 / a draft revision without an approval so far
//   - 原批准机关未登记的，不判断由谁批准 / who approved, where the original approver is not recorded
//   - 修订批准未注明主体的，视同应批准的主体 / an approval whose body is not stated counts as the right body's
// blind_spots:
//   - 未登记修订关系的改动不可见 / a change that is not recorded as a revision cannot be seen
//   - 主体高低按类别和所在区域判断 / which body is higher is read from its kind and region
// message:
//   zh: 《{edition}》未按原审批程序修订：{reason}。
//   en: "“{edition}” was not revised by the original procedure: {reason}."
// remedy:
//   zh: 报原审批主体批准，并登记修订批准环节。
//   en: Submit the revision to the original approving body and record its approval.
// acts: [lead]
MATCH (p:Plan)-[:SUPERSEDES {kind: 'revision'}]->(o:Document)
WHERE p.home = $home AND p.valid_from <= date($as_of) <= p.valid_to
WITH p, p.cycle AS cycle, p.level = 'district' AND p.plan_type = 'development' AS outline,
     collect(DISTINCT o.id) AS older, collect(DISTINCT o.approver) AS approvers
// candidates: p.id
WITH p, cycle, outline, older,
     CASE WHEN outline
          THEN COLLECT { MATCH (c:Organization {kind: 'standing_committee', region: $home}) RETURN c.id ORDER BY c.id }
          ELSE approvers END AS expected
WITH p, cycle, outline, older, expected,
     {congress: 7, party: 6, standing_committee: 5, government: 4, government_office: 3, department: 2, town: 1} AS rank
WITH p, cycle, outline, older, expected, COLLECT {
  MATCH (p)-[:HAS_STEP]->(s:ProcedureStep {type: 'revision_approval'})
  WHERE coalesce(s.date <= date($as_of), true)
  OPTIONAL MATCH (s)-[:PERFORMED_BY]->(b:Organization)
  RETURN {body: s.body, date: s.date, source: s.source, row: s.row,
          reason: CASE WHEN EXISTS {
            MATCH (a:Organization)
            WHERE a.id IN expected AND rank[b.kind] >= rank[a.kind]
              AND (a.region = b.region AND rank[b.kind] > rank[a.kind]
                   OR EXISTS { (:Region {id: a.region})-[:PART_OF*1..6]->(:Region {id: b.region}) })
          } THEN 'higher_body' ELSE 'wrong_body' END}
  ORDER BY coalesce(toString(s.date), ''), s.id
} AS approvals
WITH p, cycle, older, expected, approvals, [reason IN [
    CASE WHEN size(approvals) = 0 AND NOT p.draft THEN 'not_recorded' END,
    CASE WHEN size(approvals) = 0 OR (size(expected) = 0 AND NOT outline)
          OR any(a IN approvals WHERE a.body IS NULL OR a.body IN expected) THEN null
         WHEN any(a IN approvals WHERE a.reason = 'higher_body') THEN 'higher_body' ELSE 'wrong_body' END,
    CASE WHEN outline AND size(approvals) > 0 AND NOT EXISTS {
           MATCH (p)-[:HAS_STEP]->(r:ProcedureStep {type: 'party_review'})
           WHERE (r.body IS NULL OR EXISTS { (r)-[:PERFORMED_BY]->(:Organization {kind: 'party', region: $home}) })
             AND coalesce(r.date <= date($as_of), true)
             AND any(a IN approvals WHERE coalesce(r.date <= a.date, true))
         } THEN 'no_party_review' END
  ] WHERE reason IS NOT NULL] AS reasons
WHERE size(reasons) > 0
RETURN p.id AS edition, cycle, reasons, older AS other, expected,
       [a IN approvals WHERE a.body IS NOT NULL | a.body] AS approved_by,
       [a IN approvals | {body: a.body, date: toString(a.date)}] AS approval,
       [a IN approvals | [a.source, a.row]] AS evidence, p.draft AS draft
ORDER BY edition
