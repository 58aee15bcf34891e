//! Full text without a segmenter: Chinese has no spaces, most searches are two characters long, and a segmenter is wrong
//! about names. So every two neighbouring characters of an item are kept with their places ([`index`]), and a search looks
//! where its pairs follow each other ([`Query`]): what it finds is what a plain scan finds ([`contains`]), no more, no less.
//!
//! The index is rows of text for any database: one row for each version of a plan and bucket, where a bucket holds all
//! pairs that begin with one of its characters. Names are also found by the first letters of their pinyin.
//!
//! ```
//! use search::{Item, Kind, Query, contains, index};
//! let items = [Item::new(Kind::Text, "b0", "城镇新增就业人数五年累计超过五万人。")];
//! let rows = index(&items);
//! let query = Query::parse("就业").expect("something to look for");
//! assert_eq!(query.hits(rows.iter().map(|row| (row.bucket, row.pairs.as_str()))).len(), 1);
//! assert!(contains(&items[0], &query));
//! ```

mod index;
mod item;
mod letters;
mod query;
mod varint;

pub use index::{Row, index};
pub use item::{Item, Kind, Kinds};
pub use query::{Hit, Query, contains, plain};
