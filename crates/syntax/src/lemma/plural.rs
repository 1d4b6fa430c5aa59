//! The regular plurals of English nouns, undone; `data/nouns.txt` has the others.

/// The singular of a regular plural.
pub(super) fn singular(plural: &str) -> String {
    let Some(stem) = plural.strip_suffix('s') else {
        let ends = [
            ("men", "man"),
            ("children", "child"),
            ("teeth", "tooth"),
            ("feet", "foot"),
            ("mice", "mouse"),
            ("eaux", "eau"),
            ("ieux", "ieu"),
            ("ulae", "ula"),
            ("onae", "ona"),
            ("ovae", "ova"),
        ];
        let found = ends
            .iter()
            .find_map(|(many, one)| Some(format!("{}{one}", plural.strip_suffix(many)?)));
        return found.unwrap_or_else(|| plural.to_owned());
    };
    if let Some(stem) = plural
        .strip_suffix("'s")
        .or_else(|| plural.strip_suffix("’s"))
    {
        return if stem.ends_with('0') {
            format!("{stem}s")
        } else {
            stem.to_owned()
        };
    }
    // 'midwives' and 'bookshelves', but 'archives' and 'olives'.
    let ends = [
        ("knives", "knife"),
        ("shelves", "shelf"),
        ("wives", "wife"),
        ("wolves", "wolf"),
    ];
    if let Some((start, one)) = ends
        .iter()
        .find_map(|(many, one)| Some((plural.strip_suffix(many)?, one)))
    {
        return format!("{start}{one}");
    }
    if plural.ends_with("ss") || stem.chars().count() < 2 {
        return plural.to_owned();
    }
    if let Some(start) = plural.strip_suffix("ies") {
        return if start.chars().count() > 1 {
            format!("{start}y")
        } else {
            stem.to_owned()
        };
    }
    let without_es = plural.strip_suffix("es").unwrap_or(stem);
    let drops_es = ["sses", "shes", "xes", "zzes", "tzes"]
        .iter()
        .any(|end| plural.ends_with(end))
        || (plural.ends_with("ches")
            && !without_es.ends_with("ach")
                | without_es.ends_with("each")
                | without_es.ends_with("oach")
                | without_es.ends_with("roach"))
        || (plural.ends_with("oes") && plural.len() > 4)
        || (plural.ends_with("uses") && IN_US.iter().any(|end| without_es.ends_with(end)));
    if drops_es {
        without_es.to_owned()
    } else {
        stem.to_owned()
    }
}

/// Endings of nouns in '-us', whose plural is not from '-use'.
const IN_US: [&str; 18] = [
    "rus", "nus", "mpus", "tus", "ius", "gus", "lus", "eus", "scus", "ocus", "ircus", "opus",
    "rpus", "mus", "dus", "xus", "nibus", "labus",
];
