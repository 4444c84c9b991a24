//! What a refusal says to people: what is wrong, and what to do.

use chrono::{NaiveDate, NaiveDateTime};
use cordata_domain::{InputProblem, Locale, Reason, Refusal, search};

use crate::catalogue::{Value, Words, words};
use crate::format;
use crate::label::label_key;

/// What is wrong and what to do, in the language of `locale`. Where the field at the end of the refusal's path allows
/// a more helpful sentence, it is taken.
pub fn refusal_message(locale: &Locale, refusal: &Refusal) -> String {
    let sentence = Sentence { words: words(locale), field: refusal.path.last().map(String::as_str) };
    let money = |cents| format::money_cents(locale, cents, "EUR").into();
    match &refusal.reason {
        Reason::InvalidInput(problem) => sentence.input(problem),
        Reason::IllegalTransition { from, action } => sentence.illegal(from, action),
        Reason::NoticeTooShort { required, given, earliest } => {
            let earliest = format::date(locale, *earliest);
            let args = [("required", required.into()), ("given", given.into()), ("earliest", earliest.into())];
            sentence.say("notice-too-short", &args)
        }
        Reason::QuorumNotMet { represented, required } => {
            sentence.say("quorum-not-met", &[("represented", represented.into()), ("required", required.into())])
        }
        Reason::TallyMismatch { expected, given } => {
            sentence.say("tally-mismatch", &[("expected", expected.into()), ("given", given.into())])
        }
        Reason::SignInsAsked { max, until } => {
            let again = ("again", format::time(locale, until.time()).into());
            sentence.say("sign-ins-asked", &[("max", max.into()), again])
        }
        Reason::LimitReached { max } => sentence.say("limit-reached", &[("max", max.into())]),
        Reason::ShareReached { max } => sentence.say("share-reached", &[("max", max.into())]),
        Reason::TooOften { max, minutes } => {
            sentence.say("too-often", &[("max", max.into()), ("minutes", minutes.into())])
        }
        Reason::AboveBudget { budget, times } => {
            sentence.say("above-budget", &[("budget", money(*budget)), ("times", times.into())])
        }
        Reason::OverFunding { gap: cents }
        | Reason::OverDisbursement { available: cents }
        | Reason::BelowPaid { paid: cents }
        | Reason::InKindCapExceeded { max: cents } => {
            sentence.say(&kebab(refusal.code().into()), &[("amount", money(*cents))])
        }
        Reason::OverReversal { available } => sentence.say("over-reversal", &[("amount", money(*available))]),
        Reason::WrongNature { nature } => sentence.say("wrong-nature", &[("nature", <&str>::from(*nature).into())]),
        Reason::OutOfScope { needed } => sentence.say("out-of-scope", &[("scope", <&str>::from(*needed).into())]),
        Reason::StillInOffice(offices) => {
            let count = |count: u32| Value::from(count);
            let args = [
                ("posts", count(offices.posts)),
                ("roles", count(offices.roles)),
                ("seats", count(offices.seats)),
                ("tables", count(offices.tables)),
            ];
            sentence.say("still-in-office", &args)
        }
        Reason::SelfAppointment => sentence.say("self-appointment", &[]),
        Reason::TooLarge { max } => sentence.say("too-large", &[("max", format::file_size(locale, *max).into())]),
        Reason::SeriesBreak { current } => sentence.say("series-break", &[("current", current.into())]),
        Reason::FuturePeriod { today } => {
            sentence.say("future-period", &[("today", format::date(locale, *today).into())])
        }
        Reason::OverlappingPeriod { from, to } => {
            let (from, to) = (format::date(locale, *from), format::date(locale, *to));
            sentence.say("overlapping-period", &[("from", from.into()), ("to", to.into())])
        }
        other => sentence.say(&kebab(other.code().into()), &[]),
    }
}

type Args<'a> = [(&'static str, Value<'a>)];

/// Finds the most helpful sentence of a catalogue.
struct Sentence<'a> {
    words: Words,
    field: Option<&'a str>,
}

impl Sentence<'_> {
    /// The sentence of this field, else the general one.
    fn say(&self, topic: &str, args: &Args<'_>) -> String {
        let special = self.field.map(|field| format!("{topic}-{}", kebab(field)));
        self.say_special(special.as_deref(), topic, args)
    }

    fn say_special(&self, special: Option<&str>, topic: &str, args: &Args<'_>) -> String {
        let special = special.and_then(|special| self.words.find(&format!("refusal-{special}"), args));
        special.unwrap_or_else(|| self.words.format(&format!("refusal-{topic}"), args))
    }

    fn input(&self, problem: &InputProblem) -> String {
        match problem {
            InputProblem::Blank => self.say("blank", &[]),
            InputProblem::TooLong { max } => self.say("too-long", &[("max", self.bound(&max.to_string()).into())]),
            InputProblem::TooMany { max } => self.say("too-many", &[("max", self.bound(&max.to_string()).into())]),
            InputProblem::ControlCharacter => self.say("control-character", &[]),
            InputProblem::Format { expected } => {
                let special = format!("format-{}", search::slug(expected));
                self.say_special(Some(&special), "format", &[("expected", (*expected).into())])
            }
            InputProblem::OutOfRange { min, max } => self.out_of_range(min, max),
            InputProblem::SkippedTime => self.say("skipped-time", &[]),
            InputProblem::CheckDigit => self.say("check-digit", &[]),
            InputProblem::Duplicate => self.say("duplicate", &[]),
            InputProblem::Foreign => self.say("foreign", &[]),
        }
    }

    /// Either end may be open, which is written as an empty text.
    fn out_of_range(&self, min: &str, max: &str) -> String {
        let topic = match (min.is_empty(), max.is_empty()) {
            (_, true) => "range-min",
            (true, false) => "range-max",
            (false, false) => "range-both",
        };
        let special = self.field.map(|field| format!("{topic}-{}", kebab(field)));
        let args = [("min", self.bound(min).into()), ("max", self.bound(max).into())];
        self.say_special(special.as_deref(), topic, &args)
    }

    /// A day or a time on the wall as people write it, else a number, else as it is.
    fn bound(&self, text: &str) -> String {
        let locale = self.words.locale();
        if let Ok(day) = text.parse::<NaiveDate>() {
            return format::date(locale, day);
        }
        match text.parse::<NaiveDateTime>() {
            Ok(wall) => format!("{} {}", format::date(locale, wall.date()), format::time(locale, wall.time())),
            Err(_) => format::decimal(locale, text),
        }
    }

    fn illegal(&self, from: &str, action: &str) -> String {
        let state = self.state(from, action);
        if let Some(target) = self.find_state(ADVANCING, action) {
            return self.say_special(None, "illegal-advance", &[("state", state.into()), ("target", target.into())]);
        }
        let needs_active_table = groups_of(action).is_none();
        let special = if needs_active_table && matches!(from, "PROPOSED" | "SUSPENDED" | "DISSOLVED") {
            "illegal-inactive-table".to_owned()
        } else {
            format!("illegal-{}", kebab(action))
        };
        self.say_special(Some(&special), "illegal", &[("state", state.into())])
    }

    /// The name of a state, as it stands beside the thing that `action` is about.
    fn state(&self, from: &str, action: &str) -> String {
        let advancing = ADVANCING.iter().find(|group| self.find_state(&[group], action).is_some());
        let own = advancing.map(std::slice::from_ref).or_else(|| groups_of(action)).unwrap_or_default();
        let found = self.find_state(own, from).or_else(|| self.find_state(ALL, from));
        found.unwrap_or_else(|| from.to_owned())
    }

    fn find_state(&self, groups: &[&str], state: &str) -> Option<String> {
        groups.iter().find_map(|group| self.words.find(&label_key(group, state), &[]))
    }
}

/// Groups of states that are advanced one by one, where the act is named by the state to be reached.
const ADVANCING: &[&str] = &["plan-state", "follow-up-state", "project-state"];

/// All groups of states, in the order in which an unknown act looks for a name.
const ALL: &[&str] = &[
    "meeting-state",
    "table-state",
    "plan-state",
    "action-state",
    "seat-state",
    "agenda-item-state",
    "decision-state",
    "minutes-state",
    "follow-up-state",
    "project-state",
    "commitment-state",
    "in-kind-state",
    "proposal-state",
    "contribution-state",
    "indicator-state",
    "measurement-state",
    "agreement-state",
    "party-state",
    "signature-standing",
];

/// The groups of states that an act can meet.
fn groups_of(action: &str) -> Option<&'static [&'static str]> {
    match action {
        "activate" => Some(&["table-state", "action-state"]),
        "suspend" | "dissolve" | "appointCoordinator" => Some(&["table-state"]),
        "complete" | "abandon" => Some(&["action-state"]),
        "nameSeatHolder" | "endSeat" => Some(&["seat-state"]),
        "recordDecision" | "deferItem" => Some(&["agenda-item-state", "meeting-state"]),
        "circulateMinutes" | "remarkOnMinutes" | "approveMinutes" | "signMinutes" | "publishMinutes" => {
            Some(&["minutes-state"])
        }
        "redriveMail" => Some(&["mail-state"]),
        "addFollowUp" => Some(&["decision-state"]),
        "advanceSuspendedProject" | "resumeProject" => Some(&["project-state"]),
        "confirmCommitment" | "reduceCommitment" | "orderDisbursement" | "recordPayment" | "declareInKind" => {
            Some(&["commitment-state"])
        }
        "reverseDisbursement" => Some(&["entry-kind"]),
        "confirmReceipt" => Some(&["payment-state", "entry-kind"]),
        "documentInKind" | "acceptInKind" | "rejectInKind" => Some(&["in-kind-state", "commitment-state"]),
        "saveProposalVersion"
        | "restoreProposalVersion"
        | "openProposal"
        | "adoptProposal"
        | "withdrawProposal"
        | "endorseProposal"
        | "commentOn"
        | "mergeContribution" => Some(&["proposal-state"]),
        "answerContribution" => Some(&["contribution-state"]),
        "submitMeasurement" | "validateMeasurement" | "publishMeasurement" | "supersedeMeasurement" => {
            Some(&["measurement-state"])
        }
        "activateIndicator" | "retireIndicator" | "breakSeries" | "setBaseline" | "setTarget" | "recordMeasurement" => {
            Some(&["indicator-state"])
        }
        "addParty"
        | "editAgreementText"
        | "freezeAgreementText"
        | "ratifyAgreement"
        | "publishAgreement"
        | "terminateAgreement" => Some(&["agreement-state"]),
        "recordAuthorisingAct" | "signAgreement" | "declineToSign" | "withdrawFromAgreement" => {
            Some(&["party-state", "agreement-state"])
        }
        "checkSignature" => Some(&["signature-standing", "party-state"]),
        _ => None,
    }
}

/// `startsAt` is `starts-at`, `IN_FORCE` is `in-force`.
pub(crate) fn kebab(name: &str) -> String {
    if !name.contains(|c: char| c.is_ascii_lowercase()) {
        return name.to_ascii_lowercase().replace('_', "-");
    }
    let mut text = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        if c.is_ascii_uppercase() && !text.is_empty() {
            text.push('-');
        }
        text.push(c.to_ascii_lowercase());
    }
    text
}

#[cfg(test)]
mod tests;
