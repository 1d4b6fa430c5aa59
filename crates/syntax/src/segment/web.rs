//! Addresses of the web: URLs, e-mail addresses, domains and file names, which keep their dots and slashes.

use super::line::{Line, is_gap, is_word};

/// Longest e-mail address that is looked for.
const MAX_ADDRESS: usize = 254;
/// What makes 'word.word' a domain or a file name rather than two sentences run together.
const ENDINGS: [&str; 55] = [
    "ai", "au", "biz", "ca", "cn", "co", "com", "csv", "de", "doc", "docx", "edu", "eu", "exe",
    "fr", "gif", "gov", "htm", "html", "il", "in", "info", "int", "io", "iq", "ir", "jp", "jpeg",
    "jpg", "js", "kr", "me", "mil", "mobi", "mp3", "net", "news", "nl", "org", "pdf", "php", "png",
    "ppt", "ru", "tr", "tv", "txt", "ua", "uk", "url", "us", "xls", "xlsx", "xml", "zip",
];

/// How a URL begins.
const HEADS: [&str; 6] = ["http://", "https://", "ftp://", "www.", "mailto:", "doi:"];

/// The end of the URL or e-mail address that starts at `i`, if one does. `run_end` is the next white space,
/// `has_at` whether an '@' stands before it.
pub(super) fn address(line: &Line<'_>, i: usize, run_end: usize, has_at: bool) -> Option<usize> {
    let starts = HEADS.iter().any(|head| line.starts_with(i, head));
    if starts {
        return Some(trimmed(line, i, run_end));
    }
    if has_at { mail(line, i, run_end) } else { None }
}

/// An address ends before the punctuation of the sentence around it.
fn trimmed(line: &Line<'_>, i: usize, run_end: usize) -> usize {
    let inside = line
        .slice(i, run_end)
        .iter()
        .take_while(|c| !matches!(c, '<' | '>' | '"' | '“' | '”' | '«' | '»' | '|'))
        .count();
    let mut end = i + inside;
    let opens = line.slice(i, end).contains(&'(');
    while end > i + 1 {
        match line.at(end - 1) {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | ']' | '*' | '…' => end -= 1,
            ')' if !opens => end -= 1,
            _ => break,
        }
    }
    end
}

fn mail(line: &Line<'_>, i: usize, run_end: usize) -> Option<usize> {
    let is_local = |c: char| is_word(c) || matches!(c, '.' | '+' | '-' | '%');
    let stop = run_end.min(i + MAX_ADDRESS);
    let at = i + line
        .slice(i, stop)
        .iter()
        .take_while(|&&c| is_local(c))
        .count();
    if at == i || at >= stop || line.at(at) != '@' || !is_word(line.at(at + 1)) {
        return None;
    }
    let mut end = at + 1;
    end += line
        .slice(end, stop)
        .iter()
        .take_while(|&&c| is_word(c) || matches!(c, '.' | '-'))
        .count();
    while matches!(line.at(end - 1), '.' | '-') {
        end -= 1;
    }
    Some(end)
}

/// The end of the path behind a domain: '/aB3xYz' in 'pic.example.com/aB3xYz'.
pub(super) fn path(line: &Line<'_>, start: usize, end: usize) -> Option<usize> {
    let last = line.slice(start, end).iter().rposition(|&c| c == '.')?;
    let follows = line.at(end + 1);
    if line.at(end) != '/' || !is_word(follows) || !is_ending(&line.lower(start + last + 1, end)) {
        return None;
    }
    let run = line.chars.iter().skip(end).take_while(|&&c| {
        !is_gap(c) && !matches!(c, '<' | '>' | '"' | '“' | '”' | '«' | '»' | '|')
    });
    Some(trimmed(line, start, end + run.count()))
}

/// Whether a word with dots inside is a domain or a file name.
pub(super) fn is_ending(lower: &str) -> bool {
    ENDINGS.contains(&lower)
}
