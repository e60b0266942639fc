"""Say in a few lines what prove_orders.py saw:  summary.py PROOF.json"""

import json
import pathlib
import sys

proof = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
written, delay = proof["changes_written"], proof["delay_ms"]
rows = ", ".join(
    f"{written[kind]} {done}"
    for kind, done in (("inserts", "inserted"), ("updates", "updated"), ("deletes", "deleted"))
)
print(f"Rows in PostgreSQL (primary): {rows}.")
topics = {"source": "pgapp.public.orders on primary", "target": "primary.pgapp.public.orders on secondary"}
for side, topic in topics.items():
    way = delay[f"commit_to_{side}_topic"]
    print(
        f"  {topic}: {proof['records'][side]} records, {proof['missing'][side]} changes missing; "
        f"{way['p50']} ms after the commit (p95 {way['p95']}, max {way['max']})"
    )
way = delay["commit_to_target_row"]
print(
    f"  table orders on secondary: {proof['rows']['target']} rows, "
    f"the same as on primary: {'yes' if proof['same_rows'] else 'NO'}; "
    f"{way['p50']} ms after the commit (p95 {way['p95']}, max {way['max']})"
)
way = delay["source_topic_to_target_topic"]
print(
    f"  From topic to topic across the regions: {way['p50']} ms (p95 {way['p95']}, max {way['max']}); "
    f"same sequence on both sides: {'yes' if proof['same_sequence'] else 'NO'}."
)
