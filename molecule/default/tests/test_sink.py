"""Rows of one region are rows of the other; a record that cannot be read is set aside, and verification says both."""

from __future__ import annotations

import json

DLQ = "dlq.jdbc-sink-orders"


def test_a_malformed_record_goes_to_the_dead_letter_queue_and_the_good_ones_arrive(verified, tool):
    result, text, seen = verified
    assert seen["same_rows"]
    assert seen["rows"]["target"] >= 20
    record = tool("kafka-secondary-1",
                  f"kafka-console-consumer.sh --topic {DLQ} --from-beginning --max-messages 1 --timeout-ms 30000"
                  " --property print.headers=true --property print.key=true")
    assert "__connect.errors.topic:primary.pgapp.public.orders" in record
    assert "__connect.errors.connector.name:jdbc-sink-orders" in record
    assert "__connect.errors.stage:KEY_CONVERTER" in record
    assert record.rstrip().endswith("no-key\tno-json")

    assert result.returncode == 0, result.stdout[-4000:]
    document = json.loads(text)
    checks = {check["name"]: check for check in document["checks"] if check["subject"] == "jdbc-sink-orders"}
    assert checks["sink_lag"]["outcome"] == "passed", checks["sink_lag"]
    assert checks["dlq"]["outcome"] == "passed", checks["dlq"]
    assert "KEY_CONVERTER" in json.dumps(checks["dlq"])
    lines = {line["key"]: line["outcome"] for checklist in document["checklists"] for line in checklist["lines"]}
    assert lines["connect_dlq"] == "passed"
