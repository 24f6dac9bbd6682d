// id: HIER-011
// title: {zh: 镇乡街道规划未挂接区级规划, en: Town plan without a district plan above}
// clauses: [一(一)-3e, 一-1b]
// severity: warning
// severity_why: 各级各类;通知对镇乡规划只有一般要求 / town plans fall under the general clause only
// key: [plan]
// subjects: [plan]
// executability: exact
// not_reported:
//   - 上位规划是任何一部区级规划 / any district plan above it
// message:
//   zh: 镇乡（街道）规划《{plan}》未挂接区级规划。
//   en: The town plan “{plan}” has no district plan above it.
// remedy:
//   zh: 登记与区级规划的从属关系。
//   en: Record the link to a district plan.
// acts: [lead]
MATCH (p:Plan {level: 'town'})
WHERE p.home = $home AND p.valid_from <= date($as_of) <= p.valid_to
// candidates: p.id
WITH p
WHERE NOT EXISTS { (p)-[:HAS_SUPERIOR]->(:Plan {level: 'district'}) }
RETURN p.id AS plan, COLLECT { MATCH (p)-[:SUBORDINATE_TO]->(q) RETURN q.id ORDER BY q.id } AS superiors, p.draft AS draft
ORDER BY plan
