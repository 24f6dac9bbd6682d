// id: HIER-007
// title: {zh: 级次倒置, en: Level inversion}
// clauses: [一-1a, 一-1b]
// severity: error
// severity_why: 下级服从上级 / the lower level gives way to the higher one
// key: [lower, upper]
// subjects: [lower, upper]
// drafts_soften: false
// executability: exact
// not_reported:
//   - 同级之间的从属 / links within one level
//   - 层级未填的规划 / plans whose level is not filled in
// message:
//   zh: 《{lower}》（{lower_level|level}）不应从属于《{upper}》（{upper_level|level}）。
//   en: “{lower}” ({lower_level|level}) cannot be subordinate to “{upper}” ({upper_level|level}).
// remedy:
//   zh: 起点、终点可能填反：核对出处后对调，或删除该关系。
//   en: The two ends may be swapped; check the source and exchange them, or remove the link.
// acts: [keeper]
MATCH (a:Document)-[r:SUBORDINATE_TO]->(b:Document)
// candidates: r
WITH a, r, b,
     CASE a.level WHEN 'national' THEN 1 WHEN 'municipal' THEN 2 WHEN 'prefecture' THEN 3 WHEN 'district' THEN 4
                  WHEN 'town' THEN 5 END AS lower_rank,
     CASE b.level WHEN 'national' THEN 1 WHEN 'municipal' THEN 2 WHEN 'prefecture' THEN 3 WHEN 'district' THEN 4
                  WHEN 'town' THEN 5 END AS upper_rank
WHERE upper_rank > lower_rank
RETURN a.id AS lower, b.id AS upper, a.level AS lower_level, b.level AS upper_level,
       [[r.source, r.row]] AS evidence
ORDER BY lower, upper
