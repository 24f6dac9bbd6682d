// id: SPAT-003
// title: {zh: 纲要的空间要求未细化, en: Spatial requirement of the outline not worked out}
// clauses: [一(二)-3a, 一(一)-5a, 一(一)-5b]
// severity: warning
// severity_why: 细化落实；纲要未写空间要求的为提示（留出接口） / an outline without a requirement is only noted
// reasons:
//   not_refined: {zh: '纲要空间要求“{title}”未见空间规划细化', en: 'No spatial plan works out the requirement “{title}” of the outline'}
//   no_requirement: {zh: '《{outline}》没有登记空间要求', en: '“{outline}” has no spatial requirement on record', severity: info}
// key: [id]
// subjects: [outline]
// registers: {tasks: cycle}
// executability: needs a person
// not_reported:
//   - 空间规划草案已细化 / a live draft of a spatial plan works it out
//   - 由空间规划的任务细化 / a task of the spatial plan works it out
//   - 换届期间没有在效纲要 / the changeover, when no outline is in force
// blind_spots:
//   - 任务须登记类别为空间要求，细化须登记关系 / tasks have to be marked and the links recorded
// message:
//   zh: "{reason}。"
//   en: "{reason}."
// remedy:
//   zh: 在空间规划中细化并登记关系；纲要修订时补写空间要求。
//   en: Work it out in the spatial plan and record the link; state the requirement when the outline is revised.
// acts: [lead]
MATCH (p:Plan {level: 'district', plan_type: 'development', home: $home})
WHERE NOT p.draft AND p.valid_from <= date($as_of) <= p.valid_to AND p.start_year <= date($as_of).year
WITH p ORDER BY p.valid_from DESC, p.id LIMIT 1
WITH p, p.cycle AS cycle
// candidates: p.id
OPTIONAL MATCH (p)-[:HAS_TASK]->(k:Task {kind: 'spatial_requirement'})
WITH p, cycle, k
WHERE k IS NULL OR NOT EXISTS {
  MATCH (s:Plan {level: 'district', plan_type: 'spatial', home: $home})-[:HAS_TASK*0..1]->()-[:REFINES]->(k)
  WHERE s.valid_from <= date($as_of) <= s.valid_to
}
RETURN coalesce(k.id, p.id) AS id, p.id AS outline, cycle, k.title AS title,
       CASE WHEN k IS NULL THEN 'no_requirement' ELSE 'not_refined' END AS reason,
       CASE WHEN k IS NULL THEN [] ELSE [[k.source, k.row]] END AS evidence
ORDER BY id
