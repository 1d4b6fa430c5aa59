"""Write a checkpoint as the one file that the Rust side embeds (format: crates/syntax/src/network/file.rs).

    python export.py --checkpoint standard.pt --out ../crates/syntax/models/en.standard.net
"""

import argparse
import hashlib
import struct
from dataclasses import asdict

import numpy as np
import torch

import corpus
import vocabulary
from model import Shape

MAGIC = b"LEGNET04"
BLOCK, STEP, ALIGN = 16, 4, 64


class Writer:
    def __init__(self):
        self.bytes = bytearray()

    def put(self, raw):
        self.bytes += b"\0" * (-len(self.bytes) % ALIGN)
        self.bytes += raw

    def floats(self, x):
        self.put(np.ascontiguousarray(x, dtype="<f4").tobytes())

    def rows(self, x, bits=8):
        """Rows of 8-bit or 6-bit integers, one scale a row; how those of 6 lie is said in file.rs."""
        q, scale = quantise(x, bits)
        self.floats(scale)
        if bits == 6:
            n, k = q.shape
            v = (q + 32).astype(np.uint8)
            high = (v >> 4).reshape(n, 4, k // 4) << np.array([0, 2, 4, 6], np.uint8)[:, None]
            q = np.concatenate([v[:, : k // 2] & 15 | v[:, k // 2 :] << 4, high.sum(1, dtype=np.uint8)], 1)
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


def quantise(x, bits=8):
    x, most = np.asarray(x, np.float32), 2 ** (bits - 1) - 1
    scale = np.maximum(np.abs(x).max(-1), 1e-8) / most
    return np.clip(np.rint(x / scale[:, None]), -most, most).astype(np.int8), scale


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--checkpoint", required=True)
    a.add_argument("--out", required=True)
    a.add_argument("--outside", type=float, default=0.5, help="taken off the score of being no name")
    args = a.parse_args()
    saved = torch.load(args.checkpoint, map_location="cpu")
    net = {k: v.float().numpy() for k, v in saved["net"].items()}
    net["names.bias"][0] -= args.outside
    shape, labels = asdict(Shape(**saved["shape"])), saved["labels"]
    vocab = vocabulary.blob(saved["pieces"])
    header = [
        *(f"{k} {shape[k]}" for k in ("pieces", "wide", "inner", "layers", "heads", "pool", "positions", "arc", "rel", "case", "piece_bits")),
        f"shapes {corpus.SHAPES}", f"vocabulary {len(vocab)}",
        *(f"{k} {' '.join(labels[k])}" for k in ("upos", "xpos", "deprel")), f"names {' '.join(corpus.NAMES)}",
    ]
    relation = {k: v.float().numpy() for k, v in saved.get("relation", {}).items()}
    if relation:
        n_layers = 1 + max(int(k.split(".")[1]) for k in relation if k.startswith("layers."))
        header += [f"relations {' '.join(saved['relations'])}", f"relation_from {saved['relation_from']}",
                   f"relation_layers {n_layers}", f"relation_inner {len(relation['layers.0.up.bias'])}"]
    text = ("\n".join(header) + "\n").encode()
    w = Writer()
    w.put(MAGIC + struct.pack("<I", len(text)) + text)
    w.put(vocab)
    w.rows(net["word.weight"], shape["piece_bits"])
    w.rows(net["position.weight"])
    w.floats(net["case.weight"])
    net |= {f"relation.{k}": v for k, v in relation.items()}
    norm = lambda name: (w.floats(net[f"{name}.weight"]), w.floats(net[f"{name}.bias"]))  # noqa: E731
    linear = lambda name: w.linear(net[f"{name}.weight"], net[f"{name}.bias"])  # noqa: E731

    def layer(p):
        linear(p + "qkv"), linear(p + "o"), norm(p + "ln1"), linear(p + "up"), linear(p + "down"), norm(p + "ln2")

    norm("ln")
    for i in range(shape["layers"]):
        layer(f"layers.{i}.")
    w.floats(net["case_out.weight"])
    for head in ("upos", "xpos", "names", "arc_head", "arc_dep", "rel_head", "rel_dep"):
        linear(head)
    arc, rel = net["arc"], net["rel"]
    w.linear(arc[:-1].T, arc[-1])  # head vector -> what a dependent is multiplied with
    r, k, s = rel.shape
    w.linear(rel[:-1].transpose(1, 2, 0).reshape(k * s, r - 1), rel[-1].reshape(k * s))
    if relation:
        w.floats(net["relation.marks"])
        for i in range(n_layers):
            layer(f"relation.layers.{i}.")
        linear("relation.out")
    w.put(b"")
    with open(args.out, "wb") as f:
        f.write(w.bytes)
    print(f"{args.out}: {len(w.bytes)} bytes, sha256 {hashlib.sha256(w.bytes).hexdigest()}")


if __name__ == "__main__":
    main()
