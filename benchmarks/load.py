"""A lean HTTP load: keep-alive connections that send the same request again and again.

It runs as a process of its own (`python -m benchmarks.load URL …`) and prints one JSON line, so
that the measured server does not share an interpreter with it. A hand-written client because the
usual ones take more processor time than the servers they measure.
"""

import argparse
import asyncio
import json
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit


async def read_answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """Return status and body of one HTTP/1.1 answer.

    Raises:
        ConnectionError: the server closed the connection.
    """
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    status = int(head.split(b" ", 2)[1])
    if b"transfer-encoding: chunked" in head:
        return status, await read_chunks(reader)
    _, found, after = head.partition(b"content-length:")
    length = int(after.split(b"\r\n", 1)[0]) if found else 0
    return status, await reader.readexactly(length)


async def read_chunks(reader: asyncio.StreamReader) -> bytes:
    """Return a chunked body."""
    parts = []
    while size := int(await reader.readuntil(b"\r\n"), 16):
        parts.append((await reader.readexactly(size + 2))[:-2])
    await reader.readexactly(2)
    return b"".join(parts)


async def client(
    address: tuple[str, int], request: bytes, until: float, seen: list[float], codes: Counter[int]
) -> None:
    """Send `request` over one connection until a time; note latencies in seconds."""
    reader, writer = await asyncio.open_connection(*address)
    while (started := time.perf_counter()) < until:
        writer.write(request)
        status, _ = await read_answer(reader)
        seen.append(time.perf_counter() - started)
        codes[status] += 1
    writer.close()


async def run(
    url: str, body: bytes, headers: dict[str, str], clients: int, seconds: float
) -> dict[str, object]:
    """Return requests per second, latency percentiles in milliseconds and status codes."""
    parts = urlsplit(url)
    host, port = parts.hostname or "127.0.0.1", parts.port or 80
    lines = [f"POST {parts.path} HTTP/1.1", f"Host: {host}:{port}", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    request = ("\r\n".join(lines) + "\r\n\r\n").encode() + body
    seen: list[float] = []
    codes: Counter[int] = Counter()
    started = time.perf_counter()
    until = started + seconds
    sending = [client((host, port), request, until, seen, codes) for _ in range(clients)]
    await asyncio.gather(*sending)
    took = time.perf_counter() - started
    seen.sort()
    return {
        "rate": round(len(seen) / took, 1),
        "p50_ms": round(seen[len(seen) // 2] * 1e3, 2),
        "p95_ms": round(seen[int(len(seen) * 0.95)] * 1e3, 2),
        "codes": dict(codes),
    }


def main() -> None:
    """Send the load that the command line describes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--body", required=True, help="file with the body, or - for none")
    parser.add_argument("--header", action="append", default=[], help="Name: value")
    parser.add_argument("--clients", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=5)
    options = parser.parse_args()
    headers = dict(each.split(": ", 1) for each in options.header)
    body = Path(options.body).read_bytes()
    load = run(options.url, body, headers, options.clients, options.seconds)
    print(json.dumps(asyncio.run(load)))


if __name__ == "__main__":
    main()
