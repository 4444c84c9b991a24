use super::*;

/// The canonical form in which a value comes back, or nothing if it is refused.
fn round<T: ScalarType>(text: &str) -> Option<String> {
    let value = <T as ScalarType>::parse(Value::from(text)).ok()?;
    let value = ScalarType::to_value(&value);
    if let Value::String(text) = value { Some(text) } else { None }
}

#[test]
fn a_day_is_written_out_in_full() {
    assert_eq!(round::<Date>("2026-11-30").as_deref(), Some("2026-11-30"));
    for bad in ["", "30/11/2026", "2026-2-3", "2026-02-30", "2026-11-30T10:00", "+12026-11-30"] {
        assert_eq!(round::<Date>(bad), None, "{bad}");
    }
}

#[test]
fn an_instant_is_taken_with_any_offset_and_answered_in_universal_time() {
    assert_eq!(round::<DateTime>("2026-11-30T10:00:00+01:00").as_deref(), Some("2026-11-30T09:00:00Z"));
    assert_eq!(round::<DateTime>("2026-11-30T09:00:00.120Z").as_deref(), Some("2026-11-30T09:00:00.120Z"));
    assert_eq!(round::<DateTime>("2026-11-30T09:00:00"), None, "an instant needs its offset");
}

#[test]
fn a_local_time_has_no_offset() {
    assert_eq!(round::<LocalDateTime>("2026-11-30T10:00").as_deref(), Some("2026-11-30T10:00:00"));
    assert_eq!(round::<LocalDateTime>("2026-11-30T10:00:00").as_deref(), Some("2026-11-30T10:00:00"));
    assert_eq!(round::<LocalDateTime>("2026-11-30T10:00:00Z"), None);
}

#[test]
fn names_of_languages_zones_addresses() {
    assert_eq!(round::<Locale>("it-IT").as_deref(), Some("it"));
    assert_eq!(round::<Locale>("italiano"), None);
    assert_eq!(round::<TimeZone>("Europe/Rome").as_deref(), Some("Europe/Rome"));
    assert_eq!(round::<TimeZone>("Rome"), None);
    assert_eq!(round::<EmailAddress>("sindaca@Comune.Susa.to.it").as_deref(), Some("sindaca@comune.susa.to.it"));
    assert_eq!(round::<EmailAddress>("sindaca"), None);
    assert_eq!(round::<Url>("https://example.org/riunione?x=1").as_deref(), Some("https://example.org/riunione?x=1"));
    assert_eq!(round::<Cup>("j14e21000330001").as_deref(), Some("J14E21000330001"));
    assert_eq!(round::<Cup>("riga-12"), None);
    assert_eq!(round::<CurrencyCode>("EUR").as_deref(), Some("EUR"));
    assert_eq!(round::<CurrencyCode>("euro"), None);
    assert_eq!(round::<Decimal>("1140734.99").as_deref(), Some("1140734.99"));
    for bad in ["http://example.org", "javascript:alert(1)", "https://", "https:// x", "example.org"] {
        assert_eq!(round::<Url>(bad), None, "{bad}");
    }
    assert_eq!(round::<Html>("<p>"), None, "HTML is never taken as input");
}

#[test]
fn a_number_is_no_text() {
    let error = <Date as ScalarType>::parse(Value::from(20_261_130))
        .unwrap_err()
        .into_server_error(async_graphql::Pos::default());
    assert!(<Decimal as ScalarType>::parse(Value::from(12)).is_err(), "an amount is never a number");
    assert!(error.message.contains("2026-11-30"), "{}", error.message);
}
