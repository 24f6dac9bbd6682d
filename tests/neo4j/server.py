"""Starts and stops a real Neo4j server, so that the engine that organisations run is tested and not imitated.

The server is an ordinary Maven artifact (``pom.xml`` beside this file). ``make jars`` puts its jars into a cache
outside the tree; this module only runs them. Authentication stays on and the first password is changed as an
operator would do it, so the tests log in the way that users do.
"""

import os
import re
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from neo4j import GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

JAVA_NEEDED = 17
START_SECONDS = 120  # a busy two-core machine takes some ten; this is the point where waiting has become pointless
QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""For a Java that lives for minutes: it starts in half the time, since it compiles little of what it runs."""
_POM = Path(__file__).with_name("pom.xml")
_OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.lang")  # packages of java.base that Neo4j reaches into


class UnavailableError(Exception):
    """This machine cannot run the server; the message says what is missing."""


@dataclass(frozen=True)
class Server:
    """Address and login of a running server. Community edition has one user database."""

    url: str
    username: str
    password: str
    database: str = "neo4j"


def version() -> str:
    """The Neo4j version that ``pom.xml`` names."""
    found = ET.parse(_POM).getroot().findtext("{*}properties/{*}neo4j.version")
    if not found:
        raise UnavailableError(f"{_POM} names no neo4j.version")
    return found


def find_java() -> Path:
    """``JAVA_HOME``'s Java, else the one on the path, if it is new enough for Neo4j 5."""
    home = os.environ.get("JAVA_HOME")
    candidates = [Path(home, "bin", "java")] if home else []
    if on_path := shutil.which("java"):
        candidates.append(Path(on_path))
    for java in candidates:
        if java.is_file() and _java_version(java) >= JAVA_NEEDED:
            return java
    raise UnavailableError(f"no Java {JAVA_NEEDED} or newer in JAVA_HOME or on the path")


def _java_version(java: Path) -> int:
    """Feature release of a Java; 0 if it does not run (a launcher without a Java behind it)."""
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', told)
    return int(found[1]) if found else 0


def find_jars() -> Path:
    """Folder of the server's jars: ``KGPLAN_NEO4J_LIB``, else the cache that ``make jars`` fills."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    jars = Path(os.environ.get("KGPLAN_NEO4J_LIB") or cache / "kgplan" / f"neo4j-{version()}")
    if not any(jars.glob("neo4j-*.jar")):
        raise UnavailableError(f"no Neo4j jars in {jars} (make jars fetches them; it needs Maven)")
    return jars


@contextmanager
def running_server(options: Sequence[str] = QUICK) -> Iterator[Server]:
    """A server of its own with an empty database, gone with all its files at the end; ``options`` are Java's.

    Raises UnavailableError where Java or the jars are missing, RuntimeError with the end of the server's log where
    it does not come up.
    """
    java, jars = find_java(), find_jars()
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kgplan-neo4j-")))
        port = _free_port()
        _configure(home, port)
        console = stack.enter_context((home / "console.log").open("wb"))
        command = [str(java), *options, *arguments(jars, home)]
        process = subprocess.Popen(command, stdout=console, stderr=console, stdin=subprocess.DEVNULL)
        stack.callback(_stop, process)  # before the folder goes: last in, first out
        password = secrets.token_hex(16)
        _set_first_password(process, home, port, password)
        yield Server(f"neo4j://127.0.0.1:{port}", "neo4j", password)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _configure(home: Path, port: int) -> None:
    (home / "conf").mkdir()
    (home / "logs").mkdir()
    settings = {
        "server.bolt.listen_address": f"127.0.0.1:{port}",
        "server.bolt.advertised_address": f"127.0.0.1:{port}",  # what neo4j:// clients are routed to
        "server.http.enabled": "false",
        "server.memory.pagecache.size": "64m",
        "db.tx_log.preallocate": "false",  # 256 MiB of nothing for every start
        "dbms.usage_report.enabled": "false",
    }
    lines = (f"{name}={value}\n" for name, value in settings.items())
    (home / "conf" / "neo4j.conf").write_text("".join(lines), encoding="utf-8")


def arguments(jars: Path, home: Path) -> list[str]:
    """What Java is given to run the server of a folder."""
    opens = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED]
    main = ["org.neo4j.server.CommunityEntryPoint", f"--home-dir={home}", f"--config-dir={home / 'conf'}"]
    return [*opens, "-Xmx1g", "-cp", f"{jars}/*", *main]


def _set_first_password(process: "subprocess.Popen[bytes]", home: Path, port: int, password: str) -> None:
    """Waits until the server answers and replaces the password that every new Neo4j has."""
    deadline = time.monotonic() + START_SECONDS
    with GraphDatabase.driver(f"bolt://127.0.0.1:{port}", auth=("neo4j", "neo4j")) as driver:
        while True:
            try:
                driver.verify_connectivity()
                break
            except (DriverError, Neo4jError) as problem:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"Neo4j did not start: {problem}\n{_last_words(home)}") from problem
                time.sleep(0.2)
        with driver.session(database="system") as session:
            session.run("ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new", new=password).consume()


def _last_words(home: Path, lines: int = 20) -> str:
    logs = (home / "console.log", home / "logs" / "neo4j.log")
    texts = (log.read_text(encoding="utf-8", errors="replace") for log in logs if log.exists())
    return "\n".join("\n".join(text.splitlines()[-lines:]) for text in texts)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """Ends the server at once: an orderly shutdown takes ten seconds to save what is thrown away next."""
    process.kill()
    process.wait()
