use cordata_domain::agreement::{Agreement, AgreementText, Clause};
use cordata_domain::ids::{AgreementId, AgreementTextId};

use super::{by_id, list_of};

by_id! {
    AgreementId => Agreement, agreements_by_id;
}

list_of! {
    /// The versions of an agreement's text, oldest first.
    TextsOf(AgreementId) => AgreementText, agreement_texts_of, |pair| pair;
    /// The clauses of a version, in order.
    AgreementClausesOf(AgreementTextId) => Clause, agreement_clauses_of, |pair| pair;
}
