// id: DATA-003
// title: {zh: 同一规划重复入库, en: Same plan loaded twice}
// clauses: [三(六)-2]
// severity: error
// severity_why: 图不可信,其他结论随之不可靠 / the graph is broken, other results cannot be trusted
// key: [plans]
// symmetric: true
// subjects: [plans]
// drafts_soften: false
// executability: exact
// not_reported:
//   - 同一规划的不同版次 / editions of one plan
//   - 一份通知印发的两部规划(文号相同)/ two plans issued by one notice under one number
// message:
//   zh: "{plans|titles}实为同一规划：编号不同，题名、层级、辖区、规划期和版次都相同。"
//   en: "{plans|titles} are the same plan: the ids differ, but title, level, jurisdiction, period and edition agree."
// remedy:
//   zh: 合并为一条记录，保留两处来源。
//   en: Merge them into one record and keep both sources.
// acts: [keeper]
MATCH (d:Document)
WHERE d.identity IS NOT NULL
// candidates: d.id
WITH d.identity AS identity, d.id AS id ORDER BY id
WITH identity, collect(id) AS plans
WHERE size(plans) > 1
RETURN plans, identity
ORDER BY identity
