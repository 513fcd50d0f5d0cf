"""The standing words beside a line list and a narrative, in English, French and Arabic."""

# One text, one line a language: wrapping Arabic inside a left-to-right file makes it unreadable.
# ruff: noqa: E501

from __future__ import annotations

from registry.reports.wording import LANGUAGES, TEXTS

# key: English, French, Arabic. {…} are filled with numbers of the rules and printed days only.
WORDS: dict[str, tuple[str, str, str]] = {
    "title": (
        "Line list of documented people, without identities",
        "Liste individuelle de personnes documentées, sans identités",
        "قائمة فردية بأشخاص موثقين، بلا هويات",
    ),
    "universe": (
        "Each line is one person last seen up to {cutoff} for whom consent to anonymous statistics stands. Documented cases, not a total. The order of the lines means nothing.",
        "Chaque ligne est une personne vue pour la dernière fois au plus tard le {cutoff}, pour laquelle vaut un consentement aux statistiques anonymes. Des cas documentés, et non un total. L'ordre des lignes ne signifie rien.",
        "كل سطر شخص شوهد آخر مرة في موعد أقصاه {cutoff} وتسري بشأنه موافقة على الإحصاءات مجهولة الهوية. حالات موثقة وليست مجموعاً كلياً. وترتيب الأسطر لا يعني شيئاً.",
    ),
    "left_out": (
        "Some people were left out, because a value of theirs is in no registered class.",
        "Certaines personnes ont été laissées de côté, une de leurs valeurs n'entrant dans aucune classe enregistrée.",
        "استُبعد بعض الأشخاص لأن إحدى قيمهم لا تدخل في أي فئة مسجلة.",
    ),
    "left_out_nobody": (
        "Nobody of them was left out.",
        "Aucune d'elles n'a été laissée de côté.",
        "لم يُستبعد أحد منهم.",
    ),
    "rules_title": ("How people are protected", "Comment les personnes sont protégées", "كيف يُحمى الأشخاص"),
    "rules": (
        "People are told apart only by the columns marked as coarsened, at most {columns} of them. At least {persons} people of at least {families} families or incidents stand in each class of these columns; a value that is not stated is a value of its own. In each class, situation and alleged holder have at least {distinct} values, and none of them is more than {share} of {hundred}. Minors are named only in classes of {minors} people and more, and without a place. Deaths are told as fates clarified. Values were coarsened from the top, class by class; “not given” means any value.",
        "Les personnes ne se distinguent que par les colonnes marquées comme généralisées, {columns} au plus. Chaque classe de ces colonnes compte au moins {persons} personnes d'au moins {families} familles ou incidents ; une valeur non précisée est une valeur à part. Dans chaque classe, la situation et le détenteur présumé ont au moins {distinct} valeurs, dont aucune ne dépasse {share} sur {hundred}. Les mineurs ne sont nommés que dans des classes de {minors} personnes et plus, et sans lieu. Les décès figurent comme sorts élucidés. Les valeurs ont été généralisées à partir du sommet, classe par classe ; « non donné » signifie n'importe quelle valeur.",
        "لا يُميَّز بين الأشخاص إلا بالأعمدة المعمَّمة، وعددها {columns} على الأكثر. في كل فئة من هذه الأعمدة {persons} شخصاً على الأقل من {families} أسر أو حوادث على الأقل؛ والقيمة غير المذكورة قيمة قائمة بذاتها. وفي كل فئة للوضع وللجهة المحتجِزة المزعومة {distinct} قيم على الأقل لا تزيد أي منها على {share} من {hundred}. ولا يُذكر القاصرون إلا في فئات من {minors} شخصاً فأكثر ومن دون مكان. وتُذكر الوفيات ضمن المصير المعروف. عُمِّمت القيم من الأعلى فئةً فئة؛ و«لم يُذكر» يعني أي قيمة.",
    ),
    "loss": (
        "Information loss by Iyengar's metric over the coarsened columns: {loss} of {hundred}, where nought is every value as registered.",
        "Perte d'information selon la mesure d'Iyengar sur les colonnes généralisées : {loss} sur {hundred}, zéro signifiant toutes les valeurs telles qu'enregistrées.",
        "فقدان المعلومات بمقياس آينغار على الأعمدة المعمَّمة: {loss} من {hundred}، والصفر يعني كل القيم كما هي مسجلة.",
    ),
    "columns_title": ("Columns", "Colonnes", "الأعمدة"),
    "coarsened": ("coarsened", "généralisée", "معمَّم"),
    "as_is": ("told of each person", "donnée pour chaque personne", "مذكور لكل شخص"),
    "risk_title": ("What remains", "Ce qui subsiste", "ما يبقى من خطر"),
    "risk": (
        "Whoever knows that somebody is documented, and knows their period, place, sex and age, learns the class of that person, and how often each situation and alleged holder stands in it. Whoever knows the others of a class learns about the last. Keep this list to those it was given to; it was given to a named recipient for a stated reason, and both are on record. A reader who knows the method may infer where a class was not divided further.",
        "Quiconque sait qu'une personne est documentée et connaît sa période, son lieu, son sexe et son âge apprend sa classe, et la fréquence de chaque situation et de chaque détenteur présumé dans celle-ci. Quiconque connaît les autres d'une classe apprend sur la dernière. Que cette liste reste chez ceux à qui elle a été remise ; elle l'a été à un destinataire nommé, pour un motif écrit, tous deux consignés. Un lecteur qui connaît la méthode peut déduire pourquoi une classe n'a pas été divisée davantage.",
        "من يعلم أن شخصاً ما موثَّق ويعرف فترته ومكانه وجنسه وعمره يعرف فئته وكم مرة يرد فيها كل وضع وكل جهة محتجِزة مزعومة. ومن يعرف سائر أفراد الفئة يعرف شيئاً عن الأخير. فلتبقَ هذه القائمة لدى من سُلِّمت إليهم؛ فقد سُلِّمت إلى متلقٍّ مسمّى لسبب مكتوب، وكلاهما مدوَّن. وقد يستنتج القارئ العارف بالطريقة لماذا لم تُقسَّم فئة أكثر.",
    ),
    "audit_title": ("How it was checked", "Comment cela a été vérifié", "كيف جرى التحقق"),
    "audit": (
        "Every rule but that on families was counted again on the finished file. Nothing by which anyone is identified was found in it. It was compared with every earlier list and table of the same people. A second person looked at it and let it out under a passphrase of their own.",
        "Chaque règle, hormis celle sur les familles, a été recomptée sur le fichier achevé. Rien qui identifie quiconque n'y a été trouvé. Il a été comparé à chaque liste et tableau antérieurs sur les mêmes personnes. Une seconde personne l'a examiné et l'a laissé sortir avec sa propre phrase secrète.",
        "أُعيد عدّ كل القواعد ما عدا قاعدة الأسر على الملف المنجز. ولم يُعثر فيه على ما يدل على هوية أحد. وقورن بكل قائمة وجدول سابقين عن الأشخاص أنفسهم. واطّلع عليه شخص ثانٍ وأخرجه بعبارة مرور خاصة به.",
    ),
    "files_title": ("Files (SHA-256)", "Fichiers (SHA-256)", "الملفات (SHA-256)"),
    "narratives_title": (
        "Accounts written for publication",
        "Récits écrits pour être publiés",
        "روايات كُتبت للنشر",
    ),
    "narratives_how": (
        "Each account was written to be published, with the consent of the person or family concerned. It was searched for everything that identifies anyone in the register, for small numbers, for dates finer than a quarter and places finer than a governorate, and a person read and confirmed each. Programs find what they are told to look for: an account may hold a detail that those close to it know again.",
        "Chaque récit a été écrit pour être publié, avec le consentement de la personne ou de la famille concernée. On y a cherché tout ce qui identifie quiconque dans le registre, les petits nombres, les dates plus fines qu'un trimestre et les lieux plus fins qu'un gouvernorat, et une personne a lu et confirmé chacun. Un programme trouve ce qu'on lui dit de chercher : un récit peut contenir un détail que les proches reconnaissent.",
        "كُتبت كل رواية لتُنشر بموافقة الشخص المعني أو أسرته. وفُتِّش فيها عن كل ما يدل على هوية أحد في السجل، وعن الأعداد الصغيرة، والتواريخ الأدق من ربع السنة، والأماكن الأدق من المحافظة، وقرأ شخص كلاً منها وأكدها. والبرنامج لا يجد إلا ما طُلب منه البحث عنه: فقد تحمل الرواية تفصيلاً يعرفه المقربون.",
    ),
}


def words(key: str, lang: str, **filled: object) -> str:
    """Return a standing text in ``lang``."""
    said = WORDS[key][LANGUAGES.index(lang)]
    return said.format(**filled) if filled else said


def every_word() -> frozenset[str]:
    """Return every word of the standing texts of all reports: a name that equals one is no leak by itself."""
    return frozenset(
        word.casefold()
        for texts in (*WORDS.values(), *TEXTS.values())
        for said in texts
        for word in said.split()
    )
