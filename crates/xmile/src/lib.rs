//! Reads models of system dynamics in XMILE and runs them.
//!
//! [`Model::read`] takes the bytes of a file, [`Model::run`] gives every variable over time. The reader is lenient where common tools
//! write XMILE wrong, and says so; what it does not understand is an error that names variable and line, never a curve that is
//! wrong. It knows nothing of plans.
//!
//! Read: stocks, flows, auxiliaries, graphical functions, arrays, non-negative stocks and flows; Euler and Runge-Kutta; the operators and functions of
//! the standard, SAFEDIV, smoothing, delays, trends, STEP, RAMP, PULSE. Not read: modules, macros, random functions, queues and conveyors.
//!
//! Files are not trusted: no document types, no entities, limits on size, depth, steps and work.
//!
//! # Example
//! ```
//! let text = r#"<xmile xmlns="http://docs.oasis-open.org/xmile/ns/XMILE/v1.0" version="1.0">
//!   <sim_specs><start>0</start><stop>10</stop><dt>1</dt></sim_specs>
//!   <model><variables>
//!     <stock name="People"><eqn>100</eqn><inflow>births</inflow></stock>
//!     <flow name="births"><eqn>People * 0.02</eqn></flow>
//!   </variables></model></xmile>"#;
//! let curves = xmile::Model::read(text.as_bytes()).unwrap().run().unwrap();
//! assert!((curves.at("people", 10.0).unwrap() - 121.899442).abs() < 1e-6);
//! ```
#![cfg_attr(test, allow(clippy::float_cmp, reason = "tests compare with the exact figure"))]

mod compile;
mod document;
mod error;
mod function;
mod graph;
mod loops;
mod name;
mod order;
mod program;
mod remember;
mod simulate;
mod system;
mod token;
mod xml;

pub use document::{Method, Specs};
pub use error::Error;
pub use loops::{Loop, Loops};
pub use name::canonical;
pub use simulate::Curves;
use source::Words;

/// A model that can be run.
#[derive(Clone, Debug)]
pub struct Model {
    system: system::System,
    warnings: Vec<(usize, Words)>,
}

impl Model {
    /// Reads a model.
    ///
    /// # Errors
    /// [`Error`] for what is no XMILE, what is not understood and what depends on itself, naming variable and line.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        let document = document::Document::read(bytes)?;
        let system = system::System::build(&document)?;
        Ok(Self { system, warnings: document.warnings })
    }

    /// When and how it runs.
    pub fn specs(&self) -> Specs {
        self.system.specs
    }

    /// What was read in spite of being wrong, with the line.
    pub fn warnings(&self) -> &[(usize, Words)] {
        &self.warnings
    }

    /// Runs it and says which of its loops drive it, when.
    ///
    /// # Errors
    /// [`Error`] for more steps than can be run.
    pub fn loops(&self) -> Result<Loops, Error> {
        loops::loops(&self.system)
    }

    /// Runs it from start to stop.
    ///
    /// # Errors
    /// [`Error`] for more steps than can be run.
    pub fn run(&self) -> Result<Curves, Error> {
        simulate::run(&self.system)
    }
}
