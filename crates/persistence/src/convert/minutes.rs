//! Minutes with their circulated versions and remarks.

use cordata_app::AppError;
use cordata_domain::meeting::{Circulation, Minutes, MinutesHash, MinutesRemark, MinutesVersion, ReservedPart};

use super::value::{count, locale, name_of, word};
use crate::entity::{minutes, minutes_remark, minutes_text};

pub(crate) fn minutes_row(minutes: &Minutes) -> minutes::Model {
    let reserved = minutes.reserved.as_ref();
    minutes::Model {
        id: minutes.id.into(),
        table_id: minutes.table.into(),
        meeting_id: minutes.meeting.into(),
        state: name_of(minutes.state),
        number: minutes.number.into(),
        language: minutes.language.to_string(),
        public_text: minutes.public_text.clone(),
        reserved_text: reserved.and_then(|part| part.text.clone()),
        hash: reserved.map(|part| part.hash.0.to_vec()),
        due: minutes.due,
        circulated_at: minutes.circulation.map(|sent| sent.at),
        remarks_until: minutes.circulation.map(|sent| sent.remarks_until),
        approved_at: minutes.approved_at,
        signed_at: minutes.signed_at,
        published_at: minutes.published_at,
        protocol_number: minutes.protocol_number.clone(),
        version: minutes.version,
    }
}

/// Without a hash the row comes as somebody outside the table sees it.
pub(crate) fn minutes(row: minutes::Model) -> Result<Minutes, AppError> {
    let reserved = match row.hash {
        Some(bytes) => Some(ReservedPart { text: row.reserved_text, hash: hash(&bytes)? }),
        None => None,
    };
    let circulation = row.circulated_at.zip(row.remarks_until);
    Ok(Minutes {
        id: row.id.into(),
        table: row.table_id.into(),
        meeting: row.meeting_id.into(),
        state: word(&row.state)?,
        number: count(row.number)?,
        public_text: row.public_text,
        language: locale(&row.language)?,
        reserved,
        due: row.due,
        circulation: circulation.map(|(at, remarks_until)| Circulation { at, remarks_until }),
        approved_at: row.approved_at,
        signed_at: row.signed_at,
        published_at: row.published_at,
        protocol_number: row.protocol_number,
        version: row.version,
    })
}

fn hash(bytes: &[u8]) -> Result<MinutesHash, AppError> {
    MinutesHash::from_bytes(bytes).ok_or_else(|| AppError::fault("a stored hash has not 32 bytes"))
}

pub(crate) fn version_row(version: &MinutesVersion) -> minutes_text::Model {
    minutes_text::Model {
        minutes_id: version.minutes.into(),
        number: version.number.into(),
        language: version.language.to_string(),
        public_text: version.public_text.clone(),
        reserved_text: version.reserved.text.clone(),
        hash: version.reserved.hash.0.to_vec(),
        circulated_at: version.circulation.at,
        remarks_until: version.circulation.remarks_until,
    }
}

pub(crate) fn version(row: minutes_text::Model) -> Result<MinutesVersion, AppError> {
    Ok(MinutesVersion {
        minutes: row.minutes_id.into(),
        number: count(row.number)?,
        public_text: row.public_text,
        language: locale(&row.language)?,
        reserved: ReservedPart { text: row.reserved_text, hash: hash(&row.hash)? },
        circulation: Circulation { at: row.circulated_at, remarks_until: row.remarks_until },
    })
}

pub(crate) fn remark_row(remark: &MinutesRemark) -> minutes_remark::Model {
    minutes_remark::Model {
        id: remark.id.into(),
        minutes_id: remark.minutes.into(),
        number: remark.number.into(),
        on_behalf_of_id: remark.on_behalf_of.into(),
        author_id: remark.author.map(Into::into),
        text: remark.text.clone(),
        language: remark.language.to_string(),
        recorded_at: remark.recorded_at,
    }
}

pub(crate) fn remark(row: minutes_remark::Model) -> Result<MinutesRemark, AppError> {
    Ok(MinutesRemark {
        id: row.id.into(),
        minutes: row.minutes_id.into(),
        number: count(row.number)?,
        on_behalf_of: row.on_behalf_of_id.into(),
        author: row.author_id.map(Into::into),
        text: row.text,
        language: locale(&row.language)?,
        recorded_at: row.recorded_at,
    })
}
