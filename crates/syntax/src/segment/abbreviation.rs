//! Which words keep their period, and what may follow them in the same sentence?
//!
//! A period after an abbreviation belongs to the word; whether it also ends the sentence is for
//! `boundary` to decide, by the kind given here.

use super::line::Line;

/// What an abbreviation tells of the word after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Stands before a name: ends a sentence only before a word that is none ('Mr.', 'Gen.', 'St.', 'J.K.').
    Title,
    /// A letter: an initial, unless a word follows that begins sentences and no names ('Plan B. The').
    Initial,
    /// Stands before a number ('No.', 'p.', 'Fig.'): an abbreviation only if one follows.
    BeforeNumber,
    /// A time of the day: a sentence ends unless a day, a zone or a small letter follows ('a.m.').
    Time,
    /// Anything else: the next word decides ('U.S.', 'Inc.', 'Jan.').
    Other,
}

#[rustfmt::skip]
const TITLES: [&str; 71] = [
    "Adj", "Adm", "Amb", "Asst", "Atty", "Brig", "Bro", "Capt", "Cdr", "Cmdr", "Col", "Comdr", "Comm", "Cpl", "Cpt",
    "Dr", "Drs", "Ens", "Esq", "Fr", "Ft", "Gen", "Gens", "Gov", "Govs", "Hon", "Insp", "Lieut", "Lt", "Maj", "Messrs",
    "Mgr", "Mlle", "Mlles", "Mme", "Mmes", "Mr", "Mrs", "Ms", "Msgr", "Mt", "Mx", "Ofc", "Pfc", "Pres", "Prof",
    "Profs", "Pvt", "Rep", "Reps", "Rev", "Revd", "SSgt", "Sec", "Sen", "Sens", "Sgt", "Sp", "Spc", "Spec", "Sra", "Srta",
    "St", "Sta", "Ste", "Sto", "Supt", "Treas", "Visc", "Vizier", "Mssrs",
];

#[rustfmt::skip]
const OTHERS: [&str; 126] = [
    "Aug", "Apr", "Dec", "Feb", "Jan", "Jul", "Jun", "Nov", "Oct", "Sep", "Sept", "Fri", "Mon", "Thu", "Thur", "Thurs", "Tue",
    "Tues", "Wed", "Assn", "Assoc", "Ave", "Bldg", "Blvd", "Bros", "Cie", "Co", "Conf", "Corp", "Cos", "Ctr", "Dept",
    "Dist", "Div", "Ed", "Eds", "Est", "Ext", "Govt", "Hwy", "Inc", "Inst", "Intl", "Jr", "Ltd", "Mfg", "Mtn", "Natl",
    "Pkwy", "Pl", "Plc", "Pte", "Pty", "Rd", "Sr", "Ste", "Tel", "Univ", "Ala", "Ariz", "Ark", "Calif", "Colo", "Conn",
    "Del", "Fla", "Ga", "Ind", "Kan", "Ky", "Md", "Mich", "Minn", "Mo", "Mont", "Neb", "Nev", "Okla", "Ont",
    "Que", "Tenn", "Va", "Vt", "Wis", "Wyo", "al", "approx", "cf", "dept", "ed", "eds", "eg", "esp", "est", "etc", "ext", "ft", "govt",
    "hr", "hrs", "ie", "inc", "incl", "lb", "lbs", "max", "mi", "min", "mins", "misc", "mos", "mph", "oz", "rel", "resp", "ret", "Ret",
    "sq", "tel", "trans", "transl", "univ", "vs", "viz", "wk", "yrs",
];

/// Abbreviations that are words too: only before a number.
const BEFORE_NUMBER: [&str; 42] = [
    "No", "Nos", "no", "nos", "Art", "Arts", "Ch", "Chap", "Fig", "Figs", "Op", "Par", "Para",
    "Pt", "Rs", "Sat", "Sect", "Sun", "Vol", "Vols", "Mar", "art", "c", "ca", "ch", "chap", "fig",
    "figs", "op", "p", "para", "pp", "pt", "sec", "sect", "vol", "vols", "b", "d", "r", "v", "div",
];

/// Units, short only where the sentence goes on in small letters: '3,000 sq. km. of land'.
const UNITS: [&str; 8] = ["cm", "hr", "kg", "km", "lb", "mm", "sec", "yd"];

/// States that are words or parts of words too: only after a comma.
const AFTER_COMMA: [&str; 14] = [
    "Ill", "La", "Mass", "Me", "Miss", "Ore", "Pa", "Tex", "Wash", "W.Va", "Id", "Ida", "Ia",
    "Penn",
];

/// After these a single letter is a name of its own, not an initial ('Vitamin C. The').
const BEFORE_LETTER: [&str; 12] = [
    "appendix",
    "class",
    "exhibit",
    "grade",
    "group",
    "hepatitis",
    "part",
    "plan",
    "section",
    "type",
    "vitamin",
    "option",
];

/// The kind of the abbreviation `start..end`, without its period that stands at `end`; nothing if the period is
/// not its own. `previous` is the word before it, lower-cased.
pub(super) fn kind(line: &Line<'_>, start: usize, end: usize, previous: &str) -> Option<Kind> {
    // 'ex-Col.', 'Vice-Adm.': a prefix changes nothing.
    let hyphen = line.slice(start, end).iter().rposition(|&c| c == '-');
    let start = hyphen.map_or(start, |at| start + at + 1);
    let word = line.text(start, end);
    let next = line.skip_gap(end + 1);
    let follows = line.at(next);
    if next >= line.chars.len() && end + 1 == start + 2 {
        return None;
    }
    if word.contains('.') {
        return is_acronym(&word).then(|| acronym_kind(&word));
    }
    if let [letter] = line.slice(start, end) {
        return letter_kind(*letter, follows, previous);
    }
    if TITLES.contains(&word.as_str())
        || (word.chars().all(char::is_uppercase)
            && matches!(word.as_str(), "DR" | "MR" | "MRS" | "MS" | "ST"))
    {
        // 'He lives on Main St.' is told from 'St. Louis' by what follows.
        let named = follows.is_alphabetic()
            || follows.is_ascii_digit()
            || matches!(follows, '"' | '“' | '\'' | '‘' | '(' | '[' | ',' | ';');
        return (named || next >= line.chars.len()).then_some(Kind::Title);
    }
    if OTHERS.contains(&word.as_str()) {
        return Some(Kind::Other);
    }
    if BEFORE_NUMBER.contains(&word.as_str()) {
        return (follows.is_ascii_digit() || (follows == '#')).then_some(Kind::BeforeNumber);
    }
    if UNITS.contains(&word.as_str()) && follows.is_lowercase() {
        return Some(Kind::Other);
    }
    if AFTER_COMMA.contains(&word.as_str()) {
        return (previous == ",").then_some(Kind::Other);
    }
    matches!(word.as_str(), "Ph" | "Sc").then_some(Kind::Other)
}

/// 'U.S', 'a.m', 'Ph.D', 'M.Sc': at most three letters between the dots.
fn is_acronym(word: &str) -> bool {
    word.split('.').all(|part| {
        !part.is_empty() && part.chars().count() <= 3 && part.chars().all(char::is_alphabetic)
    }) && word
        .split('.')
        .next()
        .is_some_and(|part| part.chars().count() <= 2)
}

fn acronym_kind(word: &str) -> Kind {
    match word.to_ascii_lowercase().as_str() {
        "a.m" | "p.m" => Kind::Time,
        "a.k.a" | "e.g" | "f.k.a" | "i.e" | "lt.gen" | "maj.gen" => Kind::Title,
        // 'J.K. Rowling', but 'in the U.S. Rowling'.
        "u.s" | "u.n" | "u.k" | "d.c" | "l.a" | "e.u" | "u.a.e" | "u.s.a" | "u.s.s.r" | "p.o"
        | "b.c" | "n.c" | "n.d" | "n.h" | "n.j" | "n.m" | "n.y" | "n.z" | "r.i" | "s.c" | "s.d" => {
            Kind::Other
        }
        lower if lower.len() == 3 && word.chars().all(|c| c == '.' || c.is_uppercase()) => {
            Kind::Title
        }
        _ => Kind::Other,
    }
}

fn letter_kind(letter: char, follows: char, previous: &str) -> Option<Kind> {
    if letter.is_lowercase() {
        let is_life = matches!(letter, 'b' | 'd' | 'm' | 'r') && matches!(previous, "(" | ";");
        let is_number =
            follows.is_ascii_digit() && matches!(letter, 'p' | 'c' | 'b' | 'd' | 'r' | 'v');
        return (is_number || is_life || letter == 'v' && follows.is_uppercase())
            .then_some(Kind::BeforeNumber);
    }
    let is_second = previous.ends_with('.') && previous.chars().count() == 2;
    let name_follows = follows.is_alphabetic()
        || matches!(follows, ',' | '-' | '.')
        || is_second && (follows.is_ascii_digit() || follows == '(');
    let is_initial = letter.is_uppercase() && name_follows && !BEFORE_LETTER.contains(&previous);
    // 'and I. The' and 'World War I. The' end there; 'I. Khan' is rarer than they are.
    (is_initial && letter != 'I').then_some(Kind::Initial)
}
