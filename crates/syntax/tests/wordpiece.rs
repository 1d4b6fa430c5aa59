//! Word pieces are cut as the Python package `tokenizers` cuts them; `training/check_cut.py` compares all forms of the treebanks.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use syntax::shape::shape;
use syntax::wordpiece::{MAX_PIECES, Scratch, WordPiece};

/// The blob of `training/vocabulary.py` for these pieces.
fn blob(pieces: &[&str]) -> Vec<u8> {
    let mut entries: Vec<(&str, u16)> = pieces.iter().copied().zip(0..).collect();
    entries.sort_unstable();
    let mut out = u32::try_from(entries.len()).unwrap().to_le_bytes().to_vec();
    let mut at = 0_u32;
    for length in std::iter::once(0).chain(entries.iter().map(|(p, _)| p.len())) {
        at += u32::try_from(length).unwrap();
        out.extend(at.to_le_bytes());
    }
    out.extend(entries.iter().flat_map(|(_, id)| id.to_le_bytes()));
    out.extend(entries.iter().flat_map(|(p, _)| p.bytes()));
    out
}

#[test]
fn words_are_cut_into_the_longest_pieces() {
    let names = [
        "[UNK]", "un", "##aff", "##able", "cafe", "##s", "-", "'", "\"", "s", "u", ".", "漢", "字",
        "1", "##9",
    ];
    let blob = blob(&names);
    let pieces = WordPiece::new(&blob).unwrap();
    let mut scratch = Scratch::default();
    let mut cut = |form: &str| {
        let mut out = Vec::new();
        pieces.pieces(form, &mut scratch, &mut out);
        out.iter()
            .map(|&id| names[usize::from(id)])
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(cut("unaffable"), "un ##aff ##able");
    assert_eq!(cut("UnAffable"), "un ##aff ##able");
    assert_eq!(cut("Cafés"), "cafe ##s");
    assert_eq!(cut("cafe\u{301}"), "cafe");
    assert_eq!(cut("café–s’s"), "cafe - s ' s");
    assert_eq!(cut("“U.S.”"), "\" u . s . \"");
    assert_eq!(cut("漢字"), "漢 字");
    assert_eq!(cut("unzz"), "[UNK]");
    assert_eq!(cut(""), "[UNK]");
    assert_eq!(cut("\u{200b}"), "[UNK]");
    assert_eq!(cut("[UNK]"), "[UNK] [UNK] [UNK]");
    assert_eq!(cut(&"s".repeat(101)), "[UNK]");
    assert_eq!(
        cut(&format!("1{}", "9".repeat(40))).split(' ').count(),
        MAX_PIECES
    );
    assert_eq!(cut(&format!("1{}z", "9".repeat(40))), "[UNK]");
}

#[test]
fn what_is_no_vocabulary_is_refused() {
    let good = blob(&["[UNK]", "a"]);
    assert!(WordPiece::new(&good).is_some());
    for end in 0..good.len() {
        assert!(WordPiece::new(&good[..end]).is_none(), "{end}");
    }
    assert!(WordPiece::new(&blob(&["a"])).is_none());
    assert!(WordPiece::new(&[0xff; 64]).is_none());
}

#[test]
fn shapes_are_those_of_the_training() {
    let forms = [
        "iraq",
        "UN",
        "I",
        "Iraq",
        "2020",
        "iPhone",
        "...",
        "U.S.",
        "al-Kadhimi",
        "ǅ",
        "漢",
        "x²",
    ];
    assert_eq!(
        forms.map(|form| shape(form, 1)),
        [1, 2, 3, 4, 6, 7, 0, 2, 7, 0, 0, 1]
    );
    assert_eq!(shape("Iraq", 0), 5);
}

proptest::proptest! {
    #[test]
    fn at_least_one_piece_and_at_most_the_limit(form in "\\PC{0,40}") {
        let blob = blob(&["[UNK]", "a", "##a", "b", "##b"]);
        let mut out = vec![7];
        WordPiece::new(&blob).unwrap().pieces(&form, &mut Scratch::default(), &mut out);
        assert!((2..=1 + MAX_PIECES).contains(&out.len()));
    }
}
