//! The divisions of China: provinces, prefectures, counties, with their codes (GB/T 2260), the editions of the code
//! tables they stand in, and the one way from a name to a region.
//!
//! [`Regions::standard`] has all of them; [`Regions::with`] adds others, such as an invented city of an example.
//! [`Regions::resolve`] reads a name as people write it (辽宁, 锦州市, 河北石家庄, 红河州) in the [`Context`] it stands
//! in and says which region it is, or which it may be. Nothing is guessed: 鼓楼区 alone is [`Answer::Doubtful`].

mod names;
mod registry;
mod resolve;

pub use names::{same, short};
pub use registry::{EDITIONS, Level, OwnError, Region, Regions};
pub use resolve::{Answer, Context};
