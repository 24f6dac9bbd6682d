// id: HIER-009
// title: {zh: 上位规划失效或不同期, en: Superior not valid or of another period}
// clauses: [一(三)-5a, 一(三)-5b, 一(三)-6]
// severity: error
// severity_why: 均须依据;修订的,内容可能未变,只作警告 / after a revision the content may be unchanged, hence a warning
// reasons:
//   no_common_year: {zh: 与其规划期不相交, en: has no year in common with it}
//   repealed: {zh: 已废止, en: is repealed}
//   abandoned: {zh: 已终止编制, en: was abandoned}
//   revised: {zh: 已被修订版替代, en: was replaced by a revision, severity: warning}
// key: [plan, superior]
// subjects: [plan, superior]
// executability: exact
// not_reported:
//   - 曾与本规划同期、因到期而由下一轮接续的上位规划 / a superior that expired by time but shared years with the plan
//   - 编制中的上位规划 / a superior still in draft
// message:
//   zh: 《{plan}》所依据的《{superior}》{reason}。
//   en: “{superior}”, the basis of “{plan}”, {reason}.
// remedy:
//   zh: 与现行有效的上位规划衔接后，改挂到有效版本。
//   en: Coordinate with the valid edition and relink to it.
// acts: [lead]
MATCH (p:Plan)-[r:SUBORDINATE_TO]->(q:Plan)
WHERE p.home = $home AND p.valid_from <= date($as_of) <= p.valid_to
// candidates: r
WITH p, r, q,
     CASE WHEN q.end_year < p.start_year OR p.end_year < q.start_year THEN 'no_common_year'
          WHEN q.repealed_on <= date($as_of) OR (q.stage = 'repealed' AND q.repealed_on IS NULL) THEN 'repealed'
          WHEN q.stage = 'abandoned' THEN 'abandoned'
          WHEN q.revised_on <= date($as_of) THEN 'revised' END AS reason
WHERE reason IS NOT NULL
RETURN p.id AS plan, q.id AS superior, reason,
       CASE WHEN q.plan_type = 'development' AND q.home = $home THEN 'outline'
            WHEN q.plan_type = 'development' AND q.level = 'municipal' THEN 'municipal_outline'
            ELSE 'other' END AS superior_role,
       p.start_year AS start_year, p.end_year AS end_year,
       q.start_year AS superior_start_year, q.end_year AS superior_end_year, q.stage AS superior_stage,
       COLLECT { MATCH (n:Plan)-[:SUPERSEDES]->(q) RETURN n.id ORDER BY n.id } AS replaced_by,
       p.draft AS draft, [[r.source, r.row]] AS evidence
ORDER BY plan, superior
