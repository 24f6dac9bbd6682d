// id: PER-003
// title: {zh: 纲要规划期不是同期五年, en: Outline period is not the common five-year window}
// clauses: [一(一)-1, 一(三)-5a]
// severity: error
// severity_why: “即”(定义)/ a definition
// reasons:
//   not_window: {zh: 不是完整的五年规划期, en: is not a five-year window}
//   differs_from_municipal: {zh: 与所依据的全市发展规划不同期, en: differs from the municipal outline it is based on}
// key: [outline]
// subjects: [outline]
// executability: exact
// not_reported:
//   - 题名或正文含二〇三五年远景目标(展望年)/ long-range goals to 2035 in title or text (outlook year)
// message:
//   zh: 全区发展规划《{outline}》规划期{start_year}—{end_year}{reason}。
//   en: The period {start_year}–{end_year} of the outline “{outline}” {reason}.
// remedy:
//   zh: 更正规划期；远景目标年应填在展望年。
//   en: Correct the period; a long-range year belongs in the outlook year.
// acts: [lead]
MATCH (d:Plan {level: 'district', plan_type: 'development', home: $home})
WHERE d.valid_from <= date($as_of) <= d.valid_to
// candidates: d.id
WITH d, [reason IN [
    CASE WHEN d.start_year % 5 <> 1 OR d.end_year <> d.start_year + 4 THEN 'not_window' END,
    CASE WHEN EXISTS {
           MATCH (d)-[:SUBORDINATE_TO]->(m:Plan {level: 'municipal', plan_type: 'development'})
           WHERE m.start_year <= d.end_year AND d.start_year <= m.end_year
             AND (m.start_year <> d.start_year OR m.end_year <> d.end_year)
         } THEN 'differs_from_municipal' END
  ] WHERE reason IS NOT NULL] AS reasons
WHERE size(reasons) > 0
RETURN d.id AS outline, reasons, d.start_year AS start_year, d.end_year AS end_year, d.outlook_year AS outlook_year,
       d.draft AS draft
ORDER BY outline
