//! Where does a word or a number end, and is it one word or several?
//!
//! Letters and digits hold together; what stands between two of them decides for itself: an apostrophe opens a
//! contraction or belongs to a name, a period belongs to an acronym, a hyphen parts unless a prefix stands before
//! it, a slash parts words and joins numbers.

use super::abbreviation::{self, Kind};
use super::line::{Line, Piece, is_apostrophe, is_word};
use super::{contraction, hyphen, number, web};

/// A longer run of letters is cut: no word is, and every rule stays linear.
const MAX_CHARACTERS: usize = 256;

/// What came before a word, as far as the rules ask.
#[derive(Debug, Default)]
pub(super) struct Context {
    /// The piece before.
    pub(super) previous: Option<Piece>,
    /// Whether a single quotation mark is open, so that the next lone apostrophe may close it.
    pub(super) open_single: bool,
}

/// Cuts the word that starts at `start`, a letter or digit; gives where it ends and, where its last period is
/// that of an abbreviation, the kind.
pub(super) fn cut(
    line: &Line<'_>,
    start: usize,
    context: &Context,
    out: &mut Vec<Piece>,
) -> (usize, Option<Kind>) {
    if line.at(start).is_ascii_digit() {
        let (end, is_done) = number::number(line, start);
        if is_done {
            out.push(Piece {
                start,
                end,
                glued: false,
            });
            return (end, None);
        }
    }
    let mut end = run(line, start, start);
    if let Some(code) = number::currency_code(line, start, end) {
        out.push(Piece {
            start,
            end: code,
            glued: false,
        });
        return (code, None);
    }
    loop {
        let (sign, next) = (line.at(end), line.at(end + 1));
        if end - start >= MAX_CHARACTERS {
            break;
        }
        if is_apostrophe(sign) {
            match apostrophe(line, start, end, context, out) {
                Apostrophe::Inside(to) => end = to,
                Apostrophe::Done(to) => return (to, None),
                Apostrophe::Outside => break,
            }
            continue;
        }
        let joined = match sign {
            '.' if is_word(next) => {
                // 'E.coli', 'J.K.Rowling': initials keep their period where the space is missing.
                let joins = dot_joins(line, start, end);
                if !joins && next.is_alphabetic() && is_initials(line, start, end) {
                    out.push(Piece {
                        start,
                        end: end + 1,
                        glued: false,
                    });
                    return (end + 1, Some(Kind::Title));
                }
                joins
            }
            '.' => {
                let previous = context.previous.map_or_else(String::new, |p| {
                    line.lower(p.start, p.end.min(p.start + 32))
                });
                return match abbreviation::kind(line, start, end, &previous) {
                    Some(kind) => {
                        out.push(Piece {
                            start,
                            end: end + 1,
                            glued: false,
                        });
                        (end + 1, Some(kind))
                    }
                    None => (finish(line, start, end, out), None),
                };
            }
            '-' | '‐' | '‑' if is_word(next) => {
                let left = if is_capital(line, start, end) && end - start > 1
                    || line.before(start) == '-'
                {
                    String::new() // 'UN-led' has no prefix, nor has what follows a hyphen.
                } else {
                    line.lower(start, end)
                };
                hyphen::joins(&left, &line.lower(end + 1, line.run(end + 1).min(end + 32)))
            }
            '&' if is_word(next) => {
                is_capital(line, start, end)
                    && is_capital(line, end + 1, line.run(end + 1).min(end + 32))
                    && end - start <= 4
            }
            '/' if is_word(next) => {
                end - start == 1
                    && line.run(end + 1) == end + 2
                    && line.at(start).is_alphabetic()
                    && line.at(end + 1).is_alphabetic()
            }
            '@' | '*' => next.is_alphabetic(),
            '$' => return currency(line, start, end, out),
            _ => false,
        };
        if !joined {
            if sign == '/'
                && let Some(to) = web::path(line, start, end)
            {
                end = to;
            }
            break;
        }
        end = run(line, end + 1, start);
    }
    (finish(line, start, end, out), None)
}

fn run(line: &Line<'_>, from: usize, start: usize) -> usize {
    let rest = line.slice(from, start + MAX_CHARACTERS);
    from + rest.iter().position(|&c| !is_word(c)).unwrap_or(rest.len())
}

/// Pushes a word, in its parts if it is several written together.
fn finish(line: &Line<'_>, start: usize, end: usize, out: &mut Vec<Piece>) -> usize {
    let end = match line.slice(end, end + 2) {
        // 'C++', 'Yahoo!' are names.
        ['+', '+'] if end - start == 1 => end + 2,
        ['!', ..]
            if matches!(line.text(start, end).as_str(), "Yahoo" | "Jeopardy")
                && !line.at(end + 1).is_ascii_punctuation() =>
        {
            end + 1
        }
        _ => end,
    };
    let is_shouted = end - start <= 3 && is_capital(line, start, end);
    let parts = if end - start > 8 || is_shouted {
        &[]
    } else {
        contraction::parts(line.slice(start, end))
    };
    let mut from = start;
    for &length in parts {
        out.push(Piece {
            start: from,
            end: from + length,
            glued: from > start,
        });
        from += length;
    }
    out.push(Piece {
        start: from,
        end,
        glued: from > start,
    });
    end
}

enum Apostrophe {
    Inside(usize),
    Done(usize),
    Outside,
}

fn apostrophe(
    line: &Line<'_>,
    start: usize,
    end: usize,
    context: &Context,
    out: &mut Vec<Piece>,
) -> Apostrophe {
    if !is_word(line.at(end + 1)) {
        let is_plural = matches!(line.before(end), 's' | 'S' | 'z' | 'x')
            && end - start > 1
            && matches!(line.at(end), '\'' | '’');
        let is_quoted = context.open_single;
        if is_quoted || !is_plural {
            return Apostrophe::Outside;
        }
        out.push(Piece {
            start,
            end,
            glued: false,
        });
        out.push(Piece {
            start: end,
            end: end + 1,
            glued: true,
        });
        return Apostrophe::Done(end + 1);
    }
    let tail_end = line.run(end + 1).min(start + MAX_CHARACTERS);
    let tail = line.lower(end + 1, tail_end);
    let is_free = !matches!(line.at(tail_end), '-') || tail == "s";
    if tail == "t" && matches!(line.before(end), 'n' | 'N') && end - start > 1 {
        out.push(Piece {
            start,
            end: end - 1,
            glued: false,
        });
        out.push(Piece {
            start: end - 1,
            end: tail_end,
            glued: true,
        });
        return Apostrophe::Done(clitics(line, tail_end, out));
    }
    if tail == "ma" && line.lower(start, end) == "i" {
        out.push(Piece {
            start,
            end,
            glued: false,
        });
        out.push(Piece {
            start: end,
            end: tail_end - 1,
            glued: true,
        });
        out.push(Piece {
            start: tail_end - 1,
            end: tail_end,
            glued: true,
        });
        return Apostrophe::Done(tail_end);
    }
    if contraction::is_clitic(&tail) && is_free {
        if tail == "s" && is_decade(line, start, end) {
            return Apostrophe::Inside(tail_end);
        }
        out.push(Piece {
            start,
            end,
            glued: false,
        });
        return Apostrophe::Done(clitics(line, end, out));
    }
    if (tail == "on" && line.lower(start, end) == "c") && matches!(line.at(end), '\'' | '’') {
        return Apostrophe::Inside(tail_end);
    }
    Apostrophe::Inside(tail_end)
}

/// '1990's' and '60's' are years; '2003's' is of 2003.
fn is_decade(line: &Line<'_>, start: usize, end: usize) -> bool {
    let digits = line.slice(start, end);
    digits.iter().all(char::is_ascii_digit) && (digits.len() <= 2 || digits.last() == Some(&'0'))
}

/// The contractions that follow each other from `end`, as in 'he'd've'.
fn clitics(line: &Line<'_>, mut end: usize, out: &mut Vec<Piece>) -> usize {
    while is_apostrophe(line.at(end)) {
        let tail_end = line.run(end + 1);
        if tail_end > end + 3 || !contraction::is_clitic(&line.lower(end + 1, tail_end)) {
            break;
        }
        out.push(Piece {
            start: end,
            end: tail_end,
            glued: true,
        });
        end = tail_end;
    }
    end
}

/// Whether the dot at `end` between letters is part of the word: acronyms, domains, file names.
fn dot_joins(line: &Line<'_>, start: usize, end: usize) -> bool {
    let last = line
        .slice(start, end)
        .iter()
        .rev()
        .take_while(|&&c| c != '.')
        .count();
    let next_end = line.run(end + 1).min(end + 40);
    let next_length = next_end - end - 1;
    // 'Report.Com' is no domain, 'REPORT.COM' is.
    let is_titled = line.at(end + 1).is_uppercase() && !is_capital(line, end + 1, next_end);
    if !is_titled && web::is_ending(&line.lower(end + 1, next_end)) {
        return true;
    }
    if last <= 2 && next_length == 1 {
        return true;
    }
    let goes_on = line.at(next_end) == '.' && is_word(line.at(next_end + 1));
    let is_short =
        last <= 2 && next_length <= 2 && !line.at(end.saturating_sub(1)).is_ascii_digit();
    let is_version = line.at(end + 1).is_ascii_digit() && line.before(end).is_ascii_digit();
    let is_title = matches!(line.text(start, end).as_str(), "Lt" | "Maj" | "Brig")
        && line.text(end + 1, next_end) == "Gen";
    let has_dot = last < end - start;
    let is_lower_chain =
        (goes_on || has_dot) && line.at(start).is_lowercase() && line.at(end + 1).is_lowercase();
    is_short || is_version || is_title || is_lower_chain
}

fn is_initials(line: &Line<'_>, start: usize, end: usize) -> bool {
    line.slice(start, end)
        .split(|&c| c == '.')
        .all(|part| matches!(part, [c] if c.is_uppercase()))
}

fn is_capital(line: &Line<'_>, start: usize, end: usize) -> bool {
    line.slice(start, end).iter().all(|c| c.is_uppercase()) && end > start
}

/// 'US$' is one sign.
fn currency(
    line: &Line<'_>,
    start: usize,
    end: usize,
    out: &mut Vec<Piece>,
) -> (usize, Option<Kind>) {
    let is_country = matches!(
        line.text(start, end).as_str(),
        "US" | "A" | "AU" | "C" | "CA" | "HK" | "NT" | "NZ" | "S" | "R" | "U" | "Z" | "J" | "TT"
    );
    let end = if is_country { end + 1 } else { end };
    out.push(Piece {
        start,
        end,
        glued: false,
    });
    (end, None)
}
