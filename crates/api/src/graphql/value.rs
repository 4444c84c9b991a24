//! Values that several types have in common.

use async_graphql::SimpleObject;
use cordata_domain::LocalisedText;
use cordata_domain::money::{Cents, Currency};
use cordata_domain::period::Validity;

use crate::scalar::{CurrencyCode, Date, Decimal, Locale};

/// A text in one language.
#[derive(Debug, SimpleObject)]
pub struct Translation {
    /// The language.
    locale: Locale,
    /// The text.
    text: String,
}

/// All translations of a text, by language.
pub fn translations(text: &LocalisedText) -> Vec<Translation> {
    let translation = |(locale, text): (&cordata_domain::Locale, &str)| Translation {
        locale: locale.clone().into(),
        text: text.to_owned(),
    };
    text.translations().map(translation).collect()
}

/// From a day to a day, both included.
#[derive(Debug, SimpleObject)]
pub struct Period {
    /// The first day.
    from: Date,
    /// The last day; null while no end is known.
    to: Option<Date>,
}

impl From<Validity> for Period {
    fn from(validity: Validity) -> Self {
        Self { from: validity.from.into(), to: validity.to.map(Date) }
    }
}

/// An exact amount of money, or of work valued in money. It may be negative where it is a balance.
#[derive(Debug, SimpleObject)]
pub struct Money {
    /// How much.
    amount: Decimal,
    /// In which currency.
    currency: CurrencyCode,
}

impl From<Cents> for Money {
    fn from(amount: Cents) -> Self {
        Self { amount: amount.into(), currency: CurrencyCode(Currency::EUR) }
    }
}
