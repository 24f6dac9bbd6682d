"""Formats that other programs read: JUnit XML for CI servers, SARIF 2.1.0 for viewers of findings in files.

Both are made from the view, so that they show no more than the other formats do, and count the open findings alone.
"""

import json
import xml.etree.ElementTree as ET
from typing import Any
from urllib.parse import quote

from kgplan.reports import labels
from kgplan.reports.view import Entry, View, view
from kgplan.results import Results, RuleResult
from kgplan.texts import Lang

_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_NOT_XML = {code: None for code in (*range(32), 0xFFFE, 0xFFFF) if code not in {9, 10, 13}}
"""Characters that XML 1.0 cannot hold."""


def render_junit(results: Results, *, lang: Lang = "zh") -> str:
    """A test suite per rule: a finding is a failure, a rule that could not run is skipped, a failed one an error.

    The schema is that of Ant's JUnit task as Jenkins and GitLab read it; text is UTF-8.
    """
    shown = view(results)
    root = ET.Element("testsuites", name=_text(labels.pick(labels.report_title(results), lang)))
    for rule in shown.results.rules:
        entries = [entry for entry in shown.open if entry.finding.rule == rule.id]
        root.append(_suite(rule, entries, shown, lang))
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _suite(rule: RuleResult, entries: list[Entry], shown: View, lang: Lang) -> ET.Element:
    title = shown.rule_titles.get(rule.id)
    name = f"{rule.id} {labels.pick(title, lang)}" if title else rule.id
    counts = {"failures": len(entries), "errors": int(rule.status == "error"), "skipped": int(rule.status == "skipped")}
    suite = ET.Element("testsuite", name=_text(name), time=str(rule.seconds))
    for entry in entries:
        finding = entry.finding
        case = ET.SubElement(suite, "testcase", classname=rule.id, name=_text(" ".join(finding.key) or rule.id))
        message = _text(labels.pick(finding.message, lang))
        failure = ET.SubElement(case, "failure", type=finding.severity, message=message)
        failure.text = _text("\n".join([labels.pick(finding.remedy, lang), *_places(entry, lang)]))
    if not entries:
        case = ET.SubElement(suite, "testcase", classname=rule.id, name=_text(name))
        how = {"error": "error", "skipped": "skipped"}.get(rule.status)
        if how:
            ET.SubElement(case, how, message=_text(labels.pick(rule.reason, lang) if rule.reason else rule.status))
    for key, value in {"tests": len(suite), **counts}.items():
        suite.set(key, str(value))
    return suite


def _places(entry: Entry, lang: Lang) -> list[str]:
    return [labels.pick(labels.evidence(place), lang) for place in entry.finding.evidence]


def _text(value: str) -> str:
    return value.translate(_NOT_XML)


def render_sarif(results: Results, *, lang: Lang = "zh") -> str:
    """The open findings with their places in the files (SARIF 2.1.0, OASIS), as indented JSON."""
    shown = view(results)
    rules = [rule.id for rule in shown.results.rules]
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "kgplan",
                "version": results.kgplan_version,
                "rules": [
                    {"id": name, "shortDescription": {"text": labels.pick(shown.rule_titles[name], lang)}}
                    if name in shown.rule_titles
                    else {"id": name}
                    for name in rules
                ],
            }
        },
        "invocations": [{"executionSuccessful": results.status == "complete", "startTimeUtc": results.started_at}],
        "results": [_sarif(entry, rules, lang) for entry in shown.open],
    }
    return json.dumps({"$schema": _SARIF, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _sarif(entry: Entry, rules: list[str], lang: Lang) -> dict[str, Any]:
    finding = entry.finding
    told: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": labels.pick(finding.message, lang)},
        "partialFingerprints": {"kgplan/1": finding.fingerprint},
        "locations": [_location(place.file, place.row) for place in finding.evidence],
    }
    if finding.rule in rules:
        told["ruleIndex"] = rules.index(finding.rule)
    return told


def _location(file: str, row: int | None) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(file.replace("\\", "/"))}}
    if row:
        place["region"] = {"startLine": row}
    return {"physicalLocation": place}
