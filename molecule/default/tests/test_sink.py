"""Rows of one region are rows of the other; a record that cannot be read is set aside, and verification says both."""

from __future__ import annotations

import json
import os
import pathlib

DLQ = "dlq.jdbc-sink-orders"


def prove(play):
    """Change rows in primary until they were seen everywhere; what was seen."""
    result = play(str(pathlib.Path(__file__).resolve().parents[2] / "shared/prove.yml"), lab_proof_rounds=10)
    assert result.returncode == 0, result.stdout[-4000:]
    return json.loads(pathlib.Path(os.environ["LAB_STATE"], "proof.json").read_text(encoding="utf-8"))


def test_a_malformed_record_goes_to_the_dead_letter_queue_and_the_good_ones_arrive(play, tool, tmp_path):
    produce = "kafka-console-producer.sh --property parse.key=true --property key.separator='|'"
    tool("kafka-primary-1", f"{produce} --topic pgapp.public.orders", given="printf 'no-key|no-json\\n' | ")
    seen = prove(play)
    assert seen["same_rows"]
    assert seen["rows"]["target"] >= 20
    record = tool("kafka-secondary-1",
                  f"kafka-console-consumer.sh --topic {DLQ} --from-beginning --max-messages 1 --timeout-ms 30000"
                  " --property print.headers=true --property print.key=true")
    assert "__connect.errors.topic:primary.pgapp.public.orders" in record
    assert "__connect.errors.connector.name:jdbc-sink-orders" in record
    assert "__connect.errors.stage:KEY_CONVERTER" in record
    assert record.rstrip().endswith("no-key\tno-json")

    report = tmp_path / "verify.json"
    result = play("streamops.kafka.verify", verify_report=str(report))
    assert result.returncode == 0, result.stdout[-4000:]
    document = json.loads(report.read_text(encoding="utf-8"))
    checks = {check["name"]: check for check in document["checks"] if check["subject"] == "jdbc-sink-orders"}
    assert checks["sink_lag"]["outcome"] == "passed", checks["sink_lag"]
    assert checks["dlq"]["outcome"] == "passed", checks["dlq"]
    assert "KEY_CONVERTER" in json.dumps(checks["dlq"])
    lines = {line["key"]: line["outcome"] for checklist in document["checklists"] for line in checklist["lines"]}
    assert lines["connect_dlq"] == "passed"
