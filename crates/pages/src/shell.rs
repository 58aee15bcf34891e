//! What surrounds every page: head, navigation, the moment, the language switch.

use crate::views::Views;
use crate::{assets, text};
use duty::Right;
use source::Lang;
use web::Visit;
use web::visit::{address, encode};
use work::view::{Moment, PlanView};

/// What surrounds every page: head, navigation, the moment, the language switch.
pub(crate) struct Shell {
    pub(crate) lang: Lang,
    pub(crate) title: String,
    pub(crate) plan: Option<PlanHead>,
    pub(crate) person: Option<PersonHead>,
    /// Filters that somebody keeps of the list on this page.
    pub(crate) views: Option<Views>,
    /// The address of this page in the other language.
    pub(crate) switch: String,
    /// Whether type is large, and the address of this page in the other size.
    pub(crate) is_large: bool,
    pub(crate) resize: String,
    /// The address of what the manual says of this page.
    pub(crate) help: String,
    /// Bundles to load, when this build has them.
    pub(crate) scripts: Vec<&'static str>,
    pub(crate) styles: Vec<&'static str>,
    pub(crate) icon: &'static str,
}

/// Who is signed in, and where the visitor may go besides the plans.
pub(crate) struct PersonHead {
    pub(crate) name: String,
    pub(crate) menu: Vec<NavItem>,
    /// Proves that a form came from a page of this session.
    form_key: String,
}

impl PersonHead {
    fn of(visit: &Visit) -> Option<Self> {
        let account = visit.viewer().account()?;
        Some(Self {
            name: if account.full_name.is_empty() { account.name.clone() } else { account.full_name.clone() },
            menu: menu(visit),
            form_key: visit.visitor.session().map(|session| session.form_key.clone()).unwrap_or_default(),
        })
    }
}

/// The plan that a page belongs to.
pub(crate) struct PlanHead {
    pub(crate) title: String,
    pub(crate) place: String,
    /// Who may see it, where not everybody may.
    pub(crate) mark: &'static str,
    pub(crate) base: String,
    pub(crate) nav: Vec<NavItem>,
    pub(crate) moment: Option<MomentBar>,
    /// Parameters that every link inside the plan keeps.
    kept: Vec<(&'static str, String)>,
    /// The version shown, when it is not the current one.
    pub(crate) old_version: Option<i64>,
    /// The moment whose state is shown, when it is not the present one.
    pub(crate) stood_at: Option<String>,
}

pub(crate) struct NavItem {
    pub(crate) address: String,
    pub(crate) label: &'static str,
    pub(crate) here: bool,
    /// How many things wait there; nought is not shown.
    pub(crate) count: i64,
}

/// The controls for as-of and known-at.
pub(crate) struct MomentBar {
    pub(crate) action: String,
    /// The year that is looked at.
    pub(crate) year: i32,
    pub(crate) years: Vec<(i32, bool)>,
    pub(crate) known_at: String,
    /// Other parameters of the page, which changing the moment keeps.
    pub(crate) others: Vec<(String, String)>,
}

/// The pages of a plan in the order of the navigation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Overview,
    /// The promises by theme of life, for everybody.
    Life,
    /// What citizens ask and propose.
    Voices,
    Text,
    Indicators,
    Projects,
    Regions,
    Warnings,
    WhatIf,
    Diagnostics,
    Compare,
    /// From a draft to a plan that is worked with; for those who edit it.
    Steps,
    /// Reports and data to take along.
    Reports,
    /// Layers on a map.
    Map,
    /// What figures, texts and layers disagree about; for the staff.
    Conflicts,
    /// What somebody has to do by a day; for the staff.
    Matters,
    /// The register of projects; for the staff.
    Register,
    /// What of the plan is to be reached within a year; for the staff.
    Yearly,
    /// Who answers for what; for those who give duties.
    Duties,
    /// Who hands in and who does not; for those who see what was handed in.
    Reporting,
    /// What offices say to each other.
    Consultations,
    /// Rounds in which a draft is laid before others.
    Rounds,
    /// The other pages of daily work, which the navigation of the plan does not list.
    Work,
}

impl Shell {
    /// The frame of a page that belongs to no plan.
    pub(crate) fn bare(visit: &Visit, title: impl Into<String>) -> Self {
        let other = match visit.lang {
            Lang::Zh => "en",
            Lang::En => "zh",
        };
        Self {
            lang: visit.lang,
            title: title.into(),
            plan: None,
            person: PersonHead::of(visit),
            views: Views::of(visit),
            switch: visit.with(&[("lang", other)]),
            is_large: visit.is_large,
            resize: visit.with(&[("type", if visit.is_large { "usual" } else { "large" })]),
            help: crate::manual::of(&visit.path),
            scripts: assets::address("site.js").into_iter().collect(),
            styles: assets::address("site.css").into_iter().collect(),
            icon: assets::address("icon.svg").unwrap_or(""),
        }
    }

    /// The frame of a page of a plan; without a moment when nothing on it is judged.
    #[expect(
        clippy::too_many_lines,
        reason = "the head of a page, part by part in the order in which it is read"
    )]
    pub(crate) fn of(
        visit: &Visit,
        view: &PlanView,
        moment: Option<&Moment>,
        here: Place,
        title: impl Into<String>,
    ) -> Self {
        let lang = visit.lang;
        let base = format!("/plans/{}", encode(view.id()));
        let mut kept = moment.map(Moment::parameters).unwrap_or_default();
        let asked_version = visit.get("version").map(str::to_owned);
        kept.extend(asked_version.clone().map(|version| ("version", version)));
        let pages: [(Place, &str, &'static str); 13] = [
            (Place::Overview, "", text::text(lang, "nav.overview")),
            (Place::Life, "/life", text::text(lang, "nav.life")),
            (Place::Text, "/text", text::text(lang, "nav.text")),
            (Place::Indicators, "/indicators", text::text(lang, "nav.indicators")),
            (Place::Projects, "/projects", text::text(lang, "nav.projects")),
            (Place::Regions, "/regions", text::text(lang, "nav.regions")),
            (Place::Map, "/map", text::text(lang, "nav.map")),
            (Place::Warnings, "/warnings", text::text(lang, "nav.warnings")),
            (Place::WhatIf, "/what-if", text::text(lang, "nav.what-if")),
            (Place::Diagnostics, "/diagnostics", text::text(lang, "nav.diagnostics")),
            (Place::Compare, "/compare", text::text(lang, "nav.compare")),
            (Place::Reports, "/reports", text::text(lang, "nav.reports")),
            (Place::Voices, "/voices", text::text(lang, "nav.voices")),
        ];
        let work: [(Right, Place, &str, &'static str); 9] = [
            (Right::EditPlan, Place::Steps, "/steps", text::text(lang, "steps.title")),
            (Right::ReadEvidence, Place::Matters, "/matters", text::text(lang, "nav.matters")),
            (Right::ReadSubmission, Place::Register, "/register", text::text(lang, "register.title")),
            (Right::ReadSubmission, Place::Yearly, "/yearly", text::text(lang, "yearly.title")),
            (Right::EditPlan, Place::Duties, "/duties", text::text(lang, "nav.duties")),
            (Right::ReadSubmission, Place::Conflicts, "/conflicts", text::text(lang, "nav.conflicts")),
            (Right::ReadSubmission, Place::Reporting, "/reporting", text::text(lang, "nav.reporting")),
            (Right::Consult, Place::Consultations, "/consultations", text::text(lang, "nav.consult")),
            (Right::Consult, Place::Rounds, "/rounds", text::text(lang, "nav.rounds")),
        ];
        let work = work.into_iter().filter(|(right, ..)| visit.viewer().may_on(*right, view.id()));
        let work = work.map(|(_, place, tail, label)| (place, tail, label));
        let query = || kept.iter().map(|(name, value)| (*name, value.as_str()));
        let nav = pages
            .into_iter()
            .chain(work)
            .map(|(place, tail, label)| NavItem {
                address: address(&format!("{base}{tail}"), query()),
                label,
                here: place == here,
                count: 0,
            })
            .collect();
        let moment = moment.map(|moment| MomentBar {
            action: visit.path.clone(),
            year: moment.as_of.year,
            years: moment.years.iter().map(|&year| (year, year == moment.as_of.year)).collect(),
            known_at: moment.asked.known_at.map(|day| day.to_string()).unwrap_or_default(),
            others: visit
                .query
                .iter()
                .filter(|(name, value)| {
                    !matches!(name.as_str(), "as-of" | "known-at" | "lang") && !value.is_empty()
                })
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
        });
        let plan = &view.stored.plan;
        let period = plan.period.map(|period| format!("{}–{}", period.start, period.end)).unwrap_or_default();
        let place = [plan.region.clone().unwrap_or_default(), period];
        let head = PlanHead {
            title: view.title().to_owned(),
            mark: text::secrecy_mark(lang, view.stored.mark.secrecy),
            place: place.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
            base,
            nav,
            moment,
            kept,
            old_version: asked_version.and(Some(view.stored.key.version)),
            stood_at: visit.stood_at().ok().flatten().map(|then| then.to_string()),
        };
        Self { plan: Some(head), ..Self::bare(visit, title) }
    }

    /// Leaves out the controls of the moment on a page of which nothing is judged; links keep the moment all the same.
    #[must_use]
    pub(crate) fn without_moment(mut self) -> Self {
        if let Some(plan) = &mut self.plan {
            plan.moment = None;
        }
        self
    }

    /// Loads a bundle of npm on this page.
    #[must_use]
    pub(crate) fn with_bundle(mut self, name: &str) -> Self {
        let script = assets::address(&format!("{name}.js"));
        self.scripts.extend(script);
        self.styles.extend(assets::address(&format!("{name}.css")));
        self
    }

    /// The form key of the session, for the hidden field of every form that changes something.
    pub(crate) fn form_key(&self) -> &str {
        self.person.as_ref().map_or("", |person| &person.form_key)
    }

    /// The text under `key`.
    pub(crate) fn t(&self, key: &'static str) -> &'static str {
        text::text(self.lang, key)
    }

    /// What the term under `key` means.
    pub(crate) fn meaning(&self, key: &'static str) -> &'static str {
        crate::terms::meaning(self.lang, key)
    }

    /// The text under `key` with `{n}` filled in.
    pub(crate) fn n(&self, key: &'static str, value: impl std::fmt::Display) -> String {
        text::fill(self.lang, key, &[("n", &value.to_string())])
    }

    pub(crate) fn html_lang(&self) -> &'static str {
        match self.lang {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        }
    }

    /// The parameters that a form inside the plan has to carry along.
    pub(crate) fn kept(&self) -> &[(&'static str, String)] {
        self.plan.as_ref().map_or(&[], |plan| &plan.kept)
    }

    /// The address of a table to download, with heads in words of the language of this page.
    pub(crate) fn export(&self, file: &str) -> String {
        self.export_of(file, &[])
    }

    /// The address of a table to download, narrowed like the list on this page.
    pub(crate) fn export_of(&self, file: &str, filter: &[(&'static str, String)]) -> String {
        let Some(plan) = &self.plan else { return String::new() };
        let words = [("heads", "words".to_owned())];
        let query = words.iter().chain(filter).chain(&plan.kept);
        let query = query.map(|(name, value)| (*name, value.as_str())).filter(|(_, value)| !value.is_empty());
        address(&format!("/api/v1{}/tables/{file}", plan.base), query)
    }

    /// The address of a report or of a file in an open format to download.
    pub(crate) fn file(&self, folder: &str, file: &str) -> String {
        let Some(plan) = &self.plan else { return String::new() };
        let query = plan.kept.iter().map(|(name, value)| (*name, value.as_str()));
        address(&format!("/api/v1{}/{folder}/{file}", plan.base), query)
    }

    /// An address inside the plan: the tail behind `/plans/ID`, with the moment kept.
    pub(crate) fn to(&self, tail: impl AsRef<str>) -> String {
        let tail = tail.as_ref();
        let Some(plan) = &self.plan else { return tail.to_owned() };
        let (rest, fragment) =
            tail.split_once('#').map_or((tail, None), |(rest, fragment)| (rest, Some(fragment)));
        let (path, own) = rest.split_once('?').unwrap_or((rest, ""));
        let own = own
            .split('&')
            .filter(|part| !part.is_empty())
            .map(|part| part.split_once('=').unwrap_or((part, "")));
        let mut query: Vec<(&str, String)> = own.map(|(name, value)| (name, value.to_owned())).collect();
        query.extend(plan.kept.iter().map(|(name, value)| (*name, encode(value))));
        let mut link = format!("{}{path}", plan.base);
        for (at, (name, value)) in query.iter().enumerate() {
            link.push(if at == 0 { '?' } else { '&' });
            link.push_str(name);
            link.push('=');
            link.push_str(value);
        }
        if let Some(fragment) = fragment {
            link.push('#');
            link.push_str(fragment);
        }
        link
    }
}

/// Where a viewer may go besides the plans: one place for each right, with what waits there.
fn menu(visit: &Visit) -> Vec<NavItem> {
    let (lang, waiting) = (visit.lang, visit.visitor.waiting);
    let places: [(Right, &str, &'static str, i64); 11] = [
        (Right::EditPlan, "/load", text::text(lang, "load.title"), 0),
        (Right::HandIn, "/duties", text::text(lang, "menu.duties"), 0),
        (Right::ReadEvidence, "/matters", text::text(lang, "menu.matters"), 0),
        (Right::ReadEvidence, "/submissions", text::text(lang, "menu.submissions"), 0),
        (Right::Review, "/review", text::text(lang, "menu.review"), waiting.review),
        (Right::OwnAccount, "/inbox", text::text(lang, "menu.inbox"), waiting.unread),
        (Right::Publish, "/publication", text::text(lang, "menu.publication"), 0),
        (Right::ReadAudit, "/audit", text::text(lang, "menu.audit"), 0),
        (Right::ManageAccounts, "/admin/users", text::text(lang, "menu.users"), 0),
        (Right::ManageAccounts, "/admin/offices", text::text(lang, "menu.offices"), 0),
        (Right::ManageSystem, "/admin", text::text(lang, "menu.admin"), 0),
    ];
    places
        .into_iter()
        .filter(|(right, ..)| visit.viewer().may(*right))
        .map(|(_, address, label, count)| NavItem {
            address: address.to_owned(),
            label,
            here: visit.path == address,
            count,
        })
        .collect()
}
