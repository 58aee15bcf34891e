//! In which order the schema wants the children of an element.
//!
//! Source: ECMA-376, 5th edition, part 1 (transitional), the sequences of the complex types named beside each row; only what
//! this crate writes and what common programs read. A child that is not listed must not be written.

/// Elements with their children in order.
pub const ORDERS: &[(&str, &[&str])] = &[
    // CT_PPr
    (
        "w:pPr",
        &[
            "w:pStyle",
            "w:keepNext",
            "w:keepLines",
            "w:pageBreakBefore",
            "w:widowControl",
            "w:pBdr",
            "w:shd",
            "w:tabs",
            "w:snapToGrid",
            "w:spacing",
            "w:ind",
            "w:jc",
            "w:outlineLvl",
            "w:rPr",
            "w:sectPr",
        ],
    ),
    // CT_RPr
    (
        "w:rPr",
        &[
            "w:rStyle",
            "w:rFonts",
            "w:b",
            "w:bCs",
            "w:i",
            "w:iCs",
            "w:color",
            "w:sz",
            "w:szCs",
            "w:u",
            "w:vertAlign",
            "w:lang",
        ],
    ),
    // CT_TblPr
    (
        "w:tblPr",
        &[
            "w:tblStyle",
            "w:tblW",
            "w:jc",
            "w:tblBorders",
            "w:tblLayout",
            "w:tblCellMar",
            "w:tblLook",
            "w:tblCaption",
            "w:tblDescription",
        ],
    ),
    // CT_TrPr: a choice in the schema; this order is what programs write
    ("w:trPr", &["w:cantSplit", "w:tblHeader"]),
    // CT_TcPr
    ("w:tcPr", &["w:tcW", "w:gridSpan", "w:vMerge", "w:tcBorders", "w:shd", "w:vAlign"]),
    // CT_SectPr
    (
        "w:sectPr",
        &[
            "w:headerReference",
            "w:footerReference",
            "w:type",
            "w:pgSz",
            "w:pgMar",
            "w:pgNumType",
            "w:cols",
            "w:titlePg",
        ],
    ),
    // CT_Style
    (
        "w:style",
        &[
            "w:name",
            "w:basedOn",
            "w:next",
            "w:uiPriority",
            "w:qFormat",
            "w:pPr",
            "w:rPr",
            "w:tblPr",
            "w:trPr",
            "w:tcPr",
        ],
    ),
    // CT_Settings
    (
        "w:settings",
        &[
            "w:zoom",
            "w:updateFields",
            "w:evenAndOddHeaders",
            "w:characterSpacingControl",
            "w:footnotePr",
            "w:compat",
            "w:themeFontLang",
        ],
    ),
    // CT_Tbl
    ("w:tbl", &["w:tblPr", "w:tblGrid", "w:tr"]),
    // CT_ChartSpace
    ("c:chartSpace", &["c:date1904", "c:roundedCorners", "c:chart", "c:spPr", "c:txPr", "c:externalData"]),
    // CT_Chart
    ("c:chart", &["c:autoTitleDeleted", "c:plotArea", "c:legend", "c:plotVisOnly", "c:dispBlanksAs"]),
    // CT_LineSer
    ("c:ser", &["c:idx", "c:order", "c:tx", "c:spPr", "c:marker", "c:cat", "c:val", "c:smooth"]),
];

/// The place of a child in its parent; `None` when it is not listed there.
pub fn position(parent: &str, child: &str) -> Option<usize> {
    let (_, children) = ORDERS.iter().find(|(name, _)| *name == parent)?;
    children.iter().position(|name| *name == child)
}
