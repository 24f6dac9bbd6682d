// id: CAT-002
// title: {zh: 目录清单无效或列错, en: 'Catalogue not validly made, or wrong catalogue'}
// clauses: [三(一)-2a, 三(一)-2b, 三(一)-3a, 三(一)-3b]
// severity: error
// severity_why: 报区政府批准实施；制定、批准主体决定效力 / the bodies that make and approve it make it valid
// reasons:
//   compiler: {zh: '未由应有的主体制定', en: was not compiled by the bodies that have to}
//   approval: {zh: '未经区政府批准', en: lacks approval by the district government}
//   wrong_catalogue: {zh: '列有不属该类的《{plan}》', en: 'lists “{plan}”, which belongs in the other one', severity: warning}
// key: [plan, catalogue]
// subjects: [plans]
// drafts_soften: false
// executability: exact
// not_reported:
//   - 另有其他部门参与制定 / further compilers
//   - 其他区的目录清单 / the catalogue of another district
// blind_spots:
//   - 目录清单不注明辖区：列有本区规划的，或制定、批准单位属于本区的，视为本区的 / a catalogue names no district; it is taken for the home district's if it lists a plan of it or if one of its bodies made or approved it
//   - 制定单位须登记职能和所在区域 / a compiler whose function and region are not recorded is not recognised
// message:
//   zh: "{cycle}{kind|catalogue_kind}（{catalogue}）{reason}。"
//   en: "{kind|catalogue_kind} {catalogue} ({cycle}) {reason}."
// remedy:
//   zh: 由应有主体制定并报区政府批准；列错的，移入相应目录清单。
//   en: Have it compiled and approved by the bodies that have to; move a wrong entry to the other catalogue.
// acts: [drc]
MATCH (c:Catalogue)
WITH c,
     EXISTS { MATCH (p:Plan)-[l:LISTED_IN]->(c)
              WHERE p.home = $home AND coalesce(l.date <= date($as_of), true) } AS used,
     COLLECT { MATCH (o:Organization) WHERE o.id IN c.compiled_by AND o.region = $home
               RETURN coalesce(o.role, o.kind) } AS compilers,
     COLLECT { MATCH (o:Organization) WHERE o.id = c.approved_by AND o.region = $home RETURN o.kind } AS approvers
WHERE used OR (size(compilers + approvers) > 0 AND coalesce(c.approved_on <= date($as_of), true))
// candidates: c.id
WITH c, [reason IN [
    CASE WHEN NOT 'development_reform' IN compilers OR c.kind = 'spatial' AND NOT 'natural_resources' IN compilers
         THEN 'compiler' END,
    CASE WHEN NOT 'government' IN approvers OR c.approved_on > date($as_of) THEN 'approval' END
  ] WHERE reason IS NOT NULL] AS faults
CALL (c, faults) {
  WITH c, faults
  WHERE size(faults) > 0
  RETURN null AS plan, faults AS reasons
  UNION ALL
  MATCH (p:Plan {level: 'district'})-[l:LISTED_IN]->(c)
  WHERE p.home = $home AND p.plan_type IN ['special', 'regional', 'spatial']
    AND p.valid_from <= date($as_of) <= p.valid_to AND coalesce(l.date <= date($as_of), true)
    AND (p.plan_type = 'spatial') <> (c.kind = 'spatial')
  RETURN p.id AS plan, ['wrong_catalogue'] AS reasons
}
RETURN plan, c.id AS catalogue, c.kind AS kind, c.cycle AS cycle, reasons, c.compiled_by AS compiled_by,
       c.approved_by AS approved_by, toString(c.approved_on) AS approved_on, [[c.source, c.row]] AS evidence,
       CASE WHEN plan IS NOT NULL THEN [plan]
            ELSE COLLECT { MATCH (p:Plan)-[:LISTED_IN]->(c)
                           WHERE p.home = $home AND NOT EXISTS { MATCH (p)-[:LISTED_IN]->(o:Catalogue) WHERE o.id <> c.id }
                           RETURN p.id ORDER BY p.id } END AS plans
ORDER BY catalogue, plan
