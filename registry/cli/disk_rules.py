"""What the doctor makes of the disk: encryption, file system, room, permissions, and memory that lands on it."""

from __future__ import annotations

from registry.cli.finding import Finding, good, unknown, warning
from registry.cli.machine import Machine, VaultSeen

# The disk


_LOOK_FOR_ENCRYPTION = {
    "linux": "look with `lsblk -o NAME,TYPE,FSTYPE`: above the vault's disk a line of type crypt should stand",
    "darwin": "look in System Settings, Privacy & Security, FileVault; or run `fdesetup status`",
    "win32": "look in Settings, Privacy & security, Device encryption; or run `manage-bde -status` as administrator",
}


def disk_encryption(machine: Machine, _: VaultSeen) -> Finding:
    """Judge whether the disk under the vault is encrypted."""
    how = machine.place.encrypted
    if how is None:
        look = _LOOK_FOR_ENCRYPTION.get(machine.system, "look in the system's settings for disk encryption")
        return unknown("whether the disk under the vault is encrypted cannot be told from here", look)
    if not how:
        return warning(
            "the disk under the vault is not encrypted, as far as the system says",
            "have the whole disk encrypted; until then deleted files, swap and other programs' copies lie open on it",
        )
    return good(f"the place of the vault is encrypted below it ({how})")


_MEMORY = frozenset({"tmpfs", "ramfs", "devtmpfs"})
_PASSING = frozenset({"overlay", "squashfs", "aufs", "unionfs"})
_FAT = frozenset({"vfat", "msdos", "fat", "fat32", "fat16", "exfat"})
_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "smb2", "afpfs", "webdav", "davfs", "ftp", "9p", "afs", "ceph",
     "fuse.sshfs", "fuse.rclone", "fuse.gvfsd-fuse", "fuse.davfs2", "fuse.s3fs", "macfuse_sshfs"}
)  # fmt: skip


def filesystem(machine: Machine, _: VaultSeen) -> Finding:
    """Judge whether the file system under the vault keeps what it says it has saved."""
    kind = (machine.place.filesystem or "").lower()
    if not kind:
        return unknown(
            "the file system under the vault cannot be told", "keep the vault on the laptop's own disk"
        )
    if machine.place.remote or kind in _NETWORK:
        return warning(
            f"the vault lies on a network share ({kind}), where locks and saves are not to be relied on",
            "move the vault to the laptop's own disk, and keep only backups elsewhere",
        )
    if kind in _MEMORY | _PASSING:
        return warning(
            f"the vault lies in memory or on a live system ({kind}), and is gone when the machine is switched off",
            "back it up to a stick before you switch off, or keep it on a real disk",
        )
    if kind in _FAT:
        return warning(
            f"the vault lies on {kind}, which has no permissions and can lose files when the power fails",
            "keep the vault on the laptop's own disk; such a stick is good for backups",
        )
    if kind == "fuseblk":  # Linux tells no more of NTFS and exFAT behind a driver of their own
        return unknown(
            "the vault lies on a file system of Windows, whose driver may lose a save when the power fails",
            "prefer the laptop's own disk; such a stick is good for backups",
        )
    if kind.startswith("fuse"):
        return unknown(
            f"the vault lies on {kind}, of which the program knows nothing", "prefer the laptop's own disk"
        )
    return good(f"the file system under the vault is a local one ({kind})")


def synced_folder(machine: Machine, _: VaultSeen) -> Finding:
    """Judge whether a service copies the vault's folder elsewhere."""
    if machine.place.synced:
        return warning(
            f"the vault lies in a folder that {' and '.join(machine.place.synced)} copies to other machines",
            "move it out: others get every state of it, and two machines that write to it damage each other's work",
        )
    return good("no service for shared folders was noticed around the vault")


def free_space(machine: Machine, _: VaultSeen) -> Finding:
    """Judge whether there is room for saves and for a copy."""
    free, size = machine.place.free, machine.place.size or 0
    if free is None:
        return unknown("the free room on the disk cannot be told", "look at it in the file manager")
    if free < max(200 * 2**20, 2 * size):
        return warning(
            "there is little room left on the disk under the vault",
            "free some: a save that finds none is refused",
        )
    return good("there is room on the disk under the vault")


def permissions(machine: Machine, seen: VaultSeen) -> Finding:
    """Judge whether others who use the machine can read, replace or remove the vault."""
    place = machine.place
    if not seen.there:
        return unknown(
            "there is no vault yet whose permissions could be looked at", "make one with `registry init`"
        )
    if place.file_mode is None or place.folder_mode is None or machine.system == "win32":
        return unknown(
            "who else may read the vault cannot be told",
            "look at the file's properties, under Security or Sharing",
        )
    if place.own is False:
        return warning(
            "the vault belongs to another user of the machine", "have it given to you, with its folder"
        )
    if place.file_mode & 0o077:
        return warning(
            "other users of the machine can read the vault's file, and guess at its passphrase",
            "run `chmod 600` on it",
        )
    if place.folder_mode & 0o022 and not place.folder_mode & 0o1000:
        return warning(
            "other users of the machine can replace or remove the vault", "run `chmod 700` on its folder"
        )
    return good("only you can read and replace the vault's file")


# Memory on the disk


def swap(machine: Machine, _: VaultSeen) -> Finding:
    """Judge whether memory, keys in it, can end up readable on a disk."""
    if machine.swaps is None:
        return unknown(
            "whether memory is written to the disk unencrypted cannot be told", _look_for_swap(machine)
        )
    on_disk = [one for one in machine.swaps if one.on_disk]
    if not on_disk:
        return good("memory is not swapped to a disk")
    if any(one.encrypted is False for one in on_disk):
        return warning(
            "memory may be swapped to a disk that is not encrypted, with keys and names in it",
            "have the swap encrypted, or run `swapoff -a` before you open the vault",
        )
    if all(one.encrypted for one in on_disk):
        return good("swap is encrypted")
    return unknown("whether the swap is encrypted cannot be told", _look_for_swap(machine))


def _look_for_swap(machine: Machine) -> str:
    if machine.system == "win32":
        return "encrypt the whole disk; or run `fsutil behavior set encryptpagingfile 1` as administrator"
    return "encrypt the whole disk, swap included"


def hibernation(machine: Machine, _: VaultSeen) -> Finding:
    """Judge what happens to memory when the lid is closed."""
    shut = "shut the laptop down before you travel, instead of closing the lid"
    if machine.hibernates is None:
        return unknown(
            "whether this machine writes its memory to the disk when it sleeps cannot be told", shut
        )
    if not machine.hibernates:
        return good("this machine cannot hibernate, so memory is not written out whole")
    if machine.swaps is not None and all(one.encrypted for one in machine.swaps if one.on_disk):
        return good("hibernating writes memory to a disk that is encrypted")
    return warning("hibernating would write the whole memory to a disk that may not be encrypted", shut)
