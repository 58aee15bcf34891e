//! Whatever the bytes, reading ends with a preview.

use crate::layouts::plan;
use intake::{Settings, read};
use plan::Plan;
use proptest::prelude::*;
use std::sync::LazyLock;

static PLAN: LazyLock<Plan> = LazyLock::new(plan);
static WORKBOOK: LazyLock<Vec<u8>> =
    LazyLock::new(|| intake::template::xlsx(&PLAN, 2016..=2020).expect("a workbook"));

proptest! {
    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        read("f", &bytes, &PLAN, &Settings::default());
    }

    #[test]
    fn any_cells(cells in proptest::collection::vec(proptest::collection::vec("[^\"\n,]{0,8}|[0-9.,:%-]{0,8}", 3), 0..12)) {
        let mut text = String::from("指标,年份,数值\n");
        for row in cells {
            let name = if row[0].len() % 2 == 0 { "" } else { row[0].as_str() };
            text = text + "地区生产总值" + name + "," + &row[1..].join(",") + "\n";
        }
        let preview = read("f.csv", text.as_bytes(), &PLAN, &Settings::default());
        prop_assert_eq!(preview.accept(&PLAN).is_ok(), preview.errors() == 0);
    }

    #[test]
    fn a_broken_workbook(cut in 0_usize..6000, at in 0_usize..6000, byte in any::<u8>()) {
        let mut bytes = WORKBOOK.clone();
        let at = at % bytes.len();
        bytes[at] = byte;
        bytes.truncate(bytes.len() - cut.min(bytes.len()) / 3);
        read("f.xlsx", &bytes, &PLAN, &Settings::default());
    }
}
