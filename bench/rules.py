"""How long each rule takes on many plans, next to the median rule of the same run.

``python -m bench.rules --plans 10000`` makes a synthetic country (``--district`` plans in each district), loads it into
an embedded graph, and checks its first district. Time is printed with the number of subjects and findings: a rule that
looks at nothing is fast. The ratio to the median is what counts; seconds are this machine's.
"""

import argparse
import tempfile
from datetime import date
from pathlib import Path
from statistics import median

from bench.country import PLANS_PER_DISTRICT, write_country
from kgplan.graph.load import load
from kgplan.graph.store import open_store
from kgplan.ontology import load_schema
from kgplan.rules.rulebook import read_rulebook
from kgplan.rules.runner import run_rules
from kgplan.sources import read_paths

_ROWS_PER_PLAN = 17
_AS_OF = date(2024, 7, 1)


def main() -> None:
    """Load, run all rules, and print them, the slowest first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=10_000)
    parser.add_argument("--district", type=int, default=PLANS_PER_DISTRICT, help="plans in each district")
    parser.add_argument("--keep", type=Path, help="a graph to make once and use again")
    asked = parser.parse_args()
    schema = load_schema()
    with tempfile.TemporaryDirectory(prefix="kgplan-bench-") as name:
        url = asked.keep or Path(name) / "kgplan.db"
        made = url.exists()
        store = open_store(str(url))
        if not made:
            folder = Path(name) / "country"
            write_country(folder, asked.plans * _ROWS_PER_PLAN, asked.district)
            load(store, read_paths([folder], schema), schema)
        plans = store.read("MATCH (p:Plan) RETURN count(p) AS n")[0]["n"]
        outcome = run_rules(store, schema, read_rulebook(), as_of=_AS_OF, home="D00000")
        store.close()
    middle = median(rule.seconds for rule in outcome.rules)
    for rule in sorted(outcome.rules, key=lambda rule: -rule.seconds):
        print(
            f"{rule.id:10} {rule.seconds:8.3f} s {rule.seconds / middle:6.1f} × median  {rule.status:14} "
            f"{rule.candidates:7} subjects {rule.findings:6} findings"
        )
    slowest = max(rule.seconds for rule in outcome.rules)
    print(
        f"{plans} plans, {asked.district} in a district: {sum(rule.seconds for rule in outcome.rules):.1f} s, "
        f"{len(outcome.findings)} findings; median rule {middle:.3f} s, slowest {slowest / middle:.1f} × median"
    )


if __name__ == "__main__":
    main()
