// id: APPR-002
// title: {zh: 报区政府审批的规划程序, en: Plans approved by the district government}
// clauses: [三(三)-2a, 三(三)-2b, 三(三)-2c]
// severity: error
// severity_why: 审批、区委审定决定规划是否有效；会同…联合报、以区政府名义发布是工作要求 / approval is competence, the rest conduct
// reasons:
//   no_gov_approval: {zh: 缺区政府审批, en: no approval by the district government}
//   no_party_review: {zh: 特别重要的规划发布前缺区委审定, en: no review by the party committee before publication though especially important}
//   no_joint_submission: {zh: 未会同区发展改革委联合报送, en: no joint submission with the district DRC, severity: warning}
//   published_by_other: {zh: 未以区政府名义发布, en: not published in the name of the district government, severity: warning}
//   published_by_office: {zh: 由区政府办公室发布, en: published by the office of the government, severity: info}
// key: [plan]
// subjects: [plan]
// registers: {approval: cycle}
// executability: exact
// not_reported:
//   - 修订版（见 APPR-006） / revised editions, see APPR-006
//   - 没有发布环节的，不判断由谁发布 / who published it, where no publication step is recorded
//   - 环节未注明主体的，视同由应办主体办理 / a step whose body is not stated counts as taken by the right body
//   - 区发展改革委自己牵头的，不要求联合报送 / a joint submission, where the DRC itself is the lead
//   - 特别重要的规划发布当日审定；批准后尚未发布 / review on the day of publication; a plan not yet published
// blind_spots:
//   - 未填审批路径、是否特别重要的不检查 / plans whose route or importance is not recorded
//   - 联合报送环节的主体须登记为区发展改革委 / the body of a joint submission has to be the DRC
//   - 未登记修订关系的修订版，按首次版本检查 / a revised edition whose revision edge is missing is checked as a first one
//   - 未在机构表说明类别和辖区的主体不能识别 / a body whose kind and region no table describes is not recognised
// message:
//   zh: 《{plan}》审批发布程序不全：{reason}。
//   en: "“{plan}”: approval procedure incomplete: {reason}."
// remedy:
//   zh: 补办或补录所缺环节。
//   en: Take the missing steps, or record them.
// acts: [lead]
MATCH (p:Plan {level: 'district', route: 'government'})
WHERE p.home = $home AND p.plan_type IN ['special', 'regional']
  AND NOT p.draft AND p.valid_from <= date($as_of) <= p.valid_to
  AND NOT EXISTS { (p)-[:SUPERSEDES {kind: 'revision'}]->() }
WITH p, p.cycle AS cycle
// candidates: p.id
WITH p, cycle, COLLECT {
  MATCH (p)-[:HAS_STEP]->(s:ProcedureStep)
  WHERE s.type IN ['joint_submission', 'party_review', 'gov_approval', 'publication']
    AND coalesce(s.date <= date($as_of), true)
  OPTIONAL MATCH (s)-[:PERFORMED_BY]->(b:Organization)
  RETURN {type: s.type, body: s.body, date: s.date, source: s.source, row: s.row,
          role: CASE WHEN s.body IS NULL THEN 'unknown'
                     WHEN b.region = $home THEN coalesce(b.role, b.kind) ELSE 'other' END}
  ORDER BY coalesce(toString(s.date), ''), s.id
} AS steps
WITH p, cycle, steps, [s IN steps WHERE s.type = 'publication' | s.role] AS publishers,
     coalesce(head([s IN steps WHERE s.type = 'publication' AND s.date IS NOT NULL | s.date]), p.published_on,
              // marked published without a day: by now, if no publication is still to come
              CASE WHEN p.stage <> 'approved' AND NOT EXISTS {
                MATCH (p)-[:HAS_STEP]->(l:ProcedureStep {type: 'publication'})
                WHERE l.date > date($as_of)
              } THEN date($as_of) END) AS published
WITH p, cycle, steps, [reason IN [
    CASE WHEN none(s IN steps WHERE s.type = 'gov_approval' AND s.role IN ['government', 'unknown'])
         THEN 'no_gov_approval' END,
    CASE WHEN p.especially_important = true AND published <= date($as_of)
          AND none(s IN steps WHERE s.type = 'party_review' AND s.role IN ['party', 'unknown']
                                AND coalesce(s.date <= published, true))
         THEN 'no_party_review' END,
    CASE WHEN NOT EXISTS { (p)-[:LED_BY]->(:Organization {role: 'development_reform', region: $home}) }
          AND none(s IN steps WHERE s.type = 'joint_submission' AND s.role IN ['development_reform', 'unknown'])
         THEN 'no_joint_submission' END,
    CASE WHEN size(publishers) = 0 OR any(r IN publishers WHERE r IN ['government', 'unknown']) THEN null
         WHEN 'government_office' IN publishers THEN 'published_by_office' ELSE 'published_by_other' END
  ] WHERE reason IS NOT NULL] AS reasons
WHERE size(reasons) > 0
RETURN p.id AS plan, cycle, reasons, p.especially_important AS especially_important,
       [s IN steps | {type: s.type, body: s.body, date: toString(s.date)}] AS chain,
       [s IN steps | [s.source, s.row]] AS evidence
ORDER BY plan
