// id: FISC-002
// title: {zh: 预算与政府投资年度计划不一致, en: Budget and investment plan do not match}
// clauses: [二(一)-3, 二(一)-1a, 二(一)-2]
// severity: warning
// severity_why: 要…衔接一致
// reasons:
//   amount: {zh: '投资计划{investment}万元、预算{budget}万元，不一致', en: '10,000 yuan: investment plan {investment}, budget {budget}'}
//   no_budget: {zh: '投资计划{investment}万元，预算未列', en: '10,000 yuan: investment plan {investment}, no budget line'}
//   no_investment: {zh: '预算{budget}万元，投资计划未列', en: '10,000 yuan: budget {budget}, not in the investment plan'}
// key: [project, year]
// subjects: [plan]
// registers: {budget: year, investment_plan: year}
// executability: exact
// not_reported:
//   - 没有区级资金的项目 / a project without district money
//   - 相差不超过1万元 / a difference of no more than 10,000 yuan
// blind_spots:
//   - 预算和投资计划须用同一项目编号 / both tables have to use one id for a project
// message:
//   zh: "{title}（{year}年）{reason}。"
//   en: "{title} ({year}), in {reason}."
// remedy:
//   zh: 核对并调整一致。
//   en: Reconcile the two.
// acts: [drc]
CALL () {
  MATCH (b:BudgetLine)
  RETURN b.project AS project, b.year AS year, b.amount AS budget, null AS investment, [b.source, b.row] AS place
  UNION ALL
  MATCH (i:InvestmentItem)
  RETURN i.project AS project, i.year AS year, null AS budget, i.district_amount AS investment, [i.source, i.row] AS place
}
WITH project, year, max(budget) AS budget, max(investment) AS investment, collect(place) AS evidence
WHERE year <= date($as_of).year AND (toFloat(budget) <> 0 OR toFloat(investment) <> 0)
// candidates: [project, year]
// Amounts are written in 万元; compared are whole 分, so that no binary fraction takes part.
WITH project, year, budget, investment, evidence,
     toInteger(round(toFloat(budget) * 1000000)) - toInteger(round(toFloat(investment) * 1000000)) AS difference
WHERE budget IS NULL OR investment IS NULL OR abs(difference) > 1000000
OPTIONAL MATCH (j:Project {id: project})
RETURN project, year, coalesce(j.title, project) AS title, j.plan AS plan, budget, investment, evidence,
       CASE WHEN budget IS NULL THEN 'no_budget' WHEN investment IS NULL THEN 'no_investment' ELSE 'amount' END AS reason
ORDER BY project, year
