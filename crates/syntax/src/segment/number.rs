//! Where does a number end? Dates, times, telephone numbers and decimals are one word; units and currencies are not
//! part of it.

use super::hyphen;
use super::line::{Line, is_apostrophe, is_word};

/// A longer number is cut: none is, and each is looked at once.
const MAX_CHARACTERS: usize = 256;

/// Units that UD sets apart from their number: '35 mm', '5 pm'.
const UNITS: [&str; 49] = [
    "AM", "GB", "GHz", "Hz", "K", "KB", "KM", "Kg", "M", "MB", "MHz", "MM", "MW", "PM", "TB", "am",
    "bhp", "bn", "cc", "cl", "cm", "fps", "ft", "g", "gb", "hp", "hr", "hrs", "kHz", "kW", "kWh",
    "kb", "kg", "km", "kmh", "kph", "lb", "lbs", "m", "mb", "mg", "min", "ml", "mm", "mph", "mpg",
    "oz", "pm", "tn",
];

/// Currencies that are written before the number.
const CODES: [&str; 26] = [
    "AED", "AUD", "CAD", "CHF", "CNY", "Dh", "Dhs", "EUR", "GBP", "INR", "JPY", "KES", "KSh",
    "Ksh", "LE", "NGN", "PKR", "QR", "RM", "RMB", "Rp", "Rs", "SR", "Sh", "USD", "ZAR",
];

/// 'Rs500', 'USD20': where the code ends.
pub(super) fn currency_code(line: &Line<'_>, start: usize, end: usize) -> Option<usize> {
    let code = start
        + line
            .slice(start, end)
            .iter()
            .take(4)
            .take_while(|c| c.is_ascii_alphabetic())
            .count();
    (line.at(code).is_ascii_digit() && CODES.contains(&line.text(start, code).as_str()))
        .then_some(code)
}

/// The end of a number, and whether the word ends with it.
pub(super) fn number(line: &Line<'_>, start: usize) -> (usize, bool) {
    let mut end = line.digits(start);
    let mut has_colon = false;
    while end - start < MAX_CHARACTERS {
        let next = line.digits(end + 1);
        if next == end + 1 {
            break;
        }
        match line.at(end) {
            '.' | ',' | '/' => {}
            ':' => has_colon = true,
            '-' => match joined_groups(line, start, end) {
                Some(to) => return (to, !is_word(line.at(to))),
                None => break,
            },
            _ => break,
        }
        end = next;
    }
    let letters = line.run(end);
    if letters == end {
        // '1990's' is left to the rule of apostrophes.
        let is_possessive = is_apostrophe(line.at(end))
            && matches!(line.at(end + 1), 's' | 'S')
            && !is_word(line.at(end + 2));
        return (end, !is_possessive);
    }
    let suffix = line.text(end, letters.min(end + 8));
    let apart = UNITS.contains(&suffix.as_str())
        || (has_colon && !suffix.starts_with(|c: char| c.is_ascii_digit()));
    let is_time = matches!(suffix.as_str(), "a" | "p" | "A" | "P")
        && line.at(letters) == '.'
        && matches!(line.at(letters + 1), 'm' | 'M');
    (end, apart || is_time)
}

/// The end of 'ddd-dddd' and its like from `start`, whose first group ends at `end`.
fn joined_groups(line: &Line<'_>, start: usize, end: usize) -> Option<usize> {
    if line.slice(start, end).iter().any(|c| !c.is_ascii_digit()) {
        return None;
    }
    let (mut groups, mut to) = (vec![end - start], end);
    while line.at(to) == '-' && groups.len() < 5 {
        let next = line.digits(to + 1);
        if next == to + 1 {
            break;
        }
        groups.push(next - to - 1);
        to = next;
    }
    hyphen::is_number(&groups).then_some(to)
}
