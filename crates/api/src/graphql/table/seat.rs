use async_graphql::{Context, Enum, ID, Object, Result};
use chrono::NaiveDate;
use cordata_domain::policy::{Act, Facts};
use cordata_domain::table;

use crate::graphql::id;
use crate::graphql::identity::Person;
use crate::graphql::stakeholder::Stakeholder;
use crate::graphql::value::Period;
use crate::state::RequestContext;

/// By what title an organisation sits at a table.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "table::SeatKind")]
pub enum SeatKind {
    /// By right of office.
    ExOfficio,
    /// As a full member.
    Effective,
    /// Invited, without a vote.
    Invited,
    /// Technical support, without a vote.
    TechnicalSupport,
}

/// Where a seat stands.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "table::SeatState")]
pub enum SeatState {
    /// Offered to the organisation.
    Invited,
    /// Taken.
    Active,
    /// Paused.
    Suspended,
    /// Over.
    Ended,
}

/// In which capacity a person holds a seat.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "table::HolderCapacity")]
pub enum HolderCapacity {
    /// The titular.
    Titular,
    /// The substitute.
    Substitute,
}

/// A seat of a table. It belongs to an organisation; persons hold it for the organisation.
pub struct Seat {
    seat: table::Seat,
    /// The day on which its holders are looked at.
    on: NaiveDate,
}

impl Seat {
    /// A seat as it is on a day.
    pub fn on(seat: table::Seat, on: NaiveDate) -> Self {
        Self { seat, on }
    }
}

/// A seat of a table. It belongs to an organisation; persons hold it for the organisation.
#[Object]
impl Seat {
    /// Its id.
    pub async fn id(&self) -> ID {
        id::encode(self.seat.id)
    }

    /// The organisation it belongs to.
    async fn organisation(&self, ctx: &Context<'_>) -> Result<Stakeholder> {
        RequestContext::of(ctx).load_named(self.seat.organisation).await.map(Stakeholder)
    }

    /// By what title the organisation sits at the table.
    async fn kind(&self) -> SeatKind {
        self.seat.kind.into()
    }

    /// Whether it votes and counts for the quorum.
    async fn voting(&self) -> bool {
        self.seat.voting
    }

    /// Where it stands.
    async fn state(&self) -> SeatState {
        self.seat.state.into()
    }

    /// From when to when the organisation has it.
    async fn period(&self) -> Period {
        self.seat.validity.into()
    }

    /// The persons who hold it on the day in question, titular first; null if you may see none of them.
    ///
    /// Requires: themselves or org-manager or coordinator or secretariat or platform-admin.
    async fn holders(&self, ctx: &Context<'_>) -> Result<Option<Vec<SeatHolder>>> {
        let request = RequestContext::of(ctx);
        let named = self.seat.holders_on(self.on);
        let mut holders = Vec::with_capacity(named.len());
        for (holder, person) in named.iter().zip(persons(request, &named).await?) {
            holders.extend(person.map(|person| SeatHolder { holder: (*holder).clone(), person: person.0 }));
        }
        let facts = Facts { table: Some(self.seat.table), organisation: Some(self.seat.organisation), person: None };
        let may_see = !holders.is_empty() || request.may(Act::ReadPersons, &facts);
        Ok(may_see.then_some(holders))
    }
}

async fn persons(request: &RequestContext, holders: &[&table::SeatHolder]) -> Result<Vec<Option<Person>>> {
    let loads = holders.iter().map(|holder| request.load(holder.person));
    let persons = futures_util::future::try_join_all(loads).await?;
    Ok(persons.into_iter().map(|person| person.map(Person)).collect())
}

/// A person who holds a seat for its organisation.
pub struct SeatHolder {
    holder: table::SeatHolder,
    person: cordata_domain::identity::Person,
}

/// A person who holds a seat for its organisation.
#[Object]
impl SeatHolder {
    /// Its id.
    async fn id(&self) -> ID {
        id::encode(self.holder.id)
    }

    /// The person.
    async fn person(&self) -> Person {
        Person(self.person.clone())
    }

    /// In which capacity.
    async fn capacity(&self) -> HolderCapacity {
        self.holder.capacity.into()
    }

    /// From when to when.
    async fn period(&self) -> Period {
        self.holder.validity.into()
    }
}
