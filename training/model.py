"""The network: a MiniLM encoder with heads for tags, trees and names.

What runs here in floating point runs in `crates/syntax` on integers; `fake_quantise` shows training what
that costs (8-bit rows of weights, 8-bit activations with one scale a row).
"""

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

import data

ARC, REL, CASE = 200, 96, 16


class RoundThrough(torch.autograd.Function):
    """Rounding whose gradient is the identity."""

    @staticmethod
    def forward(ctx, x):
        return x.round()

    @staticmethod
    def backward(ctx, g):
        return g


def fake_quantise(x):
    scale = x.detach().abs().amax(-1, keepdim=True).clamp(min=1e-8) / 127
    return RoundThrough.apply(x / scale).clamp(-127, 127) * scale


class Linear(nn.Linear):
    quantise = False

    def forward(self, x):
        if not Linear.quantise:
            return super().forward(x)
        return F.linear(fake_quantise(x), fake_quantise(self.weight), self.bias)


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
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask.to(q.dtype)).transpose(1, 2).reshape(b, t, d)
        x = self.ln1(x + F.dropout(self.o(a), p, self.training))
        return self.ln2(x + F.dropout(self.down(F.gelu(self.up(x), approximate="tanh")), p, self.training))


class Network(nn.Module):
    def __init__(self, labels, vocab=30522, d=384, inner=1536, n_layers=6, n_heads=12):
        super().__init__()
        self.labels, self.shape_of = labels, (vocab, d, inner, n_layers, n_heads)
        self.word, self.position = nn.Embedding(vocab, d), nn.Embedding(512, d)
        self.case = nn.Embedding(data.SHAPES, d)
        nn.init.zeros_(self.case.weight)
        self.ln = nn.LayerNorm(d, eps=1e-12)
        self.layers = nn.ModuleList(Layer(d, inner, n_heads) for _ in range(n_layers))
        self.case_out = nn.Embedding(data.SHAPES, CASE)
        w = d + CASE
        self.upos, self.xpos = Linear(w, len(labels["upos"])), Linear(w, len(labels["xpos"]))
        self.names = Linear(w, len(data.NAMES))
        self.arc_head, self.arc_dep = Linear(w, ARC), Linear(w, ARC)
        self.rel_head, self.rel_dep = Linear(w, REL), Linear(w, REL)
        self.arc = nn.Parameter(torch.randn(ARC + 1, ARC) * 0.02)
        self.rel = nn.Parameter(torch.randn(REL + 1, len(labels["deprel"]), REL + 1) * 0.02)

    def start_from(self, path, keep):
        """Base weights; `keep` lists the vocabulary rows that stay."""
        w = load_file(path)
        take = lambda k: w[k] if k in w else w["bert." + k]  # noqa: E731
        with torch.no_grad():
            self.word.weight.copy_(take("embeddings.word_embeddings.weight")[keep])
            # Token type 0 is the only one used, so it is folded into the positions.
            self.position.weight.copy_(take("embeddings.position_embeddings.weight") + take("embeddings.token_type_embeddings.weight")[0])
            for ours, theirs in [(self.ln, "embeddings.LayerNorm")]:
                ours.weight.copy_(take(theirs + ".weight"))
                ours.bias.copy_(take(theirs + ".bias"))
            for i, layer in enumerate(self.layers):
                p = f"encoder.layer.{i}."
                for x in ("weight", "bias"):
                    getattr(layer.qkv, x).copy_(torch.cat([take(f"{p}attention.self.{n}.{x}") for n in ("query", "key", "value")]))
                    getattr(layer.o, x).copy_(take(f"{p}attention.output.dense.{x}"))
                    getattr(layer.ln1, x).copy_(take(f"{p}attention.output.LayerNorm.{x}"))
                    getattr(layer.up, x).copy_(take(f"{p}intermediate.dense.{x}"))
                    getattr(layer.down, x).copy_(take(f"{p}output.dense.{x}"))
                    getattr(layer.ln2, x).copy_(take(f"{p}output.LayerNorm.{x}"))

    def encode(self, ids, cases, mask, p=0.0):
        word = self.word(ids)
        if Linear.quantise:
            word = fake_quantise(word)
        x = F.dropout(self.ln(word + self.position.weight[: ids.shape[1]] + self.case(cases)), p, self.training)
        bias = torch.where(mask, 0.0, -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias, p)
        return x

    def words(self, batch, p=0.0):
        """A vector a word: mean of its first and last piece, and its case class."""
        ids, mask = pad([v[0] for v in batch])
        cases, _ = pad([v[1] for v in batch], data.FIRST_OR_LAST)
        x = self.encode(ids, cases, mask, p).float()
        first, words = pad([v[2] for v in batch])
        last, _ = pad([v[3] for v in batch])
        b = torch.arange(len(batch))[:, None]
        x = torch.cat([(x[b, first] + x[b, last]) / 2, self.case_out(cases[b, first])], -1)
        return F.dropout(x, 2 * p, self.training), words

    def arcs(self, x, p=0.0):
        """Scores [batch, dependent, head] and the vectors for labels."""
        drop = lambda z: F.dropout(F.gelu(z, approximate="tanh"), 2 * p, self.training)  # noqa: E731
        head, dep = drop(self.arc_head(x)), drop(self.arc_dep(x))
        head = torch.cat([head, torch.ones_like(head[..., :1])], -1)
        return dep @ (head @ self.arc).transpose(1, 2), drop(self.rel_head(x)), drop(self.rel_dep(x))

    def labels_of(self, rel_head, rel_dep, heads):
        b = torch.arange(heads.shape[0])[:, None]
        h = rel_head[b, heads]
        h = torch.cat([h, torch.ones_like(h[..., :1])], -1)
        d = torch.cat([rel_dep, torch.ones_like(rel_dep[..., :1])], -1)
        n, (r, k, s) = h.shape[:2], self.rel.shape
        return torch.einsum("btks,bts->btk", (h.reshape(-1, r) @ self.rel.reshape(r, k * s)).view(*n, k, s), d)


def pad(rows, fill=0):
    width = max(map(len, rows))
    out = torch.full((len(rows), width), fill)
    mask = torch.zeros(len(rows), width, dtype=torch.bool)
    for i, row in enumerate(rows):
        out[i, : len(row)] = torch.as_tensor(row)
        mask[i, : len(row)] = True
    return out, mask
