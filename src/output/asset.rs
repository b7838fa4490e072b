//! A static file or picture, published as it is.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use super::{Made, Maker};
use crate::asset::Assets;
use crate::diagnostic::Place;
use crate::render::{Bytes, Reader};
use crate::route::{AddressOwner, CountedAs, Facts, Medium, OutputKind, Planner, Route, Target};
use crate::site::Site;

#[derive(Debug)]
pub(super) struct AssetFile;

impl OutputKind for AssetFile {
    fn facts(&self) -> Facts {
        Facts {
            medium: Medium::File,
            in_sitemap: false,
            counts_as: CountedAs::File,
            claim: AddressOwner::Author,
            templates: &[],
            is_slow: false,
            shared_address: None,
        }
    }

    fn plan(&self, _: &Site, assets: &Assets, planner: &mut Planner) {
        for asset in assets.iter() {
            let target = Target::Asset(Arc::clone(&asset.source));
            planner.add(&format!("/{}", asset.output), target, Place::start_of(&asset.source));
        }
    }

    fn title<'a>(&self, _: &'a Site, _: &'a Target) -> Cow<'a, str> {
        "".into()
    }
}

impl Maker for AssetFile {
    fn make(&self, reader: &Rc<Reader>, route: &Route) -> Option<Made> {
        let Target::Asset(source) = &route.target else { return None };
        reader.asset(source).cloned().map(Bytes::Shared).map(Made::Bytes)
    }
}
