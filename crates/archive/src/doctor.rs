//! Is the file whole, do its rows belong together, and does every record still say what its article says?

use std::collections::BTreeMap;

use rusqlite::Result;

use crate::error::StoreError;
use crate::store::Archive;
use crate::store::read::{EVENT, FROM_EVENT, event_of};

/// Most faults of a kind that are told one by one.
const TOLD: usize = 10;

/// What was looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Check {
    /// What.
    pub name: &'static str,
    /// How many things were looked at.
    pub looked_at: usize,
    /// How many were at fault.
    pub n_faults: usize,
    /// The first of them.
    pub faults: Vec<String>,
}

impl Check {
    fn new(name: &'static str) -> Self {
        Self {
            name,
            ..Self::default()
        }
    }

    fn fault(&mut self, what: String) {
        self.n_faults += 1;
        if self.faults.len() < TOLD {
            self.faults.push(what);
        }
    }
}

/// Rows that must have another, and what they are without it.
const ORPHANS: &[(&str, &str)] = &[
    (
        "event without record",
        "SELECT e.id FROM event e LEFT JOIN record k ON k.event = e.n WHERE k.event IS NULL",
    ),
    (
        "record without event",
        "SELECT k.event FROM record k LEFT JOIN event e ON e.n = k.event WHERE e.n IS NULL",
    ),
    (
        "event without article",
        "SELECT e.id FROM event e LEFT JOIN article a ON a.n = e.article WHERE a.n IS NULL",
    ),
    (
        "event without report",
        "SELECT e.id FROM event e LEFT JOIN report r ON r.n = e.report WHERE r.n IS NULL",
    ),
    (
        "event without sentence",
        "SELECT e.id FROM event e LEFT JOIN sentence s ON s.n = e.sentence WHERE s.n IS NULL",
    ),
    (
        "report without article",
        "SELECT r.n FROM report r LEFT JOIN article a ON a.n = r.article WHERE a.n IS NULL",
    ),
    (
        "report without event",
        "SELECT r.n FROM report r LEFT JOIN event e ON e.report = r.n WHERE e.n IS NULL",
    ),
    (
        "report without happening",
        "SELECT r.n FROM report r LEFT JOIN happening h ON h.n = r.happening WHERE h.n IS NULL",
    ),
    (
        "happening without its founder",
        "SELECT h.id FROM happening h LEFT JOIN report r ON r.n = h.founder AND r.happening = h.n WHERE r.n IS NULL",
    ),
    (
        "party without happening",
        "SELECT p.happening FROM party p LEFT JOIN happening h ON h.n = p.happening WHERE h.n IS NULL",
    ),
    (
        "party without name",
        "SELECT p.happening FROM party p LEFT JOIN name n ON n.n = p.name WHERE n.n IS NULL",
    ),
    (
        "dyad without happening",
        "SELECT d.happening FROM dyad d LEFT JOIN happening h ON h.n = d.happening WHERE h.n IS NULL",
    ),
    (
        "sentence without article",
        "SELECT s.n FROM sentence s LEFT JOIN article a ON a.n = s.n >> 17 WHERE a.n IS NULL",
    ),
    (
        "signature without article",
        "SELECT b.article FROM band b LEFT JOIN article a ON a.n = b.article WHERE a.n IS NULL",
    ),
    (
        "article that stands for copies and is none",
        "SELECT a.id FROM article a LEFT JOIN article o ON o.n = a.copy_of AND o.copy_of = o.n WHERE o.n IS NULL",
    ),
    (
        "article without what coded it",
        "SELECT a.id FROM article a LEFT JOIN coding g ON g.n = a.coding WHERE g.n IS NULL",
    ),
    (
        "decision on no report",
        "SELECT d.report FROM decision d LEFT JOIN report r ON r.n = d.report LEFT JOIN report o ON o.n = d.other WHERE r.n IS NULL OR o.n IS NULL",
    ),
];

/// Counts that must be those of the rows: kept by one, counted by the other.
const COUNTS: &[(&str, &str)] = &[
    (
        "month and type",
        "WITH counted AS (SELECT CAST(strftime('%Y', day * 86400, 'unixepoch') AS INTEGER) * 12
           + CAST(strftime('%m', day * 86400, 'unixepoch') AS INTEGER) - 1 AS month, type, status, count(*) n, sum(events) m
           FROM happening WHERE day IS NOT NULL GROUP BY 1, 2, 3)
         SELECT month || ' ' || type || ' ' || status FROM (
           SELECT * FROM (SELECT * FROM counted EXCEPT SELECT * FROM type_month)
           UNION ALL SELECT * FROM (SELECT * FROM type_month EXCEPT SELECT * FROM counted))",
    ),
    (
        "dyad and day",
        "WITH counted AS (SELECT d.actor, d.recipient, d.day, h.type, h.status, count(*) n, sum(h.events) m
           FROM dyad d JOIN happening h ON h.n = d.happening WHERE d.day IS NOT NULL GROUP BY 1, 2, 3, 4, 5)
         SELECT actor || ' ' || recipient || ' ' || date(day * 86400, 'unixepoch') FROM (
           SELECT * FROM (SELECT * FROM counted EXCEPT SELECT * FROM dyad_day)
           UNION ALL SELECT * FROM (SELECT * FROM dyad_day EXCEPT SELECT * FROM counted))",
    ),
];

impl Archive {
    /// Look at everything; what is found is told, and nothing is changed.
    pub fn doctor(&self) -> std::result::Result<Vec<Check>, StoreError> {
        let look = || -> Result<Vec<Check>> {
            Ok(vec![
                self.pages()?,
                self.orphans()?,
                self.counts()?,
                self.records()?,
            ])
        };
        look().map_err(|e| self.store_error(e))
    }

    /// What coded how many articles: program, network, fingerprint, articles.
    pub fn codings(&self) -> std::result::Result<Vec<(String, String, String, i64)>, StoreError> {
        let read = || {
            self.connection
                .prepare(
                    "SELECT g.coder, g.model, substr(g.fingerprint, 1, 12), count(a.n) FROM coding g
                     LEFT JOIN article a ON a.coding = g.n GROUP BY g.n ORDER BY g.n",
                )?
                .query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))?
                .collect::<Result<_>>()
        };
        read().map_err(|e| self.store_error(e))
    }

    fn pages(&self) -> Result<Check> {
        let mut check = Check::new("pages of the file");
        let count = self
            .connection
            .pragma_query_value(None, "page_count", |r| r.get(0))?;
        check.looked_at = count;
        self.connection
            .pragma_query(None, "integrity_check", |row| {
                let told: String = row.get(0)?;
                if told != "ok" {
                    check.fault(told);
                }
                Ok(())
            })?;
        Ok(check)
    }

    fn orphans(&self) -> Result<Check> {
        let mut check = Check::new("rows that need another");
        for (what, sql) in ORPHANS {
            check.looked_at += 1;
            let mut find = self.connection.prepare(sql)?;
            let mut rows = find.query([])?;
            while let Some(row) = rows.next()? {
                let which: rusqlite::types::Value = row.get(0)?;
                let which = match which {
                    rusqlite::types::Value::Text(text) => text,
                    rusqlite::types::Value::Integer(n) => n.to_string(),
                    _ => "?".to_owned(),
                };
                check.fault(format!("{what}: {which}"));
            }
        }
        Ok(check)
    }

    fn counts(&self) -> Result<Check> {
        let mut check = Check::new("counts against rows");
        for (what, sql) in COUNTS {
            check.looked_at += 1;
            let mut find = self.connection.prepare(sql)?;
            let mut rows = find.query([])?;
            while let Some(row) = rows.next()? {
                check.fault(format!("{what}: {}", row.get::<_, String>(0)?));
            }
        }
        Ok(check)
    }

    /// Every record read, held against the contract, and its evidence read again in its article.
    fn records(&self) -> Result<Check> {
        let mut check = Check::new("records and their evidence");
        let sql = format!("{EVENT}, a.n, e.id {FROM_EVENT} ORDER BY e.article, e.seq");
        let mut find = self.connection.prepare(&sql)?;
        let mut text = self
            .connection
            .prepare("SELECT text FROM article WHERE n = ?")?;
        // The text of one article at a time.
        let mut texts: BTreeMap<i64, String> = BTreeMap::new();
        let mut rows = find.query([])?;
        while let Some(row) = rows.next()? {
            check.looked_at += 1;
            let (article, id): (i64, String) = (row.get(9)?, row.get(10)?);
            let Some(event) = event_of(row)? else {
                check.fault(format!("{id}: its record cannot be read"));
                continue;
            };
            if !texts.contains_key(&article) {
                texts.clear();
                texts.insert(article, text.query_row([article], |r| r.get(0))?);
            }
            let text = texts.get(&article).map_or("", String::as_str);
            if let Some(fault) = plover::validate::verify(&event.event, text)
                .into_iter()
                .next()
            {
                check.fault(format!("{id}: {fault}"));
            }
        }
        Ok(check)
    }
}
