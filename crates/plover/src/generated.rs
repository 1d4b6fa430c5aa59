// @generated from data/*.tsv by `cargo xtask codegen`; edit the tables instead.

vocabulary! {
    /// The 16 event types of PLOVER 2.0.
    EventType "event type" {
        /// Accusation, disapproval, investigation.
        Accuse = "ACCUSE", "Accusation, disapproval, investigation",
        /// Agreement to or intent to cooperate, settle, yield or meet.
        Agree = "AGREE", "Agreement to or intent to cooperate, settle, yield or meet",
        /// Provision of material aid.
        Aid = "AID", "Provision of material aid",
        /// Physical attack.
        Assault = "ASSAULT", "Physical attack",
        /// Repression and restriction short of attack.
        Coerce = "COERCE", "Repression and restriction short of attack",
        /// Yielding without movement of forces or people.
        Concede = "CONCEDE", "Yielding without movement of forces or people",
        /// Meetings, visits, talks and other consultation.
        Consult = "CONSULT", "Meetings, visits, talks and other consultation",
        /// Material cooperation: economic, military, judicial, intelligence.
        Cooperate = "COOPERATE", "Material cooperation: economic, military, judicial, intelligence",
        /// Display or readying of force.
        Mobilize = "MOBILIZE", "Display or readying of force",
        /// Demonstrations, strikes, riots, boycotts.
        Protest = "PROTEST", "Demonstrations, strikes, riots, boycotts",
        /// Refusal, rejection.
        Reject = "REJECT", "Refusal, rejection",
        /// Requests, demands and appeals.
        Request = "REQUEST", "Requests, demands and appeals",
        /// Withdrawal, release, disarmament, ceasefire, resignation.
        Retreat = "RETREAT", "Withdrawal, release, disarmament, ceasefire, resignation",
        /// Reduction of relations, sanctions.
        Sanction = "SANCTION", "Reduction of relations, sanctions",
        /// Diplomatic or material-free cooperation: praise, endorsement, recognition.
        Support = "SUPPORT", "Diplomatic or material-free cooperation: praise, endorsement, recognition",
        /// Threats and warnings.
        Threaten = "THREATEN", "Threats and warnings",
    }
    /// The 37 contexts of PLOVER 2.0.
    Context "context" {
        /// Asylum sought or granted.
        Asylum = "asylum", "Asylum sought or granted",
        /// Chemical, biological, radiological and nuclear weapons.
        Cbrn = "cbrn", "Chemical, biological, radiological and nuclear weapons",
        /// Public office used for private gain.
        Corruption = "corruption", "Public office used for private gain",
        /// Crimes and criminals.
        Crime = "crime", "Crimes and criminals",
        /// Attacks and crimes by computer.
        Cyber = "cyber", "Attacks and crimes by computer",
        /// Diplomacy.
        Diplomatic = "diplomatic", "Diplomacy",
        /// Disasters, natural or made.
        Disasters = "disasters", "Disasters, natural or made",
        /// Trade, finance, development.
        Economic = "economic", "Trade, finance, development",
        /// Elections and campaigns.
        Election = "election", "Elections and campaigns",
        /// Environment and climate.
        Environment = "environment", "Environment and climate",
        /// Executive agencies, and matters of government other than elections and lawmaking.
        Executive = "executive", "Executive agencies, and matters of government other than elections and lawmaking",
        /// Gender, women's issues.
        Gender = "gender", "Gender, women's issues",
        /// Disease, epidemics, health care.
        Health = "health", "Disease, epidemics, health care",
        /// Human rights, named as such.
        HumanRights = "human_rights", "Human rights, named as such",
        /// Access to water, food, housing, energy, land.
        HumanSecurity = "human_security", "Access to water, food, housing, energy, land",
        /// Illegal drugs.
        IllegalDrugs = "illegal_drugs", "Illegal drugs",
        /// Unequal wealth, chances or treatment.
        Inequality = "inequality", "Unequal wealth, chances or treatment",
        /// Intelligence and information.
        Intelligence = "intelligence", "Intelligence and information",
        /// Courts and law, human rights apart.
        Legal = "legal", "Courts and law, human rights apart",
        /// Lawmaking, parliaments, coalitions.
        Legislative = "legislative", "Lawmaking, parliaments, coalitions",
        /// Lesbian, gay, bisexual and transgender matters.
        Lgbt = "lgbt", "Lesbian, gay, bisexual and transgender matters",
        /// Migrants, refugees, displaced people.
        Migration = "migration", "Migrants, refugees, displaced people",
        /// Military matters, military aid included.
        Military = "military", "Military matters, military aid included",
        /// False or misleading information.
        Misinformation = "misinformation", "False or misleading information",
        /// Oil, gas, minerals, water and other resources.
        NaturalResource = "natural_resource", "Oil, gas, minerals, water and other resources",
        /// Peacekeeping operations.
        Peacekeeping = "peacekeeping", "Peacekeeping operations",
        /// Institutions, parties and the norms between them.
        PoliticalInstitutions = "political_institutions", "Institutions, parties and the norms between them",
        /// Steps away from democracy, or support of them.
        ProAutocracy = "pro_autocracy", "Steps away from democracy, or support of them",
        /// Steps towards democracy, or support of them.
        ProDemocracy = "pro_democracy", "Steps towards democracy, or support of them",
        /// Religions and ethnic groups.
        ReligionEthnicity = "religion_ethnicity", "Religions and ethnic groups",
        /// Compensation for past wrongs.
        Reparations = "reparations", "Compensation for past wrongs",
        /// Repression of opponents and the public.
        Repression = "repression", "Repression of opponents and the public",
        /// Political rights and freedoms, and limits put on them.
        RightsFreedoms = "rights_freedoms", "Political rights and freedoms, and limits put on them",
        /// Technology.
        Technology = "technology", "Technology",
        /// Territory and borders.
        Territory = "territory", "Territory and borders",
        /// Terrorism.
        Terrorism = "terrorism", "Terrorism",
        /// Trafficking in persons or goods.
        Trafficking = "trafficking", "Trafficking in persons or goods",
    }
    /// The sector codes of PLOVER 2.0.
    Sector "sector" {
        /// agriculture.
        Agr = "AGR", "agriculture",
        /// business.
        Bus = "BUS", "business",
        /// police and security services.
        Cop = "COP", "police and security services",
        /// crime.
        Crm = "CRM", "crime",
        /// civilians as individuals or groups.
        Cvl = "CVL", "civilians as individuals or groups",
        /// education.
        Edu = "EDU", "education",
        /// elites: former officials, celebrities.
        Eli = "ELI", "elites: former officials, celebrities",
        /// the executive.
        Gov = "GOV", "the executive",
        /// journalists and media.
        Jrn = "JRN", "journalists and media",
        /// the judiciary.
        Jud = "JUD", "the judiciary",
        /// labour.
        Lab = "LAB", "labour",
        /// the legislature.
        Leg = "LEG", "the legislature",
        /// health workers.
        Med = "MED", "health workers",
        /// the military.
        Mil = "MIL", "the military",
        /// opposition.
        Opp = "OPP", "opposition",
        /// president's or premier's personal circle.
        Pre = "PRE", "president's or premier's personal circle",
        /// pro-regime militia.
        Prm = "PRM", "pro-regime militia",
        /// political parties.
        Pty = "PTY", "political parties",
        /// rebels.
        Reb = "REB", "rebels",
        /// refugees.
        Ref = "REF", "refugees",
        /// religion.
        Rel = "REL", "religion",
        /// civil society.
        Soc = "SOC", "civil society",
        /// intelligence.
        Spy = "SPY", "intelligence",
        /// unidentified or unaligned armed forces.
        Uaf = "UAF", "unidentified or unaligned armed forces",
        /// unknown.
        Unk = "UNK", "unknown",
    }
    /// What the text says became of an act.
    Status "status" {
        /// It took place, or takes place.
        Occurred = "occurred", "It took place, or takes place",
        /// It is under way.
        Ongoing = "ongoing", "It is under way",
        /// It is meant to take place.
        Planned = "planned", "It is meant to take place",
        /// It was planned and put off.
        Postponed = "postponed", "It was planned and put off",
        /// It was planned and called off.
        Cancelled = "cancelled", "It was planned and called off",
        /// The text says that it did not take place.
        Denied = "denied", "The text says that it did not take place",
        /// It is thought of, feared, wanted or conditional.
        Hypothetical = "hypothetical", "It is thought of, feared, wanted or conditional",
    }
    /// The manual's special contexts, which qualify an act as a whole; ours is [`Status`].
    AuxMode "auxiliary mode" {
        /// Still to come.
        Future = "future", "Still to come",
        /// Long past.
        Historical = "historical", "Long past",
        /// Conditional, feared or wanted.
        Hypothetical = "hypothetical", "Conditional, feared or wanted",
        /// Did not happen.
        Negation = "negation", "Did not happen",
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

const MODES: &[(EventType, &str, Option<f64>, &str)] = &[
    (EventType::Accuse, "allege", Some(-3.5), "Accuse, charge, indict or sue, formally or not"),
    (EventType::Accuse, "disapprove", Some(-2.0), "Criticise, condemn, complain, summon an envoy"),
    (EventType::Accuse, "investigate", Some(-3.5), "Look into: commissions, inquiries, prosecutors"),
    (EventType::Assault, "abduct", Some(-8.5), "Kidnap, take hostage, hijack"),
    (EventType::Assault, "aerial", Some(-9.5), "Attack from the air with crewed aircraft or missiles"),
    (EventType::Assault, "beat", Some(-7.5), "Attack bodily, without a weapon named"),
    (EventType::Assault, "crowd-control", Some(-7.5), "Break up a crowd by force: tear gas, batons, water cannon"),
    (EventType::Assault, "destroy", Some(-8.5), "Destroy property"),
    (EventType::Assault, "drone", Some(-9.5), "Attack with uncrewed aircraft"),
    (EventType::Assault, "explosives", Some(-9.0), "Mines, planted bombs, grenades, car bombs"),
    (EventType::Assault, "firearms", Some(-9.0), "Rifles, pistols, light machine guns"),
    (EventType::Assault, "heavy-weapons", Some(-9.5), "Weapons served by a crew: artillery, mortars, tanks"),
    (EventType::Assault, "primitive", Some(-8.0), "Fire, blades, stones, tools"),
    (EventType::Assault, "sexual", Some(-8.5), "Sexual violence"),
    (EventType::Assault, "suicide-attack", Some(-9.5), "Attack in which the attacker means to die"),
    (EventType::Assault, "targeted", Some(-9.5), "Assassinate, or try to"),
    (EventType::Assault, "torture", Some(-8.5), "Torture"),
    (EventType::Assault, "unconventional", Some(-10.0), "Chemical, biological, radiological or nuclear weapons"),
    (EventType::Coerce, "arrest", Some(-7.0), "Arrest, detain, imprison"),
    (EventType::Coerce, "censor", Some(-6.5), "Ban or restrict publications and other information"),
    (EventType::Coerce, "curfew", Some(-6.5), "Impose a curfew"),
    (EventType::Coerce, "cyber", Some(-7.0), "Attack computers and networks"),
    (EventType::Coerce, "deport", Some(-7.0), "Expel or deport persons"),
    (EventType::Coerce, "martial-law", Some(-7.5), "Impose an emergency or martial law"),
    (EventType::Coerce, "misinformation", Some(-6.5), "Spread what is known to be false"),
    (EventType::Coerce, "restrict", Some(-7.0), "Restrict movement, trade or political freedom; embargo, blockade"),
    (EventType::Coerce, "seize", Some(-7.0), "Confiscate property, occupy territory"),
    (EventType::Coerce, "withhold", Some(-7.0), "Cut off water, power, food, medicine or the internet"),
    (EventType::Consult, "multilateral", Some(4.0), "Within an alliance, an organisation or a summit of many"),
    (EventType::Consult, "phone", Some(1.5), "By telephone or another remote medium"),
    (EventType::Consult, "third-party", Some(1.0), "Hosted by somebody who is not a party to it"),
    (EventType::Consult, "visit", Some(4.0), "The actor visits, the recipient hosts"),
    (EventType::Mobilize, "militia", Some(-6.0), "Armed bodies that are not the state's"),
    (EventType::Mobilize, "police", Some(-5.5), "Police and security forces"),
    (EventType::Mobilize, "troops", Some(-6.5), "Soldiers and their units"),
    (EventType::Mobilize, "weapons", Some(-6.5), "Weapons and their readiness"),
    (EventType::Protest, "boycott", Some(-4.5), "Boycott"),
    (EventType::Protest, "demo", Some(-5.0), "March, rally, sit-in, largely peaceful"),
    (EventType::Protest, "hunger", Some(-4.5), "Hunger strike"),
    (EventType::Protest, "obstruct", Some(-4.5), "Block a road, a port, an entrance"),
    (EventType::Protest, "riot", Some(-7.0), "Violent protest"),
    (EventType::Protest, "strike", Some(-5.0), "Stop work"),
    (EventType::Protest, "vandalize", None, "Damage property in protest"),
    (EventType::Reject, "assist", Some(-1.5), "Help, exchange or relations"),
    (EventType::Reject, "change", Some(-2.0), "A change of policy, government or institutions"),
    (EventType::Reject, "meet", Some(-2.0), "A meeting or negotiations; a meeting called off"),
    (EventType::Reject, "yield", Some(-2.0), "A concession: release, ceasefire, an end of sanctions"),
    (EventType::Request, "assist", Some(0.5), "Help, exchange or relations"),
    (EventType::Request, "change", Some(-1.0), "A change of policy, government or institutions"),
    (EventType::Request, "meet", Some(0.0), "A meeting or negotiations"),
    (EventType::Request, "yield", Some(-1.0), "A concession: release, ceasefire, an end of sanctions"),
    (EventType::Retreat, "access", Some(6.5), "Let observers, peacekeepers or aid in"),
    (EventType::Retreat, "ceasefire", Some(7.5), "Keep a ceasefire"),
    (EventType::Retreat, "disarm", Some(10.0), "Give up weapons"),
    (EventType::Retreat, "release", Some(6.5), "Release or exchange captives"),
    (EventType::Retreat, "resign", Some(4.5), "Resign from office"),
    (EventType::Retreat, "withdraw", Some(8.0), "Withdraw forces, give up territory"),
    (EventType::Sanction, "convict", Some(-6.0), "Find guilty or liable in court"),
    (EventType::Sanction, "discontinue", Some(-6.0), "Cut, lessen or end exchange or relations otherwise"),
    (EventType::Sanction, "expel", Some(-5.5), "Expel from a group, an organisation or a country, single persons apart"),
    (EventType::Sanction, "withdraw", Some(-6.0), "Withdraw oneself or one's own: diplomats, observers, aid"),
    (EventType::Threaten, "arrest", Some(-3.5), "To arrest or detain"),
    (EventType::Threaten, "expel", Some(-3.5), "To expel diplomats, peacekeepers, organisations"),
    (EventType::Threaten, "relations", Some(-3.5), "To suspend relations, talks, aid"),
    (EventType::Threaten, "restrict", Some(-3.0), "To restrict movement or trade: blockade, embargo, curfew, strike"),
    (EventType::Threaten, "territory", Some(-4.0), "To occupy or seize territory"),
    (EventType::Threaten, "violence", Some(-3.5), "To use force"),
];

impl Mode {
    /// ACCUSE allege. Accuse, charge, indict or sue, formally or not.
    pub const ACCUSE_ALLEGE: Self = Self(0);
    /// ACCUSE disapprove. Criticise, condemn, complain, summon an envoy.
    pub const ACCUSE_DISAPPROVE: Self = Self(1);
    /// ACCUSE investigate. Look into: commissions, inquiries, prosecutors.
    pub const ACCUSE_INVESTIGATE: Self = Self(2);
    /// ASSAULT abduct. Kidnap, take hostage, hijack.
    pub const ASSAULT_ABDUCT: Self = Self(3);
    /// ASSAULT aerial. Attack from the air with crewed aircraft or missiles.
    pub const ASSAULT_AERIAL: Self = Self(4);
    /// ASSAULT beat. Attack bodily, without a weapon named.
    pub const ASSAULT_BEAT: Self = Self(5);
    /// ASSAULT crowd-control. Break up a crowd by force: tear gas, batons, water cannon.
    pub const ASSAULT_CROWD_CONTROL: Self = Self(6);
    /// ASSAULT destroy. Destroy property.
    pub const ASSAULT_DESTROY: Self = Self(7);
    /// ASSAULT drone. Attack with uncrewed aircraft.
    pub const ASSAULT_DRONE: Self = Self(8);
    /// ASSAULT explosives. Mines, planted bombs, grenades, car bombs.
    pub const ASSAULT_EXPLOSIVES: Self = Self(9);
    /// ASSAULT firearms. Rifles, pistols, light machine guns.
    pub const ASSAULT_FIREARMS: Self = Self(10);
    /// ASSAULT heavy-weapons. Weapons served by a crew: artillery, mortars, tanks.
    pub const ASSAULT_HEAVY_WEAPONS: Self = Self(11);
    /// ASSAULT primitive. Fire, blades, stones, tools.
    pub const ASSAULT_PRIMITIVE: Self = Self(12);
    /// ASSAULT sexual. Sexual violence.
    pub const ASSAULT_SEXUAL: Self = Self(13);
    /// ASSAULT suicide-attack. Attack in which the attacker means to die.
    pub const ASSAULT_SUICIDE_ATTACK: Self = Self(14);
    /// ASSAULT targeted. Assassinate, or try to.
    pub const ASSAULT_TARGETED: Self = Self(15);
    /// ASSAULT torture. Torture.
    pub const ASSAULT_TORTURE: Self = Self(16);
    /// ASSAULT unconventional. Chemical, biological, radiological or nuclear weapons.
    pub const ASSAULT_UNCONVENTIONAL: Self = Self(17);
    /// COERCE arrest. Arrest, detain, imprison.
    pub const COERCE_ARREST: Self = Self(18);
    /// COERCE censor. Ban or restrict publications and other information.
    pub const COERCE_CENSOR: Self = Self(19);
    /// COERCE curfew. Impose a curfew.
    pub const COERCE_CURFEW: Self = Self(20);
    /// COERCE cyber. Attack computers and networks.
    pub const COERCE_CYBER: Self = Self(21);
    /// COERCE deport. Expel or deport persons.
    pub const COERCE_DEPORT: Self = Self(22);
    /// COERCE martial-law. Impose an emergency or martial law.
    pub const COERCE_MARTIAL_LAW: Self = Self(23);
    /// COERCE misinformation. Spread what is known to be false.
    pub const COERCE_MISINFORMATION: Self = Self(24);
    /// COERCE restrict. Restrict movement, trade or political freedom; embargo, blockade.
    pub const COERCE_RESTRICT: Self = Self(25);
    /// COERCE seize. Confiscate property, occupy territory.
    pub const COERCE_SEIZE: Self = Self(26);
    /// COERCE withhold. Cut off water, power, food, medicine or the internet.
    pub const COERCE_WITHHOLD: Self = Self(27);
    /// CONSULT multilateral. Within an alliance, an organisation or a summit of many.
    pub const CONSULT_MULTILATERAL: Self = Self(28);
    /// CONSULT phone. By telephone or another remote medium.
    pub const CONSULT_PHONE: Self = Self(29);
    /// CONSULT third-party. Hosted by somebody who is not a party to it.
    pub const CONSULT_THIRD_PARTY: Self = Self(30);
    /// CONSULT visit. The actor visits, the recipient hosts.
    pub const CONSULT_VISIT: Self = Self(31);
    /// MOBILIZE militia. Armed bodies that are not the state's.
    pub const MOBILIZE_MILITIA: Self = Self(32);
    /// MOBILIZE police. Police and security forces.
    pub const MOBILIZE_POLICE: Self = Self(33);
    /// MOBILIZE troops. Soldiers and their units.
    pub const MOBILIZE_TROOPS: Self = Self(34);
    /// MOBILIZE weapons. Weapons and their readiness.
    pub const MOBILIZE_WEAPONS: Self = Self(35);
    /// PROTEST boycott. Boycott.
    pub const PROTEST_BOYCOTT: Self = Self(36);
    /// PROTEST demo. March, rally, sit-in, largely peaceful.
    pub const PROTEST_DEMO: Self = Self(37);
    /// PROTEST hunger. Hunger strike.
    pub const PROTEST_HUNGER: Self = Self(38);
    /// PROTEST obstruct. Block a road, a port, an entrance.
    pub const PROTEST_OBSTRUCT: Self = Self(39);
    /// PROTEST riot. Violent protest.
    pub const PROTEST_RIOT: Self = Self(40);
    /// PROTEST strike. Stop work.
    pub const PROTEST_STRIKE: Self = Self(41);
    /// PROTEST vandalize. Damage property in protest.
    pub const PROTEST_VANDALIZE: Self = Self(42);
    /// REJECT assist. Help, exchange or relations.
    pub const REJECT_ASSIST: Self = Self(43);
    /// REJECT change. A change of policy, government or institutions.
    pub const REJECT_CHANGE: Self = Self(44);
    /// REJECT meet. A meeting or negotiations; a meeting called off.
    pub const REJECT_MEET: Self = Self(45);
    /// REJECT yield. A concession: release, ceasefire, an end of sanctions.
    pub const REJECT_YIELD: Self = Self(46);
    /// REQUEST assist. Help, exchange or relations.
    pub const REQUEST_ASSIST: Self = Self(47);
    /// REQUEST change. A change of policy, government or institutions.
    pub const REQUEST_CHANGE: Self = Self(48);
    /// REQUEST meet. A meeting or negotiations.
    pub const REQUEST_MEET: Self = Self(49);
    /// REQUEST yield. A concession: release, ceasefire, an end of sanctions.
    pub const REQUEST_YIELD: Self = Self(50);
    /// RETREAT access. Let observers, peacekeepers or aid in.
    pub const RETREAT_ACCESS: Self = Self(51);
    /// RETREAT ceasefire. Keep a ceasefire.
    pub const RETREAT_CEASEFIRE: Self = Self(52);
    /// RETREAT disarm. Give up weapons.
    pub const RETREAT_DISARM: Self = Self(53);
    /// RETREAT release. Release or exchange captives.
    pub const RETREAT_RELEASE: Self = Self(54);
    /// RETREAT resign. Resign from office.
    pub const RETREAT_RESIGN: Self = Self(55);
    /// RETREAT withdraw. Withdraw forces, give up territory.
    pub const RETREAT_WITHDRAW: Self = Self(56);
    /// SANCTION convict. Find guilty or liable in court.
    pub const SANCTION_CONVICT: Self = Self(57);
    /// SANCTION discontinue. Cut, lessen or end exchange or relations otherwise.
    pub const SANCTION_DISCONTINUE: Self = Self(58);
    /// SANCTION expel. Expel from a group, an organisation or a country, single persons apart.
    pub const SANCTION_EXPEL: Self = Self(59);
    /// SANCTION withdraw. Withdraw oneself or one's own: diplomats, observers, aid.
    pub const SANCTION_WITHDRAW: Self = Self(60);
    /// THREATEN arrest. To arrest or detain.
    pub const THREATEN_ARREST: Self = Self(61);
    /// THREATEN expel. To expel diplomats, peacekeepers, organisations.
    pub const THREATEN_EXPEL: Self = Self(62);
    /// THREATEN relations. To suspend relations, talks, aid.
    pub const THREATEN_RELATIONS: Self = Self(63);
    /// THREATEN restrict. To restrict movement or trade: blockade, embargo, curfew, strike.
    pub const THREATEN_RESTRICT: Self = Self(64);
    /// THREATEN territory. To occupy or seize territory.
    pub const THREATEN_TERRITORY: Self = Self(65);
    /// THREATEN violence. To use force.
    pub const THREATEN_VIOLENCE: Self = Self(66);
}

const COUNTRIES: &[(&str, &str, Option<u16>, &str)] = &[
    ("ABW", "Aruba", None, "AA"),
    ("AFG", "Afghanistan", Some(700), "AF"),
    ("AGO", "Angola", Some(540), "AO"),
    ("AIA", "Anguilla", None, "AV"),
    ("ALA", "Aland Islands", None, ""),
    ("ALB", "Albania", Some(339), "AL"),
    ("AND", "Andorra", Some(232), "AN"),
    ("ARE", "United Arab Emirates", Some(696), "AE"),
    ("ARG", "Argentina", Some(160), "AR"),
    ("ARM", "Armenia", Some(371), "AM"),
    ("ASM", "American Samoa", None, "AQ"),
    ("ATA", "Antarctica", None, "AY"),
    ("ATF", "French Southern Territories", None, "FS"),
    ("ATG", "Antigua and Barbuda", Some(58), "AC"),
    ("AUS", "Australia", Some(900), "AS"),
    ("AUT", "Austria", Some(305), "AU"),
    ("AZE", "Azerbaijan", Some(373), "AJ"),
    ("BDI", "Burundi", Some(516), "BY"),
    ("BEL", "Belgium", Some(211), "BE"),
    ("BEN", "Benin", Some(434), "BN"),
    ("BES", "Bonaire", None, ""),
    ("BFA", "Burkina Faso", Some(439), "UV"),
    ("BGD", "Bangladesh", Some(771), "BG"),
    ("BGR", "Bulgaria", Some(355), "BU"),
    ("BHR", "Bahrain", Some(692), "BA"),
    ("BHS", "Bahamas", Some(31), "BF"),
    ("BIH", "Bosnia", Some(346), "BK"),
    ("BLM", "Saint Barthelemy", None, "TB"),
    ("BLR", "Belarus", Some(370), "BO"),
    ("BLZ", "Belize", Some(80), "BH"),
    ("BMU", "Bermuda", None, "BD"),
    ("BOL", "Bolivia", Some(145), "BL"),
    ("BRA", "Brazil", Some(140), "BR"),
    ("BRB", "Barbados", Some(53), "BB"),
    ("BRN", "Brunei", Some(835), "BX"),
    ("BTN", "Bhutan", Some(760), "BT"),
    ("BVT", "Bouvet Island", None, "BV"),
    ("BWA", "Botswana", Some(571), "BC"),
    ("CAF", "Central African Republic", Some(482), "CT"),
    ("CAN", "Canada", Some(20), "CA"),
    ("CCK", "Cocos Islands", None, "CK"),
    ("CHE", "Switzerland", Some(225), "SZ"),
    ("CHL", "Chile", Some(155), "CI"),
    ("CHN", "China", Some(710), "CH"),
    ("CIV", "Ivory Coast", Some(437), "IV"),
    ("CMR", "Cameroon", Some(471), "CM"),
    ("COD", "Democratic Republic of Congo", Some(490), "CG"),
    ("COG", "Republic of Congo", Some(484), "CF"),
    ("COK", "Cook Islands", None, "CW"),
    ("COL", "Colombia", Some(100), "CO"),
    ("COM", "Comoros", Some(581), "CN"),
    ("CPV", "Cape Verde", Some(402), "CV"),
    ("CRI", "Costa Rica", Some(94), "CS"),
    ("CUB", "Cuba", Some(40), "CU"),
    ("CUW", "Curacao", None, "UC"),
    ("CXR", "Christmas Island territory", None, "KT"),
    ("CYM", "Cayman Islands", None, "CJ"),
    ("CYP", "Cyprus", Some(352), "CY"),
    ("CZE", "Czech Republic", Some(316), "EZ"),
    ("DEU", "Germany", Some(255), "GM"),
    ("DJI", "Djibouti", Some(522), "DJ"),
    ("DMA", "Dominica", Some(54), "DO"),
    ("DNK", "Denmark", Some(390), "DA"),
    ("DOM", "Dominican Republic", Some(42), "DR"),
    ("DZA", "Algeria", Some(615), "AG"),
    ("ECU", "Ecuador", Some(130), "EC"),
    ("EGY", "Egypt", Some(651), "EG"),
    ("ERI", "Eritrea", Some(531), "ER"),
    ("ESH", "Western Sahara", None, "WI"),
    ("ESP", "Spain", Some(230), "SP"),
    ("EST", "Estonia", Some(366), "EN"),
    ("ETH", "Ethiopia", Some(530), "ET"),
    ("EUR", "European Union", None, ""),
    ("FIN", "Finland", Some(375), "FI"),
    ("FJI", "Fiji", Some(950), "FJ"),
    ("FLK", "Falkland Islands", None, "FK"),
    ("FRA", "France", Some(220), "FR"),
    ("FRO", "Faroe Islands", None, "FO"),
    ("FSM", "Micronesia", Some(987), "FM"),
    ("GAB", "Gabon", Some(481), "GB"),
    ("GBR", "United Kingdom", Some(200), "UK"),
    ("GEO", "Georgia", Some(372), "GG"),
    ("GGY", "Guernsey", None, "GK"),
    ("GHA", "Ghana", Some(452), "GH"),
    ("GIB", "Gibraltar", None, "GI"),
    ("GIN", "Guinea", Some(438), "GV"),
    ("GLP", "Guadeloupe", None, "GP"),
    ("GMB", "Gambia", Some(420), "GA"),
    ("GNB", "Guinea-Bissau", Some(404), "PU"),
    ("GNQ", "Equatorial Guinea", Some(411), "EK"),
    ("GRC", "Greece", Some(350), "GR"),
    ("GRD", "Grenada", Some(55), "GJ"),
    ("GRL", "Greenland", None, "GL"),
    ("GTM", "Guatemala", Some(90), "GT"),
    ("GUF", "French Guiana", None, "FG"),
    ("GUM", "Guam", None, "GQ"),
    ("GUY", "Guyana", Some(110), "GY"),
    ("HKG", "Hong Kong", None, "HK"),
    ("HMD", "Heard and McDonald Islands", None, "HM"),
    ("HND", "Honduras", Some(91), "HO"),
    ("HRV", "Croatia", Some(344), "HR"),
    ("HTI", "Haiti", Some(41), "HA"),
    ("HUN", "Hungary", Some(310), "HU"),
    ("IDN", "Indonesia", Some(850), "ID"),
    ("IGO", "International organisations", None, ""),
    ("IMG", "International militant groups", None, ""),
    ("IMN", "Isle of Man", None, "IM"),
    ("IND", "India", Some(750), "IN"),
    ("IOT", "British Indian Ocean Territory", None, "IO"),
    ("IRL", "Ireland", Some(205), "EI"),
    ("IRN", "Iran", Some(630), "IR"),
    ("IRQ", "Iraq", Some(645), "IZ"),
    ("ISL", "Iceland", Some(395), "IC"),
    ("ISM", "International Islamist movements", None, ""),
    ("ISR", "Israel", Some(666), "IS"),
    ("ITA", "Italy", Some(325), "IT"),
    ("JAM", "Jamaica", Some(51), "JM"),
    ("JEY", "Jersey", None, "JE"),
    ("JOR", "Jordan", Some(663), "JO"),
    ("JPN", "Japan", Some(740), "JA"),
    ("KAZ", "Kazakhstan", Some(705), "KZ"),
    ("KEN", "Kenya", Some(501), "KE"),
    ("KGZ", "Kyrgyzstan", Some(703), "KG"),
    ("KHM", "Cambodia", Some(811), "CB"),
    ("KIR", "Kiribati", Some(946), "KR"),
    ("KNA", "Saint Kitts and Nevis", Some(60), "SC"),
    ("KOR", "South Korea", Some(732), "KS"),
    ("KOS", "Kosovo", Some(347), "KV"),
    ("KWT", "Kuwait", Some(690), "KU"),
    ("LAO", "Laos", Some(812), "LA"),
    ("LBN", "Lebanon", Some(660), "LE"),
    ("LBR", "Liberia", Some(450), "LI"),
    ("LBY", "Libya", Some(620), "LY"),
    ("LCA", "Saint Lucia", Some(56), "ST"),
    ("LIE", "Liechtenstein", Some(223), "LS"),
    ("LKA", "Sri Lanka", Some(780), "CE"),
    ("LSO", "Lesotho", Some(570), "LT"),
    ("LTU", "Lithuania", Some(368), "LH"),
    ("LUX", "Luxembourg", Some(212), "LU"),
    ("LVA", "Latvia", Some(367), "LG"),
    ("MAC", "Macau", None, "MC"),
    ("MAF", "Saint Martin", None, "RN"),
    ("MAR", "Morocco", Some(600), "MO"),
    ("MCO", "Monaco", Some(221), "MN"),
    ("MDA", "Moldova", Some(359), "MD"),
    ("MDG", "Madagascar", Some(580), "MA"),
    ("MDV", "Maldives", Some(781), "MV"),
    ("MEX", "Mexico", Some(70), "MX"),
    ("MHL", "Marshall Islands", Some(983), "RM"),
    ("MKD", "North Macedonia", Some(343), "MK"),
    ("MLI", "Mali", Some(432), "ML"),
    ("MLT", "Malta", Some(338), "MT"),
    ("MMR", "Myanmar", Some(775), "BM"),
    ("MNC", "Multinational companies", None, ""),
    ("MNE", "Montenegro", Some(341), "MJ"),
    ("MNG", "Mongolia", Some(712), "MG"),
    ("MNP", "Northern Mariana Islands", None, "CQ"),
    ("MOZ", "Mozambique", Some(541), "MZ"),
    ("MRT", "Mauritania", Some(435), "MR"),
    ("MSR", "Montserrat", None, "MH"),
    ("MTQ", "Martinique", None, "MB"),
    ("MUS", "Mauritius", Some(590), "MP"),
    ("MWI", "Malawi", Some(553), "MI"),
    ("MYS", "Malaysia", Some(820), "MY"),
    ("MYT", "Mayotte", None, "MF"),
    ("NAM", "Namibia", Some(565), "WA"),
    ("NCL", "New Caledonia", None, "NC"),
    ("NER", "Niger", Some(436), "NG"),
    ("NFK", "Norfolk Island", None, "NF"),
    ("NGA", "Nigeria", Some(475), "NI"),
    ("NGO", "International non-governmental organisations", None, ""),
    ("NIC", "Nicaragua", Some(93), "NU"),
    ("NIU", "Niue", None, "NE"),
    ("NLD", "Netherlands", Some(210), "NL"),
    ("NOR", "Norway", Some(385), "NO"),
    ("NPL", "Nepal", Some(790), "NP"),
    ("NRU", "Nauru", Some(970), "NR"),
    ("NZL", "New Zealand", Some(920), "NZ"),
    ("OMN", "Oman", Some(698), "MU"),
    ("PAK", "Pakistan", Some(770), "PK"),
    ("PAN", "Panama", Some(95), "PM"),
    ("PCN", "Pitcairn", None, "PC"),
    ("PER", "Peru", Some(135), "PE"),
    ("PHL", "Philippines", Some(840), "RP"),
    ("PLW", "Palau", Some(986), "PS"),
    ("PNG", "Papua New Guinea", Some(910), "PP"),
    ("POL", "Poland", Some(290), "PL"),
    ("PRI", "Puerto Rico", None, "RQ"),
    ("PRK", "North Korea", Some(731), "KN"),
    ("PRT", "Portugal", Some(235), "PO"),
    ("PRY", "Paraguay", Some(150), "PA"),
    ("PSE", "Palestine", None, "WE"),
    ("PYF", "French Polynesia", None, "FP"),
    ("QAT", "Qatar", Some(694), "QA"),
    ("REU", "Reunion", None, "RE"),
    ("ROU", "Romania", Some(360), "RO"),
    ("RUS", "Russia", Some(365), "RS"),
    ("RWA", "Rwanda", Some(517), "RW"),
    ("SAU", "Saudi Arabia", Some(670), "SA"),
    ("SDN", "Sudan", Some(625), "SU"),
    ("SEN", "Senegal", Some(433), "SG"),
    ("SGP", "Singapore", Some(830), "SN"),
    ("SGS", "South Georgia", None, "SX"),
    ("SHN", "Saint Helena", None, "SH"),
    ("SJM", "Svalbard and Jan Mayen", None, "SV"),
    ("SLB", "Solomon Islands", Some(940), "BP"),
    ("SLE", "Sierra Leone", Some(451), "SL"),
    ("SLV", "El Salvador", Some(92), "ES"),
    ("SMR", "San Marino", Some(331), "SM"),
    ("SOM", "Somalia", Some(520), "SO"),
    ("SPM", "Saint Pierre and Miquelon", None, "SB"),
    ("SRB", "Serbia", Some(345), "RI"),
    ("SSD", "South Sudan", Some(626), "OD"),
    ("STP", "Sao Tome and Principe", Some(403), "TP"),
    ("SUR", "Suriname", Some(115), "NS"),
    ("SVK", "Slovakia", Some(317), "LO"),
    ("SVN", "Slovenia", Some(349), "SI"),
    ("SWE", "Sweden", Some(380), "SW"),
    ("SWZ", "Eswatini", Some(572), "WZ"),
    ("SXM", "Sint Maarten", None, "NN"),
    ("SYC", "Seychelles", Some(591), "SE"),
    ("SYR", "Syria", Some(652), "SY"),
    ("TCA", "Turks and Caicos Islands", None, "TK"),
    ("TCD", "Chad", Some(483), "CD"),
    ("TGO", "Togo", Some(461), "TO"),
    ("THA", "Thailand", Some(800), "TH"),
    ("TJK", "Tajikistan", Some(702), "TI"),
    ("TKL", "Tokelau", None, "TL"),
    ("TKM", "Turkmenistan", Some(701), "TX"),
    ("TLS", "East Timor", Some(860), "TT"),
    ("TON", "Tonga", Some(955), "TN"),
    ("TTO", "Trinidad and Tobago", Some(52), "TD"),
    ("TUN", "Tunisia", Some(616), "TS"),
    ("TUR", "Turkey", Some(640), "TU"),
    ("TUV", "Tuvalu", Some(947), "TV"),
    ("TWN", "Taiwan", Some(713), "TW"),
    ("TZA", "Tanzania", Some(510), "TZ"),
    ("UGA", "Uganda", Some(500), "UG"),
    ("UKR", "Ukraine", Some(369), "UP"),
    ("UMI", "U.S. Minor Outlying Islands", None, ""),
    ("UNO", "United Nations", None, ""),
    ("URY", "Uruguay", Some(165), "UY"),
    ("USA", "United States", Some(2), "US"),
    ("UZB", "Uzbekistan", Some(704), "UZ"),
    ("VAT", "Vatican", None, "VT"),
    ("VCT", "Saint Vincent and the Grenadines", Some(57), "VC"),
    ("VEN", "Venezuela", Some(101), "VE"),
    ("VGB", "British Virgin Islands", None, "VI"),
    ("VIR", "U.S. Virgin Islands", None, "VQ"),
    ("VNM", "Vietnam", Some(816), "VM"),
    ("VUT", "Vanuatu", Some(935), "NH"),
    ("WLF", "Wallis and Futuna", None, "WF"),
    ("WSM", "Samoa", Some(990), "WS"),
    ("YEM", "Yemen", Some(679), "YM"),
    ("ZAF", "South Africa", Some(560), "SF"),
    ("ZMB", "Zambia", Some(551), "ZA"),
    ("ZWE", "Zimbabwe", Some(552), "ZI"),
];
