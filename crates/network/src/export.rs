//! The network for other programs: `GraphML`, GEXF, CSV and JSON, as networkx, Gephi and spreadsheets read them.
//!
//! Every format has the same fields, by the same names. Numbers are written in the shortest form that reads back the same.

use std::fmt::Write as _;

use crate::window::{Network, Tie};

/// A field of a tie: its name, whether it is a whole number, and its value.
type Field = (&'static str, bool, fn(&Tie) -> f64);

const FIELDS: &[Field] = &[
    ("sign", true, |t| f64::from(t.sign)),
    ("weight", false, |t| t.weight),
    ("stability", false, |t| t.stability),
    ("cooperation", false, |t| t.tally.cooperation()),
    ("conflict", false, |t| t.tally.conflict()),
    ("happenings", true, |t| f64::from(t.tally.happenings)),
    ("mentions", true, |t| f64::from(t.tally.mentions)),
    ("verbal_cooperation", true, |t| f64::from(t.tally.quads[0])),
    ("material_cooperation", true, |t| {
        f64::from(t.tally.quads[1])
    }),
    ("verbal_conflict", true, |t| f64::from(t.tally.quads[2])),
    ("material_conflict", true, |t| f64::from(t.tally.quads[3])),
    ("plover", false, |t| t.tally.plover()),
    ("goldstein", false, |t| t.tally.goldstein()),
];

/// Text as XML has it; characters that XML cannot hold are left out.
pub(crate) fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c < ' ' => {}
            c => out.push(c),
        }
    }
    out
}

fn json(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c < ' ' => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn csv(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// As [`GraphML`](http://graphml.graphdrawing.org).
pub fn graphml(network: &Network) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
    );
    for (name, whole, _) in FIELDS {
        let kind = if *whole { "long" } else { "double" };
        let _ = writeln!(
            out,
            "  <key id=\"{name}\" for=\"edge\" attr.name=\"{name}\" attr.type=\"{kind}\"/>"
        );
    }
    let direction = if network.directed {
        "directed"
    } else {
        "undirected"
    };
    let _ = writeln!(out, "  <graph edgedefault=\"{direction}\">");
    for name in &network.names {
        let _ = writeln!(out, "    <node id=\"{}\"/>", xml(name));
    }
    for tie in &network.ties {
        let (a, b) = (xml(network.name(tie.a)), xml(network.name(tie.b)));
        let _ = writeln!(out, "    <edge source=\"{a}\" target=\"{b}\">");
        for (name, _, value) in FIELDS {
            let _ = writeln!(out, "      <data key=\"{name}\">{}</data>", value(tie));
        }
        out.push_str("    </edge>\n");
    }
    out.push_str("  </graph>\n</graphml>\n");
    out
}

/// As [GEXF](https://gexf.net) 1.2.
pub fn gexf(network: &Network) -> String {
    let direction = if network.directed {
        "directed"
    } else {
        "undirected"
    };
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <gexf xmlns=\"http://www.gexf.net/1.2draft\" version=\"1.2\">\n  \
         <graph defaultedgetype=\"{direction}\" mode=\"static\">\n    <attributes class=\"edge\">\n"
    );
    for (name, whole, _) in FIELDS.iter().filter(|f| f.0 != "weight") {
        let kind = if *whole { "long" } else { "double" };
        let _ = writeln!(
            out,
            "      <attribute id=\"{name}\" title=\"{name}\" type=\"{kind}\"/>"
        );
    }
    out.push_str("    </attributes>\n    <nodes>\n");
    for name in &network.names {
        let name = xml(name);
        let _ = writeln!(out, "      <node id=\"{name}\" label=\"{name}\"/>");
    }
    out.push_str("    </nodes>\n    <edges>\n");
    for (i, tie) in network.ties.iter().enumerate() {
        let (a, b) = (xml(network.name(tie.a)), xml(network.name(tie.b)));
        let _ = writeln!(
            out,
            "      <edge id=\"{i}\" source=\"{a}\" target=\"{b}\" weight=\"{}\">\n        <attvalues>",
            tie.weight
        );
        for (name, _, value) in FIELDS.iter().filter(|f| f.0 != "weight") {
            let _ = writeln!(
                out,
                "          <attvalue for=\"{name}\" value=\"{}\"/>",
                value(tie)
            );
        }
        out.push_str("        </attvalues>\n      </edge>\n");
    }
    out.push_str("    </edges>\n  </graph>\n</gexf>\n");
    out
}

/// Comma-separated values under a header, one tie a line.
pub fn table(network: &Network) -> String {
    let mut out = String::from("a,b");
    for (name, _, _) in FIELDS {
        out.push(',');
        out.push_str(name);
    }
    out.push('\n');
    for tie in &network.ties {
        let (a, b) = (csv(network.name(tie.a)), csv(network.name(tie.b)));
        let _ = write!(out, "{a},{b}");
        for (_, _, value) in FIELDS {
            let _ = write!(out, ",{}", value(tie));
        }
        out.push('\n');
    }
    out
}

/// As node-link JSON, which networkx and d3 read.
pub fn node_link(network: &Network) -> String {
    let mut out = format!(
        "{{\"directed\":{},\"multigraph\":false,\"graph\":{{}},\"nodes\":[",
        network.directed
    );
    for (i, name) in network.names.iter().enumerate() {
        let comma = if i > 0 { "," } else { "" };
        let _ = write!(out, "{comma}\n{{\"id\":{}}}", json(name));
    }
    out.push_str("],\"edges\":[");
    for (i, tie) in network.ties.iter().enumerate() {
        let comma = if i > 0 { "," } else { "" };
        let (a, b) = (json(network.name(tie.a)), json(network.name(tie.b)));
        let _ = write!(out, "{comma}\n{{\"source\":{a},\"target\":{b}");
        for (name, _, value) in FIELDS {
            let _ = write!(out, ",\"{name}\":{}", value(tie));
        }
        out.push('}');
    }
    out.push_str("]}\n");
    out
}
