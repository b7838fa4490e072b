use super::*;
use crate::article;
use crate::source::{Content, File, FileOrigin};

/// The amounts found in an article that says `text`, each with whether it has a source.
fn found(text: &str) -> Vec<(String, bool)> {
    let file = File {
        path: "content/a.md".into(),
        content: Content::Text(format!("# A page\n\n{text}\n").into()),
        origin: FileOrigin::Site,
    };
    let (Some(article), _) = article::parse(&file) else { panic!("it is an article: {text}") };
    let prose = Prose::article(&file);
    of(&article, &Text::new(&prose)).into_iter().map(|amount| (amount.words, amount.has_source)).collect()
}

#[test]
fn an_amount_of_a_medicine_or_supplement_is_found_however_it_is_said() {
    for (text, amount) in [
        ("Take 250 mg.", "250 mg"),
        ("Take 250mg every 4 hours.", "250mg"),
        ("Take 2 tablets every 4 hours.", "2 tablets"),
        ("Take two tablets every 4 to 6 hours.", "two tablets"),
        ("You can take 1-2 tablets up to 4 times a day.", "1-2 tablets"),
        ("Take no more than 8 tablets in 24 hours.", "8 tablets"),
        ("The usual dose of ibuprofen is 400 mg 3 times a day.", "400 mg"),
        ("Adults can take 1 g of paracetamol 4 times a day.", "1 g"),
        ("Give 5 ml of paracetamol syrup every 6 hours.", "5 ml"),
        ("Give your child 5 ml of the medicine twice a day.", "5 ml"),
        ("Paracetamol: up to 4,000 mg a day.", "4,000 mg"),
        ("Take 400 mg of magnesium before bed.", "400 mg"),
        ("Most people take 10 micrograms of vitamin D as a supplement.", "10 micrograms"),
        ("Swallow 2 capsules of turmeric with food, 500 mg each, daily.", "2 capsules"),
        ("Take 400 mg with food.", "400 mg"),
        ("Take 2 tablets with a glass of water.", "2 tablets"),
        ("Give 5 ml every 6 hours.", "5 ml"),
        ("| Age | Dose |\n|---|---|\n| 6 to 8 years | 250 mg |", "250 mg"),
        ("| Who | How much |\n|---|---|\n| Adults | 2 tablets every 4 hours |", "2 tablets"),
        ("## Paracetamol for children\n\n| Age | Amount |\n|---|---|\n| 2 years | 5 ml |", "5 ml"),
        ("Use 2 puffs of the inhaler every 4 hours.", "2 puffs"),
        ("- Ibuprofen: 200 mg to 400 mg every 8 hours", "200 mg"),
        ("- naproxen 250 mg twice a day", "250 mg"),
        ("| Medicine | Dose |\n|---|---|\n| Ibuprofen | 400 mg |", "400 mg"),
        ("| Medicine | How much |\n|---|---|\n| Paracetamol | 2 tablets, 4 times a day |", "2 tablets"),
    ] {
        let found = found(text);
        assert!(found.first().is_some_and(|(words, source)| words == amount && !source), "{text}: {found:?}");
    }
}

#[test]
fn a_row_or_source_at_the_place_is_seen() {
    for text in [
        "Take 2 tablets every 4 hours.[^nhs]\n\n[^nhs]: NHS, Paracetamol.",
        "Take 400 mg of ibuprofen, [the NHS says](https://www.nhs.uk/medicines/).",
        "You can take this:[^nhs]\n\n- 400 mg of ibuprofen 3 times a day\n\n[^nhs]: NHS.",
        "Doses from the NHS:[^nhs]\n\n| Medicine | Dose |\n|---|---|\n| Ibuprofen | 400 mg |\n\n[^nhs]: NHS.",
        "Take 400 mg of :remedy[ibuprofen]{id=\"ibuprofen\"} 3 times a day.",
    ] {
        let found = found(text);
        assert!(!found.is_empty() && found.iter().all(|(_, source)| *source), "{text}: {found:?}");
    }
}

#[test]
fn food_oils_recipes_loads_weights_packs_and_water_are_sound() {
    for text in [
        "Drink 250 ml of water before you start.",
        "Drink 6 to 8 glasses of water a day.",
        "Drink 1.5 litres of water a day.",
        "A glass of milk has about 300 mg of calcium.",
        "A banana contains 400 mg of potassium.",
        "Eat no more than 6 g of salt a day.",
        "Adults should eat 30 g of fibre a day.",
        "Eat 100 g of oily fish twice a week.",
        "A mug of coffee has 100 mg of caffeine.",
        "Keep caffeine under 400 mg a day.",
        "Adults need 10 micrograms of vitamin D a day.",
        "Men aged 19 to 64 need 300 mg of magnesium a day.",
        "Most adults get 700 mg of calcium a day from what they eat.",
        "Mix 2 drops of lavender oil with 10 ml of almond oil.",
        "Add 5 drops of peppermint oil to a bowl of warm water.",
        "Put 3 drops of oil on a cloth and breathe in twice a day.",
        "Use 1 teaspoon of honey in warm water.",
        "Stir 2 teaspoons of turmeric into the soup every day.",
        "Add 200 g of rice and 500 ml of stock.",
        "Take 200 g of flour and 2 eggs.",
        "Take 1 cup of oats and 250 ml of milk.",
        "Add half a teaspoon of salt.",
        "Bake 500 g of potatoes for 40 minutes.",
        "Lift a 2 kg weight 10 times.",
        "Hold a 500 g tin in each hand.",
        "Start with 5 kg and do 3 sets of 10.",
        "Fill a 500 ml bottle with water and use it as a weight.",
        "Her body weight fell by 3 kg in 2 weeks.",
        "A newborn of 3,200 g is of usual weight.",
        "If you weigh less than 50 kg, ask a pharmacist first.",
        "Pharmacies sell packs of 16 tablets.",
        "Paracetamol comes in packs of 32 tablets.",
        "A pack of 16 costs about 50p.",
        "The bottle holds 100 ml.",
        "Each box has 28 tablets.",
        "One tablet looks like another.",
        "Paracetamol tablets come in 2 strengths.",
        "Ibuprofen tablets are sold as 200 mg tablets in shops.",
        "The tablet has 2 halves.",
        "Read on a phone or a tablet for 20 minutes.",
        "Hold the tablet with 2 hands.",
        "A fasting blood sugar of 100 mg/dl is high.",
        "Your cholesterol should be below 5 mmol/l.",
        "Blood pressure of 120 over 80 is usual.",
        "Put 300 g of frozen peas in a towel and hold it on your back for 10 minutes.",
        "Use a hot water bottle for 20 minutes, 3 times a day.",
        "Rub in a pea-sized amount of gel 3 times a day.",
        "Take 10 deep breaths every hour.",
        "Take 2 steps to the side, 10 times a day.",
        "Take a 10 minute walk twice a day.",
        "Take 5 minutes every hour to stand up.",
        "Take the stairs 3 times a day.",
        "Take your tablets at 8 in the morning.",
        "Tell your GP if you take 5 or more medicines a day.",
        "Bring your medicines to both visits.",
        "Ask a pharmacist how many tablets to take in 24 hours.",
        "If a tablet does not help within 3 days, ask a pharmacist.",
        "Two kinds of tablet may not mix.",
        "Ibuprofen was better than a sham tablet in 3 of 5 trials.",
        "1 in 10 people who take the tablets feel sick.",
        "About 2 in 100 people stop taking the capsules.",
        "The NHS advises adults to see a GP after 6 weeks.",
        "Wear shoes that weigh less than 300 g.",
        "A standard drink has 10 g of alcohol.",
        "Smokers take in about 1 mg of nicotine from each cigarette.",
        "An X-ray gives you about 1 mSv.",
        "The gel pack weighs 250 g and stays cold for 20 minutes.",
        "Dissolve 200 g of Epsom salt in the bath.",
        "Drink a 330 ml can of cola at most.",
        "Ring 111 if you took too many tablets.",
        "The room should be 18 degrees at night.",
        "Repeat 10 times, twice a day.",
        "> He said: take 2 tablets every 4 hours.",
        "| Nutrient | How much a day |\n|---|---|\n| Vitamin C | 40 mg |",
        "| Pack | Price |\n|---|---|\n| 16 tablets | 50p |",
        "Pour 30 ml of it on the pan every day.",
        "Tablets of 500 mg are the usual strength.",
        "Ibuprofen gel of 5% comes in tubes of 30 g.",
        "A trial gave no relief at 4 weeks.",
        "Doctors gave one group exercise and the other 10 leaflets.",
        "Magnesium in 100 g of almonds: 270 mg.",
        "Weigh 50 g of oats each day.",
        "Give yourself 5 minutes every day.",
        "A child of 10 kg is small for her age.",
        "The pharmacy has 2 kinds of tablets.",
        "| Food | Calcium |\n|---|---|\n| Milk, 1 glass | 300 mg |",
        "| Exercise | Weight |\n|---|---|\n| Row | 500 g |",
        "| Food | How much a day |\n|---|---|\n| Nuts | 30 g |",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}
