-- An archive, format 3. Tables are our own business and change with the format; the views at the end are for people who
-- open the file themselves, and stay. Days count from 1970-01-01. Rows are numbered as they came; nothing that is shown
-- or merged depends on these numbers. What is there already stays: an older file gets what is new by the same words.

CREATE TABLE IF NOT EXISTS meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- What coded: program, network, rules and tables. `material` holds the rules and tables themselves, so that a later
-- coding knows what changed.
CREATE TABLE IF NOT EXISTS coding (
    n           INTEGER PRIMARY KEY,
    fingerprint TEXT NOT NULL UNIQUE,
    coder       TEXT NOT NULL,
    model       TEXT NOT NULL,
    material    TEXT NOT NULL
);

-- `key` is what makes an article the same: its bytes, the id it was given, its address. `copy_of` is the article that
-- stands for all copies of one text, itself where it has none.
CREATE TABLE IF NOT EXISTS article (
    n          INTEGER PRIMARY KEY,
    key        TEXT NOT NULL UNIQUE,
    id         TEXT NOT NULL UNIQUE,
    hash       TEXT NOT NULL,
    coding     INTEGER NOT NULL REFERENCES coding (n),
    copy_of    INTEGER NOT NULL,
    day        INTEGER,
    title      TEXT,
    authors    TEXT NOT NULL,
    date       TEXT,
    date_basis TEXT,
    publisher  TEXT,
    source     TEXT NOT NULL,
    url        TEXT,
    language   TEXT,
    warnings   TEXT NOT NULL,
    leftovers  TEXT NOT NULL,
    marks      BLOB NOT NULL,
    text       TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS article_by_copy ON article (copy_of);
CREATE INDEX IF NOT EXISTS article_by_coding ON article (coding);
CREATE INDEX IF NOT EXISTS article_by_url ON article (url) WHERE url IS NOT NULL;

-- Parts of the MinHash signature of an article's text: copies share one.
CREATE TABLE IF NOT EXISTS band (
    hash    INTEGER NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (hash, article)
) WITHOUT ROWID;

-- `n` is the article's number times 2^17, and the number of the sentence in it.
CREATE TABLE IF NOT EXISTS sentence (
    n     INTEGER PRIMARY KEY,
    start INTEGER NOT NULL,
    end   INTEGER NOT NULL
);

CREATE VIRTUAL TABLE IF NOT EXISTS article_text USING fts5 (
    title, text, lemmas,
    content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE IF NOT EXISTS sentence_text USING fts5 (
    text,
    content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
);

-- What one article tells of one act. `day` and `rank` say where it stands among the reports of its type; `profile` what
-- it is compared by; `reason`, `score` and `matched` why it is of its happening.
CREATE TABLE IF NOT EXISTS report (
    n         INTEGER PRIMARY KEY,
    article   INTEGER NOT NULL REFERENCES article (n),
    label     INTEGER NOT NULL,
    type      TEXT NOT NULL,
    day       INTEGER,
    rank      INTEGER NOT NULL,
    happening INTEGER,
    score     REAL,
    reason    TEXT,
    matched   INTEGER,
    profile   TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS report_by_article ON report (article);
CREATE INDEX IF NOT EXISTS report_by_day ON report (type, day, rank);
CREATE INDEX IF NOT EXISTS report_by_happening ON report (happening);

-- What is asked of an event. `record` has all of it; what only repeats the article is left out there.
CREATE TABLE IF NOT EXISTS event (
    n          INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    article    INTEGER NOT NULL REFERENCES article (n),
    seq        INTEGER NOT NULL,
    sentence   INTEGER NOT NULL,
    report     INTEGER,
    type       TEXT NOT NULL,
    mode       TEXT,
    status     TEXT NOT NULL,
    date       TEXT,
    confidence REAL
);
CREATE INDEX IF NOT EXISTS event_by_article ON event (article, seq);
CREATE INDEX IF NOT EXISTS event_by_report ON event (report);
CREATE INDEX IF NOT EXISTS event_by_sentence ON event (sentence);

CREATE TABLE IF NOT EXISTS record (
    event INTEGER PRIMARY KEY REFERENCES event (n),
    json  TEXT NOT NULL
);

-- One act, whoever told of it. `founder` is its first report in the order of merging, `reach` the last day on which a
-- report may still join.
CREATE TABLE IF NOT EXISTS happening (
    n          INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    founder    INTEGER NOT NULL UNIQUE,
    type       TEXT NOT NULL,
    mode       TEXT,
    status     TEXT NOT NULL,
    quad       INTEGER NOT NULL,
    scale      REAL,
    day        INTEGER,
    date       TEXT,
    anchor     INTEGER,
    reach      INTEGER,
    place      TEXT,
    country    TEXT,
    confidence REAL,
    events     INTEGER NOT NULL,
    articles   INTEGER NOT NULL,
    sources    INTEGER NOT NULL,
    digest     TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS happening_by_day ON happening (day, type);
CREATE INDEX IF NOT EXISTS happening_by_type ON happening (type, day);
CREATE INDEX IF NOT EXISTS happening_by_anchor ON happening (type, anchor, reach);

-- Names of parties, each once.
CREATE TABLE IF NOT EXISTS name (
    n    INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
);
CREATE VIRTUAL TABLE IF NOT EXISTS name_text USING fts5 (
    text, content = 'name', content_rowid = 'n', tokenize = 'unicode61 remove_diacritics 2'
);

-- Who is in a happening: role 0 acts, 1 is acted upon. `sectors` has a space on each side of each.
CREATE TABLE IF NOT EXISTS party (
    happening INTEGER NOT NULL,
    role      INTEGER NOT NULL,
    code      TEXT NOT NULL,
    sectors   TEXT NOT NULL,
    name      INTEGER NOT NULL,
    day       INTEGER
);
CREATE INDEX IF NOT EXISTS party_by_happening ON party (happening);
CREATE INDEX IF NOT EXISTS party_by_code ON party (code, role, day, happening, sectors, name);
CREATE INDEX IF NOT EXISTS party_by_name ON party (name, role, day, happening);

-- Who acts upon whom, by code; where several act together and upon nobody, each of them upon each.
CREATE TABLE IF NOT EXISTS dyad (
    actor     TEXT NOT NULL,
    recipient TEXT NOT NULL,
    day       INTEGER,
    happening INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS dyad_by_codes ON dyad (actor, recipient, day, happening);
CREATE INDEX IF NOT EXISTS dyad_by_happening ON dyad (happening);

-- Counts, kept in the transaction that changes what they count. Undated happenings are in none.
CREATE TABLE IF NOT EXISTS dyad_day (
    actor      TEXT NOT NULL,
    recipient  TEXT NOT NULL,
    day        INTEGER NOT NULL,
    type       TEXT NOT NULL,
    status     TEXT NOT NULL,
    happenings INTEGER NOT NULL,
    events     INTEGER NOT NULL,
    PRIMARY KEY (actor, recipient, day, type, status)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS dyad_month (
    month      INTEGER NOT NULL,
    actor      TEXT NOT NULL,
    recipient  TEXT NOT NULL,
    status     TEXT NOT NULL,
    happenings INTEGER NOT NULL,
    events     INTEGER NOT NULL,
    PRIMARY KEY (month, actor, recipient, status)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS type_month (
    month      INTEGER NOT NULL,
    type       TEXT NOT NULL,
    status     TEXT NOT NULL,
    happenings INTEGER NOT NULL,
    events     INTEGER NOT NULL,
    PRIMARY KEY (month, type, status)
) WITHOUT ROWID;

-- Two reports that an analyst brought together or took apart.
CREATE TABLE IF NOT EXISTS decision (
    report   INTEGER NOT NULL,
    other    INTEGER NOT NULL,
    together INTEGER NOT NULL,
    PRIMARY KEY (report, other)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS decision_by_other ON decision (other);

-- What an analyst says of a coded act, kept apart from it so that it survives a new coding: the act is found again by
-- the words that name it.
CREATE TABLE IF NOT EXISTS correction (
    n        INTEGER PRIMARY KEY,
    article  INTEGER NOT NULL REFERENCES article (n),
    start    INTEGER NOT NULL,
    end      INTEGER NOT NULL,
    type     TEXT NOT NULL,
    field    TEXT NOT NULL,
    value    TEXT NOT NULL,
    other    TEXT,
    note     TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS correction_by_article ON correction (article);

-- What the coder had of the articles that have corrections.
CREATE TABLE IF NOT EXISTS coded_event (
    article INTEGER NOT NULL REFERENCES article (n),
    seq     INTEGER NOT NULL,
    json    TEXT NOT NULL,
    PRIMARY KEY (article, seq)
) WITHOUT ROWID;

-- What earlier codings had of the articles that a later one changed; `batch` is the coding that changed them.
CREATE TABLE IF NOT EXISTS past_event (
    n       INTEGER PRIMARY KEY,
    batch   INTEGER NOT NULL REFERENCES coding (n),
    article INTEGER NOT NULL REFERENCES article (n),
    coding  INTEGER NOT NULL REFERENCES coding (n),
    json    TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS past_event_by_batch ON past_event (batch, article);

-- Feeds that are followed, by the address that the list of feeds has: where each is now, by what its server tells that
-- nothing changed, when it was last asked and for how many seconds from then on it is to be left alone.
CREATE TABLE IF NOT EXISTS feed (
    url           TEXT PRIMARY KEY,
    moved         TEXT,
    etag          TEXT,
    last_modified TEXT,
    asked         INTEGER NOT NULL,
    wait          INTEGER NOT NULL,
    failures      INTEGER NOT NULL,
    fault         TEXT
) WITHOUT ROWID;

-- Entries of feeds that were dealt with, by the address of their page, or by feed and id where they are whole; why not,
-- where a page could not be had, and after how many tries.
CREATE TABLE IF NOT EXISTS entry (
    key   TEXT PRIMARY KEY,
    done  INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    fault TEXT
) WITHOUT ROWID;

CREATE VIEW IF NOT EXISTS articles AS
SELECT a.id, a.hash, a.title, a.authors, a.date, a.date_basis, a.publisher, a.url, a.language, a.text, a.warnings,
       (SELECT c.id FROM article c WHERE c.n = a.copy_of) AS copy_of, c.coder, c.model
FROM article a JOIN coding c ON c.n = a.coding;

CREATE VIEW IF NOT EXISTS leftovers AS
SELECT a.id AS article, l.value ->> 'text' AS text, l.value ->> 'reason' AS reason
FROM article a, json_each(a.leftovers) l;

CREATE VIEW IF NOT EXISTS sentences AS
SELECT a.id AS article, s.n % 131072 AS sequence, s.start, s.end,
       CAST(substr(CAST(a.text AS BLOB), s.start + 1, s.end - s.start) AS TEXT) AS text
FROM sentence s JOIN article a ON a.n = s.n / 131072;

CREATE VIEW IF NOT EXISTS events AS
SELECT e.id, a.id AS article, e.sentence % 131072 AS sentence, e.type AS event, e.mode, e.status, e.date, e.confidence,
       h.id AS happening, r.json AS record
FROM event e JOIN article a ON a.n = e.article JOIN record r ON r.event = e.n
LEFT JOIN report p ON p.n = e.report LEFT JOIN happening h ON h.n = p.happening;

CREATE VIEW IF NOT EXISTS evidence AS
SELECT e.id AS event, v.value ->> 'field' AS field, v.value ->> 'text' AS text,
       v.value ->> '$.bytes[0]' AS start, v.value ->> '$.bytes[1]' AS end, v.value ->> 'rule' AS rule
FROM event e JOIN record r ON r.event = e.n, json_each(r.json, '$.evidence') v;

CREATE VIEW IF NOT EXISTS happenings AS
SELECT id, type AS event, mode, status, quad AS quad_code, scale AS event_scale, date, place, country, confidence,
       events, articles, sources
FROM happening;

CREATE VIEW IF NOT EXISTS parties AS
SELECT h.id AS happening, CASE p.role WHEN 0 THEN 'actor' ELSE 'recipient' END AS role,
       nullif(p.code, '---') AS code, trim(p.sectors) AS sectors, n.text AS name
FROM party p JOIN happening h ON h.n = p.happening JOIN name n ON n.n = p.name;

-- Why each report is of its happening.
CREATE VIEW IF NOT EXISTS mentions AS
SELECT h.id AS happening, e.id AS event, a.id AS article, a.source, p.reason, p.score,
       (SELECT min(m.id) FROM event m WHERE m.report = p.matched) AS matched
FROM report p JOIN happening h ON h.n = p.happening JOIN event e ON e.report = p.n JOIN article a ON a.n = p.article;

CREATE VIEW IF NOT EXISTS daily AS
SELECT actor, recipient, date(day * 86400, 'unixepoch') AS date, type AS event, status, happenings, events FROM dyad_day;

CREATE VIEW IF NOT EXISTS monthly AS
SELECT printf('%04d-%02d', month / 12, month % 12 + 1) AS month, type AS event, status, happenings, events
FROM type_month;

CREATE VIEW IF NOT EXISTS corrections AS
SELECT a.id AS article, c.start, c.end, c.type AS event, c.field, c.value, c.other, c.note
FROM correction c JOIN article a ON a.n = c.article;

CREATE VIEW IF NOT EXISTS feeds AS
SELECT url, moved, datetime(asked, 'unixepoch') AS asked, failures, fault FROM feed;
