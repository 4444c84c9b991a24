//! Values in words, each with what it speaks of, where it comes from, and a bar that repeats the words.

use cordata_domain::indicator::{
    Decimal, Indicator, NotComputable, Observation, ReferencePeriod, Source, Unit, rounded,
};
use cordata_text::{format, indicator_value, not_computable_words};

use crate::page::reader::Reader;

/// A value, or why there is none.
pub(super) struct ValueView {
    pub(super) text: String,
    /// How far its bar is filled, in percent.
    pub(super) filled: Option<u8>,
    pub(super) period: Option<String>,
    pub(super) sources: Vec<SourceView>,
    pub(super) note: Option<String>,
}

/// Where a number comes from.
pub(super) struct SourceView {
    pub(super) name: String,
    pub(super) url: Option<String>,
    pub(super) published: String,
}

impl ValueView {
    /// No value, and why.
    pub(super) fn absent(text: String) -> Self {
        Self { text, filled: None, period: None, sources: Vec::new(), note: None }
    }

    /// A value with its bar.
    pub(super) fn stated(reader: &Reader, indicator: &Indicator, value: Decimal, scale: Option<Scale>) -> Self {
        let filled = scale.and_then(|scale| scale.filled(value));
        Self { filled, ..Self::absent(indicator_value(reader.locale(), indicator, value)) }
    }

    /// What was observed: a value, words, or "n.d." with the reason.
    pub(super) fn observed(
        reader: &Reader,
        indicator: &Indicator,
        observation: &Observation,
        scale: Option<Scale>,
    ) -> Self {
        match (observation, observation.amount(&indicator.unit)) {
            (Observation::Words(words), _) => Self::absent(words.clone()),
            (_, Ok(value)) => Self::stated(reader, indicator, value, scale),
            (_, Err(reason)) => Self::absent(missing(reader, reason)),
        }
    }

    /// With the days it speaks of, and where it comes from.
    pub(super) fn about<'a>(
        self,
        reader: &Reader,
        period: ReferencePeriod,
        sources: impl IntoIterator<Item = &'a Source>,
    ) -> Self {
        let source = |source: &Source| SourceView {
            name: source.name.clone(),
            url: source.url.clone(),
            published: format::date(reader.locale(), source.published_on),
        };
        let sources = sources.into_iter().map(source).collect();
        Self { period: Some(days(reader, period)), sources, ..self }
    }

    /// With a remark for readers.
    pub(super) fn noted(self, note: Option<&str>) -> Self {
        Self { note: note.map(str::to_owned), ..self }
    }
}

/// "n.d." with the reason.
pub(super) fn missing(reader: &Reader, reason: NotComputable) -> String {
    let reason = not_computable_words(reader.locale(), reason);
    reader.format("not-computable", &[("reason", reason.into())])
}

/// The days that a value speaks of.
pub(super) fn days(reader: &Reader, period: ReferencePeriod) -> String {
    let day = |day| format::date(reader.locale(), day);
    if period.from() == period.to() {
        return reader.format("report-indicator-day", &[("day", day(period.to()).into())]);
    }
    reader.format("page-from-to", &[("from", day(period.from()).into()), ("to", day(period.to()).into())])
}

/// Bars of values that are compared: all start at zero and share one scale, so that they are as long as their values
/// are great.
#[derive(Clone, Copy)]
pub(super) struct Scale(Decimal);

impl Scale {
    /// Up to the greatest value, or to the whole where values are percentages. None where there is nothing to draw, or
    /// a value is below zero.
    pub(super) fn of(unit: &Unit, values: impl IntoIterator<Item = Decimal>) -> Option<Self> {
        let values: Vec<Decimal> = values.into_iter().collect();
        let whole = if *unit == Unit::Percent { Decimal::ONE_HUNDRED } else { Decimal::ZERO };
        let greatest = values.iter().copied().max()?.max(whole);
        let drawable = greatest > Decimal::ZERO && values.iter().all(|value| *value >= Decimal::ZERO);
        drawable.then_some(Self(greatest))
    }

    fn filled(self, value: Decimal) -> Option<u8> {
        filled(value.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(self.0)?)
    }
}

/// A percentage as a bar shows it: whole, and never beyond its ends.
pub(super) fn filled(percent: Decimal) -> Option<u8> {
    rounded(percent, 0).clamp(Decimal::ZERO, Decimal::ONE_HUNDRED).to_string().parse().ok()
}
