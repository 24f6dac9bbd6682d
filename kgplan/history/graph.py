"""Runs and findings in the standing graph, so that analysts can ask for them beside the plans.

``(:Finding {rule, severity, state, first_seen, last_seen, …})-[:ABOUT]->(:Document)``, and a ``:Run`` for each run.
They are made from the memory and can be made again from it: the graph may be built anew at any time.
"""

from kgplan.graph.store import Record, Store
from kgplan.graph.write import Work
from kgplan.history.memory import Memory
from kgplan.results import SEPARATOR, Finding, RunSummary


def record(store: Store, memory: Memory) -> None:
    """Bring the runs and findings of the graph to those of the memory. QueryError if the store fails."""
    work = Work(store)
    findings = [kept.finding for kept in memory.findings.values()]
    with work.all():
        for label, rows in (("Run", [_run(run) for run in memory.runs]), ("Finding", [_finding(f) for f in findings])):
            work.run(f"MATCH (n:{label}) WHERE NOT n.id IN $ids DETACH DELETE n", {"ids": [row["id"] for row in rows]})
            work.batches(f"UNWIND $rows AS r MERGE (n:{label} {{id: r.id}}) SET n = r.props", rows)
        work.run("MATCH (f:Finding)-[r:ABOUT]->() DELETE r")
        work.batches(
            "UNWIND $rows AS r MATCH (f:Finding {id: r.id}) MATCH (d:Document {id: r.subject}) "
            "CREATE (f)-[:ABOUT]->(d)",
            [
                {"id": finding.fingerprint, "subject": subject}
                for finding in findings
                for subject in dict.fromkeys(subject.id for subject in finding.subjects)
            ],
        )


def _run(run: RunSummary) -> Record:
    props = {
        "id": run.run_id,
        "as_of": run.as_of,
        "started_at": run.started_at,
        "status": run.status,
        "data_sha256": run.data_sha256,
        **{f"open_{severity}": number for severity, number in run.open.items()},
    }
    return {"id": run.run_id, "props": {name: value for name, value in props.items() if value is not None}}


def _finding(finding: Finding) -> Record:
    props = {
        "id": finding.fingerprint,
        "rule": finding.rule,
        "key": SEPARATOR.join(finding.key),
        "severity": finding.severity,
        "state": finding.state,
        "first_seen": finding.first_seen,
        "last_seen": finding.last_seen,
        "changed_on": finding.changed_on,
        "resolved_on": finding.resolved_on,
        "title_zh": finding.title.zh,
        "message_zh": finding.message.zh,
    }
    return {"id": finding.fingerprint, "props": {name: value for name, value in props.items() if value is not None}}
