//! A whole record: round trip, stable bytes, the contract, the article; and every JSON that is none.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use plover::{
    Attribution, CiteInfo, Context, CountryCode, Date, Entity, Event, EventType, Evidence,
    Location, Mode, Quantity, Quote, ResolvedDate, Sector, Status, TextInfo, TextSpan, jsonl,
    validate,
};

const TEXT: &str = "São Tomé, 3 March. — The premier of Kiribati postponed until Friday his visit to Tonga, worth \
    about $5 million, the ministry said: “It is delayed.”";

const LINE: &str = include_str!("record.jsonl");

fn span(words: &str) -> TextSpan {
    let start = TEXT.find(words).unwrap();
    TextSpan::of(TEXT, start..start + words.len()).unwrap()
}

fn evidence(field: &str, words: &str, rule: &str) -> Evidence {
    Evidence {
        field: field.to_owned().into(),
        text: words.to_owned(),
        span: span(words),
        rule: rule.to_owned(),
        via: None,
    }
}

fn entity(code: &str, sector: Sector, words: &str) -> Entity {
    Entity {
        code: CountryCode::parse(code),
        sector: vec![sector],
        entity_text: words.to_owned(),
        ..Entity::default()
    }
}

/// A record with every field filled.
fn event() -> Event {
    let day = |text: &str| Date::parse(text).unwrap();
    let sentence = "The premier of Kiribati postponed until Friday his visit to Tonga, worth about $5 million, \
        the ministry said: “It is delayed.”";
    let speaker = entity("KIR", Sector::Gov, "the ministry");
    let start = TEXT.find("The premier").unwrap();
    let words = [
        ("event", "visit"),
        ("event_text[0]", "visit"),
        ("status", "postponed"),
        ("mode[0]", "visit"),
        ("context[0]", "visit"),
        ("actor[0]", "The premier of Kiribati"),
        ("actor[0].code", "Kiribati"),
        ("recipient[0]", "Tonga"),
        ("attribution[0]", "said"),
        ("attribution[0].speaker", "the ministry"),
        ("event_loc", "Tonga"),
        ("date", "Friday"),
    ];
    let mut event = Event {
        id: "a-1".to_owned(),
        article: "a".to_owned(),
        actor: vec![Entity {
            identifier_id: Some("Q1".to_owned()),
            identifier_text: Some("Nobody".to_owned()),
            office: Some("head of government".to_owned()),
            role: Some("premier".to_owned()),
            ..entity("KIR", Sector::Gov, "The premier of Kiribati")
        }],
        recipient: vec![entity("TON", Sector::Gov, "Tonga")],
        mode: vec![Mode::CONSULT_VISIT],
        context: vec![Context::Diplomatic],
        status: Status::Postponed,
        attribution: vec![Attribution {
            speaker: Some(speaker.clone()),
            cue: "said".to_owned(),
            span: span("said"),
        }],
        event_loc: Some(Location {
            extracted_place: "Tonga".to_owned(),
            country: Some("Tonga".to_owned()),
            country_code: CountryCode::parse("TON"),
            lat: Some(-21.14),
            lon: Some(-175.2),
            resolution: Some(1),
            ..Location::default()
        }),
        event_text: vec!["visit".to_owned()],
        event_scale: Mode::CONSULT_VISIT.score(),
        quantities: vec![Quantity {
            value: 5e6,
            low: Some(4.5e6),
            high: Some(5_500_000.5),
            unit: "USD".to_owned(),
            kind: "money".to_owned(),
            approximator: Some("about".to_owned()),
            change: None,
            text: "$5 million".to_owned(),
            span: span("$5 million"),
        }],
        quotes: vec![Quote {
            text: "It is delayed.".to_owned(),
            speaker: Some(speaker),
            span: span("It is delayed."),
        }],
        confidence: Some(0.87),
        text_info: TextInfo {
            sequence: 1,
            start,
            end: start + sentence.len(),
            text: sentence.to_owned(),
        },
        cite_info: CiteInfo {
            title: Some("A visit put off".to_owned()),
            language: Some("en".to_owned()),
            date: Some("2021-03-03".to_owned()),
            ..CiteInfo::default()
        },
        coder: "test".to_owned(),
        happening: Some("a-h1".to_owned()),
        evidence: words
            .iter()
            .map(|(field, words)| evidence(field, words, "CONSULT:1"))
            .collect(),
        ..Event::new(EventType::Consult)
    };
    let info = ResolvedDate {
        text: "Friday".to_owned(),
        ..ResolvedDate::day(day("2021-03-05"), "weekday")
    };
    event.date = Some(info.iso());
    event.date_info = Some(info);
    event
}

fn line(event: &Event) -> String {
    let mut out = Vec::new();
    jsonl::write(&mut out, event).unwrap();
    String::from_utf8(out).unwrap()
}

fn read(text: &str) -> Result<Event, String> {
    let mut all: Vec<_> = jsonl::read(text.as_bytes()).collect();
    assert_eq!(all.len(), 1, "{text}");
    all.remove(0).map_err(|e| e.to_string())
}

fn faults(event: &Event) -> Vec<String> {
    let all = validate::validate(event);
    all.iter().map(ToString::to_string).collect()
}

#[test]
fn bytes_are_stable() {
    assert_eq!(line(&event()), LINE);
}

#[test]
fn what_was_written_is_read() {
    assert_eq!(read(LINE), Ok(event()));
    let bare = Event::new(EventType::Protest);
    assert_eq!(read(&line(&bare)), Ok(bare));
}

#[test]
fn a_whole_record_keeps_the_contract_and_tells_the_truth() {
    assert_eq!(faults(&event()), [""; 0]);
    assert_eq!(validate::verify(&event(), TEXT), []);
}

#[test]
fn plain_plover_is_read() {
    let plain = r#"{"id":"x","date":"2016-07-24","actor":[{"code":"USA"}],"recipient":null,"event":["CONSULT"],
        "mode":["phone"],"comment":"?","has_event":true}"#
        .replace('\n', " ");
    let event = read(&plain).unwrap();
    assert_eq!(event.status, Status::Occurred);
    assert_eq!(event.quad_code.code(), 1);
    assert_eq!(
        event.actor[0].code.map(CountryCode::name),
        Some("United States")
    );
    assert!(event.recipient.is_empty());
}

#[test]
fn a_mode_word_is_of_the_type() {
    let mode = |kind: &str| {
        let event = read(&format!(r#"{{"id":"x","mode":["meet"],"event":"{kind}"}}"#)).unwrap();
        event.mode[0]
    };
    assert_eq!(
        (mode("REQUEST"), mode("REJECT")),
        (Mode::REQUEST_MEET, Mode::REJECT_MEET)
    );
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_no_matter() {
    let text =
        "\u{feff}{\"id\":\"a\",\"event\":\"AID\"}\r\n\r\n{\"id\":\"b\",\"event\":\"AID\"}\r\n";
    let found: Vec<(usize, String)> = jsonl::numbered(text.as_bytes())
        .map(|(n, e)| (n, e.unwrap().id))
        .collect();
    assert_eq!(found, [(1, "a".to_owned()), (3, "b".to_owned())]);
}

#[test]
fn what_is_no_event_says_why() {
    for (input, wanted) in [
        ("{", "line 1, column 1: EOF while parsing"),
        ("[]", "invalid length 0"),
        ("null", "invalid type: null"),
        ("17", "invalid type: integer"),
        ("{\"id\":\"x\"}", "missing field `event`"),
        ("{\"event\":\"AID\"}", "missing field `id`"),
        ("{\"id\":7,\"event\":\"AID\"}", "invalid type: integer `7`"),
        (
            "{\"id\":\"x\",\"event\":\"DEMAND\"}",
            "'DEMAND' is no event type in PLOVER 2.0 (REQUEST now)",
        ),
        ("{\"id\":\"x\",\"event\":[]}", "'event' lists 0 types"),
        (
            "{\"id\":\"x\",\"event\":[\"AID\",\"AGREE\"]}",
            "'event' lists 2 types",
        ),
        ("{\"id\":\"x\",\"event\":{}}", "expected an event type"),
        (
            "{\"id\":\"x\",\"event\":\"AID\",\"event\":\"AID\"}",
            "duplicate field `event`",
        ),
        (
            "{\"id\":\"x\",\"event\":\"ASSAULT\",\"mode\":[\"massacre\"]}",
            "'massacre' is no mode of ASSAULT in PLOVER 2.0",
        ),
        (
            "{\"id\":\"x\",\"event\":\"AID\",\"context\":[\"humanitarian\"]}",
            "'humanitarian' is no context in PLOVER 2.0 (in the CAMEO crosswalk only",
        ),
        (
            "{\"id\":\"x\",\"event\":\"AID\",\"quad_code\":5}",
            "5 is no quad code",
        ),
        (
            "{\"id\":\"x\",\"event\":\"AID\",\"quad_code\":-1}",
            "invalid value: integer `-1`",
        ),
        (
            "{\"id\":\"x\",\"event\":\"AID\",\"status\":\"held\"}",
            "'held' is no status",
        ),
        (
            "{\"id\":\"x\",\"event\":\"AID\",\"actor\":[{\"code\":\"ZZZ\"}]}",
            "'ZZZ' is no country code",
        ),
        (
            "{\"id\":\"x\",\"event\":\"AID\",\"event_scale\":1e999}",
            "number out of range",
        ),
        (
            "{\"id\":\"x\",\"event\":\"AID\",\"dead\":-3}",
            "invalid value: integer `-3`",
        ),
        (
            "{\"id\":\"x\",\"event\":\"AID\",\"date_info\":{\"value\":\"2019-02-29\",\"precision\":\"day\",\"basis\":\"stated\"}}",
            "'2019-02-29' is no day",
        ),
        (
            "{\"id\":\"x\",\"event\":\"AID\",\"quotes\":[{\"text\":\"a\",\"bytes\":[0]}]}",
            "invalid length 1",
        ),
        ("{\"id\":\"\\ud800\",\"event\":\"AID\"}", "hex escape"),
        (
            "{\"id\":\"x\",\"event\":\"AID\"} trailing",
            "trailing characters",
        ),
    ] {
        let message = read(input).unwrap_err();
        assert!(message.contains(wanted), "{input}: {message}");
        assert!(message.starts_with("line 1"), "{message}");
        assert!(!message.contains("at line"), "{message}");
    }
}

#[test]
fn bytes_that_are_no_text_are_an_error_and_reading_goes_on() {
    let mut input = b"{\"id\":\"\xff\xfe\",\"event\":\"AID\"}\n".to_vec();
    input.extend_from_slice("[".repeat(100_000).as_bytes());
    input.extend_from_slice(b"\n\0\n{\"id\":\"x\",\"event\":\"AID\"}");
    let good: Vec<bool> = jsonl::read(input.as_slice()).map(|e| e.is_ok()).collect();
    assert_eq!(good, [false, false, false, true]);
}

#[test]
fn a_line_cut_or_changed_anywhere_is_an_event_or_an_error() {
    let bytes = LINE.trim_end().as_bytes();
    for at in 0..bytes.len() {
        assert!(jsonl::read(&bytes[..at]).all(|e| e.is_err()), "cut at {at}");
        for with in [b'"', b'{', b']', b'-', b'9', 0xc3] {
            let mut changed = bytes.to_vec();
            changed[at] = with;
            for event in jsonl::read(changed.as_slice()).flatten() {
                // Whatever was read can be checked and written.
                let _ = validate::validate(&event);
                let _ = validate::verify(&event, TEXT);
                assert!(!line(&event).is_empty());
            }
        }
    }
}

#[test]
fn no_json_makes_the_checks_panic() {
    let huge = usize::MAX;
    for span in [[0, huge], [huge, 0], [huge, huge], [1, 3], [5, 2]] {
        let mut broken = event();
        broken.text_info.start = span[0];
        broken.text_info.end = span[1];
        for e in &mut broken.evidence {
            e.span = TextSpan {
                bytes: span,
                chars: span,
            };
        }
        assert!(!validate::verify(&broken, TEXT).is_empty(), "{span:?}");
        let _ = validate::validate(&broken);
    }
}

type Change = fn(&mut Event);

#[test]
fn breaches_of_the_contract_are_found() {
    let cases: &[(Change, &str)] = &[
        (|e| e.id.clear(), "id: it is empty"),
        (|e| e.article.clear(), "article: it is empty"),
        (
            |e| e.quad_code = plover::Quad::MaterialConflict,
            "quad_code: CONSULT has quad 1",
        ),
        (
            |e| e.mode.push(Mode::REJECT_MEET),
            "mode[1]: 'meet' is a mode of REJECT",
        ),
        (
            |e| e.mode.push(Mode::CONSULT_VISIT),
            "mode[1]: 'visit' is there twice",
        ),
        (
            |e| e.context.push(Context::Diplomatic),
            "context[1]: 'diplomatic' is there twice",
        ),
        (
            |e| e.actor[0].entity_text.clear(),
            "actor[0].entity_text: it is empty",
        ),
        (
            |e| e.date = Some("2021-03".to_owned()),
            "date: it is '2021-03', but by 'date_info' '2021-03-05'",
        ),
        (
            |e| e.date = None,
            "date: there is a 'date_info' but no date",
        ),
        (
            |e| (e.date, e.date_info) = (Some("March".to_owned()), None),
            "date: 'March' is no YYYY-MM-DD, YYYY-MM or YYYY",
        ),
        (
            |e| e.date_info.as_mut().unwrap().basis = "guess".to_owned(),
            "date_info.basis: 'guess' is none of stated, weekday, relative, inferred, dateline, publication",
        ),
        (
            |e| e.date_info.as_mut().unwrap().end = Some(Date::FIRST),
            "date_info.end: it is before its first day",
        ),
        (
            |e| e.event_scale = Some(10.5),
            "event_scale: it is not between -10 and 10",
        ),
        (
            |e| e.event_scale = Some(f64::NAN),
            "event_scale: it is not between -10 and 10",
        ),
        (
            |e| e.confidence = Some(87.0),
            "confidence: it is not between 0 and 1",
        ),
        (
            |e| e.quantities[0].value = f64::INFINITY,
            "quantities[0].value: it is not between",
        ),
        (
            |e| e.quantities[0].low = Some(6e6),
            "quantities[0].low: it is above the upper bound",
        ),
        (
            |e| e.quantities[0].change = Some("of".to_owned()),
            "quantities[0].change: 'of' is none of to, by",
        ),
        (|e| e.dead = Some(3), "dead: no quantity says so"),
        (
            |e| e.event_loc.as_mut().unwrap().lat = Some(91.0),
            "event_loc.lat: it is not between",
        ),
        (
            |e| e.event_loc.as_mut().unwrap().lon = None,
            "event_loc: latitude and longitude go together",
        ),
        (
            |e| e.text_info.start = 1000,
            "text_info: it ends before it starts",
        ),
        (
            |e| e.event_text[0] = "trip".to_owned(),
            "event_text[0]: it has other words than its evidence",
        ),
        (
            |e| e.evidence[0].rule.clear(),
            "evidence[0] (event): it names no rule",
        ),
        (
            |e| e.evidence[0].span.bytes.reverse(),
            "evidence[0] (event): its span ends before it starts",
        ),
        (
            |e| e.evidence[5].field = "actor[7]".into(),
            "evidence[5] (actor[7]): that field is empty",
        ),
        (
            |e| e.evidence[5].field = "actors".into(),
            "evidence[5] (actors): there is no such field",
        ),
        (|e| e.recipient[0].code = None, ""),
    ];
    for (change, wanted) in cases {
        let mut broken = event();
        change(&mut broken);
        let found = faults(&broken);
        let hit =
            wanted.is_empty() && found.is_empty() || found.iter().any(|f| f.starts_with(wanted));
        assert!(hit, "{wanted}: {found:?}");
    }
    for i in 0..event().evidence.len() {
        let mut broken = event();
        let gone = broken.evidence.remove(i);
        let found = faults(&broken);
        let wanted = format!(
            "{}: it is filled, but nothing in 'evidence' says from where",
            gone.field
        );
        // The code of an actor rests on the actor's own evidence.
        assert_eq!(
            found,
            if gone.field == "actor[0].code" {
                vec![]
            } else {
                vec![wanted]
            }
        );
    }
}

#[test]
fn aid_cooperation_and_sanctions_need_a_recipient() {
    for &kind in EventType::ALL {
        let needs = faults(&Event::new(kind)).contains(&format!("recipient: {kind} needs one"));
        let wanted = matches!(
            kind,
            EventType::Aid | EventType::Cooperate | EventType::Sanction
        );
        assert_eq!(needs, wanted, "{kind}");
    }
}

#[test]
fn lies_are_found() {
    let cases: &[(Change, &str)] = &[
        (
            |e| e.quotes[0].text = "It is cancelled.".to_owned(),
            "quotes[0]: the text at bytes 138..152 is 'It is delayed.', not 'It is cancelled.'",
        ),
        (
            |e| e.quantities[0].span.chars = e.quantities[0].span.bytes,
            "quantities[0]: bytes 104..114 are characters 100..110, not 104..114",
        ),
        (
            |e| e.attribution[0].span.bytes[1] += 500,
            "are not a piece of the text",
        ),
        (
            |e| e.evidence[0].span.bytes = [2, 3],
            "evidence[0] (event): bytes 2..3 are not a piece of the text",
        ),
        (
            |e| e.text_info.text.push('!'),
            "text_info: the text at bytes",
        ),
    ];
    for (change, wanted) in cases {
        let mut broken = event();
        change(&mut broken);
        let found: Vec<String> = validate::verify(&broken, TEXT)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert!(
            found.iter().any(|f| f.contains(wanted)),
            "{wanted}: {found:?}"
        );
    }
}

#[test]
fn a_date_shows_no_more_than_is_known() {
    for (precision, value, end, wanted) in [
        ("day", "2020-07-20", None, "2020-07-20"),
        ("week", "2020-07-20", Some("2020-07-26"), "2020-07"),
        ("week", "2020-06-29", Some("2020-07-05"), "2020"),
        ("month", "2020-07-01", Some("2020-07-31"), "2020-07"),
        ("quarter", "2020-07-01", Some("2020-09-30"), "2020"),
        ("season", "2019-12-01", Some("2020-02-29"), "2019"),
        ("year", "2020-01-01", Some("2020-12-31"), "2020"),
        ("range", "2020-07-20", Some("2020-07-22"), "2020-07-20"),
    ] {
        let date = ResolvedDate {
            end: end.and_then(Date::parse),
            precision: precision.to_owned(),
            ..ResolvedDate::day(Date::parse(value).unwrap(), "stated")
        };
        assert_eq!(date.iso(), wanted, "{precision} {value}");
    }
}

#[test]
fn whole_amounts_have_no_point() {
    let text = line(&event());
    assert!(
        text.contains(r#""value":5000000,"low":4500000,"high":5500000.5"#),
        "{text}"
    );
    let mut rounded = event();
    rounded.confidence = Some(0.866_666);
    assert_eq!(line(&rounded), text);
}
