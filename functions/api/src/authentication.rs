//! Who asks, and whether they may: every handler takes `Viewer` or `Staff`, and so learns it (I6).
//!
//! Tokens are Cognito's id and access tokens. What must hold of one:
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html>.

use std::sync::Arc;

use app::ports::Clock;
use app::read_calls::Reader;
use axum::extract::FromRequestParts;
use domain::history::Actor;
use http::request::Parts;
use http::{HeaderMap, StatusCode, header};
use jsonwebtoken::{Algorithm, Validation, decode, decode_header};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Shared;
use crate::configuration::TokenConfiguration;
use crate::problem::{Problem, Result};
use crate::request_log::RequestLog;
use crate::token_keys::TokenKeys;

/// What someone may do. Each role may do what those before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Role {
    /// Reads.
    Viewer,
    /// Keeps contacts and sends messages.
    Staff,
    /// Does everything.
    Admin,
}

impl From<Role> for domain::user::Role {
    fn from(role: Role) -> Self {
        match role {
            Role::Viewer => Self::Viewer,
            Role::Staff => Self::Staff,
            Role::Admin => Self::Admin,
        }
    }
}

impl From<domain::user::Role> for Role {
    fn from(role: domain::user::Role) -> Self {
        match role {
            domain::user::Role::Viewer => Self::Viewer,
            domain::user::Role::Staff => Self::Staff,
            domain::user::Role::Admin => Self::Admin,
        }
    }
}

impl Role {
    /// The role of a Cognito group; `None` for groups that mean nothing to us.
    fn of_group(group: &str) -> Option<Self> {
        match group {
            "viewer" => Some(Self::Viewer),
            "staff" | PASTOR => Some(Self::Staff),
            "admin" => Some(Self::Admin),
            _ => None,
        }
    }

    /// What the lack of the role means, and what to do about it.
    const fn remedy(self) -> &'static str {
        match self {
            Self::Viewer => "Your account has no role yet. Ask an administrator to give you one.",
            Self::Staff => "Only staff can do this. Ask an administrator to make you staff.",
            Self::Admin => "Only administrators can do this. Ask one of them.",
        }
    }
}

/// Who is signed in.
#[derive(Debug, Clone)]
pub(crate) struct User {
    /// The claim `sub`.
    pub(crate) id: String,
    /// The e-mail address, which only id tokens say.
    pub(crate) email: Option<String>,
    /// The roles, least first.
    pub(crate) roles: Vec<Role>,
    /// Whether this is somebody to whom callers entrust what nobody else may know.
    pub(crate) is_pastor: bool,
}

/// The Cognito group of those who read confidential calls. It stands beside the roles: who is in no other group does
/// what staff do.
const PASTOR: &str = "pastor";

impl User {
    /// How much of a confidential call the user may see.
    pub(crate) fn reader(&self) -> Reader {
        Reader {
            is_pastor: self.is_pastor,
        }
    }

    /// How others on the staff know the user.
    pub(crate) fn shown_as(&self) -> String {
        self.email.clone().unwrap_or_else(|| self.id.clone())
    }

    /// How the user is noted in a history.
    pub(crate) fn actor(&self) -> Actor {
        Actor {
            id: self.id.clone(),
            shown_as: self.shown_as(),
        }
    }

    /// The highest role; `None` for who has none.
    pub(crate) fn role(&self) -> Option<Role> {
        self.roles.last().copied()
    }

    fn may(&self, needed: Role) -> bool {
        self.roles.iter().any(|role| *role >= needed)
    }
}

/// Someone who may read.
pub(crate) struct Viewer(pub(crate) User);

/// Someone who may change contacts and send messages.
pub(crate) struct Staff(pub(crate) User);

/// Someone who may change the church's settings.
pub(crate) struct Admin(pub(crate) User);

impl FromRequestParts<Shared> for Admin {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Shared) -> Result<Self> {
        admit(parts, api, Role::Admin).await.map(Self)
    }
}

impl FromRequestParts<Shared> for Viewer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Shared) -> Result<Self> {
        admit(parts, api, Role::Viewer).await.map(Self)
    }
}

impl FromRequestParts<Shared> for Staff {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Shared) -> Result<Self> {
        admit(parts, api, Role::Staff).await.map(Self)
    }
}

async fn admit(parts: &Parts, api: &Shared, needed: Role) -> Result<User> {
    let user = api.authenticator.identify(&parts.headers).await?;
    if let Some(log) = parts.extensions.get::<RequestLog>() {
        log.note_user(&user.id);
    }
    if user.may(needed) {
        return Ok(user);
    }
    let lacking = if user.roles.is_empty() {
        Role::Viewer
    } else {
        needed
    };
    Err(Problem::new(StatusCode::FORBIDDEN, lacking.remedy()))
}

/// Finds out from a request's token who asks.
pub struct Authenticator {
    configuration: TokenConfiguration,
    keys: Arc<TokenKeys>,
    clock: Arc<dyn Clock>,
}

/// The claims of Cognito's tokens that matter here:
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html>.
#[derive(Deserialize)]
struct Claims {
    sub: String,
    iss: String,
    /// Seconds since 1970.
    exp: i64,
    token_use: String,
    /// The client of an id token.
    aud: Option<String>,
    /// The client of an access token.
    client_id: Option<String>,
    email: Option<String>,
    #[serde(rename = "cognito:groups", default)]
    groups: Vec<String>,
}

impl Authenticator {
    /// Takes the tokens that `configuration` describes and one of `keys` has signed.
    pub fn new(
        configuration: TokenConfiguration,
        keys: Arc<TokenKeys>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            configuration,
            keys,
            clock,
        }
    }

    async fn identify(&self, headers: &HeaderMap) -> Result<User> {
        let claims = self.verify(bearer_token(headers)?).await?;
        if self.clock.now().as_second() >= claims.exp {
            let detail = "Your session has ended. Sign in again.";
            return Err(Problem::not_signed_in(INVALID_TOKEN, detail).with_inside("expired"));
        }
        let mut roles: Vec<Role> = claims
            .groups
            .iter()
            .filter_map(|group| Role::of_group(group))
            .collect();
        roles.sort_unstable();
        roles.dedup();
        Ok(User {
            is_pastor: claims.groups.iter().any(|group| group == PASTOR),
            id: claims.sub,
            email: claims.email,
            roles,
        })
    }

    /// Checks all but the expiry, and the signature first: what an unsigned token says is nobody's word.
    async fn verify(&self, token: &str) -> Result<Claims> {
        let header = decode_header(token).map_err(|_| invalid("not a token"))?;
        if header.alg != Algorithm::RS256 {
            return Err(invalid("another algorithm"));
        }
        let id = header.kid.ok_or_else(|| invalid("no key id"))?;
        let key = self.keys.get(&id).await;
        let key = key.map_err(|error| Problem::failure(error.to_string()))?;
        let key = key.ok_or_else(|| invalid("unknown key"))?;
        let claims = decode::<Claims>(token, &key, &signature_alone())
            .map_err(|_| invalid("bad signature or claims"))?
            .claims;
        if claims.iss != self.configuration.issuer {
            return Err(invalid("another issuer"));
        }
        let client = match claims.token_use.as_str() {
            "id" => &claims.aud,
            "access" => &claims.client_id,
            _ => return Err(invalid("another use")),
        };
        if client.as_deref() != Some(self.configuration.client_id.as_str()) {
            return Err(invalid("another client"));
        }
        Ok(claims)
    }
}

/// The claims are checked above, where each has its own reason, and the time is the one handed in.
fn signature_alone() -> Validation {
    let mut validation = Validation::new(Algorithm::RS256);
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    validation
}

const NO_TOKEN: &str = "Bearer";
const INVALID_TOKEN: &str = "Bearer error=\"invalid_token\"";

/// Which check failed is for our logs; a forger learns nothing.
fn invalid(inside: &str) -> Problem {
    let detail = "This token is not valid here. Sign in again.";
    Problem::not_signed_in(INVALID_TOKEN, detail).with_inside(inside)
}

fn bearer_token(headers: &HeaderMap) -> Result<&str> {
    let missing = || {
        let detail =
            "Sign in first: send the header Authorization: Bearer, followed by your token.";
        Problem::not_signed_in(NO_TOKEN, detail)
    };
    let value = headers.get(header::AUTHORIZATION).ok_or_else(missing)?;
    let text = value.to_str().map_err(|_| missing())?;
    let (scheme, token) = text.split_once(' ').ok_or_else(missing)?;
    if scheme.eq_ignore_ascii_case("bearer") {
        Ok(token.trim())
    } else {
        Err(missing())
    }
}
