use crate::download::{Download, MakingItem};
use crate::parameters::{AsItStood, AtMoment, Failed, OfPlan};
use crate::sheet::{TABLES, sheet};
use axum::response::Response;
use web::Problem;
use work::Fault;
use work::making::Made;
use work::wanted::Wanted;

/// A table as CSV or xlsx
#[utoipa::path(get, path = "/api/v1/plans/{plan}/tables/{file}", operation_id = "table", tag = "tables",
    params(
        OfPlan,
        AsItStood,
        ("file" = String, Path, description = "sections, indicators, targets, observations, projects, quantities, tasks, places, bodies, assignments, schedule, relations, figures, commitments, assessment, data-warnings or diagnostics, with .csv or .xlsx"),
        AtMoment,
        ("heads" = Option<String>, Query, description = "words for heads in words of the language of the answer; the stable names of the columns by default"),
        ("of" = Option<String>, Query, description = "Of commitments only main for those of the tables, or text for those of the text; group, body, nature, state and q narrow them like the list on the page"),
    ),
    responses(
        (status = 200, description = "The table", body = Vec<u8>, content_type = "text/csv"),
        (status = 202, description = "It is being made: ask the same again after the seconds in Retry-After", body = MakingItem),
        Failed,
    ))]
pub(super) async fn get(on: Download) -> Result<Response, Problem> {
    on.made(table).await
}

async fn table(wanted: Wanted) -> Result<Made, Fault> {
    let Wanted { service, viewer, question, file, lang, in_words, filter } = wanted;
    let judged = service.judged(&viewer, &question).await?;
    // A table of some ten thousand rows keeps a core busy for a while.
    let made = tokio::task::spawn_blocking(move || {
        let missing = || no_table(&file);
        let (name, ending) = file.rsplit_once('.').ok_or_else(missing)?;
        let mut sheet = sheet(lang, &judged, name, &filter).ok_or_else(missing)?;
        if in_words {
            sheet.put_heads_in_words(lang);
        }
        let (kind, bytes) = match ending {
            "csv" => ("text/csv; charset=utf-8", sheet.csv()?),
            "xlsx" => ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", sheet.xlsx()?),
            _ => return Err(missing()),
        };
        Ok(Made { title: judged.view.file_title(), kind, bytes })
    });
    made.await.map_err(|error| Fault::internal(&error))?
}

fn no_table(file: &str) -> Fault {
    let names = TABLES.join(", ");
    Fault::not_found(
        format!("没有表“{file}”。可下载：{names}，后缀 .csv 或 .xlsx。"),
        format!("There is no table “{file}”. There are: {names}, with .csv or .xlsx."),
    )
}
