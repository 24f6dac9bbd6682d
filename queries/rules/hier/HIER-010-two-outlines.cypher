// id: HIER-010
// title: {zh: 同一时段存在两部纲要或两部总体空间规划, en: Two outlines or two general spatial plans in force}
// clauses: [一(一)-1, 一(一)-3d, 一(二)-2c]
// severity: error
// severity_why: 最上位;多规合一
// reasons:
//   outline: {zh: 全区发展规划, en: district outlines}
//   spatial: {zh: 国土空间总体规划, en: general spatial plans}
// key: [plans]
// symmetric: true
// subjects: [plans]
// drafts_soften: false
// executability: exact
// not_reported:
//   - 已被替代或已到期的旧规划 / superseded or expired plans
//   - 按区域规划登记的功能区发展规划 / the development plan of a functional zone recorded as regional
//   - 市级与区级纲要并存 / municipal and district outlines side by side
// message:
//   zh: 同期存在两部在效的{reason}：《{first}》《{second}》。
//   en: "Two {reason} are in force for the same period: “{first}” and “{second}”."
// remedy:
//   zh: 登记替代关系，或更正规划类型、辖区。
//   en: Record which one supersedes the other, or correct type or jurisdiction.
// acts: [drc]
MATCH (a:Plan {level: 'district', home: $home})
WHERE NOT a.draft AND a.valid_from <= date($as_of) <= a.valid_to
  AND (a.plan_type = 'development' OR (a.plan_type = 'spatial' AND a.spatial_kind = 'general'))
// candidates: a.id
WITH a
MATCH (b:Plan {level: 'district', home: $home})
WHERE NOT b.draft AND b.valid_from <= date($as_of) <= b.valid_to
  AND a.id < b.id AND b.plan_type = a.plan_type
  AND (b.plan_type = 'development' OR b.spatial_kind = 'general')
  AND a.start_year <= b.end_year AND b.start_year <= a.end_year
RETURN [a.id, b.id] AS plans, a.id AS first, b.id AS second,
       CASE a.plan_type WHEN 'development' THEN 'outline' ELSE 'spatial' END AS reason
ORDER BY first, second
