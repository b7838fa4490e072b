//! Addresses in style sheets as paths of the site, and the way back.

use crate::css::is_path;
use crate::url::decode_path;

/// The decoded path of an address, and the `?query#fragment` after it; `None` for an address on another site, a data
/// URL, or a fragment of the same document.
pub(super) fn path_of(address: &str) -> Option<(String, &str)> {
    let address = address.trim();
    let (path, suffix) = address.split_at(address.find(['?', '#']).unwrap_or(address.len()));
    is_path(address).then(|| (decode_path(path), suffix))
}

/// Resolves `path` relative to `folder` (both below the site's root, without `/` at the ends); `None` if the result
/// is outside the site.
pub(super) fn join(folder: &str, path: &str) -> Option<String> {
    let from = if path.starts_with('/') { "" } else { folder };
    let mut segments: Vec<&str> = Vec::new();
    for segment in from.split('/').chain(path.split('/')) {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop()?;
            }
            segment => segments.push(segment),
        }
    }
    Some(segments.join("/"))
}

/// The address of `target` relative to `folder`: the inverse of [`join`].
pub(super) fn relative(folder: &str, target: &str) -> String {
    let folder: Vec<&str> = folder.split('/').filter(|segment| !segment.is_empty()).collect();
    let target: Vec<&str> = target.split('/').collect();
    let common = folder.iter().zip(&target).take_while(|(a, b)| a == b).count();
    let up = folder.iter().skip(common).map(|_| "..");
    up.chain(target.iter().skip(common).copied()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_resolved_and_made_relative_again() {
        assert_eq!(join("a/b", "../c.png").as_deref(), Some("a/c.png"));
        assert_eq!(join("a/b", "/c.png").as_deref(), Some("c.png"));
        assert_eq!(join("a", "../../c.png"), None);
        assert_eq!(relative("a/b", "a/c.png"), "../c.png");
        assert_eq!(relative("", "a/c.png"), "a/c.png");
    }
}
