//! Warnings about the figures themselves.

use crate::assess::Desk;
use crate::{AsOf, DataWarning, Row};

/// Everything odd about the figures behind `rows`.
pub(crate) fn warnings(_desk: &Desk<'_>, _rows: &[Row], _as_of: AsOf) -> Vec<DataWarning> {
    Vec::new()
}
