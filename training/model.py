"""The network: a transformer encoder with heads for tags, trees and names.

What runs here in floating point runs in `crates/syntax` on integers; with `Linear.quantise` on, rounding is
simulated: 8-bit rows of weights, 7-bit activations with a scale and a zero point a row.
"""

from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

import corpus

# Φ(x) - 1/2 as an odd polynomial on [-BEND, BEND], constant outside (GELU within .004): no exponential, no division.
# crates/syntax/src/network/math.rs has the same.
BEND = 3.0
PHI = (0.38527507, -0.051320785, 0.0042658869, -0.00014027675)


@dataclass
class Shape:
    """Sizes. Up to layer `pool` rows are word pieces, from there on words."""

    pieces: int
    wide: int = 384
    inner: int = 1536
    layers: int = 6
    heads: int = 12
    pool: int = 6
    arc: int = 192
    rel: int = 64
    case: int = 16
    positions: int = 512
    piece_bits: int = 8  # of the pieces' rows in the file


class RoundWeights(torch.autograd.Function):
    """Rows of integers of some bits, with a scale each; the gradient is that of the identity."""

    @staticmethod
    def forward(ctx, x, bits):
        most = 2 ** (bits - 1) - 1
        scale = x.abs().amax(-1, keepdim=True).clamp(min=1e-8) / most
        return (x / scale).round_().clamp_(-most, most).mul_(scale)

    @staticmethod
    def backward(ctx, g):
        return g, None


class RoundInputs(torch.autograd.Function):
    """Rows of 7-bit integers, with a scale and a zero point each; the gradient is that of the identity."""

    @staticmethod
    def forward(ctx, x):
        x = x.float()
        low, high = x.amin(-1, keepdim=True).clamp(max=0), x.amax(-1, keepdim=True).clamp(min=0)
        scale = (high - low).clamp(min=1e-8) / 127
        zero = (-low / scale).round()
        return (x / scale).round_().add_(zero).clamp_(0, 127).sub_(zero).mul_(scale)

    @staticmethod
    def backward(ctx, g):
        return g


def round_weights(x, bits=8):
    return RoundWeights.apply(x, bits)


round_inputs = RoundInputs.apply


class Linear(nn.Linear):
    quantise = False

    def forward(self, x):
        if not Linear.quantise:
            return super().forward(x)
        return F.linear(round_inputs(x), round_weights(self.weight), self.bias)


def gelu(x):
    c = x.clamp(-BEND, BEND)
    s = c * c
    return x * (0.5 + c * (PHI[0] + s * (PHI[1] + s * (PHI[2] + s * PHI[3]))))


class Layer(nn.Module):
    def __init__(self, d, inner, n_heads):
        super().__init__()
        self.n_heads = n_heads
        self.qkv, self.o = Linear(d, 3 * d), Linear(d, d)
        self.up, self.down = Linear(d, inner), Linear(inner, d)
        self.ln1, self.ln2 = nn.LayerNorm(d, eps=1e-12), nn.LayerNorm(d, eps=1e-12)

    def forward(self, x, mask, p):
        b, t, d = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, self.n_heads, d // self.n_heads).permute(2, 0, 3, 1, 4)
        # Written out: on a CPU, torch's own attention on 16-bit floats is four times slower for sentences.
        a = (q * (d // self.n_heads) ** -0.5 @ k.transpose(-1, -2)).float().masked_fill(~mask, -1e4).softmax(-1)
        a = (a.to(v.dtype) @ v).transpose(1, 2).reshape(b, t, d)
        x = self.ln1(x + F.dropout(self.o(a), p, self.training))
        return self.ln2(x + F.dropout(self.down(gelu(self.up(x))), p, self.training))


class Network(nn.Module):
    def __init__(self, labels, shape):
        super().__init__()
        self.labels, self.shape = labels, shape
        d, w = shape.wide, shape.wide + shape.case
        self.word, self.position = nn.Embedding(shape.pieces, d), nn.Embedding(shape.positions, d)
        self.case = nn.Embedding(corpus.SHAPES, d)
        nn.init.normal_(self.word.weight, std=0.05)
        nn.init.normal_(self.position.weight, std=0.02)
        nn.init.zeros_(self.case.weight)
        self.ln = nn.LayerNorm(d, eps=1e-12)
        self.layers = nn.ModuleList(Layer(d, shape.inner, shape.heads) for _ in range(shape.layers))
        self.case_out = nn.Embedding(corpus.SHAPES, shape.case)
        self.upos, self.xpos = Linear(w, len(labels["upos"])), Linear(w, len(labels["xpos"]))
        self.names, self.mentions = Linear(w, len(corpus.NAMES)), Linear(w, len(corpus.NAMES))
        self.arc_head, self.arc_dep = Linear(w, shape.arc), Linear(w, shape.arc)
        self.rel_head, self.rel_dep = Linear(w, shape.rel), Linear(w, shape.rel)
        self.arc = nn.Parameter(torch.randn(shape.arc + 1, shape.arc) * 0.02)
        self.rel = nn.Parameter(torch.randn(shape.rel + 1, len(labels["deprel"]), shape.rel + 1) * 0.02)

    def start_from_base(self, path, rows):
        """MiniLM's weights; `rows` are those of its vocabulary that stay."""
        w = {k.removeprefix("bert."): v.float() for k, v in load_file(path).items()}
        with torch.no_grad():
            self.word.weight.copy_(w["embeddings.word_embeddings.weight"][rows])
            # Token type 0 is the only one used, so it is folded into the positions.
            position = w["embeddings.position_embeddings.weight"] + w["embeddings.token_type_embeddings.weight"][0]
            self.position.weight.copy_(position[: self.shape.positions])
            self.ln.weight.copy_(w["embeddings.LayerNorm.weight"])
            self.ln.bias.copy_(w["embeddings.LayerNorm.bias"])
            for i, layer in enumerate(self.layers):
                p = f"encoder.layer.{i}."
                for x in ("weight", "bias"):
                    getattr(layer.qkv, x).copy_(torch.cat([w[f"{p}attention.self.{n}.{x}"] for n in ("query", "key", "value")]))
                    getattr(layer.o, x).copy_(w[f"{p}attention.output.dense.{x}"])
                    getattr(layer.ln1, x).copy_(w[f"{p}attention.output.LayerNorm.{x}"])
                    getattr(layer.up, x).copy_(w[f"{p}intermediate.dense.{x}"])
                    getattr(layer.down, x).copy_(w[f"{p}output.dense.{x}"])
                    getattr(layer.ln2, x).copy_(w[f"{p}output.LayerNorm.{x}"])

    def start_narrow(self, path, rows):
        """Piece vectors from MiniLM's, in the directions in which they differ most; the rest starts by chance."""
        base = load_file(path)
        word = next(v for k, v in base.items() if k.endswith("embeddings.word_embeddings.weight"))[rows].float()
        word = word - word.mean(0)
        _, _, directions = torch.linalg.svd(word, full_matrices=False)
        narrow = word @ directions[: self.shape.wide].T
        with torch.no_grad():
            self.word.weight.copy_(narrow * (0.05 / narrow.std()))

    def start_pruned(self, teacher, batches):
        """A teacher's weights; of its inner units those stay that move its outputs most on some batches."""
        moved = [torch.zeros(l.up.out_features, device=l.up.weight.device) for l in teacher.layers]
        hooks = [
            l.down.register_forward_pre_hook(lambda _, x, m=m: m.add_(x[0].float().pow(2).mean((0, 1))))
            for l, m in zip(teacher.layers, moved)
        ]
        with torch.no_grad():
            for ids, cases, mask, first, last in batches:
                teacher.words(ids, cases, mask, first, last)
        for h in hooks:
            h.remove()
        old, new = teacher.state_dict(), self.state_dict()
        for k in new:
            if old[k].shape == new[k].shape:
                new[k].copy_(old[k])
        for i, (layer, mine) in enumerate(zip(teacher.layers, self.layers)):
            worth = moved[i].sqrt() * layer.down.weight.norm(dim=0)
            keep = worth.topk(self.shape.inner).indices.sort().values
            with torch.no_grad():
                mine.up.weight.copy_(layer.up.weight[keep])
                mine.up.bias.copy_(layer.up.bias[keep])
                mine.down.weight.copy_(layer.down.weight[:, keep])

    def words(self, ids, cases, mask, first, last, words=None, p=0.0):
        """A vector a word: mean of its first and last piece, and its case class."""
        x, case = self.pooled(ids, cases, mask, first, last, p)
        return self.above(x, case, words, p)

    def pooled(self, ids, cases, mask, first, last, p=0.0):
        """Rows of words after the layers whose rows are pieces, and the words' case classes."""
        word = self.word(ids)
        if Linear.quantise:
            word = round_weights(word, self.shape.piece_bits)
        x = F.dropout(self.ln(word + self.position.weight[: ids.shape[1]] + self.case(cases)), p, self.training)
        b = torch.arange(len(ids), device=ids.device)[:, None]
        for layer in self.layers[: self.shape.pool]:
            x = layer(x, mask[:, None, None, :], p)
        return (x[b, first] + x[b, last]) / 2, cases[b, first]

    def above(self, x, case, words, p=0.0):
        """The layers whose rows are words, on what `pooled` gave."""
        for layer in self.layers[self.shape.pool :]:
            x = layer(x, words[:, None, None, :], p)
        x = torch.cat([x, self.case_out(case).to(x.dtype)], -1)
        return F.dropout(x, 2 * p, self.training)

    def arcs(self, x, p=0.0):
        """Scores [sentence, dependent, head] and the vectors for labels."""
        drop = lambda z: F.dropout(gelu(z), 2 * p, self.training)  # noqa: E731
        head, dep = drop(self.arc_head(x)), drop(self.arc_dep(x))
        turned = arc_product(head, self.arc)
        return dep @ turned.transpose(1, 2), drop(self.rel_head(x)), drop(self.rel_dep(x))

    def labels_of(self, rel_head, rel_dep, heads):
        b = torch.arange(heads.shape[0], device=heads.device)[:, None]
        h = rel_head[b, heads]
        d = torch.cat([rel_dep, torch.ones_like(rel_dep[..., :1])], -1)
        r, k, s = self.rel.shape
        turned = arc_product(h, self.rel.reshape(r, k * s)).view(*h.shape[:2], k, s)
        return torch.einsum("btks,bts->btk", turned, d)

    def heads_of(self, x, p=0.0):
        arcs, rel_head, rel_dep = self.arcs(x, p)
        return dict(upos=self.upos(x), xpos=self.xpos(x), names=self.names(x), mentions=self.mentions(x),
                    arcs=arcs, rel_head=rel_head, rel_dep=rel_dep)

    def saved(self):
        return dict(net={k: v.half() for k, v in self.state_dict().items()}, labels=self.labels, shape=asdict(self.shape))


def arc_product(x, weight):
    """x and a one, times `weight`; its last row is what the Rust side calls the bias."""
    if Linear.quantise:
        return round_inputs(x) @ round_weights(weight[:-1].T).T + weight[-1]
    return x @ weight[:-1] + weight[-1]


def restore(saved, device):
    net = Network(saved["labels"], Shape(**saved["shape"]))
    net.load_state_dict({k: v.float() for k, v in saved["net"].items()})
    return net.to(device)
