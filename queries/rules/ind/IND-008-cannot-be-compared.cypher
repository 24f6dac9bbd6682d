// id: IND-008
// title: {zh: 无法比较, en: Comparison not possible}
// clauses: [三(二)-4, 三(六)-2]
// severity: info
// severity_why: 数据问题，对规划不下结论；单位不明或量纲不同的为警告 / a data matter; a warning where the units do not fit
// reasons:
//   unit: {zh: '《{plan}》与《{other}》的{indicator}（{year}年）目标无法比较，单位“{units|unknown}”不在单位表中：{value|figure}；{other_value|figure}', en: 'The targets of “{plan}” and “{other}” for {indicator} ({year}) cannot be compared, as the unit “{units|unknown}” is not in the list of units: {value|figure}; {other_value|figure}', severity: warning}
//   dimension: {zh: '《{plan}》与《{other}》的{indicator}（{year}年）目标因单位的量纲不同无法比较：{value|figure}；{other_value|figure}', en: 'The targets of “{plan}” and “{other}” for {indicator} ({year}) cannot be compared, as the units are of different dimensions: {value|figure}; {other_value|figure}', severity: warning}
//   measure: {zh: '《{plan}》与《{other}》的{indicator}（{year}年）目标因计量方式不能换算无法比较：{value|figure}；{other_value|figure}', en: 'The targets of “{plan}” and “{other}” for {indicator} ({year}) cannot be compared, as the measures cannot be converted: {value|figure}; {other_value|figure}'}
//   caliber: {zh: '《{plan}》与《{other}》的{indicator}（{year}年）目标因口径不同无法比较：{value|figure}；{other_value|figure}', en: 'The targets of “{plan}” and “{other}” for {indicator} ({year}) cannot be compared, as the calibers differ: {value|figure}; {other_value|figure}'}
//   price_basis: {zh: '《{plan}》与《{other}》的{indicator}（{year}年）目标因价格基期不同无法比较：{value|figure}；{other_value|figure}', en: 'The targets of “{plan}” and “{other}” for {indicator} ({year}) cannot be compared, as the price bases differ: {value|figure}; {other_value|figure}'}
//   uncertain: {zh: '《{plan}》{name}（{year}年）的写法“{value|figure}”须人工确认，暂不比较', en: 'In “{plan}” the figure “{value|figure}” for {name} ({year}) has to be confirmed by a person before it is compared'}
//   unknown_indicator: {zh: '《{plan}》的指标“{name}”不在指标目录中，相近的有：{suggestions}', en: 'The indicator “{name}” of “{plan}” is not in the catalogue; nearest: {suggestions}'}
// key: [targets]
// symmetric: true
// subjects: [plan, other]
// drafts_soften: false
// executability: exact
// not_reported:
//   - 两个都是预期性 / both are only expected
//   - 目标年、区域不同 / another year or region
//   - 按下达任务、力争值、文字目标 / targets by reference, stretch values, words
//   - 未写单位(见 DATA-002)、基期年不同(见 IND-009)/ no unit, see DATA-002; different base years, see IND-009
//   - 上级规划中目录没有的指标 / names in plans of other levels that the catalogue does not list
// message: {zh: '{reason}。', en: '{reason}.'}
// remedy:
//   zh: 更正单位或写法，补充基期值、同义名称或指标目录。
//   en: Correct the unit or the wording, add a base value, a synonym or an indicator.
// acts: [lead]
OPTIONAL MATCH (o:Plan {level: 'district', plan_type: 'development', home: $home})
WHERE NOT o.draft AND o.valid_from <= date($as_of) <= o.valid_to AND o.start_year <= date($as_of).year
WITH o ORDER BY o.valid_from DESC, o.id LIMIT 1
MATCH (p:Document {home: $home})
WHERE p.doc_kind IN ['plan', 'scheme'] AND p.valid_from <= date($as_of) <= p.valid_to
WITH o, p
MATCH (p)-[:HAS_TARGET]->(l:TargetStatement)
WHERE l.value_kind IN ['number', 'range'] AND NOT coalesce(l.stretch, false)
// candidates: l.id
WITH o, p, l, CASE WHEN NOT EXISTS { (l)-[:OF_INDICATOR]->(:Indicator) } THEN 'unknown_indicator'
                   WHEN l.value_exact IS NULL THEN 'uncertain' END AS alone
OPTIONAL MATCH (l)-[c:COMPARED_WITH]->(s)
WHERE c.reason IN ['unit', 'dimension', 'measure', 'caliber', 'price_basis', 'uncertain']
WITH o, p, l, alone, c, s
WHERE alone IS NOT NULL OR c IS NOT NULL
OPTIONAL MATCH (s)<-[:DECOMPOSED_INTO*0..1]-(t:TargetStatement)<-[:HAS_TARGET]-(q:Document)
WITH o, p, l, alone, c, s, t, q
WHERE alone IS NOT NULL
   OR ((l.nature = 'binding' OR t.nature = 'binding') AND q.valid_from <= date($as_of) <= q.valid_to
       AND (q.id = o.id
            OR (q.doc_kind = 'plan' AND (p.draft OR NOT q.draft) AND EXISTS { (p)-[:HAS_SUPERIOR]->(q) })
            OR (coalesce(q.plan_type, '') <> 'development' AND NOT EXISTS { (p)-[:HAS_SUPERIOR]-(q) })))
OPTIONAL MATCH (l)-[:OF_INDICATOR]->(i:Indicator)
WITH p, l, c, s, t, q, i, alone, CASE WHEN c.reason = 'uncertain' AND l.confidence IS NULL THEN true ELSE false END AS by_other
RETURN CASE WHEN alone IS NOT NULL THEN [l.id] ELSE [l.id, s.id] END AS targets, coalesce(alone, c.reason) AS reason,
       CASE WHEN by_other AND alone IS NULL THEN q.id ELSE p.id END AS plan,
       CASE WHEN alone IS NOT NULL THEN [] WHEN by_other THEN [p.id] ELSE [q.id] END AS other,
       i.id AS indicator, l.indicator_name AS name, l.year AS year,
       CASE WHEN by_other AND alone IS NULL THEN coalesce(s.value_text, t.value_text) ELSE l.value_text END
         + CASE WHEN by_other AND alone IS NULL THEN coalesce(' ' + s.unit, ' ' + t.unit, '')
                ELSE coalesce(' ' + l.unit, '') END AS value,
       CASE WHEN alone IS NULL THEN coalesce(s.value_text, t.value_text) + coalesce(' ' + s.unit, ' ' + t.unit, '') END
         AS other_value,
       CASE WHEN c.reason = 'unit' AND alone IS NULL THEN [l.unit, coalesce(s.unit, t.unit)] END AS units,
       CASE WHEN alone = 'unknown_indicator' THEN coalesce(l.suggestions, []) END AS suggestions,
       CASE WHEN alone IS NULL THEN {zh: c.steps_zh, en: c.steps_en} ELSE {zh: l.why_zh, en: l.why_en} END AS steps,
       CASE WHEN alone IS NOT NULL THEN [[l.source, l.row]] ELSE [[l.source, l.row], [s.source, s.row]] END AS evidence
ORDER BY targets
