//! Words that many readers do not know, each with a plain equivalent.
//!
//! The words in the first part are from the A to Z of the NHS content style guide. The rest are ours, in the same
//! spirit: everyday names for anatomy and illnesses, and office English.

/// A word or phrase with its plain equivalent.
#[derive(Clone, Copy, Debug)]
pub(super) struct PlainEquivalent {
    /// Its words, in lower case and separated by spaces.
    pub(super) words: &'static str,
    /// What to say instead, for the help.
    pub(super) plain: &'static str,
    /// Not applied before one of these words, where it means something else or is part of a name.
    pub(super) not_before: &'static str,
    /// Not applied after one of these words.
    pub(super) not_after: &'static str,
    /// Applied only before one of these words; empty for any.
    pub(super) only_before: &'static str,
    /// Applied only after one of these words; empty for any.
    pub(super) only_after: &'static str,
    /// Whether only British services prefer the plain form.
    pub(super) is_british: bool,
}

/// A word with what to say instead.
const fn say(words: &'static str, plain: &'static str) -> PlainEquivalent {
    PlainEquivalent {
        words,
        plain,
        not_before: "",
        not_after: "",
        only_before: "",
        only_after: "",
        is_british: false,
    }
}

impl PlainEquivalent {
    const fn not_before(self, not_before: &'static str) -> PlainEquivalent {
        PlainEquivalent { not_before, ..self }
    }

    const fn not_after(self, not_after: &'static str) -> PlainEquivalent {
        PlainEquivalent { not_after, ..self }
    }

    const fn only_before(self, only_before: &'static str) -> PlainEquivalent {
        PlainEquivalent { only_before, ..self }
    }

    const fn only_after(self, only_after: &'static str) -> PlainEquivalent {
        PlainEquivalent { only_after, ..self }
    }

    const fn british(self) -> PlainEquivalent {
        PlainEquivalent { is_british: true, ..self }
    }
}

/// The entries as words: the first word of each, and the second if there is one.
pub(super) fn words() -> impl Iterator<Item = (&'static str, Option<&'static str>)> {
    ENTRIES.iter().map(|entry| {
        let mut words = entry.words.split(' ');
        (words.next().unwrap_or(entry.words), words.next())
    })
}

const CARE: &str =
    "medical advice help attention treatment emergency urgent immediate professional care support";
const MEDICINES: &str =
    "drug medicine medicines food alcohol herbal herb supplement possible known serious harmful dangerous";
/// What people have a chance of. What *causes* harm has risks, but no chances: "the health risks of smoking".
const OUTCOMES: &str = "getting having developing catching dying falling falls stroke strokes cancer heart infection \
                        infections bleeding diabetes injury injuries death dementia blood breaking passing harm";
/// Names of departments and programmes.
const SERVICES: &str = "unit units ward wards clinic clinics department departments team teams service services nurse \
                        nurses rehabilitation rehab medicine physiotherapist tract function valve";
const NOT_IN_PERSON: &str =
    "hay glandular scarlet yellow dengue rheumatic typhoid q lassa trench valley cabin";
const SUBJECT: &str = "you they people may might who patients children can could i we and or to";
const ADVERB: &str = "is are was were will can should would do does you it they we which that has have may this \
                      pain symptoms children adults people not";

/// Every entry. If two match, the one with more words is used.
pub(super) static ENTRIES: &[PlainEquivalent] = &[
    // The A to Z.
    say("acute", "sudden").not_before("angle care hospital hospitals trust trusts medicine unit ward wards"),
    say("chronic", "long-term"),
    say("persist", "carry on"),
    say("persists", "carries on"),
    say("persisted", "carried on"),
    say("persisting", "carrying on"),
    say("persistent", "that carries on"),
    say("alternative", "other").not_before(
        "medicine medicines therapy therapies to and or for is are was that which would may can of in",
    ),
    say("exceed", "more than"),
    say("exceeds", "more than"),
    say("exceeding", "more than"),
    say("excessive", "too much"),
    say("excessively", "too much"),
    say("experience", "have").only_after(SUBJECT).not_before("of in with and or"),
    say("experiencing", "have"),
    say("medication", "medicine").not_before("overuse review reviews error errors"),
    say("medications", "medicines"),
    say("drug", "medicine").not_before(
        "addiction misuse use abuse test tests testing dealer problem problems company and administration",
    )
    .not_after("anti-inflammatory illegal wonder miracle"),
    say("drugs", "medicines")
        .not_after("anti-inflammatory antirheumatic illegal recreational street party class on")
        .not_before("and or misuse"),
    say("reduce pain", "ease pain"),
    say("reduces pain", "eases pain"),
    say("reducing pain", "easing pain"),
    say("reduced pain", "eased pain"),
    say("reduce the pain", "ease the pain"),
    say("reduce your pain", "ease your pain"),
    say("reduce back pain", "ease back pain"),
    say("interaction", "does not mix with").only_after(MEDICINES),
    say("interactions", "does not mix with").only_after(MEDICINES),
    say("nausea", "feeling sick"),
    say("nauseous", "sick"),
    say("fever", "high temperature").not_after(NOT_IN_PERSON).british(),
    say("fevers", "high temperatures").british(),
    say("normally", "usually").only_after(ADVERB),
    say("risk of", "chance of").only_before(OUTCOMES).not_after("at"),
    say("seek", "ask for").only_before(CARE),
    say("seeking", "asking for").only_before(CARE),
    say("sought", "asked for").only_before(CARE),
    say("suffer from", "have"),
    say("suffers from", "has"),
    say("suffering from", "have"),
    say("suffered from", "had"),
    say("sufferers", "people with it"),
    say("over the counter", "buy from a pharmacy"),
    say("over-the-counter", "buy from a pharmacy"),
    say("e.g", "for example"),
    say("eg", "for example"),
    say("i.e", "that is"),
    say("ie", "that is"),
    say("etc", "name the rest, or start with `such as`"),
    say("occur", "happen").not_before("to"),
    say("occurs", "happens").not_before("to"),
    say("occurred", "happened").not_before("to"),
    say("occurring", "happening").not_after("naturally commonly"),
    say("prognosis", "outlook"),
    say("renal", "kidney").not_before(SERVICES),
    // The body and its illnesses.
    say("hypertension", "high blood pressure").not_after("pulmonary portal intracranial ocular"),
    say("hypotension", "low blood pressure").not_after("postural orthostatic"),
    say("abdomen", "tummy"),
    say("abdominal", "tummy").not_before("thrust thrusts aortic"),
    say("cardiac", "heart").not_before(SERVICES),
    say("hepatic", "liver").not_before(SERVICES),
    say("pulmonary", "lung").not_before(SERVICES),
    say("gastric", "stomach").not_before("band bypass sleeve balloon"),
    say("urinate", "pee"),
    say("urinates", "pees"),
    say("urinating", "peeing"),
    say("urination", "peeing"),
    say("defecate", "poo"),
    say("defecation", "pooing"),
    say("faeces", "poo"),
    say("feces", "poo"),
    say("haemorrhage", "bleeding").only_after("and or cause causes the with any").not_before("and in of"),
    say("oedema", "swelling").not_after("pulmonary macular"),
    say("edema", "swelling").not_after("pulmonary macular"),
    say("pruritus", "itching"),
    say("dyspnoea", "breathlessness"),
    say("dyspnea", "breathlessness"),
    say("myalgia", "muscle pain"),
    say("pyrexia", "a high temperature"),
    say("syncope", "fainting"),
    say("analgesic", "painkiller"),
    say("analgesics", "painkillers"),
    say("analgesia", "pain relief"),
    say("benign", "not cancer").not_before("paroxysmal prostate intracranial"),
    say("malignant", "cancer").not_before("melanoma mesothelioma hyperthermia"),
    say("contraindicated", "not safe"),
    say("contraindication", "who should not have it"),
    say("contraindications", "who should not have it"),
    say("bilateral", "on both sides"),
    say("bilaterally", "on both sides"),
    say("unilateral", "on one side"),
    say("lower extremity", "leg"),
    say("upper extremity", "arm"),
    say("lower extremities", "legs"),
    say("upper extremities", "arms"),
    say("adverse effects", "side effects"),
    say("adverse effect", "side effect"),
    say("adverse", "bad").not_before("childhood weather"),
    say("aetiology", "cause"),
    say("etiology", "cause"),
    say("idiopathic", "of no known cause"),
    say("asymptomatic", "without symptoms"),
    say("comorbidity", "other illness"),
    say("comorbidities", "other illnesses"),
    say("efficacy", "how well it works"),
    say("musculature", "muscles"),
    say("physician", "doctor").not_before("associate associates assistant assistants"),
    say("physicians", "doctors").not_before("associate associates assistant assistants"),
    // Office English.
    say("utilise", "use"),
    say("utilises", "uses"),
    say("utilised", "used"),
    say("utilising", "using"),
    say("utilize", "use"),
    say("utilizes", "uses"),
    say("utilized", "used"),
    say("utilizing", "using"),
    say("commence", "start"),
    say("commences", "starts"),
    say("commenced", "started"),
    say("commencing", "starting"),
    say("discontinue", "stop"),
    say("discontinues", "stops"),
    say("discontinued", "stopped").not_after("is was are were been being a the"),
    say("discontinuing", "stopping"),
    say("prior to", "before"),
    say("subsequently", "later"),
    say("in order to", "to"),
    say("approximately", "about"),
    say("sufficient", "enough").not_after("a").not_before("to"),
    say("numerous", "many"),
    say("ensure", "make sure"),
    say("ensures", "makes sure"),
    say("ensured", "made sure"),
    say("ensuring", "making sure"),
    say("purchase", "buy").only_after("to can you or and may not"),
    say("regarding", "about").not_before("it them him her me us you themselves yourself"),
    say("due to the fact that", "because"),
    say("in the event of", "if there is"),
    say("facilitate", "help"),
    say("facilitates", "helps"),
    say("ingest", "swallow"),
    say("ingestion", "swallowing"),
    say("ambulate", "walk"),
];
