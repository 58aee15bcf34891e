//! Sends mails to the SMTP server of the settings.

use crate::failure::{Failure, Held, set};
use lettre::message::Mailbox;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use std::time::Duration;
use store::Job;
use work::Service;
use work::follow::Letter;
use work::notice::MAIL_SERVER;

/// How long the server may take.
const LONGEST: Duration = Duration::from_secs(15);

/// Sends one mail through the server of the settings, as `smtp://host:port` or `smtps://user:password@host`. Its
/// `Message-ID` is made of the job's mark, so that it is the same at every try.
///
/// Whoever has no account is named by a row, whose address may have been forgotten meanwhile: then there is nobody to tell.
pub(crate) async fn send(service: &Service, job: &Job, patience: Duration) -> Result<(), Failure> {
    let store = service.store();
    let Some(letter) = work::letter::letter(service, job).await? else { return Ok(()) };
    let server = set(store, MAIL_SERVER, Held::Kind).await?;
    let from = set(store, "mail-from", Held::Kind).await?;
    let message = message(&letter, &from, &job.mark)?;
    let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(&server)
        .map_err(|error| Failure { what: error.to_string(), held: Held::Kind })?
        .timeout(Some(LONGEST.min(patience)))
        .build();
    transport.send(message).await.map(|_| ()).map_err(|error| {
        // What the server refuses for good is said of this mail; all else, of the server.
        let held = if error.is_permanent() { Held::Nothing } else { Held::Kind };
        Failure { what: error.to_string(), held }
    })
}

/// Whether a mail server, named as in the settings, answers and takes the account that it is given.
///
/// # Errors
/// What stands against it, as the server or the network says.
pub async fn try_mail(server: &str) -> Result<(), String> {
    let transport: AsyncSmtpTransport<Tokio1Executor> =
        AsyncSmtpTransport::<Tokio1Executor>::from_url(server)
            .map_err(|error| error.to_string())?
            .timeout(Some(Duration::from_secs(5)))
            .build();
    match transport.test_connection().await {
        Ok(true) => Ok(()),
        Ok(false) => Err("不应答 / no answer".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// The mail. Whoever ordered it ends it by one click of the mail program (RFC 8058).
fn message(letter: &Letter, from: &str, mark: &str) -> Result<Message, Failure> {
    let read = |address: &str| {
        address.parse::<Mailbox>().map_err(|error| Failure::own(format!("{address}: {error}")))
    };
    let from = read(from)?;
    let id = format!("<{mark}@{}>", from.email.domain());
    let mut builder =
        Message::builder().message_id(Some(id)).from(from).to(read(&letter.to)?).subject(&letter.subject);
    if !letter.leave.is_empty() {
        let header = |name, value: String| HeaderValue::new(HeaderName::new_from_ascii_str(name), value);
        builder = builder
            .raw_header(header("List-Unsubscribe", format!("<{}>", letter.leave)))
            .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
    }
    builder
        .header(ContentType::TEXT_PLAIN)
        .body(letter.text.clone())
        .map_err(|error| Failure::own(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_has_the_same_id_at_every_try() {
        let mut letter = Letter {
            to: "li@plan.test".into(),
            subject: "returned".into(),
            text: "line\nline".into(),
            leave: String::new(),
        };
        for leave in ["", "https://plan.test/follow/x/leave"] {
            letter.leave = leave.to_owned();
            let mail = message(&letter, "纲要 <plan@plan.test>", "00ff");
            let text = String::from_utf8_lossy(&mail.expect("a mail").formatted()).into_owned();
            assert!(text.contains("Message-ID: <00ff@plan.test>\r\n"), "{text}");
            assert!(text.contains("Subject: returned\r\n") && text.contains("line\r\nline"), "{text}");
            let ends = "List-Unsubscribe: <https://plan.test/follow/x/leave>\r\n";
            assert_eq!(text.contains(ends), !leave.is_empty(), "{text}");
        }
    }
}
