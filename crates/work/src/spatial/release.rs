//! What the public may see of a layer: nothing, until a person says so with the number of the map's approval.

use crate::{Fault, Service};
use store::{Change, Released, Secrecy};

/// Whether a text is built like the number of an approval (审图号): `GS(2020)4619号`, `GS京(2022)0001号`, `辽S(2026)12号`.
pub fn approval_is_one(text: &str) -> bool {
    let Some((head, rest)) = text.split_once(['(', '（', '[', '〔']) else { return false };
    let Some((year, tail)) = rest.split_once([')', '）', ']', '〕']) else { return false };
    let Some(number) = tail.strip_suffix('号') else { return false };
    let digits = |text: &str, least: usize, most: usize| {
        (least..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let letters = head.chars().count() <= 5 && head.contains('S');
    letters
        && head.chars().all(|c| c.is_ascii_uppercase() || c > '\u{2fff}')
        && digits(year, 4, 4)
        && digits(number, 1, 6)
}

/// The coarsest and the finest grid in metres that a layer is released at.
const GRID: std::ops::RangeInclusive<f64> = 10.0..=5_000.0;

/// Releases a layer to the public, moved to a grid; or takes the release back when there is no number.
///
/// # Errors
/// The number is no number of an approval, the grid is too fine or too coarse, or there is no such layer.
pub async fn release(
    service: &Service,
    plan: &str,
    id: i64,
    asked: Option<(&str, f64)>,
    change: &Change,
) -> Result<(), Fault> {
    let released = match asked {
        None => None,
        Some((approval, _)) if !approval_is_one(approval) => {
            return Err(Fault::bad_request(
                "没有审图号不能公开地图。请写批准的审图号，如“辽S(2026)12号”。",
                "No map is published without the number of its approval: write it as approved, such as 辽S(2026)12号.",
            ));
        }
        Some((_, grid)) if !GRID.contains(&grid) => {
            return Err(Fault::bad_request(
                "公开图层的概括程度应为 10 到 5000 米。",
                "A published layer is generalised to 10 to 5000 metres.",
            ));
        }
        Some((approval, grid)) => {
            Some(Released { approval: approval.to_owned(), grid, by: change.who.clone(), at: change.at() })
        }
    };
    let layer = service.store().layer(plan, id).await?;
    let secrecy = layer.and_then(|layer| layer.secrecy);
    if released.is_some() && secrecy.is_some_and(|secrecy| secrecy != Secrecy::Open) {
        return Err(Fault::bad_request(
            "这个图层标为内部或工作秘密，不能公开；确可公开的，请以“公开”重新添加一个版本。",
            "This layer is marked internal or a work secret and is not published; where it may be, add a version marked open.",
        ));
    }
    service.store().release_layer(plan, id, released.as_ref(), change).await?;
    service.refresh().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::approval_is_one;

    #[test]
    fn numbers_of_approvals_are_told_from_other_words() {
        for one in ["GS(2020)4619号", "GS京（2022）0001号", "辽S(2026)12号", "沪S〔2021〕039号"] {
            assert!(approval_is_one(one), "{one}");
        }
        for none in ["", "无", "2020-4619", "GS(20)4619号", "辽政发(2026)12号", "GS(2020)号", "GS(2020)4619"]
        {
            assert!(!approval_is_one(none), "{none}");
        }
    }
}
