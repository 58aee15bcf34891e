//! `release` and `verify`: what is needed to make a judgement anew, sealed and signed; and whether it is what it says.

use super::database::{by_hand, failed, store_of, wait};
use super::figures;
use super::open;
use super::trail::signing_key;
use crate::args::{About, Release, Verify};
use crate::failure::Failure;
use crate::files;
use crate::progress::Progress;
use ::assess::{AsOf, Config};
use ::release::{Asked, Manifest, Sealed, contents, seal};
use plan::{Observation, Plan};
use source::Lang;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

/// What is released: the plan with its id and version, the figures that came after it, and the rules in force.
struct Opened {
    id: String,
    version: i64,
    plan: Plan,
    figures: Vec<Observation>,
    config: Config,
}

/// Writes a release.
pub(crate) fn run(options: &Release, lang: Lang) -> Result<ExitCode, Failure> {
    let output = options.output.as_path();
    if output.join("manifest.json").exists() {
        let shown = output.display();
        return Err(Failure::new(
            format!("“{shown}”里已有一次发布；旧的发布不改，请写到另一个目录。"),
            format!("“{shown}” holds a release already; old releases stay: write to another directory"),
        ));
    }
    let mut opened = opened(options, lang)?;
    let as_of = match &options.known_at {
        None => AsOf::year(options.as_of),
        Some(day) => AsOf::known(options.as_of, day).ok_or_else(|| Failure::no_day(day))?,
    };
    opened.figures.extend(figures::all(&options.observations, &opened.plan, lang)?);
    let weights = options.weights.as_deref().map_or_else(|| Ok(BTreeMap::new()), weights)?;
    let mut written = contents(&Asked {
        plan: &opened.plan,
        figures: &opened.figures,
        as_of,
        config: &opened.config,
        weights: &weights,
    });
    let before = options.after.as_deref().map_or_else(|| Ok(Vec::new()), |folder| chain(folder, lang))?;
    let key = signing_key(&options.key, lang)?;
    let manifest = Manifest {
        version: opened.version,
        as_of: options.as_of,
        known_at: options.known_at.clone(),
        made_at: by_hand("").when.to_string(),
        program: format!("gangyao {}", env!("CARGO_PKG_VERSION")),
        ..Manifest::new(&opened.id, &opened.plan.title)
    };
    let sealed = seal(&mut written, manifest, &before, &key);
    files::write_directory(output, &written)?;
    let (shown, number, public) = (output.display(), before.len() + 1, key.public());
    files::print(&match lang {
        Lang::Zh => format!("第 {number} 次发布已写到“{shown}”。\n摘要 {}\n公钥 {public}\n", sealed.hash),
        Lang::En => format!("release {number} is in “{shown}”\nhash {}\npublic key {public}\n", sealed.hash),
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Checks a release and prints what it is, or everything that does not fit.
pub(crate) fn verify(options: &Verify, lang: Lang) -> Result<ExitCode, Failure> {
    let wrong_key =
        || Failure::new("--key 应为 64 位十六进制的公钥。", "--key is a public key of 64 hexadecimal digits");
    let key = options.key.as_deref().map(|text| audit::PublicKey::parse(text.trim()).ok_or_else(wrong_key));
    let key = key.transpose()?;
    let held = files::read_directory(&options.release)?;
    match ::release::verify(&held, key.as_ref()) {
        Ok((manifest, key)) => {
            let Manifest { title, number, as_of, made_at, files, .. } = manifest;
            let (count, before) = (files.len(), number.saturating_sub(1));
            crate::files::print(&match lang {
                Lang::Zh => format!(
                    "“{title}”第 {number} 次发布（{as_of} 年，{made_at}）：{count} 个文件、封签和前 {before} 次发布的链接都相符。\n公钥 {key}\n"
                ),
                Lang::En => format!(
                    "release {number} of “{title}” ({as_of}, {made_at}): {count} files, the seal and the links to the {before} releases before fit\npublic key {key}\n"
                ),
            })?;
            Ok(ExitCode::SUCCESS)
        }
        Err(wrong) => {
            for one in wrong {
                eprintln!("{}", one.0.get(lang));
            }
            Ok(ExitCode::FAILURE)
        }
    }
}

/// A plan from a document or package, else from the database with the rules that it keeps.
fn opened(options: &Release, lang: Lang) -> Result<Opened, Failure> {
    let path = Path::new(&options.plan);
    if path.exists() {
        let opened = open::open(path, &About::default(), None, lang, &mut Progress::start())?;
        let id = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        return Ok(Opened {
            id,
            version: 1,
            plan: opened.plan,
            figures: Vec::new(),
            config: Config::default(),
        });
    }
    wait(async {
        let store = store_of(&options.database).await?;
        let stored = store.plan(&options.plan, None).await.map_err(|error| failed(&error))?;
        let rules = store.setting("warning-rules").await.map_err(|error| failed(&error))?;
        store.close().await;
        let config = rules.as_deref().map_or_else(|| Ok(Config::default()), Config::from_toml);
        let config =
            config.map_err(|error| Failure::new(format!("规则无法使用：{error}"), error.to_string()))?;
        Ok(Opened {
            id: stored.key.plan,
            version: stored.key.version,
            plan: stored.plan,
            figures: stored.figures,
            config,
        })
    })
}

/// The releases up to one that verifies, oldest first.
fn chain(folder: &Path, lang: Lang) -> Result<Vec<Sealed>, Failure> {
    let held = files::read_directory(folder)?;
    let (manifest, _) = ::release::verify(&held, None).map_err(|wrong| {
        let words: Vec<&str> = wrong.iter().map(|one| one.0.get(lang)).collect();
        let (shown, words) = (folder.display(), words.join(" "));
        Failure::new(
            format!("“{shown}”不能接着发布：{words}"),
            format!("“{shown}” cannot be gone on from: {words}"),
        )
    })?;
    let text = |name: &str| held.get(name).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let one = |manifest: String, seal: String| -> Option<Sealed> {
        let (manifest, seal) = (text(&manifest)?, text(&seal)?);
        let hash = audit::Hash::of(manifest.as_bytes()).to_string();
        Some(Sealed { manifest, hash, seal })
    };
    let before = (1..manifest.number)
        .filter_map(|number| one(format!("chain/{number:04}.json"), format!("chain/{number:04}.seal")));
    Ok(before.chain(one("manifest.json".to_owned(), "seal.txt".to_owned())).collect())
}

/// Weights by target: csv with the columns `target` and `weight`.
fn weights(path: &Path) -> Result<BTreeMap<String, f64>, Failure> {
    let text = String::from_utf8_lossy(&files::read(path)?).into_owned();
    let wrong = |number: usize| {
        let shown = path.display();
        Failure::new(
            format!("“{shown}”第 {number} 行应为“目标编号,权重”，权重不为负。"),
            format!("line {number} of “{shown}” should be a target and a weight that is not negative"),
        )
    };
    let rows = text.lines().enumerate().filter(|(at, line)| {
        !(line.trim().is_empty() || *at == 0 && line.trim_start_matches('\u{feff}').starts_with("target"))
    });
    rows.map(|(at, line)| {
        let (target, weight) = line.split_once(',').ok_or_else(|| wrong(at + 1))?;
        let weight = weight.trim().parse::<f64>().ok().filter(|weight| weight.is_finite() && *weight >= 0.0);
        Ok((target.trim().to_owned(), weight.ok_or_else(|| wrong(at + 1))?))
    })
    .collect()
}
