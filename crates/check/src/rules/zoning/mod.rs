//! What a zone forbids and what is planned there.

pub(crate) mod building_in_prohibited_zone;
pub(crate) mod heavy_industry_in_restricted_zone;
pub(crate) mod place_in_two_regimes;
pub(crate) mod recreation_on_water_source;
pub(crate) mod regimes;
