//! `export`: a plan with all its figures as a package, or in the open formats that statistical programs read.

use super::database::{failed, store_of, wait};
use super::figures;
use super::open;
use crate::args::{About, Export};
use crate::failure::Failure;
use crate::files;
use crate::progress::Progress;
use ::assess::{AsOf, Config};
use cube::{Cube, Format};
use plan::{Observation, Plan};
use source::Lang;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

/// Name of the package among the formats.
const PACKAGE: &str = "package";
/// Name of all open formats at once.
const ALL: &str = "all";

/// Writes a plan in the formats asked for.
pub(crate) fn run(options: &Export, lang: Lang) -> Result<ExitCode, Failure> {
    if let Some(folder) = &options.site {
        return site(options, folder, lang);
    }
    let (Some(named), Some(output)) = (&options.plan, &options.output) else {
        return Err(Failure::new("请给出规划和 --output。", "give a plan and --output"));
    };
    let (mut plan, figures) = opened(options, named, lang)?;
    let mut written = BTreeMap::new();
    let mut lost = Vec::new();
    if options.format.iter().any(|name| name == PACKAGE) {
        plan.observations.extend(figures);
        written.extend(plan::package::write(&plan));
    } else {
        let formats = formats(&options.format)?;
        let as_of = moment(options)?;
        let cubes = [cube::figures(&plan, &figures, &as_of, &Config::default()), cube::targets(&plan)];
        let about = cube::About {
            title: plan.title.clone(),
            area: plan.region.clone().unwrap_or_default(),
            publisher: options.publisher.clone().unwrap_or_default(),
            licence: options.licence.clone().unwrap_or_default(),
            base: options.base.clone().unwrap_or_default(),
            day: cube::day_of(&cubes, &as_of),
            lang,
        };
        for format in formats {
            written.extend(cube::write(&cubes, &about, format));
        }
        lost.extend(cubes.iter().filter(|cube| cube.timeless > 0).map(|cube| left_out(cube, lang)));
    }
    files::write_directory(output, &written)?;
    let shown = output.display();
    files::print(&match lang {
        Lang::Zh => format!("已导出到“{shown}”。\n"),
        Lang::En => format!("exported to “{shown}”\n"),
    })?;
    for line in lost {
        eprintln!("{line}");
    }
    Ok(ExitCode::SUCCESS)
}

/// The plan and the figures that came after it: from a document or package, else from the database.
fn opened(options: &Export, named: &str, lang: Lang) -> Result<(Plan, Vec<Observation>), Failure> {
    let path = Path::new(named);
    let (plan, mut figures) = if path.exists() {
        let opened = open::open(path, &About::default(), None, lang, &mut Progress::start())?;
        (opened.plan, Vec::new())
    } else {
        let stored = wait(async {
            let store = store_of(&options.database).await?;
            let stored = store.plan(named, None).await.map_err(|e| failed(&e));
            store.close().await;
            stored
        })?;
        (stored.plan, stored.figures)
    };
    figures.extend(figures::all(&options.observations, &plan, lang)?);
    Ok((plan, figures))
}

/// Writes the public edition of the database as files.
fn site(options: &Export, folder: &Path, lang: Lang) -> Result<ExitCode, Failure> {
    let base = options.base.as_deref().map(|base| base.trim_end_matches('/').to_owned());
    let files = wait(async {
        let store = store_of(&options.database).await?;
        let settings = server::Settings { base_url: base.clone(), ..server::Settings::default() };
        let written = server::edition(store, settings).await;
        written.map_err(|error| Failure::new(format!("无法生成：{error}"), error.to_string()))
    })?;
    crate::files::write_directory(folder, &files)?;
    let (shown, count) = (folder.display(), files.len());
    crate::files::print(&match lang {
        Lang::Zh => format!("公开版已写到“{shown}”，共 {count} 个文件。\n"),
        Lang::En => format!("the public edition is in “{shown}”: {count} files\n"),
    })?;
    if base.is_none() {
        eprintln!(
            "{}",
            open::say(
                lang,
                "没有用 --base 给出网址，sitemap.xml 里的地址以 http://localhost 开头。",
                "without --base the addresses in sitemap.xml begin with http://localhost"
            )
        );
    }
    Ok(ExitCode::SUCCESS)
}

/// The moment asked for; everything by default.
fn moment(options: &Export) -> Result<AsOf, Failure> {
    let year = options.as_of.unwrap_or(cube::LAST_YEAR);
    match &options.known_at {
        None => Ok(AsOf::year(year)),
        Some(day) => AsOf::known(year, day).ok_or_else(|| Failure::no_day(day)),
    }
}

fn formats(names: &[String]) -> Result<Vec<Format>, Failure> {
    if names.iter().any(|name| name == ALL) {
        return Ok(Format::ALL.to_vec());
    }
    let one = |name: &String| {
        Format::parse(name).ok_or_else(|| {
            let known: Vec<&str> = [PACKAGE, ALL].into_iter().chain(Format::ALL.map(Format::name)).collect();
            let known = known.join(", ");
            Failure::new(
                format!("没有名为“{name}”的格式。可用：{known}。"),
                format!("there is no format “{name}”; known are: {known}"),
            )
        })
    };
    names.iter().map(one).collect()
}

fn left_out(cube: &Cube, lang: Lang) -> String {
    let (name, count) = (cube.name.get(lang), cube.timeless);
    match lang {
        Lang::Zh => format!("{name}：{count} 条没有年份，规划也没有期限，未导出。"),
        Lang::En => {
            format!("{name}: {count} statements without a year in a plan without a period were left out")
        }
    }
}
