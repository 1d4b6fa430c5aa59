//! A sheet as pixels: PNG at twice its size.
//!
//! Letters are those of Noto Sans Mono, rasterised beforehand: no font is looked for on the machine, so that a plot is the
//! same everywhere. What that font lacks here (it holds Latin letters) is shown by its nearest sign.

use anyhow::{Context as _, Result};
use network::scene::{Anchor, Colour, Scene, Shape, Stroke, Text};
use noto_sans_mono_bitmap::{FontWeight, RasterHeight, RasterizedChar, get_raster};
use tiny_skia::{
    FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, Rect, StrokeDash, Transform,
};

const SCALE: f32 = 2.0;

/// The sheet as the bytes of a PNG file.
pub(crate) fn png(scene: &Scene) -> Result<Vec<u8>> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "sheets are a few thousand pixels wide"
    )]
    let size = |x: f64| pixels(x) as u32;
    let mut map = Pixmap::new(size(scene.width), size(scene.height))
        .context("a plot of this size cannot be drawn")?;
    map.fill(tiny_skia::Color::WHITE);
    for shape in &scene.shapes {
        draw(&mut map, shape);
    }
    map.encode_png()
        .context("the plot cannot be written as PNG")
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "sheets are a few thousand pixels wide"
)]
fn pixels(x: f64) -> f32 {
    x as f32 * SCALE
}

fn paint(colour: Colour, opacity: f64) -> Paint<'static> {
    let [r, g, b] = colour.rgb();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to a byte"
    )]
    let alpha = (opacity * 255.0).round().clamp(0.0, 255.0) as u8;
    let mut paint = Paint {
        anti_alias: true,
        ..Paint::default()
    };
    paint.set_color_rgba8(r, g, b, alpha);
    paint
}

fn line(points: &[[f64; 2]], closed: bool) -> Option<Path> {
    let mut path = PathBuilder::new();
    for (i, [x, y]) in points.iter().enumerate() {
        if i == 0 {
            path.move_to(pixels(*x), pixels(*y));
        } else {
            path.line_to(pixels(*x), pixels(*y));
        }
    }
    if closed {
        path.close();
    }
    path.finish()
}

fn draw(map: &mut Pixmap, shape: &Shape) {
    let fill = |map: &mut Pixmap, path: &Path, colour, opacity| {
        map.fill_path(
            path,
            &paint(colour, opacity),
            FillRule::Winding,
            Transform::identity(),
            None,
        );
    };
    let edge = |map: &mut Pixmap, path: &Path| {
        stroke(map, path, &Stroke::solid(Colour::White, 1.5));
    };
    match shape {
        Shape::Path(points, how) => {
            if let Some(path) = line(points, false) {
                stroke(map, &path, how);
            }
        }
        Shape::Area(points, colour, opacity) => {
            if let Some(path) = line(points, true) {
                fill(map, &path, *colour, *opacity);
            }
        }
        Shape::Circle([x, y], radius, colour) => {
            if let Some(path) = PathBuilder::from_circle(pixels(*x), pixels(*y), pixels(*radius)) {
                fill(map, &path, *colour, 1.0);
                edge(map, &path);
            }
        }
        Shape::Square([x, y], half, colour) => {
            let (left, top, side) = (pixels(x - half), pixels(y - half), pixels(2.0 * half));
            if let Some(rect) = Rect::from_xywh(left, top, side, side) {
                let path = PathBuilder::from_rect(rect);
                fill(map, &path, *colour, 1.0);
                edge(map, &path);
            }
        }
        Shape::Text(text) => write(map, text),
    }
}

fn stroke(map: &mut Pixmap, path: &Path, how: &Stroke) {
    let dash = how
        .dash
        .and_then(|[on, off]| StrokeDash::new(vec![pixels(on), pixels(off)], 0.0));
    let stroke = tiny_skia::Stroke {
        width: pixels(how.width),
        line_cap: LineCap::Butt,
        line_join: LineJoin::Round,
        dash,
        ..tiny_skia::Stroke::default()
    };
    map.stroke_path(
        path,
        &paint(how.colour, how.opacity),
        &stroke,
        Transform::identity(),
        None,
    );
}

fn whole(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// The picture of a letter, or of its nearest sign.
fn letter(c: char, bold: bool, height: RasterHeight) -> Option<RasterizedChar> {
    let weight = if bold {
        FontWeight::Bold
    } else {
        FontWeight::Regular
    };
    let near = match c {
        '–' | '—' | '−' => '-',
        '→' => '>',
        '’' | '‘' => '\'',
        '“' | '”' => '"',
        c => c,
    };
    get_raster(near, weight, height).or_else(|| get_raster('?', weight, height))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "places on the sheet; what lies outside is not drawn"
)]
fn write(map: &mut Pixmap, text: &Text) {
    let height = if text.size > 14.0 {
        RasterHeight::Size32
    } else {
        RasterHeight::Size24
    };
    let letters: Vec<RasterizedChar> = text
        .words
        .chars()
        .filter_map(|c| letter(c, text.bold, height))
        .collect();
    let wide = whole(letters.iter().map(RasterizedChar::width).sum());
    let before = match text.anchor {
        Anchor::Start => 0,
        Anchor::Middle => wide / 2,
        Anchor::End => wide,
    };
    let (x, y) = (pixels(text.at[0]) as i64, pixels(text.at[1]) as i64);
    // The base line lies at four fifths of a letter's height.
    let rise = whole(height.val() * 4 / 5);
    let mut along = -before;
    let rgb = text.colour.rgb();
    for letter in &letters {
        for (down, row) in letter.rows().enumerate() {
            for (right, &ink) in row.iter().enumerate() {
                let (a, b) = (along + whole(right), whole(down) - rise);
                let (px, py) = if text.upwards {
                    (x + b, y - a)
                } else {
                    (x + a, y + b)
                };
                let inside = (0..i64::from(map.width())).contains(&px)
                    && (0..i64::from(map.height())).contains(&py);
                if ink > 0 && inside {
                    let at = (py as usize * map.width() as usize + px as usize) * 4;
                    let pixel = &mut map.data_mut()[at..at + 3];
                    for (to, from) in pixel.iter_mut().zip(rgb) {
                        let mixed = u32::from(*to) * (255 - u32::from(ink))
                            + u32::from(from) * u32::from(ink);
                        *to = (mixed / 255) as u8;
                    }
                }
            }
        }
        along += whole(letter.width());
    }
}
