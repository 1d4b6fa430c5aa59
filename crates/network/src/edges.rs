//! Signed edges from a table: tab-separated rows under a header that names the columns `a`, `b` and `sign`.
//!
//! A column `window`, where there is one, tells several networks in one table apart; other columns are passed over. A
//! sign is `1`, `+1`, `+`, `-1`, `-` or any number but 0. A line that cannot be read is told and the others are used;
//! only a table without these columns is refused.

use std::collections::BTreeMap;
use std::fmt;

use crate::graph::Builder;

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

/// What a table holds.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Edges by window, in the order of their names; a table without windows has one, named "".
    pub windows: BTreeMap<String, Builder>,
    /// Lines that could not be used.
    pub faults: Vec<Fault>,
}

/// Read a table.
///
/// ```
/// let table = network::edges::read("a\tb\tsign\nIRN\tSYR\t1\nIRN\tIRQ\tminus\n").unwrap();
/// assert_eq!(table.faults[0].to_string(), "line 3: 'minus' is no sign; it is 1 or -1");
/// let (graph, _) = table.windows[""].clone().build();
/// assert_eq!(graph.edges().len(), 1);
/// ```
pub fn read(text: &str) -> Result<Table, Fault> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = (1..)
        .zip(text.lines())
        .filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#'));
    let (line, header) = lines.next().ok_or(Fault {
        line: 1,
        reason: "the table is empty; its first line names the columns 'a', 'b' and 'sign'"
            .to_owned(),
    })?;
    let names: Vec<&str> = header.split('\t').map(str::trim).collect();
    let place = |name: &str| names.iter().position(|n| *n == name);
    let (Some(a), Some(b), Some(sign)) = (place("a"), place("b"), place("sign")) else {
        let reason = format!(
            "the first line has to name the columns 'a', 'b' and 'sign', separated by tabs; it is '{header}'"
        );
        return Err(Fault { line, reason });
    };
    let window = place("window");
    let mut table = Table::default();
    if window.is_none() {
        table.windows.entry(String::new()).or_default();
    }
    for (line, text) in lines {
        let cells: Vec<&str> = text.split('\t').map(str::trim).collect();
        match row(&cells, names.len(), [a, b, sign]) {
            Err(reason) => table.faults.push(Fault { line, reason }),
            Ok((a, b, positive)) => {
                let name = window.map_or("", |w| cells[w]);
                table
                    .windows
                    .entry(name.to_owned())
                    .or_default()
                    .add(a, b, positive);
            }
        }
    }
    Ok(table)
}

fn row<'a>(
    cells: &[&'a str],
    columns: usize,
    [a, b, sign]: [usize; 3],
) -> Result<(&'a str, &'a str, bool), String> {
    if cells.len() != columns {
        return Err(format!(
            "it has {} cells where the header has {columns}",
            cells.len()
        ));
    }
    let (a, b, sign) = (cells[a], cells[b], cells[sign]);
    if a.is_empty() || b.is_empty() {
        return Err("an end of the edge has no name".to_owned());
    }
    let positive = match sign {
        "+" => true,
        "-" | "\u{2212}" => false,
        number => match number.parse::<f64>() {
            Ok(x) if x > 0.0 => true,
            Ok(x) if x < 0.0 => false,
            _ => return Err(format!("'{sign}' is no sign; it is 1 or -1")),
        },
    };
    Ok((a, b, positive))
}
