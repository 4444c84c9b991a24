use cordata_domain::ids::TableId;
use cordata_domain::table::{ConcertationTable, Seat};

use super::{by_id, list_of};

by_id! {
    TableId => ConcertationTable, tables_by_id;
}

list_of! {
    /// The seats of a table with their holders, now and before, by organisation.
    SeatsOf(TableId) => Seat, seats_of, |seat| (seat.table, seat);
}
