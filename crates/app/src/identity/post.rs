use async_trait::async_trait;
use chrono::NaiveDate;
use cordata_domain::audit::Traced;
use cordata_domain::identity::{Affiliation, Lapse, PostChange, Role};
use cordata_domain::ids::{AffiliationId, PersonId, StakeholderId};
use cordata_domain::period::Validity;
use cordata_domain::policy::{Act, Facts};
use cordata_domain::{InputProblem, Reason, Refusal, search};

use crate::app::{Command, Work};
use crate::error::{AppError, found_at};

/// Records that a person holds a post in an organisation.
#[derive(Debug, Clone)]
pub struct StartAffiliation {
    /// Who.
    pub person: PersonId,
    /// In which organisation.
    pub organisation: StakeholderId,
    /// The post in words.
    pub post: String,
    /// From when to when.
    pub validity: Validity,
}

#[async_trait]
impl Command for StartAffiliation {
    const NAME: &'static str = "startAffiliation";
    type Output = AffiliationId;

    async fn run(&self, work: &mut Work<'_>) -> Result<AffiliationId, AppError> {
        work.require(Act::ManageAffiliation, &Facts::organisation(self.organisation))?;
        work.visible_person(self.person, "personId").await?;
        work.add_affiliation(self).await
    }
}

/// Ends a post. With it end the rights that hang on it.
#[derive(Debug, Clone)]
pub struct EndAffiliation {
    /// The post.
    pub affiliation: AffiliationId,
    /// Its last day; where it is absent, the post ends at this moment.
    pub last_day: Option<NaiveDate>,
}

#[async_trait]
impl Command for EndAffiliation {
    const NAME: &'static str = "endAffiliation";
    type Output = AffiliationId;

    async fn run(&self, work: &mut Work<'_>) -> Result<AffiliationId, AppError> {
        work.require_scope(Act::ManageAffiliation)?;
        let mut post = found_at(work.tx.affiliation(self.affiliation).await?, "affiliationId")?;
        // A post in an organisation that is not one's own is absent, not forbidden: its id tells nothing.
        if work.require(Act::ManageAffiliation, &Facts::organisation(post.organisation)).is_err() {
            return Err(Reason::NotFound.at("affiliationId").into());
        }
        let before = post.snapshot();
        if let Some(last_day) = self.last_day {
            post.end(last_day)?;
        } else {
            let today = work.today().await?;
            post.end_now(today, work.now)?;
        }
        work.tx.update_affiliation(&post).await?;
        work.on_behalf_of(post.organisation);
        work.audit_change(&before, &post);
        let last_day = post.validity.to.filter(|_| post.withdrawn_at.is_none());
        let last_day = last_day.or(work.today().await?.pred_opt()).unwrap_or(NaiveDate::MAX);
        if work.end_lapsed_rights(post.person, post.organisation, PostChange::Ends(last_day)).await? {
            // An older invitation does not bring back who was sent away.
            let roles = [Role::Delegate, Role::OrgManager];
            work.tx.replace_offers(post.person, post.organisation, &roles, work.now).await?;
        }
        Ok(post.id)
    }
}

impl Work<'_> {
    /// Whether a person has a post today, in an organisation or in any.
    pub(crate) async fn has_post(
        &mut self,
        person: PersonId,
        organisation: Option<StakeholderId>,
    ) -> Result<bool, AppError> {
        let today = self.today().await?;
        let posts = self.tx.affiliations_of(person).await?;
        let there = |post: &Affiliation| organisation.is_none_or(|organisation| organisation == post.organisation);
        Ok(posts.iter().any(|post| there(post) && post.holds_on(today)))
    }

    /// Refuses as coordinator the caller, and whoever could not act as one: roles come from dated posts.
    pub(crate) async fn require_coordinating(&mut self, person: PersonId, field: &str) -> Result<(), AppError> {
        self.require_receiver(person, field).await?;
        if self.has_post(person, None).await? {
            Ok(())
        } else {
            Err(Refusal::input(InputProblem::Foreign).under(field).into())
        }
    }

    /// Ends the roles and vacates the seats that a change of a person's posts in an organisation ends; answers whether
    /// there is a time without a post.
    pub(crate) async fn end_lapsed_rights(
        &mut self,
        person: PersonId,
        organisation: StakeholderId,
        change: PostChange,
    ) -> Result<bool, AppError> {
        let posts = self.tx.affiliations_of(person).await?;
        let Some(lapse) = Lapse::after(&posts, organisation, change) else { return Ok(false) };
        let (today, now) = (self.today().await?, self.now);
        for held in self.tx.grants_of(person).await? {
            if let Some(ended) = lapse.end(&held, today, now) {
                self.tx.update_grant(&ended).await?;
                self.audit_change(&held.snapshot(), &ended);
            }
        }
        for seat in self.tx.seats_held(person, organisation).await? {
            if let Some(vacated) = lapse.vacate(&seat, person, today) {
                self.tx.update_seat(&vacated).await?;
                self.audit_change(&seat.snapshot(), &vacated);
            }
        }
        Ok(true)
    }

    /// Records a post, if the caller may for its organisation and is not giving it to themselves. Whether they may
    /// see the person is the larger command's business.
    pub(crate) async fn add_affiliation(&mut self, new: &StartAffiliation) -> Result<AffiliationId, AppError> {
        self.require(Act::ManageAffiliation, &Facts::organisation(new.organisation))?;
        self.require_receiver(new.person, "personId").await?;
        found_at(self.tx.stakeholder(new.organisation).await?, "organisationId")?;
        let post = Affiliation {
            id: self.id(),
            person: new.person,
            organisation: new.organisation,
            post: search::line(&new.post, Affiliation::MAX_POST).map_err(|refusal| refusal.under("post"))?,
            validity: new.validity,
            recorded_at: self.now,
            withdrawn_at: None,
        };
        if self.tx.affiliations_of(new.person).await?.iter().any(|other| other.overlaps(&post)) {
            return Err(Refusal::input(InputProblem::Duplicate).under("from").into());
        }
        self.end_lapsed_rights(post.person, post.organisation, PostChange::Begins(post.validity.from)).await?;
        self.tx.insert_affiliation(&post).await?;
        self.on_behalf_of(post.organisation);
        self.audit_new(&post);
        Ok(post.id)
    }
}
