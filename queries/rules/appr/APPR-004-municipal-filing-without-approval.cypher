// id: APPR-004
// title: {zh: 须报市级备案的规划未经区政府审定, en: Municipal filing without the government's approval}
// clauses: [三(三)-4]
// severity: error
// severity_why: 须…备案的，经区政府审定后发布 / the body whose approval makes the plan valid is missing
// key: [plan]
// subjects: [plan]
// registers: {approval: cycle}
// executability: exact
// not_reported:
//   - 发布当日审定；批准后尚未发布 / approval on the day of publication; a plan not yet published
//   - 由区政府批准修订的版次 / an edition whose revision the district government approved
//   - 审定环节未注明主体的，视同区政府 / an approval whose body is not stated counts as the government's
//   - 区政府办公室、市政府的审定不能代替，予报告 / approval by the office or the municipal government does not help and is reported
// blind_spots:
//   - 未填是否须报市级备案的不检查 / plans of which it is not known whether they must be filed
//   - 未在机构表说明类别和辖区的主体不能识别 / a body whose kind and region no table describes is not recognised
// message:
//   zh: 须报市级备案的《{plan}》未经区政府审定即发布。
//   en: “{plan}” was published without the district government's approval although it has to be filed with the municipality.
// remedy:
//   zh: 提请区政府审定，并登记审定环节。
//   en: Obtain the government's approval and record it.
// acts: [lead]
MATCH (p:Plan {requires_municipal_filing: true})
WHERE p.home = $home AND NOT p.draft AND p.valid_from <= date($as_of) <= p.valid_to
WITH p, p.cycle AS cycle
// candidates: p.id
WITH p, cycle, COLLECT {
  MATCH (p)-[:HAS_STEP]->(s:ProcedureStep)
  WHERE s.type IN ['gov_approval', 'revision_approval', 'publication'] AND coalesce(s.date <= date($as_of), true)
  OPTIONAL MATCH (s)-[:PERFORMED_BY]->(b:Organization)
  RETURN {type: s.type, body: s.body, date: s.date, source: s.source, row: s.row,
          kind: CASE WHEN s.body IS NULL THEN 'unknown' WHEN b.region = $home THEN b.kind ELSE 'other' END}
  ORDER BY coalesce(toString(s.date), ''), s.id
} AS steps
WITH p, cycle, steps,
     coalesce(head([s IN steps WHERE s.type = 'publication' AND s.date IS NOT NULL | s.date]), p.published_on) AS published
// Marked published without a day: by now, if no publication is still to come.
WITH p, cycle, steps, published,
     coalesce(published, CASE WHEN p.stage <> 'approved' AND NOT EXISTS {
       MATCH (p)-[:HAS_STEP]->(l:ProcedureStep {type: 'publication'})
       WHERE l.date > date($as_of)
     } THEN date($as_of) END) AS at_latest
WHERE at_latest <= date($as_of)
  AND none(s IN steps WHERE s.type <> 'publication' AND s.kind IN ['government', 'unknown']
                        AND coalesce(s.date <= at_latest, true))
RETURN p.id AS plan, cycle, toString(published) AS published_on,
       [s IN steps | {type: s.type, body: s.body, date: toString(s.date)}] AS steps,
       [s IN steps | [s.source, s.row]] AS evidence
ORDER BY plan
