//! Web and email addresses.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize};

use crate::data::{fail, shortened};

/// An absolute web address that starts with `https://` or `http://`; empty if none is given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct WebAddress(String);

impl WebAddress {
    /// The address as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl WebAddress {
    /// The address in `text`; the empty one where that is blank.
    ///
    /// # Errors
    /// Says what is taken, to follow the name of a key, and the way out.
    pub fn read(text: &str) -> Result<Self, (String, String)> {
        let address = text.trim();
        if address.is_empty() {
            return Ok(WebAddress::default());
        }
        let scheme = address.split_once("://").map(|(scheme, rest)| (scheme.to_lowercase(), rest));
        let help = match &scheme {
            Some((scheme, rest)) if matches!(scheme.as_str(), "http" | "https") => {
                let host = rest.split(['/', '?', '#']).next().unwrap_or("");
                if !host.is_empty()
                    && !address.contains(|letter: char| letter.is_whitespace() || letter.is_control())
                {
                    return Ok(WebAddress(address.to_owned()));
                }
                "write the full address without spaces, as the browser shows it".to_owned()
            }
            None if address.contains('.') && !address.contains([' ', ':']) => {
                format!("write `https://{}`", address.trim_start_matches('/'))
            }
            _ => "write an address that starts with `https://`".to_owned(),
        };
        Err((format!("takes a web address, not `{}`", shortened(address)), help))
    }
}

impl<'de> Deserialize<'de> for WebAddress {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        WebAddress::read(&text).map_err(|(message, help)| fail(&message, help))
    }
}

impl JsonSchema for WebAddress {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "WebAddress".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "uri", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://" })
    }
}

/// An email address; empty if none is given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// The address as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for EmailAddress {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let address = text.trim();
        if address.is_empty() || is_email(address) {
            return Ok(EmailAddress(address.to_owned()));
        }
        let bare = address.strip_prefix("mailto:").unwrap_or(address);
        let bare = bare.trim_start_matches('<').trim_end_matches('>');
        let help = if is_email(bare) {
            format!("write the address alone: `{bare}`")
        } else {
            "write it as `name@example.org`".to_owned()
        };
        Err(fail(&format!("takes an email address, not `{}`", shortened(address)), help))
    }
}

/// Whether `text` has the form of an email address: a name, one `@` and a host with a dot in it.
fn is_email(text: &str) -> bool {
    let is_odd = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '"' | '<' | '>' | '(' | ')' | ',' | ';' | ':' | '\\')
    };
    text.split_once('@').is_some_and(|(name, host)| {
        let labels = host.split('.');
        !name.is_empty() && host.contains('.') && labels.into_iter().all(|label| !label.is_empty())
    }) && text.matches('@').count() == 1
        && !text.contains(is_odd)
}

impl JsonSchema for EmailAddress {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "EmailAddress".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "email" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_email_address_has_a_name_and_a_host() {
        for text in ["me@example.org", "a.b+c@x-y.example.co.uk", "é@exämple.org"] {
            assert!(is_email(text), "{text}");
        }
        for text in [
            "",
            "me",
            "me@",
            "@example.org",
            "me@example",
            "me at example.org",
            "a@b@c.org",
            "me@example..org",
            "me@.org",
            "<me@example.org>",
            "mailto:me@example.org",
        ] {
            assert!(!is_email(text), "{text}");
        }
    }
}
