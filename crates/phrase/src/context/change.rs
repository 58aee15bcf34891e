//! Changes and modality.

use super::front::Front;
use super::{Sentence, SoFar, Token, is_time};
use crate::language::{Reach, Role};
use crate::mention::{Change, Comparator, Kind, Marked, Mention};

/// Decides what the value says about a change.
pub(super) fn mark_change(front: Front, window: &[Token<'_>], mention: &mut Mention) {
    if is_time(mention.kind) {
        return;
    }
    mention.annual |= window.iter().any(|token| token.has(Role::Annual));
    mention.cumulative |= window.iter().any(|token| token.has(Role::Cumulative));
    if mention.change.is_some() || matches!(mention.comparator(), Some(Comparator::Per | Comparator::From)) {
        return;
    }
    if let Some(change) = adjacent(front, mention) {
        mention.cumulative |= matches!(change.meaning, Change::CumGrowth | Change::CumDecrease);
        mention.annual |= matches!(change.meaning, Change::AvgGrowth | Change::AvgDecrease);
        mention.change = Some(change);
        return;
    }
    let mut far = window.iter().rev().filter_map(|token| far(token, mention.kind));
    // 累计新增50万人 is first of all a total.
    let nearest = far.next();
    mention.change = match nearest {
        Some(marked) if marked.meaning != Change::Cumulative => {
            far.find(|marked| marked.meaning == Change::Cumulative).or(Some(marked))
        }
        other => other,
    };
}

impl Sentence<'_, '_> {
    /// Gives the modality of the sentence so far, except to what only describes.
    pub(super) fn mark_modality(&self, so_far: &SoFar, mention: &mut Mention) {
        let describes = is_time(mention.kind)
            || mention.comparator() == Some(Comparator::Per)
            || self.is_attributive(mention);
        if !describes {
            mention.modality.clone_from(&so_far.modality);
        }
    }

    /// 年销售额百亿元的市场: an amount that only describes the noun behind it.
    fn is_attributive(&self, mention: &Mention) -> bool {
        let at = self.text.skip_gap(mention.span.end);
        let at = self.starting(at).map_or(at, |token| token.span.end);
        mention.kind == Kind::Quantity && self.text.peek(at) == '的'
    }
}

/// The verb of change directly in front, read together with 年均 and 累计.
fn adjacent(front: Front, mention: &Mention) -> Option<Marked<Change>> {
    // 下降到35 names a level, not a change; a rate that is reached (增速达到7%) stays a rate.
    let change = front.change.filter(|change| match front.ended {
        None => true,
        Some(Comparator::Reach) => matches!(change.meaning, Change::Growth | Change::AvgGrowth),
        Some(_) => false,
    })?;
    let meaning = match change.meaning {
        Change::Growth if mention.annual => Change::AvgGrowth,
        Change::Decrease if mention.annual && mention.kind == Kind::Percent => Change::AvgDecrease,
        Change::Growth | Change::Increase if mention.cumulative => Change::CumGrowth,
        Change::Decrease if mention.cumulative => Change::CumDecrease,
        other => other,
    };
    Some(Marked { meaning, ..change })
}

/// What a token says of a number at a distance: 累计引进…100名, 新增…200家.
fn far(token: &Token<'_>, kind: Kind) -> Option<Marked<Change>> {
    let meaning = match token.role(Reach::Clause)? {
        Role::Cumulative => Change::Cumulative,
        Role::Change(change) if kind == Kind::Quantity => change,
        _ => return None,
    };
    Some(Marked { meaning, span: token.span.clone() })
}
