"""Reads which versions of symbols a 64-bit little-endian ELF file asks of shared libraries (System V gABI, symbol versions)."""
import struct

SHT_GNU_VERNEED = 0x6FFFFFFE


def needed(data):
    """Pairs of library and version (`libc.so.6`, `GLIBC_2.28`) from the section of needed versions."""
    if data[:6] != b"\x7fELF\x02\x01":
        raise ValueError("no 64-bit little-endian ELF file")
    (offset,) = struct.unpack_from("<Q", data, 0x28)
    size, count = struct.unpack_from("<HH", data, 0x3A)
    sections = [struct.unpack_from("<IIQQQQIIQQ", data, offset + size * at) for at in range(count)]
    found = set()
    for _, kind, _, _, start, _, link, info, _, _ in sections:
        if kind != SHT_GNU_VERNEED:
            continue
        names = sections[link][4]

        def text(at):
            return data[names + at : data.index(b"\0", names + at)].decode()

        entry = start
        for _ in range(info):
            _, versions, file, aux, following = struct.unpack_from("<HHIII", data, entry)
            at = entry + aux
            for _ in range(versions):
                _, _, _, name, after = struct.unpack_from("<IHHII", data, at)
                found.add((text(file), text(name)))
                at += after
            entry += following
    return found


def newest(data, prefix="GLIBC_"):
    """The newest version with this prefix, as numbers; (0,) when none is asked for."""
    versions = [version[len(prefix) :] for _, version in needed(data) if version.startswith(prefix)]
    numbers = [tuple(int(part) for part in version.split(".")) for version in versions if version[:1].isdigit()]
    return max(numbers, default=(0,))
