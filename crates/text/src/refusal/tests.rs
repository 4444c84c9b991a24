use std::fmt::Write;

use cordata_domain::RefusalCode;
use cordata_domain::identity::Offices;
use strum::VariantArray;

use super::*;

fn range(min: &str, max: &str) -> Refusal {
    Refusal::input(InputProblem::OutOfRange { min: min.to_owned(), max: max.to_owned() })
}

fn illegal(from: &'static str, action: &'static str) -> Refusal {
    Reason::IllegalTransition { from, action }.into()
}

fn format(expected: &'static str) -> Refusal {
    Refusal::input(InputProblem::Format { expected })
}

fn notice(required: u32, given: u32) -> Refusal {
    Reason::NoticeTooShort { required, given, earliest: "2026-11-03".parse().unwrap() }.at("startsAt")
}

fn general() -> Vec<Refusal> {
    vec![
        Reason::NotFound.into(),
        Reason::Forbidden.into(),
        Reason::OutOfScope { needed: cordata_domain::identity::TokenScope::Write }.into(),
        Reason::SelfAppointment.at("personId"),
        Reason::StaleVersion { current: 7 }.into(),
        notice(10, 4),
        notice(1, 0),
        Reason::ReasonRequired.at("note"),
        Reason::AgendaClosed.at("agenda"),
        Reason::QuorumNotMet { represented: 5, required: 7 }.into(),
        Reason::QuorumNotMet { represented: 0, required: 1 }.into(),
        Reason::ConflictOfInterest.at("inConflict"),
        Reason::TallyMismatch { expected: 9, given: 8 }.at("tally"),
        Reason::OverFunding { gap: 150_000 }.at("amount"),
        Reason::OverDisbursement { available: 0 }.at("amount"),
        Reason::OverReversal { available: 5_000 }.at("amount"),
        Reason::BelowPaid { paid: 114_073_499 }.at("amount"),
        Reason::InKindCapExceeded { max: 2_000_000 }.at("amount"),
        Reason::InKindCapExceeded { max: 2_000_000 }.at("budget"),
        Reason::WrongNature { nature: cordata_domain::funding::Nature::InKind }.at("commitmentId"),
        Reason::WrongNature { nature: cordata_domain::funding::Nature::Cash }.at("commitmentId"),
        Reason::ProjectClosed.into(),
        Reason::SignatureKindInvalid.at("kind"),
        Reason::PartyNotPa.at("organisationId"),
        Reason::AuthorisingActMissing.at("signedOn"),
        Reason::TextHashMismatch.at("textHash"),
        Reason::AgreementNotInForce.at("agreementId"),
        Reason::AmbiguousCode.into(),
        Reason::AmbiguousCode.at("cup"),
        Reason::ReasonRequired.at("act"),
        Reason::AlreadyExists.into(),
        Reason::LinkUsed.into(),
        Reason::LimitReached { max: 10 }.into(),
        Reason::SignInsAsked { max: 5, until: "2026-11-26T10:00:00".parse().unwrap() }.into(),
        Reason::ShareReached { max: 50 }.into(),
        Reason::TooOften { max: 60, minutes: 1 }.into(),
        Reason::TooOften { max: 60, minutes: 37 }.into(),
        Reason::IdempotencyMismatch.into(),
        Reason::LastAdministrator.into(),
        Reason::StillInOffice(Offices { posts: 2, roles: 1, seats: 0, tables: 1 }).at("personId"),
        Reason::ContentTypeMismatch.at("content"),
        Reason::ContentTypeMismatch.at("mediaType"),
        Reason::TooLarge { max: 20 << 20 }.at("sizeBytes"),
        Reason::FourEyes.at("measurementId"),
        Reason::SeriesBreak { current: 2 }.at("seriesVersion"),
        Reason::FuturePeriod { today: "2026-11-22".parse().unwrap() }.at("to"),
        Reason::OverlappingPeriod { from: "2021-01-01".parse().unwrap(), to: "2021-12-31".parse().unwrap() }
            .at("period"),
        Reason::ImplausibleValue.at("value"),
        Reason::AboveBudget { budget: 440_000_000, times: 10 }.at("amount"),
        Reason::BaselineExists.at("planId"),
        Reason::MinutesImmutable.into(),
        Reason::AlreadyExists.at("meetingId"),
    ]
}

fn inputs() -> Vec<Refusal> {
    vec![
        Refusal::input(InputProblem::Blank).under("title"),
        Refusal::input(InputProblem::TooLong { max: 20_000 }).under("text"),
        Refusal::input(InputProblem::TooMany { max: 50 }).under("agenda"),
        Refusal::input(InputProblem::TooMany { max: 100 }).under("milestones"),
        Refusal::input(InputProblem::TooMany { max: 2_000 }).under("where"),
        Refusal::input(InputProblem::TooMany { max: 500 }).under("entries"),
        Refusal::input(InputProblem::ControlCharacter),
        Refusal::input(InputProblem::SkippedTime).under("startsAtLocal"),
        Refusal::input(InputProblem::CheckDigit),
        Refusal::input(InputProblem::Duplicate),
        Refusal::input(InputProblem::Duplicate).under("last"),
        Refusal::input(InputProblem::Foreign),
        range("15", "1440").under("minutes"),
        range("2018-10-15", "").under("validFrom"),
        range("", "2018-10-15"),
        range("1", "100"),
        range("2026-10-01T10:05:00", "2026-10-01T12:30:00").under("from"),
        range("2026-10-01T10:05:00", "").under("startsAtLocal"),
        range("1/100", "1/2").under("secondCallQuorum"),
        format("2.1.3"),
        format("nome@ente.it"),
    ]
}

fn states() -> Vec<Refusal> {
    vec![
        illegal("CLOSED", "conveneMeeting"),
        illegal("DRAFT", "openMeeting"),
        illegal("SUSPENDED", "conveneMeeting"),
        illegal("DECIDED", "recordDecision"),
        illegal("OPEN", "recordDecision"),
        illegal("CONVENED", "recordDecision"),
        illegal("REJECTED", "addFollowUp"),
        illegal("DRAFT", "IN_FORCE"),
        illegal("OPEN", "VERIFIED"),
        illegal("STARTED", "answerConvocation"),
        illegal("REVOKED", "revoke"),
        illegal("CONVENED", "dissolveBeforeMeeting"),
        illegal("OPEN", "suspendBeforeMeeting"),
        illegal("SUSPENDED", "advanceSuspendedProject"),
        illegal("APPROVED", "resumeProject"),
        illegal("SENT", "redriveMail"),
        illegal("TERMINATED", "editAgreementText"),
        illegal("SIGNED", "signAgreement"),
        illegal("CANCELLED", "someNewAct"),
        illegal("ADOPTED", "saveProposalVersion"),
        illegal("ADOPTED", "restoreProposalVersion"),
        illegal("DRAFT", "endorseProposal"),
        illegal("RESOLVED", "resolveComment"),
        illegal("DECLINED", "answerContribution"),
        illegal("OPEN", "draftMinutes"),
        illegal("PUBLISHED", "circulateMinutes"),
        illegal("REMARKS_CLOSED", "remarkOnMinutes"),
        illegal("REMARKS_OPEN", "approveMinutes"),
        illegal("DRAFT", "signMinutes"),
        illegal("APPROVED", "publishMinutes"),
        illegal("VALIDATED", "confirmReceipt"),
        illegal("REVERSED", "confirmReceipt"),
        illegal("REVERSED", "reverseDisbursement"),
        illegal("DECLARED", "acceptInKind"),
        illegal("ACCEPTED", "rejectInKind"),
        illegal("REJECTED", "documentInKind"),
    ]
}

#[test]
fn every_refusal_says_what_is_wrong_and_what_to_do() {
    let mut table = String::new();
    for refusal in general().into_iter().chain(inputs()).chain(states()) {
        writeln!(table, "{refusal} {:?}", refusal.reason).unwrap();
        for locale in [Locale::italian(), Locale::english()] {
            writeln!(table, "  {locale}: {}", refusal_message(&locale, &refusal)).unwrap();
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn the_table_has_every_code() {
    let all: Vec<Refusal> = general().into_iter().chain(inputs()).chain(states()).collect();
    for code in RefusalCode::VARIANTS {
        assert!(all.iter().any(|refusal| refusal.code() == *code), "{code:?} is missing");
    }
}

/// Every sentence for one field or act is reached by a refusal of the domain: its field or act exists there.
#[test]
fn special_sentences_are_taken_before_general_ones() {
    let special = [
        (Reason::ReasonRequired.at("reason"), "refusal-reason-required-reason"),
        (Reason::ReasonRequired.at("urgency"), "refusal-reason-required-urgency"),
        (Reason::ReasonRequired.at("evidence"), "refusal-reason-required-evidence"),
        (Reason::ReasonRequired.at("adoptingAct"), "refusal-reason-required-adopting-act"),
        (Reason::ReasonRequired.at("message"), "refusal-reason-required-message"),
        (Refusal::input(InputProblem::Blank).under("consent"), "refusal-blank-consent"),
        (Refusal::input(InputProblem::Blank).under("citizen"), "refusal-blank-citizen"),
        (Refusal::input(InputProblem::Foreign).under("onBehalfOfId"), "refusal-foreign-on-behalf-of-id"),
        (illegal("RESOLVED", "resolveComment"), "refusal-illegal-resolve-comment"),
        (illegal("RESOLVED", "replyToComment"), "refusal-illegal-reply-to-comment"),
        (Reason::ReasonRequired.at("coordinatorId"), "refusal-reason-required-coordinator-id"),
        (Refusal::input(InputProblem::Blank).under("agenda"), "refusal-blank-agenda"),
        (Refusal::input(InputProblem::Blank).under("seats"), "refusal-blank-seats"),
        (Refusal::input(InputProblem::Blank).under("place"), "refusal-blank-place"),
        (Refusal::input(InputProblem::Blank).under("link").under("meeting"), "refusal-blank-link"),
        (Refusal::input(InputProblem::Duplicate).under("personId"), "refusal-duplicate-person-id"),
        (Refusal::input(InputProblem::Foreign).under("code"), "refusal-foreign-code"),
        (Refusal::input(InputProblem::Foreign).under("cityRole"), "refusal-foreign-city-role"),
        (Refusal::input(InputProblem::Foreign).under("scope"), "refusal-foreign-scope"),
        (Refusal::input(InputProblem::Foreign).under("voting"), "refusal-foreign-voting"),
        (Refusal::input(InputProblem::Foreign).under("seatId"), "refusal-foreign-seat-id"),
        (Refusal::input(InputProblem::Foreign).under("agendaItemId"), "refusal-foreign-agenda-item-id"),
        (Refusal::input(InputProblem::Foreign).under("against"), "refusal-foreign-against"),
        (Refusal::input(InputProblem::Foreign).under("answer"), "refusal-foreign-answer"),
        (Reason::AmbiguousCode.at("cup"), "refusal-ambiguous-code-cup"),
        (Reason::ReasonRequired.at("act"), "refusal-reason-required-act"),
        (Reason::LinkUsed.at("upload"), "refusal-link-used-upload"),
        (Reason::LinkUsed.at("uploadId"), "refusal-link-used-upload-id"),
        (Reason::ContentTypeMismatch.at("mediaType"), "refusal-content-type-mismatch-media-type"),
        (Refusal::input(InputProblem::Blank).under("sizeBytes"), "refusal-blank-size-bytes"),
        (Refusal::input(InputProblem::Foreign).under("visibility"), "refusal-foreign-visibility"),
        (Refusal::input(InputProblem::ControlCharacter).under("fileName"), "refusal-control-character-file-name"),
        (format("file name"), "refusal-format-file-name"),
        (format("file kind"), "refusal-format-file-kind"),
        (format("announced size"), "refusal-format-announced-size"),
        (illegal("PENDING", "attachDocument"), "refusal-illegal-attach-document"),
        (format("BCP 47"), "refusal-format-bcp-47"),
        (format("IANA"), "refusal-format-iana"),
        (format("codice fiscale"), "refusal-format-codice-fiscale"),
        (format("https://…"), "refusal-format-https"),
        (illegal("DISSOLVED", "appointCoordinator"), "refusal-illegal-appoint-coordinator"),
        (illegal("DISSOLVED", "dissolve"), "refusal-illegal-dissolve"),
        (illegal("ENDED", "endSeat"), "refusal-illegal-end-seat"),
        (illegal("ENDED", "nameSeatHolder"), "refusal-illegal-name-seat-holder"),
        (illegal("ENDED", "revokeRole"), "refusal-illegal-revoke-role"),
        (Reason::FourEyes.at("disbursementId"), "refusal-four-eyes-disbursement-id"),
        (Reason::FourEyes.at("inKindId"), "refusal-four-eyes-in-kind-id"),
    ];
    for (refusal, key) in special {
        for locale in crate::available() {
            let text = refusal_message(&locale, &refusal);
            assert_eq!(text, words(&locale).text(key), "{key}");
            assert_ne!(text, key);
        }
    }
}

#[test]
fn states_are_called_as_everywhere_else() {
    let said = |from, action| refusal_message(&Locale::italian(), &illegal(from, action));
    assert!(said("ACTIVE", "activate").contains("«Attivo»"));
    assert!(said("DRAFT", "complete").contains("«In redazione»"));
    assert!(said("DRAFT", "postponeMeeting").contains("«In preparazione»"));
    assert!(said("OPEN", "VERIFIED").contains("«Da avviare»"));
    assert!(said("DRAFT", "ADOPTED").contains("«In redazione»"));
    assert!(said("PROPOSED", "conveneMeeting").contains("Il tavolo non è attivo (stato: «Proposto»)"));
}

#[test]
fn names_become_keys() {
    assert_eq!(kebab("startsAt"), "starts-at");
    assert_eq!(kebab("IN_FORCE"), "in-force");
    assert_eq!(kebab("reason"), "reason");
}
