//! The parser as a whole: the same result on every kernel, in every batch and on every thread; damaged weights are
//! refused; relations and acts are asked of what was encoded.

use syntax::{Kernel, MarkedAct, Model, Parser, Sentence, segment};

const TEXT: &str = include_str!("../../../samples/border_clash.txt");
static FAST: &[u8] = include_bytes!("../models/en.fast.net");

fn sentences() -> Vec<Sentence> {
    let mut all = segment::segment(TEXT).sentences;
    all.truncate(12);
    all
}

#[test]
fn every_kernel_gives_the_same_parse() {
    for model in Model::ALL {
        let parse = |kernel| {
            let mut work = sentences();
            let (_, encodings) = Parser::new(model)
                .with_kernel(kernel)
                .annotate_and_encode(&mut work);
            (work, encodings)
        };
        let expected = parse(Kernel::Portable);
        for kernel in Kernel::available() {
            assert_eq!(expected, parse(kernel), "{model} on {kernel:?}");
        }
    }
}

#[test]
fn a_kernel_that_is_not_there_is_replaced() {
    // No processor has both.
    for kernel in [Kernel::Neon, Kernel::Vnni, Kernel::AvxVnni, Kernel::Avx2] {
        let mut work = sentences();
        work.truncate(1);
        Parser::new(Model::Fast)
            .with_kernel(kernel)
            .annotate(&mut work);
        assert!(work[0].root().is_some());
    }
}

#[test]
fn neither_batch_nor_order_nor_thread_matters() {
    for model in Model::ALL {
        let parser = Parser::new(model);
        let mut together = sentences();
        let (_, encodings) = parser.annotate_and_encode(&mut together);
        for (i, (sentence, encoding)) in sentences().into_iter().zip(&encodings).enumerate() {
            let mut alone = [sentence];
            let (_, mine) = parser.annotate_and_encode(&mut alone);
            assert_eq!(alone[0], together[i], "{model}, sentence {i} alone");
            assert_eq!(mine[0], *encoding, "{model}, sentence {i} alone");
        }
        let mut backwards = sentences();
        backwards.reverse();
        std::thread::scope(|scope| {
            scope.spawn(|| parser.annotate(&mut backwards));
        });
        backwards.reverse();
        assert_eq!(together, backwards, "{model}, in reverse on another thread");
    }
}

#[test]
fn many_texts_are_parsed_as_each_alone() {
    let parser = Parser::new(Model::Fast);
    let texts = [
        "The envoy left.",
        "",
        "Talks failed. Both sides blamed each other.",
        "\n\n",
        "5 killed",
    ];
    let together = parser.parse_all(texts);
    for (text, document) in texts.iter().zip(&together) {
        assert_eq!(*document, parser.parse(text).0, "{text}");
    }
    assert_eq!(together.len(), texts.len());
}

#[test]
fn a_tree_has_one_root_also_where_a_sentence_is_parsed_in_parts() {
    let parser = Parser::new(Model::Fast);
    let mut long = [Sentence {
        tokens: (0..1_001)
            .map(|i| syntax::Token::new(format!("w{i}")))
            .collect(),
        ..Sentence::default()
    }];
    let (warnings, encodings) = parser.annotate_and_encode(&mut long);
    assert_eq!(warnings.len(), 1);
    assert_eq!(encodings[0].len(), segment::MAX_WORDS);
    let roots = long[0].tokens.iter().filter(|t| t.head.is_none()).count();
    assert_eq!(roots, 1);
}

#[test]
fn damaged_weights_are_refused() {
    for cut in (0..FAST.len())
        .step_by(FAST.len() / 60)
        .chain([7, 8, 11, 12, 600, FAST.len() - 1])
    {
        assert!(Parser::with_weights(&FAST[..cut]).is_err(), "cut at {cut}");
    }
    for (from, to) in [
        ("wide 192", "wide 193"),
        ("heads 6", "heads 5"),
        ("layers 4", "layers 9"),
        ("arc 96", "arc 97"),
        ("pieces 2", "pieces 9"),
        ("piece_bits 6", "piece_bits 7"),
        ("LEGNET04", "LEGNET01"),
    ] {
        let at = FAST
            .windows(from.len())
            .position(|w| w == from.as_bytes())
            .unwrap();
        let mut bytes = FAST.to_vec();
        bytes[at..at + to.len()].copy_from_slice(to.as_bytes());
        let error = Parser::with_weights(bytes.leak()).unwrap_err();
        assert!(
            error.to_string().starts_with("not a usable model: "),
            "{error}"
        );
    }
}

#[test]
fn relations_are_asked_of_spans_that_are_there() {
    let parser = Parser::standard();
    let mut sentences = segment::segment("The ministry condemned the militia. Go.").sentences;
    let (_, encodings) = parser.annotate_and_encode(&mut sentences);
    let probabilities = parser
        .relate(&encodings[0], &[[0..2, 3..5]])
        .remove(0)
        .unwrap();
    assert_eq!(probabilities.len(), parser.relations().len());
    assert!((probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-4);
    let pairs = [
        [3..5, 0..2],
        [0..0, 3..5],
        [0..2, 3..99],
        [0..2, 3..5],
        [0..1, 99..100],
    ];
    let answers = parser.relate(&encodings[0], &pairs);
    assert!(answers[0].is_some());
    assert_ne!(
        answers[0].as_ref(),
        Some(&probabilities),
        "direction counts"
    );
    assert_eq!(
        answers[3].as_ref(),
        Some(&probabilities),
        "beside others as alone"
    );
    assert_eq!([&answers[1], &answers[2], &answers[4]], [&None; 3]);
}

#[test]
fn acts_are_asked_of_words_that_are_there() {
    let parser = Parser::standard();
    let mut sentences = segment::segment("The ministry condemned the militia. Go.").sentences;
    let (_, encodings) = parser.annotate_and_encode(&mut sentences);
    let act = |trigger: &[usize], actor: &[usize], recipient: &[usize]| MarkedAct {
        trigger: trigger.to_vec(),
        actor: actor.to_vec(),
        recipient: recipient.to_vec(),
    };
    let whole = act(&[2], &[0, 1], &[3, 4]);
    let labels = parser.acts().unwrap();
    let reading = parser
        .read_acts(&encodings[0], std::slice::from_ref(&whole))
        .remove(0)
        .unwrap();
    assert_eq!(reading.types.len(), labels.types.len());
    assert_eq!(reading.statuses.len(), labels.statuses.len());
    assert_eq!(reading.right.len(), labels.judged.len());
    for side in [&reading.actor, &reading.recipient] {
        assert_eq!(side.words.len(), encodings[0].len());
        let sum = side.nobody + side.words.iter().sum::<f32>();
        assert!((sum - 1.0).abs() < 1e-4);
    }
    let asked = [
        act(&[], &[0, 1], &[3, 4]),
        act(&[2], &[99], &[]),
        whole,
        act(&[2], &[3, 4], &[0, 1]),
    ];
    let answers = parser.read_acts(&encodings[0], &asked);
    assert!(answers[0].is_none() && answers[1].is_none());
    assert_eq!(
        answers[2].as_ref(),
        Some(&reading),
        "beside others as alone"
    );
    assert_ne!(answers[3].as_ref(), Some(&reading), "direction counts");
    assert!(Parser::new(Model::Fast).read_acts(&encodings[0], &asked)[2].is_none());
}

#[test]
fn a_damaged_head_for_acts_is_refused() {
    static ACTS: &[u8] = include_bytes!("../models/en.standard.acts.net");
    for (damaged, why) in [
        (&FAST[..4096], "magic word"),
        (&ACTS[..ACTS.len() / 2], "middle of a section"),
    ] {
        let error = Parser::standard().with_acts(damaged).unwrap_err();
        assert!(error.to_string().contains(why), "{error}");
    }
    let error = Parser::new(Model::Fast).with_acts(ACTS).unwrap_err();
    assert!(error.to_string().contains("does not fit"), "{error}");
}
