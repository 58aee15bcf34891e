//! People: how they sign in, and the pages of accounts, administration and audit.
//!
//! What a request needs stands in the table of addresses ([`routes`]); what a role may stands in `duty`. Nothing here
//! decides by a role's name.

mod admin;
mod deed;
mod factor;
mod history;
mod link;
mod oidc;
mod own;
mod session;
mod sign_in;
mod stand_in;

use duty::Right;
use web::access::{Need, Routes};

/// The addresses of this part with what each needs.
pub(crate) fn routes() -> Routes {
    use Need::{Has, Open};
    let own = Has(Right::OwnAccount);
    let accounts = Has(Right::ManageAccounts);
    let system = Has(Right::ManageSystem);
    let publish = Has(Right::Publish);
    let audit = Has(Right::ReadAudit);
    Routes::new()
        .get("/sign-in", Open, sign_in::page)
        .post("/sign-in", Open, sign_in::enter)
        .post("/sign-in/code", Open, factor::enter)
        .get("/sign-in/oidc", Open, oidc::leave)
        .get("/sign-in/oidc/back", Open, oidc::arrive)
        .post("/sign-out", own, sign_in::leave)
        .get("/link/{secret}", Open, link::page)
        .post("/link/{secret}", Open, link::used)
        .get("/account", own, own::page)
        .post("/account/password", own, own::password)
        .get("/account/stand-in", own, stand_in::page)
        .post("/account/stand-in", own, stand_in::hand_over)
        .post("/account/stand-in/end", own, stand_in::end)
        .get("/account/second-factor", own, factor::page)
        .post("/account/second-factor", own, factor::confirm)
        .post("/account/second-factor/end", own, factor::end)
        .post("/account/sessions/end", own, own::end_others)
        .post("/account/makings/end", own, own::take_back)
        .post("/account/tokens", own, own::new_token)
        .post("/account/tokens/revoke", own, own::revoke_token)
        .get("/admin", system, admin::overview)
        .get("/admin/users", accounts, admin::users::list)
        .post("/admin/users", accounts, admin::users::add)
        .get("/admin/users/{account}", accounts, admin::users::one)
        .post("/admin/users/{account}", accounts, admin::users::change)
        .post("/admin/users/{account}/link", accounts, admin::users::link)
        .post("/admin/users/{account}/evaluator", accounts, admin::users::open)
        .post("/admin/users/{account}/second-factor", accounts, factor::reset)
        .get("/admin/directory", accounts, admin::directory::page)
        .post("/admin/directory", accounts, admin::directory::upload)
        .post("/admin/directory/take", accounts, admin::directory::take)
        .get("/admin/security", accounts, admin::security::page)
        .post("/admin/security", accounts, admin::security::submit)
        .get("/admin/offices", accounts, admin::offices::list)
        .post("/admin/offices", accounts, admin::offices::put)
        .post("/admin/offices/import", accounts, admin::offices::import)
        .get("/admin/warning-rules", system, admin::rules::page)
        .post("/admin/warning-rules", system, admin::rules::submit)
        .get("/admin/system", system, admin::system::page)
        .post("/admin/system/sign-on", system, admin::system::sign_on)
        .post("/admin/system/mail", system, admin::system::mail)
        .post("/admin/system/webhooks", system, admin::system::add_webhook)
        .post("/admin/system/webhooks/remove", system, admin::system::remove_webhook)
        .get("/admin/jobs", system, admin::jobs::list)
        .post("/admin/jobs", system, admin::jobs::decide)
        .post("/admin/backup", system, admin::system::backup)
        .get("/publication", publish, admin::plans::list)
        .post("/publication/{plan}", publish, admin::plans::switch)
        .get("/audit", audit, history::log)
        .get("/audit/verify", audit, history::verify)
        .get("/audit/plans/{plan}/{item}", audit, history::item)
        .post("/audit/head", Has(Right::SignAudit), history::head)
}
