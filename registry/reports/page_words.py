"""The standing words of the page alone: its title block, what a summary is and is not, and its charts."""

# One text, one line a language: wrapping Arabic inside a left-to-right file makes it unreadable.

from __future__ import annotations

# key: English, French, Arabic.
PAGE_TEXTS: dict[str, tuple[str, str, str]] = {
    "policy": ("Policy", "Politique", "السياسة"),
    "key_figures": ("Key figures", "Chiffres clés", "الأرقام الرئيسية"),
    "what_it_is": ("What this is", "Ce que c'est", "ما هو هذا"),
    "what_it_is_not": ("What this is not", "Ce que ce n'est pas", "ما ليس هذا"),
    "is_documented": (
        "Cases that this organisation has documented, one for each person, with the consent of families or of the people themselves.",
        "Des cas que cette organisation a documentés, un par personne, avec l'accord des familles ou des personnes elles-mêmes.",
        "حالات وثّقتها هذه المنظمة، حالة لكل شخص، بموافقة الأسر أو الأشخاص أنفسهم.",
    ),
    "is_rounded": (
        "Rounded figures that add up in every table and can be read side by side.",
        "Des chiffres arrondis qui s'additionnent dans chaque tableau et se lisent côte à côte.",
        "أرقام مقرَّبة متطابقة المجاميع في كل جدول ويمكن أن تُقرأ جنباً إلى جنب.",
    ),
    "is_floor": (
        "Least numbers: each stands by itself, and the true number is that or more.",
        "Des minimums : chacun se lit seul, et le nombre réel est celui-là ou davantage.",
        "حدود دنيا: كل منها قائم بذاته، والعدد الحقيقي مثله أو أكثر.",
    ),
    "not_total": (
        "Not a total: how many people are missing is not known.",
        "Pas un total : le nombre de disparus n'est pas connu.",
        "ليست مجموعاً كلياً: فعدد المفقودين غير معروف.",
    ),
    "not_rate": (
        "Not a rate and not a trend: a low figure may only mean that fewer people could report.",
        "Ni un taux ni une tendance : un chiffre bas peut seulement vouloir dire que moins de personnes ont pu signaler.",
        "ليست معدلاً ولا اتجاهاً: فقد يعني الرقم المنخفض فقط أن عدداً أقل من الناس استطاع الإبلاغ.",
    ),
    "not_verdict": (
        "Not a finding against anybody: the alleged holder is the one that sources name.",
        "Pas une conclusion contre quiconque : le détenteur présumé est celui que nomment les sources.",
        "ليست حكماً على أحد: فالجهة المحتجِزة المزعومة هي التي تسمّيها المصادر.",
    ),
    "over_time": ("{name}: over time", "{name} : au fil du temps", "{name}: عبر الزمن"),
    "group_table": (
        "Each statement as its source gave it",
        "Chaque déclaration telle que sa source l'a donnée",
        "كل تصريح كما أورده مصدره",
    ),
    "how_made": (
        "How these figures were made",
        "Comment ces chiffres ont été établis",
        "كيف أُعدّت هذه الأرقام",
    ),
    "version": ("classification version {n}", "version {n} de la classification", "الإصدار {n} من التصنيف"),
    "classes_version": ("{name}, {version}: {classes}", "{name}, {version} : {classes}", "{name}، {version}: {classes}"),
}  # fmt: skip
