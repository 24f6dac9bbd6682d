// id: COORD-001
// title: {zh: 纲要提请人大前未报市发改委衔接, en: Outline not sent to the municipal DRC in time}
// clauses: [三(二)-2, 三(二)-6, 一(一)-3c]
// severity: error
// severity_why: 须
// key: [outline]
// subjects: [outline]
// registers: {coordination: cycle}
// executability: exact
// not_reported:
//   - 人大批准当日的衔接 / coordination on the very day of the congress approval
//   - 纲要草案、修订版 / a draft outline, a revised edition
//   - 衔接未注日期 / coordination without a date
// blind_spots:
//   - 市级发展改革部门须登记职能和所在区域，即本区的上级区域 / a municipal body whose function and region, the one above the district, are not recorded is not recognised
// message:
//   zh: 《{outline}》提请区人大审议前未见报市发展改革委衔接。
//   en: “{outline}” was not coordinated with the municipal development and reform commission before the congress session.
// remedy:
//   zh: 补登记衔接情况；确未衔接的，说明并补办。
//   en: Record the coordination; if there was none, explain and make up for it.
// acts: [drc]
MATCH (p:Plan {level: 'district', plan_type: 'development'})
WHERE p.home = $home AND NOT p.draft AND p.valid_from <= date($as_of) <= p.valid_to
  AND NOT EXISTS { (p)-[:SUPERSEDES {kind: 'revision'}]->(:Plan) }
WITH p, p.cycle AS cycle
// candidates: p.id
OPTIONAL MATCH (p)-[:HAS_STEP]->(n:ProcedureStep {type: 'npc_approval'})
WHERE n.date <= date($as_of)
WITH p, cycle, coalesce(min(n.date), p.approved_on, date($as_of)) AS deadline
WHERE NOT EXISTS {
  MATCH (p)-[:HAS_STEP]->(s:ProcedureStep {type: 'municipal_drc_coordination'})-[:PERFORMED_BY]->(b:Organization)
  WHERE b.role = 'development_reform' AND coalesce(s.date <= deadline, true)
    AND EXISTS { (:Region {id: $home})-[:PART_OF]->(:Region {id: b.region}) }
}
RETURN p.id AS outline, cycle, toString(deadline) AS approval,
       COLLECT { MATCH (p)-[:HAS_STEP]->(s:ProcedureStep {type: 'municipal_drc_coordination'})
                 RETURN {body: s.body, date: toString(s.date)} ORDER BY s.date, s.body } AS steps
ORDER BY outline
