use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use source::{Lang, Words};
use store::StoreError;
use utoipa::ToSchema;
use work::{Fault, Kind};

/// What went wrong with a request: told as RFC 9457 problem details by the API and as a page to people.
///
/// Causes inside the program are logged once, where the [`Fault`] was made, and never sent.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The HTTP status.
    pub status: StatusCode,
    /// Last part of the problem's type.
    pub kind: &'static str,
    /// What is wrong with this request, and what to do.
    pub detail: Words,
}

/// Problem details after RFC 9457.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// Names the kind of problem.
    #[serde(rename = "type")]
    kind: String,
    /// Short name of the kind of problem.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What is wrong with this request, and what to do.
    detail: String,
    /// Names this request in the server's log, when the server failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    instance: Option<String>,
}

impl Problem {
    /// The thing at this address does not exist.
    pub fn not_found(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Fault::not_found(zh, en).into()
    }

    /// There is no page at this address.
    pub fn no_page() -> Self {
        Self::not_found(
            "这个地址没有内容，请检查地址或从首页查找。",
            "There is nothing at this address; check it, or start from the first page.",
        )
    }

    /// A parameter cannot be understood.
    pub fn bad_request(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Fault::bad_request(zh, en).into()
    }

    /// The address takes other methods only.
    pub fn method() -> Self {
        Self {
            status: StatusCode::METHOD_NOT_ALLOWED,
            kind: "method-not-allowed",
            detail: Words::new("这个地址不接受该请求方法。", "This address does not take that method."),
        }
    }

    /// There is no such plan, or it is not open to whoever asks: both are told alike.
    pub fn no_such_plan() -> Self {
        Fault::no_such_plan().into()
    }

    /// Nobody is signed in, and the address is not for everybody.
    pub fn sign_in() -> Self {
        Fault::sign_in().into()
    }

    /// The token of a program does not hold.
    pub fn bad_token() -> Self {
        Self {
            kind: "bad-token",
            detail: Words::new(
                "令牌无效、已过期或已撤销；请在“我的账号”中换一个新的。",
                "The token is unknown, too old or revoked; make a new one on the page of your account.",
            ),
            ..Self::sign_in()
        }
    }

    /// The account might do this, and the token may not.
    pub fn token_scope() -> Self {
        Self {
            kind: "token-scope",
            detail: Words::new(
                "这个令牌没有此项权限；请在“我的账号”中新建勾选了该权限的令牌。",
                "The token is not allowed to do this; make one that is on the page of your account.",
            ),
            ..Self::forbidden()
        }
    }

    /// A batch of a program that was not taken.
    pub fn not_taken(refused: work::push::Refused) -> Self {
        use work::push::Why;
        let status = match refused.why {
            Why::NoKey | Why::Form => StatusCode::BAD_REQUEST,
            Why::KeyReused => StatusCode::CONFLICT,
            Why::TooMany => StatusCode::PAYLOAD_TOO_LARGE,
            Why::Foreign | Why::System => StatusCode::FORBIDDEN,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self { status, kind: refused.why.name(), detail: refused.words }
    }

    /// Whoever is signed in may not do this.
    pub fn forbidden() -> Self {
        Fault::forbidden().into()
    }

    /// The form was not made by a page of this session.
    pub fn foreign_form() -> Self {
        Self {
            detail: Words::new(
                "这个表单不是由当前登录的页面发出的，未作任何更改；请重新打开页面再提交。",
                "This form did not come from a page of this session, and nothing was changed; open the page again and submit it there.",
            ),
            ..Self::forbidden()
        }
    }

    /// The program failed; the cause is in the log.
    pub fn internal(cause: &dyn std::fmt::Display) -> Self {
        Fault::internal(cause).into()
    }

    /// The short name of the kind of problem.
    pub fn title(&self) -> Words {
        let (zh, en) = match self.kind {
            "not-found" => ("没有找到", "Not found"),
            "bad-request" => ("请求有误", "Bad request"),
            "method-not-allowed" => ("方法不适用", "Method not allowed"),
            "too-large" => ("内容过大", "Too large"),
            "unavailable" => ("暂时不能服务", "Not available"),
            "sign-in" => ("需要登录", "Sign in first"),
            "forbidden" => ("没有权限", "Forbidden"),
            "bad-token" => ("令牌无效", "The token does not hold"),
            "token-scope" => ("令牌权限不足", "The token may not do this"),
            "push-no-key" => ("没有批次标识", "The batch has no key"),
            "push-key-reused" => ("批次标识已用过", "The key was used for another batch"),
            "push-form" => ("批次格式有误", "This is no batch"),
            "push-too-many" => ("一批过多", "Too much in one batch"),
            "push-system" => ("没有这个信息系统", "No such system"),
            "push-indicator" => ("没有这个指标", "No such indicator"),
            "push-region" => ("没有这个地区", "No such region"),
            "push-foreign" => ("不由本单位报送", "Not for this body to hand in"),
            "push-unit" => ("单位不能换算", "The unit does not convert"),
            "push-value" => ("数值或文字有误", "A value is none"),
            "push-year" => ("年份不在规划期内", "Not a year of the plan"),
            "push-twice" => ("一批之内重复", "Said twice in one batch"),
            "push-project" => ("没有这个项目", "No such project"),
            "push-month" => ("月份有误", "Not a month that has come"),
            "push-stage" => ("没有这个阶段", "No such stage"),
            _ => ("服务器出错", "Server error"),
        };
        Words::new(zh, en)
    }

    /// The problem that an answer made by a layer (timeout, limit, refusal of a parameter) stands for.
    pub fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::no_page(),
            StatusCode::METHOD_NOT_ALLOWED => Self::method(),
            StatusCode::PAYLOAD_TOO_LARGE => Self {
                status,
                kind: "too-large",
                detail: Words::new("请求内容过大。", "The request is too large."),
            },
            StatusCode::REQUEST_TIMEOUT => Self {
                status,
                kind: "too-slow",
                detail: Words::new(
                    "请求内容没有在规定时间内传完，请检查网络后再试。",
                    "The request did not arrive in time; check the connection and try again.",
                ),
            },
            StatusCode::TOO_MANY_REQUESTS => Self {
                status,
                kind: "too-many",
                detail: Words::new(
                    "同时发送的内容过多，请稍后再试。",
                    "Too much is being sent at a time; try again later.",
                ),
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

    /// The code by which the log names a request, when it is the server that failed.
    pub fn code<'c>(&self, code: &'c str) -> Option<&'c str> {
        (self.status.is_server_error() && !code.is_empty()).then_some(code)
    }

    /// As problem details; `code` names the request in the log.
    pub fn json(&self, lang: Lang, code: &str) -> Response {
        let body = ProblemBody {
            kind: format!("urn:gangyao:problem:{}", self.kind),
            title: self.title().get(lang).to_owned(),
            status: self.status.as_u16(),
            detail: self.detail.get(lang).to_owned(),
            instance: self.code(code).map(|code| format!("urn:gangyao:request:{code}")),
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

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        let (status, kind) = match fault.kind {
            Kind::NotFound => (StatusCode::NOT_FOUND, "not-found"),
            Kind::BadRequest => (StatusCode::BAD_REQUEST, "bad-request"),
            Kind::SignIn => (StatusCode::UNAUTHORIZED, "sign-in"),
            Kind::Forbidden => (StatusCode::FORBIDDEN, "forbidden"),
            Kind::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
            Kind::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "internal"),
        };
        Self { status, kind, detail: fault.words }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Fault::from(error).into()
    }
}
