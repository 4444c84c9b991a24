//! A linear look at the text of a document before the recursive parser sees it.
//!
//! The parser descends once per open bracket and keeps several objects per token, so a hostile
//! text could overflow the stack or fill the memory. This scan bounds both, and it refuses
//! strings without an end, over which the parser would search again and again.

use super::fault::{EdgeError, FaultCode};

/// Brackets that may be open at once: twice what the depth limit needs, and safe for the
/// parser on a stack of 2 MiB even in a debug build.
const OPEN_BRACKETS: usize = 40;

/// Longest name in bytes; longer ones only serve to make suggestions expensive.
const NAME_BYTES: usize = 128;

/// Checks brackets, strings, names and the number of tokens of a document.
///
/// # Errors
/// `DEPTH_LIMIT`, `COMPLEXITY_LIMIT` or `GRAPHQL_PARSE_FAILED`.
pub(super) fn check(text: &str, max_tokens: usize) -> Result<(), EdgeError> {
    let mut rest = text.as_bytes();
    let mut open: usize = 0;
    let mut tokens: usize = 0;
    while let Some((&byte, after)) = rest.split_first() {
        rest = match byte {
            b'#' => skip_while(after, |byte| !matches!(byte, b'\n' | b'\r')),
            b'"' => skip_string(after)?,
            b'_' | b'a'..=b'z' | b'A'..=b'Z' => skip_name(after)?,
            b'0'..=b'9' | b'-' | b'.' => skip_while(after, |byte| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+')),
            _ => after,
        };
        if matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b',' | b'#') {
            continue;
        }
        match byte {
            b'{' | b'[' | b'(' => open += 1,
            b'}' | b']' | b')' => open = open.saturating_sub(1),
            _ => {}
        }
        tokens += 1;
        if open > OPEN_BRACKETS {
            return Err(too_deep());
        }
        if tokens > max_tokens {
            return Err(too_long(max_tokens));
        }
    }
    Ok(())
}

fn skip_while(rest: &[u8], keep: impl Fn(u8) -> bool) -> &[u8] {
    let end = rest.iter().position(|&byte| !keep(byte));
    end.and_then(|end| rest.get(end..)).unwrap_or_default()
}

fn skip_name(rest: &[u8]) -> Result<&[u8], EdgeError> {
    let after = skip_while(rest, |byte| byte == b'_' || byte.is_ascii_alphanumeric());
    if rest.len() - after.len() >= NAME_BYTES {
        return Err(parse_failed("A name in the document is too long."));
    }
    Ok(after)
}

/// Skips the rest of a string whose first quote is already read.
fn skip_string(rest: &[u8]) -> Result<&[u8], EdgeError> {
    if let Some(block) = rest.strip_prefix(b"\"\"") {
        return skip_block_string(block);
    }
    let mut rest = rest;
    loop {
        rest = match rest {
            [b'"', after @ ..] => return Ok(after),
            [b'\\', escaped, after @ ..] if !matches!(escaped, b'\n' | b'\r') => after,
            [] | [b'\\' | b'\n' | b'\r', ..] => return Err(unterminated()),
            [_, after @ ..] => after,
        };
    }
}

fn skip_block_string(mut rest: &[u8]) -> Result<&[u8], EdgeError> {
    loop {
        rest = match rest {
            [b'"', b'"', b'"', after @ ..] => return Ok(after),
            [b'\\', b'"', b'"', b'"', after @ ..] | [_, after @ ..] => after,
            [] => return Err(unterminated()),
        };
    }
}

fn parse_failed(message: &'static str) -> EdgeError {
    EdgeError::new(FaultCode::ParseFailed, message)
}

fn unterminated() -> EdgeError {
    parse_failed("A string in the document has no end.")
}

fn too_deep() -> EdgeError {
    EdgeError::new(FaultCode::DepthLimit, format!("The document opens more than {OPEN_BRACKETS} brackets at once."))
}

fn too_long(max_tokens: usize) -> EdgeError {
    EdgeError::new(FaultCode::ComplexityLimit, format!("The document has more than {max_tokens} tokens."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Option<FaultCode> {
        check(text, 1000).err().map(|error| error.code)
    }

    #[test]
    fn ordinary_documents_pass() {
        let text = r#"
            # a comment with { [ ( and a " quote
            query Q($a: [Int!] = [1, -2.5e+3]) {
              a(text: "brackets {{{ \" [[[", block: """ { " \""" [ """) { ...F @include(if: $a) }
            }
        "#;
        assert_eq!(code(text), None);
    }

    #[test]
    fn brackets_are_bounded_wherever_they_stand() {
        for bracket in ["{", "{a", "[", "(", "{a(b:[", "{a(b:{c:"] {
            assert_eq!(code(&bracket.repeat(200)), Some(FaultCode::DepthLimit));
        }
    }

    #[test]
    fn brackets_inside_strings_and_comments_do_not_count() {
        let many = "{".repeat(100);
        assert_eq!(code(&format!(r#"{{ a(b: "{many}") }}"#)), None);
        assert_eq!(code(&format!("{{ a }} #{many}")), None);
    }

    #[test]
    fn tokens_are_bounded() {
        assert_eq!(code(&format!("{{{}}}", "a ".repeat(1000))), Some(FaultCode::ComplexityLimit));
    }

    #[test]
    fn strings_without_an_end_are_refused() {
        for text in ["{a(b:\"", "{a(b:\"x\ny\")}", "{a(b:\"\"\" \\\"\"\" )}", "\"\\"] {
            assert_eq!(code(text), Some(FaultCode::ParseFailed), "{text}");
        }
    }

    #[test]
    fn very_long_names_are_refused() {
        assert_eq!(code(&"a".repeat(128)), None);
        assert_eq!(code(&"a".repeat(129)), Some(FaultCode::ParseFailed));
    }
}
