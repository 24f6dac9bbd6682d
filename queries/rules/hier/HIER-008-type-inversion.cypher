// id: HIER-008
// title: {zh: 同级类型倒置, en: Type inversion at the same level}
// clauses: [一-1a, 一-2, 一(二)-3c, 三(四)-3a]
// severity: error
// severity_why: 位阶倒置 / ranks are inverted
// reasons:
//   type: {zh: 空间规划不从属于同级专项、区域规划, en: a spatial plan is not subordinate to a special or regional plan of its level}
//   carries_out: {zh: 规划不从属于执行规划的文件, en: a plan is not subordinate to a document that carries plans out}
// key: [lower, upper]
// subjects: [lower, upper]
// suppressed_by:
//   - {rule: HIER-003, same: {lower: outline, upper: superior}}
// executability: exact
// not_reported:
//   - 专项、区域规划从属于空间规划 / special or regional plans under a spatial plan
//   - 专项规划从属于专项规划,专项与区域规划互相从属 / special plans under special plans, special and regional plans either way
//   - 区级规划从属于任何类型的市级规划 / a district plan under a municipal plan of any type
// message:
//   zh: 《{lower}》不应以《{upper}》为上位规划：{reason}。
//   en: "“{upper}” cannot rank above “{lower}”: {reason}."
// remedy:
//   zh: 反转该关系，或改为衔接关系。
//   en: Reverse the link or use COORDINATES_WITH.
// acts: [lead]
MATCH (p:Plan)-[r:SUBORDINATE_TO]->(q:Document)
WHERE p.home = $home AND p.valid_from <= date($as_of) <= p.valid_to
// candidates: r
WITH p, r, q,
     CASE WHEN q.doc_kind IN ['annual_plan', 'scheme', 'action_plan', 'budget', 'investment_plan'] THEN 'carries_out'
          WHEN p.plan_type = 'spatial' AND q.plan_type IN ['special', 'regional'] AND p.level = q.level THEN 'type'
     END AS reason
WHERE reason IS NOT NULL
RETURN p.id AS lower, q.id AS upper, reason, p.draft AS draft, [[r.source, r.row]] AS evidence
ORDER BY lower, upper
