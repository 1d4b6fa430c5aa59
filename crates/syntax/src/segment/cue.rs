//! Which words show that a sentence begins, or that it goes on?

/// Words that begin sentences and rarely names: after 'U.S.' or 'Inc.' they mark the border.
#[rustfmt::skip]
pub(super) const STARTERS: [&str; 107] = [
    "A", "About", "According", "After", "All", "Also", "Although", "Among", "An", "And", "Another", "As", "At", "Because", "Before", "Both",
    "But", "By", "During", "Each", "Earlier", "Either", "Elsewhere", "Even", "Every", "Everyone", "For", "Four", "From", "Had", "He", "Her",
    "Here", "His", "How", "However", "I", "If", "In", "Is", "It", "Its", "Just", "Last", "Later", "Many", "Meanwhile", "More", "Most", "My",
    "Nearly", "Neither", "No", "Nobody", "None", "Nor", "Not", "Now", "Of", "On", "Once", "One", "Only", "Or", "Other", "Others", "Our",
    "Perhaps", "Several", "She", "Since", "So", "Some", "Still", "Such", "That", "The", "Their", "Then", "There", "These", "They", "This",
    "Those", "Though", "Three", "Through", "Thus", "To", "Two", "Under", "Unlike", "Until", "We", "What", "When", "Where", "Whether",
    "Which", "While", "Who", "Why", "With", "Yesterday", "Yet", "You", "Your",
];

/// Those that are no surnames at all ('Gen. He' is one): after an initial or a title they begin a sentence.
#[rustfmt::skip]
pub(super) const NAMELESS: [&str; 22] = [
    "According", "After", "Although", "And", "Because", "Before", "But", "During", "For", "His", "However", "If", "It", "Its", "She", "The", "Their", "These",
    "They", "This", "When", "While",
];

/// Verbs between a quotation that ends in '!' or '?' and the full stop of its sentence.
#[rustfmt::skip]
pub(super) const SPEECH: [&str; 24] = [
    "added", "announced", "answered", "argued", "asked", "asks", "called", "cried", "declared", "demanded", "exclaimed", "joked", "noted",
    "replied", "said", "says", "shouted", "screamed", "sighed", "tells", "told", "tweeted", "wondered", "wrote",
];

/// Days and time zones go on after 'a.m.'.
#[rustfmt::skip]
pub(super) const AFTER_TIME: [&str; 36] = [
    "AEST", "BST", "CDT", "CEST", "CET", "CST", "Central", "EDT", "EST", "ET", "Eastern", "Friday", "GMT", "IST", "JST", "January", "July",
    "June", "MDT", "MST", "March", "Monday", "Mountain", "PDT", "PST", "PT", "Pacific", "Saturday", "September", "Sunday", "TO", "Thursday", "Tuesday", "UTC",
    "WAT", "Wednesday",
];

/// A sentence that begins with one of these and a time goes on after it.
pub(super) const BEFORE_TIME: [&str; 8] = [
    "About", "After", "Around", "At", "Before", "By", "Since", "Until",
];
