// # A rule file: a YAML header in comment lines, which is the manual page, then one Cypher query that only reads.
// # kgplan rules show HIER-001 is a model. What stands here is an example that runs: rewrite every entry.
// id: OWN-001
// title: {zh: 规划没有牵头部门, en: Plan without a lead department}
// # The clauses it stands on; kgplan rules coverage lists all.
// clauses: [三(四)-4]
// # error, warning or info, and why (the words of the notice).
// severity: warning
// severity_why: 负责
// # Optional: what the column reason of the query may say, in words, each with a severity of its own if need be:
// # reasons:
// #   missing: {zh: 未登记, en: not recorded, severity: info}
// # Columns that make one finding; columns that hold ids of plans (the lead of the first one has to act).
// key: [plan]
// subjects: [plan]
// # Optional: registers without which absence says nothing, and the column that holds their period or year:
// # registers: {responsibility: cycle}
// # Optional: whole numbers with a default, $grace_days in the query; kgplan.toml may change them:
// # parameters: {grace_days: 90}
// # Optional: not reported where another rule reports on the same thing:
// # suppressed_by:
// #   - {rule: DATA-002, same: {plan: record}}
// # exact, may over-report, may under-report or needs a person
// executability: exact
// # What looks like a breach and is not reported; what the rule cannot see. Written “中文 / English”.
// not_reported:
//   - 已到期的规划 / expired plans
// blind_spots:
//   - 只看登记的牵头部门 / reads the recorded lead department only
// # {plan} becomes the title, {reason} the words of the reason.
// message:
//   zh: 《{plan}》没有登记牵头部门。
//   en: No lead department is recorded for “{plan}”.
// remedy:
//   zh: 登记牵头部门。
//   en: Record the lead department.
// # Who acts: lead (lead department), drc (district DRC), keeper (keeper of the data)
// acts: [drc]
MATCH (p:Plan)
WHERE p.home = $home AND p.valid_from <= date($as_of) <= p.valid_to
// candidates: p.id
WITH p
WHERE p.lead IS NULL
RETURN p.id AS plan, p.draft AS draft
ORDER BY plan
