"""A running server with accounts, for measurements: started from a binary, spoken to over HTTP as browsers do.

Needs nothing but Python. `Server` starts and kills `gangyao serve`; `Client` keeps cookies and the form key of a session.
"""
import http.client
import re
import socket
import subprocess
import time
import urllib.parse
import uuid

PASSWORD = "tarmac velvet gorse"


class Server:
    """`gangyao serve` on a database, on a free port that stays the same over restarts."""

    def __init__(self, gangyao, database):
        self.gangyao, self.database = gangyao, database
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process, self.link = None, None

    def start(self):
        command = [self.gangyao, "--lang", "en", "serve", "--listen", f"127.0.0.1:{self.port}", "--database", self.database]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), 0.2).close()
                break
            except OSError:
                time.sleep(0.05)
        else:
            raise SystemExit("the server does not listen")

    def first_link(self):
        """The path of the link by which the administrator sets a password; printed at the first start."""
        for line in self.process.stdout:
            if found := re.search(r"http://[^/\s]+(/link/\S+)", line):
                return found[1]
        raise SystemExit("the server printed no link")

    def run(self, *arguments):
        command = [self.gangyao, "--lang", "en", *arguments, "--database", self.database]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Client:
    """A browser without a screen."""

    def __init__(self, port):
        self.port, self.cookies, self.form_key, self.connection = port, {}, "", None

    def ask(self, method, path, body=b"", kind=""):
        """Status, headers and body of one request; the connection is kept open between requests."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if kind:
            headers["Content-Type"] = kind
        was_open = self.connection is not None
        if not was_open:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            self.connection.request(method, urllib.parse.quote(path, safe="/?&=%"), body, headers)
            answer = self.connection.getresponse()
            content = answer.read()
        except Exception as fault:
            self.connection.close()
            self.connection = None
            # A connection that was idle for long is closed by the server; browsers ask again on a new one.
            if was_open and isinstance(fault, (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError)):
                return self.ask(method, path, body, kind)
            raise
        for cookie in answer.headers.get_all("set-cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.headers, content.decode("utf-8", "replace")

    def get(self, path):
        return self.ask("GET", path)

    def post(self, path, fields):
        fields = [*fields.items()] if isinstance(fields, dict) else list(fields)
        body = urllib.parse.urlencode([*fields, ("form-key", self.form_key)]).encode()
        return self.ask("POST", path, body, "application/x-www-form-urlencoded")

    def post_file(self, path, fields, name, content):
        mark = uuid.uuid4().hex
        parts = [f'--{mark}\r\ncontent-disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
                 for field, value in [*fields.items(), ("form-key", self.form_key)]]
        head = f'--{mark}\r\ncontent-disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
        body = b"".join([*parts, head, content, f"\r\n--{mark}--\r\n".encode()])
        return self.ask("POST", path, body, f"multipart/form-data; boundary={mark}")

    def enter(self, link):
        """Sets the password by a one-time link, which signs in."""
        status, _, page = self.ask("POST", link, urllib.parse.urlencode({"password": PASSWORD, "again": PASSWORD}).encode(),
                                   "application/x-www-form-urlencoded")
        if status != 303:
            raise SystemExit(f"the link was answered with {status}: {page[:300]}")
        page = self.get("/account")[2]
        self.form_key = re.search(r'name="form-key" value="([^"]+)"', page)[1]
        return self


def account(server, admin, name, role, office=""):
    """Makes an account and gives a client that is signed in with it."""
    fields = {"name": name, "full_name": name, "email": "", "role": role, "office": office, "active": "yes"}
    status, _, page = admin.post("/admin/users", fields)
    link = re.search(r"(/link/[\w-]+)", page)
    if status != 200 or not link:
        raise SystemExit(f"no account {name}: {status} {page[-400:]}")
    return Client(server.port).enter(link[1])
