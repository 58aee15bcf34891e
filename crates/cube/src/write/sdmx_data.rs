//! SDMX-ML 2.1, structure-specific data: one element for each value.

use super::About;
use super::sdmx_structure::{AGENCY, VERSION};
use super::xml::escape;
use crate::cube::{ATTRIBUTES, Cube};
use std::fmt::Write as _;

/// The data message of a cube.
pub(super) fn text(cube: &Cube, about: &About) -> String {
    let id = cube.id;
    let space = format!(
        "urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure={AGENCY}:{id}({VERSION}):ObsLevelDim:AllDimensions"
    );
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
<mes:StructureSpecificData xmlns:mes=\"http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message\" \
xmlns:ss=\"http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/structurespecific\" \
xmlns:com=\"http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common\" \
xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:ns1=\"{space}\">\n"
    );
    let _ = writeln!(
        out,
        "<mes:Header><mes:ID>{id}</mes:ID><mes:Test>false</mes:Test><mes:Prepared>{}</mes:Prepared><mes:Sender id=\"{AGENCY}\"/>\
<mes:Structure structureID=\"{id}\" namespace=\"{space}\" dimensionAtObservation=\"AllDimensions\"><com:Structure>\
<Ref id=\"{id}\" version=\"{VERSION}\" agencyID=\"{AGENCY}\" class=\"DataStructure\"/></com:Structure></mes:Structure></mes:Header>",
        about.moment()
    );
    let _ = writeln!(
        out,
        "<mes:DataSet ss:structureRef=\"{id}\" xsi:type=\"ns1:DataSetType\" ss:dataScope=\"DataStructure\" action=\"Replace\">"
    );
    for cell in &cube.cells {
        out.push_str("<Obs");
        for (dimension, code) in cube.codes(cell) {
            let _ = write!(out, " {}=\"{}\"", dimension.id, escape(&code.id));
        }
        if let Some(value) = cell.value {
            let _ = write!(out, " OBS_VALUE=\"{value}\"");
        }
        for attribute in &ATTRIBUTES {
            let text = (attribute.of)(cell);
            if !text.is_empty() {
                let _ = write!(out, " {}=\"{}\"", attribute.id, escape(&text));
            }
        }
        out.push_str("/>\n");
    }
    out.push_str("</mes:DataSet>\n</mes:StructureSpecificData>\n");
    out
}
