//! Is a word in capitals, capitalised, a number? The vocabulary is lower-cased, so letter case travels beside it.
//!
//! The classes are those of `shape` in `training/corpus.py`, with Python's meaning of *lower*, *upper* and *digit*:
//! `str.islower` asks for one lower-case character and none that is upper- or title-case, `str.isdigit` takes the
//! decimal digits of every script, superscripts and circled digits.

/// Number of classes, the class of the network's own marks included.
pub const SHAPES: usize = 9;

/// The letter-case class of the word at `index` of its sentence, below [`SHAPES`] - 1.
pub fn shape(form: &str, index: usize) -> u8 {
    let (mut lower, mut upper, mut title, mut digit, mut length) =
        (false, false, false, false, 0_usize);
    let mut first_is_upper = false;
    for (i, c) in form.chars().enumerate() {
        let capital = c.is_uppercase();
        lower |= c.is_lowercase();
        upper |= capital;
        title |= is_title(c);
        digit |= is_digit(c);
        first_is_upper |= i == 0 && capital;
        length = i + 1;
    }
    match (lower, upper, title) {
        (true, false, false) => 1,
        (false, true, false) if length > 1 => 2,
        (false, true, false) => 3,
        _ if first_is_upper && index > 0 => 4,
        _ if first_is_upper => 5,
        _ if digit => 6,
        _ if upper => 7,
        _ => 0,
    }
}

/// Unicode's title-case letters (general category Lt).
const fn is_title(c: char) -> bool {
    matches!(c, 'ǅ' | 'ǈ' | 'ǋ' | 'ǲ' | '\u{1f88}'..='\u{1f8f}' | '\u{1f98}'..='\u{1f9f}'
        | '\u{1fa8}'..='\u{1faf}' | '\u{1fbc}' | '\u{1fcc}' | '\u{1ffc}')
}

fn is_digit(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_digit();
    }
    let code = u32::from(c);
    let decimal = ZEROS.partition_point(|&zero| zero <= code);
    decimal > 0 && code < ZEROS[decimal - 1] + 10
        || OTHER_DIGITS
            .iter()
            .any(|&(first, last)| (first..=last).contains(&code))
}

/// The zero of each script's decimal digits; the other nine follow it (Unicode 14).
const ZEROS: [u32; 66] = [
    0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66,
    0xde6, 0xe50, 0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90,
    0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10,
    0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650,
    0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50, 0x11da0, 0x16a60, 0x16ac0, 0x16b50,
    0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e950, 0x1fbf0,
];

/// Digits that are not decimal: superscripts, circled digits and their like (`Numeric_Type=Digit`).
const OTHER_DIGITS: [(u32, u32); 20] = [
    (0xb2, 0xb3),
    (0xb9, 0xb9),
    (0x1369, 0x1371),
    (0x19da, 0x19da),
    (0x2070, 0x2070),
    (0x2074, 0x2079),
    (0x2080, 0x2089),
    (0x2460, 0x2468),
    (0x2474, 0x247c),
    (0x2488, 0x2490),
    (0x24ea, 0x24ea),
    (0x24f5, 0x24fd),
    (0x24ff, 0x24ff),
    (0x2776, 0x277e),
    (0x2780, 0x2788),
    (0x278a, 0x2792),
    (0x1_0a40, 0x1_0a43),
    (0x1_0e60, 0x1_0e68),
    (0x1_1052, 0x1_105a),
    (0x1_f100, 0x1_f10a),
];
