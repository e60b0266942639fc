"""A consumer group as an application runs it: reads a topic, commits as it goes.  orders_app.py SERVERS TOPIC"""

import sys

from confluent_kafka import Consumer

consumer = Consumer({"bootstrap.servers": sys.argv[1], "group.id": "orders-app", "auto.offset.reset": "earliest",
                     "auto.commit.interval.ms": 1000, "topic.metadata.refresh.interval.ms": 2000,
                     "isolation.level": "read_uncommitted"})
consumer.subscribe([sys.argv[2]])
while True:
    consumer.poll(1)
