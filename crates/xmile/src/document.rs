//! From elements to the parts of a model as they are written: names, equations as text, graphical functions.

use crate::error::Error;
use crate::graph::{Graph, Shape};
use crate::name::{canonical, shown};
use crate::xml::{Element, Tree};
use source::Words;
use std::collections::BTreeMap;

/// How flows are added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Euler.
    Euler,
    /// Runge-Kutta of the second order (Heun).
    Rk2,
    /// Runge-Kutta of the fourth order.
    Rk4,
}

/// When and how a model runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Specs {
    /// First time.
    pub start: f64,
    /// Last time.
    pub stop: f64,
    /// Step.
    pub dt: f64,
    /// Method of integration.
    pub method: Method,
}

/// What sort of variable.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    Stock { inflows: Vec<String>, outflows: Vec<String> },
    Flow,
    Aux,
}

/// A variable as it is written.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub name: String,
    pub kind: Kind,
    pub line: usize,
    /// Dimensions by canonical name.
    pub dimensions: Vec<String>,
    /// Equations without a subscript: one for all, or one for each element in order.
    pub equations: Vec<String>,
    /// Equations and graphs by subscript.
    pub elements: Vec<(String, Vec<String>, Option<Graph>)>,
    pub graph: Option<Graph>,
    pub non_negative: bool,
}

/// A model as it is written.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    pub specs: Specs,
    /// Elements of each dimension, as written, by its canonical name.
    pub dimensions: BTreeMap<String, Vec<String>>,
    pub variables: Vec<Written>,
    /// Graphical functions that are called by name.
    pub tables: BTreeMap<String, Graph>,
    pub warnings: Vec<(usize, Words)>,
}

impl Document {
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Error> {
        let mut tree = Tree::read(bytes)?;
        let mut warnings = std::mem::take(&mut tree.warnings);
        let root = tree.root().filter(|root| root.name == "xmile").ok_or_else(|| {
            Error::new(
                "不是 XMILE 模型：根元素不是 <xmile>",
                "this is no XMILE model: the root element is not <xmile>",
            )
        })?;
        let specs = specs(&tree, root, &mut warnings)?;
        let dimensions = dimensions(&tree, root)?;
        let everywhere = behaviour(&tree, root);
        let mut found = Self { specs, dimensions, variables: Vec::new(), tables: BTreeMap::new(), warnings };
        let mut module: Option<(String, usize)> = None;
        for (number, model) in tree.children(root).filter(|child| child.name == "model").enumerate() {
            let own = behaviour(&tree, model);
            let non_negative = |kind: &Kind| {
                let of = |(stocks, flows): (bool, bool)| match kind {
                    Kind::Stock { .. } => stocks,
                    Kind::Flow => flows,
                    Kind::Aux => false,
                };
                of(everywhere) || of(own)
            };
            let Some(variables) = tree.child(model, "variables") else { continue };
            for element in tree.children(variables) {
                match element.name.as_str() {
                    "stock" | "flow" | "aux" => {
                        let mut written = variable(&tree, element)?;
                        written.non_negative =
                            non_negative_of(&tree, element).unwrap_or_else(|| non_negative(&written.kind));
                        found.push(written)?;
                    }
                    "gf" => {
                        let name = element.attribute("name").unwrap_or_default();
                        let graph = graph(&tree, element).map_err(|error| error.at(name, element.line))?;
                        found.tables.insert(canonical(name), graph);
                    }
                    "module" => {
                        let name = element.attribute("name").unwrap_or_default().to_owned();
                        module.get_or_insert((name, element.line));
                    }
                    _ => {}
                }
            }
            if number > 0 {
                let name = model.attribute("name").unwrap_or_default().to_owned();
                module.get_or_insert((name, model.line));
            }
        }
        if let Some((name, line)) = module {
            return Err(Error::new(
                "尚不支持模块（module）：请把模型合并成一个",
                "modules are not supported yet: put the model into one",
            )
            .at(&name, line));
        }
        if found.variables.is_empty() {
            return Err(Error::new("模型中没有变量", "the model has no variables"));
        }
        Ok(found)
    }

    fn push(&mut self, written: Written) -> Result<(), Error> {
        let table = written.graph.is_some() && written.equations.is_empty() && written.elements.is_empty();
        if let (true, Some(graph)) = (table, &written.graph) {
            self.tables.insert(canonical(&written.name), graph.clone());
            return Ok(());
        }
        let empty = |equation: &String| is_empty(equation);
        let missing = written.equations.iter().any(empty)
            || written.elements.iter().any(|(_, equations, _)| equations.iter().any(empty))
            || (written.equations.is_empty() && written.elements.is_empty());
        if missing {
            return Err(Error::new("没有方程", "it has no equation").at(&written.name, written.line));
        }
        if let Some(graph) = &written.graph {
            self.tables.insert(canonical(&written.name), graph.clone());
        }
        self.variables.push(written);
        Ok(())
    }
}

/// Nothing but spaces and {comments}.
fn is_empty(equation: &str) -> bool {
    crate::token::without_comments(equation).trim().is_empty()
}

fn number(text: &str) -> Option<f64> {
    text.trim().parse::<f64>().ok().filter(|value| value.is_finite())
}

fn specs(tree: &Tree, root: &Element, warnings: &mut Vec<(usize, Words)>) -> Result<Specs, Error> {
    let found = tree.child(root, "sim_specs").ok_or_else(|| {
        Error::new(
            "没有 <sim_specs>：模型没有写明起止时间",
            "there is no <sim_specs>: the model does not say when it starts and stops",
        )
    })?;
    let of = |name: &str| tree.child(found, name).and_then(|child| number(&child.text));
    let wrong = |what: &str| {
        Error::new(
            format!("<sim_specs> 中的 {what} 缺失或不对"),
            format!("{what} in <sim_specs> is missing or wrong"),
        )
        .at("", found.line)
    };
    let start = of("start").ok_or_else(|| wrong("start"))?;
    let stop = of("stop").filter(|stop| *stop >= start).ok_or_else(|| wrong("stop"))?;
    let step = tree.child(found, "dt");
    let dt = match step {
        None => 1.0,
        Some(step) => {
            let value = number(&step.text).filter(|value| *value > 0.0).ok_or_else(|| wrong("dt"))?;
            if step.attribute("reciprocal").is_some_and(|text| text.trim().eq_ignore_ascii_case("true")) {
                1.0 / value
            } else {
                value
            }
        }
    };
    let text = found.attribute("method").unwrap_or("euler").trim().to_lowercase();
    let method = match text.as_str() {
        "euler" | "" => Method::Euler,
        "rk2" => Method::Rk2,
        "rk4" => Method::Rk4,
        _ => {
            warnings.push((
                found.line,
                Words::new(
                    format!("不认识的积分方法“{text}”，按欧拉法计算"),
                    format!("the method “{text}” is not known; Euler is used"),
                ),
            ));
            Method::Euler
        }
    };
    Ok(Specs { start, stop, dt, method })
}

/// Elements of one dimension, at most.
const MOST_ELEMENTS: usize = 10_000;

#[expect(clippy::cast_possible_truncation, reason = "a size that was held to its limit before")]
fn dimensions(tree: &Tree, root: &Element) -> Result<BTreeMap<String, Vec<String>>, Error> {
    let mut found = BTreeMap::new();
    for dim in tree.child(root, "dimensions").into_iter().flat_map(|all| tree.children(all)) {
        let Some(name) = dim.attribute("name") else { continue };
        let mut elements: Vec<String> =
            tree.children(dim).filter_map(|elem| elem.attribute("name")).map(shown).collect();
        if let (true, Some(size)) = (elements.is_empty(), dim.attribute("size").and_then(number)) {
            if size > MOST_ELEMENTS as f64 {
                return Err(Error::new("维度过大", "the dimension is too large").at(name, dim.line));
            }
            elements = (1..=size as usize).map(|at| at.to_string()).collect();
        }
        found.insert(canonical(name), elements);
    }
    Ok(found)
}

/// Whether stocks and flows are not negative throughout.
fn behaviour(tree: &Tree, of: &Element) -> (bool, bool) {
    let Some(found) = tree.child(of, "behavior") else { return (false, false) };
    let within = |name: &str| tree.child(found, name).and_then(|kind| non_negative_of(tree, kind));
    let all = non_negative_of(tree, found);
    let of = |name: &str| within(name).or(all).unwrap_or(false);
    (of("stock"), of("flow"))
}

fn non_negative_of(tree: &Tree, of: &Element) -> Option<bool> {
    tree.child(of, "non_negative").map(|found| !found.text.trim().eq_ignore_ascii_case("false"))
}

fn variable(tree: &Tree, element: &Element) -> Result<Written, Error> {
    let name = element.attribute("name").filter(|name| !name.trim().is_empty()).ok_or_else(|| {
        let kind = &element.name;
        Error::new(format!("<{kind}> 没有名称"), format!("<{kind}> has no name")).at("", element.line)
    })?;
    let names = |tag: &str| {
        tree.children(element)
            .filter(|child| child.name == tag)
            .map(|child| canonical(&child.text))
            .collect::<Vec<_>>()
    };
    let kind = match element.name.as_str() {
        "stock" => Kind::Stock { inflows: names("inflow"), outflows: names("outflow") },
        "flow" => Kind::Flow,
        _ => Kind::Aux,
    };
    let equations = |of: &Element| {
        tree.children(of)
            .filter(|child| child.name == "eqn")
            .map(|child| child.text.clone())
            .collect::<Vec<_>>()
    };
    let graph_of = |of: &Element| {
        tree.child(of, "gf")
            .map(|gf| graph(tree, gf))
            .transpose()
            .map_err(|error| error.at(name, element.line))
    };
    let mut elements = Vec::new();
    for child in tree.children(element).filter(|child| child.name == "element") {
        let subscript = child.attribute("subscript").unwrap_or_default().to_owned();
        elements.push((subscript, equations(child), graph_of(child)?));
    }
    let dimensions = tree
        .child(element, "dimensions")
        .map(|all| tree.children(all).filter_map(|dim| dim.attribute("name")).map(canonical).collect());
    Ok(Written {
        name: name.to_owned(),
        kind,
        line: element.line,
        dimensions: dimensions.unwrap_or_default(),
        equations: equations(element),
        elements,
        graph: graph_of(element)?,
        non_negative: false,
    })
}

fn graph(tree: &Tree, gf: &Element) -> Result<Graph, Error> {
    let list = |name: &str| -> Result<Option<Vec<f64>>, Error> {
        let Some(found) = tree.child(gf, name) else { return Ok(None) };
        let separator = found.attribute("sep").filter(|sep| !sep.is_empty()).unwrap_or(",");
        let parts: Option<Vec<f64>> =
            found.text.split(separator).filter(|part| !part.trim().is_empty()).map(number).collect();
        parts.map(Some).ok_or_else(|| {
            Error::new(
                format!("图形函数的 {name} 不是一列数"),
                format!("{name} of the graphical function is no list of numbers"),
            )
        })
    };
    let missing = || Error::new("图形函数没有点", "the graphical function has no points");
    let y = list("ypts")?.filter(|y| !y.is_empty()).ok_or_else(missing)?;
    let x = if let Some(x) = list("xpts")? {
        x
    } else {
        let scale = tree.child(gf, "xscale").ok_or_else(missing)?;
        let end = |name: &str| scale.attribute(name).and_then(number).ok_or_else(missing);
        let (low, high) = (end("min")?, end("max")?);
        let steps = (y.len().max(2) - 1) as f64;
        (0..y.len()).map(|at| low + (high - low) * at as f64 / steps).collect()
    };
    let discrete = gf.attribute("discrete").is_some_and(|text| text.eq_ignore_ascii_case("true"));
    let shape = match gf.attribute("type").map(str::to_lowercase).as_deref() {
        Some("extrapolate") => Shape::Extrapolated,
        Some("discrete") => Shape::Discrete,
        _ if discrete => Shape::Discrete,
        _ => Shape::Continuous,
    };
    Graph::new(x, y, shape).ok_or_else(|| {
        Error::new(
            "图形函数的点不成对，或横坐标没有递增",
            "the points of the graphical function are not pairs, or x does not rise",
        )
    })
}
