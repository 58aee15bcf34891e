//! How kinds of layers are drawn: a table, `data/styles.tsv`.

use std::fmt::Write as _;
use std::sync::LazyLock;

/// The pattern inside an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hatch {
    /// Nothing.
    None,
    /// Lines from lower left to upper right.
    Rising,
    /// Lines from upper left to lower right.
    Falling,
    /// Both.
    Cross,
    /// Level lines.
    Horizontal,
    /// Upright lines.
    Vertical,
    /// Dots.
    Dots,
}

impl Hatch {
    const ALL: [(&'static str, Self); 7] = [
        ("none", Self::None),
        ("rising", Self::Rising),
        ("falling", Self::Falling),
        ("cross", Self::Cross),
        ("horizontal", Self::Horizontal),
        ("vertical", Self::Vertical),
        ("dots", Self::Dots),
    ];

    /// The stable name.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, hatch)| *hatch == self).map_or("none", |(name, _)| name)
    }

    /// What a tile of 8 by 8 holds, as an SVG path to be stroked; a dot is a line without length and round ends.
    fn path(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Rising => "M-2 2L2 -2M0 8L8 0M6 10L10 6",
            Self::Falling => "M-2 6L2 10M0 0L8 8M6 -2L10 2",
            Self::Cross => "M0 8L8 0M0 0L8 8",
            Self::Horizontal => "M0 4H8",
            Self::Vertical => "M4 0V8",
            Self::Dots => "M2 2h.01M6 6h.01",
        }
    }
}

/// How a kind is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// The kind's key.
    pub kind: &'static str,
    /// Colour as `#rrggbb`.
    pub colour: &'static str,
    /// The pattern inside.
    pub hatch: Hatch,
    /// Lengths of strokes and gaps of the line around; empty for a line without gaps.
    pub dash: &'static [u8],
}

/// Drawn where nothing else is said.
const PLAIN: Style = Style { kind: "other", colour: "#37474f", hatch: Hatch::Rising, dash: &[8, 3] };

static STYLES: LazyLock<Vec<Style>> = LazyLock::new(|| {
    let lines = include_str!("../data/styles.tsv").lines().filter(|line| !line.starts_with('#')).skip(1);
    lines.filter_map(parse).collect()
});

fn parse(line: &'static str) -> Option<Style> {
    let mut cells = line.split('\t');
    let (kind, colour, hatch, line) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
    let (_, hatch) = *Hatch::ALL.iter().find(|(name, _)| *name == hatch)?;
    let dash: &[u8] = match line {
        "dashed" => &[4, 2],
        "dotted" => &[1, 2],
        "long" => &[8, 3],
        _ => &[],
    };
    Some(Style { kind, colour, hatch, dash })
}

impl Style {
    /// The style of a kind by its key; that of other layers when there is none.
    pub fn of(kind: &str) -> Self {
        STYLES.iter().find(|style| style.kind == kind).copied().unwrap_or(PLAIN)
    }

    /// The lengths of the line as SVG writes them.
    pub fn dashes(&self) -> String {
        self.dash.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    }

    /// The pattern as an SVG element with this id, `scale` times as large as on a screen.
    pub fn pattern(&self, id: &str, scale: f64) -> String {
        let mut out = String::new();
        let path = self.hatch.path();
        let _ = write!(
            out,
            r#"<pattern id="{id}" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="scale({scale})"><rect width="8" height="8" fill="{0}" fill-opacity=".12"/><path d="{path}" stroke="{0}" stroke-width="1.2" stroke-linecap="round" fill="none"/></pattern>"#,
            self.colour
        );
        out
    }

    /// A small picture of the style, for a legend.
    pub fn swatch(&self, id: &str) -> String {
        format!(
            r#"<svg class="swatch" viewBox="0 0 32 20" width="32" height="20" aria-hidden="true"><defs>{}</defs><rect x="1.5" y="1.5" width="29" height="17" fill="url(#{id})" stroke="{}" stroke-width="2" stroke-dasharray="{}"/></svg>"#,
            self.pattern(id, 1.0),
            self.colour,
            self.dashes()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_style_and_no_two_look_alike_without_colour() {
        for kind in space::Kind::all() {
            assert!(STYLES.iter().any(|style| style.kind == kind.key), "{}", kind.key);
        }
        let rows =
            include_str!("../data/styles.tsv").lines().filter(|line| !line.starts_with('#')).count() - 1;
        assert_eq!(STYLES.len(), rows);
        for (at, one) in STYLES.iter().enumerate() {
            for other in STYLES.iter().skip(at + 1) {
                assert!((one.hatch, one.dash) != (other.hatch, other.dash), "{} {}", one.kind, other.kind);
            }
        }
    }
}
