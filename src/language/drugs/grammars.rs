//! The words that order, permit or advise to change a medicine in each language, and those that name a doctor.

use std::sync::LazyLock;

use super::instructions::Force;
use super::text::{Phrases, column_of, folded_words};

/// What a verb does to the treatment.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// To change it: "do not stop" changes nothing.
    Change,
    /// To take it: "do not take" stops it.
    Take,
}

/// The vocabulary of one language.
pub(super) struct Grammar {
    /// Verb forms that order when they open a clause (imperatives; in English the plain form).
    pub(super) orders: Phrases<Act>,
    /// Verb forms after "you can", "usted debe", "vous devez" or at the head of a title.
    pub(super) infinitives: Phrases<Act>,
    /// Words that may stand between a verb and what governs it.
    pub(super) fillers: Vec<Box<str>>,
    pub(super) negations: Vec<Box<str>>,
    pub(super) permits: Phrases<Force>,
    /// Words for the reader before "can", "must".
    pub(super) reader: Vec<Box<str>>,
    /// The authors' verbs.
    pub(super) advice: Vec<Box<str>>,
    /// First words after which a comma may be followed by an order: "If it hurts, take".
    pub(super) openers: Vec<Box<str>>,
    pub(super) medicine: Phrases<()>,
    /// Words that make of a medicine something else: "medicine list".
    pub(super) not_medicine: Vec<Box<str>>,
    /// Forms of "be stopped" after a drug: "naproxen should be stopped".
    pub(super) passives: Phrases<()>,
    pub(super) doctor: Phrases<()>,
    pub(super) to_doctor: Phrases<()>,
    pub(super) doctor_acts: Vec<Box<str>>,
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
             suspendre;interrompre;reprendre;éviter;remplacer;démarrer;arrêtiez;cessiez;commenciez;débutiez;diminuiez;\
             augmentiez;réduisiez;baissiez;changiez;modifiiez;suspendiez;interrompiez;repreniez;évitiez;remplaciez",
            "prendre;preniez",
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

/// The grammar of a language, or all for a language without one.
pub(super) fn grammars(language: &str) -> &'static [Grammar] {
    match column_of(language) {
        Some(column) => GRAMMARS.get(column..=column).unwrap_or_default(),
        None => GRAMMARS.as_slice(),
    }
}
