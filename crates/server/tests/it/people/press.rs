//! PDF files, with scripts in the place of the program that sets them, and makings that are taken back.
#![cfg(unix)]

use super::bench::{Bench, OPEN};
use duty::Role;
use server::press::{Found, Press};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::Duration;

/// A server whose press is a script.
async fn with_press(folder: &Path, script: &str) -> Bench {
    let path = folder.join("gangyao-press");
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    let found = Found::look(Some(path), None, Vec::new()).expect("the script");
    let press = Some(Press::start(&found));
    Bench::start_with(server::Settings { press, ..server::Settings::default() }).await
}

#[tokio::test]
async fn reports_and_lists_are_offered_as_pdf_where_there_is_a_press() {
    let folder = tempfile::tempdir().unwrap();
    let answer = r#"/bin/cat >/dev/null; printf '\001{"findings":[]}\n%%PDF-1.7\n'"#;
    let bench = with_press(folder.path(), answer).await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let address = format!("/api/v1/plans/{OPEN}/reports/brief.pdf");
    for page in [format!("/plans/{OPEN}/reports"), format!("/plans/{OPEN}/reports/brief")] {
        assert!(planner.get(&page).await.text().contains(&address), "{page}");
    }
    let file = planner.get(&address).await;
    assert_eq!((file.status, file.header("content-type")), (200, "application/pdf"));
    assert_eq!(file.body, b"%PDF-1.7\n");
    let list = format!("/plans/{OPEN}/conflicts/file/pdf");
    assert!(planner.get(&format!("/plans/{OPEN}/conflicts")).await.text().contains(&list));
    assert_eq!(planner.get(&list).await.body, b"%PDF-1.7\n");
}

#[tokio::test]
async fn without_a_press_no_pdf_is_offered_and_asking_for_one_says_how_to_get_it() {
    let bench = Bench::start().await;
    let mut planner = bench.signed_in(Role::Planner).await;
    for page in ["reports", "reports/brief", "conflicts", "evaluation", "matters"] {
        let text = planner.get(&format!("/plans/{OPEN}/{page}")).await.text();
        assert!(text.contains("docx") && !text.contains("pdf\""), "{page}");
    }
    for address in
        [format!("/api/v1/plans/{OPEN}/reports/brief.pdf"), format!("/plans/{OPEN}/conflicts/file/pdf")]
    {
        let answer = planner.get(&address).await;
        assert!(answer.status == 404 && answer.text().contains("make press"), "{}", answer.text());
    }
}

#[tokio::test]
async fn a_long_making_is_cancelled_on_its_waiting_page_and_its_child_ends() {
    let folder = tempfile::tempdir().unwrap();
    let script =
        format!("/bin/cat >/dev/null; : > {}/child-$$; exec /bin/sleep 600", folder.path().display());
    let bench = with_press(folder.path(), &script).await;
    let mut planner = bench.signed_in(Role::Planner).await;
    planner.headers.push(("accept".into(), "text/html".into()));
    let address = format!("/api/v1/plans/{OPEN}/reports/brief.pdf");
    let waiting = planner.get(&address).await;
    assert_eq!((waiting.status, waiting.header("refresh")), (202, "2"), "{}", waiting.text());
    let child = child_of(folder.path()).expect("a child that sets");
    assert!(waiting.text().contains("action=\"/account/makings/end\""), "{}", waiting.text());
    let (name, plan, key) = (waiting.field("name"), waiting.field("plan"), waiting.field("form-key"));
    let fields = [("name", name.as_str()), ("plan", plan.as_str()), ("form-key", key.as_str())];
    // Somebody else cannot, and a form of another site neither.
    let mut leader = bench.signed_in(Role::Leader).await;
    assert_eq!(leader.post("/account/makings/end", &fields[..2]).await.status, 303);
    assert_eq!(planner.post_as_is("/account/makings/end", &fields[..2]).await.status, 403);
    assert!(lives(&child), "it goes on");
    let gone = planner.post_as_is("/account/makings/end", &fields).await;
    assert_eq!((gone.status, gone.header("location")), (303, format!("/plans/{OPEN}/reports").as_str()));
    for _ in 0..100 {
        if !lives(&child) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(!lives(&child), "its child ended");
    // Twice does no harm, and whoever asks again gets a new one.
    assert_eq!(planner.post_as_is("/account/makings/end", &fields).await.status, 303);
    assert_eq!(planner.get(&address).await.status, 202);
    // What is made for the public may be waited for by others: nobody of them takes it back.
    let mut public = bench.browser();
    public.headers.push(("accept".into(), "text/html".into()));
    let waiting = public.get(&address).await;
    assert!(waiting.status == 202 && !waiting.text().contains("<form"), "{}", waiting.text());
}

/// The process that the script told of.
fn child_of(folder: &Path) -> Option<String> {
    let names =
        std::fs::read_dir(folder).unwrap().filter_map(|one| one.unwrap().file_name().into_string().ok());
    names.into_iter().find_map(|name| name.strip_prefix("child-").map(str::to_owned))
}

/// Whether a process is there and no corpse.
fn lives(process: &str) -> bool {
    let state = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    state.rsplit(") ").next().is_some_and(|rest| !rest.is_empty() && !rest.starts_with('Z'))
}
