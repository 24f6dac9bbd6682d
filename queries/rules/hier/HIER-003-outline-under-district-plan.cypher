// id: HIER-003
// title: {zh: 全区发展规划从属于区级及以下规划, en: Outline placed under a district or town plan}
// clauses: [一(一)-3d]
// severity: error
// severity_why: 最上位
// key: [outline, superior]
// subjects: [outline, superior]
// executability: exact
// not_reported:
//   - 以区委建议为编制依据(BASED_ON)/ BASED_ON the district committee's proposal
//   - 替代、衔接关系 / SUPERSEDES and COORDINATES_WITH
//   - 以市级专项、空间规划为依据 / links to municipal special or spatial plans
// message:
//   zh: 全区发展规划《{outline}》不应有区级上位规划《{superior}》。
//   en: The outline “{outline}” must not have the district-level superior “{superior}”.
// remedy:
//   zh: 反转该关系，或改为衔接关系。
//   en: Reverse the link or turn it into COORDINATES_WITH.
// acts: [lead]
MATCH (d:Plan {level: 'district', plan_type: 'development', home: $home})
WHERE d.valid_from <= date($as_of) <= d.valid_to
// candidates: d.id
WITH d
MATCH (d)-[r:SUBORDINATE_TO]->(q:Document {home: $home})
RETURN d.id AS outline, q.id AS superior, d.loop IS NOT NULL AND d.loop = q.loop AS in_cycle,
       d.draft AS draft, [[r.source, r.row]] AS evidence
ORDER BY outline, superior
