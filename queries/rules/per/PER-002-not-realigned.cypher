// id: PER-002
// title: {zh: 新一轮纲要生效后未适时调整, en: Not realigned after the new outline took effect}
// clauses: [一(三)-6]
// severity: warning
// severity_why: 应…适时
// key: [plan, outline]
// subjects: [plan, outline]
// counting: [days]
// parameters: {grace_realign_days: 365}
// suppressed_by:
//   - {rule: PER-003, same: {outline: outline}}
// executability: exact
// not_reported:
//   - 复核结论为无须调整 / a review whose result is that no change is needed
//   - 新纲要批准后的宽限期内(天数为 kgplan 默认值,通知未定)/ the grace period (a kgplan default, not in the notice)
//   - 新纲要之后批准的规划 / a plan approved after the new outline
// message:
//   zh: 《{plan}》跨入《{outline}》规划期，自其批准已{days}天，未见按同期纲要复核或修编的记录（宽限{grace_days}天为 kgplan 默认值，通知未定）。
//   en: “{plan}” runs on into the period of “{outline}”; {days} days after its approval no review or revision is on record (the grace of {grace_days} days is a kgplan default, not in the notice).
// remedy:
//   zh: 对照同期纲要复核目标任务；需要修编的，按原审批程序办理。
//   en: Review against the outline; revise through the original approval procedure if needed.
// acts: [lead]
OPTIONAL MATCH (o:Plan {level: 'district', plan_type: 'development', home: $home})
WHERE NOT o.draft AND o.valid_from <= date($as_of) <= o.valid_to AND o.start_year <= date($as_of).year
WITH o ORDER BY o.valid_from DESC, o.id LIMIT 1
MATCH (p:Plan {level: 'district', home: $home})
WHERE p.plan_type IN ['special', 'regional', 'spatial']
  AND NOT p.draft AND p.valid_from <= date($as_of) <= p.valid_to
// candidates: p.id
WITH o, p
WHERE p.start_year < o.start_year
  AND p.valid_from < o.valid_from
  AND o.valid_from + duration({days: $grace_realign_days}) < date($as_of)
  AND NOT EXISTS {
    MATCH (p)-[:HAS_STEP]->(s:ProcedureStep)
    WHERE s.type IN ['realignment_review', 'revision_approval'] AND o.valid_from <= s.date <= date($as_of)
  }
RETURN p.id AS plan, o.id AS outline,
       p.start_year AS start_year, p.end_year AS end_year, toString(o.valid_from) AS outline_approved_on,
       duration.inDays(o.valid_from, date($as_of)).days AS days, $grace_realign_days AS grace_days
ORDER BY plan, outline
