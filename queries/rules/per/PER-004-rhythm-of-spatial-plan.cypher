// id: PER-004
// title: {zh: 空间规划与纲要的节奏, en: Rhythm of the spatial plan and the outline}
// clauses: [一(三)-6, 一(二)-3a]
// severity: warning
// severity_why: 应…适时;近期年只作提示 / no particular near-term year is asked for, hence info
// reasons:
//   ends_early: {zh: 早于在效纲要到期, en: it ends before the outline in force}
//   near_term: {zh: 近期年与五年规划期末年不对应, en: its near-term year is not the last of a five-year window, severity: info}
// key: [plan, outline]
// subjects: [plan]
// suppressed_by:
//   - {rule: PER-003, same: {outline: outline}}
// executability: exact
// not_reported:
//   - 规划期覆盖在效纲要 / a period that covers the outline in force
//   - 未设近期年 / no near-term year
// message:
//   zh: 空间规划《{plan}》（{start_year}—{end_year}，近期{near_term_year}）：{reason}。
//   en: "The spatial plan “{plan}” ({start_year}–{end_year}, near term {near_term_year}): {reason}."
// remedy:
//   zh: 为纲要末年补充阶段目标。
//   en: Add stage targets for the outline's last year.
// acts: [lead]
OPTIONAL MATCH (o:Plan {level: 'district', plan_type: 'development', home: $home})
WHERE NOT o.draft AND o.valid_from <= date($as_of) <= o.valid_to AND o.start_year <= date($as_of).year
WITH o ORDER BY o.valid_from DESC, o.id LIMIT 1
MATCH (p:Plan {level: 'district', plan_type: 'spatial', spatial_kind: 'general', home: $home})
WHERE p.valid_from <= date($as_of) <= p.valid_to
// candidates: p.id
WITH o, p
UNWIND CASE WHEN p.end_year < o.end_year THEN ['ends_early'] ELSE [] END
     + CASE WHEN p.near_term_year % 5 <> 0 THEN ['near_term'] ELSE [] END AS reason
RETURN p.id AS plan, CASE WHEN reason = 'ends_early' THEN o.id END AS outline, reason, p.start_year AS start_year,
       p.end_year AS end_year, p.near_term_year AS near_term_year
ORDER BY plan, reason
