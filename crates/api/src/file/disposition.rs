use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What may stand in an extended parameter as it is (RFC 8187, `attr-char`).
const ATTRIBUTE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// The value of `Content-Disposition` (RFC 6266) with which a browser saves a file under its name: in full for those
/// that read UTF-8, in ASCII for the others.
pub(super) fn attachment(name: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_ascii_graphic() || c == ' ' { c } else { '_' }).collect();
    let plain = plain.replace(['"', '\\', '%'], "_");
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", utf8_percent_encode(name, ATTRIBUTE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_told_twice_and_breaks_out_of_neither() {
        assert_eq!(
            attachment("Verbale n. 3 – Città.pdf"),
            "attachment; filename=\"Verbale n. 3 _ Citt_.pdf\"; \
             filename*=UTF-8''Verbale%20n.%203%20%E2%80%93%20Citt%C3%A0.pdf"
        );
        let hostile = attachment("a\";x=\"b%41\r\n.txt");
        assert!(hostile.bytes().all(|byte| (0x20..0x7f).contains(&byte)), "{hostile}");
        assert_eq!(hostile.matches('"').count(), 2, "{hostile}");
    }
}
