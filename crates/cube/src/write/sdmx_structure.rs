//! SDMX-ML 2.1, structure: data flows, code lists, concepts and data structure definitions.

use super::About;
use super::xml::escape;
use crate::cube::{ATTRIBUTES, AttributeKind, Code, Cube, Dimension, Role, STATUSES};
use source::Words;
use std::fmt::Write as _;

/// Who maintains the structures.
pub(super) const AGENCY: &str = "GANGYAO";
/// Version of the structures.
pub(super) const VERSION: &str = "1.0";

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
<mes:Structure xmlns:mes=\"http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message\" \
xmlns:str=\"http://www.sdmx.org/resources/sdmxml/schemas/v2_1/structure\" \
xmlns:com=\"http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common\">\n";

/// The structure message of all cubes.
pub(super) fn text(cubes: &[Cube], about: &About) -> String {
    let mut out = String::from(HEAD);
    header(&mut out, "STRUCTURE", about);
    out.push_str("<mes:Structures>\n<str:Dataflows>\n");
    for cube in cubes {
        let id = cube.id;
        let _ = write!(
            out,
            "<str:Dataflow id=\"{id}\" agencyID=\"{AGENCY}\" version=\"{VERSION}\" isFinal=\"true\">"
        );
        names(&mut out, &cube.name);
        let _ = writeln!(
            out,
            "<str:Structure><Ref id=\"{id}\" version=\"{VERSION}\" agencyID=\"{AGENCY}\" package=\"datastructure\" class=\"DataStructure\"/></str:Structure></str:Dataflow>"
        );
    }
    out.push_str("</str:Dataflows>\n<str:Codelists>\n");
    for cube in cubes {
        for dimension in cube.dimensions.iter().filter(|dimension| dimension.role != Role::Time) {
            code_list(&mut out, &list(cube, dimension), &dimension.name, &dimension.codes);
        }
    }
    let status = |(id, zh, en): &(&str, &str, &str)| Code {
        id: (*id).to_owned(),
        name: Words::new(*zh, *en),
        unit: String::new(),
    };
    code_list(
        &mut out,
        "CL_OBS_STATUS",
        &Words::new("状态", "status"),
        &STATUSES.iter().map(status).collect::<Vec<_>>(),
    );
    out.push_str("</str:Codelists>\n<str:Concepts>\n");
    concepts(&mut out, cubes);
    out.push_str("</str:Concepts>\n<str:DataStructures>\n");
    for cube in cubes {
        structure(&mut out, cube);
    }
    out.push_str("</str:DataStructures>\n</mes:Structures>\n</mes:Structure>\n");
    out
}

/// The header of a message.
pub(super) fn header(out: &mut String, id: &str, about: &About) {
    let _ = writeln!(
        out,
        "<mes:Header><mes:ID>{id}</mes:ID><mes:Test>false</mes:Test><mes:Prepared>{}</mes:Prepared><mes:Sender id=\"{AGENCY}\"/></mes:Header>",
        about.moment()
    );
}

fn names(out: &mut String, name: &Words) {
    for (lang, text) in [("zh", &name.zh), ("en", &name.en)] {
        let text = if text.trim().is_empty() { "-" } else { text };
        let _ = write!(out, "<com:Name xml:lang=\"{lang}\">{}</com:Name>", escape(text));
    }
}

/// Id of the code list of a dimension.
fn list(cube: &Cube, dimension: &Dimension) -> String {
    format!("CL_{}_{}", cube.id, dimension.id)
}

fn code_list(out: &mut String, id: &str, name: &Words, codes: &[Code]) {
    let _ = write!(
        out,
        "<str:Codelist id=\"{id}\" agencyID=\"{AGENCY}\" version=\"{VERSION}\" isFinal=\"true\">"
    );
    names(out, name);
    for code in codes {
        let _ = write!(out, "\n<str:Code id=\"{}\">", escape(&code.id));
        names(out, &code.name);
        out.push_str("</str:Code>");
    }
    out.push_str("</str:Codelist>\n");
}

fn concepts(out: &mut String, cubes: &[Cube]) {
    let _ = write!(
        out,
        "<str:ConceptScheme id=\"CONCEPTS\" agencyID=\"{AGENCY}\" version=\"{VERSION}\" isFinal=\"true\">"
    );
    names(out, &Words::new("概念", "concepts"));
    let mut seen: Vec<&str> = Vec::new();
    let value = Words::new("数值", "value");
    let dimensions = cubes.iter().flat_map(|cube| &cube.dimensions).map(|one| (one.id, one.name.clone()));
    let attributes = ATTRIBUTES.iter().map(|one| (one.id, Words::new(one.name.0, one.name.1)));
    for (id, name) in dimensions.chain([("OBS_VALUE", value)]).chain(attributes) {
        if !seen.contains(&id) {
            seen.push(id);
            let _ = write!(out, "\n<str:Concept id=\"{id}\">");
            names(out, &name);
            out.push_str("</str:Concept>");
        }
    }
    out.push_str("</str:ConceptScheme>\n");
}

fn identity(id: &str) -> String {
    format!(
        "<str:ConceptIdentity><Ref id=\"{id}\" maintainableParentID=\"CONCEPTS\" maintainableParentVersion=\"{VERSION}\" agencyID=\"{AGENCY}\" package=\"conceptscheme\" class=\"Concept\"/></str:ConceptIdentity>"
    )
}

fn enumeration(list: &str) -> String {
    format!(
        "<str:LocalRepresentation><str:Enumeration><Ref id=\"{list}\" version=\"{VERSION}\" agencyID=\"{AGENCY}\" package=\"codelist\" class=\"Codelist\"/></str:Enumeration></str:LocalRepresentation>"
    )
}

fn structure(out: &mut String, cube: &Cube) {
    let id = cube.id;
    let _ = write!(
        out,
        "<str:DataStructure id=\"{id}\" agencyID=\"{AGENCY}\" version=\"{VERSION}\" isFinal=\"true\">"
    );
    names(out, &cube.name);
    out.push_str("\n<str:DataStructureComponents>\n<str:DimensionList id=\"DimensionDescriptor\">\n");
    for (at, dimension) in cube.dimensions.iter().enumerate() {
        let (name, position) = (dimension.id, at + 1);
        let _ = match dimension.role {
            Role::Time => writeln!(
                out,
                "<str:TimeDimension id=\"{name}\" position=\"{position}\">{}<str:LocalRepresentation><str:TextFormat textType=\"ObservationalTimePeriod\"/></str:LocalRepresentation></str:TimeDimension>",
                identity(name)
            ),
            _ => writeln!(
                out,
                "<str:Dimension id=\"{name}\" position=\"{position}\">{}{}</str:Dimension>",
                identity(name),
                enumeration(&list(cube, dimension))
            ),
        };
    }
    out.push_str("</str:DimensionList>\n<str:AttributeList id=\"AttributeDescriptor\">\n");
    for attribute in &ATTRIBUTES {
        let format = |kind: &str| {
            format!(
                "<str:LocalRepresentation><str:TextFormat textType=\"{kind}\"/></str:LocalRepresentation>"
            )
        };
        let representation = match attribute.kind {
            AttributeKind::Text => format("String"),
            AttributeKind::Number => format("Decimal"),
            AttributeKind::Count => format("Integer"),
            AttributeKind::Status => enumeration("CL_OBS_STATUS"),
            AttributeKind::Day => format("GregorianDay"),
        };
        let _ = writeln!(
            out,
            "<str:Attribute id=\"{0}\" assignmentStatus=\"Conditional\">{1}{representation}<str:AttributeRelationship><str:PrimaryMeasure><Ref id=\"OBS_VALUE\"/></str:PrimaryMeasure></str:AttributeRelationship></str:Attribute>",
            attribute.id,
            identity(attribute.id)
        );
    }
    let _ = writeln!(
        out,
        "</str:AttributeList>\n<str:MeasureList id=\"MeasureDescriptor\"><str:PrimaryMeasure id=\"OBS_VALUE\">{}<str:LocalRepresentation><str:TextFormat textType=\"Decimal\"/></str:LocalRepresentation></str:PrimaryMeasure></str:MeasureList>\n</str:DataStructureComponents></str:DataStructure>",
        identity("OBS_VALUE")
    );
}
