//! What stands for each thing that a page can read.

#![deny(clippy::wildcard_enum_match_arm, reason = "a new output or read has to be considered here")]

use std::sync::Arc;

use super::kind::kind_value;
use super::reader::Titled;
use super::view::{DigestedValue, View};
use crate::check;
use crate::data::Date;
use crate::kind::Kind;
use crate::language::Language;
use crate::site::rows::RowId;
use crate::site::{PageId, language};
use crate::table::Question;
use crate::trace::{Digest, Read};

impl View {
    /// The digest of `read` in this view.
    #[must_use]
    pub fn digest(self: &Arc<Self>, read: &Read) -> Digest {
        let site = self.site();
        match read {
            Read::Text(file) => {
                let page = site.page_of(file).and_then(|page| page.article.as_ref());
                let table = || site.rows.tables().iter().find(|table| table.file == *file);
                Digest::of(&page.map(|article| article.text()).or_else(|| table().map(|table| table.text)))
            }
            Read::Title(file) => Digest::of(&site.page_of(file).map(Titled::from)),
            Read::Section(folder) => Digest::of(&site.section_page(folder).map(Titled::from)),
            Read::Dates(folder) => Digest::of(&self.dates(folder)),
            Read::Language(folder) => Digest::of(&language::of_rows(site, folder)),
            Read::Causes(folder) => Digest::of(&self.has_causes(folder)),
            Read::HomeOf(id) => {
                let home = site.rows.find_as::<Question>(id).and_then(|id| self.home_of(id));
                Digest::of(&home)
            }
            Read::Listing(folder) => {
                let (articles, sections) = self.listing(folder);
                Digest::of(&(self.pages(articles), self.pages(sections), self.folders(sections)))
            }
            Read::Neighbours(file) => Digest::of(&self.neighbours(file)),
            Read::Words(tag) => {
                let words = Language::new(tag).map(|language| site.words.of(&language));
                Digest::of(&words)
            }
            Read::Site => self.shared.site.digest(),
            Read::Checks => {
                let config = &site.config;
                let settings = config.checks.settings().map(|(name, setting)| (name, setting.value));
                let settings = settings.collect::<Vec<_>>();
                let review = &config.publisher.clinical_review;
                Digest::of(&(
                    settings,
                    site.today,
                    config.language.as_str(),
                    &config.jurisdiction,
                    review,
                    &config.misread,
                    site.has_stray_help(),
                    config.policy.values().collect::<Vec<_>>(),
                ))
            }
            Read::RedFlags(folder) => check::article::clinical::digest(site, folder),
            Read::Called(folder) => {
                let rows =
                    site.rows.all().map(|id| site.rows.row(id)).filter(|row| row.folder() == &**folder);
                Digest::of(
                    &rows
                        .map(|row| (row.kind().version(), &row.id.value, &row.name().value))
                        .collect::<Vec<_>>(),
                )
            }
            Read::Help(folder) => {
                let found = self.help(folder);
                let strip = |index: usize| {
                    let strip = &site.help[index];
                    (index, &strip.page, &strip.folder, self.shared.helps[index].digest())
                };
                Digest::of(&found.map(strip))
            }
            Read::Row(id) => Digest::of(&site.rows.find(id).map(|id| self.row_digest(id))),
            Read::Id(id) => Digest::of(&site.rows.find(id).map(|id| site.rows.row(id).kind())),
            Read::RowNeighbours(id) => Digest::of(&site.rows.find(id).map(|id| self.row_neighbours(id))),
            Read::Rows(kind) => {
                let rows = site.rows.of(kind).map(|id| site.rows.row(id));
                Digest::of(&rows.map(|row| (&row.id.value, row.folder())).collect::<Vec<_>>())
            }
            Read::Topic(kind, folder) => Digest::of(&site.rows.topic(kind, folder)),
            Read::Within(kind, folder) => {
                let rows = site.rows.within(kind, folder).map(|id| site.rows.row(id));
                Digest::of(&rows.map(|row| (&row.id.value, row.folder())).collect::<Vec<_>>())
            }
            Read::Kind(key) => Digest::of(
                &site.config.kinds.of_key(key).map(|kind| DigestedValue::from(kind_value(kind)).digest()),
            ),
            Read::Alphabet(kind) => self.alphabet_digest(kind),
            Read::Tables => {
                let tables = site.rows.tables().iter().map(|table| (Arc::clone(&table.file), table.text));
                Digest::of(&tables.collect::<Vec<_>>())
            }
            Read::Folders => {
                let folders = site.rows.tables().iter().map(|table| table.folder.as_str());
                Digest::of(&folders.collect::<Vec<_>>())
            }
            Read::Tag(slug) => Digest::of(&site.tags.get(&**slug).map(|tag| (&tag.name, &tag.url))),
            Read::Tagged(slug) => {
                let pages = self.tagged(slug);
                Digest::of(&(self.pages(pages), self.folders(pages)))
            }
            Read::Tags => Digest::of(&self.tags().collect::<Vec<_>>()),
            Read::Newest => {
                let newest = self.newest().into_iter();
                let page = |(id, date): (PageId, Date)| (&site.pages[id].file, date, self.page(id));
                Digest::of(&newest.map(page).collect::<Vec<_>>())
            }
            Read::Addresses => Digest::of(&self.addresses()),
            Read::At(name) => self.world.digest_at(name),
            Read::Names => self.world.digest_names(),
            Read::Template(name) => Digest::of(&self.templates.digest(name)),
            Read::Component(name) => Digest::of(&self.templates.component_digest(name)),
            Read::Templates => self.templates.digest_names(),
            Read::Asset(file) => {
                let asset = self.world.assets.get(file);
                Digest::of(&asset.map(|asset| asset.digest))
            }
        }
    }

    /// What lists say of pages.
    fn pages(&self, ids: &[PageId]) -> Vec<Digest> {
        ids.iter().map(|&id| self.page(id)).collect()
    }

    fn page(&self, id: PageId) -> Digest {
        self.shared.summaries[id].digest()
    }

    /// The row's fields as pages see them, the file it stands in, and what rules have to know of it besides: which of its
    /// keys are not missing, though pages see nothing of them.
    fn row_digest(&self, id: RowId) -> Digest {
        let row = self.site().rows.row(id);
        Digest::of(&(row.kind(), row.kind.version(), row.file(), self.shared.rows[id].digest(), &row.misread))
    }

    fn alphabet_digest(&self, kind: &Kind) -> Digest {
        let rows = self.site().rows.alphabetical(kind).iter();
        Digest::of(&rows.map(|&id| self.row_digest(id)).collect::<Vec<_>>())
    }
}
