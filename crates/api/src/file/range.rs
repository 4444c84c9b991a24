/// A part of a file, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) first: u64,
    pub(super) last: u64,
}

/// What a `Range` header asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// Everything: no range, several of them, or one in a form that a server may ignore (RFC 9110, section 14.2).
    Whole,
    /// One part.
    Part(Part),
    /// A part that the file does not have.
    Outside,
}

/// Reads a `Range` header for a file of `size` bytes, which has at least one.
pub(super) fn asked(header: Option<&str>, size: u64) -> Asked {
    let range = header.and_then(|value| value.strip_prefix("bytes="));
    let Some((first, last)) = range.and_then(|range| range.trim().split_once('-')) else { return Asked::Whole };
    let end = size.saturating_sub(1);
    let part = match (first.parse::<u64>(), last.parse::<u64>()) {
        (Ok(first), Ok(last)) if first <= last => Part { first, last: last.min(end) },
        (Ok(first), Err(_)) if last.is_empty() => Part { first, last: end },
        (Err(_), Ok(0)) if first.is_empty() => return Asked::Outside,
        (Err(_), Ok(suffix)) if first.is_empty() => Part { first: size.saturating_sub(suffix), last: end },
        _ => return Asked::Whole,
    };
    if part.first < size { Asked::Part(part) } else { Asked::Outside }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_served_and_the_rest_is_ignored() {
        let part = |first, last| Asked::Part(Part { first, last });
        for (header, expected) in [
            (None, Asked::Whole),
            (Some("bytes=0-9"), part(0, 9)),
            (Some("bytes=90-"), part(90, 99)),
            (Some("bytes=-10"), part(90, 99)),
            (Some("bytes=-1000"), part(0, 99)),
            (Some("bytes=50-1000"), part(50, 99)),
            (Some("bytes=100-"), Asked::Outside),
            (Some("bytes=-0"), Asked::Outside),
            (Some("bytes=9-1"), Asked::Whole),
            (Some("bytes=0-1,5-6"), Asked::Whole),
            (Some("bytes=x-"), Asked::Whole),
            (Some("bytes=99999999999999999999-"), Asked::Whole),
            (Some("lines=0-9"), Asked::Whole),
        ] {
            assert_eq!(asked(header, 100), expected, "{header:?}");
        }
    }
}
