// id: HIER-006
// title: {zh: 从属关系成环, en: Cycle of subordination}
// clauses: [一-1a]
// severity: error
// severity_why: 图不可信,其他结论随之不可靠 / the graph is broken, other results cannot be trusted
// key: [members]
// symmetric: true
// subjects: [members]
// drafts_soften: false
// executability: exact
// not_reported:
//   - 双向的衔接关系 / COORDINATES_WITH in both directions
//   - 修订、接续关系 / chains of SUPERSEDES
//   - 经两条路到达同一上位规划 / two routes to the same superior
// message:
//   zh: 从属关系成环：{loop_path|path}。
//   en: "Cycle of subordination: {loop_path|path}."
// remedy:
//   zh: 核对各条关系的出处，删除或反转与层级、类型不符的一条。
//   en: Check the sources of these links; remove or reverse the one that contradicts level or type.
// acts: [keeper]
MATCH (d:Document)
WHERE EXISTS { (d)-[:SUBORDINATE_TO]->() }
// candidates: d.id
WITH d
WHERE d.loop = d.id
RETURN COLLECT { MATCH (m:Document) WHERE m.loop = d.id RETURN m.id ORDER BY m.id } AS members,
       d.loop_path AS loop_path,
       COLLECT { MATCH (a:Document)-[r:SUBORDINATE_TO]->(b:Document) WHERE a.loop = d.id AND b.loop = d.id
                 RETURN [r.source, r.row] ORDER BY r.source, r.row } AS evidence
ORDER BY d.id
