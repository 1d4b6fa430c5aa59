//! How numbers and days are written in JSON, and what is read in their place.

use serde::{Deserialize, Deserializer, Serializer, de};

use crate::Date;

/// A field that is `null` is a field that is not there.
pub(crate) fn or_default<'de, D, T>(d: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Option::<T>::deserialize(d).map(Option::unwrap_or_default)
}

/// Rounded: a share measured on a few thousand records has no more.
#[expect(clippy::ref_option, reason = "serde passes references")]
pub(crate) fn two_decimals<S: Serializer>(value: &Option<f64>, s: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => s.serialize_f64((value * 100.0).round() / 100.0),
        None => s.serialize_none(),
    }
}

/// Whole numbers without a decimal point.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
pub(crate) fn number<S: Serializer>(value: &f64, s: S) -> Result<S::Ok, S::Error> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "checked to be whole and small"
    )]
    if value.fract() == 0.0 && value.abs() < 9e15 {
        s.serialize_i64(*value as i64)
    } else {
        s.serialize_f64(*value)
    }
}

#[expect(clippy::ref_option, reason = "serde passes references")]
pub(crate) fn optional_number<S: Serializer>(value: &Option<f64>, s: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => number(value, s),
        None => s.serialize_none(),
    }
}

pub(crate) mod iso {
    use super::{Date, Deserialize, Deserializer, Serializer, de};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
    pub(crate) fn serialize<S: Serializer>(date: &Date, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(date)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Date, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(d)?;
        Date::parse(&text)
            .ok_or_else(|| de::Error::custom(format!("'{text}' is no day of the form YYYY-MM-DD")))
    }
}

pub(crate) mod optional_iso {
    use super::{Date, Deserialize, Deserializer, Serializer, de};

    #[expect(
        clippy::ref_option,
        clippy::trivially_copy_pass_by_ref,
        reason = "serde passes references"
    )]
    pub(crate) fn serialize<S: Serializer>(date: &Option<Date>, s: S) -> Result<S::Ok, S::Error> {
        match date {
            Some(date) => s.collect_str(date),
            None => s.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Date>, D::Error> {
        let Some(text) = Option::<std::borrow::Cow<'_, str>>::deserialize(d)? else {
            return Ok(None);
        };
        Date::parse(&text)
            .map(Some)
            .ok_or_else(|| de::Error::custom(format!("'{text}' is no day of the form YYYY-MM-DD")))
    }
}
