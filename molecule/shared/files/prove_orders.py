"""Write orders to PostgreSQL and see every change arrive at every station of the pipeline; print what was seen as JSON.

One process writes the rows, tails the change topic in both regions and watches the table in the second one, so every
delay is a difference of its own monotonic clock: from the commit's acknowledgement to the arrival. Exit code 0 only if
every change arrived in both topics, both hold the same sequence per partition (at-least-once: repeats are counted, not
errors), and in the end both databases hold the same rows.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import threading
import time

from confluent_kafka import Consumer, TopicPartition


class Tail(threading.Thread):
    """Follow one topic from its present end; keep (seconds, partition, key, value) of each record."""

    def __init__(self, client: dict[str, str], topic: str) -> None:
        super().__init__(daemon=True)
        self.records: list[tuple[float, int, bytes | None, bytes | None]] = []
        self.finished = threading.Event()
        self._consumer = Consumer(
            {**client, "group.id": "prove-orders", "enable.auto.commit": False,
             "isolation.level": "read_uncommitted", "fetch.wait.max.ms": 50}
        )
        partitions = self._consumer.list_topics(topic, timeout=10).topics[topic].partitions
        if not partitions:
            sys.exit(f"topic {topic} does not exist at {client['bootstrap.servers']}")
        wanted = [TopicPartition(topic, partition) for partition in partitions]
        for place in wanted:
            place.offset = self._consumer.get_watermark_offsets(place)[1]
        self._consumer.assign(wanted)

    def run(self) -> None:
        while not self.finished.is_set():
            record = self._consumer.poll(0.2)
            if record is not None and record.error() is None:
                self.records.append((time.monotonic(), record.partition(), record.key(), record.value()))
        self._consumer.close()

    def changes(self) -> dict[tuple[str, int], float]:
        """First arrival of each change, by operation (c, u, d) and row id; tombstones are not changes."""
        seen: dict[tuple[str, int], float] = {}
        for moment, _partition, key, value in list(self.records):
            if value is not None:
                seen.setdefault((payload(value)["op"], payload(key)["id"]), moment)
        return seen

    def sequences(self) -> dict[int, list[tuple[bytes | None, bytes | None]]]:
        """Per partition the records in order, repeats removed."""
        result: dict[int, dict[tuple[bytes | None, bytes | None], None]] = {}
        for _moment, partition, key, value in list(self.records):
            result.setdefault(partition, {})[(key, value)] = None
        return {partition: list(records) for partition, records in result.items()}


def payload(text: bytes | None) -> dict:
    document = json.loads(text or b"{}")
    return document.get("payload", document)


class Database:
    """One psql session; each statement commits on its own, and its answer is the acknowledgement."""

    def __init__(self, *connection: str) -> None:
        self._psql = subprocess.Popen(
            ["runuser", "--user=postgres", "--", "psql", "-qtA", "--set=ON_ERROR_STOP=1", "--dbname=app", *connection],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
        )

    def row(self, statement: str) -> int:
        self._psql.stdin.write(statement + " RETURNING id;\n")
        return int(self._psql.stdout.readline())

    def rows(self) -> dict[int, str]:
        """All orders by their id."""
        self._psql.stdin.write("SELECT id, customer, amount, status FROM orders ORDER BY id;\n\\echo end\n")
        lines = iter(self._psql.stdout.readline, "end\n")
        return {int(line.split("|", 1)[0]): line.rstrip("\n") for line in lines}


class Watch(threading.Thread):
    """Look at a table again and again; keep when each state of a row was first there, and what is there now."""

    def __init__(self, database: Database) -> None:
        super().__init__(daemon=True)
        self._database = database
        self.first: dict[tuple[str, int], float] = {}
        self.now = database.rows()
        self.finished = threading.Event()

    def run(self) -> None:
        while not self.finished.wait(0.05):
            self.now = self._database.rows()
            for row, text in self.now.items():
                self.first.setdefault(("u" if text.endswith("|paid") else "c", row), time.monotonic())


def write(rounds: int, pause: float) -> dict[tuple[str, int], float]:
    """Per round one insert, one update, one delete; the moments of their acknowledgements."""
    database, written = Database(), {}

    def change(operation: str, statement: str) -> int:
        row = database.row(statement)
        written[(operation, row)] = time.monotonic()
        time.sleep(pause)
        return row

    for n in range(rounds):
        row = change("c", f"INSERT INTO orders (customer, amount) VALUES ('prover', {n})")
        change("u", f"UPDATE orders SET status = 'paid' WHERE id = {row}")
        if n % 2:
            change("d", f"DELETE FROM orders WHERE id = {row}")
    return written


def milliseconds(start: dict, end: dict) -> dict[str, float]:
    delays = sorted(1000 * (end[change] - moment) for change, moment in start.items() if change in end)
    if not delays:
        return {}
    p95 = delays[int(0.95 * (len(delays) - 1))]
    return {"p50": round(statistics.median(delays)), "p95": round(p95), "max": round(delays[-1])}


def main() -> int:
    parser = argparse.ArgumentParser()
    for name in ("--clients", "--source", "--target", "--topic", "--mirror", "--replica"):
        parser.add_argument(name, required=True)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--pause", type=float, default=0.1)
    parser.add_argument("--patience", type=float, default=60.0)
    options = parser.parse_args()

    clients = json.loads(pathlib.Path(options.clients).read_text(encoding="utf-8"))
    tails = {"source": Tail(clients[options.source], options.topic),
             "target": Tail(clients[options.target], options.mirror)}
    source, watch = Database(), Watch(Database(f"--host={options.replica}", "--username=observer"))
    for thread in (*tails.values(), watch):
        thread.start()
    written = write(options.rounds, options.pause)
    deadline = time.monotonic() + options.patience
    while time.monotonic() < deadline and (
        any(written.keys() - tail.changes().keys() for tail in tails.values()) or watch.now != source.rows()
    ):
        time.sleep(0.2)
    time.sleep(1)  # tombstones and repeats that follow the last change
    for thread in (*tails.values(), watch):
        thread.finished.set()
        thread.join()

    arrived = {side: tail.changes() for side, tail in tails.items()}
    missing = {side: len(written.keys() - seen.keys()) for side, seen in arrived.items()}
    same = tails["source"].sequences() == tails["target"].sequences()
    rows = {"source": source.rows(), "target": watch.now}
    print(json.dumps({
        "changes_written": {name: sum(op == code for op, _row in written) for name, code in
                            (("inserts", "c"), ("updates", "u"), ("deletes", "d"))},
        "missing": missing,
        "records": {side: len(tail.records) for side, tail in tails.items()},
        "repeats": {side: len(tail.records) - sum(map(len, tail.sequences().values()))
                    for side, tail in tails.items()},
        "same_sequence": same,
        "rows": {side: len(table) for side, table in rows.items()},
        "same_rows": rows["source"] == rows["target"],
        "delay_ms": {
            "commit_to_source_topic": milliseconds(written, arrived["source"]),
            "commit_to_target_topic": milliseconds(written, arrived["target"]),
            "commit_to_target_row": milliseconds(written, watch.first),
            "source_topic_to_target_topic": milliseconds(
                {change: arrived["source"][change] for change in written if change in arrived["source"]},
                arrived["target"],
            ),
        },
    }))
    return 0 if same and rows["source"] == rows["target"] and not any(missing.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
