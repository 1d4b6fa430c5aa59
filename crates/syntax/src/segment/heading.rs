//! Where does a line without a full stop give over to a sentence on the same line? After a dateline, a heading with
//! its date, a caption's number.

use super::boundary::Sides;

/// Agencies as datelines name them, besides those in capitals: behind these a dateline ends without any dash too.
const AGENCIES: [&str; 14] = [
    "Anadolu",
    "Antara",
    "Bernama",
    "Bloomberg",
    "Dawn",
    "Interfax",
    "Kyodo",
    "Pajhwok",
    "Petra",
    "Reuter",
    "Reuters",
    "Tasnim",
    "Xinhua",
    "Yonhap",
];

/// More pieces than this no dateline has: 'KHAN YOUNIS, Gaza Strip, Jan. 5 (Reuters) -'.
const LONGEST_DATELINE: usize = 14;

const DAYS: [&str; 7] = [
    "Friday",
    "Monday",
    "Saturday",
    "Sunday",
    "Thursday",
    "Tuesday",
    "Wednesday",
];

#[rustfmt::skip]
const MONTHS: [&str; 12] = [
    "April", "August", "December", "February", "January", "July", "June", "March", "May", "November", "October", "September",
];

/// The first piece after the dateline of a paragraph: 'BEIRUT (Reuters) - ', 'Kampala, Uganda (AP) — '. Both treebanks
/// make it a sentence of its own. Without an agency in brackets, the place has to be in capitals, or a town with its country;
/// where a sentence starts within a paragraph, at `from`, both are needed.
pub(super) fn dateline(sides: &Sides<'_>, from: usize) -> Option<usize> {
    let is_shouted = is_shouted(sides.piece(from));
    if !is_shouted && (from > 0 || !sides.first(from).is_uppercase()) {
        return None;
    }
    let (mut has_comma, mut has_agency, mut is_open) = (false, false, false);
    for k in from..sides.pieces.len().min(from + LONGEST_DATELINE) {
        let piece = sides.piece(k);
        match piece {
            ['-' | '–' | '—'] | ['-', '-'] if k > from && !is_open => {
                let is_wide = sides.gap_before(k) && sides.gap_before(k + 1);
                if !is_wide && (piece != ['—'] || sides.gap_before(k)) && !has_agency {
                    // A hyphen within a name.
                    continue;
                }
                let goes_on =
                    (k + 1..k + 4).any(|m| sides.piece(m).iter().any(|c| c.is_lowercase()));
                let starts = sides.first(k + 1).is_uppercase() || sides.opens(k + 1);
                let is_place = has_agency || from == 0 && (is_shouted || (has_comma && is_wide));
                return (goes_on && starts && is_place).then_some(k + 1);
            }
            ['('] if k > from && sides.gap_before(k) => is_open = true,
            [')'] if is_open => {
                is_open = false;
                has_agency = matches!(sides.first(k + 1), '-' | '–' | '—');
                // 'Lima, April 3 (EFE) The president said': of Indian and Spanish agencies no dash follows, of others a
                // colon, or a quotation mark that was a dash once.
                let is_agency = (is_capital(sides.piece(k - 1)) || sides.is(k - 1, &AGENCIES))
                    && sides.first(k - 2) == '(';
                let is_lost_dash =
                    matches!(sides.piece(k + 1), [':' | '"' | '_']) && sides.gap_before(k + 2);
                let next = k + 1 + usize::from(is_lost_dash);
                let goes_on =
                    (next..next + 3).any(|m| sides.piece(m).iter().any(|c| c.is_lowercase()));
                if is_agency
                    && (has_comma || is_shouted)
                    && goes_on
                    && sides.first(next).is_uppercase()
                {
                    return Some(next);
                }
            }
            [','] => has_comma = true,
            ['.' | '/' | '\'' | '’'] => {}
            _ if is_open => {}
            _ if is_shouted && !has_comma && !is_capital(piece) => return None,
            [first, ..] if first.is_uppercase() || first.is_ascii_digit() => {}
            _ if sides.is(k, &["al", "de", "el", "of"]) => {}
            _ => return None,
        }
    }
    None
}

fn is_capital(piece: &[char]) -> bool {
    !piece.iter().any(|c| c.is_lowercase())
}

fn is_shouted(piece: &[char]) -> bool {
    piece.len() > 2 && piece.iter().all(|c| c.is_uppercase())
}

/// Whether 'Tuesday, March 3, 2020' stands at `k`.
fn is_date(sides: &Sides<'_>, k: usize) -> bool {
    let is_number = |k: usize| sides.first(k).is_ascii_digit();
    sides.is(k, &DAYS)
        && sides.piece(k + 1) == [',']
        && sides.is(k + 2, &MONTHS)
        && is_number(k + 3)
        && sides.piece(k + 4) == [',']
        && sides.piece(k + 5).len() == 4
        && is_number(k + 5)
}

/// Where the date begins that closes a heading: 'Miners end their strike Tuesday, March 3, 2020' as a whole line.
pub(super) fn closing_date(sides: &Sides<'_>) -> Option<usize> {
    let at = sides.pieces.len().checked_sub(6).filter(|&at| at > 1)?;
    (is_date(sides, at) && !goes_before_date(sides, at)).then_some(at)
}

/// 'on Tuesday, March 3, 2020' is no date of its own.
fn goes_before_date(sides: &Sides<'_>, at: usize) -> bool {
    let before = at.wrapping_sub(1);
    matches!(sides.first(before), ',' | '(' | '-' | '–' | '—')
        || sides.is(
            before,
            &[
                "after", "before", "by", "for", "from", "of", "on", "since", "till", "to", "until",
            ],
        )
}

/// Where a heading gives over to the next sentence, right before `k` or some pieces on: 'Figure 1.3 This map',
/// 'A Title Tuesday, March 3, 2020 The text', 'A caption Photo: AFP'. `dated` is what [`closing_date`] found.
pub(super) fn gives_over(
    sides: &Sides<'_>,
    start: usize,
    k: usize,
    dated: Option<usize>,
) -> Option<usize> {
    if dated == Some(k) && k > start {
        return dated;
    }
    let is_number = |k: usize| sides.first(k).is_ascii_digit();
    let is_caption =
        k == start + 2 && sides.is(start, &["Figure", "Table"]) && is_number(start + 1);
    if is_caption && sides.first(k).is_uppercase() {
        return Some(k);
    }
    if sides.is(k, &["Image", "Photo", "Photograph"])
        && sides.piece(k + 1) == [':']
        && sides.first(k - 1).is_alphanumeric()
    {
        return Some(k);
    }
    if is_date(sides, k)
        && sides.first(k + 6).is_uppercase()
        && !sides.first(k - 1).is_lowercase()
        && !matches!(sides.first(k - 1), ',' | '(' | '-')
    {
        return Some(k);
    }
    (k >= start + 6 && is_date(sides, start) && k == start + 6 && sides.first(k).is_uppercase())
        .then_some(k)
}

/// Whether the paragraph is an entry of a list of sources, which is one sentence however many full stops it has: an
/// address at its end, a year, a quoted title with its full stop, and no verb of a clause.
pub(super) fn is_reference(sides: &Sides<'_>) -> bool {
    const VERBS: [&str; 12] = [
        "are", "be", "been", "had", "has", "have", "is", "said", "says", "was", "were", "will",
    ];
    let n = sides.pieces.len();
    let is_address = |k: usize| {
        sides.piece(k).len() > 6
            && ["http", "doi:", "www."].iter().any(|head| {
                let piece = sides.piece(k).get(..4).unwrap_or_default();
                head.chars().eq(piece.iter().copied())
            })
    };
    if n > 60 || !(n.saturating_sub(5)..n).any(is_address) {
        return false;
    }
    let is_year = |k: usize| {
        let piece = sides.piece(k);
        piece.len() == 4 && matches!(piece, ['1', '9', ..] | ['2', '0', ..])
    };
    let closes = |k: usize| matches!(sides.first(k), '"' | '”');
    let is_title = |k: usize| closes(k) && (sides.first(k - 1) == '.' || sides.first(k + 1) == '.');
    (1..n).any(is_year) && (1..n).any(is_title) && !(0..n).any(|k| sides.is(k, &VERBS))
}

/// '(1965)', '(Three Sinners, 1950)': a bracket that ends in a year.
pub(super) fn is_year_in_brackets(sides: &Sides<'_>, k: usize) -> bool {
    let close = (k + 2..k + 8).find(|&m| sides.piece(m) == [')']);
    sides.piece(k) == ['(']
        && close.is_some_and(|close| {
            let year = sides.piece(close - 1);
            year.len() == 4 && year.iter().all(char::is_ascii_digit)
        })
}
