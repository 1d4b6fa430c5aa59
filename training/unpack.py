"""A weights file back to a checkpoint, as far as rounding left it: to train a head, or to go on, without the floats.

    python unpack.py --weights ../crates/syntax/models/en.standard.net --base MODEL_DIR --out standard.pt
"""

import argparse
import struct

import numpy as np
import torch

import corpus
from export import ALIGN, BLOCK, MAGIC, STEP
from train import FORMS


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, n):
        self.at += -self.at % ALIGN
        part = self.data[self.at : self.at + n]
        self.at += n
        return part

    def floats(self, *shape):
        return torch.from_numpy(np.frombuffer(self.take(4 * int(np.prod(shape))), "<f4").copy()).view(*shape)

    def rows(self, n, k, bits=8):
        scale = self.floats(n)
        if bits == 6:
            low, high = np.split(np.frombuffer(self.take(n * k * 6 // 8), np.uint8).reshape(n, k * 6 // 8), [k // 2], 1)
            low = np.concatenate([low & 15, low >> 4], 1)
            high = np.concatenate([high >> 2 * i & 3 for i in range(4)], 1)
            rows = (low | high << 4).astype(np.float32) - 32
        else:
            rows = np.frombuffer(self.take(n * k), np.int8).astype(np.float32)
        return torch.from_numpy(rows).view(n, k) * scale[:, None]

    def linear(self, n, k):
        padded = -(-n // BLOCK) * BLOCK
        scale, bias = self.floats(padded), self.floats(padded)
        self.take(4 * padded)  # sums
        blocks = np.frombuffer(self.take(padded * k), np.int8).reshape(padded // BLOCK, k // STEP, BLOCK, STEP)
        weight = torch.from_numpy(blocks.transpose(0, 2, 1, 3).reshape(padded, k).astype(np.float32))
        return (weight * scale[:, None])[:n].clone(), bias[:n].clone()


def unpack(path, relation=False):
    """The checkpoint; with `relation` the weights of the head for relations beside it."""
    data = open(path, "rb").read()
    assert data[: len(MAGIC) - 1] == MAGIC[:-1], path  # the version before lacks the pieces' bits, and is read too
    (length,) = struct.unpack_from("<I", data, len(MAGIC))
    start = len(MAGIC) + 4
    header = dict(line.split(" ", 1) for line in data[start : start + length].decode().splitlines())
    number = lambda key: int(header[key])  # noqa: E731
    header.setdefault("piece_bits", "8")
    shape = {k: number(k) for k in ("pieces", "wide", "inner", "layers", "heads", "pool", "positions", "arc", "rel", "case", "piece_bits")}
    labels = {k: header[k].split() for k in ("upos", "xpos", "deprel")}
    r = Reader(data)
    r.at = start + length
    r.take(number("vocabulary"))
    d, inner, w = shape["wide"], shape["inner"], shape["wide"] + shape["case"]
    net = {"word.weight": r.rows(shape["pieces"], d, shape["piece_bits"]), "position.weight": r.rows(shape["positions"], d)}
    net["case.weight"] = r.floats(corpus.SHAPES, d)

    def norm(name, k):
        net[f"{name}.weight"], net[f"{name}.bias"] = r.floats(k), r.floats(k)

    def linear(name, n, k):
        net[f"{name}.weight"], net[f"{name}.bias"] = r.linear(n, k)

    def layer(p, inner):
        linear(p + "qkv", 3 * d, d), linear(p + "o", d, d), norm(p + "ln1", d)
        linear(p + "up", inner, d), linear(p + "down", d, inner), norm(p + "ln2", d)

    norm("ln", d)
    for i in range(shape["layers"]):
        layer(f"layers.{i}.", inner)
    net["case_out.weight"] = r.floats(corpus.SHAPES, shape["case"])
    sizes = dict(upos=len(labels["upos"]), xpos=len(labels["xpos"]), names=len(corpus.NAMES),
                 arc_head=shape["arc"], arc_dep=shape["arc"], rel_head=shape["rel"], rel_dep=shape["rel"])
    for head, n in sizes.items():
        linear(head, n, w)
    turned, bias = r.linear(shape["arc"], shape["arc"])
    net["arc"] = torch.cat([turned.T, bias[None]])
    k, s = len(labels["deprel"]), shape["rel"] + 1
    turned, bias = r.linear(k * s, shape["rel"])
    net["rel"] = torch.cat([turned.view(k, s, shape["rel"]).permute(2, 0, 1), bias.view(1, k, s)])
    net["mentions.weight"], net["mentions.bias"] = torch.zeros(len(corpus.NAMES), w), torch.zeros(len(corpus.NAMES))
    saved = dict(net=net, labels=labels, shape=shape)
    if not relation:
        return saved
    net = {"marks": r.floats(2, d)}
    for i in range(number("relation_layers")):
        layer(f"layers.{i}.", number("relation_inner"))
    linear("out", len(header["relations"].split()), 3 * d)
    return saved, net


def main():
    a = argparse.ArgumentParser()
    for option in ("--weights", "--base", "--out"):
        a.add_argument(option, required=True)
    args = a.parse_args()
    saved = unpack(args.weights)
    cuts = [corpus.vocabulary(f"{args.base}/tokenizer.json", form["most"])[1] for form in FORMS.values()]
    saved["pieces"] = next(pieces for pieces in cuts if len(pieces) == saved["shape"]["pieces"])
    torch.save(saved, args.out)


if __name__ == "__main__":
    main()
