// id: DATA-004
// title: {zh: 时期或日期自相矛盾, en: Contradictory period or dates}
// clauses: [一(一)-1, 三(六)-2]
// severity: warning
// severity_why: 起止颠倒的记录不可信,为错误 / a period that ends before it starts is an error
// reasons:
//   start_after_end: {zh: 规划期起始年晚于截止年, en: the period starts after it ends, severity: error}
//   title: {zh: 题名所示年份与规划期不一致, en: title and period disagree}
//   published_before_approved: {zh: 发布早于批准, en: it was published before it was approved}
//   approved_after_end: {zh: 规划期满后才批准, en: it was approved after its period had ended}
// key: [plan]
// subjects: [plan]
// drafts_soften: false
// executability: exact
// not_reported:
//   - 远景目标、展望年份 / long-range and outlook years
//   - 规划期在题名所指五年规划期之内 / a period inside the window that the title names
//   - 期满仍标为已发布 / a record still marked published after its period
// message:
//   zh: 《{plan}》{reason}。
//   en: "“{plan}”: {reason}."
// remedy:
//   zh: 对照正式文本更正。
//   en: Correct the record from the published text.
// acts: [lead]
MATCH (p:Document)
WHERE NOT p.doc_kind IN ['proposal', 'policy'] AND (p.start_year IS NOT NULL OR p.end_year IS NOT NULL)
// candidates: p.id
WITH p, [reason IN [
    CASE WHEN p.start_year > p.end_year THEN 'start_after_end' END,
    CASE WHEN p.title_start <> p.start_year OR p.title_end <> p.end_year OR p.title_window <> p.cycle
          OR p.title_window IS NOT NULL AND p.end_year > (p.start_year + 4) / 5 * 5
         THEN 'title' END,
    CASE WHEN p.published_on < p.approved_on THEN 'published_before_approved' END,
    CASE WHEN p.approved_on.year > p.end_year THEN 'approved_after_end' END
  ] WHERE reason IS NOT NULL] AS reasons
WHERE size(reasons) > 0
RETURN p.id AS plan, reasons, p.start_year AS start_year, p.end_year AS end_year,
       p.title_start AS title_start, p.title_end AS title_end, p.title_window AS title_window,
       toString(p.approved_on) AS approved_on, toString(p.published_on) AS published_on
ORDER BY plan
