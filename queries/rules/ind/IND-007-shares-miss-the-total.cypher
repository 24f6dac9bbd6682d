// id: IND-007
// title: {zh: 分解之和与总量不符, en: Sum of shares against the total}
// clauses: [三(四)-1, 三(四)-3a]
// severity: error
// severity_why: 要…分解，约束性 / the breakdown is a duty, and what it adds up to is arithmetic
// reasons:
//   rounding: {zh: '，差额在各份额取舍误差之和以内', en: '; the gap lies within the rounding of the shares', severity: info}
// key: [target, dimension]
// subjects: [plan]
// executability: exact
// not_reported:
//   - 比率、人均等不可加总的指标 / rates, ratios, per-capita and other indicators that do not add up
//   - 上限留有余量、下限超额、下限分解不完整 / a reserve under a ceiling, an over-fulfilled or incomplete floor
//   - 配合、牵头单位的分工 / supporting and leading roles
//   - 市级及以上指标的分解 / breakdowns of municipal and higher targets
// blind_spots:
//   - 逐年分解只核对期内累计量 / shares by year are added up for totals over the period only
// message:
//   zh: 《{plan}》{indicator}（{year}年）按{dimension|dimension}分解合计{sum|unit}，总量{total|unit}，相差{gap|unit}{reason}。
//   en: "“{plan}”: {indicator} ({year}) by {dimension|dimension}: the shares add up to {sum|unit}, the total is {total|unit}, {gap|unit} apart{reason}."
// remedy:
//   zh: 重新分解，使合计与总量相符。
//   en: Redistribute so that the shares meet the total.
// acts: [lead]
MATCH (q:Document {level: 'district', home: $home})
WHERE q.valid_from <= date($as_of) <= q.valid_to
WITH q
MATCH (q)-[:HAS_TARGET]->(t:TargetStatement)-[:HAS_BREAKDOWN]->(b:Breakdown)
WHERE b.dimension IN ['town', 'department', 'year']
// candidates: b.id
WITH q, t, b
WHERE b.verdict IN ['over', 'short']
MATCH (t)-[:OF_INDICATOR]->(i:Indicator)
WITH q, t, b, i, COLLECT {
       MATCH (t)-[:DECOMPOSED_INTO]->(a:Allocation)
       WHERE a.dimension = b.dimension AND coalesce(a.role, 'share') = 'share'
       RETURN {id: a.id, to: a.to, value_text: a.value_text, unit: coalesce(a.unit, t.unit), source: a.source, row: a.row} AS share
       ORDER BY share.id
     } AS shares
RETURN t.id AS target, b.dimension AS dimension, b.reason AS reason, q.id AS plan, i.id AS indicator, t.year AS year,
       b.sum_exact AS sum, b.total_exact AS total, b.gap AS gap, b.tolerance AS tolerance, b.unit AS unit,
       t.unit AS written_unit,
       b.complete AS complete, b.verdict AS verdict,
       [share IN shares | {id: share.id, to: share.to, text: share.value_text, unit: share.unit}] AS shares,
       {text: t.value_text, unit: t.unit, direction: t.direction} AS whole,
       q.draft AS draft, [[t.source, t.row]] + [share IN shares | [share.source, share.row]] AS evidence
ORDER BY target, dimension
