//! The receipt: how something stands, for whoever said it.

use crate::answer::{after, form};
use crate::asked::Posted;
use crate::shell::{Place, Shell};
use crate::text::text;
use crate::voices::address::{kind_word, voices_of};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use duty::voice::reason;
use source::Lang;
use web::visit::encode;
use web::{App, Problem, Visit};
use work::voices::{self, Receipt};

#[derive(Template)]
#[template(path = "voices/mine.html")]
struct MinePage {
    s: Shell,
    list: String,
    here: String,
    complaint: String,
    notice: &'static str,
    kind: &'static str,
    subject: String,
    said: String,
    at: String,
    state: String,
    /// What was said with it.
    words: String,
    /// What was decided: when, what, why.
    decisions: Vec<(String, &'static str, String)>,
    answer: Option<String>,
    may_appeal: bool,
    has_person: bool,
    erase_on: String,
}

/// How something stands.
pub(crate) async fn page(
    State(app): State<App>,
    Path((plan, secret)): Path<(String, String)>,
    visit: Visit,
) -> Result<Response, Problem> {
    shown(&app, &visit, (&plan, &secret), "").await
}

async fn shown(app: &App, visit: &Visit, at: (&str, &str), complaint: &str) -> Result<Response, Problem> {
    form(&made(app, visit, at, complaint).await?, complaint)
}

async fn made(
    app: &App,
    visit: &Visit,
    (plan, secret): (&str, &str),
    complaint: &str,
) -> Result<MinePage, Problem> {
    let lang = visit.lang;
    let view = app.plan(visit.viewer(), &work::Question::now(plan)).await?;
    let receipt = voices::receipt(app, plan, secret).await?;
    let notice = match visit.get("saved") {
        Some("sent") => text(lang, "voice.sent"),
        Some("appeal") => text(lang, "voice.appealed"),
        Some("erase") => text(lang, "voice.erased"),
        _ => "",
    };
    let state = state(app, lang, &receipt);
    let words = receipt.told.as_ref().map(|told| told.words.clone()).unwrap_or_default();
    let voice = receipt.voice;
    Ok(MinePage {
        s: Shell::of(visit, &view, None, Place::Voices, text(lang, "voice.mine")),
        list: voices_of(plan),
        here: format!("{}/mine/{}", voices_of(plan), encode(secret)),
        complaint: complaint.to_owned(),
        notice,
        kind: kind_word(lang, &voice.kind),
        subject: voices::about_any(app, &view, &voice.subject)
            .await
            .map(|about| about.title)
            .unwrap_or_default(),
        at: work::clock::shown(&voice.made_at),
        state,
        words,
        decisions: receipt.decisions.iter().map(|one| decided(lang, one)).collect(),
        answer: receipt.matter.map(|matter| format!("/plans/{}/matters/{matter}", encode(plan))),
        may_appeal: voice.state == "refused" && voice.appeal.is_empty(),
        has_person: voice.has_person,
        said: voice.said,
        erase_on: voice.erase_on,
    })
}

fn state(app: &App, lang: Lang, receipt: &Receipt) -> String {
    // An opinion or a registration has states of its own.
    if let Some(told) = receipt.told.as_ref().filter(|told| told.kind != voices::KIND)
        && let Some(kind) = app.kinds().get(&told.kind)
    {
        return kind.state_word(&told.state, lang);
    }
    let key = match (receipt.voice.state.as_str(), receipt.state.as_str()) {
        ("waiting", _) => "voice.waiting",
        ("accepted", "answered") => "voice.answered",
        ("accepted", "") => "voice.not-shown",
        ("accepted", _) => "voice.passed",
        ("appealed", _) => "voice.looked-at-again",
        _ => "voice.refused",
    };
    text(lang, key).to_owned()
}

fn decided(lang: Lang, one: &store::VoiceDecision) -> (String, &'static str, String) {
    let key = match one.outcome.as_str() {
        "accepted" => "voice.accepted",
        "granted" => "voice.granted",
        "upheld" => "voice.upheld",
        _ => "voice.refused",
    };
    let why = reason(&one.reason).map(|reason| reason.words.get(lang).to_owned()).unwrap_or_default();
    let parts = [why, one.words.clone()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    (work::clock::shown(&one.made_at), text(lang, key), parts.join(" · "))
}

/// Asks that it is looked at again, or that the person is forgotten.
pub(crate) async fn act(
    Posted { app, place: (plan, secret), visit, fields }: Posted<(String, String)>,
) -> Result<Response, Problem> {
    let here = format!("{}/mine/{}", voices_of(&plan), encode(&secret));
    let done = match fields.get("action") {
        "appeal" => {
            let done = voices::appeal(&app, &plan, &secret, fields.get("text")).await;
            done.map(|()| format!("{here}?saved=appeal"))
        }
        "erase" => {
            let done = voices::forget_person(&app, &plan, &secret).await;
            done.map(|()| format!("{here}?saved=erase"))
        }
        _ => voices::receipt(&app, &plan, &secret).await.map(|_| here.clone()),
    };
    after(&visit, done, async |words| shown(&app, &visit, (&plan, &secret), words).await).await
}
