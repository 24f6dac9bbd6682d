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
MATCH (p:Plan {level: 'district', plan_type: 'spatial', spatial_kind: 'general'})
WHERE p.home = $home AND p.valid_from <= date($as_of) <= p.valid_to
// candidates: p.id
WITH p
CALL (p) {
  MATCH (o:Plan {level: 'district', plan_type: 'development', home: $home})
  WHERE NOT o.draft AND o.valid_from <= date($as_of) <= o.valid_to AND o.start_year <= date($as_of).year
    AND p.end_year < o.end_year
    AND NOT EXISTS {
      MATCH (n:Plan {level: 'district', plan_type: 'development', home: $home})
      WHERE NOT n.draft AND n.valid_from <= date($as_of) <= n.valid_to AND n.start_year <= date($as_of).year
        AND n.valid_from > o.valid_from
    }
  RETURN 'ends_early' AS reason, o.id AS outline
  UNION ALL
  WITH p
  WHERE p.near_term_year % 5 <> 0
  RETURN 'near_term' AS reason, null AS outline
}
RETURN p.id AS plan, outline, reason, p.start_year AS start_year, p.end_year AS end_year,
       p.near_term_year AS near_term_year, p.draft AS draft
ORDER BY plan, reason
