"""What the large encoders have in common: MPNet (all-mpnet-base-v2), its lower half kept as it is and computed once."""

import torch
from torch import nn
from transformers import MPNetModel

KEPT = 6  # layers that stay as they are


class Large(nn.Module):
    """MPNet in two halves; heads are its heirs'."""

    def __init__(self, path):
        super().__init__()
        self.net = MPNetModel.from_pretrained(path, add_pooling_layer=False)
        self.net.embeddings.requires_grad_(False)

    def layers(self, x, mask, part):
        wide = self.net.get_extended_attention_mask(mask, mask.shape)
        bias = self.net.encoder.compute_position_bias(x)
        for layer in self.net.encoder.layer[part]:
            x = layer(x, wide, None, bias)[0]
        return x

    @torch.no_grad()
    def below(self, ids, mask):
        return self.layers(self.net.embeddings(input_ids=ids), mask, slice(0, KEPT))

    def above(self, x, mask):
        return self.layers(x, mask, slice(KEPT, None))


@torch.no_grad()
def keep_below(teacher, rows, size=32):
    """What the lower layers make of each row, which has `ids`, as its `x`: the same whatever is learnt above."""
    order = sorted((r for r in rows if r.x is None), key=lambda r: len(r.ids))
    for k in range(0, len(order), size):
        some = order[k : k + size]
        width = max(len(r.ids) for r in some)
        ids, mask = torch.ones(len(some), width, dtype=torch.long), torch.zeros(len(some), width, dtype=torch.long)
        for j, r in enumerate(some):
            ids[j, : len(r.ids)], mask[j, : len(r.ids)] = torch.tensor(r.ids), 1
        with torch.autocast("cpu", torch.bfloat16):
            x = teacher.below(ids, mask).bfloat16()
        for r, below in zip(some, x):
            r.x = below[: len(r.ids)].clone()
