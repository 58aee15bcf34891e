//! Numbers of a scheme as exact decimals.

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, de::Error};
use std::collections::BTreeMap;

/// A number as somebody types it.
#[derive(Deserialize)]
#[serde(untagged)]
enum Typed {
    Whole(i64),
    Fraction(f64),
    Text(String),
}

impl Typed {
    /// The decimal with the digits that were typed: the shortest that stands for the fraction.
    fn exact(&self) -> Option<Decimal> {
        match self {
            Self::Whole(number) => Some(Decimal::from(*number)),
            Self::Fraction(number) => number.to_string().parse().ok(),
            Self::Text(text) => text.trim().parse().ok(),
        }
    }
}

fn read<E: Error>(typed: &Typed) -> Result<Decimal, E> {
    typed.exact().ok_or_else(|| E::custom("a number is expected / 应为数"))
}

pub(super) fn exact<'de, D: Deserializer<'de>>(from: D) -> Result<Decimal, D::Error> {
    read(&Typed::deserialize(from)?)
}

pub(super) fn maybe<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Decimal>, D::Error> {
    Ok(Some(read(&Typed::deserialize(from)?)?))
}

pub(super) fn shares<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<String, Decimal>, D::Error> {
    let typed = BTreeMap::<String, Typed>::deserialize(from)?;
    typed.into_iter().map(|(name, typed)| Ok((name, read(&typed)?))).collect()
}
