"""Dev scores of a network: tags, trees by maximum spanning tree with one root, names by exact span."""

import numpy as np
import torch

import data


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


def legal(scores):
    """Greedy IOB2 without an I- that continues nothing."""
    y = []
    for row in scores:
        row, before = row.copy(), y[-1] if y else 0
        for k in (2, 4, 6):
            if before not in (k, k - 1):
                row[k] = -1e9
        y.append(int(row.argmax()))
    return y


@torch.no_grad()
def evaluate(net, sentences):
    net.eval()
    words = upos = xpos = uas = las = gold = predicted = right = 0
    for chosen in data.batches(sentences, 3000, shuffle=False):
        batch = [sentences[i] for i in chosen]
        with torch.autocast("cpu", torch.bfloat16):
            x, mask = net.words([data.view(s) for s in batch])
        x = x.float()
        u, xp = net.upos(x).argmax(-1), net.xpos(x).argmax(-1)
        arcs, rel_head, rel_dep = net.arcs(x)
        arcs = arcs.masked_fill(~mask[:, None, :], -1e9).log_softmax(-1).numpy()
        heads = torch.zeros_like(u)
        for j, s in enumerate(batch):
            n = len(s.forms) + 1
            heads[j, 1:n] = torch.as_tensor(spanning_tree(arcs[j, :n, :n])[1:].copy())
        rels = net.labels_of(rel_head, rel_dep, heads).argmax(-1)
        names = net.names(x).numpy()
        for j, s in enumerate(batch):
            for i in range(len(s.forms)):
                words += 1
                upos += net.labels["upos"][u[j, i + 1]] == s.upos[i]
                xpos += net.labels["xpos"][xp[j, i + 1]] == s.xpos[i]
                attached = int(heads[j, i + 1]) == s.heads[i]
                uas += attached
                las += attached and net.labels["deprel"][rels[j, i + 1]].split(":")[0] == s.deprels[i].split(":")[0]
            if s.names is not None:
                g, p = set(spans(s.names)), set(spans(legal(names[j, 1 : len(s.forms) + 1])))
                gold, predicted, right = gold + len(g), predicted + len(p), right + len(g & p)
    share = lambda a, b: round(100 * a / max(1, b), 2)  # noqa: E731
    figures = dict(upos=share(upos, words), xpos=share(xpos, words), uas=share(uas, words), las=share(las, words))
    if gold:
        figures["names_f1"] = share(2 * right, gold + predicted)
    return figures
