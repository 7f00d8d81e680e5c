//! The language model: the stand-in, or the real one of whoever has a key.

use std::env;

use super::ports::Ports;

/// Which model the stack asks.
pub(crate) struct LanguageModel {
    /// Base address of its API.
    pub(crate) url: String,
    /// Its name.
    pub(crate) name: String,
    /// The key.
    pub(crate) key: String,
}

impl LanguageModel {
    /// The one that `OPENAI_API_KEY` is for, and if they are set `OPENAI_BASE_URL` and `OPENAI_MODEL`; else the stand-in,
    /// which the phone network serves. `TIDINGS_MODEL_API_URL` and `TIDINGS_MODEL` go before OpenAI's own names, and with
    /// such an address a model on this machine needs no key.
    pub(crate) fn of_environment(ports: Ports) -> Self {
        Self::chosen(ports, |name| {
            env::var(name).ok().filter(|value| !value.is_empty())
        })
    }

    fn chosen(ports: Ports, variable: impl Fn(&str) -> Option<String>) -> Self {
        let own_url = variable("TIDINGS_MODEL_API_URL");
        let key = match (variable("OPENAI_API_KEY"), &own_url) {
            (Some(key), _) => key,
            (None, Some(_)) => "none".to_owned(),
            (None, None) => {
                return Self {
                    url: format!("{}/openai/v1", ports.phone_network_url()),
                    name: "stand-in".to_owned(),
                    key: "stand-in".to_owned(),
                };
            }
        };
        let url = own_url.or_else(|| variable("OPENAI_BASE_URL"));
        let url = url.unwrap_or_else(|| "https://api.openai.com/v1".to_owned());
        Self {
            url: url.trim_end_matches('/').to_owned(),
            name: variable("TIDINGS_MODEL")
                .or_else(|| variable("OPENAI_MODEL"))
                .unwrap_or_else(|| "gpt-4.1-mini".to_owned()),
            key,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PORTS: Ports = Ports {
        emulator: 4566,
        phone_network: 4580,
    };

    #[test]
    fn without_a_key_the_stand_in_is_asked_and_with_one_the_real_model() {
        let model = LanguageModel::chosen(PORTS, |_| None);
        assert_eq!(model.url, "http://127.0.0.1:4580/openai/v1");
        let given = |name: &str| match name {
            "OPENAI_API_KEY" => Some("key".to_owned()),
            "OPENAI_BASE_URL" => Some("https://models.example.org/v1/".to_owned()),
            _ => None,
        };
        let model = LanguageModel::chosen(PORTS, given);
        assert_eq!(
            (model.url.as_str(), model.key.as_str()),
            ("https://models.example.org/v1", "key")
        );
        let only_key = LanguageModel::chosen(PORTS, |name| {
            given(name).filter(|_| name == "OPENAI_API_KEY")
        });
        assert_eq!(only_key.url, "https://api.openai.com/v1");
    }

    #[test]
    fn a_model_of_ones_own_needs_its_address_and_no_key() {
        let model = LanguageModel::chosen(PORTS, |name| match name {
            "TIDINGS_MODEL_API_URL" => Some("http://127.0.0.1:8080/v1".to_owned()),
            "TIDINGS_MODEL" => Some("small".to_owned()),
            "OPENAI_BASE_URL" | "OPENAI_MODEL" => Some("not this one".to_owned()),
            _ => None,
        });
        assert_eq!(
            (model.url.as_str(), model.name.as_str(), model.key.as_str()),
            ("http://127.0.0.1:8080/v1", "small", "none")
        );
    }
}
