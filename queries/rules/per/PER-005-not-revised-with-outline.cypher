// id: PER-005
// title: {zh: 纲要修订后相关规划未相应修订, en: Related plans not revised after a revision of the outline}
// clauses: [三(五)-7a]
// severity: warning
// severity_why: 相应进行调整修订 / a duty of conduct
// key: [plan, edition]
// subjects: [plan, edition]
// counting: [days]
// parameters: {grace_revision_days: 180}
// executability: exact
// not_reported:
//   - 修订范围之外的规划 / plans outside the scope of the revision
//   - 修订之后批准的规划 / plans approved after the revision
//   - 已有复核或修订批准记录 / a dated review or revision approval
// message:
//   zh: 纲要已于{revised_on}修订，《{plan}》已{days}天未见相应修订（宽限{grace_days}天为 kgplan 默认值，通知未定）。
//   en: The outline was revised on {revised_on}; “{plan}” has not been revised after {days} days (the grace of {grace_days} days is a kgplan default, not in the notice).
// remedy:
//   zh: 提出修订建议，与纲要衔接后报原审批主体。
//   en: Propose a revision, coordinate it and send it to the original approving body.
// acts: [lead]
MATCH (p:Plan {level: 'district', home: $home})
WHERE p.plan_type IN ['special', 'regional', 'spatial']
  AND NOT p.draft AND p.valid_from <= date($as_of) <= p.valid_to
// candidates: p.id
WITH p
MATCH (n:Plan {level: 'district', plan_type: 'development', home: $home})-[:SUPERSEDES {kind: 'revision'}]->(:Plan)
WHERE p.valid_from < n.valid_from
  AND n.valid_from + duration({days: $grace_revision_days}) < date($as_of)
  AND EXISTS { MATCH (p)-[:HAS_SUPERIOR]->(o:Plan) WHERE o.series_id = n.series_id }
  AND (n.revision_scope IS NULL OR p.domain_code IN n.revision_scope
       OR EXISTS { MATCH (p)-[:HAS_TARGET]->()-[:OF_INDICATOR]->(i:Indicator) WHERE i.id IN n.revision_scope })
  AND NOT EXISTS {
    MATCH (p)-[:HAS_STEP]->(s:ProcedureStep)
    WHERE s.type IN ['realignment_review', 'revision_approval'] AND n.valid_from <= s.date <= date($as_of)
  }
RETURN DISTINCT p.id AS plan, n.id AS edition, toString(n.valid_from) AS revised_on,
       duration.inDays(n.valid_from, date($as_of)).days AS days, $grace_revision_days AS grace_days
ORDER BY plan, edition
