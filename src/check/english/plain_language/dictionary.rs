//! Words that many readers do not know, each with a plain equivalent.
//!
//! The words in the first part are from the A to Z of the NHS content style guide. The rest are ours, in the same
//! spirit: everyday names for anatomy and illnesses, and office English.

/// A word or phrase with its plain equivalent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// Its words, in lower case and separated by spaces.
    pub(super) words: &'static str,
    /// What to say instead, for the help.
    pub(super) plain: &'static str,
    /// Whether `plain` can replace it in any sentence.
    pub(super) is_swap: bool,
    /// Not applied before one of these words, where it means something else or is part of a name.
    pub(super) not_before: &'static str,
    /// Not applied after one of these words.
    pub(super) not_after: &'static str,
    /// Applied only before one of these words; empty for any.
    pub(super) only_before: &'static str,
    /// Applied only after one of these words; empty for any.
    pub(super) only_after: &'static str,
    /// Replaced only after one of these words or at the start of a sentence; empty for anywhere.
    pub(super) swap_after: &'static str,
    /// Whether only British services prefer the plain form.
    pub(super) is_british: bool,
}

/// A word that its plain equivalent can replace in any sentence.
const fn swap(words: &'static str, plain: &'static str) -> Entry {
    Entry {
        words,
        plain,
        is_swap: true,
        not_before: "",
        not_after: "",
        only_before: "",
        only_after: "",
        swap_after: "",
        is_british: false,
    }
}

/// A word that needs the sentence to be rewritten.
const fn say(words: &'static str, plain: &'static str) -> Entry {
    Entry { is_swap: false, ..swap(words, plain) }
}

impl Entry {
    const fn not_before(self, not_before: &'static str) -> Entry {
        Entry { not_before, ..self }
    }

    const fn not_after(self, not_after: &'static str) -> Entry {
        Entry { not_after, ..self }
    }

    const fn only_before(self, only_before: &'static str) -> Entry {
        Entry { only_before, ..self }
    }

    const fn only_after(self, only_after: &'static str) -> Entry {
        Entry { only_after, ..self }
    }

    const fn swap_after(self, swap_after: &'static str) -> Entry {
        Entry { swap_after, ..self }
    }

    const fn british(self) -> Entry {
        Entry { is_british: true, ..self }
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
const NOT_IN_PERSON: &str =
    "hay glandular scarlet yellow dengue rheumatic typhoid q lassa trench valley cabin";
const SUBJECT: &str = "you they people may might who patients children can could i we and or to";
const ADVERB: &str = "is are was were will can should would do does you it they we which that has have may this \
                      pain symptoms children adults people not";

/// Every entry. If two match, the one with more words is used.
pub(super) static ENTRIES: &[Entry] = &[
    // The A to Z.
    say("acute", "sudden").not_before("angle"),
    say("chronic", "long-term"),
    swap("persist", "carry on"),
    swap("persists", "carries on"),
    swap("persisted", "carried on"),
    swap("persisting", "carrying on"),
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
    swap("medication", "medicine").not_before("overuse"),
    swap("medications", "medicines"),
    say("drug", "medicine").not_before(
        "addiction misuse use abuse test tests testing dealer problem problems company and administration",
    )
    .not_after("anti-inflammatory illegal wonder miracle"),
    say("drugs", "medicines")
        .not_after("anti-inflammatory antirheumatic illegal recreational street party class on")
        .not_before("and or misuse"),
    swap("reduce pain", "ease pain"),
    swap("reduces pain", "eases pain"),
    swap("reducing pain", "easing pain"),
    swap("reduced pain", "eased pain"),
    swap("reduce the pain", "ease the pain"),
    swap("reduce your pain", "ease your pain"),
    swap("reduce back pain", "ease back pain"),
    say("interaction", "does not mix with").not_before("design").not_after("social human"),
    say("interactions", "does not mix with").not_after("social human"),
    swap("nausea", "feeling sick").swap_after("and or cause causes as like"),
    say("nauseous", "sick"),
    swap("fever", "high temperature").not_after(NOT_IN_PERSON).swap_after("a no").british(),
    say("fevers", "high temperatures").british(),
    swap("normally", "usually").only_after(ADVERB),
    swap("risk of", "chance of").not_after("at"),
    swap("risks of", "chances of"),
    swap("seek", "ask for").only_before(CARE),
    swap("seeking", "asking for").only_before(CARE),
    swap("sought", "asked for").only_before(CARE),
    swap("suffer from", "have"),
    swap("suffers from", "has"),
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
    swap("occur", "happen"),
    swap("occurs", "happens"),
    swap("occurred", "happened"),
    swap("occurring", "happening").not_after("naturally commonly"),
    swap("prognosis", "outlook"),
    swap("renal", "kidney"),
    // The body and its illnesses.
    swap("hypertension", "high blood pressure").not_after("pulmonary portal intracranial ocular"),
    swap("hypotension", "low blood pressure").not_after("postural orthostatic"),
    swap("abdomen", "tummy"),
    swap("abdominal", "tummy"),
    swap("cardiac", "heart"),
    swap("hepatic", "liver"),
    swap("pulmonary", "lung"),
    swap("gastric", "stomach").not_before("band bypass sleeve balloon"),
    swap("urinate", "pee"),
    swap("urinates", "pees"),
    swap("urinating", "peeing"),
    swap("urination", "peeing"),
    swap("defecate", "poo"),
    swap("defecation", "pooing"),
    swap("faeces", "poo"),
    swap("feces", "poo"),
    swap("haemorrhage", "bleeding").only_after("and or cause causes the with any").not_before("and in of"),
    swap("oedema", "swelling").not_after("pulmonary macular"),
    swap("edema", "swelling").not_after("pulmonary macular"),
    swap("pruritus", "itching"),
    swap("dyspnoea", "breathlessness"),
    swap("dyspnea", "breathlessness"),
    swap("myalgia", "muscle pain"),
    swap("pyrexia", "a high temperature"),
    swap("syncope", "fainting"),
    swap("analgesic", "painkiller"),
    swap("analgesics", "painkillers"),
    swap("analgesia", "pain relief"),
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
    swap("lower extremities", "legs"),
    swap("upper extremities", "arms"),
    swap("adverse effects", "side effects"),
    swap("adverse effect", "side effect"),
    say("adverse", "bad"),
    say("aetiology", "cause"),
    say("etiology", "cause"),
    say("idiopathic", "of no known cause"),
    say("asymptomatic", "without symptoms"),
    say("comorbidity", "other illness"),
    say("comorbidities", "other illnesses"),
    say("efficacy", "how well it works"),
    say("musculature", "muscles"),
    swap("physician", "doctor"),
    swap("physicians", "doctors"),
    // Office English.
    swap("utilise", "use"),
    swap("utilises", "uses"),
    swap("utilised", "used"),
    swap("utilising", "using"),
    swap("utilize", "use"),
    swap("utilizes", "uses"),
    swap("utilized", "used"),
    swap("utilizing", "using"),
    swap("commence", "start"),
    swap("commences", "starts"),
    swap("commenced", "started"),
    swap("commencing", "starting"),
    swap("discontinue", "stop"),
    swap("discontinues", "stops"),
    swap("discontinued", "stopped"),
    swap("discontinuing", "stopping"),
    swap("prior to", "before"),
    say("subsequently", "later"),
    swap("in order to", "to"),
    swap("approximately", "about"),
    swap("sufficient", "enough").not_after("a").not_before("to"),
    swap("numerous", "many"),
    swap("ensure", "make sure"),
    swap("ensures", "makes sure"),
    swap("ensured", "made sure"),
    swap("ensuring", "making sure"),
    swap("purchase", "buy").only_after("to can you or and may not"),
    swap("regarding", "about"),
    swap("due to the fact that", "because"),
    swap("in the event of", "if there is"),
    say("facilitate", "help"),
    say("facilitates", "helps"),
    say("ingest", "swallow"),
    say("ingestion", "swallowing"),
    say("ambulate", "walk"),
];
