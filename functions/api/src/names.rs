//! Names that the API gives to states of the domain.

/// Makes an enumeration of the API that mirrors one of the domain. It is a copy on purpose: the compiler
/// points here when the domain gains a state, and the OpenAPI document lists every name.
macro_rules! mirror {
    ($(#[$meta:meta])* $name:ident from $domain:path { $($variant:ident),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub(crate) enum $name {
            $(
                #[doc = concat!("See `", stringify!($domain), "::", stringify!($variant), "`.")]
                $variant
            ),+
        }

        impl From<$domain> for $name {
            fn from(state: $domain) -> Self {
                type Domain = $domain;
                match state {
                    $(Domain::$variant => Self::$variant),+
                }
            }
        }
    };
}

pub(crate) use mirror;
