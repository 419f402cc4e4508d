"""A folder of results is written by one experiment at a time, and whatever stands in its way is told before anything
is played."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from sim.base.errors import BadInput
from sim.base.manifest import MANIFEST, manifest_of, whole
from sim.lab import lock
from sim.lab.folder import PARTS, alone, check_free, check_one_experiment, free_for, recording
from sim.lab.lock import LOCK, held
from sim.lab.store import PLAN

ROOT = Path(__file__).parents[2]
HOLDING = """
import sys
from pathlib import Path
from sim.lab.lock import held
with held(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the folder `out`."""
    streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    command = [sys.executable, "-c", HOLDING, str(tmp_path / "out")]
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, **streams) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def told(place, *words):
    """What is said of a folder that cannot be had: one line with these words."""
    with pytest.raises(BadInput) as caught:
        free_for(place, "a sweep")
    line = caught.value.line()
    assert "\n" not in line and all(word in line for word in words), line


# --- one at a time ---


def test_a_folder_that_another_process_holds_is_refused_with_process_and_host(holder, tmp_path):
    told(tmp_path / "out", f"process {holder.pid} on ", "since 20")


def test_a_folder_is_free_again_once_its_holder_is_killed(holder, tmp_path):
    holder.kill()
    holder.wait()
    assert (tmp_path / "out" / LOCK).exists()
    free_for(tmp_path / "out", "a sweep")
    assert not (tmp_path / "out" / LOCK).exists()


def test_a_folder_is_held_within_a_process_too(tmp_path):
    with alone(tmp_path / "out"):
        told(tmp_path / "out", f"process {os.getpid()} on ")


def test_a_folder_that_is_left_empty_goes_with_those_that_were_made_for_it(tmp_path):
    with held(tmp_path / "new" / "out"):
        assert (tmp_path / "new" / "out" / LOCK).exists()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("note", ["", "{", "[1]", '{"process": 1}', '{"process": 4194305, "host": "HERE"}'])
def test_what_a_dead_process_left_holds_nobody_up(tmp_path, note):
    (tmp_path / LOCK).write_text(note.replace("HERE", lock.socket.gethostname()))
    with held(tmp_path):
        pass


@pytest.fixture
def no_locks(monkeypatch):
    """A file system that knows no locks."""

    def refuse(file, how):
        raise OSError(lock.errno.ENOLCK, "No locks available")

    fcntl = pytest.importorskip("fcntl")
    monkeypatch.setattr(fcntl, "flock", refuse)


def test_where_there_are_no_locks_what_the_file_says_decides(tmp_path, no_locks):
    here = lock.socket.gethostname()
    for process, host, free in ((os.getpid(), here, False), (4194305, here, True), (4194305, "elsewhere", False)):
        (tmp_path / LOCK).write_text(json.dumps({"process": process, "host": host, "since": "today"}))
        if free:
            with held(tmp_path):
                pass
        else:
            told(tmp_path, f"process {process} on {host} does, since today")


# --- of one experiment ---


def test_histories_of_another_experiment_are_told_before_anything_is_published(tmp_path):
    (tmp_path / PARTS).mkdir()
    (tmp_path / PARTS / PLAN).write_text(json.dumps({"fingerprint": "theirs", "block": 1}))
    with pytest.raises(BadInput, match="play again"), recording(tmp_path) as recorder:
        recorder.text("runs.csv", "mine")
        recorder.finish({})
        check_one_experiment(tmp_path, "mine")
    assert not (tmp_path / "runs.csv").exists() and not (tmp_path / MANIFEST).exists()


def test_what_a_killed_recorder_left_is_cleared_away(tmp_path):
    (tmp_path / PARTS / "finished-of-old").mkdir(parents=True)
    with recording(tmp_path) as recorder:
        recorder.finish({})
    assert not (tmp_path / PARTS).exists()


@pytest.mark.parametrize("made", [None, "mine"])
def test_results_of_another_kind_are_never_written_over(tmp_path, made):
    (tmp_path / MANIFEST).write_text(json.dumps({"files": {}, "experiment": "a sweep", "fingerprint": "mine"}))
    with pytest.raises(BadInput, match=r"it holds those of a sweep.*--force"):
        check_free(tmp_path, "a calibration", force=False, made=made)


def test_an_unfinished_experiment_is_not_dropped_by_a_command_of_another_kind(tmp_path):
    (tmp_path / PARTS).mkdir()
    (tmp_path / PARTS / PLAN).write_text(json.dumps({"fingerprint": "theirs", "block": 1}))
    told(tmp_path, "unfinished", "--force")


# --- what stands in the way ---


def test_a_link_that_leads_nowhere_is_told_with_where_it_leads(tmp_path):
    (tmp_path / "out").symlink_to(tmp_path / "gone")
    told(tmp_path / "out", "out is a link that leads nowhere", "gone")
    told(tmp_path / "out" / "deeper", "out is a link that leads nowhere")


def test_a_link_within_the_folder_that_leads_nowhere_is_told(tmp_path):
    (tmp_path / "figures").symlink_to(tmp_path / "gone")
    told(tmp_path, "figures is a link that leads nowhere")


def test_a_circle_of_links_is_told(tmp_path):
    (tmp_path / "one").symlink_to(tmp_path / "two")
    (tmp_path / "two").symlink_to(tmp_path / "one")
    told(tmp_path / "one", "leads nowhere")


def test_a_file_in_the_way_is_told(tmp_path):
    (tmp_path / "taken").write_text("mine")
    told(tmp_path / "taken", "taken is a file")
    told(tmp_path / "taken" / "out", "taken is a file")


def test_a_name_that_is_too_long_is_told(tmp_path):
    told(tmp_path / ("x" * 300), "File name too long")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="for the superuser every folder is open")
def test_a_folder_that_cannot_be_written_is_told_with_the_reason(tmp_path):
    (tmp_path / "closed").mkdir(mode=0o500)
    told(tmp_path / "closed", "Permission denied")


def test_a_read_only_file_system_is_told_as_such(tmp_path, monkeypatch):
    def refuse(path, *given, **more):
        raise OSError(lock.errno.EROFS, os.strerror(lock.errno.EROFS), str(path))

    monkeypatch.setattr(Path, "mkdir", refuse)
    told(tmp_path / "out", "Read-only file system: out")


def write(out):
    """Small results with a figure."""
    with recording(out) as recorder:
        recorder.text("runs.csv", "1\n")
        recorder.contents("figures", {"one.png": b"2"})
        recorder.finish({})
    return manifest_of(out)


def test_a_folder_that_is_a_link_is_written_where_it_leads(tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "there")
    assert whole(tmp_path / "there", write(tmp_path / "out"))


def test_a_folder_within_that_lies_on_another_disk_is_written_there(tmp_path, monkeypatch):
    def rename(file, place):
        if Path(file).resolve().parent.name != Path(place).parent.resolve().name == "there":
            raise OSError(lock.errno.EXDEV, "Invalid cross-device link", str(file))
        honest(file, place)

    honest = os.replace
    (tmp_path / "there").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "figures").symlink_to(tmp_path / "there")
    monkeypatch.setattr(os, "replace", rename)
    assert whole(tmp_path / "out", write(tmp_path / "out"))
    assert [path.name for path in (tmp_path / "there").iterdir()] == ["one.png"]


def test_a_real_other_disk_holds_the_figures_too(tmp_path):
    memory = Path("/dev/shm")
    if not memory.is_dir() or memory.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("no second disk here")
    there = Path(tempfile.mkdtemp(dir=memory))
    try:
        (tmp_path / "figures").symlink_to(there)
        assert whole(tmp_path, write(tmp_path))
        (tmp_path / "all").symlink_to(there)
        assert whole(there, write(tmp_path / "all"))
    finally:
        shutil.rmtree(there)
