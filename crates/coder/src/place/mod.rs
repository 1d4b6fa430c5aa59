//! Where? Names of places in a text, and the places they mean.
//!
//! 1. [`Gazetteer`]: countries, divisions and towns of `GeoNames`, and a table of seas, heights and regions.
//! 2. `mention` finds the names: what the network takes for a place, and what the gazetteer knows where the words around
//!    it speak of a place. A name inside a person's or an organisation's name is no place.
//! 3. `resolve` chooses among places of one name by what the text says of them ('Paris, Texas'), the countries it speaks
//!    of, the places around, and how large they are. A name has one meaning in an article, unless the text says otherwise.
//! 4. `event` takes the place of an act from the phrases that hang on it.
//!
//! A name that no table knows stays a name, without coordinates.

mod event;
mod gazetteer;
mod mention;
mod pack;
mod resolve;
mod spelling;
mod words;

use plover::Location;
use syntax::{Document, Span, TokenIdx};

use crate::actor::{Known, Registry};
use crate::tree::{Lowered, Tree};
pub(crate) use event::{Act, country_of, of};
pub use gazetteer::{Gazetteer, PlaceId, kilometres};
pub use pack::{Row, pack};

/// A name of a place in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// Sentence of the document.
    pub sentence: usize,
    /// First token.
    pub first: TokenIdx,
    /// Last token.
    pub last: TokenIdx,
    /// Where it stands.
    pub span: Span,
    /// The place, if it was found out.
    pub place: Option<PlaceId>,
    /// What decided for it, or why it is taken for a place at all.
    pub rule: &'static str,
}

/// The places that a text names, in order.
///
/// ```
/// let (document, _) = syntax::Parser::standard().parse("A tornado hit Paris, Texas, on Monday.");
/// let registry = coder::actor::Registry::embedded();
/// let found = coder::place::find(&registry, &document);
/// let gazetteer = coder::place::Gazetteer::embedded();
/// assert_eq!(gazetteer.location("Paris", found[0].place).province.as_deref(), Some("Texas"));
/// ```
pub fn find(registry: &Registry, document: &Document) -> Vec<Mention> {
    let lowered = Lowered::new(&document.sentences);
    let known = Known::new(registry, document);
    in_trees(registry, document, &lowered.trees(), &known)
}

pub(crate) fn in_trees(
    registry: &Registry,
    document: &Document,
    trees: &[Tree<'_>],
    known: &Known<'_>,
) -> Vec<Mention> {
    let gazetteer = Gazetteer::embedded();
    let spotted = mention::spot(registry, gazetteer, document, trees, known);
    resolve::resolve(registry, gazetteer, trees, known, &spotted)
}

impl Gazetteer {
    /// A place as records hold it; of a place that was not found out only the words.
    pub fn location(&self, words: &str, place: Option<PlaceId>) -> Location {
        let mut all = Location {
            extracted_place: words.to_owned(),
            ..Location::default()
        };
        let Some(place) = place else { return all };
        let code = self.code(place);
        let (lat, lon) = self.point(place);
        let country = self.country(place);
        let name = |id: PlaceId| self.name(id).to_owned();
        let class = self.class(place);
        all.resolved_place = Some(match (code, country) {
            ("PCL", Some(country)) => country.name().to_owned(),
            _ => name(place),
        });
        all.geonameid = self.geonameid(place).map(|id| id.to_string());
        (all.lat, all.lon) = (Some(lat), Some(lon));
        if class == "P" && code != "PPLX" {
            all.city = Some(name(place));
        }
        all.district = self.second(place).map(name);
        all.province = self.first(place).map(name);
        all.country = country.map(|c| c.name().to_owned());
        all.country_code = country;
        all.feature_class = Some(class.to_owned());
        all.feature_code = Some(code.to_owned());
        all.resolution = match (code, class) {
            ("PCL", _) => Some(1),
            ("ADM1", _) => Some(2),
            ("ADM2", _) => Some(3),
            ("PPLX", _) | (_, "S") => Some(5),
            (_, "P") => Some(4),
            // Seas and regions are no step between a country and a street.
            _ => None,
        };
        all
    }
}
