#!/usr/bin/env python3
"""Fits the models that tell an article's lines from the rest of a page (crates/page/data/{html,text}.tsv).

  cargo xtask eval pages --observe lines.json      every line of every page, with its features
  lines.py lines.json GROUND-TRUTH.json            cross-validated by host; nothing is written
  lines.py lines.json GROUND-TRUTH.json --write    fitted to all pages

A line is body if most of its words are in the text that a person marked, in order. Lines count by their share of their
page's body. The model is logistic with an L2 penalty; for HTML, the lines that Readability kept and those it dropped have
weights of their own. The weights of plain text are fitted to two ways of flattening the pages. Figures are those of score_pages.py. Needs numpy only.
"""
import difflib, json, pathlib, re, sys
from collections import Counter

import numpy as np

DATA = pathlib.Path(__file__).resolve().parent.parent / "crates/page/data"
WORDS = re.compile(r"\w+")
PENALTY = {"html": 10.0, "text": 3.0}
# Flattened pages are also given with every run of text on a line of its own, as careless scrapers leave them.
SCATTERED = 0.5
FOLDS, SEEDS = 7, (0, 1)


def shingles(text, n=4):
    words = WORDS.findall(text)
    return Counter(tuple(words[i : i + n]) for i in range(max(1, len(words) - n + 1))) if words else Counter()


def marked(lines, body):
    """For each line the share of its words that a person marked."""
    gold = WORDS.findall(body.lower())
    lines = [WORDS.findall(line.lower()) for line in lines]
    words = [w for line in lines for w in line]
    owner = [i for i, line in enumerate(lines) for _ in line]
    hits = [0] * len(lines)
    for start, _, n in difflib.SequenceMatcher(None, words, gold, autojunk=False).get_matching_blocks():
        for at in range(start, start + n):
            hits[owner[at]] += n >= 3 or n == len(lines[owner[at]])
    return [hit / len(line) if line else 0.0 for hit, line in zip(hits, lines)]


class Pages:
    def __init__(self, pages, truth):
        self.ids = [i for i in truth if i in pages]
        self.host = [truth[i]["url"].split("/")[2].removeprefix("www.") for i in self.ids]
        self.gold = [shingles(truth[i]["articleBody"]) for i in self.ids]
        self.lines = [[line["text"] for line in pages[i]] for i in self.ids]
        x, y, w, kept, page = [], [], [], [], []
        for n, i in enumerate(self.ids):
            shares = marked(self.lines[n], truth[i]["articleBody"])
            sizes = [len(WORDS.findall(line)) for line in self.lines[n]]
            body = sum(size for size, share in zip(sizes, shares) if share > 0.5)
            for line, size, share in zip(pages[i], sizes, shares):
                x.append(line["values"])
                y.append(share > 0.5)
                w.append((size + 3) / (body + 50))
                kept.append(line["kept"])
                page.append(n)
        self.x, self.y, self.w = np.array(x, float), np.array(y, float), np.array(w)
        self.w /= self.w.mean()
        self.kept, self.page = np.array(kept), np.array(page)

    def score(self, chosen, part):
        precisions, recalls = [], []
        for n in np.flatnonzero(part):
            gold = self.gold[n]
            lines = [line for line, c in zip(self.lines[n], chosen[self.page == n]) if c]
            found = shingles("\n".join(lines))
            hit = (found & gold).total()
            if found:
                precisions.append(hit / found.total())
            recalls.append(hit / gold.total())
        p, r = np.mean(precisions), np.mean(recalls)
        return p, r, 2 * p * r / (p + r)


def fit(x, y, w, penalty):
    """Newton's method; the last column is the bias, which is not penalised."""
    x = np.hstack([x, np.ones((len(x), 1))])
    ridge = np.full(x.shape[1], penalty)
    ridge[-1] = 1e-3
    beta = np.zeros(x.shape[1])
    for _ in range(40):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        gradient = x.T @ (w * (p - y)) + ridge * beta
        hessian = (x * (w * p * (1 - p) + 1e-9)[:, None]).T @ x + np.diag(ridge)
        step = np.linalg.solve(hessian, gradient)
        beta -= step / max(1.0, np.abs(step).max() / 4)
        if np.abs(step).max() < 1e-6:
            break
    return beta


def fit_both(pages, rows, penalty):
    return [fit(pages.x[m], pages.y[m], pages.w[m], penalty) for m in (rows & ~pages.kept, rows & pages.kept)]


def odds(pages, betas):
    x = np.hstack([pages.x, np.ones((len(pages.x), 1))])
    return np.where(pages.kept, x @ betas[1], x @ betas[0])


def main(lines_path, truth_path, write=False):
    observed, truth = json.load(open(lines_path)), json.load(open(truth_path))
    for kind in ("html", "text"):
        if kind not in observed:
            continue
        names, all_pages, all_truth = observed[kind]["names"], dict(observed[kind]["pages"]), dict(truth)
        if kind == "text":
            all_pages |= {f"{i}#": lines for i, lines in observed["scattered"]["pages"].items()}
            all_truth |= {f"{i}#": marked for i, marked in truth.items()}
        pages = Pages(all_pages, all_truth)
        second = np.array([i.endswith("#") for i in pages.ids])
        pages.w *= np.where(second[pages.page], SCATTERED, 1.0)
        parts = [("", ~second)] + [(" scattered", second)] * second.any()
        everything = np.ones(len(pages.y), bool)
        hosts = sorted(set(pages.host))
        for seed in SEEDS:
            fold = dict(zip(np.random.RandomState(seed).permutation(hosts), np.arange(len(hosts)) % FOLDS))
            folds = np.array([fold[h] for h in pages.host])[pages.page]
            z = np.zeros(len(pages.y))
            for f in range(FOLDS):
                betas = fit_both(pages, folds != f, PENALTY[kind])
                z = np.where(folds == f, odds(pages, betas), z)
            for name, part in parts:
                print(f"{kind}{name} seed {seed}: %.4f %.4f %.4f" % pages.score(z > 0, part), flush=True)
        betas = fit_both(pages, everything, PENALTY[kind])
        for name, part in parts:
            print(f"{kind}{name} fitted to all: %.4f %.4f %.4f" % pages.score(odds(pages, betas) > 0, part))
        if write:
            rows = ["# Log odds that a line is body, by feature; made by training/lines.py. For HTML: lines that",
                    "# Readability dropped, and those it kept. For plain text: one column is used.", "feature\tdropped\tkept"]
            order = [("bias", -1)] + list(zip(names, range(len(names))))
            rows += [f"{name}\t{betas[0][at]:.3f}\t{betas[1][at]:.3f}" for name, at in order]
            (DATA / f"{kind}.tsv").write_text("\n".join(rows) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], "--write" in sys.argv)
