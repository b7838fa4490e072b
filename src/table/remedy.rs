//! Remedies: what one may help with, how to use it, and who should not.

use schemars::JsonSchema;
use serde::Deserialize;

use super::choice::{Grade, choices};
use super::inline::Inline;
use super::range::Range;
use super::record::{About, BuiltIn, Record};
use super::whole::{Minutes, Whole, Years};

use crate::data::{Date, Spanned, typed};
use crate::kind::{Ask, Role};

choices! {
    /// What sort of remedy it is.
    RemedyKind in "remedy_kind" {
        Heat = "heat": "Heat",
        Cold = "cold": "Cold",
        HeatAndCold = "heat-and-cold": "Heat and cold",
        Herbal = "herbal": "Herbal remedy",
        EssentialOil = "essential-oil": "Essential oil",
        Supplement = "supplement": "Supplement",
        Diet = "diet": "Food and drink",
        Movement = "movement": "Movement",
        Manual = "manual": "Hands-on treatment",
        Behaviour = "behaviour": "Habits and behaviour",
        Medicine = "medicine": "Medicine",
        Procedure = "procedure": "Procedure",
    }
    /// How a remedy gets to the body.
    AdministrationRoute in "route" {
        Oral = "oral": "By mouth",
        Skin = "skin": "On the skin",
        Inhaled = "inhaled": "Breathed in",
        Device = "device": "With a device",
        None = "none": "Nothing is taken or put on",
    }
    /// What a remedy does that matters beside other medicines.
    Class in "class" {
        Sedative = "sedative": "Makes you drowsy",
        MuscleRelaxant = "muscle-relaxant": "Relaxes muscles",
        Anticoagulant = "anticoagulant": "Thins the blood",
        AntiInflammatory = "anti-inflammatory": "Reduces inflammation",
        Opioid = "opioid": "Opioid",
        PotassiumRaising = "potassium-raising": "Raises potassium",
    }
    /// What a guideline says of a remedy.
    Recommendation in "stance" {
        For = "for": "Recommends it",
        Against = "against": "Advises against it",
        OnlyWith = "only-with": "Recommends it only together with other care",
        NoView = "no-view": "Takes no view",
    }
}

/// A remedy. Only `name` is required; what it may help with needs a grade of evidence and a source.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Remedy {
    /// The row's name in links, unique in the site; without it the name's slug.
    pub id: Option<Spanned<String>>,
    /// What it is called: "Hot and cold therapy".
    pub name: Spanned<String>,
    /// Other names that people search for.
    #[serde(default)]
    pub also_called: Vec<String>,
    /// What sort of remedy it is.
    pub kind: Option<RemedyKind>,
    /// How it gets to the body.
    pub route: Option<AdministrationRoute>,
    /// What it does that matters beside other medicines.
    #[serde(default)]
    #[schemars(extend("x-role" = "class"))]
    pub classes: Vec<Class>,
    /// The forms it is sold or made in: "capsule", "tea".
    #[serde(default)]
    pub forms: Vec<Inline>,
    /// The remedy in a sentence or two.
    #[schemars(extend("x-role" = "claim", "x-asked" = false))]
    pub summary: Option<Inline>,
    /// How it is thought to work.
    #[schemars(extend("x-role" = "claim", "x-asked" = false))]
    pub how_it_works: Option<Inline>,
    /// How to use it, one step or rule an item.
    #[serde(default)]
    pub how_to_use: Vec<Inline>,
    /// The longest time to use it at once, in minutes: `20`, `"10-15"` or `[10, 15]`.
    #[schemars(extend("x-role" = "dose", "x-asked" = false))]
    pub max_time: Option<Spanned<Range<Whole<1, 1440, Minutes>>>>,
    /// What happens without it.
    #[schemars(extend("x-role" = "untreated"))]
    pub if_untreated: Option<Inline>,
    /// Side effects, one an item.
    #[serde(default)]
    #[schemars(extend("x-role" = "caution", "x-asked" = false))]
    pub side_effects: Vec<Inline>,
    /// What to be careful about.
    #[serde(default)]
    #[schemars(extend("x-role" = "caution"))]
    pub cautions: Vec<Inline>,
    /// Medicines, food and drink that it does not go with.
    #[serde(default)]
    #[schemars(extend("x-role" = "interaction"))]
    pub interactions: Vec<Inline>,
    /// Who should not use it, one group an item.
    #[serde(default)]
    #[schemars(extend("x-role" = "contraindication"))]
    pub avoid_if: Vec<Inline>,
    /// Who should ask somebody first, and whom.
    #[serde(default)]
    #[schemars(extend("x-role" = "caution", "x-asked" = false))]
    pub ask_first_if: Vec<Inline>,
    /// Advice in pregnancy.
    #[schemars(extend("x-role" = "caution"))]
    pub pregnancy: Option<Inline>,
    /// Advice while breastfeeding.
    #[schemars(extend("x-role" = "caution", "x-asked" = false))]
    pub breastfeeding: Option<Inline>,
    /// Advice for children.
    #[schemars(extend("x-role" = "caution", "x-instead" = ["children_min_age"]))]
    pub children: Option<Inline>,
    /// The age from which children may use it, in years.
    pub children_min_age: Option<Whole<0, 18, Years>>,
    /// Signs to stop at.
    #[serde(default)]
    #[schemars(extend("x-role" = "danger-sign", "x-asked" = false))]
    pub stop_if: Vec<Inline>,
    /// Ids of sources.
    #[serde(default)]
    #[schemars(extend("x-rows" = ["sources"], "x-role" = "source"))]
    pub sources: Vec<Spanned<String>>,
    /// A picture, as a path from the table's folder: `heat-pack.webp`.
    #[schemars(extend("x-type" = "picture"))]
    pub image: Option<Spanned<String>>,
    /// What the picture shows, for those who do not see it.
    pub alt: Option<String>,
    /// What it may help with; each claim with its own evidence.
    #[serde(default)]
    #[schemars(extend("x-role" = "claim"))]
    pub may_help: Vec<Claim>,
    /// The evidence as a whole.
    #[schemars(extend("x-role" = "evidence"))]
    pub evidence: Option<Evidence>,
    /// What guidelines say of it.
    #[serde(default)]
    pub guideline: Vec<Guideline>,
}

/// One thing a remedy may help with. `text` and `grade` are required; a claim without `sources` is a mistake of its own.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// The claim as a sentence, no stronger than its evidence.
    #[schemars(extend("x-role" = "claim"))]
    pub text: Inline,
    /// What was measured: "pain after 5 days".
    pub outcome: Option<Inline>,
    /// Whom it was measured in.
    pub population: Option<Inline>,
    /// How sure research is.
    #[schemars(extend("x-role" = "evidence"))]
    pub grade: Grade,
    /// Ids of the sources of this claim.
    #[serde(default)]
    #[schemars(extend("x-rows" = ["sources"], "x-role" = "source"))]
    pub sources: Vec<Spanned<String>>,
}

/// The evidence for a remedy as a whole. `grade` is required.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// How sure research is.
    #[schemars(extend("x-role" = "evidence"))]
    pub grade: Grade,
    /// What the research shows, in a sentence or two.
    pub summary: Option<Inline>,
    /// The level of evidence of the Centre for Evidence-Based Medicine, from 1 (reviews) to 5 (mechanism).
    pub cebm: Option<Whole<1, 5>>,
    /// The day the research was last looked through.
    pub as_of: Option<Spanned<Date>>,
}

/// What one guideline says of a remedy. `body`, `view` and `source` are required.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Guideline {
    /// Who wrote it: "NICE".
    pub body: String,
    /// What it says of the remedy.
    pub view: Recommendation,
    /// What it says, in a sentence.
    pub text: Option<Inline>,
    /// The id of the source that is this guideline.
    #[schemars(extend("x-rows" = ["sources"], "x-role" = "source"))]
    pub source: Spanned<String>,
}

typed!(Remedy);

impl BuiltIn for Remedy {
    const ABOUT: About = About {
        stem: "remedies",
        key: "remedy",
        noun: "a remedy",
        title: "Remedies",
        name_field: "name",
        continued: None,
        has_pages: true,
        schema_org: Some("MedicalEntity"),
        asks: &[
            Ask {
                role: Role::Evidence,
                fact: "does not say how certain the evidence is",
                help: "add `evidence` with its `grade`: `high`, `moderate`, `low`, `very-low` or `none`",
                cell: Some("write `high`, `moderate`, `low`, `very-low` or `none` under `evidence.grade`"),
            },
            Ask {
                role: Role::Untreated,
                fact: "does not say what happens without it",
                help: "add `if_untreated`",
                cell: None,
            },
        ],
    };
}

impl Record for Remedy {}
