"""Write and read numbered records as an application does; prints what it saw as JSON.

records.py --count N [--pause SECONDS] write SERVERS TOPIC FIRST   N numbers from FIRST on, keyed, each acknowledged
records.py --count N [--committed] read SERVERS TOPIC              its N numbers from --from on, until all are there
records.py --count N [--reset RESET] group SERVERS TOPIC GROUP     as a member of GROUP, which commits what it has read
records.py offsets SERVERS TOPIC GROUP                             what GROUP has committed, by partition
records.py topics SERVERS                                          their names
"""

from __future__ import annotations

import argparse
import json
import sys
import time

from confluent_kafka import Consumer, KafkaException, Producer, TopicPartition


def write(options: argparse.Namespace) -> object:
    """Acknowledged numbers, and how long the slowest waited for that."""
    failed: list[str] = []
    producer = Producer({"bootstrap.servers": options.servers, "enable.idempotence": True, "linger.ms": 5})
    for number in range(options.first, options.first + options.count):
        text = str(number).encode()
        producer.produce(options.topic, key=text, value=text,
                         on_delivery=lambda error, dummy: failed.append(str(error)) if error else None)
        producer.poll(0)
        time.sleep(options.pause)
    if producer.flush(30) or failed:
        sys.exit(f"not every record was acknowledged: {failed[:3]}")
    return {"written": options.count}


def read(options: argparse.Namespace) -> object:
    """Numbers by partition in their order, read without a group from the beginning."""
    consumer = client(options, "records-read", "earliest")
    partitions = consumer.list_topics(options.topic, timeout=10).topics[options.topic].partitions
    consumer.assign([TopicPartition(options.topic, number, 0) for number in partitions])
    seen: dict[int, list[int]] = {number: [] for number in partitions}
    wanted = range(options.smallest, options.smallest + options.count)
    arrivals(consumer, options, wanted, lambda record: seen[record.partition()].append(int(record.value())))
    consumer.close()
    return seen


def group(options: argparse.Namespace) -> object:
    """Numbers in the order in which a member of the group got them; what it read is committed when it leaves."""
    consumer = client(options, options.group, options.reset)
    consumer.subscribe([options.topic])
    seen: list[int] = []
    arrivals(consumer, options, range(sys.maxsize), lambda record: seen.append(int(record.value())))
    consumer.commit(asynchronous=False)
    consumer.close()
    return seen


def offsets(options: argparse.Namespace) -> object:
    """Committed offsets by partition, those that there are."""
    consumer = client(options, options.group, "earliest")
    partitions = consumer.list_topics(options.topic, timeout=10).topics[options.topic].partitions
    asked = [TopicPartition(options.topic, number) for number in partitions]
    found = consumer.committed(asked, timeout=10)
    consumer.close()
    return {place.partition: place.offset for place in found if place.offset >= 0}


def topics(options: argparse.Namespace) -> object:
    consumer = client(options, "records-topics", "earliest")
    return sorted(consumer.list_topics(timeout=10).topics)


def client(options: argparse.Namespace, name: str, reset: str) -> Consumer:
    return Consumer({
        "bootstrap.servers": options.servers, "group.id": name, "auto.offset.reset": reset, "enable.auto.commit": False,
        "isolation.level": "read_committed" if options.committed else "read_uncommitted",
        "fetch.wait.max.ms": 100, "topic.metadata.refresh.interval.ms": 2000,
    })


def arrivals(consumer: Consumer, options: argparse.Namespace, wanted: range, take) -> None:
    """Hand on wanted numbers until ``count`` different ones were there, or none came for ``patience`` seconds."""
    different, last = set(), time.monotonic()
    while len(different) < options.count and time.monotonic() - last < options.patience:
        record = consumer.poll(0.2)
        if record is None:
            continue
        if record.error():
            raise KafkaException(record.error())
        if int(record.value()) in wanted:
            different.add(int(record.value()))
            last = time.monotonic()
            take(record)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=0)
    parser.add_argument("--from", type=int, default=0, dest="smallest")
    parser.add_argument("--patience", type=float, default=30)
    parser.add_argument("--pause", type=float, default=0)
    parser.add_argument("--reset", default="earliest", help="where a group begins that has committed nothing")
    parser.add_argument("--committed", action="store_true", help="committed records only")
    actions = parser.add_subparsers(required=True)
    for action, names in ((write, "servers topic first"), (read, "servers topic"),
                          (group, "servers topic group"), (offsets, "servers topic group"), (topics, "servers")):
        own = actions.add_parser(action.__name__)
        own.set_defaults(action=action)
        for name in names.split():
            own.add_argument(name, type=int if name == "first" else str)
    options = parser.parse_args()
    print(json.dumps(options.action(options)))


if __name__ == "__main__":
    main()
