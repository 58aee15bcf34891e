use jiff::Timestamp;

/// A moment as it is stored: RFC 3339 in UTC, in whole seconds. The texts sort as the moments do.
pub fn stamp(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
