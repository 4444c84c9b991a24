use chrono::{Days, NaiveDate};
use strum::{IntoStaticStr, VariantArray};

use super::party::{Participation, Party};
use super::record::{Agreement, AgreementStage};

/// Within how many days a change of town planning must be ratified (rule A9).
const DAYS_TO_RATIFY: u64 = 30;

/// What keeps an agreement from being in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Lack {
    /// There is no final text yet.
    TextNotFrozen,
    /// Required parties have not validly signed it.
    Signatures,
    /// The act of approval is missing.
    Ratification,
    /// It was not ratified in time (rule A9).
    Lapsed,
    /// It is not published.
    Publication,
    /// Its period begins later.
    NotBegun,
    /// Its period is over.
    Expired,
    /// It was ended.
    Terminated,
    /// It was given up before it was concluded.
    Abandoned,
}

/// Whether an agreement is in force on a day (rule A1). It is never stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Force {
    /// It binds its parties.
    InForce {
        /// Since which day: that of the last act that was needed, or the first of its period.
        since: NaiveDate,
        /// Until which day, where an end is known.
        until: Option<NaiveDate>,
    },
    /// It does not.
    NotInForce {
        /// Why: at least one reason.
        lacks: Vec<Lack>,
    },
}

impl Agreement {
    /// Whether it is in force on `day`: exactly when every required party has validly signed the same text, what its
    /// kind asks for besides is done, and the day lies in its period (rule A1).
    pub fn force(&self, day: NaiveDate) -> Force {
        let lacks = self.lacks(day);
        match self.concluded_on() {
            Some(concluded) if lacks.is_empty() => {
                Force::InForce { since: concluded.max(self.period.from), until: self.last_day() }
            }
            _ => Force::NotInForce { lacks },
        }
    }

    /// Whether it is in force on `day`.
    pub fn is_in_force(&self, day: NaiveDate) -> bool {
        matches!(self.force(day), Force::InForce { .. })
    }

    /// The required parties that had not validly signed by the end of `day`.
    pub fn unsigned(&self, day: NaiveDate) -> impl Iterator<Item = &Party> {
        let signed = move |party: &Party| self.signed_on(party).is_some_and(|on| on <= day);
        self.required().filter(move |party| !signed(party))
    }

    /// On which day a party signed the final text.
    pub fn signed_on(&self, party: &Party) -> Option<NaiveDate> {
        let text = self.text.as_ref().filter(|_| self.frozen_on.is_some())?;
        party.signature_of(&text.hash).map(|signature| signature.signed.signed_on)
    }

    /// The day of the last act that was needed, once nothing is missing but the beginning of the period.
    pub(super) fn concluded_on(&self) -> Option<NaiveDate> {
        let signed = self.all_signed_on()?;
        let ratified = match (self.kind.needs_ratification(), &self.ratification) {
            (false, _) => signed,
            (true, act) => act.as_ref()?.date,
        };
        let published = match (self.kind.needs_publication(), &self.publication) {
            (false, _) => signed,
            (true, publication) => publication.as_ref()?.on,
        };
        Some(signed.max(ratified).max(published))
    }

    /// The day of the last required signature, once none is missing.
    pub(super) fn all_signed_on(&self) -> Option<NaiveDate> {
        let days: Option<Vec<NaiveDate>> = self.required().map(|party| self.signed_on(party)).collect();
        days?.into_iter().max()
    }

    /// The last day on which a change of town planning may be ratified (rule A9).
    pub(super) fn ratify_by(&self) -> Option<NaiveDate> {
        let signed = self.all_signed_on().filter(|_| self.varies_planning)?;
        signed.checked_add_days(Days::new(DAYS_TO_RATIFY))
    }

    fn required(&self) -> impl Iterator<Item = &Party> {
        self.parties.iter().filter(|party| party.participation == Participation::Required)
    }

    /// The last day of its period, or the one before it was ended.
    pub(super) fn last_day(&self) -> Option<NaiveDate> {
        let ended = self.ending.as_ref().and_then(|ending| ending.on.pred_opt());
        self.period.to.into_iter().chain(ended).min()
    }

    fn lacks(&self, day: NaiveDate) -> Vec<Lack> {
        let ended = self.ending.as_ref().is_some_and(|ending| ending.on <= day);
        let checks = [
            (ended && self.stage == AgreementStage::Abandoned, Lack::Abandoned),
            (ended && self.stage != AgreementStage::Abandoned, Lack::Terminated),
            (self.frozen_on.is_none_or(|frozen| day < frozen), Lack::TextNotFrozen),
            (self.required().next().is_none() || self.unsigned(day).next().is_some(), Lack::Signatures),
            (self.ratify_by().is_some_and(|last| last < day) && self.ratification.is_none(), Lack::Lapsed),
            (
                self.kind.needs_ratification() && self.ratification.as_ref().is_none_or(|act| day < act.date),
                Lack::Ratification,
            ),
            (
                self.kind.needs_publication() && self.publication.as_ref().is_none_or(|published| day < published.on),
                Lack::Publication,
            ),
            (day < self.period.from, Lack::NotBegun),
            (self.period.to.is_some_and(|last| last < day), Lack::Expired),
        ];
        checks.into_iter().filter(|(missing, _)| *missing).map(|(_, lack)| lack).collect()
    }
}
