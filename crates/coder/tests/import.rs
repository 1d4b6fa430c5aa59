//! Dictionaries of the field, invented ones: what they say, what of them cannot be read, what is coded with them.

use coder::actor::Registry;
use coder::codebook::Codebook;
use coder::import::{Actors, Agents, Codes, Verbs, table};
use coder::{Coder, Story};
use plover::{Date, EventType};
use syntax::{Parser, TokenIdx};

const ACTORS: &str = include_str!("import/actors.txt");
const AGENTS: &str = include_str!("import/agents.txt");
/// No event.
const NOTHING: [String; 0] = [];
const VERBS: &str = include_str!("import/verbs.txt");

fn dictionaries() -> (Actors, Agents) {
    let (mut actors, mut agents) = (Actors::default(), Agents::default());
    assert_eq!(actors.read("actors.txt", ACTORS), []);
    assert_eq!(agents.read("agents.txt", AGENTS), []);
    (actors, agents)
}

#[test]
fn actors_have_synonyms_and_codes_of_the_day() {
    let (actors, _) = dictionaries();
    let code = |name: &str, day: &str| {
        let actor = actors.get(name).expect("it is in the file");
        actor.on(Date::parse(day)).map(|c| c.code.clone())
    };
    assert_eq!(code("lutz", "2000-01-01").as_deref(), Some("ZUB"));
    assert_eq!(
        code("Marshal Gladz", "2000-01-01").as_deref(),
        Some("BORMIL")
    );
    assert_eq!(
        code("Pleksy Gladz", "2001-03-01").as_deref(),
        Some("BORGOV")
    );
    assert_eq!(
        code("Pleksy Gladz", "2012-03-01").as_deref(),
        Some("BORELI")
    );
    assert_eq!(actors.get("Pleksy Gladz").expect("a name").on(None), None);
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_kept() {
    let mut actors = Actors::default();
    let text = "+ORPHAN\nGOOD [AAA]\nBAD [BBB\n+ITS_SYNONYM\nNOBODY\nWHEN [CCC >20011301]\nLAST [DDD] x\n[EEE]\nFINE [FFF 990101-000101]\n";
    let faults = actors.read("a.txt", text);
    let told: Vec<String> = faults
        .iter()
        .map(|f| format!("{}:{} {}", f.file, f.line, f.reason))
        .collect();
    assert_eq!(
        told,
        [
            "a.txt:1 a synonym stands under an actor",
            "a.txt:3 a code ends with ']'",
            "a.txt:5 the actor has no code",
            "a.txt:6 '20011301' is no day of the form YYMMDD or YYYYMMDD",
            "a.txt:7 nothing but codes in brackets may follow a code",
        ]
    );
    let names: Vec<&str> = actors.all().iter().map(|a| a.names[0].as_str()).collect();
    assert_eq!(names, ["GOOD", "FINE"]);

    let mut agents = Agents::default();
    let faults = agents.read(
        "g.txt",
        "CLERK [GOV]\nX!NO!Y [~A]\nGUARD {GUARDS [~MIL]\n [~B]\nMAYOR [~GOV]\n",
    );
    let lines: Vec<usize> = faults.iter().map(|f| f.line).collect();
    assert_eq!(lines, [1, 2, 3, 4]);
    assert!(agents.get("mayors").is_some());

    let mut verbs = Verbs::default();
    let faults = verbs.read(
        "v.txt",
        "WAVE\n--- BOW ---\n--- NOD [011] ---\nNOD\n- * &NONE [012]\n- HEAD [013]\n- * TWICE\n",
    );
    let lines: Vec<usize> = faults.iter().map(|f| f.line).collect();
    assert_eq!(lines, [1, 2, 7]);
    let (rules, faults) = verbs.rules(|code| (code != "014").then_some(EventType::Consult));
    let lines: Vec<usize> = faults.iter().map(|f| f.line).collect();
    assert_eq!(
        lines,
        [5, 6],
        "a set that is not there, a pattern without its verb"
    );
    assert!(rules.contains("(... R) ; cameo=011 form nod|"), "{rules}");
}

/// The code of the phrase that a word heads.
fn phrase(text: &str, word: &str, day: &str) -> String {
    let (actors, agents) = dictionaries();
    let (document, _) = Parser::standard().parse(text);
    let s = &document.sentences[0];
    let head: TokenIdx = s
        .tokens
        .iter()
        .position(|t| t.form == word)
        .expect("the word is there");
    Codes::new(&actors, &agents)
        .of(s, head, Date::parse(day))
        .join(" ")
}

#[test]
fn a_phrase_has_the_code_of_its_actor_and_agents() {
    let code = |text: &str, word: &str| phrase(text, word, "2005-01-01");
    assert_eq!(
        code("Borduria's foreign minister spoke.", "minister"),
        "BORGOVFRM"
    );
    assert_eq!(
        code("The deputies of Syldavia spoke.", "deputies"),
        "SYLLEG"
    );
    assert_eq!(code("The grand geese of Syldavia flew.", "geese"), "SYLGGS");
    assert_eq!(code("A Zubrowkan relief team arrived.", "team"), "NGOZUB");
    assert_eq!(code("A minister spoke.", "minister"), "---GOV");
    assert_eq!(code("Marshal Gladz spoke.", "Gladz"), "BORGOV");
    assert_eq!(code("The Grand League met.", "League"), "LGA LGB");
    assert_eq!(code("Nobody spoke.", "Nobody"), "");
}

/// Events as `SOURCE>TARGET CODE`, by the dictionaries.
fn coded(text: &str) -> Vec<String> {
    let (actors, agents) = dictionaries();
    let mut verbs = Verbs::default();
    assert_eq!(verbs.read("verbs.txt", VERBS), []);
    let (rules, faults) = verbs.rules(|_| Some(EventType::Consult));
    assert_eq!(faults, []);
    let (codebook, faults) = Codebook::read(&[("verbs.rules", rules.as_str())]);
    assert_eq!(faults, []);
    let coder = Coder::new(codebook, Registry::of_dictionaries(&actors, &agents));
    let (document, _) = Parser::standard().parse(text);
    let events = coder.code(&Story::default(), &document).events;
    let names = |side: &[plover::Entity]| {
        let all: Vec<&str> = side.iter().map(|e| e.entity_text.as_str()).collect();
        all.join("+")
    };
    events
        .iter()
        .map(|e| {
            let rule = coder
                .codebook()
                .rules()
                .iter()
                .find(|r| r.id == e.evidence[0].rule)
                .expect("a rule of the codebook");
            let code = rule.cameo.as_deref().unwrap_or_default();
            format!("{}>{} {code}", names(&e.actor), names(&e.recipient))
        })
        .collect()
}

#[test]
fn verbs_and_patterns_are_coded_by_the_one_matcher() {
    assert_eq!(
        coded("Borduria welcomed the envoy of Syldavia."),
        ["Borduria>Syldavia 041"]
    );
    assert_eq!(
        coded("Borduria was welcomed by Syldavia."),
        ["Syldavia>Borduria 041"]
    );
    assert_eq!(
        coded("Borduria did not welcome Syldavia."),
        ["Borduria>Syldavia 111"]
    );
    assert_eq!(
        coded("Borduria welcomed new rail freight links with Syldavia."),
        ["Borduria>Syldavia 045"]
    );
    assert_eq!(
        coded("Borduria welcomed new wide rail freight links with Syldavia."),
        ["Borduria>Syldavia 041"],
        "the words of a run stand side by side"
    );
    assert_eq!(
        coded("Borduria and Syldavia have halted the work."),
        ["Borduria+Syldavia> 195"]
    );
    assert_eq!(
        coded("Borduria's envoys returned from Syldavia."),
        ["Syldavia>Borduria 066"]
    );
    assert_eq!(
        coded("The parliament of Borduria shut the road to Syldavia."),
        ["Borduria>Syldavia 191"]
    );
    assert_eq!(
        coded("Borduria sealed off the road to Syldavia."),
        ["Borduria>Syldavia 192"]
    );
    assert_eq!(coded("Borduria sealed the road to Syldavia."), NOTHING);
}

#[test]
fn a_form_that_the_dictionary_lacks_is_not_coded() {
    assert_eq!(
        coded("Borduria met Syldavia."),
        ["Borduria>Syldavia 031:032"]
    );
    assert_eq!(coded("Borduria will meet Syldavia."), NOTHING);
}

/// A dictionary of invented people in real countries.
const REAL: &str = "\
LUPA_VOGEL
+VOGEL_THE_ELDER
\t[ROMGOV 010301-050301]
\t[ROMELI >050301]
MARA_OKS [PERGOV 20010101-20051231] [PERREB 20030101-20041231] [PERELI >20100101]
TAM_ILLO [ZZZGOV]
BAND_OF_NINE [CHLREB]
+NINE
NINE [PERBUS]
";

#[test]
fn a_dictionary_becomes_a_table_of_the_registry() {
    let made = table("real.txt", REAL);
    let rows: Vec<&str> = made.text.lines().skip(2).collect();
    assert_eq!(
        rows,
        [
            "Lupa Vogel\tVogel the Elder\tperson\tROU\tGOV\t2001-03-01\t2005-03-01\treal.txt:3 ROMGOV",
            "Lupa Vogel\t\tperson\tROU\tELI\t2005-03-01\t\treal.txt:4 ROMELI",
            "Mara Oks\t\tperson\tPER\tELI\t2010-01-01\t\treal.txt:5 PERELI",
        ]
    );
    let told: Vec<(usize, &str)> = made
        .faults
        .iter()
        .map(|f| (f.line, f.part.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (5, "PERGOV"),
            (5, "PERREB"),
            (6, "ZZZ"),
            (7, "CHLREB"),
            (9, "PERBUS")
        ]
    );
    let both = made.faults[3].to_string();
    assert!(
        both.contains("real.txt:7: it contradicts line 9, and neither is taken: NINE [PERBUS]"),
        "{both}"
    );
    assert!(both.contains("BAND_OF_NINE [CHLREB]"), "{both}");
    let agents = table("g.txt", AGENTS);
    assert!(
        agents
            .text
            .contains("\nministers\tGOV\tpl\nminister\tGOV\tsg\n"),
        "{}",
        agents.text
    );
}

#[test]
fn a_table_laid_over_the_registry_codes_who_was_what_on_the_day() {
    let files = [("mine.tsv".to_owned(), table("real.txt", REAL).text)];
    let (registry, faults) = Registry::overlaid(&files);
    assert_eq!(faults, []);
    let coder = Coder::new(Codebook::embedded(), registry);
    let (document, _) = Parser::standard().parse("Lupa Vogel visited Peru on Monday.");
    let actor = |day: &str| {
        let story = Story {
            date: Date::parse(day),
            ..Story::default()
        };
        let event = coder.code(&story, &document).events.remove(0);
        let entity = event.actor[0].clone();
        let code = entity.code.map_or("-", plover::CountryCode::as_str);
        format!(
            "{code} {:?} {}",
            entity.sector,
            entity.identifier_text.unwrap_or_default()
        )
    };
    assert_eq!(actor("2003-05-05"), "ROU [Gov] Lupa Vogel");
    assert_eq!(actor("2012-05-05"), "ROU [Eli] Lupa Vogel");
}

#[test]
fn bad_rows_of_an_overlay_are_told_and_contradictions_refused() {
    let head = "name\taliases\tkind\tcountry\tsectors\tstart\tend\tfrom\n";
    let rows = "Ola Rusk\t\tperson\tPER\tGOV\t2001\t2004\t\n\
                Ola Rusk\t\tperson\tPER\tREB\t2003\t2005\t\n\
                Ola Rusk\t\tperson\tPER\tELI\t2010\t\t\n\
                Ida Hume\t\tperson\tQQQ\tXYZ\tsoon\t\t\n\
                Peru\t\tcity\tCHL\t\t\t\t\n\
                Una Moor\t\tghost\tPER\t\t\t\t\n";
    let (registry, faults) = Registry::overlaid(&[
        ("mine.tsv".to_owned(), format!("{head}{rows}")),
        ("odd.tsv".to_owned(), "what\tis\tthis\n".to_owned()),
    ]);
    let mut told: Vec<String> = faults
        .iter()
        .map(|f| format!("{}:{} {}", f.file, f.line, f.part))
        .collect();
    told.sort();
    assert_eq!(told.len(), 7, "{told:?}");
    for wanted in [
        "mine.tsv:5 QQQ",
        "mine.tsv:5 XYZ",
        "mine.tsv:5 soon",
        "mine.tsv:7 ghost",
        "odd.tsv:1 what\tis\tthis",
    ] {
        assert!(told.iter().any(|t| t == wanted), "{wanted}: {told:?}");
    }
    let ola = registry
        .lookup("Ola Rusk")
        .next()
        .expect("one standing is left");
    assert_eq!(ola.standings.len(), 1);
    let peru: Vec<_> = registry.lookup("Peru").map(|e| e.kind).collect();
    assert_eq!(
        peru,
        [coder::actor::EntryKind::City],
        "a user's word on a name is the last"
    );
}
