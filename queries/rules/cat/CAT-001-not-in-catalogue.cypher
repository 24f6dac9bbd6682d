// id: CAT-001
// title: {zh: 未列入目录清单, en: Not in the catalogue}
// clauses: [三(一)-1, 三(一)-5a, 一(三)-1b]
// severity: warning
// severity_why: 原则上不得
// reasons:
//   national_mandate:
//     zh: （有国家层面的明确要求，不在通知所列例外之内）
//     en: " (a national body requires it, which is outside the exception of the notice)"
//     severity: info
// key: [plan]
// subjects: [plan]
// registers: {catalogue: cycle}
// executability: exact
// not_reported:
//   - 市级部门、市委市政府、区委区政府（含办公室）有文号的明确要求 / a mandate with a document number by a municipal department, or by committee or government of municipality or district
//   - 修订版次：原版次已列入或有明确要求 / a revision of an edition that is listed or mandated
//   - 全区发展规划、镇乡规划 / the outline and town plans
// blind_spots:
//   - 列入其他周期的目录清单也算列入 / an entry in the catalogue of another cycle counts as listed
//   - 法律法规的要求不登记为环节，无从识别 / a duty under a statute is not recorded as a step
// message:
//   zh: 《{plan}》未列入区级规划目录清单，也无明确的例外依据{reason}。
//   en: “{plan}” is not in the district catalogue and no explicit exception is on record{reason}.
// remedy:
//   zh: 停止编制或补列入目录清单；有明确要求的，登记该文件及文号。
//   en: Stop it or list it; where a document requires it, record that document with its number.
// acts: [lead]
MATCH (p:Plan {level: 'district'})
WHERE p.home = $home AND p.plan_type IN ['special', 'regional', 'spatial']
  AND p.valid_from <= date($as_of) <= p.valid_to
WITH p, p.cycle AS cycle
// candidates: p.id
WITH p, cycle
WHERE NOT EXISTS {
  MATCH (p)-[:SUPERSEDES*0..9 {kind: 'revision'}]->(:Plan)-[l:LISTED_IN]->(:Catalogue)
  WHERE coalesce(l.date <= date($as_of), true)
}
WITH p, cycle,
     COLLECT { MATCH (p)-[:SUPERSEDES*0..9 {kind: 'revision'}]->(:Plan)-[:HAS_STEP]->(m:ProcedureStep {type: 'mandate'})
               MATCH (m)-[:PERFORMED_BY]->(b:Organization)
               MATCH (:Region {id: $home})-[:PART_OF*0..6]->(r:Region)
               WHERE r.id = b.region AND m.doc_no IS NOT NULL AND coalesce(m.date <= date($as_of), true)
                 AND (b.kind IN ['party', 'government', 'government_office'] OR b.kind = 'department' AND r.id <> $home)
               RETURN r.kind } AS mandated_by
WHERE all(kind IN mandated_by WHERE kind = 'country')
RETURN p.id AS plan, cycle, CASE WHEN 'country' IN mandated_by THEN 'national_mandate' END AS reason,
       COLLECT { MATCH (p)-[:HAS_STEP]->(m:ProcedureStep {type: 'mandate'})
                 RETURN {body: m.body, doc_no: m.doc_no, date: toString(m.date)} ORDER BY m.body, m.date } AS mandates,
       p.draft AS draft
ORDER BY plan
