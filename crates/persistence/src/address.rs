//! What the address of a database may be.

use std::str::FromStr;

use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use url::Url;

/// Why a text is no address of a database. The text itself is not repeated: it may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0}; expected is sqlite://FILE or postgres://USER:PASSWORD@HOST:PORT/NAME, special characters percent-encoded"
)]
pub struct AddressError(&'static str);

/// Refuses what no database can be reached by.
pub fn check_address(address: &str) -> Result<(), AddressError> {
    let url = Url::parse(address).map_err(|error| AddressError(reason(error)))?;
    let understood = match url.scheme() {
        "sqlite" => SqliteConnectOptions::from_str(address).is_ok(),
        "postgres" | "postgresql" if !url.cannot_be_a_base() => PgConnectOptions::from_str(address).is_ok(),
        _ => return Err(AddressError("it begins with neither sqlite:// nor postgres://")),
    };
    if understood { Ok(()) } else { Err(AddressError("one of its parameters or characters is not understood")) }
}

fn reason(error: url::ParseError) -> &'static str {
    match error {
        url::ParseError::InvalidPort => "its port is no number",
        url::ParseError::RelativeUrlWithoutBase => "it begins with neither sqlite:// nor postgres://",
        _ => "it is no URL",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_addresses_of_both_databases_are_taken() {
        for address in [
            "sqlite://data/cordata.db",
            "sqlite:///var/lib/cordata/my%20plan.db?mode=rwc",
            "postgres://ente:se%3Agreto@[::1]:5433/piano?sslmode=require",
            "postgresql:///piano?host=/run/postgresql",
        ] {
            assert_eq!(check_address(address), Ok(()), "{address}");
        }
    }

    #[test]
    fn anything_else_is_refused_and_its_password_not_repeated() {
        for (address, why) in [
            ("nonsense", "begins with"),
            ("/var/lib/x.db", "begins with"),
            ("postgres//u:geheim@h/x", "begins with"),
            ("postgres:u:geheim@h/x", "begins with"),
            ("mysql://u:geheim@h/x", "begins with"),
            ("postgres://u:geheim@127.0.0.1:notaport/x", "port"),
            ("postgres://u:geheim@my host/x", "no URL"),
            ("postgres://u:p@h/x?sslmode=geheim", "parameters"),
            ("sqlite://x.db?geheim=1", "parameters"),
        ] {
            let told = check_address(address).unwrap_err().to_string();
            assert!(told.contains(why) && told.contains("sqlite://FILE") && !told.contains("geheim"), "{told}");
        }
    }
}
