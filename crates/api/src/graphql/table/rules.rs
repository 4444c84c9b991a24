use async_graphql::SimpleObject;
use cordata_domain::table;

/// A table's rules of procedure. Each meeting keeps those in force when it was convened.
#[derive(Debug, SimpleObject)]
pub struct RulesOfProcedure {
    /// Full working days between the dispatch of the convocation and an ordinary meeting.
    ordinary_notice_days: u32,
    /// The same for an urgent meeting, which needs a reason.
    urgent_notice_days: u32,
    /// Working days after receipt within which items proposed by members are added to an agenda.
    agenda_item_days: u32,
    /// Working days after a meeting within which its minutes are circulated.
    minutes_days: u32,
    /// Working days for which remarks on circulated minutes are taken.
    remark_days: u32,
    /// The part of the voting seats that must be represented, rounded up.
    quorum: QuorumShare,
    /// The same for a second call.
    second_call_quorum: QuorumShare,
    /// How many proxies one person may hold.
    max_proxies: u32,
    /// Whether a tie adopts instead of rejecting.
    tie_adopts: bool,
}

/// A fraction of the voting seats: one half is 1 of 2.
#[derive(Debug, SimpleObject)]
pub struct QuorumShare {
    /// Numerator.
    parts: u32,
    /// Denominator.
    of: u32,
}

impl From<table::QuorumShare> for QuorumShare {
    fn from(share: table::QuorumShare) -> Self {
        Self { parts: share.parts, of: share.of }
    }
}

impl From<table::RulesOfProcedure> for RulesOfProcedure {
    fn from(rules: table::RulesOfProcedure) -> Self {
        Self {
            ordinary_notice_days: rules.ordinary_notice_days,
            urgent_notice_days: rules.urgent_notice_days,
            agenda_item_days: rules.agenda_item_days,
            minutes_days: rules.minutes_days,
            remark_days: rules.remark_days,
            quorum: rules.quorum.into(),
            second_call_quorum: rules.second_call_quorum.into(),
            max_proxies: rules.max_proxies,
            tie_adopts: rules.tie_adopts,
        }
    }
}
