// id: SPAT-002
// title: {zh: 项目落在控制线内, en: Project inside a control line}
// clauses: [一(二)-3b, 一(二)-3c, 三(二)-7]
// severity: warning
// severity_why: 法律允许例外，须由人判断 / lawful exceptions exist, a person decides
// key: [project, zone]
// subjects: [plan]
// executability: needs a person
// not_reported:
//   - 已登记例外文件的项目 / a project with an exception on record
//   - 位于三类空间、城镇开发边界内的项目 / projects in the three kinds of space or the urban boundary
//   - 已到期或被替代的规划中的项目 / projects of plans that have ended or been replaced
// blind_spots:
//   - 规划以外的文件（方案、年度计划）中的项目不检查 / projects of schemes and annual plans
//   - 叠加分析在地理信息系统中完成，图中只有结果 / the overlay is made in a GIS, the graph holds its result
//   - 未登记位置的项目、不属于区级或镇乡规划的项目不检查 / projects without a recorded place, or of no home plan
// message:
//   zh: 《{plan}》的项目“{title}”位于{kind|zone_kind}（{zone}），未登记例外文件。
//   en: "Project “{title}” of “{plan}” lies inside a control line ({kind|zone_kind}, {zone}) and has no exception on record."
// remedy:
//   zh: 调整选址，或登记例外依据。
//   en: Relocate it, or record the exception.
// acts: [lead]
MATCH (p:Plan)-[:HAS_PROJECT]->(j:Project)-[:LOCATED_IN]->(z:Zone)
WHERE p.home = $home AND p.valid_from <= date($as_of) <= p.valid_to
// candidates: j.id
WITH DISTINCT p, j, z
WHERE z.kind IN ['eco_redline', 'permanent_basic_farmland'] AND j.exception_doc IS NULL
RETURN j.id AS project, z.id AS zone, p.id AS plan, j.title AS title, z.kind AS kind,
       j.start_year AS start_year, j.end_year AS end_year, [[j.source, j.row], [z.source, z.row]] AS evidence
ORDER BY project, zone
