//! A table of the registry as rows of named cells.

/// A row and its line.
#[derive(Debug, Clone)]
pub(super) struct Row<'t> {
    pub(super) line: usize,
    pub(super) text: &'t str,
    cells: Vec<&'t str>,
}

/// One table.
#[derive(Debug)]
pub(super) struct Table<'t> {
    pub(super) name: &'t str,
    columns: Vec<&'t str>,
    pub(super) rows: Vec<Row<'t>>,
}

impl<'t> Table<'t> {
    pub(super) fn new(name: &'t str, text: &'t str) -> Self {
        let lines = text.lines().enumerate();
        let mut lines = lines.filter(|(_, l)| !l.is_empty() && !l.starts_with('#'));
        let columns = lines.next().map_or("", |(_, header)| header);
        Self {
            name,
            columns: columns.split('\t').collect(),
            rows: lines
                .map(|(at, text)| Row {
                    line: at + 1,
                    text,
                    cells: text.split('\t').map(str::trim).collect(),
                })
                .collect(),
        }
    }

    pub(super) fn has(&self, column: &str) -> bool {
        self.columns.contains(&column)
    }

    pub(super) fn cell(&self, row: &Row<'t>, column: &str) -> &'t str {
        let at = self.columns.iter().position(|c| *c == column);
        at.and_then(|at| row.cells.get(at))
            .copied()
            .unwrap_or_default()
    }

    pub(super) fn list(
        &self,
        row: &Row<'t>,
        column: &str,
    ) -> impl Iterator<Item = &'t str> + use<'t> {
        let all = self.cell(row, column).split(';').map(str::trim);
        all.filter(|name| !name.is_empty())
    }
}
