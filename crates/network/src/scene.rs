//! What is drawn, before it is a file: shapes on a white sheet, written here as SVG, and by who wants it as pixels.
//!
//! Colours are those of Okabe and Ito, which people with any kind of colour vision tell apart; what they mean is always
//! said by a shape or a dash as well.

use std::fmt::Write as _;

use crate::export::xml;

/// A colour of the palette.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Colour {
    Black,
    Grey,
    LightGrey,
    White,
    Blue,
    SkyBlue,
    Vermillion,
    Orange,
    Green,
    Purple,
}

impl Colour {
    /// Red, green, blue.
    pub const fn rgb(self) -> [u8; 3] {
        match self {
            Self::Black => [0x1a, 0x1a, 0x1a],
            Self::Grey => [0x6e, 0x6e, 0x6e],
            Self::LightGrey => [0xdd, 0xdd, 0xdd],
            Self::White => [0xff, 0xff, 0xff],
            Self::Blue => [0x00, 0x72, 0xb2],
            Self::SkyBlue => [0x56, 0xb4, 0xe9],
            Self::Vermillion => [0xd5, 0x5e, 0x00],
            Self::Orange => [0xe6, 0x9f, 0x00],
            Self::Green => [0x00, 0x9e, 0x73],
            Self::Purple => [0xcc, 0x79, 0xa7],
        }
    }

    fn hex(self) -> String {
        let [r, g, b] = self.rgb();
        format!("#{r:02x}{g:02x}{b:02x}")
    }
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    /// Its colour.
    pub colour: Colour,
    /// Its width.
    pub width: f64,
    /// Dash and gap.
    pub dash: Option<[f64; 2]>,
    /// 0 to 1.
    pub opacity: f64,
}

impl Stroke {
    /// A solid line.
    pub const fn solid(colour: Colour, width: f64) -> Self {
        Self {
            colour,
            width,
            dash: None,
            opacity: 1.0,
        }
    }

    /// A dashed line.
    pub const fn dashed(colour: Colour, width: f64, dash: [f64; 2]) -> Self {
        Self {
            colour,
            width,
            dash: Some(dash),
            opacity: 1.0,
        }
    }
}

/// Where a text stands to its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// It begins there.
    Start,
    /// Its middle is there.
    Middle,
    /// It ends there.
    End,
}

/// Something drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A line through points.
    Path(Vec<[f64; 2]>, Stroke),
    /// A filled outline.
    Area(Vec<[f64; 2]>, Colour, f64),
    /// A filled circle with an edge.
    Circle([f64; 2], f64, Colour),
    /// A filled square with an edge, by its middle and half its side.
    Square([f64; 2], f64, Colour),
    /// Words.
    Text(Text),
}

/// Words on a sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// Where its base line is anchored.
    pub at: [f64; 2],
    /// How.
    pub anchor: Anchor,
    /// Height of its letters, about.
    pub size: f64,
    /// Whether it is bold.
    pub bold: bool,
    /// Whether it runs upwards.
    pub upwards: bool,
    /// Its colour.
    pub colour: Colour,
    /// The words.
    pub words: String,
}

/// A sheet with shapes, the first at the bottom.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// What it shows, for who cannot see it.
    pub title: String,
    /// The shapes.
    pub shapes: Vec<Shape>,
}

impl Scene {
    pub(crate) const fn new(width: f64, height: f64, title: String) -> Self {
        Self {
            width,
            height,
            title,
            shapes: Vec::new(),
        }
    }

    pub(crate) fn path(&mut self, points: Vec<[f64; 2]>, stroke: Stroke) {
        self.shapes.push(Shape::Path(points, stroke));
    }

    pub(crate) fn area(&mut self, points: Vec<[f64; 2]>, colour: Colour, opacity: f64) {
        self.shapes.push(Shape::Area(points, colour, opacity));
    }

    pub(crate) fn bar(&mut self, [x, y]: [f64; 2], [right, bottom]: [f64; 2], colour: Colour) {
        let corners = vec![[x, y], [right, y], [right, bottom], [x, bottom]];
        self.area(corners, colour, 1.0);
    }

    pub(crate) fn text(
        &mut self,
        at: [f64; 2],
        anchor: Anchor,
        size: f64,
        words: impl Into<String>,
    ) -> &mut Text {
        self.shapes.push(Shape::Text(Text {
            at,
            anchor,
            size,
            bold: false,
            upwards: false,
            colour: Colour::Black,
            words: words.into(),
        }));
        match self.shapes.last_mut() {
            Some(Shape::Text(text)) => text,
            _ => unreachable!("it was pushed just now"),
        }
    }

    /// The sheet as SVG.
    pub fn svg(&self) -> String {
        let (w, h) = (short(self.width), short(self.height));
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" role=\"img\" \
             font-family=\"'Noto Sans Mono','DejaVu Sans Mono',Menlo,Consolas,monospace\">\n\
             <title>{}</title>\n<rect width=\"{w}\" height=\"{h}\" fill=\"#ffffff\"/>\n",
            xml(&self.title)
        );
        for shape in &self.shapes {
            draw(&mut out, shape);
        }
        out.push_str("</svg>\n");
        out
    }
}

fn points(all: &[[f64; 2]]) -> String {
    let all: Vec<String> = all
        .iter()
        .map(|[x, y]| format!("{},{}", short(*x), short(*y)))
        .collect();
    all.join(" ")
}

/// Two decimals, and no more zeros than needed.
fn short(x: f64) -> String {
    let x = (x * 100.0).round() / 100.0;
    // No minus before nothing.
    format!("{}", if x == 0.0 { 0.0 } else { x })
}

fn draw(out: &mut String, shape: &Shape) {
    let _ = match shape {
        Shape::Path(all, stroke) => {
            let dash = stroke
                .dash
                .map(|[on, off]| format!(" stroke-dasharray=\"{} {}\"", short(on), short(off)))
                .unwrap_or_default();
            let opacity = if stroke.opacity < 1.0 {
                format!(" stroke-opacity=\"{}\"", short(stroke.opacity))
            } else {
                String::new()
            };
            writeln!(
                out,
                "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\"{dash}{opacity}/>",
                points(all),
                stroke.colour.hex(),
                short(stroke.width)
            )
        }
        Shape::Area(all, colour, opacity) => writeln!(
            out,
            "<polygon points=\"{}\" fill=\"{}\" fill-opacity=\"{}\"/>",
            points(all),
            colour.hex(),
            short(*opacity)
        ),
        Shape::Circle([x, y], radius, colour) => writeln!(
            out,
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{}\" stroke=\"#ffffff\" stroke-width=\"1.5\"/>",
            short(*x),
            short(*y),
            short(*radius),
            colour.hex()
        ),
        Shape::Square([x, y], half, colour) => writeln!(
            out,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\" stroke=\"#ffffff\" stroke-width=\"1.5\"/>",
            short(x - half),
            short(y - half),
            short(2.0 * half),
            short(2.0 * half),
            colour.hex()
        ),
        Shape::Text(text) => {
            let anchor = match text.anchor {
                Anchor::Start => "start",
                Anchor::Middle => "middle",
                Anchor::End => "end",
            };
            let (x, y) = (short(text.at[0]), short(text.at[1]));
            let turn = if text.upwards {
                format!(" transform=\"rotate(-90 {x} {y})\"")
            } else {
                String::new()
            };
            let bold = if text.bold {
                " font-weight=\"bold\""
            } else {
                ""
            };
            writeln!(
                out,
                "<text x=\"{x}\" y=\"{y}\" font-size=\"{}\" text-anchor=\"{anchor}\" fill=\"{}\"{bold}{turn}>{}</text>",
                short(text.size),
                text.colour.hex(),
                xml(&text.words)
            )
        }
    };
}
