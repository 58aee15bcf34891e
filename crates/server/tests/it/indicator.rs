//! The views of an indicator, and what is taken along from them.

use crate::client::Bench;

async fn gdp(bench: &Bench) -> (String, plan::Plan) {
    let plan = bench.store.plan("jinzhou", None).await.unwrap().plan;
    let gdp = plan.indicators.iter().find(|one| one.name == "地区生产总值").unwrap().id.clone();
    (format!("/plans/jinzhou/indicators/{gdp}"), plan)
}

/// The addresses on a page that begin so.
fn addresses(page: &str, begin: &str) -> Vec<String> {
    let mark = format!("href=\"{begin}");
    let found = page.split(&mark).skip(1);
    let whole = |rest: &str| format!("{begin}{}", rest.split('"').next().unwrap_or_default());
    found.map(|rest| whole(rest).replace("&#38;", "&")).collect()
}

#[tokio::test]
async fn an_indicator_has_a_view_for_chart_table_map_and_definition() {
    let bench = Bench::reference().await;
    let (page, _) = gdp(&bench).await;
    let view = async |name: &str| bench.get(&format!("{page}?as-of=2016&view={name}")).await.text();
    let (chart, table, definition) = (view("").await, view("table").await, view("definition").await);
    for (text, here) in [(&chart, "图与结论"), (&table, "数据表"), (&definition, "定义与来源")] {
        assert!(text.contains(&format!("aria-current=\"page\">{here}</a>")), "{here}: {text}");
    }
    assert!(chart.contains("svg class=\"chart wide\"") && !chart.contains("预测区间逐年"), "{chart}");
    // First printed as 1260.0, revised to 1032.8 later: the table has both.
    assert!(
        table.contains("1260") && table.contains("1032.8") && !table.contains("svg class=\"chart"),
        "{table}"
    );
    assert!(definition.contains("增加值之和") && definition.contains("主要统计指标解释"), "{definition}");
    let english = bench.get(&format!("{page}?view=definition&lang=en")).await.text();
    assert!(
        english.contains("Gross domestic product") && english.contains("sum of the value added"),
        "{english}"
    );
    let unknown = view("nonsense").await;
    assert!(unknown.contains("aria-current=\"page\">图与结论</a>"));
}

#[tokio::test]
async fn what_is_taken_along_says_what_it_is_and_shows_the_same_again() {
    let bench = Bench::reference().await;
    let (page, plan) = gdp(&bench).await;
    let shown = bench.get(&format!("{page}?as-of=2016&known-at=2017-03-31&view=table")).await.text();
    let link = addresses(&shown, &format!("{page}?as-of=2016&#38;known-at=2017-03-31&#38;version=1"));
    let [link] = &link[..] else { panic!("one permanent link: {shown}") };
    assert!(link.ends_with("&view=table"), "{link}");
    assert!(shown.contains("评估年份2016，数据截至2017-03-31"), "{shown}");
    let again = bench.get(link).await;
    assert_eq!(again.status, 200);
    assert!(again.text().contains("1260") && !again.text().contains("1032.8"), "as known then");

    let pictures: Vec<_> = addresses(&shown, &format!("{page}/charts/"))
        .into_iter()
        .filter(|one| one.contains(".svg"))
        .collect();
    assert!(!pictures.is_empty(), "{shown}");
    let mut all = String::new();
    for picture in &pictures {
        let answer = bench.get(picture).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, "image/svg+xml"), "{picture}");
        let text = answer.text();
        assert!(text.contains("地区生产总值") && text.contains("数据截至2017-03-31"), "{text}");
        let data = bench.get(&picture.replace(".svg?", ".csv?")).await;
        assert!(data.header("content-type").starts_with("text/csv"), "{}", data.header("content-type"));
        all.push_str(&data.text());
    }
    assert!(
        all.contains("2016,实绩,1260,,,亿元\r\n") || all.contains("2016,实绩,1260.0,,,亿元\r\n"),
        "{all}"
    );
    assert!(
        !all.contains("2015,实绩,0,,,%"),
        "a path of growth begins with its first year, not at nought: {all}"
    );
    let other = plan.targets.iter().find(|one| !page.ends_with(one.indicator.as_str())).unwrap();
    for wrong in [format!("{page}/charts/{}.svg", other.id), pictures[0].replace(".svg?", ".gif?")] {
        assert_eq!(bench.get(&wrong).await.status, 404, "{wrong}");
    }
}
