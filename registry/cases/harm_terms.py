"""The coded terms of what was done to someone: where and how they were taken, how treated, and how the law sees it."""

from __future__ import annotations

from registry.words.terms import Coded, Term, Vocabulary

# The kinds of place in which a truth commission recorded that people were last seen (Chile, 1991).
SETTINGS = Vocabulary(
    "kind of place",
    Term("home", "at home", "à domicile", "في المنزل"),
    Term(
        "public_place",
        "in a public place",
        "dans un lieu public",
        "في مكان عام",
        aliases=("in public", "street"),
    ),
    Term("work", "at work", "au travail", "في العمل"),
    Term(
        "study",
        "at a place of study",
        "dans un lieu d'études",
        "في مكان الدراسة",
        aliases=("university", "school"),
    ),
    Term("hospital", "in hospital", "à l'hôpital", "في المستشفى", aliases=("in hospital",)),
    Term("checkpoint", "at a checkpoint or crossing", "à un point de contrôle", "عند حاجز أو معبر"),
    Term("shelter", "in a collective shelter", "dans un abri collectif", "في مركز إيواء"),
    Term("custody", "in custody", "en détention", "في الاحتجاز", aliases=("in custody",)),
)
# How people came into a holder's hands; the first five are those of the same commission.
TAKEN_HOW = Vocabulary(
    "way of being taken",
    Term("summoned", "summoned", "convoqué(e)", "باستدعاء"),
    Term(
        "reported_voluntarily",
        "went there of their own accord",
        "présenté(e) de son plein gré",
        "حضر طوعاً",
        aliases=("voluntarily reported",),
    ),
    Term("on_a_list", "on a list", "sur une liste", "ورد في قائمة", aliases=("listed",)),
    Term("at_home", "sought at home", "recherché(e) à domicile", "طُلب في منزله", aliases=("at home",)),
    Term("denounced", "denounced", "dénoncé(e)", "بوشاية"),
    Term("screened_out", "taken aside at a screening", "mis(e) à part lors d'un contrôle", "فُصل عند التدقيق"),
    Term("raid", "in a raid", "lors d'un raid", "خلال مداهمة"),
)
# Treatment as a source states it. Torture and other ill-treatment are those of the Convention against Torture (1984),
# articles 1 and 16; recording the word of a source is no finding.
TREATMENTS = Vocabulary(
    "treatment",
    Term("interrogated", "interrogated", "interrogé(e)", "استُجوب", aliases=("interrogation",)),
    Term("tortured", "tortured", "torturé(e)", "عُذّب", aliases=("torture",)),
    Term(
        "ill_treated",
        "otherwise ill-treated",
        "autrement maltraité(e)",
        "أسيئت معاملته",
        aliases=("mistreatment",),
    ),
    Term("denied_care", "denied medical care", "privé(e) de soins", "حُرم من الرعاية الطبية"),
    Term("treated_well", "treated well", "bien traité(e)", "عومل معاملة حسنة"),
)
# The legal view, apart from the status: always somebody's conclusion, never one that a form sets.
CHARACTERISATIONS = Vocabulary(
    "legal view",
    Term("missing_person", "missing person", "personne disparue", "شخص مفقود"),
    Term("separated_family", "separated family", "famille séparée", "عائلة مشتتة"),
    Term("arbitrary_detention", "alleged arbitrary detention", "détention arbitraire alléguée", "احتجاز تعسفي مزعوم"),
    Term("enforced_disappearance", "alleged enforced disappearance", "disparition forcée alléguée", "اختفاء قسري مزعوم"),
    Term(
        "abduction", "alleged abduction by a non-state group", "enlèvement allégué par un groupe non étatique",
        "خطف مزعوم من جهة غير حكومية",
    ),
    Term("hostage", "hostage", "otage", "رهينة"),
    Term("forced_conscription", "forced conscription", "enrôlement forcé", "تجنيد قسري"),
    Term("unlawful_killing", "alleged unlawful killing", "homicide illicite allégué", "قتل غير مشروع مزعوم"),
    Term("unknown", "no conclusion reached", "aucune conclusion", "لم يُتوصل إلى استنتاج", aliases=("unresolved",)),
)  # fmt: skip


class Setting(Coded):
    """The kind of place someone was last seen at."""

    vocabulary = SETTINGS


class TakenHow(Coded):
    """How someone came into a holder's hands, as stated."""

    vocabulary = TAKEN_HOW


class Treatment(Coded):
    """Treatment as a source states it."""

    vocabulary = TREATMENTS


class Characterisation(Coded):
    """How whoever says so sees it in law; never set by a form."""

    vocabulary = CHARACTERISATIONS
