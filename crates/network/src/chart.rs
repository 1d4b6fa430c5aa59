//! A series, or measures over time, as a chart for a report.

use crate::scene::{Anchor, Colour, Scene, Stroke};
use crate::series::Series;

const WIDTH: f64 = 960.0;
const LEFT: f64 = 84.0;
const RIGHT: f64 = 24.0;
const SMALL: f64 = 12.0;

/// A panel with axes: where values stand on the sheet.
struct Panel {
    top: f64,
    bottom: f64,
    low: f64,
    high: f64,
    count: usize,
}

impl Panel {
    fn x(&self, place: f64) -> f64 {
        LEFT + (place + 0.5) * (WIDTH - LEFT - RIGHT) / self.count.max(1) as f64
    }

    fn y(&self, value: f64) -> f64 {
        let share = (value - self.low) / (self.high - self.low);
        self.bottom - share * (self.bottom - self.top)
    }

    fn step(&self) -> f64 {
        (WIDTH - LEFT - RIGHT) / self.count.max(1) as f64
    }

    /// Lines and numbers at round values, and what the axis says.
    fn axis(&self, scene: &mut Scene, name: &str, show: impl Fn(f64) -> String) {
        let step = round_step(self.high - self.low);
        let mut tick = (self.low / step).ceil();
        while tick * step <= self.high + step * 1e-9 {
            let y = self.y(tick * step);
            let colour = if tick == 0.0 {
                Colour::Grey
            } else {
                Colour::LightGrey
            };
            scene.path(
                vec![[LEFT, y], [WIDTH - RIGHT, y]],
                Stroke::solid(colour, 1.0),
            );
            scene.text([LEFT - 8.0, y + 4.0], Anchor::End, SMALL, show(tick * step));
            tick += 1.0;
        }
        let middle = f64::midpoint(self.top, self.bottom);
        scene
            .text([18.0, middle], Anchor::Middle, SMALL, name)
            .upwards = true;
    }

    /// Labels of periods below the panel, as many as have room.
    fn periods(&self, scene: &mut Scene, labels: &[String], name: &str) {
        let wide = labels.iter().map(|l| l.chars().count()).max().unwrap_or(0) as f64 * 7.5 + 16.0;
        let room = ((WIDTH - LEFT - RIGHT) / wide).max(1.0);
        let each = ((labels.len() as f64 / room).ceil()).max(1.0);
        for (i, label) in labels.iter().enumerate() {
            if i as f64 % each == 0.0 {
                let x = self.x(i as f64);
                scene.path(
                    vec![[x, self.bottom], [x, self.bottom + 5.0]],
                    Stroke::solid(Colour::Grey, 1.0),
                );
                scene.text(
                    [x, self.bottom + 19.0],
                    Anchor::Middle,
                    SMALL,
                    label.as_str(),
                );
            }
        }
        let middle = f64::midpoint(LEFT, WIDTH - RIGHT);
        scene.text([middle, self.bottom + 38.0], Anchor::Middle, SMALL, name);
    }

    /// A line through the values that are there, broken where they are not; a lone one is a dot.
    fn line(&self, scene: &mut Scene, values: &[Option<f64>], stroke: Stroke) {
        let mut run: Vec<[f64; 2]> = Vec::new();
        for (i, value) in values.iter().chain([&None]).enumerate() {
            match value {
                Some(v) => run.push([self.x(i as f64), self.y(*v)]),
                None => {
                    let points = std::mem::take(&mut run);
                    match points.as_slice() {
                        [] => {}
                        [[x, y]] => scene.path(vec![[x - 3.0, *y], [x + 3.0, *y]], stroke),
                        _ => scene.path(points, stroke),
                    }
                }
            }
        }
    }
}

/// A step of 1, 2 or 5 times a power of ten that gives four to eight ticks.
fn round_step(range: f64) -> f64 {
    let mut step = 1.0;
    while step * 10.0 <= range {
        step *= 10.0;
    }
    while step > range {
        step /= 10.0;
    }
    for part in [0.1, 0.2, 0.5, 1.0] {
        if range / (step * part) <= 8.0 {
            return step * part;
        }
    }
    step * 2.0
}

/// An entry of a legend: its words, and whether it is a bar or a line.
enum Key {
    Bar(Colour),
    Line(Stroke),
}

fn legend(scene: &mut Scene, y: f64, entries: &[(&str, Key)]) {
    let mut x = LEFT;
    for (words, key) in entries {
        match key {
            Key::Bar(colour) => scene.bar([x, y - 9.0], [x + 14.0, y + 1.0], *colour),
            Key::Line(stroke) => scene.path(vec![[x - 6.0, y - 4.0], [x + 16.0, y - 4.0]], *stroke),
        }
        scene.text([x + 22.0, y], Anchor::Start, SMALL, *words);
        x += 44.0 + words.chars().count() as f64 * 7.4;
    }
}

fn number(x: f64) -> String {
    format!("{}", (x * 1000.0).round() / 1000.0)
}

/// A series of two actors: what happened above, how they stand below.
pub fn series(series: &Series, title: &str, weight: &str, period: &str) -> Scene {
    let mut scene = Scene::new(WIDTH, 600.0, title.to_owned());
    scene.text([LEFT, 30.0], Anchor::Start, 17.0, title).bold = true;
    let periods = &series.periods;
    let labels: Vec<String> = periods
        .iter()
        .map(|p| series.step.label(p.period))
        .collect();
    let most = periods
        .iter()
        .map(|p| p.tally.cooperation().max(p.tally.conflict()))
        .fold(1.0, f64::max);
    let upper = Panel {
        top: 76.0,
        bottom: 290.0,
        low: -most * 1.05,
        high: most * 1.05,
        count: periods.len(),
    };
    legend(
        &mut scene,
        58.0,
        &[
            ("cooperation", Key::Bar(Colour::Blue)),
            ("conflict", Key::Bar(Colour::Vermillion)),
        ],
    );
    upper.axis(&mut scene, weight, |x| number(x.abs()));
    let half = (upper.step() * 0.42).max(0.3);
    for (i, p) in periods.iter().enumerate() {
        let x = upper.x(i as f64);
        let zero = upper.y(0.0);
        for (value, colour) in [
            (p.tally.cooperation(), Colour::Blue),
            (-p.tally.conflict(), Colour::Vermillion),
        ] {
            if value != 0.0 {
                let y = upper.y(value);
                scene.bar([x - half, y.min(zero)], [x + half, y.max(zero)], colour);
            }
        }
    }
    let lower = Panel {
        top: 350.0,
        bottom: 540.0,
        low: -1.05,
        high: 1.05,
        count: periods.len(),
    };
    let decayed = [
        Stroke::solid(Colour::Black, 2.0),
        Stroke::dashed(Colour::Green, 1.6, [6.0, 3.0]),
        Stroke::dashed(Colour::Purple, 1.6, [2.0, 3.0]),
    ];
    let [one, half_of, double] = series.half_lives.map(|h| format!("half-life {h} days"));
    legend(
        &mut scene,
        332.0,
        &[
            ("net", Key::Bar(Colour::SkyBlue)),
            (&format!("decayed, {one}"), Key::Line(decayed[0])),
            (&half_of, Key::Line(decayed[1])),
            (&double, Key::Line(decayed[2])),
        ],
    );
    lower.axis(&mut scene, "net cooperation", number);
    for (i, p) in periods.iter().enumerate() {
        let x = lower.x(i as f64);
        if let Some((low, high)) = p.interval {
            scene.path(
                vec![[x, lower.y(low)], [x, lower.y(high)]],
                Stroke::solid(Colour::SkyBlue, 1.6),
            );
        }
        if let Some(net) = p.tally.net() {
            let (y, r) = (lower.y(net), half.clamp(1.5, 4.0));
            scene.bar([x - r, y - r], [x + r, y + r], Colour::SkyBlue);
        }
    }
    for (half_life, stroke) in decayed.into_iter().enumerate() {
        let values: Vec<Option<f64>> = periods.iter().map(|p| p.standing(half_life)).collect();
        lower.line(&mut scene, &values, stroke);
    }
    let mut before = f64::NEG_INFINITY;
    for change in &series.changes {
        let x = upper.x(change.at as f64 - 0.5);
        scene.path(
            vec![[x, upper.top], [x, lower.bottom]],
            Stroke::dashed(Colour::Orange, 1.4, [5.0, 4.0]),
        );
        // Labels that would cover each other are left out; the lines stay.
        if x - before > 70.0 {
            let label = labels.get(change.at).cloned().unwrap_or_default();
            scene
                .text([x + 4.0, 309.0], Anchor::Start, SMALL, label)
                .colour = Colour::Grey;
            before = x;
        }
    }
    lower.periods(&mut scene, &labels, period);
    scene
}

/// Measures window by window: their names and values from `low` to 1.
pub fn measures(title: &str, labels: &[String], measures: &[(&str, Vec<Option<f64>>)]) -> Scene {
    let mut scene = Scene::new(WIDTH, 460.0, title.to_owned());
    scene.text([LEFT, 30.0], Anchor::Start, 17.0, title).bold = true;
    let lowest = measures
        .iter()
        .flat_map(|m| &m.1)
        .flatten()
        .copied()
        .fold(0.0, f64::min);
    let panel = Panel {
        top: 80.0,
        bottom: 400.0,
        low: if lowest < 0.0 { -1.05 } else { 0.0 },
        high: 1.05,
        count: labels.len(),
    };
    let strokes = [
        Stroke::solid(Colour::Blue, 2.0),
        Stroke::dashed(Colour::Vermillion, 2.0, [8.0, 3.0]),
        Stroke::dashed(Colour::Green, 2.0, [2.0, 3.0]),
        Stroke::dashed(Colour::Black, 1.6, [10.0, 3.0]),
    ];
    let keys: Vec<(&str, Key)> = measures
        .iter()
        .zip(strokes)
        .map(|((name, _), stroke)| (*name, Key::Line(stroke)))
        .collect();
    legend(&mut scene, 60.0, &keys);
    panel.axis(&mut scene, "balance", number);
    for ((_, values), stroke) in measures.iter().zip(strokes) {
        panel.line(&mut scene, values, stroke);
    }
    panel.periods(&mut scene, labels, "window");
    scene
}
