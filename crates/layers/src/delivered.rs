//! What a reader gives, what it is asked, and why it may give nothing.

use source::Words;
use space::{Crs, Feature};

/// A format, as told by content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Zipped Shapefile.
    Shapefile,
    /// GeoPackage.
    GeoPackage,
    /// GeoJSON (RFC 7946).
    GeoJson,
    /// TopoJSON.
    TopoJson,
    /// JSON of ArcGIS services.
    ArcGisJson,
    /// KML.
    Kml,
    /// KML in an archive.
    Kmz,
    /// JSON of a sort that is still to be told.
    Json,
    /// An archive whose content is still to be told.
    Archive,
    /// DXF or DWG drawings, which are not read.
    Drawing,
    /// A Shapefile without its table and coordinate system, which is not read.
    BareShapefile,
}

impl Format {
    /// The format of bytes.
    pub(crate) fn of(bytes: &[u8]) -> Option<Self> {
        let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
        let trimmed = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
        let has = |needle: &[u8]| head.windows(needle.len()).any(|window| window == needle);
        Some(match () {
            () if bytes.starts_with(b"SQLite format 3\0") => Self::GeoPackage,
            () if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") => Self::Archive,
            () if bytes.starts_with(b"\x00\x00\x27\x0a") => Self::BareShapefile,
            () if bytes.starts_with(b"AC10") || has(b"SECTION") && has(b"HEADER") => Self::Drawing,
            () if trimmed.starts_with(b"{") || head.starts_with(b"\xff\xfe{") => Self::Json,
            () if trimmed.starts_with(b"<") && (has(b"<kml") || has(b":kml")) => Self::Kml,
            () => return None,
        })
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Shapefile | Self::BareShapefile => "Shapefile",
            Self::GeoPackage => "GeoPackage",
            Self::GeoJson => "GeoJSON",
            Self::TopoJson => "TopoJSON",
            Self::ArcGisJson => "ArcGIS JSON",
            Self::Kml => "KML",
            Self::Kmz => "KMZ",
            Self::Json => "JSON",
            Self::Archive => "zip",
            Self::Drawing => "DXF/DWG",
        }
    }

    pub(crate) const ALL: [Self; 11] = [
        Self::Shapefile,
        Self::GeoPackage,
        Self::GeoJson,
        Self::TopoJson,
        Self::ArcGisJson,
        Self::Kml,
        Self::Kmz,
        Self::Json,
        Self::Archive,
        Self::Drawing,
        Self::BareShapefile,
    ];
}

/// What a person knows better than the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wanted {
    /// The coordinate system.
    pub crs: Option<Crs>,
    /// The table or layer, where a file has several.
    pub table: Option<String>,
}

/// What a file says about its coordinate system.
#[derive(Clone, Debug, PartialEq)]
pub enum Declared {
    /// Nothing.
    Nothing,
    /// A system that is known.
    Known(Crs),
    /// By the format: degrees of WGS84. Weak: files in plane metres are common all the same.
    ByFormat,
    /// A system that is not known here, by its name.
    Unknown(String),
    /// Another unit than metres, by its name.
    Unit(String),
}

/// What a reader gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivered {
    /// Name of the layer inside the file; empty without one.
    pub title: String,
    /// What the file says about its coordinate system.
    pub declared: Declared,
    /// Its features.
    pub features: Vec<Feature>,
    /// What is to be said about the reading.
    pub notes: Vec<Words>,
}

/// A layer that was read, in a system that is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Raw {
    /// The format.
    pub format: Format,
    /// Name of the layer inside the file; empty without one.
    pub title: String,
    /// Its coordinate system.
    pub crs: Crs,
    /// How the system is known.
    pub how: Words,
    /// Its features.
    pub features: Vec<Feature>,
    /// What is to be said about the reading.
    pub notes: Vec<Words>,
}

/// Why a file gives no layer.
#[derive(Clone, Debug, PartialEq)]
pub enum Unread {
    /// It is of no known format.
    Unknown,
    /// It is of a format that is not read.
    Other(Format),
    /// It is damaged; the cause as the parser tells it.
    Damaged(String),
    /// It unpacks to more than is read.
    TooLarge,
    /// It has several layers, and one must be named.
    Several(Vec<String>),
    /// It has no layer of this name.
    NoSuch(String, Vec<String>),
    /// It holds no layer at all.
    NoLayer,
    /// It holds arcs of circles or other curves.
    Curves,
    /// The coordinate system is missing or does not fit; both languages, with what to do.
    System(Words),
}

impl Unread {
    /// What to tell a person, with what to do.
    pub fn words(&self) -> Words {
        match self {
            Self::Unknown => Words::new(
                "不是已知的图层格式。请导出为打包成 zip 的 Shapefile、GeoPackage 或 GeoJSON。",
                "this is no known format of layers; export it as a zipped Shapefile, GeoPackage or GeoJSON",
            ),
            Self::Other(Format::BareShapefile) => Words::new(
                "只有 .shp 文件。请把同名的 .shp、.dbf、.prj、.cpg 一起打包成一个 zip。",
                "this is the .shp file alone; put the .shp, .dbf, .prj and .cpg files of that name into one zip",
            ),
            Self::Other(format) => Words::new(
                format!("不读取 {}。请导出为 Shapefile 或 GeoPackage，并带上坐标系。", format.name()),
                format!(
                    "{} is not read; export it as Shapefile or GeoPackage, with its coordinate system",
                    format.name()
                ),
            ),
            Self::Damaged(cause) => Words::new(
                format!("文件已损坏或不完整（{cause}）。请用原软件重新导出。"),
                format!("the file is damaged or incomplete ({cause}); export it again"),
            ),
            Self::TooLarge => Words::new(
                "压缩包展开后过大。请拆分图层后再试。",
                "the archive unpacks to too much; split the layer",
            ),
            Self::Several(names) => Words::new(
                format!("文件中有多个图层：{}。请用 --table 指明一个。", names.join("、")),
                format!("the file has several layers: {}; name one with --table", names.join(", ")),
            ),
            Self::NoSuch(name, names) => Words::new(
                format!("文件中没有图层“{name}”；有：{}。", names.join("、")),
                format!("the file has no layer “{name}”; it has: {}", names.join(", ")),
            ),
            Self::NoLayer => Words::new(
                "文件中没有图层。请检查导出时是否选中了要素。",
                "the file holds no layer; see whether anything was selected when it was exported",
            ),
            Self::Curves => Words::new(
                "图层含有圆弧等曲线，不能读取。请先把曲线转换为折线再导出。",
                "the layer holds arcs of circles or other curves; turn them into lines before exporting it",
            ),
            Self::System(words) => words.clone(),
        }
    }
}

/// One of several layers, by name: the only one when none is wanted.
pub(crate) fn chosen(names: &[String], wanted: Option<&str>) -> Result<usize, Unread> {
    match (names, wanted) {
        ([], _) => Err(Unread::NoLayer),
        (_, Some(wanted)) => names
            .iter()
            .position(|name| name == wanted)
            .ok_or_else(|| Unread::NoSuch(wanted.to_owned(), names.to_vec())),
        ([_], None) => Ok(0),
        (_, None) => Err(Unread::Several(names.to_vec())),
    }
}
