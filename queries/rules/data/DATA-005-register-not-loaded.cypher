// id: DATA-005
// title: {zh: 台账未录入，规则未评估, en: Register not loaded}
// clauses: [三-2, 三(六)-2]
// severity: info
// severity_why: 从不对规划下结论 / never a verdict on a plan
// key: [register_kind, register_key]
// subjects: []
// executability: exact
// not_reported:
//   - 没有规则需要的台账、周期或年度 / a register, cycle or year that no rule has a subject for
//   - 分解下达台账：规则只作参考，缺少时照常评估 / the register of allocations, which rules take into account but run without
// blind_spots:
//   - 声明完整而实际不全的台账无从识别 / a register that is declared complete and is not
// message:
//   zh: "{register_kind|register}台账（{register_key}）未录入或未声明完整，{count}条规则未评估：{rules}。"
//   en: "Register “{register_kind|register}” ({register_key}) is not loaded or not declared complete; {count} rules not run: {rules}."
// remedy:
//   zh: 录入该台账并声明完整；有意不录入的，登记为不完整。
//   en: Load the register and declare it complete, or declare it incomplete on purpose.
// acts: [drc]
// # The runner fills $registers with what the subjects of all other rules need: kind, key, complete, rules.
UNWIND $registers AS register
WITH register['kind'] AS register_kind, register['key'] AS register_key,
     register['complete'] AS complete, register['rules'] AS rules
// candidates: [register_kind, register_key]
WITH register_kind, register_key, complete, rules
WHERE NOT complete
RETURN register_kind, register_key, rules, size(rules) AS count
ORDER BY register_kind, register_key
