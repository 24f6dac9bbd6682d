// id: DATA-002
// title: {zh: 缺必填项, en: Mandatory field missing}
// clauses: [三(六)-2, 三(四)-4]
// severity: warning
// severity_why: 数据须补全;牵头部门为“负责” / the record has to be completed
// key: [record]
// subjects: [record, plan]
// drafts_soften: false
// candidates: |
//   RETURN COUNT { (:Plan) } + COUNT { (:Document)-[:HAS_TARGET]->(:TargetStatement) } AS candidates
// executability: exact
// not_reported:
//   - 按下达任务、定性目标和比值无须单位 / no unit is needed for targets by reference, in words, or ratios
// message:
//   zh: 《{plan}》{item}缺：{missing|property}。
//   en: "“{plan}” {item} lacks: {missing|property}."
// remedy:
//   zh: 对照正式文本补填。
//   en: Fill in from the published text.
// acts: [lead]
CALL () {
  MATCH (p:Plan)
  WITH p, [name IN [
         CASE WHEN p.title_zh IS NULL THEN 'title_zh' END, CASE WHEN p.plan_type IS NULL THEN 'plan_type' END,
         CASE WHEN p.level IS NULL THEN 'level' END, CASE WHEN p.jurisdiction IS NULL THEN 'jurisdiction' END,
         CASE WHEN p.start_year IS NULL THEN 'start_year' END, CASE WHEN p.end_year IS NULL THEN 'end_year' END,
         CASE WHEN p.stage IS NULL THEN 'stage' END, CASE WHEN p.lead IS NULL THEN 'lead' END
       ] WHERE name IS NOT NULL] AS missing
  WHERE size(missing) > 0
  RETURN p.id AS record, p.id AS plan, '' AS item, missing, p.source AS source, p.row AS row
  UNION ALL
  MATCH (t:TargetStatement)
  WITH t, coalesce(t.value_kind, '') IN ['by_reference', 'qualitative'] AS in_words
  WITH t, [name IN [
         CASE WHEN t.indicator_name IS NULL THEN 'indicator_name' END,
         CASE WHEN t.value_text IS NULL AND NOT in_words THEN 'value_text' END,
         CASE WHEN t.unit IS NULL AND NOT in_words AND NOT t.value_text CONTAINS ':' THEN 'unit' END,
         CASE WHEN t.year IS NULL THEN 'year' END, CASE WHEN t.nature IS NULL THEN 'nature' END
       ] WHERE name IS NOT NULL] AS missing
  WHERE size(missing) > 0
  MATCH (t)<-[:HAS_TARGET]-(p:Document)
  RETURN t.id AS record, p.id AS plan, coalesce(t.indicator_name, t.id) AS item, missing, t.source AS source, t.row AS row
}
RETURN record, plan, item, missing, [[source, row]] AS evidence
ORDER BY record
