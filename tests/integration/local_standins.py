"""A supervisor over stand-ins: the real thing with small processes in place of Switchyard's.

Run as `python -m tests.integration.local_standins`; behaves like `make run`.
"""

import sys
from dataclasses import replace

from deploy.local import __main__ as program
from deploy.local.options import Options
from deploy.local.services import Plan, Service

WEB = """
import http.server, os, pathlib
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(os.environ["DATABASE_URL"].encode())
    def log_message(self, *args):
        pass
address = ("127.0.0.1", int(os.environ["SWITCHYARD_PORT"]))
print("web listens", flush=True)
http.server.ThreadingHTTPServer(address, Handler).serve_forever()
"""
SLEEPER = """
import signal, time
print("worker works", flush=True)
time.sleep(3600)
"""
STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"])
print(f"grandchild {child.pid}", flush=True)
time.sleep(3600)
"""
BROKEN = "import sys; sys.exit('the tables are in a mess')"


def _service(name: str, code: str, stage: int, stop_seconds: float = 5) -> Service:
    return Service(name, (sys.executable, "-c", code), stage, stop_seconds)


def _plan(mode: str, options: Options) -> Plan:
    migrate = _service("migrate", BROKEN if mode == "broken" else "print('migrated')", 0)
    stubborn = (_service("stubborn", STUBBORN, 3, 1),) if mode == "stubborn" else ()
    web = replace(_service("web", WEB, 2), answers=(options.port, "/ready"))
    return Plan((migrate,), (web, _service("worker", SLEEPER, 4), *stubborn))


def main(mode: str) -> int:
    """Run the supervisor's own program over stand-ins."""
    return program.main([], lambda options, credentials: _plan(mode, options))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
