//! Notices that stand open for everybody: proven from day to day, and a day without proof shows.

use super::bench::{Bench, OPEN, change};
use duty::Role;
use jiff::civil::date;
use std::time::Duration;
use store::{Change, Matter, MatterStep, Store};

#[tokio::test]
async fn a_page_says_for_which_days_a_notice_is_proven_and_for_which_it_is_not() {
    let settings = server::Settings { today: Some(date(2027, 3, 6)), ..server::Settings::default() };
    let prepare = async |store: &Store| {
        let fields = [("first_day", "2027-03-01"), ("last_day", "2027-03-05"), ("what", "拟作的调整")];
        let matter = Matter {
            kind: "consultation".into(),
            title: "调整方案公示".into(),
            state: "open".into(),
            is_open: true,
            fields: fields.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
            ..Matter::default()
        };
        let step = MatterStep { matter, step: "publish".into(), is_public: true, ..MatterStep::default() };
        let id = store.put_matters(OPEN, &[step], &change()).await.unwrap()[0];
        for day in [1, 2, 4, 5] {
            let why = format!("SHA-256 {}", "ab".repeat(32));
            let when = format!("2027-03-0{day}T00:30:00Z").parse().unwrap();
            let noted = Change { when, why, ..change() };
            store.note("matter.stand", &format!("{OPEN}/matter/{id}/standing"), &noted).await.unwrap();
        }
    };
    let bench = Bench::start_prepared(settings, &[], prepare).await;
    let mut public = bench.browser();
    for page in [format!("/plans/{OPEN}/voices"), format!("/plans/{OPEN}/matters/1")] {
        let zh = public.get(&format!("{page}?lang=zh")).await.text();
        assert!(zh.contains("已逐日存证4天") && zh.contains("没有存证的日期：2027-03-03<"), "{zh}");
        for day in [1, 2, 4, 5] {
            let row = format!(
                "<th scope=\"row\" class=\"num\">2027-03-0{day}</th><td class=\"num\">2027-03-0{day} 08:30"
            );
            assert!(zh.contains(&row), "{row}: {zh}");
        }
        assert_eq!(zh.matches(&"ab".repeat(32)).count(), 4, "what was seen, for each day");
        let en = public.get(&format!("{page}?lang=en")).await.text();
        assert!(en.contains("4 days") && en.contains("no entry for 2027-03-03<"), "{en}");
    }
}

#[tokio::test]
async fn a_notice_is_proven_from_the_day_on_which_it_is_laid_open() {
    let settings = server::Settings { today: Some(date(2027, 3, 1)), ..server::Settings::default() };
    let bench = Bench::start_with(settings).await;
    let mut planner = bench.signed_in(Role::Planner).await;
    // The round of the day is over when the notice is laid open.
    tokio::time::sleep(Duration::from_secs(2)).await;
    let days = [("in/first_day", "2027-03-01"), ("in/last_day", "2027-03-05")];
    let opened = [
        ("kind", "consultation"),
        ("in/title", "公示"),
        ("in/sort", "draft"),
        ("in/what", "请看"),
        days[0],
        days[1],
    ];
    let answer = planner.post(&format!("/plans/{OPEN}/matters"), &opened).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    let page = answer.header("location").split('?').next().unwrap().to_owned();
    let open = planner.post(&page, &[("action", "publish"), days[0], days[1]]).await;
    assert_eq!(open.status, 303, "{}", open.text());
    let mut public = bench.browser();
    // The server looks at what the public sees every twenty seconds at the most.
    for _ in 0..400 {
        if public.get(&page).await.text().contains("已逐日存证1天") {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{}", public.get(&page).await.text());
}
