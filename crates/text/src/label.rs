//! Names of states and kinds.

use cordata_domain::Locale;

use crate::catalogue::words;

/// The name of a state or kind: `label(&locale, "meeting-state", MeetingState::Convened)` is `Convocata`. The group is
/// the name of the enum in lower kebab case.
pub fn label<E: Into<&'static str>>(locale: &Locale, group: &str, value: E) -> String {
    words(locale).text(&label_key(group, value.into()))
}

/// The key of a name: `meeting-state` and `CONVENED` give `meeting-state-convened`.
pub(crate) fn label_key(group: &str, value: &str) -> String {
    format!("{group}-{}", value.to_ascii_lowercase().replace('_', "-"))
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use cordata_domain::agreement::{
        AgreementKind, AgreementState, Participation, PartyState, SignatureKind, SignatureStanding,
    };
    use cordata_domain::codesign::{Change, ContributionKind, ContributionState, ProposalState};
    use cordata_domain::document::{DocumentVisibility, FileKind};
    use cordata_domain::funding::{CommitmentState, EntryKind, InKindState, Nature};
    use cordata_domain::identity::Role;
    use cordata_domain::indicator::{IndicatorClass, IndicatorState, MeasurementState};
    use cordata_domain::meeting::{
        AgendaItemKind, AgendaItemState, AnswerKind, DecisionMethod, DecisionState, FollowUpState, Majority,
        MeetingKind, MeetingMode, MeetingOutcome, MeetingState, MinutesState, Presence,
    };
    use cordata_domain::notification::{MailState, Withheld};
    use cordata_domain::plan::{ActionState, CityRole, Competence, PlanState};
    use cordata_domain::policy::Ground;
    use cordata_domain::project::ProjectState;
    use cordata_domain::stakeholder::ActorGroup;
    use cordata_domain::table::{HolderCapacity, Publicity, SeatKind, SeatState, TableKind, TableState};
    use strum::VariantArray;

    use super::*;
    use crate::catalogue::available;

    fn named<E: VariantArray + Copy + Debug + Into<&'static str>>(group: &str) -> usize {
        for locale in available() {
            for value in E::VARIANTS {
                let name = label(&locale, group, *value);
                assert!(!name.starts_with(group), "{locale} has no name for {group} {value:?}");
            }
        }
        E::VARIANTS.len()
    }

    #[test]
    fn every_state_and_kind_has_a_name_in_every_language() {
        let plan = named::<PlanState>("plan-state")
            + named::<ActionState>("action-state")
            + named::<Competence>("competence")
            + named::<CityRole>("city-role")
            + named::<ActorGroup>("actor-group");
        let table = named::<TableKind>("table-kind")
            + named::<TableState>("table-state")
            + named::<Publicity>("publicity")
            + named::<SeatKind>("seat-kind")
            + named::<SeatState>("seat-state")
            + named::<HolderCapacity>("holder-capacity");
        let meeting = named::<MeetingKind>("meeting-kind")
            + named::<MeetingMode>("meeting-mode")
            + named::<MeetingState>("meeting-state")
            + named::<MeetingOutcome>("meeting-outcome")
            + named::<AgendaItemKind>("agenda-item-kind")
            + named::<AgendaItemState>("agenda-item-state")
            + named::<AnswerKind>("answer-kind")
            + named::<Presence>("presence");
        let decision = named::<DecisionMethod>("decision-method")
            + named::<Majority>("majority")
            + named::<DecisionState>("decision-state")
            + named::<FollowUpState>("follow-up-state");
        let money = named::<ProjectState>("project-state")
            + named::<CommitmentState>("commitment-state")
            + named::<InKindState>("in-kind-state")
            + named::<Nature>("nature")
            + named::<EntryKind>("entry-kind");
        let codesign = named::<ProposalState>("proposal-state")
            + named::<Change>("change")
            + named::<ContributionKind>("contribution-kind")
            + named::<ContributionState>("contribution-state");
        let rest = named::<MailState>("mail-state") + named::<Role>("role") + named::<Ground>("ground");
        assert_eq!(plan + table + meeting + decision + money + codesign + rest, names_in_the_catalogue());
    }

    /// They stand with the other words of mails.
    #[test]
    fn reasons_for_not_sending_a_mail_have_sentences_in_every_language() {
        named::<Withheld>("mail-withheld");
    }

    /// They stand with the other words of documents.
    #[test]
    fn kinds_of_files_and_visibilities_have_names_in_every_language() {
        named::<FileKind>("file-kind");
        named::<DocumentVisibility>("document-visibility");
    }

    #[test]
    fn every_state_of_minutes_has_a_name_in_every_language() {
        assert_eq!(named::<MinutesState>("minutes-state"), 5);
    }

    #[test]
    fn every_state_of_an_agreement_has_a_name_in_every_language() {
        let named = named::<AgreementKind>("agreement-kind")
            + named::<AgreementState>("agreement-state")
            + named::<Participation>("participation")
            + named::<PartyState>("party-state")
            + named::<SignatureKind>("signature-kind")
            + named::<SignatureStanding>("signature-standing");
        assert_eq!(named, 31);
    }

    /// They stand with the other words of indicators.
    #[test]
    fn classes_and_states_of_indicators_have_names_in_every_language() {
        named::<IndicatorClass>("indicator-class");
        named::<IndicatorState>("indicator-state");
        named::<MeasurementState>("measurement-state");
    }

    fn names_in_the_catalogue() -> usize {
        let file = include_str!("locales/it/label.ftl");
        file.lines().filter(|line| line.contains(" = ")).count()
    }

    #[test]
    fn names_are_in_the_readers_language() {
        assert_eq!(label(&Locale::italian(), "meeting-state", MeetingState::Convened), "Convocata");
        assert_eq!(label(&Locale::english(), "follow-up-state", FollowUpState::InProgress), "In progress");
        assert_eq!(label(&Locale::italian(), "ground", Ground::SeatHolder), "Chi siede al tavolo");
    }
}
