//! Areas and kinds of layers as people write them.

use source::Lang;

/// An area in m² as people write it.
pub(super) fn area(metres: f64) -> String {
    match metres {
        _ if metres >= 1e6 => format!("{:.3} km²", metres / 1e6),
        _ if metres >= 1e4 => format!("{:.2} ha", metres / 1e4),
        _ if metres >= 100.0 => format!("{metres:.0} m²"),
        _ => format!("{metres:.3} m²"),
    }
}

/// The name of a kind of layer; a kind of one's own is its own name.
pub(super) fn kind_name(lang: Lang, kind: &str) -> String {
    space::Kind::parse(kind).map_or_else(|| kind.to_owned(), |kind| kind.words().get(lang).to_owned())
}
