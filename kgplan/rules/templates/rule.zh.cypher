// # 规则文件：注释行里是 YAML 文件头，即这条规则的说明；其后是一个只读的 Cypher 查询。
// # 各项的写法可参照 kgplan rules show HIER-001；这里的内容是能运行的例子，请逐项改写。
// id: OWN-001
// title: {zh: 规划没有牵头部门, en: Plan without a lead department}
// # 所依据的条款；kgplan rules coverage 列出全部条款。
// clauses: [三(四)-4]
// # error、warning 或 info，以及这样定级的原因（原文用词）。
// severity: warning
// severity_why: 负责
// # 可选：查询的 reason 列可以取的值，各有说法，也可以各有级别：
// # reasons:
// #   missing: {zh: 未登记, en: not recorded, severity: info}
// # 一项发现由哪些列标识；哪些列是规划的编号，第一个的牵头部门负责处理。
// key: [plan]
// subjects: [plan]
// # 可选：从“没有记录”得出结论时所需的台账，及保存其规划期或年度的列：
// # registers: {responsibility: cycle}
// # 可选：整数参数及默认值，查询中写作 $grace_days，可在 kgplan.toml 中修改：
// # parameters: {grace_days: 90}
// # 可选：已由另一条规则报告的，不再报告：
// # suppressed_by:
// #   - {rule: DATA-002, same: {plan: record}}
// # exact、may over-report、may under-report 或 needs a person
// executability: exact
// # 容易误以为会报告、其实不报告的情形；看不到的情形。写作“中文 / English”。
// not_reported:
//   - 已到期的规划 / expired plans
// blind_spots:
//   - 只看登记的牵头部门 / reads the recorded lead department only
// # 报告写法：{plan} 处填规划名称，{reason} 处填原因的说法。
// message:
//   zh: 《{plan}》没有登记牵头部门。
//   en: No lead department is recorded for “{plan}”.
// remedy:
//   zh: 登记牵头部门。
//   en: Record the lead department.
// # 由谁处理：lead 牵头部门、drc 区发展改革委、keeper 数据维护人
// acts: [drc]
MATCH (p:Plan)
WHERE p.home = $home AND p.valid_from <= date($as_of) <= p.valid_to
// candidates: p.id
WITH p
WHERE p.lead IS NULL
RETURN p.id AS plan, p.draft AS draft
ORDER BY plan
