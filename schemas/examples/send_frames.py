"""Sends JPEGs by HTTP, in order: python3 send_frames.py CAMERA FILE… (standard library only)

POSE_INGEST names the ingest, by default 127.0.0.1:8080.
"""

import http.client
import json
import os
import sys
import time

camera, files = sys.argv[1], sys.argv[2:]
ingest = http.client.HTTPConnection(os.environ.get("POSE_INGEST", "127.0.0.1:8080"), timeout=20)

for number, file in enumerate(files):
    with open(file, "rb") as picture:
        jpeg = picture.read()
    while True:
        ingest.request(
            "POST",
            f"/v1/cameras/{camera}/frames",
            body=jpeg,
            headers={"X-Capture-Time": str(time.time_ns() // 1000), "X-Client-Sequence": str(number)},
        )
        response = ingest.getresponse()
        answer = json.loads(response.read())
        print(file, response.status, answer)
        # 429: there is no room now. 503 unconfirmed: it may be there already, and sending it again makes it two frames.
        if response.status != 429:
            break
        time.sleep(int(response.headers["Retry-After"]))
