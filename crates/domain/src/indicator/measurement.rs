use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::definition::{Indicator, IndicatorKind};
use super::dimension::Dimensions;
use super::observation::{Observation, Source};
use super::plausibility::confirmed;
use super::reference_period::ReferencePeriod;
use crate::error::{Reason, Refusal};
use crate::ids::{IndicatorId, MeasurementId, PersonId, StakeholderId};

/// Where a measurement stands. Only validated data reach a report (rule I4).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    IntoStaticStr,
    EnumString,
    VariantArray,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MeasurementState {
    /// Being entered.
    Draft,
    /// Entered; waits for a second person.
    Submitted,
    /// Checked by a second person.
    Validated,
    /// Open to everybody.
    Published,
    /// Replaced by a later one.
    Superseded,
}

impl MeasurementState {
    /// Whether a second person has checked it, and it still stands.
    pub fn is_validated(self) -> bool {
        matches!(self, Self::Validated | Self::Published)
    }
}

/// What a new measurement is made of.
#[derive(Debug, Clone)]
pub struct MeasurementDraft {
    /// The series; it must be the one in use.
    pub series: Option<u32>,
    /// The part of the whole.
    pub dimensions: Dimensions,
    /// The days it speaks of.
    pub period: ReferencePeriod,
    /// What was observed.
    pub observation: Observation,
    /// Where the number comes from.
    pub source: Source,
    /// A note for readers; for a replacement, why.
    pub note: Option<String>,
    /// Why a value that is hard to believe is right.
    pub confirmation: Option<String>,
}

/// What the rules need to know when a value is entered.
#[derive(Debug, Clone, Copy)]
pub struct Recording<'a> {
    /// Today.
    pub today: NaiveDate,
    /// The standing measurements of the same series and part of the whole.
    pub others: &'a [Measurement],
    /// The target it is compared with.
    pub target: Option<Decimal>,
    /// Who enters it.
    pub by: Option<PersonId>,
    /// The organisation for which they do.
    pub on_behalf_of: Option<StakeholderId>,
    /// When.
    pub at: DateTime<Utc>,
}

/// One measured value, or the reason why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measurement {
    /// Its id.
    pub id: MeasurementId,
    /// The indicator.
    pub indicator: IndicatorId,
    /// The series.
    pub series: u32,
    /// The part of the whole.
    pub dimensions: Dimensions,
    /// The days it speaks of.
    pub period: ReferencePeriod,
    /// What was observed.
    pub observation: Observation,
    /// Which publication of this value it is, from 1.
    pub vintage: u32,
    /// Where the number comes from.
    pub source: Source,
    /// A note for readers; for a replacement, why.
    pub note: Option<String>,
    /// Why a value that is hard to believe is right.
    pub confirmation: Option<String>,
    /// Where it stands.
    pub state: MeasurementState,
    /// The measurement that it replaces once it has come as far.
    pub supersedes: Option<MeasurementId>,
    /// The measurement that replaced it.
    pub superseded_by: Option<MeasurementId>,
    /// Who entered it; absent for the operator at the console.
    pub entered_by: Option<PersonId>,
    /// The organisation for which it was entered.
    pub on_behalf_of: Option<StakeholderId>,
    /// When it was entered.
    pub entered_at: DateTime<Utc>,
    /// Who validated it.
    pub validated_by: Option<PersonId>,
    /// When it was validated.
    pub validated_at: Option<DateTime<Utc>>,
    /// When it was published here.
    pub published_at: Option<DateTime<Utc>>,
    /// Raised by every change.
    pub version: i64,
}

impl Measurement {
    /// A new value of the series in use, in draft.
    pub fn record(
        id: MeasurementId,
        indicator: &Indicator,
        draft: MeasurementDraft,
        recording: &Recording<'_>,
    ) -> Result<Self, Refusal> {
        indicator.require_active("recordMeasurement")?;
        let series = indicator.require_current(draft.series)?;
        draft.dimensions.check().map_err(|refusal| refusal.under("dimensions"))?;
        draft.observation.require_fit(indicator.kind).map_err(|refusal| refusal.under("observation"))?;
        draft.period.require_past(recording.today).map_err(|refusal| refusal.under("period"))?;
        draft.source.require_published(recording.today)?;
        require_free(indicator.kind, draft.period, recording.others)?;
        let amount = draft.observation.amount(&indicator.unit).ok();
        let note_on_value = draft.confirmation.as_deref();
        let confirmation = confirmed("observation", &indicator.unit, amount, recording.target, note_on_value)?;
        let note = crate::search::optional_line(draft.note.as_deref(), 500);
        Ok(Self {
            id,
            indicator: indicator.id,
            series,
            period: draft.period,
            observation: draft.observation.suppressed(indicator, &draft.dimensions),
            dimensions: draft.dimensions,
            vintage: 1,
            source: draft.source,
            note: note.map_err(|refusal| refusal.under("note"))?,
            confirmation,
            state: MeasurementState::Draft,
            supersedes: None,
            superseded_by: None,
            entered_by: recording.by,
            on_behalf_of: recording.on_behalf_of,
            entered_at: recording.at,
            validated_by: None,
            validated_at: None,
            published_at: None,
            version: 1,
        })
    }

    /// A corrected value of the same period, in draft; it replaces this one once it has come as far.
    pub fn replacement(
        &self,
        id: MeasurementId,
        indicator: &Indicator,
        draft: MeasurementDraft,
        recording: &Recording<'_>,
    ) -> Result<Self, Refusal> {
        if self.state == MeasurementState::Superseded {
            return Err(self.illegal("supersedeMeasurement"));
        }
        if draft.note.as_deref().is_none_or(|note| note.trim().is_empty()) {
            return Err(Reason::ReasonRequired.at("reason"));
        }
        let others: Vec<Self> = recording.others.iter().filter(|other| other.id != self.id).cloned().collect();
        let draft = MeasurementDraft {
            series: Some(indicator.current_series()),
            dimensions: self.dimensions.clone(),
            period: self.period,
            ..draft
        };
        let new = Self::record(id, indicator, draft, &Recording { others: &others, ..*recording })?;
        Ok(Self { series: self.series, vintage: self.vintage.saturating_add(1), supersedes: Some(self.id), ..new })
    }

    /// Draft → Submitted.
    pub fn submit(&mut self) -> Result<(), Refusal> {
        self.advance(MeasurementState::Draft, MeasurementState::Submitted, "submitMeasurement")
    }

    /// Submitted → Validated, by another person than the one who entered it (rule I5). The operator at the console is
    /// no second person for what the console entered.
    pub fn validate(&mut self, by: Option<PersonId>, at: DateTime<Utc>) -> Result<(), Refusal> {
        if self.state == MeasurementState::Submitted && self.entered_by == by {
            return Err(Reason::FourEyes.at("measurementId"));
        }
        self.advance(MeasurementState::Submitted, MeasurementState::Validated, "validateMeasurement")?;
        self.validated_by = by;
        self.validated_at = Some(at);
        Ok(())
    }

    /// Validated → Published.
    pub fn publish(&mut self, at: DateTime<Utc>) -> Result<(), Refusal> {
        self.advance(MeasurementState::Validated, MeasurementState::Published, "publishMeasurement")?;
        self.published_at = Some(at);
        Ok(())
    }

    /// Ends this measurement if `replacement` has come as far as it; says whether it did.
    pub fn give_way(&mut self, replacement: &Self) -> bool {
        let gives_way = replacement.supersedes == Some(self.id)
            && self.state != MeasurementState::Superseded
            && replacement.state >= self.state;
        if gives_way {
            self.state = MeasurementState::Superseded;
            self.superseded_by = Some(replacement.id);
        }
        gives_way
    }

    fn advance(&mut self, from: MeasurementState, to: MeasurementState, action: &'static str) -> Result<(), Refusal> {
        if self.state != from {
            return Err(self.illegal(action));
        }
        self.state = to;
        Ok(())
    }

    fn illegal(&self, action: &'static str) -> Refusal {
        Reason::IllegalTransition { from: self.state.into(), action }.at("measurementId")
    }
}

/// Refuses a value for days that have one: periods of a flow do not overlap (rule I8), of anything else no two are
/// the same.
fn require_free(kind: IndicatorKind, period: ReferencePeriod, others: &[Measurement]) -> Result<(), Refusal> {
    let is_flow = matches!(kind, IndicatorKind::Flow(_));
    let taken = |other: &&Measurement| {
        let collides = if is_flow { other.period.overlaps(&period) } else { other.period == period };
        collides && other.state != MeasurementState::Superseded
    };
    others.iter().find(taken).map_or(Ok(()), |other| {
        let (from, to) = (other.period.from(), other.period.to());
        Err(Reason::OverlappingPeriod { from, to }.at("period"))
    })
}
