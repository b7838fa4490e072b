//! Danger signs and care cards: what a reader in danger has to find at once.

mod amounts;
mod flags;

use crate::article::Article;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::code::rules;
use crate::link::World;
use crate::trace::Notes;

use super::Scope;

rules! {
    /// A page does not show every emergency among the danger signs of its topic.
    ///
    /// What it does: takes the set that the topic's `index.md` names (`red_flags = "low-back"`) for the site's
    /// `jurisdiction`, and looks for each sign in the emergency cards of the rendered page and in the danger signs
    /// above its text (`[[help]]` in `site.toml`). A card is an element with the class `emergency`, or with one that
    /// ends in `-emergency`, whatever rendered it. Text that is hidden, struck out, quoted or has to be opened does
    /// not count, nor does a card that is printed as code. Differences in case, spaces, quotes and dashes do not
    /// matter, and "can't" is the same as "cannot". A page that shows rows of other topics has to show the danger signs of
    /// these as well.
    ///
    /// Why: a missing danger sign can cost a life. This rule can be neither waived nor set to another level.
    ///
    /// ```text
    /// Bad:  :::emergency[Call 999 if:]
    ///       - you cannot pee
    ///       :::
    /// Good: every sign of the set is in the card
    /// ```
    ///
    /// Source: NHS, Back pain; NICE guideline NG59, recommendation 1.1.1.
    MISSING_RED_FLAG = "missing-red-flag", Clinical, Error, firm;
    /// Readers do not see an emergency card as one.
    ///
    /// What it does: looks on the rendered page for emergency cards that are hidden, struck out, inside a quotation, or
    /// inside `:::details` or another element that has to be opened, and for `:::emergency` whose template renders no
    /// card. The site's own style sheets hide what has a class with a rule such as `.old { display: none }`, in no `@media`
    /// and with no other rule that shows it.
    ///
    /// Why: someone in danger does not click on "Read more".
    ///
    /// ```text
    /// Bad:  ::::details[Danger signs]
    ///       :::emergency[Call 999 if:]
    /// Good: the card is on its own, before everything else
    /// ```
    ///
    /// Source: NHS digital service manual, care cards.
    HIDDEN_RED_FLAG = "hidden-red-flag", Clinical, Error, firm;
    /// A page mentions a danger sign, but not in its emergency card.
    ///
    /// What it does: finds the words of the topic's danger signs in the text of pages whose rendered card does not show
    /// that sign, and in the fields with the role `danger-sign` of the rows that they show, such as `stop_if`.
    ///
    /// Why: readers who meet the sign in the middle of a text think that it can wait.
    ///
    /// ```text
    /// Bad:  Ask your GP about numbness in both legs.
    /// Good: the same sign is in the emergency card
    /// ```
    ///
    /// Source: NHS, Back pain.
    RED_FLAG_OUTSIDE_CARD = "red-flag-outside-card", Clinical, Error, firm;
    /// The emergency card comes after advice on what to do at home.
    ///
    /// What it does: in a topic with a set of danger signs, the card has to come before the first heading and before
    /// exercises and remedies on the rendered page, unless the danger signs above its text include them all.
    ///
    /// Why: readers stop reading at the first thing that helps.
    ///
    /// ```text
    /// Bad:  ## What you can do … :::emergency[…]
    /// Good: :::emergency[…] … ## What you can do
    /// ```
    ///
    /// Source: ours, after the NHS digital service manual's condition pages.
    LATE_EMERGENCY_CARD = "late-emergency-card", Clinical, Error, firm;
    /// A page's emergency card does not say which number to call, or does not link it.
    ///
    /// What it does: looks for the set's `emergency_number` in the rendered card or in the danger signs above the text,
    /// with or without spaces and hyphens between its digits, and for a visible link there that calls it. A longer
    /// number that contains it does not count, nor does one in the alternative text of a picture.
    ///
    /// Why: a reader in danger should not have to think.
    ///
    /// ```text
    /// Bad:  :::emergency[Get help now if:]
    /// Good: :::emergency[Call [999](tel:999) now if:]
    /// ```
    ///
    /// Source: NHS digital service manual, care cards.
    MISSING_EMERGENCY_NUMBER = "missing-emergency-number", Clinical, Error, firm;
    /// A topic names a set of danger signs that no table has for the site's country.
    ///
    /// What it does: looks for a row of `red-flags.toml` with this `area` for the site's `jurisdiction`; then for one
    /// with `jurisdiction = "eu"`, if that country is in the European Union; then for one without a country. It also
    /// reports the key in an article other than the `index.md` of a folder.
    ///
    /// Why: nothing would be checked, and the set of another country has other numbers to call.
    ///
    /// ```toml
    /// # Bad: red_flags = "lower-back"
    /// # Good:
    /// red_flags = "low-back"
    /// ```
    ///
    /// Source: ours.
    UNKNOWN_RED_FLAGS = "unknown-red-flags", Clinical, Error, firm;
    /// A set of danger signs has no source, no date, no number to call or no signs.
    ///
    /// What it does: asks for `sources`, `as_of` and `sign` in each row of `red-flags.toml`, and for
    /// `emergency_number` if the set is for one country and a sign is an emergency.
    ///
    /// Why: the set decides what readers are warned of, so it has to be compared with its source regularly.
    ///
    /// ```toml
    /// # Bad: a name and an area only. Good:
    /// [[red_flags]]
    /// name = "Low back pain, United Kingdom"
    /// area = "low-back"
    /// as_of = 2026-11-22
    /// sources = ["nhs-back-pain"]
    /// ```
    ///
    /// Source: ours.
    RED_FLAGS_SOURCE = "red-flags-source", Clinical, Error;
    /// Danger signs above a page show no number to call.
    ///
    /// What it does: looks for danger signs in `[[help]]` of `site.toml` without a link to a number, on sites for
    /// whose `jurisdiction` balm has no numbers and that set no `calls` under `[extra]`. Set the rule to `off` if
    /// your own templates show the number in another way.
    ///
    /// Why: someone in danger should not have to look for the number. It differs from country to country, so only the
    /// author can supply it.
    ///
    /// ```toml
    /// # Bad: jurisdiction = "jp", and nothing more. Good:
    /// [extra]
    /// calls = [["119", "Call 119"]]
    /// ```
    ///
    /// Source: NHS digital service manual, care cards.
    NO_NUMBER_TO_CALL = "no-number-to-call", Clinical, Warning;
    /// A care card's heading does not lead into its list.
    ///
    /// What it does: checks that the heading of each rendered `emergency`, `urgent` and `non-urgent` card says what to
    /// do, then "if", and ends with a colon: "Call 999 if:", or "See a GP if you have back pain and:".
    ///
    /// Why: the heading is the action, and the list says who should take it. One glance is enough.
    ///
    /// ```text
    /// Bad:  :::urgent[Warning signs]
    /// Good: :::urgent[Ask for an urgent GP appointment if:]
    /// ```
    ///
    /// Source: NHS digital service manual, care cards.
    CARE_CARD_HEADING = "care-card-heading", Clinical, Error;
    /// An emergency card contains a link that leads away from the phone.
    ///
    /// What it does: looks for links other than `tel:` and `sms:` in rendered emergency cards, including those in raw
    /// HTML and of directives.
    ///
    /// Why: someone who has to call an ambulance should not be sent off to read.
    ///
    /// ```text
    /// Bad:  :::emergency[Call 999 if:]
    ///       - you have [cauda equina syndrome](cauda-equina.md)
    /// Good: the link is in the text below
    /// ```
    ///
    /// Source: NHS digital service manual, care cards.
    LINK_IN_EMERGENCY = "link-in-emergency", Clinical, Warning;
    /// A care card or warning is followed by text without a heading.
    ///
    /// What it does: checks that a heading, another card or a list of rows comes after a card on the rendered page.
    ///
    /// Why: people who listen to a page jump from heading to heading; text directly after the card would sound like
    /// part of it.
    ///
    /// ```text
    /// Bad:  ::: (the end of a card), then "Most back pain gets better."
    /// Good: ## What to expect, then "Most back pain gets better."
    /// ```
    ///
    /// Source: NHS digital service manual, care cards.
    TEXT_AFTER_CARD = "text-after-card", Clinical, Error;
    /// A page has two cards of one kind, or more than two warnings.
    ///
    /// What it does: counts the `emergency`, `urgent` and `non-urgent` cards and the warnings on the rendered page.
    ///
    /// Why: if everything is a warning, nothing is.
    ///
    /// ```text
    /// Bad:  two :::urgent[…] on a page
    /// Good: one card with everything in its list
    /// ```
    ///
    /// Source: NHS digital service manual, care cards and warning callouts.
    REPEATED_CARD = "repeated-card", Clinical, Warning;
}

/// Checks the cards and danger signs of an article.
pub(in crate::check) fn article(
    world: &World,
    article: &Article,
    scope: &Scope<'_>,
    notes: &Notes,
    diagnostics: &mut Vec<Diagnostic>,
) {
    flags::article(world, article, scope, notes, diagnostics);
}

pub(in crate::check) use amounts::amounts;
pub use flags::digest;
pub(in crate::check) use flags::{declared, ending, may_be_in_card, row};
