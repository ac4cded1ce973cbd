"""Two hundred watchers that look every 3 s: share of a core, threads and memory; ours against plain polling threads.

    python benchmarks/watchers.py [seconds] [watchers]

The server is a light one in another process. "one key" shows the shared budget: five polls a second, however many
watch.
"""

import asyncio
import json
import multiprocessing
import os
import sys
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path

import requests

from mvclient import MVTrusteeAPI

REPLY = {
    "code": 200,
    "msg": "success",
    "uuid": "u",
    "data": {
        "project_id": "p",
        "video_asset": None,
        "current_step": "shot",
        "pay_status": "paid",
        "status": "processing",
        "err_msg": "",
        "steps": [
            {
                "step": name,
                "retry_count": 0,
                "sub_steps": [{"step": f"{name}-{number}", "status": "completed", "error": ""} for number in range(3)],
            }
            for name in ("music-generate", "storyboard", "shot", "editor")
        ],
    },
}


def serve(ready: Connection) -> None:
    """Answer every request with the same running job and count."""
    body = json.dumps(REPLY).encode()
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
    counted = [0]

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                counted[0] += 1
                writer.write(answer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def run() -> None:
        server = await asyncio.start_server(talk, "127.0.0.1", 0, backlog=1024)
        ready.send(server.sockets[0].getsockname()[1])
        while True:
            await asyncio.sleep(0.05)
            while ready.poll():
                ready.recv()
                ready.send(counted[0])

    asyncio.run(run())


def plainly(base_url: str, _number: int, is_over: threading.Event) -> None:
    """Poll the way a first script does."""
    session = requests.Session()
    session.headers["x-auth"] = "key"
    while not is_over.is_set():
        session.get(f"{base_url}/api/v1/trustee_mode/mv/query", params={"project_id": "p"}, timeout=15).json()
        is_over.wait(3)


def ours(base_url: str, number: int, is_over: threading.Event, *, one_key: bool = False) -> None:
    """Watch."""
    api = MVTrusteeAPI("one-key" if one_key else f"key-{number}", base_url=base_url, sleep=is_over.wait)
    for _ in api.watch("p"):
        if is_over.is_set():
            return


def with_one_key(base_url: str, number: int, is_over: threading.Event) -> None:
    """Watch with the key of all the others."""
    ours(base_url, number, is_over, one_key=True)


def rss_mib() -> float:
    """Memory of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def measure(way: str, base_url: str, watchers: int, seconds: float, result: Connection) -> None:
    """Run the watchers of one way in this process and send what they cost."""
    memory, is_over = rss_mib(), threading.Event()
    work = {"plain": plainly, "ours": ours, "one key": with_one_key}[way]
    for number in range(watchers):
        threading.Thread(target=work, args=(base_url, number, is_over), daemon=True).start()
        is_over.wait(3 / watchers)  # spread over the interval, as people come
    began, cpu, threads = time.monotonic(), time.process_time(), 0
    while time.monotonic() - began < seconds:
        threads = max(threads, threading.active_count())
        is_over.wait(0.1)
    share = (time.process_time() - cpu) / (time.monotonic() - began)
    result.send({"share": share, "threads": threads, "memory": rss_mib() - memory})
    is_over.set()


def main() -> None:
    """Measure and print."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 15
    watchers = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    server = context.Process(target=serve, args=(there,), daemon=True)
    server.start()
    base_url = f"http://127.0.0.1:{here.recv()}"
    results = {}
    print(f"{watchers} watchers for {seconds:g} s")
    for way in ("plain", "ours", "one key"):
        receiver, sender = context.Pipe()
        child = context.Process(target=measure, args=(way, base_url, watchers, seconds, sender))
        here.send("count")
        before = here.recv()
        child.start()
        results[way] = result = receiver.recv()
        here.send("count")
        polls = (here.recv() - before) / (seconds + 3)
        child.kill()
        print(
            f"{way:8} {result['share']:6.1%} of a core, {result['threads']} threads, "
            f"{result['memory']:.0f} MiB, {polls:.1f} polls/s"
        )
    ratios = [f"{results['ours'][name] / results['plain'][name]:.2f}" for name in ("share", "threads", "memory")]
    print("ours : plain   CPU {}, threads {}, memory {}".format(*ratios))
    server.kill()


if __name__ == "__main__":
    main()
