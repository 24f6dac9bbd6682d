// id: DATA-001
// title: {zh: 关系悬空或类型不符, en: Broken relation}
// clauses: [三(六)-2]
// severity: error
// severity_why: 图不可信,其他结论随之不可靠 / the graph is broken, other results cannot be trusted
// reasons:
//   unknown: {zh: 指向不存在的编号, en: points to an unknown id}
//   kind: {zh: 两端的类型不为该关系所允许, en: joins ends of a kind that it does not allow}
//   not_ancestor: {zh: 所落实的指标不属于其上位规划, en: takes up a target of a plan that is not above it, severity: warning}
// key: [from, to]
// subjects: [from, to]
// drafts_soften: false
// suppressed_by:
//   - {rule: HIER-008, same: {from: from, to: to}}
// candidates: MATCH ()-[r]->() WHERE r.row IS NOT NULL RETURN count(r) AS candidates
// executability: exact
// not_reported:
//   - 规划列在年度计划、实施方案之下(见 HIER-008)/ a plan under an annual plan or scheme, see HIER-008
//   - 实施方案列在实施方案之下 / a scheme under a scheme
// message:
//   zh: "{from|quoted}与 {to|quoted} 之间的关系“{types|relation}”{reason}。"
//   en: "The relation “{types|relation}” from {from|quoted} to {to|quoted} {reason}."
// remedy:
//   zh: 按出处更正编号或关系类型，或补录缺少的一端。
//   en: Correct the id or the type at the place named, or load the missing end.
// acts: [keeper]
CALL () {
  MATCH (r:DanglingRef)
  RETURN r.from AS from, r.to AS to, r.type AS type, r.reason AS reason, r.source AS source, r.row AS row
  UNION ALL
  MATCH (d:Document)-[r:IMPLEMENTS_TARGET]->(t:TargetStatement)<-[:HAS_TARGET]-(q:Document)
  WHERE NOT EXISTS { (d)-[:HAS_SUPERIOR]->(q) }
  RETURN d.id AS from, t.id AS to, 'IMPLEMENTS_TARGET' AS type, 'not_ancestor' AS reason, r.source AS source, r.row AS row
}
WITH from, to, type, reason, source, row ORDER BY type, reason, source, row
WITH from, to, collect(DISTINCT type) AS types, collect(DISTINCT reason) AS reasons, collect([source, row]) AS evidence
RETURN from, to, types, reasons, evidence
ORDER BY from, to
