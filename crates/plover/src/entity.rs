//! Who acts, who is acted upon, who speaks; and where. Field names are the manual's.

use serde::{Deserialize, Serialize};

use crate::{CountryCode, Sector, form};

/// An actor or recipient.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Entity {
    /// Country, or the code of a body of no country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<CountryCode>,
    /// Sectors, the most important first.
    #[serde(
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "form::or_default"
    )]
    pub sector: Vec<Sector>,
    /// The words of the text.
    pub entity_text: String,
    /// Wikidata id, where it is certain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier_id: Option<String>,
    /// The name the words stand for, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier_text: Option<String>,
    /// Office held on the day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
    /// Title or role as the text gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}

/// Where an act took place.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Location {
    /// The words of the text.
    pub extracted_place: String,
    /// The place they were resolved to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolved_place: Option<String>,
    /// `GeoNames` id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub geonameid: Option<String>,
    /// Latitude.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
    /// Longitude.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lon: Option<f64>,
    /// City.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// District, the second level below the country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub district: Option<String>,
    /// Province, the first level below the country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub province: Option<String>,
    /// Country name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Country code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_code: Option<CountryCode>,
    /// `GeoNames` feature class.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature_class: Option<String>,
    /// `GeoNames` feature code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature_code: Option<String>,
    /// 1 country to 5 within a city.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolution: Option<u8>,
}
