"""Prints what comes in on both topics, one line a record: python3 read_topics.py [BROKER]

Needs kafka-python and protobuf, and skeleton_frame_pb2.py beside it; see README.md.
"""

import sys

from kafka import KafkaConsumer

from posestream.v1.skeleton_frame_pb2 import Fate, SkeletonFrame

broker = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:9092"

for record in KafkaConsumer("frames", "skeletons", bootstrap_servers=broker):
    headers = dict(record.headers)
    sequence = int(headers["ce_sequence"])
    if record.topic == "frames":
        # The value is the JPEG: open("frame.jpg", "wb").write(record.value) is all it takes.
        print(record.key.decode(), sequence, "frame of", len(record.value), "bytes")
        continue
    frame = SkeletonFrame.FromString(record.value)
    age_ms = (frame.hops.emitted_micros - frame.hops.received_micros) / 1000
    print(frame.camera, sequence, Fate.Name(frame.fate), f"{age_ms:.0f} ms old,", len(frame.persons), "persons")
    for person in frame.persons:
        known = int.from_bytes(person.known, "little")
        points = [
            tuple(round(number, 2) for number in person.keypoints[3 * k : 3 * k + 3])
            for k in range(len(person.keypoints) // 3)
            if known >> k & 1
        ]
        print("   score", round(person.score, 2), "first point x, y, score:", points[0] if points else None)
