#!/usr/bin/env python3
"""The server under a service manager: the socket that it is given, what it tells, and the watchdog. A small manager of our own
keeps the socket over a new start; systemd's own systemd-socket-activate is asked as well.

    test_activation.py IPRSTAT DATA
"""

import contextlib
import ctypes
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "lint"))
from tap import Tap  # noqa: E402

PROGRAM, DATA = sys.argv[1], pathlib.Path(sys.argv[2])
# Sanitizer builds start slower than any deadline a person would choose.
DEADLINE_S = 60
tap = Tap()


def environment(**more):
    kept = {key: text for key, text in os.environ.items()
            if not key.startswith(("IPRSTAT", "LISTEN_", "WATCHDOG_", "NOTIFY_"))}
    return {**kept, **more}


class Manager:
    """Receives what a server tells its service manager."""

    def __init__(self, folder):
        self.path = str(folder / "notify")
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(self.path)

    def next(self, seconds):
        """The next message; None when none came in time."""
        self.socket.settimeout(max(seconds, 0.001))
        try:
            return self.socket.recv(4096).decode()
        except TimeoutError:
            return None

    def until(self, line, seconds=DEADLINE_S):
        """All messages up to one with the line; None when it did not come."""
        told, end = [], time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            message = self.next(left)
            told.append(message or "")
            if line in (message or "").split("\n"):
                return told
        return None

    def silent(self, line, seconds):
        return self.until(line, seconds) is None


def listening():
    given = socket.socket()
    given.bind(("127.0.0.1", 0))
    given.listen(128)
    return given


def start(db, *arguments, given=(), log=None, count=None, env=None):
    """A server, with sockets as descriptors from 3 on. Its number goes into the environment, which only a shell can do."""
    if not given:
        command = [PROGRAM]
    else:
        command = ["/bin/sh", "-c", f'LISTEN_PID=$$ LISTEN_FDS={count or len(given)} exec "$0" "$@"', PROGRAM]

    def pass_on():
        copies = [os.dup2(one.fileno(), 100 + i) for i, one in enumerate(given)]
        for i, copy in enumerate(copies):
            os.dup2(copy, 3 + i, inheritable=True)

    return subprocess.Popen([*command, "serve", "--db", str(db), *arguments], stdout=log or subprocess.DEVNULL,
                            stderr=subprocess.PIPE, text=True, env=environment(**(env or {})),
                            pass_fds=[3 + i for i in range(len(given))], preexec_fn=pass_on if given else None)


@contextlib.contextmanager
def ended(server):
    try:
        yield server
    finally:
        if server.poll() is None:
            server.kill()
        server.communicate()


def get(port, path="/healthz"):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=DEADLINE_S) as answer:
        return answer.status, json.load(answer)


def test_told(folder, db):
    manager = Manager(folder)
    with listening() as given, ended(start(db, given=[given], env={"NOTIFY_SOCKET": manager.path})) as server:
        told = manager.until("READY=1")
        tap.point(told is not None and "STATUS=Release 1 is served." in told[-1], "READY when requests are answered", str(told))
        tap.point(get(given.getsockname()[1])[0] == 200, "at the socket that was given")
        tap.point(manager.silent("WATCHDOG=1", 0.5), "no watchdog where none was asked for")
        server.send_signal(signal.SIGHUP)
        told = manager.until("READY=1")
        tap.point(told is not None and any("RELOADING=1" in message.split("\n") for message in told),
                  "RELOADING and READY around SIGHUP", str(told))
        server.send_signal(signal.SIGTERM)
        tap.point(manager.until("STOPPING=1") is not None, "STOPPING after SIGTERM")
        tap.point(server.wait(DEADLINE_S) == 0, "and an end with 0")
    manager.socket.close()


def test_restart(db):
    """The socket stays while the server is started again: nobody is refused, and everybody is answered."""
    answered, failed, over = [], [], threading.Event()

    def client(port):
        while not over.is_set():
            try:
                answered.append(get(port, "/v1/regions?limit=1")[0])
            except (OSError, ValueError) as error:
                failed.append(repr(error))

    with listening() as given:
        port = given.getsockname()[1]
        first = start(db, "--threads", "2", given=[given])
        get(port)
        clients = [threading.Thread(target=client, args=(port,)) for _ in range(4)]
        for one in clients:
            one.start()
        for _ in range(3):
            time.sleep(0.2)
            first.send_signal(signal.SIGTERM)
            tap.point(first.wait(DEADLINE_S) == 0, "the server ends while clients ask", f"exit {first.returncode}")
            time.sleep(0.2)
            first.communicate()
            first = start(db, "--threads", "2", given=[given])
            get(port)
        before = len(answered)
        time.sleep(0.3)
        over.set()
        for one in clients:
            one.join()
        with ended(first):
            first.send_signal(signal.SIGTERM)
            first.wait(DEADLINE_S)
    tap.point(failed == [], "no client was refused over three new starts", "\n".join(failed[:5]))
    tap.point(before > 0 and len(answered) > before and set(answered) == {200}, f"{len(answered)} were answered")


def stop_thread(thread):
    """Stops one thread by tracing it, as nothing else does. Gives the way to let it go, or None where that is forbidden."""
    attach, detach, any_thread = 16, 17, 0x40000000
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.argtypes = (ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p)
    if libc.ptrace(attach, thread, None, None) != 0:
        return None
    os.waitpid(thread, any_thread)
    return lambda: libc.ptrace(detach, thread, None, None)


def test_watchdog(folder, db):
    manager = Manager(folder)
    with (open(folder / "watchdog.log", "w+", encoding="utf-8") as log, listening() as given,
          ended(start(db, "--threads", "1", given=[given], log=log,
                      env={"NOTIFY_SOCKET": manager.path, "WATCHDOG_USEC": "900000"})) as server):
        tap.point(manager.until("READY=1") is not None, "ready under a watchdog")
        began = time.monotonic()
        fed = [manager.until("WATCHDOG=1", 10) for _ in range(4)]
        tap.point(None not in fed and time.monotonic() - began < 0.9 * 4, "it is fed often enough", str(fed))
        names = {(task / "comm").read_text().strip(): int(task.name) for task in pathlib.Path(f"/proc/{server.pid}/task").iterdir()}
        release = stop_thread(names["worker"])
        if release is None:
            tap.skip("a worker that hangs", "threads can not be traced here")
        else:
            manager.until("WATCHDOG=1", 0.1)  # one may have been on its way
            tap.point(manager.silent("WATCHDOG=1", 2), "not while the worker hangs")
            release()
            tap.point(manager.until("WATCHDOG=1", 10) is not None, "and again when it goes on")
            log.seek(0)
            tap.point("watchdog_silent" in log.read(), "which the log tells")
        server.send_signal(signal.SIGTERM)
        tap.point(server.wait(DEADLINE_S) == 0, "the end does not wait for it")
    manager.socket.close()


def refuse(name, server, text):
    told = server.communicate(timeout=DEADLINE_S)[1]
    tap.point(server.returncode == 64 and text in told and told.count("\n") == 1, name, f"exit {server.returncode}\n{told}")


def test_wrong(db):
    with listening() as one, listening() as two, socket.socket() as idle, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        refuse("two sockets are refused", start(db, given=[one, two]), "one socket that listens for TCP")
        refuse("a socket that does not listen is refused", start(db, given=[idle]), "one socket that listens for TCP")
        refuse("a socket for other things is refused", start(db, given=[udp]), "one socket that listens for TCP")
    with listening() as free:
        port = free.getsockname()[1]
    meant = {"LISTEN_PID": "1", "LISTEN_FDS": "1", "NOTIFY_SOCKET": "nowhere", "WATCHDOG_PID": "1", "WATCHDOG_USEC": "1"}
    with ended(start(db, "--listen", f"127.0.0.1:{port}", env=meant)) as server:
        end = time.monotonic() + DEADLINE_S
        while time.monotonic() < end and server.poll() is None:
            with contextlib.suppress(OSError):
                tap.point(get(port)[0] == 200, "what is meant for another process is not taken")
                break
            time.sleep(0.05)
        server.send_signal(signal.SIGTERM)
        tap.point(server.wait(DEADLINE_S) == 0, "and it ends with 0")


def test_systemd(folder, db):
    command = shutil.which("systemd-socket-activate")
    if command is None:
        tap.skip("systemd-socket-activate", "systemd is not installed")
        return
    manager = Manager(folder)
    with listening() as free:
        port = free.getsockname()[1]
    with (open(folder / "activated.log", "w+", encoding="utf-8") as log,
          ended(subprocess.Popen([command, f"--listen=127.0.0.1:{port}", "-E", "NOTIFY_SOCKET", PROGRAM, "serve", "--db", str(db)],
                                 stdout=log, stderr=subprocess.PIPE, text=True,
                                 env=environment(NOTIFY_SOCKET=manager.path))) as server):
        end, status = time.monotonic() + DEADLINE_S, None
        while status is None and time.monotonic() < end:
            # Refused until systemd listens; from then on the first request waits for the server.
            with contextlib.suppress(ConnectionRefusedError, urllib.error.URLError):
                status = get(port)[0]
        tap.point(status == 200, "systemd starts it for the first request, which is answered", str(status))
        tap.point(manager.until("READY=1") is not None, "and is told")
        server.send_signal(signal.SIGTERM)
        tap.point(server.wait(DEADLINE_S) == 0, "SIGTERM ends it with 0")
        log.seek(0)
        lines = [json.loads(line) for line in log.read().splitlines()]
        first = next(line for line in lines if line["event"] == "listening")
        tap.point(first["port"] == port and first["address"] == f"(given):{port}", "the log says where", str(first))
    manager.socket.close()


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        db = folder / "test.db"
        subprocess.run([PROGRAM, "load", "--db", str(db), "--publish", str(DATA / "catalogue")], check=True, env=environment(),
                       stdout=subprocess.DEVNULL)
        for i, test in enumerate((test_told, test_watchdog, test_systemd)):
            own = folder / str(i)
            own.mkdir()
            test(own, db)
        test_restart(db)
        test_wrong(db)
    tap.finish()


main()
