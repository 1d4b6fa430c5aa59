"""Dev scores of a network: tags, trees by maximum spanning tree with one root, names by exact span."""

import numpy as np
import torch

import corpus


def spanning_tree(scores):
    """Chu-Liu-Edmonds over scores[dependent, head] with exactly one word under the root (index 0)."""
    n = len(scores)
    s = scores.astype(np.float64).copy()
    np.fill_diagonal(s, -1e9)
    heads = _tree(s.copy())
    if (heads[1:] == 0).sum() <= 1:
        return heads
    best = None
    for r in range(1, n):
        if s[r, 0] < s[1:, 0].max() - 30:
            continue
        z = s.copy()
        z[1:, 0] = -1e9
        z[r, 0] = s[r, 0]
        t = _tree(z)
        value = sum(z[i, t[i]] for i in range(1, n))
        if best is None or value > best[0]:
            best = (value, t)
    return best[1]


def _tree(s):
    n = len(s)
    heads = s.argmax(1)
    heads[0] = -1
    colour, cycle = [0] * n, None
    for i in range(1, n):
        v, path = i, []
        while v > 0 and colour[v] == 0:
            colour[v] = i + 1
            path.append(v)
            v = heads[v]
        if v > 0 and colour[v] == i + 1:
            cycle = path[path.index(v):]
            break
    if cycle is None:
        return heads
    inside = set(cycle)
    rest = [i for i in range(n) if i not in inside]
    m = len(rest)
    q = np.full((m + 1, m + 1), -1e9)
    q[:m, :m] = s[np.ix_(rest, rest)]
    total = sum(s[c, heads[c]] for c in cycle)
    entry, exit_, at = {}, {}, {v: k for k, v in enumerate(rest)}
    for u in rest:
        gain = [s[c, u] - s[c, heads[c]] for c in cycle]
        k = int(np.argmax(gain))
        q[m, at[u]] = gain[k] + total
        entry[u] = cycle[k]
        if u:
            out = [s[u, c] for c in cycle]
            k = int(np.argmax(out))
            q[at[u], m] = out[k]
            exit_[u] = cycle[k]
    np.fill_diagonal(q, -1e9)
    t = _tree(q)
    result = heads.copy()
    for u in rest[1:]:
        k = t[at[u]]
        result[u] = exit_[u] if k == m else rest[k]
    u = rest[t[m]]
    result[entry[u]] = u
    return result


def spans(y):
    out, i = [], 0
    while i < len(y):
        if y[i] % 2 == 1:
            start, kind = i, y[i]
            i += 1
            while i < len(y) and y[i] == kind + 1:
                i += 1
            out.append((start, i, kind))
        else:
            i += 1
    return out


OUTSIDE = 0.5  # what export.py takes off as well


def legal(scores):
    """The best IOB2 run in which no I- continues nothing."""
    n, kinds = scores.shape
    scores = scores - np.array([OUTSIDE] + [0] * (kinds - 1))
    best, came = np.where(np.arange(kinds) % 2 == 0, -1e9, scores[0]), np.zeros((n, kinds), int)
    best[0] = scores[0, 0]
    for i in range(1, n):
        any_ = int(best.argmax())
        came[i] = any_
        for k in range(2, kinds, 2):
            came[i, k] = k - 1 if best[k - 1] > best[k] else k
        best = best[came[i]] + scores[i]
    y = [int(best.argmax())]
    for i in range(n - 1, 0, -1):
        y.append(int(came[i, y[-1]]))
    return y[::-1]


@torch.no_grad()
def evaluate(outputs_of, labels, dev, shapes, labels_of):
    """Figures of a dev set. `outputs_of` gives a batch's head outputs, `labels_of` its label scores for given heads."""
    base = np.array([labels["deprel"].index(next(y for y in labels["deprel"] if y.split(":")[0] == x.split(":")[0])) for x in labels["deprel"]])
    words = upos = xpos = uas = las = gold = predicted = right = 0
    lengths = dev.lengths.tolist()
    for chosen in dev.plan(6000):
        batch = corpus.batch(dev, shapes, chosen)
        out = outputs_of(batch)
        arcs = out["arcs"].float().masked_fill(~batch.word[:, None, :], -1e9).log_softmax(-1).cpu().numpy()
        heads = torch.zeros_like(batch.head)
        for j, i in enumerate(chosen):
            n = lengths[i] + 1
            heads[j, 1:n] = torch.as_tensor(spanning_tree(arcs[j, :n, :n])[1:].copy())
        rels = labels_of(out, heads).argmax(-1).cpu().numpy()
        real = batch.word.clone()
        real[:, 0] = False
        real = real.cpu().numpy()
        cells = {k: v.cpu().numpy() for k, v in batch.labels.items()}
        attached = (heads == batch.head).cpu().numpy() & real
        words += real.sum()
        upos += ((out["upos"].argmax(-1).cpu().numpy() == cells["upos"]) & real).sum()
        xpos += ((out["xpos"].argmax(-1).cpu().numpy() == cells["xpos"]) & real).sum()
        uas += attached.sum()
        las += (attached & (base[rels] == base[np.maximum(cells["deprel"], 0)])).sum()
        names = out["names"].float().cpu().numpy()
        for j, i in enumerate(chosen):
            y = cells["names"][j, 1 : lengths[i] + 1]
            if len(y) and y[0] != -100:
                g, p = set(spans(list(y))), set(spans(legal(names[j, 1 : lengths[i] + 1])))
                gold, predicted, right = gold + len(g), predicted + len(p), right + len(g & p)
    share = lambda a, b: round(100 * float(a) / max(1, float(b)), 2)  # noqa: E731
    figures = dict(upos=share(upos, words), xpos=share(xpos, words), uas=share(uas, words), las=share(las, words))
    if gold:
        figures["names_f1"] = share(2 * right, gold + predicted)
    return figures
