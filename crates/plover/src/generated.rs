// @generated from data/*.tsv by `cargo xtask codegen`; edit the tables instead.

vocabulary! {
    /// The 16 event types of PLOVER 2.0.
    EventType {
        /// Accusation, disapproval, investigation.
        Accuse = "ACCUSE",
        /// Agreement to or intent to cooperate, settle, yield or meet.
        Agree = "AGREE",
        /// Provision of material aid.
        Aid = "AID",
        /// Physical attack.
        Assault = "ASSAULT",
        /// Repression and restriction short of attack.
        Coerce = "COERCE",
        /// Yielding without movement of forces or people.
        Concede = "CONCEDE",
        /// Meetings, visits, talks and other consultation.
        Consult = "CONSULT",
        /// Material cooperation: economic, military, judicial, intelligence.
        Cooperate = "COOPERATE",
        /// Display or readying of force.
        Mobilize = "MOBILIZE",
        /// Demonstrations, strikes, riots, boycotts.
        Protest = "PROTEST",
        /// Refusal, rejection.
        Reject = "REJECT",
        /// Requests, demands and appeals.
        Request = "REQUEST",
        /// Withdrawal, release, disarmament, ceasefire, resignation.
        Retreat = "RETREAT",
        /// Reduction of relations, sanctions.
        Sanction = "SANCTION",
        /// Diplomatic or material-free cooperation: praise, endorsement, recognition.
        Support = "SUPPORT",
        /// Threats and warnings.
        Threaten = "THREATEN",
    }
    /// The 37 contexts of PLOVER 2.0.
    Context {
        /// `asylum`.
        Asylum = "asylum",
        /// `cbrn`.
        Cbrn = "cbrn",
        /// `corruption`.
        Corruption = "corruption",
        /// `crime`.
        Crime = "crime",
        /// `cyber`.
        Cyber = "cyber",
        /// `diplomatic`.
        Diplomatic = "diplomatic",
        /// `disasters`.
        Disasters = "disasters",
        /// `economic`.
        Economic = "economic",
        /// `election`.
        Election = "election",
        /// `environment`.
        Environment = "environment",
        /// `executive`.
        Executive = "executive",
        /// `gender`.
        Gender = "gender",
        /// `health`.
        Health = "health",
        /// `human_rights`.
        HumanRights = "human_rights",
        /// `human_security`.
        HumanSecurity = "human_security",
        /// `illegal_drugs`.
        IllegalDrugs = "illegal_drugs",
        /// `inequality`.
        Inequality = "inequality",
        /// `intelligence`.
        Intelligence = "intelligence",
        /// `legal`.
        Legal = "legal",
        /// `legislative`.
        Legislative = "legislative",
        /// `lgbt`.
        Lgbt = "lgbt",
        /// `migration`.
        Migration = "migration",
        /// `military`.
        Military = "military",
        /// `misinformation`.
        Misinformation = "misinformation",
        /// `natural_resource`.
        NaturalResource = "natural_resource",
        /// `peacekeeping`.
        Peacekeeping = "peacekeeping",
        /// `political_institutions`.
        PoliticalInstitutions = "political_institutions",
        /// `pro_autocracy`.
        ProAutocracy = "pro_autocracy",
        /// `pro_democracy`.
        ProDemocracy = "pro_democracy",
        /// `religion_ethnicity`.
        ReligionEthnicity = "religion_ethnicity",
        /// `reparations`.
        Reparations = "reparations",
        /// `repression`.
        Repression = "repression",
        /// `rights_freedoms`.
        RightsFreedoms = "rights_freedoms",
        /// `technology`.
        Technology = "technology",
        /// `territory`.
        Territory = "territory",
        /// `terrorism`.
        Terrorism = "terrorism",
        /// `trafficking`.
        Trafficking = "trafficking",
    }
    /// The sector codes of PLOVER 2.0.
    Sector {
        /// agriculture.
        Agr = "AGR",
        /// business.
        Bus = "BUS",
        /// police and security services.
        Cop = "COP",
        /// crime.
        Crm = "CRM",
        /// civilians as individuals or groups.
        Cvl = "CVL",
        /// education.
        Edu = "EDU",
        /// elites: former officials, celebrities.
        Eli = "ELI",
        /// the executive.
        Gov = "GOV",
        /// journalists and media.
        Jrn = "JRN",
        /// the judiciary.
        Jud = "JUD",
        /// labour.
        Lab = "LAB",
        /// the legislature.
        Leg = "LEG",
        /// health workers.
        Med = "MED",
        /// the military.
        Mil = "MIL",
        /// opposition.
        Opp = "OPP",
        /// president's or premier's personal circle.
        Pre = "PRE",
        /// pro-regime militia.
        Prm = "PRM",
        /// political parties.
        Pty = "PTY",
        /// rebels.
        Reb = "REB",
        /// refugees.
        Ref = "REF",
        /// religion.
        Rel = "REL",
        /// civil society.
        Soc = "SOC",
        /// intelligence.
        Spy = "SPY",
        /// unidentified or unaligned armed forces.
        Uaf = "UAF",
        /// unknown.
        Unk = "UNK",
    }
    /// What the text says became of an act.
    Status {
        /// It took place, or takes place.
        Occurred = "occurred",
        /// It is under way.
        Ongoing = "ongoing",
        /// It is meant to take place.
        Planned = "planned",
        /// It was planned and put off.
        Postponed = "postponed",
        /// It was planned and called off.
        Cancelled = "cancelled",
        /// The text says that it did not take place.
        Denied = "denied",
        /// It is thought of, feared, wanted or conditional.
        Hypothetical = "hypothetical",
    }
}

const EVENTS: &[(EventType, u8, f64, bool)] = &[
    (EventType::Accuse, 3, -3.0, false),
    (EventType::Agree, 1, 2.5, false),
    (EventType::Aid, 2, 10.0, true),
    (EventType::Assault, 4, -9.0, false),
    (EventType::Coerce, 4, -7.0, false),
    (EventType::Concede, 1, 4.5, false),
    (EventType::Consult, 1, 2.5, false),
    (EventType::Cooperate, 2, 9.5, true),
    (EventType::Mobilize, 4, -5.5, false),
    (EventType::Protest, 4, -5.0, false),
    (EventType::Reject, 3, -2.0, false),
    (EventType::Request, 3, 0.0, false),
    (EventType::Retreat, 2, 6.5, false),
    (EventType::Sanction, 4, -6.0, true),
    (EventType::Support, 1, 5.0, false),
    (EventType::Threaten, 3, -3.5, false),
];

const MODES: &[(EventType, &str, Option<f64>)] = &[
    (EventType::Accuse, "allege", Some(-3.5)),
    (EventType::Accuse, "disapprove", Some(-2.0)),
    (EventType::Accuse, "investigate", Some(-3.5)),
    (EventType::Assault, "abduct", Some(-8.5)),
    (EventType::Assault, "aerial", Some(-9.5)),
    (EventType::Assault, "beat", Some(-7.5)),
    (EventType::Assault, "crowd-control", Some(-7.5)),
    (EventType::Assault, "destroy", Some(-8.5)),
    (EventType::Assault, "drone", Some(-9.5)),
    (EventType::Assault, "explosives", Some(-9.0)),
    (EventType::Assault, "firearms", Some(-9.0)),
    (EventType::Assault, "heavy-weapons", Some(-9.5)),
    (EventType::Assault, "primitive", Some(-8.0)),
    (EventType::Assault, "sexual", Some(-8.5)),
    (EventType::Assault, "suicide-attack", Some(-9.5)),
    (EventType::Assault, "targeted", Some(-9.5)),
    (EventType::Assault, "torture", Some(-8.5)),
    (EventType::Assault, "unconventional", Some(-10.0)),
    (EventType::Coerce, "arrest", Some(-7.0)),
    (EventType::Coerce, "censor", Some(-6.5)),
    (EventType::Coerce, "curfew", Some(-6.5)),
    (EventType::Coerce, "cyber", Some(-7.0)),
    (EventType::Coerce, "deport", Some(-7.0)),
    (EventType::Coerce, "martial-law", Some(-7.5)),
    (EventType::Coerce, "misinformation", Some(-6.5)),
    (EventType::Coerce, "restrict", Some(-7.0)),
    (EventType::Coerce, "seize", Some(-7.0)),
    (EventType::Coerce, "withhold", Some(-7.0)),
    (EventType::Consult, "multilateral", Some(4.0)),
    (EventType::Consult, "phone", Some(1.5)),
    (EventType::Consult, "third-party", Some(1.0)),
    (EventType::Consult, "visit", Some(4.0)),
    (EventType::Mobilize, "militia", Some(-6.0)),
    (EventType::Mobilize, "police", Some(-5.5)),
    (EventType::Mobilize, "troops", Some(-6.5)),
    (EventType::Mobilize, "weapons", Some(-6.5)),
    (EventType::Protest, "boycott", Some(-4.5)),
    (EventType::Protest, "demo", Some(-5.0)),
    (EventType::Protest, "hunger", Some(-4.5)),
    (EventType::Protest, "obstruct", Some(-4.5)),
    (EventType::Protest, "riot", Some(-7.0)),
    (EventType::Protest, "strike", Some(-5.0)),
    (EventType::Protest, "vandalize", None),
    (EventType::Reject, "assist", Some(-1.5)),
    (EventType::Reject, "change", Some(-2.0)),
    (EventType::Reject, "meet", Some(-2.0)),
    (EventType::Reject, "yield", Some(-2.0)),
    (EventType::Request, "assist", Some(0.5)),
    (EventType::Request, "change", Some(-1.0)),
    (EventType::Request, "meet", Some(0.0)),
    (EventType::Request, "yield", Some(-1.0)),
    (EventType::Retreat, "access", Some(6.5)),
    (EventType::Retreat, "ceasefire", Some(7.5)),
    (EventType::Retreat, "disarm", Some(10.0)),
    (EventType::Retreat, "release", Some(6.5)),
    (EventType::Retreat, "resign", Some(4.5)),
    (EventType::Retreat, "withdraw", Some(8.0)),
    (EventType::Sanction, "convict", Some(-6.0)),
    (EventType::Sanction, "discontinue", Some(-6.0)),
    (EventType::Sanction, "expel", Some(-5.5)),
    (EventType::Sanction, "withdraw", Some(-6.0)),
    (EventType::Threaten, "arrest", Some(-3.5)),
    (EventType::Threaten, "expel", Some(-3.5)),
    (EventType::Threaten, "relations", Some(-3.5)),
    (EventType::Threaten, "restrict", Some(-3.0)),
    (EventType::Threaten, "territory", Some(-4.0)),
    (EventType::Threaten, "violence", Some(-3.5)),
];

impl Mode {
    /// ACCUSE allege.
    pub const ACCUSE_ALLEGE: Self = Self(0);
    /// ACCUSE disapprove.
    pub const ACCUSE_DISAPPROVE: Self = Self(1);
    /// ACCUSE investigate.
    pub const ACCUSE_INVESTIGATE: Self = Self(2);
    /// ASSAULT abduct.
    pub const ASSAULT_ABDUCT: Self = Self(3);
    /// ASSAULT aerial.
    pub const ASSAULT_AERIAL: Self = Self(4);
    /// ASSAULT beat.
    pub const ASSAULT_BEAT: Self = Self(5);
    /// ASSAULT crowd-control.
    pub const ASSAULT_CROWD_CONTROL: Self = Self(6);
    /// ASSAULT destroy.
    pub const ASSAULT_DESTROY: Self = Self(7);
    /// ASSAULT drone.
    pub const ASSAULT_DRONE: Self = Self(8);
    /// ASSAULT explosives.
    pub const ASSAULT_EXPLOSIVES: Self = Self(9);
    /// ASSAULT firearms.
    pub const ASSAULT_FIREARMS: Self = Self(10);
    /// ASSAULT heavy-weapons.
    pub const ASSAULT_HEAVY_WEAPONS: Self = Self(11);
    /// ASSAULT primitive.
    pub const ASSAULT_PRIMITIVE: Self = Self(12);
    /// ASSAULT sexual.
    pub const ASSAULT_SEXUAL: Self = Self(13);
    /// ASSAULT suicide-attack.
    pub const ASSAULT_SUICIDE_ATTACK: Self = Self(14);
    /// ASSAULT targeted.
    pub const ASSAULT_TARGETED: Self = Self(15);
    /// ASSAULT torture.
    pub const ASSAULT_TORTURE: Self = Self(16);
    /// ASSAULT unconventional.
    pub const ASSAULT_UNCONVENTIONAL: Self = Self(17);
    /// COERCE arrest.
    pub const COERCE_ARREST: Self = Self(18);
    /// COERCE censor.
    pub const COERCE_CENSOR: Self = Self(19);
    /// COERCE curfew.
    pub const COERCE_CURFEW: Self = Self(20);
    /// COERCE cyber.
    pub const COERCE_CYBER: Self = Self(21);
    /// COERCE deport.
    pub const COERCE_DEPORT: Self = Self(22);
    /// COERCE martial-law.
    pub const COERCE_MARTIAL_LAW: Self = Self(23);
    /// COERCE misinformation.
    pub const COERCE_MISINFORMATION: Self = Self(24);
    /// COERCE restrict.
    pub const COERCE_RESTRICT: Self = Self(25);
    /// COERCE seize.
    pub const COERCE_SEIZE: Self = Self(26);
    /// COERCE withhold.
    pub const COERCE_WITHHOLD: Self = Self(27);
    /// CONSULT multilateral.
    pub const CONSULT_MULTILATERAL: Self = Self(28);
    /// CONSULT phone.
    pub const CONSULT_PHONE: Self = Self(29);
    /// CONSULT third-party.
    pub const CONSULT_THIRD_PARTY: Self = Self(30);
    /// CONSULT visit.
    pub const CONSULT_VISIT: Self = Self(31);
    /// MOBILIZE militia.
    pub const MOBILIZE_MILITIA: Self = Self(32);
    /// MOBILIZE police.
    pub const MOBILIZE_POLICE: Self = Self(33);
    /// MOBILIZE troops.
    pub const MOBILIZE_TROOPS: Self = Self(34);
    /// MOBILIZE weapons.
    pub const MOBILIZE_WEAPONS: Self = Self(35);
    /// PROTEST boycott.
    pub const PROTEST_BOYCOTT: Self = Self(36);
    /// PROTEST demo.
    pub const PROTEST_DEMO: Self = Self(37);
    /// PROTEST hunger.
    pub const PROTEST_HUNGER: Self = Self(38);
    /// PROTEST obstruct.
    pub const PROTEST_OBSTRUCT: Self = Self(39);
    /// PROTEST riot.
    pub const PROTEST_RIOT: Self = Self(40);
    /// PROTEST strike.
    pub const PROTEST_STRIKE: Self = Self(41);
    /// PROTEST vandalize.
    pub const PROTEST_VANDALIZE: Self = Self(42);
    /// REJECT assist.
    pub const REJECT_ASSIST: Self = Self(43);
    /// REJECT change.
    pub const REJECT_CHANGE: Self = Self(44);
    /// REJECT meet.
    pub const REJECT_MEET: Self = Self(45);
    /// REJECT yield.
    pub const REJECT_YIELD: Self = Self(46);
    /// REQUEST assist.
    pub const REQUEST_ASSIST: Self = Self(47);
    /// REQUEST change.
    pub const REQUEST_CHANGE: Self = Self(48);
    /// REQUEST meet.
    pub const REQUEST_MEET: Self = Self(49);
    /// REQUEST yield.
    pub const REQUEST_YIELD: Self = Self(50);
    /// RETREAT access.
    pub const RETREAT_ACCESS: Self = Self(51);
    /// RETREAT ceasefire.
    pub const RETREAT_CEASEFIRE: Self = Self(52);
    /// RETREAT disarm.
    pub const RETREAT_DISARM: Self = Self(53);
    /// RETREAT release.
    pub const RETREAT_RELEASE: Self = Self(54);
    /// RETREAT resign.
    pub const RETREAT_RESIGN: Self = Self(55);
    /// RETREAT withdraw.
    pub const RETREAT_WITHDRAW: Self = Self(56);
    /// SANCTION convict.
    pub const SANCTION_CONVICT: Self = Self(57);
    /// SANCTION discontinue.
    pub const SANCTION_DISCONTINUE: Self = Self(58);
    /// SANCTION expel.
    pub const SANCTION_EXPEL: Self = Self(59);
    /// SANCTION withdraw.
    pub const SANCTION_WITHDRAW: Self = Self(60);
    /// THREATEN arrest.
    pub const THREATEN_ARREST: Self = Self(61);
    /// THREATEN expel.
    pub const THREATEN_EXPEL: Self = Self(62);
    /// THREATEN relations.
    pub const THREATEN_RELATIONS: Self = Self(63);
    /// THREATEN restrict.
    pub const THREATEN_RESTRICT: Self = Self(64);
    /// THREATEN territory.
    pub const THREATEN_TERRITORY: Self = Self(65);
    /// THREATEN violence.
    pub const THREATEN_VIOLENCE: Self = Self(66);
}

const COUNTRIES: &[(&str, &str, Option<u16>)] = &[
    ("ABW", "Aruba", None),
    ("AFG", "Afghanistan", Some(700)),
    ("AGO", "Angola", Some(540)),
    ("AIA", "Anguilla", None),
    ("ALA", "Aland Islands", None),
    ("ALB", "Albania", Some(339)),
    ("AND", "Andorra", Some(232)),
    ("ARE", "United Arab Emirates", Some(696)),
    ("ARG", "Argentina", Some(160)),
    ("ARM", "Armenia", Some(371)),
    ("ASM", "American Samoa", None),
    ("ATA", "Antarctica", None),
    ("ATF", "French Southern Territories", None),
    ("ATG", "Antigua and Barbuda", Some(58)),
    ("AUS", "Australia", Some(900)),
    ("AUT", "Austria", Some(305)),
    ("AZE", "Azerbaijan", Some(373)),
    ("BDI", "Burundi", Some(516)),
    ("BEL", "Belgium", Some(211)),
    ("BEN", "Benin", Some(434)),
    ("BES", "Bonaire", None),
    ("BFA", "Burkina Faso", Some(439)),
    ("BGD", "Bangladesh", Some(771)),
    ("BGR", "Bulgaria", Some(355)),
    ("BHR", "Bahrain", Some(692)),
    ("BHS", "Bahamas", Some(31)),
    ("BIH", "Bosnia", Some(346)),
    ("BLM", "Saint Barthelemy", None),
    ("BLR", "Belarus", Some(370)),
    ("BLZ", "Belize", Some(80)),
    ("BMU", "Bermuda", None),
    ("BOL", "Bolivia", Some(145)),
    ("BRA", "Brazil", Some(140)),
    ("BRB", "Barbados", Some(53)),
    ("BRN", "Brunei", Some(835)),
    ("BTN", "Bhutan", Some(760)),
    ("BVT", "Bouvet Island", None),
    ("BWA", "Botswana", Some(571)),
    ("CAF", "Central African Republic", Some(482)),
    ("CAN", "Canada", Some(20)),
    ("CCK", "Cocos Islands", None),
    ("CHE", "Switzerland", Some(225)),
    ("CHL", "Chile", Some(155)),
    ("CHN", "China", Some(710)),
    ("CIV", "Ivory Coast", Some(437)),
    ("CMR", "Cameroon", Some(471)),
    ("COD", "Democratic Republic of Congo", Some(490)),
    ("COG", "Republic of Congo", Some(484)),
    ("COK", "Cook Islands", None),
    ("COL", "Colombia", Some(100)),
    ("COM", "Comoros", Some(581)),
    ("CPV", "Cape Verde", Some(402)),
    ("CRI", "Costa Rica", Some(94)),
    ("CUB", "Cuba", Some(40)),
    ("CUW", "Curacao", None),
    ("CXR", "Christmas Island territory", None),
    ("CYM", "Cayman Islands", None),
    ("CYP", "Cyprus", Some(352)),
    ("CZE", "Czech Republic", Some(316)),
    ("DEU", "Germany", Some(255)),
    ("DJI", "Djibouti", Some(522)),
    ("DMA", "Dominica", Some(54)),
    ("DNK", "Denmark", Some(390)),
    ("DOM", "Dominican Republic", Some(42)),
    ("DZA", "Algeria", Some(615)),
    ("ECU", "Ecuador", Some(130)),
    ("EGY", "Egypt", Some(651)),
    ("ERI", "Eritrea", Some(531)),
    ("ESH", "Western Sahara", None),
    ("ESP", "Spain", Some(230)),
    ("EST", "Estonia", Some(366)),
    ("ETH", "Ethiopia", Some(530)),
    ("EUR", "European Union", None),
    ("FIN", "Finland", Some(375)),
    ("FJI", "Fiji", Some(950)),
    ("FLK", "Falkland Islands", None),
    ("FRA", "France", Some(220)),
    ("FRO", "Faroe Islands", None),
    ("FSM", "Micronesia", Some(987)),
    ("GAB", "Gabon", Some(481)),
    ("GBR", "United Kingdom", Some(200)),
    ("GEO", "Georgia", Some(372)),
    ("GGY", "Guernsey", None),
    ("GHA", "Ghana", Some(452)),
    ("GIB", "Gibraltar", None),
    ("GIN", "Guinea", Some(438)),
    ("GLP", "Guadeloupe", None),
    ("GMB", "Gambia", Some(420)),
    ("GNB", "Guinea-Bissau", Some(404)),
    ("GNQ", "Equatorial Guinea", Some(411)),
    ("GRC", "Greece", Some(350)),
    ("GRD", "Grenada", Some(55)),
    ("GRL", "Greenland", None),
    ("GTM", "Guatemala", Some(90)),
    ("GUF", "French Guiana", None),
    ("GUM", "Guam", None),
    ("GUY", "Guyana", Some(110)),
    ("HKG", "Hong Kong", None),
    ("HMD", "Heard and McDonald Islands", None),
    ("HND", "Honduras", Some(91)),
    ("HRV", "Croatia", Some(344)),
    ("HTI", "Haiti", Some(41)),
    ("HUN", "Hungary", Some(310)),
    ("IDN", "Indonesia", Some(850)),
    ("IGO", "International organisations", None),
    ("IMG", "International militant groups", None),
    ("IMN", "Isle of Man", None),
    ("IND", "India", Some(750)),
    ("IOT", "British Indian Ocean Territory", None),
    ("IRL", "Ireland", Some(205)),
    ("IRN", "Iran", Some(630)),
    ("IRQ", "Iraq", Some(645)),
    ("ISL", "Iceland", Some(395)),
    ("ISM", "International Islamist movements", None),
    ("ISR", "Israel", Some(666)),
    ("ITA", "Italy", Some(325)),
    ("JAM", "Jamaica", Some(51)),
    ("JEY", "Jersey", None),
    ("JOR", "Jordan", Some(663)),
    ("JPN", "Japan", Some(740)),
    ("KAZ", "Kazakhstan", Some(705)),
    ("KEN", "Kenya", Some(501)),
    ("KGZ", "Kyrgyzstan", Some(703)),
    ("KHM", "Cambodia", Some(811)),
    ("KIR", "Kiribati", Some(946)),
    ("KNA", "Saint Kitts and Nevis", Some(60)),
    ("KOR", "South Korea", Some(732)),
    ("KOS", "Kosovo", Some(347)),
    ("KWT", "Kuwait", Some(690)),
    ("LAO", "Laos", Some(812)),
    ("LBN", "Lebanon", Some(660)),
    ("LBR", "Liberia", Some(450)),
    ("LBY", "Libya", Some(620)),
    ("LCA", "Saint Lucia", Some(56)),
    ("LIE", "Liechtenstein", Some(223)),
    ("LKA", "Sri Lanka", Some(780)),
    ("LSO", "Lesotho", Some(570)),
    ("LTU", "Lithuania", Some(368)),
    ("LUX", "Luxembourg", Some(212)),
    ("LVA", "Latvia", Some(367)),
    ("MAC", "Macau", None),
    ("MAF", "Saint Martin", None),
    ("MAR", "Morocco", Some(600)),
    ("MCO", "Monaco", Some(221)),
    ("MDA", "Moldova", Some(359)),
    ("MDG", "Madagascar", Some(580)),
    ("MDV", "Maldives", Some(781)),
    ("MEX", "Mexico", Some(70)),
    ("MHL", "Marshall Islands", Some(983)),
    ("MKD", "North Macedonia", Some(343)),
    ("MLI", "Mali", Some(432)),
    ("MLT", "Malta", Some(338)),
    ("MMR", "Myanmar", Some(775)),
    ("MNC", "Multinational companies", None),
    ("MNE", "Montenegro", Some(341)),
    ("MNG", "Mongolia", Some(712)),
    ("MNP", "Northern Mariana Islands", None),
    ("MOZ", "Mozambique", Some(541)),
    ("MRT", "Mauritania", Some(435)),
    ("MSR", "Montserrat", None),
    ("MTQ", "Martinique", None),
    ("MUS", "Mauritius", Some(590)),
    ("MWI", "Malawi", Some(553)),
    ("MYS", "Malaysia", Some(820)),
    ("MYT", "Mayotte", None),
    ("NAM", "Namibia", Some(565)),
    ("NCL", "New Caledonia", None),
    ("NER", "Niger", Some(436)),
    ("NFK", "Norfolk Island", None),
    ("NGA", "Nigeria", Some(475)),
    ("NGO", "International non-governmental organisations", None),
    ("NIC", "Nicaragua", Some(93)),
    ("NIU", "Niue", None),
    ("NLD", "Netherlands", Some(210)),
    ("NOR", "Norway", Some(385)),
    ("NPL", "Nepal", Some(790)),
    ("NRU", "Nauru", Some(970)),
    ("NZL", "New Zealand", Some(920)),
    ("OMN", "Oman", Some(698)),
    ("PAK", "Pakistan", Some(770)),
    ("PAN", "Panama", Some(95)),
    ("PCN", "Pitcairn", None),
    ("PER", "Peru", Some(135)),
    ("PHL", "Philippines", Some(840)),
    ("PLW", "Palau", Some(986)),
    ("PNG", "Papua New Guinea", Some(910)),
    ("POL", "Poland", Some(290)),
    ("PRI", "Puerto Rico", None),
    ("PRK", "North Korea", Some(731)),
    ("PRT", "Portugal", Some(235)),
    ("PRY", "Paraguay", Some(150)),
    ("PSE", "Palestine", None),
    ("PYF", "French Polynesia", None),
    ("QAT", "Qatar", Some(694)),
    ("REU", "Reunion", None),
    ("ROU", "Romania", Some(360)),
    ("RUS", "Russia", Some(365)),
    ("RWA", "Rwanda", Some(517)),
    ("SAU", "Saudi Arabia", Some(670)),
    ("SDN", "Sudan", Some(625)),
    ("SEN", "Senegal", Some(433)),
    ("SGP", "Singapore", Some(830)),
    ("SGS", "South Georgia", None),
    ("SHN", "Saint Helena", None),
    ("SJM", "Svalbard and Jan Mayen", None),
    ("SLB", "Solomon Islands", Some(940)),
    ("SLE", "Sierra Leone", Some(451)),
    ("SLV", "El Salvador", Some(92)),
    ("SMR", "San Marino", Some(331)),
    ("SOM", "Somalia", Some(520)),
    ("SPM", "Saint Pierre and Miquelon", None),
    ("SRB", "Serbia", Some(345)),
    ("SSD", "South Sudan", Some(626)),
    ("STP", "Sao Tome and Principe", Some(403)),
    ("SUR", "Suriname", Some(115)),
    ("SVK", "Slovakia", Some(317)),
    ("SVN", "Slovenia", Some(349)),
    ("SWE", "Sweden", Some(380)),
    ("SWZ", "Eswatini", Some(572)),
    ("SXM", "Sint Maarten", None),
    ("SYC", "Seychelles", Some(591)),
    ("SYR", "Syria", Some(652)),
    ("TCA", "Turks and Caicos Islands", None),
    ("TCD", "Chad", Some(483)),
    ("TGO", "Togo", Some(461)),
    ("THA", "Thailand", Some(800)),
    ("TJK", "Tajikistan", Some(702)),
    ("TKL", "Tokelau", None),
    ("TKM", "Turkmenistan", Some(701)),
    ("TLS", "East Timor", Some(860)),
    ("TON", "Tonga", Some(955)),
    ("TTO", "Trinidad and Tobago", Some(52)),
    ("TUN", "Tunisia", Some(616)),
    ("TUR", "Turkey", Some(640)),
    ("TUV", "Tuvalu", Some(947)),
    ("TWN", "Taiwan", Some(713)),
    ("TZA", "Tanzania", Some(510)),
    ("UGA", "Uganda", Some(500)),
    ("UKR", "Ukraine", Some(369)),
    ("UMI", "U.S. Minor Outlying Islands", None),
    ("UNO", "United Nations", None),
    ("URY", "Uruguay", Some(165)),
    ("USA", "United States", Some(2)),
    ("UZB", "Uzbekistan", Some(704)),
    ("VAT", "Vatican", None),
    ("VCT", "Saint Vincent and the Grenadines", Some(57)),
    ("VEN", "Venezuela", Some(101)),
    ("VGB", "British Virgin Islands", None),
    ("VIR", "U.S. Virgin Islands", None),
    ("VNM", "Vietnam", Some(816)),
    ("VUT", "Vanuatu", Some(935)),
    ("WLF", "Wallis and Futuna", None),
    ("WSM", "Samoa", Some(990)),
    ("YEM", "Yemen", Some(679)),
    ("ZAF", "South Africa", Some(560)),
    ("ZMB", "Zambia", Some(551)),
    ("ZWE", "Zimbabwe", Some(552)),
];
