//! Descriptions for catalogues and search engines: DCAT 3 and schema.org, as JSON-LD with its context inside.

use super::package::pretty;
use super::{About, Format};
use crate::cube::Cube;
use serde_json::{Value, json};

/// A file that holds the data, with its media type and the address that names its format.
struct Distribution {
    file: String,
    media: &'static str,
    format: Format,
    conforms: &'static str,
}

fn distributions(cubes: &[Cube]) -> Vec<Distribution> {
    let one = |file: String, media, format, conforms| Distribution { file, media, format, conforms };
    let mut all = Vec::new();
    for cube in cubes {
        let id = cube.id.to_ascii_lowercase();
        all.push(one(
            format!("{id}.xml"),
            "application/vnd.sdmx.structurespecificdata+xml",
            Format::SdmxMl,
            "https://sdmx.org/standards-2",
        ));
        all.push(one(
            format!("{id}.sdmx.csv"),
            "application/vnd.sdmx.data+csv",
            Format::SdmxCsv,
            "https://sdmx.org/standards-2",
        ));
        all.push(one(
            format!("{id}.json"),
            "application/json",
            Format::JsonStat,
            "https://json-stat.org/full",
        ));
        all.push(one(format!("{id}.csv"), "text/csv", Format::Csvw, "http://www.w3.org/ns/csvw"));
    }
    all
}

/// A DCAT catalogue with one data set.
pub(super) fn dcat(cubes: &[Cube], about: &About) -> String {
    let distribution = |one: Distribution| {
        let address = json!({"@id": about.address(&one.file)});
        with_licence(
            about,
            "dct:license",
            json!({
                "@type": "dcat:Distribution",
                "dct:title": one.format.words().get(about.lang),
                "dcat:accessURL": address,
                "dcat:downloadURL": address,
                "dct:format": one.format.name(),
                "dcat:mediaType": {"@id": format!("https://www.iana.org/assignments/media-types/{}", one.media)},
                "dct:conformsTo": {"@id": one.conforms},
            }),
        )
    };
    let mut dataset = json!({
        "@id": about.address("dataset"),
        "@type": "dcat:Dataset",
        "dct:title": {"@value": about.title, "@language": "zh"},
        "dct:description": about.description(cubes),
        "dct:modified": {"@value": about.day.to_string(), "@type": "xsd:date"},
        "dcat:distribution": distributions(cubes).into_iter().map(distribution).collect::<Vec<_>>(),
    });
    if let (Some(members), Some((first, last))) = (dataset.as_object_mut(), span(cubes)) {
        let year = |year: String| json!({"@value": year, "@type": "xsd:gYear"});
        let period =
            json!({"@type": "dct:PeriodOfTime", "dcat:startDate": year(first), "dcat:endDate": year(last)});
        members.insert("dct:temporal".to_owned(), period);
    }
    let publisher = if about.publisher.is_empty() { &about.title } else { &about.publisher };
    pretty(&json!({
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": about.address("catalogue.jsonld"),
        "@type": "dcat:Catalog",
        "dct:title": about.title,
        "dct:description": about.description(cubes),
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": publisher},
        "dcat:dataset": [dataset],
    }))
}

/// A schema.org `Dataset`.
pub(super) fn schema_org(cubes: &[Cube], about: &About) -> String {
    let distribution = |one: Distribution| {
        json!({
            "@type": "DataDownload",
            "name": one.format.words().get(about.lang),
            "encodingFormat": one.media,
            "contentUrl": about.address(&one.file),
        })
    };
    let mut dataset = json!({
        "@context": {"@vocab": "https://schema.org/"},
        "@type": "Dataset",
        "name": about.title,
        "description": about.description(cubes),
        "dateModified": about.day.to_string(),
        "isAccessibleForFree": true,
        "variableMeasured": cubes.iter().map(|cube| cube.name.get(about.lang)).collect::<Vec<_>>(),
        "distribution": distributions(cubes).into_iter().map(distribution).collect::<Vec<_>>(),
    });
    if let Some(members) = dataset.as_object_mut() {
        if let Some((first, last)) = span(cubes) {
            members.insert("temporalCoverage".to_owned(), json!(format!("{first}/{last}")));
        }
        if !about.area.is_empty() {
            members.insert("spatialCoverage".to_owned(), json!({"@type": "Place", "name": about.area}));
        }
        if !about.publisher.is_empty() {
            members.insert("creator".to_owned(), json!({"@type": "Organization", "name": about.publisher}));
        }
    }
    pretty(&with_licence(about, "license", dataset))
}

/// The same with the licence, when there is one.
fn with_licence(about: &About, name: &str, mut value: Value) -> Value {
    if let Some(members) = value.as_object_mut().filter(|_| !about.licence.is_empty()) {
        let licence = if name == "license" { json!(about.licence) } else { json!({"@id": about.licence}) };
        members.insert(name.to_owned(), licence);
    }
    value
}

fn span(cubes: &[Cube]) -> Option<(String, String)> {
    let spans: Vec<(String, String)> = cubes.iter().filter_map(Cube::years).collect();
    Some((spans.iter().map(|span| span.0.clone()).min()?, spans.iter().map(|span| span.1.clone()).max()?))
}
