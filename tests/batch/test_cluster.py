"""A batch on a cluster: a scheduler and workers of Dask in processes of their own, an S3 server, a worker that dies."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest
from moto.server import ThreadedMotoServer

from analyzer import analyze, analyze_batch
from tests.conftest import Ran

Called = Callable[..., Ran]

REFUSED = """<Trace Tag="EwsResponseHttpHeaders" Tid="7" Time="2026-10-12 08:00:00Z">
HTTP/1.1 {status} Refused
X-FEServer: EXFE01

</Trace>
"""


@dataclass(frozen=True)
class Cluster:
    """A scheduler and two workers."""

    address: str
    workers: psutil.Process

    def kill_reader_of(self, path: Path) -> None:
        """End the worker that has a file open, as a lost machine does."""
        for worker in self.workers.children():
            if any(_reads(child.pid, path) for child in worker.children(recursive=True)):
                worker.kill()
                return
        raise AssertionError("nobody reads it")


def _reads(process: int, path: Path) -> bool:
    for opened in Path(f"/proc/{process}/fd").iterdir():
        with suppress(OSError):  # one that was closed in the meantime, or is no file
            if opened.samefile(path):
                return True
    return False


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """An empty bucket of an S3 server that processes which start from now on know as theirs."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    known = {"AWS_ACCESS_KEY_ID": "none", "AWS_SECRET_ACCESS_KEY": "none", "AWS_DEFAULT_REGION": "us-east-1"}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (known | {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"}).items():
            patch.setenv(name, value)
        yield "night"
    server.stop()


@pytest.fixture(scope="module")
def cluster(bucket: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:  # noqa: ARG001 - workers know it
    folder = tmp_path_factory.mktemp("cluster")
    known = folder / "scheduler.json"
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "dask", *words, "--no-dashboard"], cwd=folder, stderr=subprocess.DEVNULL
        )
        for words in (
            ("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(known)),
            ("worker", "--nworkers", "2", "--nthreads", "1", "--scheduler-file", str(known)),
        )
    ]
    while not known.exists() or not known.read_text().endswith("}"):
        time.sleep(0.05)
    yield Cluster(json.loads(known.read_text())["address"], psutil.Process(started[1].pid))
    for process in reversed(started):
        process.terminate()
        process.wait()


@pytest.fixture
def uploads(tmp_path: Path) -> Path:
    folder = tmp_path / "uploads"
    (folder / "hooli" / "Logs").mkdir(parents=True)
    (folder / "acme.xml").write_text(REFUSED.format(status=401))
    (folder / "globex.xml").write_text(REFUSED.format(status=403))
    (folder / "empty.xml").write_bytes(b"")
    (folder / "hooli" / "Logs" / "job.log").write_text("2026-10-12 08:00:00 ERROR Authentication error\n")
    return folder


def written(folder: Path) -> dict[str, bytes]:
    """What stands in a folder of reports; what a run knows of itself in any order."""
    return {
        path.name: b"\n".join(sorted(path.read_bytes().splitlines())) if path.name[0] == "." else path.read_bytes()
        for path in folder.iterdir()
    }


def test_a_cluster_writes_what_this_machine_writes_though_a_worker_dies(
    called: Called, cluster: Cluster, uploads: Path, tmp_path: Path
) -> None:
    slow = tmp_path / "slow.xml"
    slow.write_text(REFUSED.format(status=503))
    assert called("batch", uploads, slow, "-o", "here", "-q", "--history", "none").code == 6
    slow.unlink()
    os.mkfifo(slow)  # a worker that reads it waits for what this process writes

    def kill() -> None:
        with slow.open("wb"):
            slow.rename(tmp_path / "held")
            slow.write_text(REFUSED.format(status=503))  # what the next worker finds
            cluster.kill_reader_of(tmp_path / "held")

    threading.Thread(target=kill, daemon=True).start()
    ran = called("batch", uploads, slow, "-o", "there", "-q", "--history", "none", "--cluster", cluster.address)

    said = "ssi-analyze: 1 of 5 cases could not be analysed; there/index.html says why\n"
    assert (ran.code, ran.stderr) == (6, said)
    assert written(Path("there")) == written(Path("here"))
    assert len(json.loads(Path("there/index.json").read_bytes())["cases"]) == 5


def test_python_gets_the_cases_of_a_cluster_and_one_that_hangs_costs_neither_others_nor_the_next_batch(
    cluster: Cluster, uploads: Path, tmp_path: Path
) -> None:
    paths = [uploads / "acme.xml", tmp_path / "silent.xml", tmp_path / "mute.xml"]
    for silent in paths[1:]:
        os.mkfifo(silent)
    cases = analyze_batch(paths, cluster=cluster.address)
    next(cases)
    cases.close()  # with both workers at a case that never ends

    found = {case.name: case for case in analyze_batch(paths[:2], cluster=cluster.address, case_timeout=5)}

    assert {name: case.state.value for name, case in found.items()} == {
        "acme.xml": "analysed",
        "silent.xml": "timed-out",
    }
    assert found["acme.xml"].to_dict() == analyze(uploads / "acme.xml").to_dict()


def test_uploads_and_reports_lie_in_a_bucket(
    called: Called, bucket: str, cluster: Cluster, uploads: Path, tmp_path: Path
) -> None:
    import s3fs

    called("batch", uploads, "-o", "here", "-q", "--history", "none")
    store: Any = s3fs.S3FileSystem()
    store.mkdir(bucket)
    store.put(str(uploads), f"{bucket}/uploads", recursive=True)
    call = ("batch", f"s3://{bucket}/uploads", "-o", f"s3://{bucket}/out", "--history", "none")

    ran = called(*call, "--cluster", cluster.address)
    store.get(f"{bucket}/out", str(tmp_path / "there"), recursive=True)

    assert ran.code == 6
    assert ran.stderr.splitlines()[-1] == f"Index: s3://{bucket}/out/index.html"
    assert written(tmp_path / "there") == written(Path("here"))
    before = {path: store.modified(path) for path in store.ls(f"{bucket}/out", refresh=True) if "report" in path}
    assert called(*call, "--jobs", "1").code == 6  # the next run goes on, here as well as there
    assert before == {path: store.modified(path) for path in before}


@pytest.mark.parametrize("address", ["scheduler", "tcp://127.0.0.1", "pigeon://127.0.0.1:8786"])
def test_an_address_that_is_no_scheduler_is_wrong_usage(called: Called, uploads: Path, address: str) -> None:
    ran = called("batch", uploads, "-o", "out", "-q", "--cluster", address)

    assert ran.code == 2
    assert ran.stderr.startswith(f"ssi-analyze: --cluster {address}: no scheduler of Dask answers there")


def test_an_address_of_no_kind_is_wrong_usage(called: Called) -> None:
    ran = called("batch", "pigeon://night", "-o", "out")

    assert ran.code == 2
    assert ran.stderr.startswith("ssi-analyze: pigeon://night: no such kind of address")
