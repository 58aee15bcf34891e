use crate::client::{Bench, examples};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

#[tokio::test]
async fn every_answer_carries_the_policy() {
    let bench = Bench::reference().await;
    for path in ["/plans/jinzhou", "/api/v1/plans", "/nothing", "/assets/site.css", "/healthz"] {
        let answer = bench.get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        assert!(!answer.header("cache-control").is_empty(), "{path}");
    }
}

#[tokio::test]
async fn pages_are_compressed_and_kept_by_their_mark() {
    let bench = Bench::full().await;
    let plain = bench.get("/plans/lanchuan/text").await;
    let brotli = bench.request("GET", "/plans/lanchuan/text", &[("Accept-Encoding", "gzip, br")]).await;
    assert_eq!(brotli.header("content-encoding"), "br");
    assert!(brotli.body.len() * 4 < plain.body.len());
    assert_ne!(plain.header("etag"), brotli.header("etag"));
    assert!(plain.header("vary").contains("accept-encoding"));
    let again = [("Accept-Encoding", "br"), ("If-None-Match", brotli.header("etag"))];
    let kept = bench.request("GET", "/plans/lanchuan/text", &again).await;
    assert_eq!((kept.status, kept.body.len()), (304, 0));
}

#[tokio::test]
async fn assets_are_kept_for_ever_under_their_mark() {
    let bench = Bench::reference().await;
    let page = bench.get("/plans/jinzhou").await.text();
    let style = page.split("href=\"").find(|part| part.starts_with("/assets/site.css")).unwrap();
    let answer = bench.get(style.split('"').next().unwrap()).await;
    assert_eq!(answer.status, 200);
    assert!(answer.header("cache-control").contains("immutable"));
    assert_eq!(answer.header("content-type"), "text/css; charset=utf-8");
    assert_eq!(bench.get("/assets/../Cargo.toml").await.status, 404);
}

#[tokio::test]
async fn a_chosen_language_is_remembered() {
    let bench = Bench::reference().await;
    let answer = bench.get("/plans/jinzhou?lang=en").await;
    assert!(answer.header("set-cookie").starts_with("lang=en; Path=/"));
    let page =
        bench.request("GET", "/plans/jinzhou", &[("Cookie", "lang=en"), ("Accept-Language", "zh")]).await;
    assert!(page.text().contains("<html lang=\"en\">"));
}

#[tokio::test]
async fn mistakes_of_people_are_told_as_pages() {
    let bench = Bench::reference().await;
    for (path, status) in [("/nothing", 404), ("/plans/none", 404), ("/plans/jinzhou?known-at=soon", 400)] {
        let answer = bench.get(path).await;
        assert_eq!(answer.status, status, "{path}");
        assert!(answer.text().contains("<html lang=\"zh-CN\">"), "{path}");
    }
    assert_eq!(bench.request("POST", "/plans/jinzhou", &[]).await.status, 405);
    assert_eq!(bench.request("HEAD", "/plans/jinzhou", &[]).await.status, 200);
}

#[tokio::test]
async fn what_another_process_loads_is_seen() {
    let bench = Bench::empty().await;
    assert_eq!(bench.get("/plans/jinzhou").await.status, 404);
    let other = store::Store::open(bench.store.location()).await.unwrap();
    crate::client::load_package(&other, "jinzhou", &examples().join("jinzhou-13")).await;
    bench.settle().await;
    assert_eq!(bench.get("/plans/jinzhou").await.status, 200);
}

#[tokio::test]
async fn a_backup_is_made_and_restored_while_serving() {
    let bench = Bench::reference().await;
    let before = bench.get("/plans/jinzhou").await.text();
    let file = bench.folder.path().join("backup.db");
    bench.store.backup(&file).await.unwrap();
    let target = bench.store.plan("jinzhou", None).await.unwrap().plan.targets[0].clone();
    let changed = plan::Target { value: Some("1".parse().unwrap()), ..target };
    let change = store::Change::now("test", "");
    bench.store.revise_target("jinzhou", &changed, &change).await.unwrap();
    bench.settle().await;
    assert_ne!(bench.get("/plans/jinzhou").await.text(), before);
    bench.store.restore(&file, &change).await.unwrap();
    bench.settle().await;
    assert_eq!(bench.get("/plans/jinzhou").await.text(), before);
}

#[tokio::test]
async fn a_request_at_hand_is_finished_before_the_server_stops() {
    let mut bench = Bench::full().await;
    let mut socket = tokio::net::TcpStream::connect(bench.address).await.unwrap();
    socket
        .write_all(b"GET /plans/lanchuan/text HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n")
        .await
        .unwrap();
    // Long enough for the request to arrive on a busy machine; an answer that is done by then is whole as well.
    tokio::time::sleep(std::time::Duration::from_millis(60)).await;
    bench.stop().await;
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer).await.unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 200") && answer.ends_with(b"</html>"), "cut off");
    assert!(tokio::net::TcpStream::connect(bench.address).await.is_err());
}

#[tokio::test]
async fn health_and_metrics_are_told() {
    let bench = Bench::reference().await;
    assert_eq!(bench.get("/healthz").await.text(), "ok\n");
    assert_eq!(bench.get("/readyz").await.status, 200);
    bench.get("/plans/jinzhou").await;
    bench.get("/plans/jinzhou?as-of=2017").await;
    let metrics = bench.get("/metrics").await.text();
    assert!(
        metrics.contains("gangyao_request_duration_seconds_count{route=\"/plans/{plan}\",status=\"200\"} 2")
    );
    assert!(!metrics.contains("jinzhou"), "one series for each plan would never end");
    bench.store.close().await;
    assert_eq!(bench.get("/readyz").await.status, 503);
    assert_eq!(bench.get("/healthz").await.status, 200);
}

#[tokio::test]
async fn a_lost_database_is_told_and_known_pages_go_on() {
    let bench = Bench::reference().await;
    let known = bench.get("/plans/jinzhou").await;
    bench.store.close().await;
    assert_eq!(bench.get("/plans/jinzhou").await.text(), known.text());
    let page = bench.get("/?q=x").await;
    assert_eq!((page.status, page.header("retry-after")), (503, "5"));
    assert!(page.text().contains("暂时连接不上数据库"));
    let answer = bench.request("GET", "/api/v1/plans?q=x", &[("Accept-Language", "en")]).await;
    assert_eq!((answer.status, answer.header("content-type")), (503, "application/problem+json"));
    assert_eq!(answer.json()["type"], "urn:gangyao:problem:unavailable");
    assert!(answer.json()["detail"].as_str().unwrap().contains("cannot be reached"));
}
