"""What must be known of the file system before data is put on it, and files that nobody else on the machine reads."""

from __future__ import annotations

import errno
import os
import re
import shutil
import string
import sys
import tempfile
from pathlib import Path

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
PUBLIC_FILE = 0o644

MOUNTINFO = Path("/proc/self/mountinfo")

# File systems whose locks and shared memory are not the same thing on every machine that mounts them, which is what
# SQLite's write-ahead log needs.
NETWORK_TYPES = frozenset(
    {"nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "ncpfs", "9p", "afs", "ceph", "glusterfs", "lustre", "gpfs"}
    | {"beegfs", "orangefs", "pvfs2", "gfs2", "ocfs2", "coda", "davfs", "sshfs"}
)
NETWORK_FUSE = re.compile(
    r"fuse\.(sshfs|s3fs|rclone|ceph|glusterfs|gvfsd-fuse|davfs2?|curlftpfs|smbnetfs|gcsfuse|goofys|blobfuse2?"
    r"|mfs|moosefs|juicefs|seaweedfs|kio-fuse|afpfs|hubicfuse|mount-s3|cvmfs2?|lizardfs|saunafs|nfs.*)"
)

_PLAIN = frozenset(string.ascii_lowercase + string.digits + "-_@.")
_LONGEST_NAME = 180


def network_filesystem(path: Path, mountinfo: str | None = None) -> str | None:
    """Return the type of the network file system on which the path (existing or not) lies, or None.

    None also where it can't be told: this reads Linux's table of mounts, or the given text in that format.
    """
    if mountinfo is None:
        mountinfo = _mounts()
    target = path.expanduser().resolve()
    best_depth, kind = -1, ""
    for line in mountinfo.splitlines():
        before, separator, after = line.partition(" - ")
        fields = before.split(" ")
        if not separator or len(fields) < 5:
            continue
        mount_point = Path(_unescape(fields[4]))
        # The later of two mounts on one point hides the earlier, hence "not less than".
        if target.is_relative_to(mount_point) and len(mount_point.parts) >= best_depth:
            best_depth, kind = len(mount_point.parts), after.split(" ")[0]
    return kind if kind in NETWORK_TYPES or NETWORK_FUSE.fullmatch(kind) else None


def make_private_folder(path: Path) -> Path:
    """Make the folder, and those above it that are missing, for the user's eyes only; existing ones stay as they are.

    Raises:
        OSError: it can't be made, or something that is no folder stands there.
    """
    missing = []
    folder = path.expanduser().absolute()
    for candidate in (folder, *folder.parents):
        if candidate.is_dir():
            break
        missing.append(candidate)
    for candidate in reversed(missing):
        try:
            candidate.mkdir(mode=PRIVATE_FOLDER)
        except FileExistsError:
            if not candidate.is_dir():
                raise
        else:
            candidate.chmod(PRIVATE_FOLDER)  # a umask may have taken more away than others' rights
    return folder


def make_private_file(path: Path) -> bool:
    """Make an empty file that only the user reads and writes, unless it exists; return whether it was made.

    Raises:
        OSError: it can't be made.
    """
    target = path.expanduser().resolve()  # a dangling link counts as absent: what it points to is made
    try:
        descriptor = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE)
    except FileExistsError:
        return False
    try:
        os.fchmod(descriptor, PRIVATE_FILE)
    finally:
        os.close(descriptor)
    return True


def write_private(path: Path, content: bytes, *, replace: bool = True) -> None:
    """Put the content in the file whole or not at all, on the disk when this returns, readable by the user only.

    Raises:
        FileExistsError: it exists, and is not to be replaced.
        OSError: it can't be written; what the file held before is untouched.
    """
    _write_whole(path, content, PRIVATE_FILE, replace=replace)


def write_public(path: Path, content: bytes) -> None:
    """Put the content in the file whole or not at all, readable by everybody: what is made to be published.

    Raises:
        OSError: it can't be written; what the file held before is untouched.
    """
    _write_whole(path, content, PUBLIC_FILE, replace=True)


def free_bytes(path: Path) -> int:
    """Return how many bytes an ordinary user may still write where the path lies or would be made."""
    folder = path.expanduser().absolute()
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def safe_name(text: str) -> str:
    """Return a file name for any text: different texts give different names, also where letter case does not count."""
    encoded = "".join(
        chr(byte) if chr(byte) in _PLAIN and not (position == 0 and byte == ord(".")) else f"%{byte:02x}"
        for position, byte in enumerate(text.encode("utf-8", "surrogatepass"))
    )
    if 0 < len(encoded) <= _LONGEST_NAME:
        return encoded
    from hashlib import sha256

    # "%%" can't come from the encoding, so a shortened name never meets a whole one.
    return f"{encoded[:80]}%%{sha256(encoded.encode()).hexdigest()}"


def _write_whole(path: Path, content: bytes, mode: int, *, replace: bool) -> None:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(file.fileno(), mode)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            part.replace(path)
        else:
            _name_new(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _name_new(part: Path, path: Path) -> None:
    """Give a file its name, unless something has it: a link fails where a move would replace."""
    try:
        path.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
        part.replace(path)
    else:
        part.unlink()


def _mounts() -> str:
    if not sys.platform.startswith("linux"):
        return ""
    try:
        return MOUNTINFO.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""


def _unescape(field: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), field)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
