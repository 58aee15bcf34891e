//! Whose figure a target is set on.

/// Words that name the plan's own region.
const OWN: [&str; 12] =
    ["全市", "全省", "全国", "全县", "全区", "全旗", "全州", "全盟", "全域", "我市", "我省", "本市"];

/// Whether a scope is the plan's own region, `region`, as an empty one is.
pub(crate) fn is_whole(scope: &str, region: Option<&str>) -> bool {
    let scope = scope.trim();
    let own = |region: &str| {
        scope == region || region.strip_prefix(scope).is_some_and(|rest| rest.chars().count() == 1)
    };
    scope.is_empty() || OWN.contains(&scope) || region.is_some_and(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_the_city_is_not_the_city() {
        for own in ["", "全市", "云川市", "云川"] {
            assert!(is_whole(own, Some("云川市")), "{own}");
        }
        for part in ["中心城区", "云", "云川市北区", "农村"] {
            assert!(!is_whole(part, Some("云川市")), "{part}");
        }
    }
}
