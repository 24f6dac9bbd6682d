// id: FISC-001
// title: {zh: 清单外规划使用区级财政资金, en: District money for an unlisted plan}
// clauses: [三(一)-5b, 二(一)-4]
// severity: error
// severity_why: 不得（无“原则上”）/ a flat ban, without 原则上
// reasons:
//   unlisted: {zh: '清单外规划《{plan}》安排', en: '“{plan}”, which is in no catalogue, uses'}
//   before_listing: {zh: '《{plan}》列入目录清单（{listed_on}）前已安排', en: '“{plan}”, before it was listed ({listed_on}), used', severity: warning}
// key: [plan]
// subjects: [plan]
// registers: {catalogue: cycle}
// executability: exact
// not_reported:
//   - 市级、中央、社会资金 / municipal, national or social money
//   - 已列入或有有效明确要求的规划（见 CAT-001）/ a plan that is listed or validly mandated, see CAT-001
//   - 国家要求的规划，CAT-001 仅作提示 / a plan that a national body requires, an info of CAT-001
//   - 经费未注日期，而规划已列入 / money without a date for a plan that is listed
// blind_spots:
//   - 未登记的经费无从识别 / money that is not recorded
// message:
//   zh: "{reason}区级财政资金{money}。"
//   en: "{reason} district money: {money}."
// remedy:
//   zh: 停止安排、收回资金，或补列入目录清单并说明情况。列入前已安排资金的事实补列后仍会列出，可作人工确认。
//   en: Stop, return the money, or list the plan and explain. Money spent before the listing stays reported afterwards and can be confirmed by a person.
// acts: [lead]
MATCH (f:FundingRecord {source_level: 'district'})
WHERE coalesce(f.date <= date($as_of), true)
WITH f
MATCH (p:Document {id: f.plan})
WHERE p:Plan AND p.home = $home AND p.level = 'district' AND p.plan_type IN ['special', 'regional', 'spatial']
  AND p.valid_from <= date($as_of) <= p.valid_to
WITH p, f, p.cycle AS cycle
// candidates: p.id
OPTIONAL MATCH (p)-[:SUPERSEDES*0..9 {kind: 'revision'}]->(:Plan)-[l:LISTED_IN]->(:Catalogue)
WHERE coalesce(l.date <= date($as_of), true)
WITH p, f, cycle, count(l) AS listings, min(l.date) AS listed_on, count(CASE WHEN l.date IS NULL THEN l END) AS undated
WHERE listings = 0 OR undated = 0 AND f.date < listed_on
WITH p, f, cycle, listed_on
WHERE NOT EXISTS {
  MATCH (p)-[:SUPERSEDES*0..9 {kind: 'revision'}]->(:Plan)-[:HAS_STEP]->(m:ProcedureStep {type: 'mandate'})
  MATCH (m)-[:PERFORMED_BY]->(b:Organization)
  MATCH (:Region {id: $home})-[:PART_OF*0..6]->(r:Region)
  WHERE r.id = b.region AND m.doc_no IS NOT NULL AND coalesce(m.date <= date($as_of), true)
    AND (b.kind IN ['party', 'government', 'government_office'] OR b.kind = 'department' AND r.id <> $home)
}
WITH p, f, cycle, listed_on
ORDER BY f.date, f.source, f.row
RETURN p.id AS plan, cycle, CASE WHEN listed_on IS NULL THEN 'unlisted' ELSE 'before_listing' END AS reason,
       toString(listed_on) AS listed_on, collect(f.value_text + coalesce(f.unit, '')) AS money,
       collect(toString(f.date)) AS dates, collect([f.source, f.row]) AS evidence, p.draft AS draft
ORDER BY plan
