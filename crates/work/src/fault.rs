use source::Words;
use std::fmt;
use store::StoreError;

/// Why something was not done, in words for whoever asked. Causes inside the program are logged here, once, and told to
/// nobody.
#[derive(Clone, Debug)]
pub struct Fault {
    /// What kind of reason it is.
    pub kind: Kind,
    /// What is wrong, and what to do.
    pub words: Words,
}

/// What kind of reason a [`Fault`] has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// There is no such thing, or not for whoever asks.
    NotFound,
    /// What was given cannot be understood or does not fit.
    BadRequest,
    /// Nobody is signed in, and it is not for everybody.
    SignIn,
    /// Whoever is signed in may not.
    Forbidden,
    /// The database cannot be reached or has no room; the same may succeed a little later.
    Unavailable,
    /// The program failed.
    Internal,
}

impl Fault {
    /// There is no such thing.
    pub fn not_found(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { kind: Kind::NotFound, words: Words::new(zh, en) }
    }

    /// What was given cannot be understood or does not fit.
    pub fn bad_request(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { kind: Kind::BadRequest, words: Words::new(zh, en) }
    }

    /// There is no such plan, or it is not open to whoever asks: both are told alike.
    pub fn no_such_plan() -> Self {
        Self::not_found(
            "没有这个规划，或者尚未公开；工作人员请先登录。",
            "There is no such plan, or it is not public; staff sign in first.",
        )
    }

    /// More ask for the same heavy work than can wait for it.
    pub fn busy() -> Self {
        let words = Words::new(
            "同时登录的人太多，请过几秒再试。",
            "Too many people are signing in at the moment; try again in a few seconds.",
        );
        Self { kind: Kind::Unavailable, words }
    }

    /// Nobody is signed in, and it is not for everybody.
    pub fn sign_in() -> Self {
        let words = Words::new(
            "请先登录；程序请在 Authorization 头中携带令牌。",
            "Sign in first; programs send a token in the Authorization header.",
        );
        Self { kind: Kind::SignIn, words }
    }

    /// Whoever is signed in may not do this.
    pub fn forbidden() -> Self {
        let words = Words::new(
            "您的账号没有这项权限；如有需要请联系管理员。",
            "Your account may not do this; ask an administrator if it should.",
        );
        Self { kind: Kind::Forbidden, words }
    }

    /// The program failed; the cause goes to the log.
    pub fn internal(cause: &dyn fmt::Display) -> Self {
        tracing::error!(%cause, "request failed");
        let words = Words::new(
            "服务器出错，请稍后再试；详情见服务器日志。",
            "The server failed; try again later. The cause is in the server's log.",
        );
        Self { kind: Kind::Internal, words }
    }

    /// Whether the same may succeed a little later.
    pub fn is_passing(&self) -> bool {
        self.kind == Kind::Unavailable
    }

    /// The database cannot be reached or has no room; the cause goes to the log.
    fn unavailable(cause: &StoreError) -> Self {
        tracing::error!(%cause, "the database is not available");
        let words = if cause.is_full() {
            cause.words()
        } else {
            Words::new(
                "暂时连接不上数据库，请稍后再试。",
                "The database cannot be reached for the moment; try again later.",
            )
        };
        Self { kind: Kind::Unavailable, words }
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        if error.is_missing() {
            let words = error.words();
            return Self::not_found(words.zh, words.en);
        }
        if let StoreError::Closed { .. } | StoreError::Stale { .. } = error {
            let words = error.words();
            return Self::bad_request(words.zh, words.en);
        }
        if error.is_unreachable() || error.is_full() {
            return Self::unavailable(&error);
        }
        Self::internal(&error)
    }
}
