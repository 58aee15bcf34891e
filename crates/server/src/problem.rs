use crate::text::text;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use source::{Lang, Words};
use store::StoreError;
use utoipa::ToSchema;

/// What went wrong with a request: told as RFC 9457 problem details by the API and as a page to people.
///
/// Causes inside the program are logged here, once, and never sent.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    pub(crate) status: StatusCode,
    /// Last part of the problem's type.
    pub(crate) kind: &'static str,
    pub(crate) detail: Words,
}

/// Problem details after RFC 9457.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct ProblemBody {
    /// Names the kind of problem.
    #[serde(rename = "type")]
    kind: String,
    /// Short name of the kind of problem.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What is wrong with this request, and what to do.
    detail: String,
}

impl Problem {
    /// The thing at this address does not exist.
    pub(crate) fn not_found(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { status: StatusCode::NOT_FOUND, kind: "not-found", detail: Words::new(zh, en) }
    }

    /// There is no page at this address.
    pub(crate) fn no_page() -> Self {
        Self::not_found(
            "这个地址没有内容，请检查地址或从首页查找。",
            "There is nothing at this address; check it, or start from the first page.",
        )
    }

    /// A parameter cannot be understood.
    pub(crate) fn bad_request(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, kind: "bad-request", detail: Words::new(zh, en) }
    }

    /// The address takes other methods only.
    pub(crate) fn method() -> Self {
        Self {
            status: StatusCode::METHOD_NOT_ALLOWED,
            kind: "method-not-allowed",
            detail: Words::new("这个地址不接受该请求方法。", "This address does not take that method."),
        }
    }

    /// There is no such plan, or it is not open to whoever asks: both are told alike.
    pub(crate) fn no_such_plan() -> Self {
        Self::not_found(
            "没有这个规划，或者尚未公开；工作人员请先登录。",
            "There is no such plan, or it is not public; staff sign in first.",
        )
    }

    /// Nobody is signed in, and the address is not for everybody.
    pub(crate) fn sign_in() -> Self {
        Self {
            status: StatusCode::UNAUTHORIZED,
            kind: "sign-in",
            detail: Words::new(
                "请先登录；程序请在 Authorization 头中携带令牌。",
                "Sign in first; programs send a token in the Authorization header.",
            ),
        }
    }

    /// The token of a program does not hold.
    pub(crate) fn bad_token() -> Self {
        Self {
            detail: Words::new(
                "令牌无效、已过期或已撤销；请在“我的账号”中换一个新的。",
                "The token is unknown, too old or revoked; make a new one on the page of your account.",
            ),
            ..Self::sign_in()
        }
    }

    /// Whoever is signed in may not do this.
    pub(crate) fn forbidden() -> Self {
        Self {
            status: StatusCode::FORBIDDEN,
            kind: "forbidden",
            detail: Words::new(
                "您的账号没有这项权限；如有需要请联系管理员。",
                "Your account may not do this; ask an administrator if it should.",
            ),
        }
    }

    /// The form was not made by a page of this session.
    pub(crate) fn foreign_form() -> Self {
        Self {
            detail: Words::new(
                "这个表单不是由当前登录的页面发出的，未作任何更改；请重新打开页面再提交。",
                "This form did not come from a page of this session, and nothing was changed; open the page again and submit it there.",
            ),
            ..Self::forbidden()
        }
    }

    /// The program failed; the cause is in the log.
    pub(crate) fn internal(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(%cause, "request failed");
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            kind: "internal",
            detail: Words::new(
                "服务器出错，请稍后再试；详情见服务器日志。",
                "The server failed; try again later. The cause is in the server's log.",
            ),
        }
    }

    /// The database cannot be reached or has no room; the cause is in the log.
    fn unavailable(cause: &StoreError) -> Self {
        tracing::error!(%cause, "the database is not available");
        let detail = if cause.is_full() {
            cause.words()
        } else {
            Words::new(
                "暂时连接不上数据库，请稍后再试。",
                "The database cannot be reached for the moment; try again later.",
            )
        };
        Self { status: StatusCode::SERVICE_UNAVAILABLE, kind: "unavailable", detail }
    }

    /// Whether the same may succeed a little later.
    pub(crate) fn is_passing(&self) -> bool {
        self.status == StatusCode::SERVICE_UNAVAILABLE
    }

    pub(crate) fn title(&self, lang: Lang) -> &'static str {
        match self.kind {
            "not-found" => text(lang, "problem.not-found"),
            "bad-request" => text(lang, "problem.bad-request"),
            "method-not-allowed" => text(lang, "problem.method"),
            "too-large" => text(lang, "problem.too-large"),
            "unavailable" => text(lang, "problem.unavailable"),
            "sign-in" => text(lang, "problem.sign-in"),
            "forbidden" => text(lang, "problem.forbidden"),
            _ => text(lang, "problem.internal"),
        }
    }

    /// The problem that an answer made by a layer (timeout, limit, refusal of a parameter) stands for.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::no_page(),
            StatusCode::METHOD_NOT_ALLOWED => Self::method(),
            StatusCode::PAYLOAD_TOO_LARGE => Self {
                status,
                kind: "too-large",
                detail: Words::new("请求内容过大。", "The request is too large."),
            },
            StatusCode::SERVICE_UNAVAILABLE => Self {
                status,
                kind: "unavailable",
                detail: Words::new("服务器繁忙，请稍后再试。", "The server is busy; try again later."),
            },
            status if status.is_client_error() => Self {
                status,
                kind: "bad-request",
                detail: Words::new(
                    "请求有误，请检查地址中的参数。",
                    "The request is wrong; check the parameters of the address.",
                ),
            },
            status => Self { status, ..Self::internal(&status) },
        }
    }

    /// As problem details.
    pub(crate) fn json(&self, lang: Lang) -> Response {
        let body = ProblemBody {
            kind: format!("urn:gangyao:problem:{}", self.kind),
            title: self.title(lang).to_owned(),
            status: self.status.as_u16(),
            detail: self.detail.get(lang).to_owned(),
        };
        let mut response = (self.status, Json(body)).into_response();
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        response
    }
}

/// Carries the problem to the layer that knows whether a person or a program asked.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        if error.is_missing() {
            let words = error.words();
            return Self::not_found(words.zh, words.en);
        }
        if error.is_unreachable() || error.is_full() {
            return Self::unavailable(&error);
        }
        Self::internal(&error)
    }
}

impl From<askama::Error> for Problem {
    fn from(error: askama::Error) -> Self {
        Self::internal(&error)
    }
}
