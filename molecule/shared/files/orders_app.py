"""A consumer group as an application runs it: reads a topic, commits as it goes.  orders_app.py CLUSTER TOPIC"""

import json
import os
import pathlib
import sys

from confluent_kafka import Consumer

clients = pathlib.Path(os.environ["CREDENTIALS_DIRECTORY"], "orders-app.json")
consumer = Consumer({**json.loads(clients.read_text(encoding="utf-8"))[sys.argv[1]], "group.id": "orders-app",
                     "auto.offset.reset": "earliest", "auto.commit.interval.ms": 1000,
                     "topic.metadata.refresh.interval.ms": 2000, "isolation.level": "read_uncommitted"})
consumer.subscribe([sys.argv[2]])
while True:
    consumer.poll(1)
