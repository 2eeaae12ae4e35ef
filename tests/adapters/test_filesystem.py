"""Private files and folders on a real disk, and network file systems by tables of mounts."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resellertui.adapters.filesystem import (
    free_bytes,
    make_private_file,
    make_private_folder,
    network_filesystem,
    safe_name,
    write_private,
)

MOUNTS = r"""
22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
40 27 0:40 / /srv/nfs rw,relatime shared:5 master:2 - nfs4 host:/export rw,vers=4.2
41 40 0:41 / /srv/nfs/local rw - xfs /dev/vdb rw
42 27 0:42 / /media/my\040share rw - cifs //host/share rw
43 27 0:43 / /media/ssh rw - fuse.sshfs user@host: rw
44 27 0:44 / /media/archive rw - fuse.archivemount x rw
45 27 0:45 / /mnt/over rw - nfs host:/a rw
46 27 0:46 / /mnt/over rw - ext4 /dev/vdc rw
47 27 0:47 / /mnt/c rw - 9p drvfs rw
not a mount at all
"""


@pytest.fixture
def generous_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/someone/db.sqlite", None),
        ("/srv/nfs/db.sqlite", "nfs4"),
        ("/srv/nfs", "nfs4"),
        ("/srv/nfs-not/db.sqlite", None),
        ("/srv/nfs/local/db.sqlite", None),
        ("/srv/nfs/local/../db.sqlite", "nfs4"),
        ("/media/my share/a/b.sqlite", "cifs"),
        ("/media/ssh/db.sqlite", "fuse.sshfs"),
        ("/media/archive/db.sqlite", None),
        ("/mnt/over/db.sqlite", None),
        ("/mnt/c/db.sqlite", "9p"),
    ],
)
def test_the_innermost_and_latest_mount_decides(path: str, kind: str | None) -> None:
    assert network_filesystem(Path(path), MOUNTS) == kind


def test_a_link_to_a_network_share_counts_as_the_share(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/srv/nfs/folder")

    assert network_filesystem(tmp_path / "link" / "db.sqlite", MOUNTS) == "nfs4"


def test_nothing_is_claimed_where_there_is_no_table_of_mounts() -> None:
    assert network_filesystem(Path("/srv/nfs/db.sqlite"), "") is None


def test_this_machines_own_table_is_read(tmp_path: Path) -> None:
    assert network_filesystem(Path("/proc/nowhere")) is None
    assert network_filesystem(tmp_path / "db.sqlite") in {None, "9p", "nfs", "nfs4"}


@pytest.mark.usefixtures("generous_umask")
def test_new_folders_are_private_and_existing_ones_stay_as_they_are(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o755)

    made = make_private_folder(shared / "a" / "b")

    assert (mode(shared), mode(shared / "a"), mode(made)) == (0o755, 0o700, 0o700)
    assert make_private_folder(shared) == shared
    assert mode(shared) == 0o755


def test_a_folder_is_not_made_where_a_file_stands(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(OSError, match="file"):
        make_private_folder(tmp_path / "file")


@pytest.mark.usefixtures("generous_umask")
def test_a_private_file_is_made_once_and_never_emptied(tmp_path: Path) -> None:
    file = tmp_path / "db.sqlite"

    assert make_private_file(file)
    assert mode(file) == 0o600
    file.write_text("rows")
    assert not make_private_file(file)
    assert file.read_text() == "rows"


@pytest.mark.usefixtures("generous_umask")
def test_a_link_to_a_file_that_is_not_there_yet_makes_that_file_private(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "target")

    assert make_private_file(tmp_path / "link")
    assert mode(tmp_path / "target") == 0o600


@pytest.mark.usefixtures("generous_umask")
def test_a_private_write_replaces_the_whole_file_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "note"
    file.write_text("a much longer text than the next")
    file.chmod(0o644)

    write_private(file, b"short")

    assert file.read_bytes() == b"short"
    assert mode(file) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["note"]


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "folder"
    (target / "inside").mkdir(parents=True)

    with pytest.raises(OSError, match="folder"):
        write_private(target, b"x")

    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


@pytest.mark.parametrize("has_links", [True, False])
def test_a_file_that_may_be_new_only_never_goes_over_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_links: bool
) -> None:
    def refused(_path: Path, _target: Path) -> None:
        raise PermissionError("no links here")

    if not has_links:
        monkeypatch.setattr(Path, "hardlink_to", refused)
    file, dangling = tmp_path / "note", tmp_path / "link"
    dangling.symlink_to(tmp_path / "nowhere")

    write_private(file, b"first", replace=False)
    for taken in (file, dangling):
        with pytest.raises(FileExistsError):
            write_private(taken, b"second", replace=False)

    assert (file.read_bytes(), mode(file)) == (b"first", 0o600)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "note"]
    assert dangling.is_symlink()


def test_free_space_is_told_for_a_place_that_does_not_exist_yet(tmp_path: Path) -> None:
    assert free_bytes(tmp_path / "not" / "yet" / "db.sqlite") > 0


@given(st.text(max_size=400), st.text(max_size=400))
def test_different_texts_have_different_file_names_even_without_letter_case(one: str, other: str) -> None:
    same = safe_name(one).casefold() == safe_name(other).casefold()

    assert same == (one == other)


@pytest.mark.parametrize("text", ["", ".", "..", "../../etc/passwd", "a/b", "\0", "\ud800", "é" * 400, "A" * 400])
def test_no_text_escapes_its_folder_or_is_too_long_for_a_name(text: str) -> None:
    name = safe_name(text)

    assert name.isascii()
    assert name not in {"", ".", ".."}
    assert not set(name) & {"/", "\0"}
    assert len(name) < 200
