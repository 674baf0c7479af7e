"""One load on one server, and what it cost."""

import re
import subprocess
from dataclasses import dataclass

# The fields that make a request one of each kind.
KINDS = {
    "200 identity": {},
    "200 gzip": {"Accept-Encoding": "gzip"},
    "304": {"If-None-Match": None},
}


CLIENT = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.0",
    "Accept": "*/*",
    "Cache-Control": "no-cache",
}


@dataclass
class Measured:
    """Of one load: µs of processor time per request, requests per second, latencies in ms."""

    cost: float
    rate: float
    p50: float
    p99: float


class Load:
    def __init__(self, options, wanted):
        self.options = options
        self.wanted = wanted

    def once(self, server, kind):
        """Loads a server with one kind of request."""
        given = server.check(self.options.address, kind, self.wanted[kind])
        command = ["wrk", "-t1", f"-c{self.options.connections}", "--latency"]
        # What a calendar says of itself in any case.
        for name, value in {**CLIENT, **given}.items():
            command += ["-H", f"{name}: {value}"]
        address = server.root + self.options.address
        # A moment for the connections and caches to be there.
        subprocess.run([*command, "-d1s", address], check=True, capture_output=True)
        before = server.processor_time()
        command += [f"-d{max(1, round(self.options.seconds))}s", address]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        spent = server.processor_time() - before
        return read(told, spent)


def read(told, spent):
    """What wrk tells."""
    if "Socket errors" in told or "Non-2xx" in told:
        raise SystemExit(f"not every request was answered:\n{told}")
    requests = int(re.search(r"(\d+) requests in", told)[1])
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])
    latency = {part: milliseconds(value) for part, value in re.findall(r"(?m)^ +(50|99)% +(\S+)", told)}
    return Measured(spent * 1e6 / requests, rate, latency["50"], latency["99"])


def milliseconds(text):
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s)", text).groups()
    return float(number) * {"us": 1e-3, "ms": 1, "s": 1e3}[unit]
