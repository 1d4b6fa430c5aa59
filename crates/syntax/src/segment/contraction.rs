//! Where do contractions part? As in UD: 'don't' is 'do' and 'n't', 'it's' is 'it' and ''s', 'gonna' is 'gon'
//! and 'na', and their words stand under one multiword token.

/// What may follow an apostrophe as a word of its own.
pub(super) fn is_clitic(tail: &str) -> bool {
    matches!(tail, "s" | "m" | "d" | "ll" | "re" | "ve")
}

/// Written-together forms, and how many characters each of their words but the last has.
const TOGETHER: [(&str, &[usize]); 42] = [
    ("aint", &[2]),
    ("arent", &[3]),
    ("c'mon", &[3]),
    ("cannot", &[3]),
    ("cant", &[2]),
    ("couldnt", &[5]),
    ("couldve", &[5]),
    ("didnt", &[3]),
    ("doesnt", &[4]),
    ("dont", &[2]),
    ("dunno", &[2, 1]),
    ("gonna", &[3]),
    ("gotta", &[3]),
    ("hadnt", &[3]),
    ("hasnt", &[3]),
    ("havent", &[4]),
    ("hes", &[2]),
    ("im", &[1]),
    ("isnt", &[2]),
    ("itll", &[2]),
    ("ive", &[1]),
    ("mustnt", &[4]),
    ("outta", &[3]),
    ("shes", &[3]),
    ("shouldnt", &[6]),
    ("shouldve", &[6]),
    ("thats", &[4]),
    ("theres", &[5]),
    ("theyll", &[4]),
    ("theyre", &[4]),
    ("theyve", &[4]),
    ("wanna", &[3]),
    ("wasnt", &[3]),
    ("werent", &[4]),
    ("weve", &[2]),
    ("whats", &[4]),
    ("wont", &[2]),
    ("wouldnt", &[5]),
    ("wouldve", &[5]),
    ("youll", &[3]),
    ("youre", &[3]),
    ("youve", &[3]),
];

/// The parts of a form that is written together, in letters of any size; nothing for most words.
pub(super) fn parts(form: &[char]) -> &'static [usize] {
    let lower = || form.iter().map(char::to_ascii_lowercase);
    TOGETHER
        .binary_search_by(|(known, _)| known.chars().cmp(lower()))
        .map_or(&[], |i| TOGETHER[i].1)
}

/// Words that begin with an apostrophe: ''em', ''til', ''90s'.
pub(super) fn starts_with_apostrophe(tail: &str) -> bool {
    matches!(
        tail,
        "em" | "n"
            | "til"
            | "till"
            | "cause"
            | "bout"
            | "round"
            | "nuff"
            | "cuz"
            | "kay"
            | "tis"
            | "twas"
    ) || matches!(
        tail.as_bytes(),
        [b'0'..=b'9', b'0'..=b'9'] | [b'0'..=b'9', b'0'..=b'9', b's']
    )
}
