"""The frustration index by HiGHS alone: the AND model with a cut for every negative triangle, one thread.

    python3 -m venv venv && venv/bin/pip install highspy
    cargo bench -p legation-network -- noisy 60 graphs
    venv/bin/python eval/frustration/highs.py 60 graphs/*.tsv

One line a graph: bounds and gap after so many seconds of CPU (not of the clock: other work on the machine must not count).
"""

import sys
import time

import highspy


def read(path):
    with open(path, encoding="utf-8") as lines:
        next(lines)
        return [(a, b, int(s)) for a, b, s in (line.split("\t") for line in lines)]


def model(edges):
    """Minimise the violated edges: x a side for each vertex, y = x_a and x_b for each edge (Aref, Mason and Wilson)."""
    names = sorted({v for a, b, _ in edges for v in (a, b)})
    place = {v: i for i, v in enumerate(names)}
    inf = highspy.kHighsInf
    h = highspy.Highs()
    h.setOptionValue("output_flag", False)
    h.setOptionValue("threads", 1)
    n = len(names)
    for _ in names:
        h.addVar(0.0, 1.0)
    sign, edge = {}, {}
    cost, constant = [0.0] * n, 0.0
    for k, (a, b, s) in enumerate(edges):
        i, j, y = place[a], place[b], n + k
        h.addVar(0.0, 1.0)
        cost.append(0.0)
        edge[frozenset((i, j))], sign[frozenset((i, j))] = y, s
        if s > 0:  # x_a + x_b - 2 y
            cost[i] += 1
            cost[j] += 1
            cost[y] -= 2
            h.addRow(-inf, 0.0, 2, [y, i], [1.0, -1.0])
            h.addRow(-inf, 0.0, 2, [y, j], [1.0, -1.0])
        else:  # 1 - (x_a + x_b - 2 y)
            cost[i] -= 1
            cost[j] -= 1
            cost[y] += 2
            constant += 1
            h.addRow(-1.0, inf, 3, [y, i, j], [1.0, -1.0, -1.0])
    for v, c in enumerate(cost):
        h.changeColCost(v, c)
    h.changeObjectiveOffset(constant)
    for v in range(n):
        h.changeColIntegrality(v, highspy.HighsVarType.kInteger)
    degree = [0] * n
    near = [set() for _ in range(n)]
    for a, b, _ in edges:
        i, j = place[a], place[b]
        degree[i] += 1
        degree[j] += 1
        near[i].add(j)
        near[j].add(i)
    # The vertex with most edges may be on either side.
    top = max(range(n), key=lambda v: degree[v])
    h.changeColBounds(top, 1.0, 1.0)
    for i in range(n):
        for j in near[i]:
            for k in near[i] & near[j]:
                if i < j < k:
                    pairs = [frozenset(p) for p in ((i, j), (j, k), (i, k))]
                    if sign[pairs[0]] * sign[pairs[1]] * sign[pairs[2]] < 0:
                        terms, low = {}, 1.0
                        for p in pairs:
                            u, v = sorted(p)
                            f = 1.0 if sign[p] > 0 else -1.0
                            for var, c in ((u, f), (v, f), (edge[p], -2 * f)):
                                terms[var] = terms.get(var, 0.0) + c
                            low -= 1.0 if sign[p] < 0 else 0.0
                        terms = {v: c for v, c in terms.items() if c}
                        h.addRow(low, inf, len(terms), list(terms), list(terms.values()))
    return h


def main():
    seconds = float(sys.argv[1])
    for path in sys.argv[2:]:
        h = model(read(path))
        start = time.process_time()

        def stop(event):
            event.interrupt(time.process_time() - start > seconds)

        h.cbMipInterrupt.subscribe(stop)
        h.run()
        info = h.getInfo()
        lower, upper = info.mip_dual_bound, info.objective_function_value
        lower = -(-(lower - 1e-6) // 1)
        print(f"{path}: {lower:.0f} to {upper:.0f}, gap {100 * (upper - lower) / max(upper, 1):.1f} %, "
              f"{time.process_time() - start:.1f} s CPU", flush=True)


main()
