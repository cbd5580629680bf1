//! Sentences of patient text that tell the reader to start, stop or change a medicine, and the words that send the
//! reader to a doctor.
//!
//! A sentence counts when a verb of starting, stopping or changing addresses the reader (an order: "stop taking", "deje
//! de tomar", "arrêtez"; a permission: "you can take"; an advice of the authors: "we suggest that you do not take") and a
//! drug or a word for medicine follows closely. Questions, what a doctor will do ("your doctor may lower the dose"),
//! conditions ("if you take ibuprofen") and the order to change nothing ("do not stop") do not count.

use std::ops::Range;
use std::sync::LazyLock;

use super::column_of;
use super::table::{ALL, TABLE};
use super::text::{Phrases, Sentence, Words, folded_words, sentences};

/// How a sentence tells the reader to change a medicine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Force {
    /// The authors' opinion: "we suggest that you do not take naproxen".
    Advice,
    /// "You can take ibuprofen."
    Permission,
    /// "Stop naproxen." "You must not take ibuprofen." "Hay que suspender la metformina."
    Order,
}

/// A sentence that tells the reader to start, stop or change a medicine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrugChange {
    /// The bytes of the sentence.
    pub range: Range<usize>,
    /// How it tells so.
    pub force: Force,
    /// Whether the sentence itself sends the reader to a doctor ("stop naproxen, with your doctor").
    pub with_doctor: bool,
}

/// What a verb does to the treatment.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    /// To change it: "do not stop" changes nothing.
    Change,
    /// To take it: "do not take" stops it.
    Take,
}

/// The vocabulary of one language.
struct Grammar {
    /// Verb forms that order when they open a clause (imperatives; in English the plain form).
    orders: Phrases<Act>,
    /// Verb forms after "you can", "usted debe", "vous devez" or at the head of a title.
    infinitives: Phrases<Act>,
    /// Words that may stand between a verb and what governs it.
    fillers: Vec<Box<str>>,
    negations: Vec<Box<str>>,
    permits: Phrases<Force>,
    /// Words for the reader before "can", "must".
    reader: Vec<Box<str>>,
    /// The authors' verbs.
    advice: Vec<Box<str>>,
    /// First words after which a comma may be followed by an order: "If it hurts, take".
    openers: Vec<Box<str>>,
    medicine: Phrases<()>,
    /// Words that make of a medicine something else: "medicine list".
    not_medicine: Vec<Box<str>>,
    /// Forms of "be stopped" after a drug: "naproxen should be stopped".
    passives: Phrases<()>,
    doctor: Phrases<()>,
    to_doctor: Phrases<()>,
    doctor_acts: Vec<Box<str>>,
}

fn list(words: &str) -> Vec<Box<str>> {
    folded_words(words)
}

fn verbs(change: &str, take: &str) -> Phrases<Act> {
    let of = |phrases: &str, act: Act| -> Vec<(Vec<Box<str>>, Act)> {
        phrases.split(';').map(|phrase| (folded_words(phrase), act)).collect()
    };
    Phrases::new(of(change, Act::Change).into_iter().chain(of(take, Act::Take)))
}

fn permits(can: &str, must: &str) -> Phrases<Force> {
    let of = |phrases: &str, force: Force| -> Vec<(Vec<Box<str>>, Force)> {
        phrases.split(';').map(|phrase| (folded_words(phrase), force)).collect()
    };
    Phrases::new(of(can, Force::Permission).into_iter().chain(of(must, Force::Order)))
}

static GRAMMARS: LazyLock<[Grammar; 3]> = LazyLock::new(|| [english(), spanish(), french()]);

fn english() -> Grammar {
    let change = "stop;start;begin;change;skip;increase;decrease;raise;lower;reduce;double;halve;quit;switch;restart;\
                  resume;pause;discontinue;adjust;hold;avoid;cut down;cut back;cut;go off;come off;stop using";
    Grammar {
        orders: verbs(change, "take"),
        infinitives: verbs(
            "stopping;starting;changing;skipping;increasing;decreasing;raising;lowering;reducing;doubling;quitting;\
             switching;restarting;pausing;discontinuing;avoiding",
            "taking",
        ),
        fillers: list(
            "now then also please always just only still simply first probably again t don do longer ever no not never \
             safely instead either",
        ),
        negations: list("not never t"),
        permits: permits("can;may;could;might", "must;should;need to;have to;ought to;had better;are to"),
        reader: list("you"),
        advice: list("recommend suggest advise urge propose want ask prefer recommended suggested advised like"),
        openers: list(
            "if when before after until once for on in from at first next then today now unless during while because \
             since please starting this tonight tomorrow",
        ),
        medicine: Phrases::of_list(
            "medicine;medicines;medication;medications;drug;drugs;pill;pills;tablet;tablets;capsule;capsules;dose;doses;\
             painkiller;painkillers;pain reliever;pain relievers;blood thinner;blood thinners;antibiotic;antibiotics;\
             antidepressant;antidepressants;inhaler;inhalers;chemotherapy;chemo;supplement;supplements;injections;\
             eye drops;patch;patches",
            (),
        ),
        not_medicine: list(
            "list lists card cards bottle bottles box boxes cabinet doctor doctors visit sheet plan review chart \
             organizer specialist class trial store clinic",
        ),
        passives: Phrases::of_list(
            "should be stopped;must be stopped;should be started;must be started;should be paused;must be paused;\
             should be changed;must be changed;should be reduced;must be reduced;should be increased;should be lowered;\
             should be raised;should be avoided;must be avoided;needs to be stopped;has to be stopped;needs to be started;\
             should be restarted;should be skipped;should not be taken;must not be taken",
            (),
        ),
        doctor: Phrases::of_list(
            "doctor;doctors;physician;physicians;oncologist;oncologists;cardiologist;surgeon;neurologist;psychiatrist;\
             specialist;prescriber;provider;clinician;nurse;pharmacist;care team;heart team;team;gastroenterologist;\
             rheumatologist;endocrinologist;urologist;gynecologist;dr",
            (),
        ),
        to_doctor: Phrases::of_list(
            "talk to;talk with;talk it over with;talk about this with;speak to;speak with;ask;call;tell;check with;\
             discuss;discuss it with;discuss this with;consult;see;contact;with;work with;checking with;asking;\
             talking to;talking with;speaking with;consulting;unless;let;agreed with;decide with",
            (),
        ),
        doctor_acts: list(
            "will may can should decides decide must could might tells prescribes advises says agrees would",
        ),
    }
}

fn spanish() -> Grammar {
    Grammar {
        orders: verbs(
            "deje de tomar;deje de usar;deje de ponerse;deje de inyectarse;deje de consumir;deja de tomar;deje;suspenda;\
             empiece a tomar;empiece a usar;empiece;comience a tomar;comience;inicie;aumente;suba;baje;reduzca;disminuya;\
             cambie;interrumpa;duplique;evite;omita;sáltese;salte;reanude;retome;descontinúe;discontinúe;pause;\
             suspende;no suspendas",
            "tome;tómese;use;no tomes",
        ),
        infinitives: verbs(
            "dejar de tomar;dejar de usar;dejar de ponerse;dejar;suspender;empezar a tomar;empezar;comenzar a tomar;\
             comenzar;iniciar;aumentar;subir;bajar;reducir;disminuir;cambiar;interrumpir;duplicar;evitar;omitir;\
             saltarse;reanudar;retomar;descontinuar;discontinuar;pausar;cambiar de",
            "tomar;tomarse",
        ),
        fillers: list("no ya nunca tampoco también ahora siempre solo entonces luego por favor usted pero jamás le"),
        negations: list("no nunca jamás tampoco"),
        permits: permits(
            "puede;podría;podrá;puedes",
            "debe;debería;deberá;tiene que;tendrá que;necesita;hay que;ha de;conviene;debes;tienes que;deberías",
        ),
        reader: list("usted tú"),
        advice: list(
            "recomendamos sugerimos aconsejamos proponemos pedimos queremos recomiendo sugiero aconsejo preferimos",
        ),
        openers: list(
            "si cuando antes después hasta para en desde a al primero luego hoy mientras durante por porque como ahora \
             entonces mañana esta",
        ),
        medicine: Phrases::of_list(
            "medicina;medicinas;medicamento;medicamentos;fármaco;fármacos;pastilla;pastillas;píldora;píldoras;tableta;\
             tabletas;comprimido;comprimidos;cápsula;cápsulas;dosis;analgésico;analgésicos;calmante;calmantes;\
             anticoagulante;anticoagulantes;antibiótico;antibióticos;antidepresivo;antidepresivos;inhalador;inhaladores;\
             quimioterapia;quimio;suplemento;suplementos;medicación;tratamiento con;parche;parches;inyecciones",
            (),
        ),
        not_medicine: list("lista listas tarjeta frasco hoja nota cirugía interna"),
        passives: Phrases::of_list(
            "debe suspenderse;debería suspenderse;deben suspenderse;debe dejarse;debe iniciarse;debe reducirse;\
             debe aumentarse;debe evitarse;deben evitarse;no debe tomarse;no deben tomarse;debe interrumpirse",
            (),
        ),
        doctor: Phrases::of_list(
            "médico;médica;médicos;doctor;doctora;doctores;oncólogo;oncóloga;cardiólogo;cardióloga;cirujano;cirujana;\
             neurólogo;neuróloga;psiquiatra;especialista;enfermera;enfermero;farmacéutico;farmacéutica;equipo;reumatólogo;\
             endocrinólogo;gastroenterólogo;urólogo;ginecólogo;ginecóloga;dr;dra",
            (),
        ),
        to_doctor: Phrases::of_list(
            "hable;hablar;hablarlo;háblelo;consulte;consultar;consúltelo;consultarlo;pregunte;pregúntele;preguntar;llame;\
             llamar;avise;comente;coméntelo;comentarlo;informe;diga;dígale;decida;acuerde;acordar;junto con;con;pida;\
             acuda;vea;lo indique;se lo indique;salvo que;converse;platique;habla;consulta;pregunta",
            (),
        ),
        doctor_acts: list(
            "le dirá decidirá puede podrá debe indicará decide va quizá quizás dice ajustará dirán cambiará receta",
        ),
    }
}

fn french() -> Grammar {
    Grammar {
        orders: verbs(
            "arrêtez;cessez;commencez;débutez;diminuez;augmentez;réduisez;baissez;changez;modifiez;sautez;doublez;\
             suspendez;interrompez;reprenez;évitez;remplacez;arrête;démarrez",
            "prenez;utilisez",
        ),
        infinitives: verbs(
            "arrêter;cesser;commencer;débuter;diminuer;augmenter;réduire;baisser;changer;modifier;sauter;doubler;\
             suspendre;interrompre;reprendre;éviter;remplacer;démarrer",
            "prendre",
        ),
        fillers: list(
            "ne n pas plus jamais de d à aussi alors maintenant toujours également y puis donc ensuite que nous vous \
             simplement",
        ),
        negations: list("ne n pas plus jamais"),
        permits: permits("pouvez;pourriez;pourrez", "devez;devriez;devrez;faut;faudra;faudrait"),
        reader: list("vous"),
        advice: list(
            "recommandons conseillons suggérons proposons demandons préférons recommande conseille suggère déconseillons",
        ),
        openers: list(
            "si quand lorsque avant après jusqu pour en dès à d puis ensuite pendant au aujourd demain par maintenant \
             d abord comme sauf",
        ),
        medicine: Phrases::of_list(
            "médicament;médicaments;comprimé;comprimés;cachet;cachets;pilule;pilules;gélule;gélules;capsule;capsules;dose;\
             doses;antidouleur;antidouleurs;analgésique;analgésiques;anticoagulant;anticoagulants;antibiotique;\
             antibiotiques;antidépresseur;antidépresseurs;inhalateur;inhalateurs;chimiothérapie;chimio;supplément;\
             suppléments;timbre;timbres;injections",
            (),
        ),
        not_medicine: list("liste listes carte carnet feuille fiche boîte"),
        passives: Phrases::of_list(
            "doit être arrêté;doit être arrêtée;doivent être arrêtés;doit être débuté;doit être réduit;doit être réduite;\
             doit être augmenté;doit être augmentée;doit être évité;doivent être évités;devrait être arrêté;\
             ne doit pas être pris;doit être suspendu;doit être commencé;devraient être évités",
            (),
        ),
        doctor: Phrases::of_list(
            "médecin;médecins;docteur;oncologue;oncologues;cardiologue;chirurgien;chirurgienne;neurologue;psychiatre;\
             spécialiste;infirmière;infirmier;pharmacien;pharmacienne;équipe;rhumatologue;endocrinologue;\
             gastro-entérologue;urologue;gynécologue;dr;dre",
            (),
        ),
        to_doctor: Phrases::of_list(
            "parlez à;parlez en à;parlez en avec;parlez avec;parlez;parler;en parler;demandez;demander;appelez;consultez;\
             consulter;discutez;discuter;discutez en;voyez;avec;informez;dites;contactez;avisez;sauf si;\
             avoir parlé;prévenez",
            (),
        ),
        doctor_acts: list(
            "vous dira décidera peut pourra doit décide indiquera ajustera dit adaptera prescrira va diront changera",
        ),
    }
}

fn grammars(language: &str) -> &'static [Grammar] {
    match column_of(language) {
        Some(column) => GRAMMARS.get(column..=column).unwrap_or_default(),
        None => GRAMMARS.as_slice(),
    }
}

/// Words that order something else than a medicine; after "and" an order may follow them.
const OTHER_ORDERS: &[&str] = &[
    "call",
    "rest",
    "go",
    "eat",
    "drink",
    "keep",
    "do",
    "bring",
    "tell",
    "walk",
    "wait",
    "try",
    "please",
    "sit",
    "llame",
    "descanse",
    "vaya",
    "beba",
    "coma",
    "siga",
    "procure",
    "espere",
    "appelez",
    "reposez",
    "allez",
    "buvez",
    "mangez",
    "continuez",
    "gardez",
    "essayez",
    "attendez",
];

const AND: &[&str] = &["and", "then", "y", "e", "luego", "et", "puis"];

/// The most words between a verb and the medicine it is about.
const REACH: usize = 7;

/// The sentences of a patient text that tell the reader to start, stop, take, skip or change a medicine.
///
/// An editor asks for "talk to your doctor" where [`Force::Order`] or [`Force::Permission`] is found and neither the
/// sentence nor the text [refers to a doctor](refers_to_doctor).
pub fn changes_drug(text: &str, language: &str) -> Vec<DrugChange> {
    let words = Words::new(text);
    let mut found = Vec::new();
    for sentence in sentences(&words).into_iter().filter(|sentence| !sentence.asks) {
        let force = grammars(language).iter().filter_map(|grammar| grammar.force_of(&words, &sentence)).max();
        if let Some(force) = force {
            let with_doctor =
                grammars(language).iter().any(|grammar| grammar.sends_to_doctor(&words, sentence.words.clone()));
            found.push(DrugChange { range: sentence.place, force, with_doctor });
        }
    }
    found
}

/// Whether a text sends its reader to a doctor, nurse or pharmacist: "talk to your doctor", "hable con su médico",
/// "parlez-en à votre médecin", "your doctor will decide".
pub fn refers_to_doctor(text: &str, language: &str) -> bool {
    let words = Words::new(text);
    grammars(language).iter().any(|grammar| grammar.sends_to_doctor(&words, 0..words.len()))
}

impl Grammar {
    fn force_of(&self, words: &Words<'_>, sentence: &Sentence) -> Option<Force> {
        let mut strongest = None;
        for index in sentence.words.clone() {
            let verb = self.verb_at(words, sentence, index);
            let force = verb.filter(|(_, after)| self.medicine_after(words, sentence, *after)).map(|(force, _)| force);
            let passive =
                self.passives.at(words, index).next().is_some() && self.medicine_before(words, sentence, index);
            strongest = strongest.max(force).max(passive.then_some(Force::Order));
        }
        strongest
    }

    /// The force of the verb at `index`, and the word after it.
    fn verb_at(&self, words: &Words<'_>, sentence: &Sentence, index: usize) -> Option<(Force, usize)> {
        let ordering = self.orders.at(words, index).next().and_then(|(length, act)| {
            let (head, negated) = self.head(words, sentence, index);
            let force = self.ordered(words, sentence, index, head)?;
            Some((length, act, negated, force))
        });
        let (length, act, negated, force) = ordering.or_else(|| {
            let (length, act) = self.infinitives.at(words, index).next()?;
            let (head, negated) = self.head(words, sentence, index);
            let force = self.governed(words, sentence, index, head)?;
            Some((length, act, negated, force))
        })?;
        // "Do not stop" changes nothing; "you can change" describes a plan more often than it permits.
        if negated && act == Act::Change {
            return None;
        }
        let vague = matches!(words.word(index), "change" | "switch" | "cambiar" | "changer" | "reduce" | "lower");
        if force == Force::Permission && vague {
            return None;
        }
        Some((force, index + length))
    }

    /// Where the words that belong to the verb at `index` begin, fillers included, and whether they deny it.
    fn head(&self, words: &Words<'_>, sentence: &Sentence, index: usize) -> (usize, bool) {
        let mut head = index;
        let mut negated = false;
        while head > sentence.words.start && !breaks_clause(words.gap_before(head)) {
            let previous = words.before(head);
            // "no longer take" denies, "no" alone belongs to the next word in English.
            if previous == "to" && words.before(head - 1) == "not" {
                head -= 1;
                continue;
            }
            if !has(&self.fillers, previous) || has(&self.reader, previous) {
                break;
            }
            negated |= has(&self.negations, previous) || (previous == "no" && words.word(head) == "longer");
            head -= 1;
        }
        (head, negated)
    }

    /// The force of an imperative, or of a plain English verb after "you can".
    fn ordered(&self, words: &Words<'_>, sentence: &Sentence, verb: usize, head: usize) -> Option<Force> {
        if self.opens_clause(words, sentence, verb, head) {
            return Some(Force::Order);
        }
        let previous = words.before(head);
        // "we recommend that you stop", "recomendamos que deje", "we advise you to stop"
        if has(&self.reader, previous) || previous == "que" || previous == "that" || previous == "to" {
            let start = head.saturating_sub(5).max(sentence.words.start);
            let clause =
                (start..head).rev().take_while(|at| *at + 1 == head || !breaks_clause(words.gap_before(*at + 1)));
            if clause.into_iter().any(|at| has(&self.advice, words.word(at))) {
                return Some(Force::Advice);
            }
        }
        self.permitted(words, sentence, head)
    }

    /// The force of an infinitive or gerund: "usted debe suspender", "we recommend stopping", "Suspender el naproxeno".
    fn governed(&self, words: &Words<'_>, sentence: &Sentence, verb: usize, head: usize) -> Option<Force> {
        let previous = words.before(head);
        if head > sentence.words.start && has(&self.advice, previous)
            || (has(&self.reader, previous) && head >= 2 && has(&self.advice, words.before(head - 1)))
        {
            return Some(Force::Advice);
        }
        if let Some(force) = self.permitted(words, sentence, head) {
            return Some(force);
        }
        // A title: "Suspender el naproxeno", "Ne pas prendre d'ibuprofène". A gerund heads none.
        let title = head == sentence.words.start && !words.word(verb).ends_with("ing") && !words.word(verb).is_empty();
        let bare = (head..verb).all(|at| matches!(words.word(at), "no" | "ne" | "n" | "pas" | "plus"));
        (title && bare).then_some(Force::Order)
    }

    /// Whether the reader can or must: "you should", "usted puede", "il faut".
    fn permitted(&self, words: &Words<'_>, sentence: &Sentence, head: usize) -> Option<Force> {
        (1..=2).find_map(|length| {
            let at = head.checked_sub(length).filter(|at| *at >= sentence.words.start)?;
            let (found, force) = self.permits.at(words, at).next()?;
            if found != length {
                return None;
            }
            let mut subject = at;
            while subject > sentence.words.start
                && has(&self.fillers, words.before(subject))
                && !has(&self.reader, words.before(subject))
                && !breaks_clause(words.gap_before(subject))
            {
                subject -= 1;
            }
            let addressed = has(&self.reader, words.before(subject)) && subject > sentence.words.start;
            let impersonal = matches!(words.word(at), "hay" | "faut" | "faudra" | "faudrait" | "conviene");
            let familiar = matches!(words.word(at), "puedes" | "debes" | "tienes" | "deberias");
            // Spanish leaves the subject out: "Puede tomar". A noun before the verb would be its subject.
            let silent = self.leaves_out_subject() && self.opens_clause(words, sentence, at, subject);
            (addressed || impersonal || familiar || silent).then_some(force)
        })
    }

    fn leaves_out_subject(&self) -> bool {
        has(&self.reader, "usted")
    }

    /// Whether a verb with its fillers from `head` opens a clause that can be an order.
    fn opens_clause(&self, words: &Words<'_>, sentence: &Sentence, verb: usize, head: usize) -> bool {
        let first = words.word(sentence.words.start);
        if head <= sentence.words.start {
            return true;
        }
        let gap = words.gap_before(head);
        let lists =
            |at: usize| self.orders.at(words, at).next().is_some() || self.infinitives.at(words, at).next().is_some();
        // "before you start, stop or change a medicine" lists verbs, it does not order.
        if verb != sentence.words.start && lists(head - 1) {
            return false;
        }
        if gap.contains(':') || gap.contains(['¡', '—']) {
            return true;
        }
        if gap.contains([',', ';']) {
            return has(&self.openers, first) || OTHER_ORDERS.contains(&first);
        }
        AND.contains(&words.before(head)) && OTHER_ORDERS.contains(&first)
    }

    /// Whether a medicine stands within reach after a verb.
    fn medicine_after(&self, words: &Words<'_>, sentence: &Sentence, from: usize) -> bool {
        let last = (from + REACH).min(sentence.words.end);
        let near = (from..last).take_while(|at| *at == from || !words.gap_before(*at).contains([':', ';', '.']));
        near.into_iter().any(|at| {
            let taking = matches!(words.before(at), "taking" | "tomar" | "prendre" | "using");
            (taking && matches!(words.word(at), "it" | "them"))
                || self.medicine_at(words, at).is_some_and(|length| !self.is_other_thing(words, at, length))
        })
    }

    fn medicine_before(&self, words: &Words<'_>, sentence: &Sentence, index: usize) -> bool {
        (index.saturating_sub(5).max(sentence.words.start)..index)
            .any(|at| self.medicine_at(words, at).is_some_and(|length| !self.is_other_thing(words, at, length)))
    }

    fn medicine_at(&self, words: &Words<'_>, at: usize) -> Option<usize> {
        let named = TABLE.find(words, at, ALL, false).filter(|(_, target)| TABLE.is_a_treatment(*target));
        named.map(|(length, _)| length).or_else(|| self.medicine.at(words, at).next().map(|(length, ())| length))
    }

    /// Whether the medicine at `at` only qualifies something else: "your medicine list", "la lista de medicamentos".
    fn is_other_thing(&self, words: &Words<'_>, at: usize, length: usize) -> bool {
        let before = at.saturating_sub(3)..at;
        has(&self.not_medicine, words.word(at + length))
            || before.into_iter().any(|index| has(&self.not_medicine, words.word(index)))
    }

    /// Whether the words in `range` send the reader to a doctor.
    fn sends_to_doctor(&self, words: &Words<'_>, range: Range<usize>) -> bool {
        range.clone().any(|at| {
            let Some((length, ())) = self.doctor.at(words, at).next() else { return false };
            let whole = |gap: &str| !gap.contains(['.', '!', '?', ';']);
            let acts = (at + length..(at + length + 3).min(range.end))
                .take_while(|index| whole(words.gap_before(*index)))
                .any(|index| has(&self.doctor_acts, words.word(index)));
            let theirs = matches!(words.before(at), "your" | "su" | "tu" | "votre" | "the" | "el" | "la" | "le")
                || matches!(words.before(at.saturating_sub(1)), "your" | "su" | "tu" | "votre");
            let start = at.saturating_sub(7).max(range.start);
            let contacted = (start..at)
                .rev()
                .take_while(|index| whole(words.gap_before(*index + 1)))
                .any(|index| self.to_doctor.at(words, index).next().is_some());
            contacted || (acts && theirs)
        })
    }
}

fn has(list: &[Box<str>], word: &str) -> bool {
    list.iter().any(|known| &**known == word)
}

/// Whether a clause ends in this gap between two words.
fn breaks_clause(gap: &str) -> bool {
    gap.contains([',', ';', ':', '(', ')', '¡', '—', '«', '“'])
}

#[cfg(test)]
#[path = "instructions_tests.rs"]
mod tests;
