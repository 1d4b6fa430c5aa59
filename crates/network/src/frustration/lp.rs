//! The linear program of the cutting planes: a dual simplex that keeps its basis while cuts come and bounds change.
//!
//! Minimise Σ c x with 0 ≤ x ≤ 1 over cuts Σ x ≥ 1 (an edge set that holds a violated edge in every split). Branching
//! and cutting never make a basis dual infeasible, since every variable has two finite bounds or is the slack of a cut:
//! so each solve goes on from the last. The tableau is dense and condensed (one column a nonbasic variable): the cuts
//! that bind are few hundred, and a row operation on contiguous floats is what a processor does best.
//!
//! [`Lp::certified`] does not trust the tableau: from the prices of the cuts alone it computes a bound that holds
//! whatever was rounded on the way.

/// A violation smaller than this is none.
const FEASIBLE: f64 = 1e-9;
/// A number smaller than this is no pivot.
const PIVOT: f64 = 1e-8;
/// A number smaller than this is 0.
const ZERO: f64 = 1e-12;
/// Costs are raised by at most this part of them.
const PERTURBATION: f64 = 1e-7;

/// How a solve ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Solved {
    Optimal,
    Infeasible,
    /// Steps ran out; the certified bound still holds.
    Stopped,
}

/// The program and its basis. Variables below `n` are edges; `n + k` is the slack of cut k.
#[derive(Debug)]
pub(crate) struct Lp {
    n: usize,
    cost: Vec<f64>,
    /// Costs as the simplex sees them: a little higher, each by another part, which takes ties apart. No bound is told by
    /// them.
    perturbed: Vec<f64>,
    low: Vec<f64>,
    high: Vec<f64>,
    cuts: Vec<Vec<usize>>,
    /// Slots of `cuts` that are free.
    free: Vec<usize>,
    /// Variable of each column, whether it is at its upper bound, and its reduced cost.
    column: Vec<usize>,
    at_high: Vec<bool>,
    reduced: Vec<f64>,
    /// Variable of each row, its value, its row of the tableau.
    basic: Vec<usize>,
    value: Vec<f64>,
    row: Vec<Vec<f64>>,
    /// Where each variable is: a column, or a row.
    place: Vec<Place>,
    pub(crate) pivots: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Column(usize),
    Row(usize),
    Nowhere,
}

impl Lp {
    /// No cuts yet.
    pub(crate) fn new(cost: Vec<f64>) -> Self {
        let n = cost.len();
        let mut random = crate::random::Random::new(1);
        let perturbed: Vec<f64> = cost
            .iter()
            .map(|c| c * (1.0 + PERTURBATION * random.unit()))
            .collect();
        Self {
            n,
            low: vec![0.0; n],
            high: vec![1.0; n],
            cuts: Vec::new(),
            free: Vec::new(),
            column: (0..n).collect(),
            at_high: vec![false; n],
            reduced: perturbed.clone(),
            perturbed,
            cost,
            basic: Vec::new(),
            value: Vec::new(),
            row: Vec::new(),
            place: (0..n).map(Place::Column).collect(),
            pivots: 0,
        }
    }

    /// Value of an edge.
    pub(crate) fn x(&self, edge: usize) -> f64 {
        match self.place[edge] {
            Place::Row(r) => self.value[r],
            Place::Column(c) => self.at_bound(c),
            Place::Nowhere => 0.0,
        }
    }

    /// Reduced cost of an edge; 0 where it is basic.
    pub(crate) fn reduced(&self, edge: usize) -> f64 {
        match self.place[edge] {
            Place::Column(c) => self.reduced[c],
            _ => 0.0,
        }
    }

    fn bounds(&self, variable: usize) -> (f64, f64) {
        if variable < self.n {
            (self.low[variable], self.high[variable])
        } else {
            (0.0, f64::INFINITY)
        }
    }

    fn at_bound(&self, column: usize) -> f64 {
        let (low, high) = self.bounds(self.column[column]);
        if self.at_high[column] { high } else { low }
    }

    /// Change the bounds of an edge.
    pub(crate) fn bound(&mut self, edge: usize, low: f64, high: f64) {
        if (self.low[edge], self.high[edge]) == (low, high) {
            return;
        }
        let before = self.x(edge);
        (self.low[edge], self.high[edge]) = (low, high);
        if let Place::Column(c) = self.place[edge] {
            self.at_high[c] = self.reduced[c] < 0.0;
            let by = self.at_bound(c) - before;
            self.shift(c, by);
        }
    }

    /// A nonbasic variable moves; the basic ones follow.
    fn shift(&mut self, column: usize, by: f64) {
        if by != 0.0 {
            for (value, row) in self.value.iter_mut().zip(&self.row) {
                *value -= row[column] * by;
            }
        }
    }

    /// A cut: at least one of these edges.
    pub(crate) fn add(&mut self, edges: Vec<usize>) {
        let mut row = vec![0.0; self.n];
        let mut value = -1.0;
        for &e in &edges {
            value += self.x(e);
            match self.place[e] {
                Place::Column(c) => row[c] -= 1.0,
                Place::Row(r) => {
                    for (to, from) in row.iter_mut().zip(&self.row[r]) {
                        *to += from;
                    }
                }
                Place::Nowhere => {}
            }
        }
        let slot = self.free.pop().unwrap_or_else(|| {
            self.cuts.push(Vec::new());
            self.place.push(Place::Nowhere);
            self.cuts.len() - 1
        });
        self.cuts[slot] = edges;
        self.place[self.n + slot] = Place::Row(self.basic.len());
        self.basic.push(self.n + slot);
        self.value.push(value);
        self.row.push(row);
    }

    /// Drop the cuts that are slack by more than this.
    pub(crate) fn purge(&mut self, slack: f64) {
        let mut r = 0;
        while r < self.basic.len() {
            let variable = self.basic[r];
            if variable < self.n || self.value[r] <= slack {
                r += 1;
                continue;
            }
            self.basic.swap_remove(r);
            self.value.swap_remove(r);
            self.row.swap_remove(r);
            self.place[variable] = Place::Nowhere;
            self.cuts[variable - self.n] = Vec::new();
            self.free.push(variable - self.n);
            if let Some(&moved) = self.basic.get(r) {
                self.place[moved] = Place::Row(r);
            }
        }
    }

    /// Reach the optimum from where it stands.
    pub(crate) fn solve(&mut self, most: usize, stop: &dyn Fn() -> bool) -> Solved {
        for step in 0..most {
            if step % 64 == 63 && stop() {
                return Solved::Stopped;
            }
            // The row that is furthest outside of its bounds.
            let (mut leaving, mut worst, mut to_high) = (usize::MAX, FEASIBLE, false);
            for (r, (&variable, &value)) in self.basic.iter().zip(&self.value).enumerate() {
                let (low, high) = self.bounds(variable);
                if low - value > worst {
                    (leaving, worst, to_high) = (r, low - value, false);
                }
                if value - high > worst {
                    (leaving, worst, to_high) = (r, value - high, true);
                }
            }
            if leaving == usize::MAX {
                return Solved::Optimal;
            }
            let Some(entering) = self.entering(leaving, worst, to_high) else {
                return Solved::Infeasible;
            };
            self.pivot(leaving, entering, to_high);
        }
        Solved::Stopped
    }

    /// The column that comes in for a row, flipping those whose bounds are passed on the way.
    fn entering(&mut self, leaving: usize, mut left: f64, to_high: bool) -> Option<usize> {
        let row = &self.row[leaving];
        let mut candidates: Vec<(f64, usize)> = Vec::new();
        for (c, &t) in row.iter().enumerate() {
            // Seen so that the row has to grow.
            let t = if to_high { -t } else { t };
            let useful = if self.at_high[c] {
                t > PIVOT
            } else {
                t < -PIVOT
            };
            if useful {
                let (low, high) = self.bounds(self.column[c]);
                if high > low {
                    candidates.push((self.reduced[c].abs() / t.abs(), c));
                }
            }
        }
        candidates.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut flips = Vec::new();
        let mut entering = None;
        let mut i = 0;
        while i < candidates.len() {
            // Of those that come at the same ratio the largest pivot is the safest.
            let mut best = i;
            let mut j = i;
            while j < candidates.len() && candidates[j].0 <= candidates[i].0 + 1e-10 {
                if row[candidates[j].1].abs() > row[candidates[best].1].abs() {
                    best = j;
                }
                j += 1;
            }
            candidates.swap(i, best);
            let c = candidates[i].1;
            let (low, high) = self.bounds(self.column[c]);
            left -= row[c].abs() * (high - low);
            if left <= FEASIBLE {
                entering = Some(c);
                break;
            }
            flips.push(c);
            i += 1;
        }
        if entering.is_some() {
            for c in flips {
                let (low, high) = self.bounds(self.column[c]);
                let by = if self.at_high[c] {
                    low - high
                } else {
                    high - low
                };
                self.at_high[c] = !self.at_high[c];
                self.shift(c, by);
            }
        }
        entering
    }

    fn pivot(&mut self, r: usize, c: usize, to_high: bool) {
        self.pivots += 1;
        let (low, high) = self.bounds(self.basic[r]);
        let goal = if to_high { high } else { low };
        let mut pivot_row = std::mem::take(&mut self.row[r]);
        let pivot = pivot_row[c];
        let by = (self.value[r] - goal) / pivot;
        let entered = self.at_bound(c) + by;
        for t in &mut pivot_row {
            *t /= pivot;
            if t.abs() < ZERO {
                *t = 0.0;
            }
        }
        pivot_row[c] = 1.0 / pivot;
        for (i, row) in self.row.iter_mut().enumerate() {
            let factor = if i == r { 0.0 } else { row[c] };
            if factor == 0.0 {
                continue;
            }
            self.value[i] -= factor * by;
            row[c] = 0.0;
            for (t, &p) in row.iter_mut().zip(&pivot_row) {
                *t -= factor * p;
            }
            // Its column is now that of the variable which left.
            row[c] = -factor / pivot;
        }
        let price = self.reduced[c];
        self.reduced[c] = 0.0;
        for (d, &p) in self.reduced.iter_mut().zip(&pivot_row) {
            *d -= price * p;
        }
        self.reduced[c] = -price / pivot;
        self.row[r] = pivot_row;
        self.value[r] = entered;
        let (out, into) = (self.basic[r], self.column[c]);
        self.basic[r] = into;
        self.column[c] = out;
        self.at_high[c] = to_high;
        self.place[into] = Place::Row(r);
        self.place[out] = Place::Column(c);
    }

    /// Numbers in the tableau.
    pub(crate) fn size(&self) -> usize {
        self.row.len() * self.n
    }

    /// A bound that holds by the prices of the cuts alone, for the costs as they were given.
    pub(crate) fn certified(&self) -> f64 {
        let mut left = self.cost.clone();
        let mut bound = 0.0;
        for (c, &variable) in self.column.iter().enumerate() {
            if variable >= self.n && self.reduced[c] > 0.0 {
                bound += self.reduced[c];
                for &e in &self.cuts[variable - self.n] {
                    left[e] -= self.reduced[c];
                }
            }
        }
        for ((left, low), high) in left.iter().zip(&self.low).zip(&self.high) {
            bound += left * if *left >= 0.0 { low } else { high };
        }
        bound
    }

    /// What the tableau holds for the optimum.
    pub(crate) fn objective(&self) -> f64 {
        (0..self.n).map(|e| self.perturbed[e] * self.x(e)).sum()
    }

    /// Forget the tableau, keep the cuts: where rounding has gathered.
    pub(crate) fn refresh(&mut self) {
        let cuts: Vec<Vec<usize>> = std::mem::take(&mut self.cuts)
            .into_iter()
            .filter(|c| !c.is_empty())
            .collect();
        let (low, high, pivots) = (self.low.clone(), self.high.clone(), self.pivots);
        *self = Self::new(std::mem::take(&mut self.cost));
        (self.low, self.high, self.pivots) = (low, high, pivots);
        for cut in cuts {
            self.add(cut);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Raised costs once gave a bound a little above the optimum, which rounding up made a whole edge of.
    #[test]
    fn no_bound_is_told_by_the_raised_costs() {
        let mut lp = Lp::new(vec![1.0; 300]);
        for pair in 0..150 {
            lp.add(vec![2 * pair, 2 * pair + 1]);
        }
        assert_eq!(lp.solve(10_000, &|| false), Solved::Optimal);
        let bound = lp.certified();
        assert!(bound <= 150.0 && bound > 149.99, "{bound}");
    }

    #[test]
    fn bounds_that_leave_nothing_are_infeasible_and_can_be_taken_back() {
        let mut lp = Lp::new(vec![1.0, 2.0, 3.0]);
        lp.add(vec![0, 1]);
        lp.add(vec![1, 2]);
        lp.bound(0, 0.0, 0.0);
        lp.bound(1, 0.0, 0.0);
        assert_eq!(lp.solve(100, &|| false), Solved::Infeasible);
        lp.bound(1, 0.0, 1.0);
        assert_eq!(lp.solve(100, &|| false), Solved::Optimal);
        assert!((lp.certified() - 2.0).abs() < 1e-5, "{}", lp.certified());
        lp.bound(0, 1.0, 1.0);
        assert_eq!(lp.solve(100, &|| false), Solved::Optimal);
        assert!((lp.certified() - 3.0).abs() < 1e-5, "{}", lp.certified());
    }
}
