//! Telling people what was done to their account, so that somebody whose account another has got hold of learns of it.

use crate::fault::Fault;
use crate::notice::tell;
use crate::service::Service;
use source::Words;
use store::NewNotice;

/// What was done to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// Its password was changed.
    Password,
    /// A token was made.
    Token,
    /// An administrator changed it, or made a one-time link for it.
    Managed,
    /// Its second factor was set up or ended.
    Factor,
    /// It was joined with an identity of single sign-on.
    Joined,
}

impl Done {
    fn words(self, from: &str) -> Words {
        let (zh, en) = match self {
            Self::Password => ("您的密码已更改", "your password was changed"),
            Self::Token => ("您的账号新建了一个令牌", "a token was made for your account"),
            Self::Managed => ("管理员更改了您的账号", "an administrator changed your account"),
            Self::Factor => {
                ("您的账号的第二因素已设置或停用", "the second factor of your account was set up or ended")
            }
            Self::Joined => ("您的账号已与单点登录身份关联", "your account was joined with single sign-on"),
        };
        Words::new(
            format!("{zh}（来自 {from}）；如非本人所知，请立即联系管理员。"),
            format!("{en} (from {from}); tell an administrator at once if you know nothing of it."),
        )
    }
}

/// Puts a notice into the inbox of an account, and sends it by mail where mail is set up.
pub async fn of(service: &Service, account: &str, done: Done, from: &str) -> Result<(), Fault> {
    let now = crate::clock::now();
    let notice = NewNotice {
        account: account.to_owned(),
        // Each is told by itself, even when the same is done twice.
        key: format!("account/{}", now.as_nanosecond()),
        kind: "account".to_owned(),
        link: "/account".to_owned(),
        words: done.words(from),
    };
    tell(service, &[notice], now).await?;
    Ok(())
}
