use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::person::words_for_mails;
use super::{Affiliation, EmailAddress, GrantScope, Person, Role};
use crate::error::{Reason, Refusal};
use crate::ids::{InvitationId, PersonId, SignInId, StakeholderId};
use crate::period::Validity;
use crate::search::search_text;

/// Wrong codes after which a request to sign in opens nothing any more.
const MOST_WRONG_CODES: u32 = 5;
/// Days for which an invitation can be accepted.
const INVITATION_DAYS: i64 = 14;

/// A request to sign in by mail: for an address, whoever reads it. It opens once, by the link of the mail or by its
/// code, which counts only in the browser that asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// Its id.
    pub id: SignInId,
    /// Where the mail goes, if anybody is known there.
    pub address: EmailAddress,
    /// Hash of the secret of the browser that asked.
    pub browser: Vec<u8>,
    /// Hash of the code, once the mail is written.
    pub code: Option<Vec<u8>>,
    /// Wrong codes so far.
    pub wrong_codes: u32,
    /// When it was asked.
    pub requested_at: DateTime<Utc>,
    /// When it was used.
    pub used_at: Option<DateTime<Utc>>,
}

impl SignIn {
    /// Minutes for which a mail to sign in is worth something.
    pub const MINUTES: i64 = 60;
    /// The most requests for one mailbox from one network in an hour, whether or not anybody is known there.
    pub const MOST_PER_MAILBOX_AND_NETWORK: u32 = 5;
    /// The most requests for one mailbox in an hour. It is higher, so that a stranger who asks for somebody's mail from
    /// one place does not keep them out.
    pub const MOST_PER_MAILBOX: u32 = 20;
    /// The most requests from one network in an hour.
    pub const MOST_PER_NETWORK: u32 = 30;
    /// The most requests in an hour from a browser in which somebody who reads the mailbox signed in before. They are
    /// counted for themselves, so that nobody at the same address keeps them out.
    pub const MOST_PER_KNOWN_BROWSER: u32 = 10;
    /// Days for which a browser is known after somebody signed in there.
    pub const BROWSER_DAYS: i64 = 180;

    /// Since when somebody must have signed in at a browser that is known at `now`.
    pub fn browser_known_since(now: DateTime<Utc>) -> DateTime<Utc> {
        now - TimeDelta::days(Self::BROWSER_DAYS)
    }

    /// When it stops working.
    pub fn expires_at(&self) -> DateTime<Utc> {
        self.requested_at + TimeDelta::minutes(Self::MINUTES)
    }

    /// Whether it can still open something.
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.used_at.is_none() && now < self.expires_at() && self.wrong_codes < MOST_WRONG_CODES
    }

    /// Uses it up by the link.
    pub fn open(&mut self, now: DateTime<Utc>) -> Result<(), Refusal> {
        if !self.is_open(now) {
            return Err(Reason::LinkUsed.into());
        }
        self.used_at = Some(now);
        Ok(())
    }

    /// Uses it up by the code; a wrong one is counted, and too many end it.
    pub fn open_with_code(&mut self, code: &[u8], now: DateTime<Utc>) -> Result<(), Refusal> {
        if self.is_open(now) && self.code.as_deref() != Some(code) {
            self.wrong_codes = self.wrong_codes.saturating_add(1);
            return Err(Reason::LinkUsed.into());
        }
        self.open(now)
    }
}

/// A place in an organisation that an invitation offers. It is taken up when the invitation is accepted and not before:
/// until then whoever invites learns nothing of the person, not even whether they are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The organisation.
    pub organisation: StakeholderId,
    /// The name by which the person was invited, as it was typed.
    pub name: String,
    /// The address to which the invitation went, as it was typed.
    pub address: EmailAddress,
    /// The post in words.
    pub post: String,
    /// The role for the organisation, if one is offered.
    pub role: Option<Role>,
    /// From when to when post and role are held.
    pub validity: Validity,
}

impl Offer {
    /// A post in words, which the mail tells.
    pub fn post(text: &str) -> Result<String, Refusal> {
        words_for_mails(text, Affiliation::MAX_POST, "Assessora").map_err(|refusal| refusal.under("post"))
    }

    /// When post and role are held by whoever accepts on `day`: from that day on, or later. Nothing where it is over.
    pub fn accepted_on(&self, day: NaiveDate) -> Option<Validity> {
        let from = self.validity.from.max(day);
        Validity::new(from, self.validity.to).ok()
    }

    /// What the role is offered for.
    pub fn scope(&self) -> GrantScope {
        GrantScope::Organisation(self.organisation)
    }

    /// Whether somebody who reads mail at its address is who was meant: of the same name, however it is spelt.
    pub fn means(&self, person: &Person) -> bool {
        search_text(&person.full_name()) == search_text(&self.name)
    }

    /// Whether somebody's post is in the same organisation on some day that the offer covers.
    pub fn overlaps(&self, post: &Affiliation) -> bool {
        let counts = post.withdrawn_at.is_none() && post.organisation == self.organisation;
        counts && post.validity.overlaps(&self.validity)
    }
}

/// An invitation: the first way in for a person who was added by somebody else, or a place that a person who is known
/// may take up. It is accepted once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Its id.
    pub id: InvitationId,
    /// Who is invited.
    pub person: PersonId,
    /// Who invites; absent for the operator at the console.
    pub invited_by: Option<PersonId>,
    /// The place that is offered, if any.
    pub offer: Option<Offer>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was accepted.
    pub accepted_at: Option<DateTime<Utc>>,
    /// When it was taken back, or replaced by another.
    pub withdrawn_at: Option<DateTime<Utc>>,
}

impl Invitation {
    /// The most invitations that reach one mailbox in a day, whoever sends them.
    pub const MOST_PER_MAILBOX: u32 = 5;
    /// The most invitations that one person sends in an hour.
    pub const MOST_PER_SENDER: u32 = 60;

    /// When it stops working.
    pub fn expires_at(&self) -> DateTime<Utc> {
        self.created_at + TimeDelta::days(INVITATION_DAYS)
    }

    /// Whether it can still be accepted.
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.accepted_at.is_none() && self.withdrawn_at.is_none() && now < self.expires_at()
    }

    /// Takes it back.
    pub fn withdraw(&mut self, now: DateTime<Utc>) -> Result<(), Refusal> {
        if !self.is_open(now) {
            return Err(Reason::IllegalTransition { from: "ENDED", action: "withdrawInvitation" }.into());
        }
        self.withdrawn_at = Some(now);
        Ok(())
    }

    /// Accepts it.
    pub fn accept(&mut self, now: DateTime<Utc>) -> Result<(), Refusal> {
        if !self.is_open(now) {
            return Err(Reason::LinkUsed.into());
        }
        self.accepted_at = Some(now);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use uuid::Uuid;

    use super::*;
    use crate::identity::testing::ada;

    fn start() -> DateTime<Utc> {
        "2026-11-26T08:00:00Z".parse().unwrap()
    }

    fn sign_in() -> SignIn {
        SignIn {
            id: Uuid::from_u128(1).into(),
            address: EmailAddress::parse("ada@example.org").unwrap(),
            browser: vec![9],
            code: Some(vec![7]),
            wrong_codes: 0,
            requested_at: start(),
            used_at: None,
        }
    }

    #[test]
    fn a_sign_in_opens_once_and_in_time() {
        let mut sign_in = sign_in();
        assert!(sign_in.clone().open(start() + TimeDelta::minutes(60)).is_err());
        assert!(sign_in.open(start() + TimeDelta::minutes(59)).is_ok());
        assert!(sign_in.open(start() + TimeDelta::minutes(59)).is_err());
        assert!(sign_in.open_with_code(&[7], start()).is_err());
    }

    #[test]
    fn five_wrong_codes_end_it_for_the_link_too() {
        let mut sign_in = sign_in();
        for _ in 0..5 {
            assert!(sign_in.open_with_code(&[8], start()).is_err());
        }
        assert!(sign_in.open_with_code(&[7], start()).is_err());
        assert!(sign_in.open(start()).is_err());
    }

    #[test]
    fn a_mail_that_is_not_written_yet_has_no_code() {
        let mut sign_in = SignIn { code: None, ..sign_in() };
        assert!(sign_in.open_with_code(&[], start()).is_err());
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn offer(from: &str, to: Option<&str>) -> Offer {
        Offer {
            organisation: Uuid::from_u128(1).into(),
            name: "Ada Prova".to_owned(),
            address: EmailAddress::parse("ada@example.org").unwrap(),
            post: "Assessora".to_owned(),
            role: None,
            validity: Validity { from: day(from), to: to.map(day) },
        }
    }

    #[test]
    fn an_offer_is_held_from_its_acceptance_and_not_after_its_end() {
        let from = |offer: Offer| offer.accepted_on(day("2026-06-10")).map(|held| held.from);
        assert_eq!(from(offer("2026-06-01", None)), Some(day("2026-06-10")));
        assert_eq!(from(offer("2026-07-01", None)), Some(day("2026-07-01")));
        assert_eq!(from(offer("2026-06-01", Some("2026-06-10"))), Some(day("2026-06-10")));
        assert_eq!(from(offer("2026-06-01", Some("2026-06-09"))), None);
        assert!(Offer::post("Leggi evil.example").is_err());
    }

    #[rstest]
    #[case::the_same("Ada", "Prova", true)]
    #[case::other_letters("ADA", "prova", true)]
    #[case::an_accent_as_a_mark_of_its_own("Ada\u{300}", "Pr\u{f2}va", true)]
    #[case::another_name("Anna", "Prova", false)]
    fn an_offer_means_whoever_has_its_name(#[case] given: &str, #[case] family: &str, #[case] meant: bool) {
        let person = Person { given_name: given.to_owned(), family_name: family.to_owned(), ..ada() };
        assert_eq!(offer("2026-06-01", None).means(&person), meant);
    }

    #[test]
    fn an_invitation_is_accepted_once_and_in_time() {
        let id = Uuid::from_u128(1);
        let invitation = Invitation {
            id: id.into(),
            person: id.into(),
            invited_by: None,
            offer: None,
            created_at: start(),
            accepted_at: None,
            withdrawn_at: None,
        };
        let mut accepted = invitation.clone();
        assert!(accepted.accept(start() + TimeDelta::days(13)).is_ok());
        assert!(accepted.accept(start() + TimeDelta::days(13)).is_err());
        assert!(invitation.clone().accept(start() + TimeDelta::days(14)).is_err());
        let mut withdrawn = Invitation { withdrawn_at: Some(start()), ..invitation };
        assert!(withdrawn.accept(start()).is_err());
    }
}
