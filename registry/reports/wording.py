"""The standing words of every report, in English, French and Arabic, and how a printed value is said."""

# One text, one line a language: wrapping Arabic inside a left-to-right file makes it unreadable.
# ruff: noqa: E501

from __future__ import annotations

from registry.disclosure.summary import Interval, PrintedGroup, Summary
from registry.errors import UsageRefused
from registry.reports.page_words import PAGE_TEXTS

LANGUAGES = ("en", "fr", "ar")

# key: English, French, Arabic. {…} are filled with printed values, classes and policy constants only.
TEXTS: dict[str, tuple[str, str, str]] = {
    "title": (
        "People documented as missing or detained",
        "Personnes documentées comme disparues ou détenues",
        "أشخاص موثَّقون كمفقودين أو محتجزين",
    ),
    "subtitle": (
        "Anonymised summary: documented cases, not a total",
        "Synthèse anonymisée : cas documentés, et non un total",
        "ملخص مجهول الهوية: حالات موثقة وليست مجموعاً كلياً",
    ),
    "made_on": ("Made on", "Établi le", "تاريخ الإعداد"),
    "cutoff": ("People last seen up to", "Personnes vues au plus tard le", "أشخاص شوهدوا آخر مرة حتى"),
    "release": ("Release", "Diffusion", "الإصدار"),
    "people": ("people", "personnes", "أشخاص"),
    "people_counted": ("People documented", "Personnes documentées", "أشخاص موثقون"),
    "all": ("all", "ensemble", "المجموع"),
    "each_of": ("each of: {classes}", "chacun de : {classes}", "كل من: {classes}"),
    "each_other": ("each of the others", "chacun des autres", "كل من الباقي"),
    "comma": (", ", ", ", "، "),
    "by": ("{people} by {axes}", "{people} selon {axes}", "{people} حسب {axes}"),
    "and": (" and ", " et ", " و"),
    "glance": ("At a glance", "En bref", "لمحة"),
    "tables": ("Tables", "Tableaux", "الجداول"),
    "about": ("about {n}", "environ {n}", "نحو {n}"),
    "under": ("under {n}", "moins de {n}", "أقل من {n}"),
    "fewer": ("fewer than {n}", "moins de {n}", "أقل من {n}"),
    "reading_title": ("How to read these figures", "Comment lire ces chiffres", "كيف تُقرأ هذه الأرقام"),
    "reading": (
        ("Every figure is rounded to a multiple of {base}, up or down, so that all tables still add up. “About” "
        "means less than {far} more or fewer. “Under {small}” may mean nobody at all. A small change between two "
        "figures says nothing about any one person. From one summary to the next no figure falls until figures are "
        "re-based, so that people who left may still be in them."),
        ("Chaque chiffre est arrondi à un multiple de {base}, vers le haut ou vers le bas, de sorte que les tableaux "
        "restent cohérents. « Environ » signifie moins de {far} en plus ou en moins. « Moins de {small} » peut "
        "signifier personne. Un petit écart entre deux chiffres ne dit rien d'une personne en particulier. D'une synthèse à "
        "l'autre aucun chiffre ne baisse avant une remise à niveau : des personnes parties peuvent donc y figurer encore."),
        ("كل رقم مقرَّب إلى أحد مضاعفات {base}، صعوداً أو نزولاً، بحيث تبقى الجداول متطابقة المجاميع. «نحو» تعني فرقاً "
        "أقل من {far} زيادةً أو نقصاناً. و«أقل من {small}» قد تعني عدم وجود أحد. والفرق الصغير بين رقمين لا يدل على أي شخص بعينه. "
        "ومن ملخص إلى آخر لا ينخفض أي رقم إلى أن يُعاد ضبط الأرقام، فقد تشمل أشخاصاً لم يعودوا محتسبين."),
    ),
    "few_or_none": ("a small number, or none", "un petit nombre, ou personne", "عدد قليل، أو لا أحد"),
    "reading_floor": (
        ("Every figure is a least number: “at least” means that so many people are documented, or more. “A small number, or none” "
        "may mean nobody at all. The figures come from rounded ones: a total may be larger than its parts together, and they "
        "may not be subtracted from one another. A small change between two figures says nothing about any one person."),
        ("Chaque chiffre est un minimum : « au moins » signifie qu'autant de personnes sont documentées, ou davantage. « Un petit "
        "nombre, ou personne » peut signifier personne. Les chiffres viennent de chiffres arrondis : un total peut dépasser la somme "
        "de ses parties, et on ne peut les soustraire l'un de l'autre. Un petit écart entre deux chiffres ne dit rien d'une "
        "personne en particulier."),
        ("كل رقم هو حد أدنى: «على الأقل» تعني أن هذا العدد من الأشخاص موثَّق أو أكثر. و«عدد قليل، أو لا أحد» قد تعني عدم وجود أحد. "
        "والأرقام مأخوذة من أرقام مقرَّبة: فقد يزيد المجموع على حاصل جمع أجزائه، ولا يجوز طرح بعضها من بعض. "
        "والفرق الصغير بين رقمين لا يدل على أي شخص بعينه."),
    ),
    "too_few": (
        "So few people are counted that only one total is given, in words.",
        "Si peu de personnes sont comptées qu'un seul total est donné, en mots.",
        "عدد الأشخاص قليل إلى حد أن مجموعاً واحداً فقط يُذكر، بالكلمات.",
    ),
    "documented": (
        ("These are the people whom this organisation has documented and whose families, or they themselves, agreed "
        "to be counted. They are documented cases, not a total: the number of people missing is not known and is "
        "likely to be higher."),
        ("Il s'agit des personnes que cette organisation a documentées et dont les familles, ou elles-mêmes, ont "
        "accepté d'être comptées. Ce sont des cas documentés, et non un total : le nombre de disparus n'est pas connu "
        "et il est probablement plus élevé."),
        ("هؤلاء هم الأشخاص الذين وثّقتهم هذه المنظمة ووافقت أسرهم، أو وافقوا هم أنفسهم، على احتسابهم. إنها حالات موثقة "
        "وليست مجموعاً كلياً: فعدد المفقودين غير معروف ويُرجَّح أنه أكبر."),
    ),
    "chart_desc": (
        "Bars show printed figures. A pale bar means a figure under {n}; the thin line shows how far the true number may lie.",
        ("Les barres montrent les chiffres imprimés. Une barre pâle signifie moins de {n} ; le trait fin montre "
        "jusqu'où peut se situer le nombre réel."),
        "تبيّن الأعمدة الأرقام المطبوعة. العمود الباهت يعني أقل من {n}، والخط الرفيع يبيّن المدى الممكن للعدد الحقيقي.",
    ),
    "chart_floor": (
        "Bars show the least numbers that are printed; the true number is that or more. Where there is no bar, it is a small number, or none.",
        ("Les barres montrent les minimums imprimés ; le nombre réel est celui-là ou davantage. Sans barre, c'est un petit nombre, "
        "ou personne."),
        "تبيّن الأعمدة الحدود الدنيا المطبوعة، والعدد الحقيقي مثلها أو أكثر. وحيث لا عمود فهو عدد قليل، أو لا أحد.",
    ),
    "groups": (
        "Group reports by sources",
        "Signalements de groupes par des sources",
        "بلاغات المصادر عن مجموعات",
    ),
    "groups_note": (
        ("What sources said about groups of unnamed people, each in its own words or as a range. These are never added "
        "to the people above: the same people may be meant."),
        ("Ce que des sources ont dit de groupes de personnes non nommées, dans leurs termes ou sous forme de fourchette. "
        "Ces chiffres ne s'ajoutent jamais aux personnes ci-dessus : il peut s'agir des mêmes."),
        "ما قالته المصادر عن مجموعات من أشخاص غير مسمَّين، كلٌّ بعبارته أو كمدى. لا تُضاف أبداً إلى الأشخاص أعلاه: فقد يكون المقصود الأشخاص أنفسهم.",
    ),
    "wording": ("As the source put it", "Selon la source", "بعبارة المصدر"),
    "withheld": ("(wording withheld)", "(formulation non reproduite)", "(العبارة محجوبة)"),
    "range": ("Range", "Fourchette", "المدى"),
    "situation": ("Situation", "Situation", "الوضع"),
    "period": ("Period", "Période", "الفترة"),
    "source": ("Source", "Source", "المصدر"),
    "place": ("Place", "Lieu", "المكان"),
    "holder": ("Alleged holder", "Détenteur présumé", "الجهة المحتجِزة المزعومة"),
    "from_to": ("{low} to {high}", "{low} à {high}", "من {low} إلى {high}"),
    "at_least": ("at least {low}", "au moins {low}", "{low} على الأقل"),
    "up_to": ("up to {high}", "jusqu'à {high}", "حتى {high}"),
    "no_number": ("no number given", "aucun nombre donné", "لم يُذكر عدد"),
    "no_period": ("not stated", "non précisée", "غير مذكورة"),
    "group_total": (
        "All group reports together: {range}.",
        "Ensemble des signalements de groupes : {range}.",
        "كل بلاغات المجموعات معاً: {range}.",
    ),
    "relations_unknown": (
        "How these groups overlap is not known.",
        "On ignore dans quelle mesure ces groupes se recoupent.",
        "مدى تداخل هذه المجموعات غير معروف.",
    ),
    "coarser": (
        "Some tables were asked for in more detail than may be said safely, and are given in broader classes.",
        "Certains tableaux étaient demandés plus en détail qu'il n'est sûr de le dire, et sont donnés par classes plus larges.",
        "طُلبت بعض الجداول بتفصيل أكبر مما يمكن قوله بأمان، فقُدِّمت بفئات أوسع.",
    ),
    "method_title": ("Method note", "Note de méthode", "مذكرة منهجية"),
    "method_see": (
        "The method note beside this file says how the figures were made and what they cannot tell.",
        "La note de méthode jointe dit comment ces chiffres ont été établis et ce qu'ils ne peuvent pas dire.",
        "توضح المذكرة المنهجية المرفقة كيف أُعدّت هذه الأرقام وما لا يمكنها قوله.",
    ),
    "m_universe": ("Who is counted", "Qui est compté", "من يُحتسب"),
    "m_universe_text": (
        ("People in this organisation's register whose consent to anonymous statistics stands on the day of the release, "
        "and who were last seen on or before {cutoff}. People without a known date are counted as not stated. A person "
        "reported dead is counted as missing, fate not clarified, until death is officially notified or remains are identified."),
        ("Les personnes du registre de cette organisation dont le consentement à des statistiques anonymes est valable le jour "
        "de la diffusion, et vues au plus tard le {cutoff}. Les personnes sans date connue sont comptées comme non précisées. "
        "Une personne signalée morte est comptée comme disparue, sort non élucidé, tant que le décès n'est pas officiellement "
        "notifié ou les restes identifiés."),
        ("أشخاص مسجلون لدى هذه المنظمة، موافقتهم على الإحصاءات المجهولة سارية يوم الإصدار، وشوهدوا آخر مرة في {cutoff} أو قبله. "
        "من لا يُعرف تاريخه يُحتسب «غير مذكور». ومن أُبلغ عن وفاته يُحتسب مفقوداً، المصير غير معروف، إلى أن تُبلَّغ الوفاة رسمياً أو يُتعرَّف على الرفات."),
    ),
    "m_coverage": ("Coverage", "Couverture", "التغطية"),
    "m_coverage_text": (
        ("The register grows with who is able and willing to report. Places, periods and groups that are hard to reach are "
        "under-counted; figures may not be compared as rates, and nothing follows from a low figure."),
        ("Le registre dépend de qui peut et veut signaler. Les lieux, périodes et groupes difficiles d'accès sont sous-comptés ; "
        "les chiffres ne se comparent pas comme des taux, et un chiffre bas ne prouve rien."),
        "ينمو السجل بحسب من يستطيع ويريد الإبلاغ. الأماكن والفترات والفئات التي يصعب الوصول إليها أقل تمثيلاً؛ ولا تُقارَن الأرقام كمعدلات، ولا يُستنتج شيء من رقم منخفض.",
    ),
    "m_classes": ("Classes", "Classes", "الفئات"),
    "m_rounding": ("Protection", "Protection", "الحماية"),
    "m_rounding_text": (
        ("Before anything was printed, classes were made broader until each rule of the policy “{policy}” held: every class of "
        "{persons} people or more holds at least {families} families or incidents; minors are crossed with other facts only at "
        "national level and from {minors} people; deaths are not given by place or holder; months are named from {month} people; "
        "a register of fewer than {universe} people gets one total. Then all cells of all tables were rounded together to "
        "multiples of {base} (controlled rounding), so that no subtraction between them gives a smaller figure away. "
        "{said} Percentages, averages and exact dates are not given."),
        ("Avant toute impression, les classes ont été élargies jusqu'à ce que chaque règle de la politique « {policy} » soit "
        "respectée : toute classe de {persons} personnes ou plus compte au moins {families} familles ou incidents ; les mineurs ne sont "
        "croisés avec d'autres faits qu'au niveau national et à partir de {minors} personnes ; les décès ne sont pas donnés par "
        "lieu ni par détenteur ; les mois sont nommés à partir de {month} personnes ; un registre de moins de {universe} personnes "
        "ne donne qu'un total. Puis toutes les cellules de tous les tableaux ont été arrondies ensemble à des multiples de {base} "
        "(arrondi contrôlé), de sorte qu'aucune soustraction ne révèle un chiffre plus petit. {said} Ni pourcentages, ni moyennes, ni dates exactes."),
        ("قبل طباعة أي شيء وُسِّعت الفئات حتى تحققت كل قواعد السياسة «{policy}»: كل فئة تضم {persons} أشخاص أو أكثر فيها {families} أسر أو حوادث على الأقل؛ "
        "والقاصرون لا يُربطون بوقائع أخرى إلا على المستوى الوطني وابتداءً من {minors} شخصاً؛ والوفيات لا تُذكر بحسب المكان أو الجهة؛ والأشهر تُسمى ابتداءً من {month} شخص؛ "
        "والسجل الذي يضم أقل من {universe} شخصاً يُعطى مجموعاً واحداً. ثم قُرِّبت كل خلايا كل الجداول معاً إلى مضاعفات {base} (تقريب مضبوط)، "
        "بحيث لا يكشف أي طرح بينها رقماً أصغر. {said} ولا تُذكر نسب ولا متوسطات ولا تواريخ دقيقة."),
    ),
    "m_said": (
        "“Under 20” may mean nobody; “under 30” tells that somebody is counted there.",
        "« Moins de 20 » peut vouloir dire personne ; « moins de 30 » dit que quelqu'un y est compté.",
        "وقد تعني «أقل من 20» لا أحد، أما «أقل من 30» فتعني أن أحداً محتسب هناك.",
    ),
    "m_said_floor": (
        ("Of each rounded figure only the greatest multiple of {base} is printed that the true number surely reaches, as “at least”; "
        "where it surely reaches none, “a small number, or none”."),
        ("De chaque chiffre arrondi n'est imprimé que le plus grand multiple de {base} que le nombre réel atteint sûrement, avec "
        "« au moins » ; s'il n'en atteint sûrement aucun, « un petit nombre, ou personne »."),
        "ولا يُطبع من كل رقم مقرَّب إلا أكبر مضاعف للعدد {base} يبلغه العدد الحقيقي يقيناً، بعبارة «على الأقل»؛ فإن لم يبلغ أياً منها يقيناً طُبعت «عدد قليل، أو لا أحد».",
    ),
    "m_adversaries": ("Against whom", "Contre qui", "ممن"),
    "m_adversaries_text": (
        ("Readers who hold the detained people and know most of them; readers who "
        "subtract tables, rows and columns from one another; readers who share files. Readers who keep every summary "
        "ever made for anyone and compare them: each is rounded together with all earlier ones."),
        ("Des lecteurs qui détiennent les personnes et connaissent la plupart d'entre elles ; "
        "qui soustraient tableaux, lignes et colonnes ; qui partagent leurs fichiers. Des lecteurs qui gardent "
        "toutes les synthèses faites pour quiconque et les comparent : chacune est arrondie avec toutes les précédentes."),
        ("قراء يحتجزون الأشخاص ويعرفون معظمهم؛ قراء يطرحون الجداول والصفوف والأعمدة بعضها من بعض؛ قراء يتبادلون الملفات. "
        "قراء يحتفظون بكل ملخص أُعدّ لأي جهة ويقارنون بينها: كل ملخص يُقرَّب مع كل ما سبقه."),
    ),
    "m_audit": ("Audit", "Vérification", "التدقيق"),
    "audit_self": (
        ("The program re-checked after writing that every figure is a multiple of the base and that all tables add up, and "
        "searched the files for identifiers. An audit by an independent program was not part of this release."),
        ("Après l'écriture, le programme a revérifié que chaque chiffre est un multiple de la base et que les tableaux s'additionnent, "
        "et a cherché des identifiants dans les fichiers. Aucune vérification par un programme indépendant n'a été faite."),
        "بعد الكتابة أعاد البرنامج التحقق من أن كل رقم من مضاعفات الأساس وأن الجداول متطابقة المجاميع، وبحث في الملفات عن معرِّفات. ولم يُجرَ تدقيق ببرنامج مستقل.",
    ),
    "audit_independent": (
        "An independent program recomputed from the written files what a reader could work out, and found nothing fatal.",
        "Un programme indépendant a recalculé à partir des fichiers ce qu'un lecteur pourrait déduire, sans rien trouver de grave.",
        "أعاد برنامج مستقل من الملفات المكتوبة حساب ما يمكن للقارئ استنتاجه، ولم يجد ما هو خطير.",
    ),
    "m_risk": ("What risk remains", "Risque résiduel", "الخطر المتبقي"),
    "m_risk_text": (
        ("Whoever knows how many people could be in a class at all learns from {told} that one of them is documented; whoever "
        "knows all the documented but one may learn whether the last one is, since rounding moves figures as little as it can. "
        "Whoever already knows that a person is documented learns the classes that nearly everyone in a figure shares. A release "
        "shows that an organisation documents these places and periods at all. Families not noted as one are counted apart. "
        "Nothing here protects someone whose story is told elsewhere."),
        ("Qui sait combien de personnes une classe pourrait compter apprend par {told} que l'une d'elles est documentée ; qui "
        "connaît toutes les personnes documentées sauf une peut apprendre si la dernière l'est. Qui sait déjà qu'une personne est documentée apprend les classes que partage presque tout le monde dans un chiffre. Une "
        "diffusion montre qu'une organisation documente ces lieux et périodes. Les familles non notées comme telles sont comptées "
        "séparément. Rien ici ne protège une personne dont l'histoire est racontée ailleurs."),
        ("من يعرف كم شخصاً يمكن أن تضم الفئة يعلم من {told} أن أحدهم موثَّق؛ ومن يعرف الموثَّقين كلهم ما عدا واحداً قد يعلم هل هو موثَّق. من يعرف أصلاً أن شخصاً ما موثَّق يعلم الفئات التي يشترك فيها معظم من في الرقم. ويبيّن الإصدار أن منظمة توثّق هذه الأماكن والفترات. "
        "والأسر التي لم تُسجَّل كأسرة واحدة تُحتسب منفصلة. ولا شيء هنا يحمي من رُويت قصته في مكان آخر."),
    ),
    "m_told": ("“under 30”", "« moins de 30 »", "«أقل من 30»"),
    "m_told_floor": (
        "figures worked out from one another",
        "des chiffres déduits les uns des autres",
        "أرقام يُستنتج بعضها من بعض",
    ),
    "m_files": ("Files and their SHA-256", "Fichiers et leur SHA-256", "الملفات وبصمات SHA-256"),
    **PAGE_TEXTS,
}  # fmt: skip


def require_language(lang: str) -> None:
    """Raise ``UsageRefused`` for a language there are no texts in."""
    if lang not in LANGUAGES:
        raise UsageRefused("there are no reports in that language", f"use one of: {', '.join(LANGUAGES)}")


def text(key: str, lang: str, **filled: object) -> str:
    """Return a standing text in ``lang``; raise ``UsageRefused`` for a language there are no texts in."""
    require_language(lang)
    words = TEXTS[key][LANGUAGES.index(lang)]
    return words.format(**filled) if filled else words


def said_day(day: str, lang: str) -> str:
    """Return an ISO date that keeps its order within Arabic text, where its parts would change places (UAX 9, W2)."""
    return f"\u2066{day}\u2069" if lang == "ar" else day


def said(value: int | str, summary: Summary, lang: str) -> str:
    """Return a print in words, as the summary's policy says figures: one way, or with a bound above too."""
    if summary.one_way and isinstance(value, int):
        least = summary.least(value)
        return text("at_least", lang, low=least) if least else text("few_or_none", lang)
    return said_rounded(value, summary.base, lang)


def said_rounded(value: int | str, base: int, lang: str) -> str:
    """Return a printed value in words: never a nought, never a sign.

    0 and 10 of base 10 are said with a bound one step above what they could mean, so that the words for
    them tell no more than their neighbours' do.
    """
    if isinstance(value, str):
        return text("fewer", lang, n=value.removeprefix("<"))
    if value <= base:
        return text("under", lang, n=value + 2 * base)
    return text("about", lang, n=value)


def said_range(low: int | None, high: int | None, lang: str) -> str:
    """Return a source's range in words; either bound may be missing."""
    if low is None and high is None:
        return text("no_number", lang)
    if high is None:
        return text("at_least", lang, low=low)
    if low is None:
        return text("up_to", lang, high=high)
    if low == high:
        return str(low)
    return text("from_to", lang, low=low, high=high)


def group_row(group: PrintedGroup, lang: str) -> tuple[str, ...]:
    """Return a group report as words: wording, range, situation, period, place, alleged holder, source."""
    return (
        f"“{group.wording}”" if group.wording else text("withheld", lang),
        said_range(group.low, group.high, lang),
        group.situation.show(lang),
        group.period.show(lang) if group.period else text("no_period", lang),
        group.place.show(lang),
        group.holder.show(lang),
        group.source.show(lang),
    )


def group_heads(lang: str) -> tuple[str, ...]:
    """Return the headings of ``group_row``."""
    return tuple(
        text(key, lang) for key in ("wording", "range", "situation", "period", "place", "holder", "source")
    )


def said_total(total: Interval, lang: str) -> str:
    """Return the interval over all group reports, and whether they may overlap."""
    sentence = text("group_total", lang, range=said_range(total.low, total.high, lang))
    return sentence if total.relations_known else f"{sentence} {text('relations_unknown', lang)}"
