//! Layers of plans laid over each other: what is valid, how large it is, and where two layers disagree.
//!
//! A [`Source`] is a layer as a file delivers it. [`prepare`] takes it into one plane: every polygon is tested
//! ([`validity`]), repaired or refused with a [`Finding`], and measured twice ([`area`]): in the plane and on the ellipsoid.
//! [`pair`] lays two prepared [`Layer`]s over each other and gives every contiguous common part with its size, its width and
//! what the rule of the two kinds says; [`alone`] tests one layer on itself.
//!
//! Overlay takes [`Region`]s only, and a `Region` is valid by construction. The engine is `i_overlay` on a 64 bit grid.
#![allow(
    clippy::float_cmp,
    reason = "coordinates are compared exactly: two vertices are the same or they are not"
)]

pub mod area;
mod conflict;
pub mod crs;
mod examine;
pub mod gauss_kruger;
pub mod gcj02;
mod index;
mod kind;
mod layer;
mod ledger;
pub mod overlay;
mod pairing;
mod plane;
mod polygon;
pub mod repair;
mod selfcheck;
mod stated;
mod structure;
mod touching;
pub mod validity;
pub mod width;

pub use conflict::{Class, Conflict, Member, Settings, Weight};
pub use crs::{Crs, Datum};
pub use examine::{Examined, examine};
pub use kind::{Kind, Proposal, Relation, Rule, Yields, fields, rule_of};
pub use layer::{Attribute, Feature, Finding, Geometry, Layer, Site, Source, Trouble, Zone, label, prepare};
pub use ledger::{matched, share_in_common};
pub use pairing::{Apart, Pairing, pair};
pub use plane::{Plane, Unplaced, degrees};
pub use polygon::{Bounds, Point, Polygon, Region, Ring, Shape};
pub use selfcheck::{alone, voids};
pub use stated::{Agreement, AreaKind, Figure, Measured, agreement, attribute_conflicts};
pub use structure::{Part, structure};
