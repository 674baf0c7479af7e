"""The servers that are compared: started on free ports of this machine, stopped at the end."""

import http.client
import os
import socket
import subprocess
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path

from load import KINDS

ROOT = Path(__file__).resolve().parents[2]
DEADLINE = 60  # seconds
# Fields that a server makes itself, and those that nginx makes of the file.
OF_SERVERS = {"date", "server", "connection", "content-length", "content-encoding", "content-type"}
OF_FILES = {"etag", "last-modified", "vary", "accept-ranges"}


@dataclass
class Answer:
    status: int
    fields: dict
    octets: bytes


def ask(port, address, fields):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=DEADLINE)
    # http.client asks for identity unless told; wrk says nothing.
    connection.putrequest("GET", address, skip_accept_encoding=True)
    for name, value in fields.items():
        connection.putheader(name, value)
    connection.endheaders()
    response = connection.getresponse()
    found = {name.lower(): value for name, value in response.getheaders()}
    octets = response.read()
    connection.close()
    return Answer(response.status, found, octets)


def answer(server, address, kind):
    """What a server answers to a kind of request, its own entity tag filled in."""
    fields = server.fields(address, kind)
    return ask(server.port, address, fields)


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Server:
    """A server that is ready where the block begins."""

    def __init__(self):
        self.port = free_port()
        self.root = f"http://127.0.0.1:{self.port}"

    def fields(self, address, kind):
        fields = dict(KINDS[kind])
        if "If-None-Match" in fields:
            fields["If-None-Match"] = ask(self.port, address, {}).fields["etag"]
        return fields

    def check(self, address, kind, wanted):
        """The fields to send, once the answer to them is the wanted one."""
        fields = self.fields(address, kind)
        got = ask(self.port, address, fields)
        if (got.status, got.octets) != (wanted.status, wanted.octets):
            raise SystemExit(f"{self.root}{address} ({kind}): {got.status}, other than {wanted.status}")
        return fields

    def __enter__(self):
        with (self.folder / "log").open("a") as log:
            self.process = subprocess.Popen(
                self.command, env=self.environment(), cwd=self.folder, stdout=log, stderr=log
            )
        end = time.monotonic() + DEADLINE
        while True:
            try:
                ask(self.port, "/robots.txt", {})
                return self
            except OSError:
                if self.process.poll() is not None:
                    log = (self.folder / "log").read_text()
                    raise SystemExit(f"{self.command[0]} ended:\n{log}") from None
                if time.monotonic() > end:
                    self.__exit__()
                    raise SystemExit(f"{self.command[0]} does not answer") from None
            time.sleep(0.02)

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(DEADLINE)

    def environment(self):
        return {name: value for name, value in os.environ.items() if not name.startswith("PLENARY_")}

    def processes(self):
        """The server's process and its children."""
        own = str(self.process.pid)
        children = Path(f"/proc/{own}/task/{own}/children").read_text().split()
        return [own, *children]

    def processor_time(self):
        """Seconds of processor time of all threads, in user and system mode."""
        spent = 0
        for process in self.processes():
            for task in Path(f"/proc/{process}/task").iterdir():
                # The first number is that of utime + stime, in ns and not in ticks of 10 ms.
                spent += int((task / "schedstat").read_text().split()[0])
        return spent / 1e9


class Plenary(Server):
    def __init__(self, options, folder):
        super().__init__()
        self.folder = folder
        binary = options.binary
        if not binary:
            subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=ROOT, check=True)
            binary = ROOT / "target/release/plenary"
        self.command = [
            os.path.abspath(binary), "serve", "--feeds", os.path.abspath(options.feeds),
            "--database", str(folder / "plenary.db"), "--listen", f"127.0.0.1:{self.port}",
            "--base-url", "https://calendar.example/", "--threads", str(options.workers),
            # All connections are of this machine, and the idle ones are counted first.
            "--max-connections", str(options.idle + 1000), "--max-connections-per-client", "0",
            "--idle-timeout", "60",
        ]  # fmt: skip

    def memory(self):
        """Octets in RAM: all, and with shared pages counted by their share."""
        lines = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text().splitlines()
        sizes = dict(line.split(":", 1) for line in lines[1:])
        return [int(sizes[name].split()[0]) * 1024 for name in ("Rss", "Pss")]

    def report_memory(self, idle, address):
        time.sleep(1)
        rest = self.memory()
        print("  at rest: {:.1f} MB resident, {:.1f} MB by share".format(*[n / 1e6 for n in rest]))
        request = f"GET {address} HTTP/1.1\r\nHost: a\r\n\r\n".encode()
        tag = ask(self.port, address, {}).fields["etag"]
        request = request.replace(b"\r\n\r\n", f"\r\nIf-None-Match: {tag}\r\n\r\n".encode())
        connections = []
        for _ in range(idle):
            connection = socket.create_connection(("127.0.0.1", self.port), timeout=DEADLINE)
            connection.sendall(request)
            connections.append(connection)
        for connection in connections:
            if not connection.recv(4096).startswith(b"HTTP/1.1 304"):
                raise SystemExit("an idle connection was not answered with 304")
        held = self.memory()
        each = [(more - less) / idle / 1024 for more, less in zip(held, rest)]
        print("  per idle connection, of {}: {:.2f} KiB resident, {:.2f} KiB by share".format(idle, *each))
        for connection in connections:
            connection.close()


class Nginx(Server):
    def __init__(self, options, folder, sendfile, wanted):
        super().__init__()
        self.folder = folder
        folder.mkdir()
        plain, coded = wanted["200 identity"], wanted["200 gzip"]
        file = folder / "files" / options.address.lstrip("/")
        file.parent.mkdir(parents=True)
        (folder / "files/robots.txt").write_text("")
        coded_file = file.with_name(file.name + ".gz")
        for path, octets in ((file, plain.octets), (coded_file, coded.octets)):
            path.write_bytes(octets)
            modified = parsedate_to_datetime(plain.fields["last-modified"]).timestamp()
            os.utime(path, (modified, modified))
        added = {
            name: value
            for name, value in plain.fields.items()
            if name not in OF_SERVERS | OF_FILES
        }
        (folder / "nginx.conf").write_text(
            CONFIGURATION.format(
                folder=folder,
                port=self.port,
                workers=options.workers,
                # Started by root, its processes would else not be let into the folder.
                user="user root;" if os.geteuid() == 0 else "",
                sendfile=sendfile,
                added="\n".join(f"add_header {name} '{value}';" for name, value in added.items()),
                media_type=plain.fields["content-type"].split(";")[0],
                extension=Path(options.address).suffix.lstrip("."),
            )
        )
        self.command = ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]


# Nothing is logged of requests, as Plenary does by default.
CONFIGURATION = """
daemon off;
{user}
worker_processes {workers};
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    sendfile {sendfile};
    tcp_nopush {sendfile};
    tcp_nodelay on;
    keepalive_timeout 60;
    keepalive_requests 1000000000;
    open_file_cache max=1000 inactive=600s;
    open_file_cache_valid 600s;
    gzip_static on;
    gzip_vary on;
    server_tokens off;
    charset utf-8;
    charset_types {media_type};
    types {{ {media_type} {extension}; text/plain txt; }}
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port} reuseport;
        root {folder}/files;
        {added}
    }}
}}
"""
