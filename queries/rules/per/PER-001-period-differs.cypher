// id: PER-001
// title: {zh: 规划期与同期纲要不一致, en: Period differs from the same-period outline}
// clauses: [一(三)-6]
// severity: info
// severity_why: 应…适时;规划期不同不为通知所禁,须的是适时调整 / another period is not forbidden, adjusting in time is asked for
// reasons:
//   nested: {zh: 嵌套于一个五年规划期内, en: nested in one five-year window}
//   straddles: {zh: 跨五年规划期, en: straddles five-year windows}
// key: [plan]
// subjects: [plan]
// suppressed_by:
//   - {rule: PER-002, same: {plan: plan}}
//   - {rule: PER-003, every: {outlines: outline}}
// executability: exact
// not_reported:
//   - 规划期恰为一个五年规划期 / a period equal to a five-year window
//   - 只有展望年更晚 / only the outlook year is later
//   - 空间规划(见 PER-004)/ spatial plans, see PER-004
// message:
//   zh: 《{plan}》规划期{start_year}—{end_year}与同期纲要{outline_start_year}—{outline_end_year}不一致（{reason}）。
//   en: The period {start_year}–{end_year} of “{plan}” differs from the outline's {outline_start_year}–{outline_end_year} ({reason}).
// remedy:
//   zh: 嵌套的无须处理；跨期的，安排新纲要批准后的复核。
//   en: Nothing to do if nested; if it straddles, plan the review after the next outline.
// acts: [lead]
MATCH (o:Plan {level: 'district', plan_type: 'development', home: $home})
WHERE coalesce(o.stage, '') <> 'abandoned'
WITH o ORDER BY o.start_year, o.id
WITH collect({id: o.id, start_year: o.start_year, end_year: o.end_year}) AS outlines
MATCH (p:Plan {level: 'district', home: $home})
WHERE p.plan_type IN ['special', 'regional'] AND p.valid_from <= date($as_of) <= p.valid_to
WITH p, [o IN outlines WHERE o.start_year <= p.end_year AND p.start_year <= o.end_year] AS outlines
WHERE size(outlines) > 0
// candidates: p.id
WITH p, outlines
WHERE p.start_year % 5 <> 1 OR p.end_year <> p.start_year + 4
RETURN p.id AS plan, [o IN outlines | o.id] AS outlines,
       CASE WHEN (p.start_year - 1) / 5 = (p.end_year - 1) / 5 THEN 'nested' ELSE 'straddles' END AS reason,
       p.start_year AS start_year, p.end_year AS end_year,
       outlines[0].start_year AS outline_start_year, outlines[0].end_year AS outline_end_year,
       COLLECT { MATCH (p)-[:HAS_STEP]->(s:ProcedureStep {type: 'realignment_review'}) WHERE s.date <= date($as_of)
                 RETURN toString(s.date) ORDER BY s.date } AS reviews,
       p.draft AS draft
ORDER BY plan
