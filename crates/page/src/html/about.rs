//! What a page says of its article outside the body: title, authors, dates, publisher, address.
//!
//! Several places say each of these; they are asked in the order of how seldom they are wrong. Where it was read is kept.

use super::feature::{Lines, words};
use super::linked::Stated;
use super::outline::{NoteKind, Outline};
use super::tag::HEADING;
use crate::byline::{self, Byline};
use crate::date::{self, Order};
use crate::people::{self, people};
use crate::{Article, PageDate};

/// Fields of `meta` elements, most trusted first.
const TITLE: &[&str] = &["og:title", "twitter:title", "dc.title", "parsely-title"];
const AUTHOR: &[&str] = &[
    "author",
    "article:author",
    "article:author_name",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "byline",
    "authors",
    "article.author",
    "author_name",
    "citation_author",
    "twitter:creator",
];
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "article:published",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "article:publicationdate",
    "publication_date",
    "publish-date",
    "publishdate",
    "pubdate",
    "published-date",
    "cxenseparse:recs:publishtime",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "dcterms.date",
    "citation_publication_date",
    "originalpublicationdate",
    "article_date_original",
    "article.created",
    "displaydate",
    "ptime",
    "date",
];
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "article:modified",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "lastmod",
    "article.updated",
    "dcterms.modified",
    "dc.date.modified",
    "revision_date",
];
const PUBLISHER: &[&str] = &[
    "og:site_name",
    "application-name",
    "publisher",
    "dc.publisher",
    "article:publisher",
];
const ADDRESS: &[&str] = &["og:url", "twitter:url"];

impl Outline<'_> {
    fn meta(&self, keys: &[&str]) -> impl Iterator<Item = &str> {
        keys.iter().flat_map(|key| {
            let metas = self.head.metas.iter();
            metas
                .filter(move |(k, _)| k == key)
                .map(|(_, v)| v.as_str())
        })
    }
}

/// The name of the site, as far as the page says it.
fn publisher(outline: &Outline<'_>, stated: &Stated) -> Option<String> {
    let meta = outline.meta(PUBLISHER).find(|p| !p.contains("://"));
    stated
        .publisher
        .clone()
        .or_else(|| meta.map(str::to_owned))
        .filter(|p| p.chars().count() < 80)
}

/// The headline, without the site's name.
pub(super) fn title(outline: &Outline<'_>, stated: &Stated) -> Option<String> {
    let mut all = stated
        .headline
        .as_deref()
        .into_iter()
        .chain(outline.meta(TITLE))
        .chain(std::iter::once(outline.head.title.as_str()))
        .map(str::trim)
        .filter(|t| !t.is_empty());
    let Some(first) = all.next() else {
        // A fragment without a head: its first heading.
        return ["h1", "h2"].iter().find_map(|tag| {
            headings(outline, tag)
                .find(|line| words(line).len() > 2)
                .map(str::to_owned)
        });
    };
    let site = publisher(outline, stated);
    let bare = without_site(first, site.as_deref());
    // The heading of the page is what its readers see; the window's title may be cut or longer.
    let (wanted, window) = (words(bare), words(&outline.head.title));
    let heading = headings(outline, "h1").find(|line| {
        let heading = words(line);
        heading.len() > 2 && (starts(&wanted, &heading) || starts(&window, &heading))
    });
    Some(heading.unwrap_or(bare).to_owned())
}

/// The lines of the headings of one rank, in order.
fn headings<'o>(outline: &'o Outline<'_>, tag: &str) -> impl Iterator<Item = &'o str> {
    outline
        .blocks
        .iter()
        .filter(move |b| outline.nodes[b.node].tag.name == tag)
        .map(|b| outline.line(b))
}

fn starts(long: &[String], short: &[String]) -> bool {
    long.len() >= short.len() && long.iter().zip(short).all(|(a, b)| a == b)
}

/// 'Headline | Site' without what follows the last sign, if that is the site's name or short beside the headline.
fn without_site<'t>(title: &'t str, site: Option<&str>) -> &'t str {
    for sign in [" | ", " - ", " – ", " — ", " « ", " » ", " :: "] {
        if let Some((head, tail)) = title.rsplit_once(sign) {
            let is_site = site.is_some_and(|s| {
                let (tail, site) = (words(tail), words(s));
                starts(&tail, &site) || starts(&site, &tail)
            });
            let tail_words = tail.split_whitespace().count();
            let short = sign != " - " && tail_words <= 4 && head.split_whitespace().count() >= 4;
            if is_site || short {
                return head.trim();
            }
        }
    }
    title
}

/// How far from the first line of the body a byline may stand, in lines.
const ABOVE: usize = 14;
const BELOW: usize = 3;

/// What the lines around the beginning of the body say, nearest to it last.
fn bylines(outline: &Outline<'_>, first: usize, order: Order) -> Vec<(usize, Byline)> {
    let heading = outline
        .blocks
        .iter()
        .take(first + 1)
        .rposition(|b| outline.nodes[b.node].tag.is(HEADING) && b.chars > 15);
    let from = heading.map_or(first.saturating_sub(ABOVE), |h| {
        h.saturating_sub(3).max(first.saturating_sub(3 * ABOVE))
    });
    let to = (first + BELOW + 1).min(outline.blocks.len());
    let mut all = Vec::new();
    let mut open = false;
    for at in from..to {
        let line = outline.line(&outline.blocks[at]);
        let lower = line.to_lowercase();
        if let Some(found) = byline::read_in(line, order) {
            open = false;
            all.push((at, found));
        } else if open {
            // 'By' on a line of its own.
            let authors = people(line);
            open = false;
            if !authors.is_empty() {
                all.push((
                    at,
                    Byline {
                        authors,
                        ..Byline::default()
                    },
                ));
            }
        } else if matches!(
            lower.trim_end_matches(':'),
            "by" | "written by" | "author" | "posted by" | "von" | "por"
        ) {
            open = true;
        }
    }
    all
}

/// Fill in what the page says of its article; `first` is the first line of its body.
pub(super) fn fill(
    outline: &Outline<'_>,
    stated: &Stated,
    lines: &Lines,
    first: usize,
    article: &mut Article,
) {
    let head = &outline.head;
    let language = stated.language.as_deref().or(head.language.as_deref());
    let order = Order::of_language(language.unwrap_or_default());
    article.publisher = publisher(outline, stated);
    let address = head
        .canonical
        .as_deref()
        .into_iter()
        .chain(stated.url.as_deref())
        .chain(outline.meta(ADDRESS))
        .find(|u| u.starts_with("http://") || u.starts_with("https://"))
        .map(str::to_owned);
    if article.url.is_none() {
        article.url = address;
    }
    let bylines = bylines(outline, first, order);
    authors(outline, stated, lines, first, &bylines, article);

    let dated = |value: Option<String>, basis: &str| {
        value.map(|value| PageDate {
            value,
            basis: basis.to_owned(),
        })
    };
    let note = |kind: NoteKind| {
        let near = |at: usize| at <= first + 2 * ABOVE && at + 4 * ABOVE > first;
        let notes = outline.notes.iter();
        notes
            .filter(|n| n.kind == kind && (kind != NoteKind::Time || near(n.block)))
            .find_map(|n| date::day(&n.text, order))
    };
    let day = |text: &str| date::day(text, order);
    let linked = stated.published.as_deref().and_then(day);
    let visible = bylines.iter().find_map(|(_, b)| b.date.clone());
    let published = dated(linked, "json-ld")
        .or_else(|| dated(outline.meta(PUBLISHED).find_map(day), "metadata"))
        .or_else(|| dated(note(NoteKind::Published), "metadata"))
        .or_else(|| dated(visible, "byline"))
        .or_else(|| dated(note(NoteKind::Time), "time"))
        .or_else(|| dated(article.url.as_deref().and_then(date::in_url), "url"));
    // A time of Greenwich may be a day off; what readers saw, or the address, has the publisher's day.
    let raw = stated
        .published
        .as_deref()
        .or_else(|| outline.meta(PUBLISHED).next());
    let local = bylines
        .iter()
        .find_map(|(_, b)| b.date.clone())
        .map(|day| (day, "byline"))
        .into_iter()
        .chain(
            article
                .url
                .as_deref()
                .and_then(date::in_url)
                .map(|day| (day, "url")),
        );
    let published = published.map(|stated| {
        let local = local
            .filter(|(day, _)| {
                raw.is_some_and(date::is_universal) && date::adjoin(day, &stated.value)
            })
            .map(|(value, basis)| PageDate {
                value,
                basis: basis.to_owned(),
            })
            .next();
        local.unwrap_or(stated)
    });
    if article.date.is_none() {
        article.date = published;
    }
    let visible = bylines.iter().find_map(|(_, b)| b.updated.clone());
    article.updated = dated(stated.modified.as_deref().and_then(day), "json-ld")
        .or_else(|| dated(outline.meta(MODIFIED).find_map(day), "metadata"))
        .or_else(|| dated(note(NoteKind::Modified), "metadata"))
        .or_else(|| dated(visible, "byline"));
}

/// Who wrote it: what the page states, unless the visible byline names more.
fn authors(
    outline: &Outline<'_>,
    stated: &Stated,
    lines: &Lines,
    first: usize,
    bylines: &[(usize, Byline)],
    article: &mut Article,
) {
    let site: Vec<String> = article.publisher.as_deref().map(words).unwrap_or_default();
    let is_site = |name: &String| words(name) == site;
    let listed = |all: &mut dyn Iterator<Item = &str>| {
        let mut names: Vec<String> = Vec::new();
        for name in all.flat_map(people) {
            if !is_site(&name) && !names.iter().any(|n| n.eq_ignore_ascii_case(&name)) {
                names.push(name);
            }
        }
        names
    };
    let linked = listed(&mut stated.authors.iter().map(String::as_str));
    let metas = AUTHOR
        .iter()
        .map(|key| listed(&mut outline.meta(&[key])))
        .find(|names| !names.is_empty())
        .unwrap_or_default();
    let seen: Vec<String> = bylines
        .iter()
        .map(|(_, b)| b.authors.clone())
        .find(|a| !a.is_empty())
        .unwrap_or_default();
    let mut names = if linked.is_empty() { metas } else { linked };
    let holds = |names: &[String]| {
        names
            .iter()
            .all(|n| seen.iter().any(|s| s.eq_ignore_ascii_case(n)))
    };
    if seen.len() > names.len() && holds(&names) {
        names.clone_from(&seen);
    }
    if names.is_empty() {
        let one = |text: &str| {
            let name = people::signature(text)?;
            let known = words(&name);
            (!known.iter().all(|w| site.contains(w)) && !text.contains("://")).then_some(name)
        };
        let fields = stated.authors.iter().map(String::as_str);
        names.extend(fields.chain(outline.meta(AUTHOR)).find_map(one));
    }
    if names.is_empty() {
        names = seen.iter().filter(|n| !is_site(n)).cloned().collect();
    }
    if names.is_empty() {
        // An element that is marked as the author's, above the body or right below it.
        let end = (0..lines.looks.len())
            .rev()
            .find(|&at| lines.is_kept(at))
            .unwrap_or(first);
        let mut marked: Vec<String> = Vec::new();
        for note in &outline.notes {
            let near = note.block + 4 * ABOVE > first && note.block <= first + BELOW
                || note.block >= end && note.block <= end + BELOW;
            if note.kind == NoteKind::Author && near && note.text.split_whitespace().count() < 14 {
                let found = people(&note.text);
                if marked.is_empty() && !found.is_empty() {
                    marked = found;
                }
            }
        }
        marked.retain(|n| !is_site(n) && people::is_name(n));
        names = marked;
    }
    article.authors = names;
}
