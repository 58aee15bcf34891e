//! Why signing in at the provider did not come about.

use axum::http::StatusCode;
use source::Words;
use web::Problem;

/// The answer of the provider does not hold, or none was asked for; which of these is in the log only.
pub(super) fn refused() -> Problem {
    Problem::bad_request(
        "单点登录没有完成，请回到登录页重新开始。",
        "Signing in was not completed; start again on the sign-in page.",
    )
}

pub(super) fn too_many() -> Problem {
    Problem {
        status: StatusCode::TOO_MANY_REQUESTS,
        detail: Words::new(
            "单点登录失败次数过多，请一刻钟后再试，或用密码登录。",
            "Signing in failed too often; try again in a quarter of an hour, or sign in with a password.",
        ),
        ..refused()
    }
}

pub(super) fn unreachable(error: &dyn std::fmt::Display) -> Problem {
    tracing::error!(%error, "the provider of single sign-on cannot be used");
    Problem {
        status: StatusCode::BAD_GATEWAY,
        kind: "unavailable",
        detail: Words::new(
            "单点登录服务现在无法使用，请稍后再试，或用密码登录；原因见服务器日志。",
            "The provider of single sign-on cannot be used now; try again later, or sign in with a password. The cause is in the server's log.",
        ),
    }
}
