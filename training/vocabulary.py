"""The vocabulary of word pieces as the blob that crates/syntax/src/wordpiece.rs searches in place.

    u32 n                number of pieces, little-endian like everything here
    u32 offset[n + 1]    where each piece starts in `bytes`; the last one is their length
    u16 id[n]            its row in the embedding table
    bytes                the pieces, UTF-8, sorted by bytes
"""

import struct


def blob(pieces: list[str]) -> bytes:
    """`pieces` in the order of their ids."""
    entries = sorted((p.encode(), i) for i, p in enumerate(pieces))
    assert len({p for p, _ in entries}) == len(entries), "a piece stands twice"
    offsets = [0]
    for piece, _ in entries:
        offsets.append(offsets[-1] + len(piece))
    n = len(entries)
    return struct.pack(f"<I{n + 1}I{n}H", n, *offsets, *(i for _, i in entries)) + b"".join(p for p, _ in entries)
