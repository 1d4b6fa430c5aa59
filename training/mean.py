"""The mean of checkpoints that lie on one path: steadier than each, at no cost when it runs.

    python mean.py OUT.pt A.pt WEIGHT B.pt WEIGHT …
"""

import sys

import torch


def main():
    out, *rest = sys.argv[1:]
    parts = [(torch.load(path, map_location="cpu"), float(weight)) for path, weight in zip(rest[::2], rest[1::2])]
    total = sum(weight for _, weight in parts)
    saved = parts[0][0]
    net = {k: sum(p["net"][k].float() * (weight / total) for p, weight in parts) for k in saved["net"]}
    torch.save({**saved, "net": {k: v.half() for k, v in net.items()}, "mean_of": rest}, out)


if __name__ == "__main__":
    main()
