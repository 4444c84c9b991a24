//! Who plays in the demo. The organisations exist; every person and every address is invented.

use cordata_domain::table::{HolderCapacity, SeatKind};

/// An organisation with its seat at the mountain table.
pub(crate) struct Member {
    pub name: &'static str,
    pub kind: &'static str,
    pub seat: SeatKind,
    pub people: &'static [Holder],
}

/// An invented person who holds a seat.
pub(crate) struct Holder {
    pub given_name: &'static str,
    pub family_name: &'static str,
    pub mailbox: &'static str,
    pub post: &'static str,
    pub locale: &'static str,
    pub capacity: HolderCapacity,
}

const fn titular(
    given_name: &'static str,
    family_name: &'static str,
    mailbox: &'static str,
    post: &'static str,
) -> Holder {
    Holder { given_name, family_name, mailbox, post, locale: "it", capacity: HolderCapacity::Titular }
}

const fn substitute(
    given_name: &'static str,
    family_name: &'static str,
    mailbox: &'static str,
    post: &'static str,
) -> Holder {
    Holder { given_name, family_name, mailbox, post, locale: "it", capacity: HolderCapacity::Substitute }
}

impl Holder {
    const fn reads_english(self) -> Self {
        Self { locale: "en", ..self }
    }
}

/// The lead body: its people keep the platform and the table.
pub(crate) const LEAD_BODY: &str = "Città metropolitana di Torino";

/// The members of the permanent mountain table, as at its first meeting.
pub(crate) const MEMBERS: [Member; 17] = [
    Member {
        name: LEAD_BODY,
        kind: "METROPOLITAN_CITY",
        seat: SeatKind::ExOfficio,
        people: &[titular("Marta", "Ferrero", "marta.ferrero", "Consigliera delegata alla montagna")],
    },
    Member {
        name: "Unione montana Valle Susa",
        kind: "UNION_OF_MUNICIPALITIES",
        seat: SeatKind::ExOfficio,
        people: &[
            titular("Pietro", "Rey", "pietro.rey", "Presidente"),
            substitute("Anna", "Bermond", "anna.bermond", "Assessora"),
        ],
    },
    Member {
        name: "Unione montana del Pinerolese",
        kind: "UNION_OF_MUNICIPALITIES",
        seat: SeatKind::ExOfficio,
        people: &[
            titular("Luca", "Tron", "segreteria.pinerolese", "Presidente"),
            substitute("Elisa", "Pons", "segreteria.pinerolese", "Vicepresidente"),
        ],
    },
    Member {
        name: "Unione montana Gran Paradiso",
        kind: "UNION_OF_MUNICIPALITIES",
        seat: SeatKind::ExOfficio,
        people: &[titular("Giulia", "Blanc", "giulia.blanc", "Presidente")],
    },
    Member {
        name: "Zona omogenea 5 Pinerolese",
        kind: "HOMOGENEOUS_ZONE",
        seat: SeatKind::ExOfficio,
        people: &[titular("Davide", "Malan", "davide.malan", "Portavoce")],
    },
    Member {
        name: "Zona omogenea 6 Valli di Susa e Sangone",
        kind: "HOMOGENEOUS_ZONE",
        seat: SeatKind::ExOfficio,
        people: &[titular("Chiara", "Guglielmetti", "chiara.guglielmetti", "Portavoce")],
    },
    Member {
        name: "Zona omogenea 7 Ciriacese – Valli di Lanzo",
        kind: "HOMOGENEOUS_ZONE",
        seat: SeatKind::ExOfficio,
        people: &[titular("Renato", "Castagneri", "renato.castagneri", "Portavoce")],
    },
    Member {
        name: "Zona omogenea 8 Canavese occidentale",
        kind: "HOMOGENEOUS_ZONE",
        seat: SeatKind::ExOfficio,
        people: &[titular("Silvia", "Perotti", "silvia.perotti", "Portavoce")],
    },
    Member {
        name: "Zona omogenea 9 Eporediese",
        kind: "HOMOGENEOUS_ZONE",
        seat: SeatKind::ExOfficio,
        people: &[titular("Marco", "Avignone", "marco.avignone", "Portavoce")],
    },
    Member {
        name: "UNCEM Piemonte",
        kind: "BUSINESS_ASSOCIATION",
        seat: SeatKind::Effective,
        people: &[titular("Roberta", "Colombero", "roberta.colombero", "Presidente")],
    },
    Member {
        name: "GAL Escartons e Valli Valdesi",
        kind: "LOCAL_ACTION_GROUP",
        seat: SeatKind::Effective,
        people: &[titular("Paolo", "Jahier", "paolo.jahier", "Direttore")],
    },
    Member {
        name: "GAL Valli di Lanzo, Ceronda e Casternone",
        kind: "LOCAL_ACTION_GROUP",
        seat: SeatKind::Effective,
        people: &[titular("Federica", "Berta", "federica.berta", "Direttrice")],
    },
    Member {
        name: "GAL Valli del Canavese",
        kind: "LOCAL_ACTION_GROUP",
        seat: SeatKind::Effective,
        people: &[titular("Stefano", "Bertolino", "stefano.bertolino", "Direttore")],
    },
    Member {
        name: "Associazione Dislivelli",
        kind: "THIRD_SECTOR",
        seat: SeatKind::TechnicalSupport,
        people: &[titular("Irene", "Rolando", "irene.rolando", "Ricercatrice")],
    },
    Member {
        name: "Politecnico di Torino (DIST)",
        kind: "UNIVERSITY",
        seat: SeatKind::TechnicalSupport,
        people: &[titular("Alice", "Hofer", "alice.hofer", "Ricercatrice").reads_english()],
    },
    Member {
        name: "Fondazione Santagata",
        kind: "FOUNDATION",
        seat: SeatKind::TechnicalSupport,
        people: &[titular("Tommaso", "Riva", "tommaso.riva", "Ricercatore")],
    },
    Member {
        name: "IRES Piemonte",
        kind: "RESEARCH",
        seat: SeatKind::TechnicalSupport,
        people: &[titular("Carla", "Nota", "carla.nota", "Ricercatrice")],
    },
];
