#!/usr/bin/env python3
"""Takes an answer in small bites, for about half a second. slow_client.py PORT FILE

FILE.begun is made when the answer has begun. Ends with 0 if all of it came: its head says how long it is.
"""

import pathlib
import socket
import sys
import time

SECONDS = 0.5
PORT, BEGUN = int(sys.argv[1]), pathlib.Path(sys.argv[2] + ".begun")

with socket.socket() as s:
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)  # so that the server has to wait for this client
    s.settimeout(10)
    s.connect(("127.0.0.1", PORT))
    s.sendall(b"GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n")
    answer = s.recv(1024)
    BEGUN.touch()
    head, _, body = answer.partition(b"\r\n\r\n")
    lengths = [line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    left = int(lengths[0].split(b":")[1]) - len(body)
    size = left
    begun = time.monotonic()
    while left > 0:
        bite = s.recv(8192)
        if not bite:
            break
        left -= len(bite)
        time.sleep(max(0, begun + SECONDS * (size - left) / size - time.monotonic()))
print(f"{size - left} of {size} bytes after the head")
sys.exit(0 if left == 0 and head.startswith(b"HTTP/1.1 200 ") else 1)
