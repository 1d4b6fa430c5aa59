"""Write a checkpoint as the one file that the Rust side embeds (format: crates/syntax/src/network/file.rs).

    python export.py --checkpoint model.pt --base MODEL_DIR --out ../crates/syntax/models/en.standard.net
"""

import argparse
import hashlib
import struct

import numpy as np
import torch
from tokenizers import Tokenizer

import data
import vocabulary

MAGIC = b"LEGNET01"
BLOCK, STEP, ALIGN = 16, 4, 64


class Writer:
    def __init__(self):
        self.bytes = bytearray()

    def put(self, raw):
        self.bytes += b"\0" * (-len(self.bytes) % ALIGN)
        self.bytes += raw

    def floats(self, x):
        self.put(np.ascontiguousarray(x, dtype="<f4").tobytes())

    def rows(self, x):
        """Rows of 8-bit integers, one scale a row."""
        q, scale = quantise(x)
        self.floats(scale)
        self.put(q.tobytes())

    def linear(self, weight, bias):
        """Outputs padded to blocks of 16; a block holds 4 inputs of 16 outputs after each other."""
        n, k = weight.shape
        assert k % STEP == 0, k
        padded = -(-n // BLOCK) * BLOCK
        w, b = np.zeros((padded, k), np.float32), np.zeros(padded, np.float32)
        w[:n], b[:n] = weight, bias
        q, scale = quantise(w)
        self.floats(scale)
        self.floats(b)
        self.put(q.astype(np.int32).sum(1).astype("<i4").tobytes())
        self.put(q.reshape(padded // BLOCK, BLOCK, k // STEP, STEP).transpose(0, 2, 1, 3).copy().tobytes())


def quantise(x):
    x = np.asarray(x, np.float32)
    scale = np.maximum(np.abs(x).max(-1), 1e-8) / 127
    return np.clip(np.rint(x / scale[:, None]), -127, 127).astype(np.int8), scale


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--checkpoint", required=True)
    a.add_argument("--base", required=True)
    a.add_argument("--out", required=True)
    args = a.parse_args()
    saved = torch.load(args.checkpoint, map_location="cpu")
    net = {k: v.float().numpy() for k, v in saved["net"].items()}
    _, d, inner, n_layers, n_heads = saved["shape"]
    pieces = Tokenizer.from_file(f"{args.base}/tokenizer.json").get_vocab()
    names = {i: p for p, i in pieces.items()}
    kept = set(saved["keep"])
    vocab = vocabulary.blob([names[i] for i in saved["keep"]], [p for p, i in pieces.items() if i not in kept])
    labels = saved["labels"]
    header = [
        f"pieces {len(saved['keep'])}", f"wide {d}", f"inner {inner}", f"layers {n_layers}", f"heads {n_heads}",
        f"positions {len(net['position.weight'])}", f"arc {net['arc_dep.weight'].shape[0]}", f"rel {net['rel_dep.weight'].shape[0]}",
        f"shapes {data.SHAPES}", f"case {net['case_out.weight'].shape[1]}", f"vocabulary {len(vocab)}",
        *(f"{k} {' '.join(labels[k])}" for k in ("upos", "xpos", "deprel")), f"names {' '.join(data.NAMES)}",
    ]
    text = ("\n".join(header) + "\n").encode()
    w = Writer()
    w.put(MAGIC + struct.pack("<I", len(text)) + text)
    w.put(vocab)
    w.rows(net["word.weight"])
    w.rows(net["position.weight"])
    w.floats(net["case.weight"])
    norm = lambda name: (w.floats(net[f"{name}.weight"]), w.floats(net[f"{name}.bias"]))  # noqa: E731
    linear = lambda name: w.linear(net[f"{name}.weight"], net[f"{name}.bias"])  # noqa: E731
    norm("ln")
    for i in range(n_layers):
        p = f"layers.{i}."
        linear(p + "qkv"), linear(p + "o"), norm(p + "ln1"), linear(p + "up"), linear(p + "down"), norm(p + "ln2")
    w.floats(net["case_out.weight"])
    for head in ("upos", "xpos", "names", "arc_head", "arc_dep", "rel_head", "rel_dep"):
        linear(head)
    arc, rel = net["arc"], net["rel"]
    w.linear(arc[:-1].T, arc[-1])  # head vector -> what a dependent is multiplied with
    r, k, s = rel.shape
    w.linear(rel[:-1].transpose(1, 2, 0).reshape(k * s, r - 1), rel[-1].reshape(k * s))
    w.put(b"")
    with open(args.out, "wb") as f:
        f.write(w.bytes)
    print(f"{args.out}: {len(w.bytes)} bytes, sha256 {hashlib.sha256(w.bytes).hexdigest()}")


if __name__ == "__main__":
    main()
