"""What an interview asks of a report about many unnamed people: data, one line a question."""

from __future__ import annotations

from registry.desk.asked import DATES, Question, Section

_PART = "a number or the source's own words, such as at least 20; what is not said is not asked"
_SIDES = "whose ground it was: government, opposition, or the group by name, as the source says it"

# fmt: off
_HOW_MANY = Section("how_many", "How many, and who", "Combien, et qui", "كم، ومن", (
    Question(
        "count", "How many, in the source's words", "Combien, selon la source", "كم، بكلمات المصدر",
        "hundreds of men, about 30, 200 to 250, at least 40; where no number was said, their words for the people",
    ),
    Question("who", "Who: sex and ages", "Qui : sexe et âges", "من هم: الجنس والأعمار", "men of 30 to 50 years, boys, whole families"),
    Question("topic", "What the report is about", "Objet du rapport", "موضوع البلاغ", "a few words by which lists call it"),
    Question("concern", "What it concerns", "Ce qu'il concerne", "ما يتعلق به"),
))
_PARTS = Section("parts", "Parts of it: men, women, children, dead, missing", "Parties : hommes, femmes, enfants, morts, disparus",
                 "أجزاؤه: رجال ونساء وأطفال ووفيات ومفقودون", (
    Question("men", "Of them men", "Dont hommes", "منهم رجال", _PART),
    Question("women", "Of them women", "Dont femmes", "منهم نساء", _PART),
    Question("boys", "Of them boys", "Dont garçons", "منهم صبيان", _PART),
    Question("girls", "Of them girls", "Dont filles", "منهم فتيات", _PART),
    Question("children", "Of them children", "Dont enfants", "منهم أطفال", _PART),
    Question("reported_dead", "Of them reported dead", "Dont morts signalés", "منهم وفيات مبلّغ عنها", _PART),
    Question("reported_missing", "Of them reported missing", "Dont disparus signalés", "منهم مفقودون مبلّغ عنهم", _PART),
    Question("survivors", "Beside them, known to have survived", "En outre, survivants connus", "وإلى جانبهم ناجون معروفون", _PART),
), offered=True)
_SEEN = Section("seen", "When and where", "Quand et où", "متى وأين", (
    Question("last_seen_on", "When they were last seen", "Vus pour la dernière fois le", "متى شوهدوا آخر مرة",
             f"never guess: give what is known, as {DATES}"),
    Question("last_seen_at", "Where", "Où", "أين", "checkpoint, street, neighbourhood or town; kept as said"),
    Question("crossing_from", "Crossed from whose area", "Venant de la zone de", "من منطقة", _SIDES),
    Question("crossing_to", "Crossed to whose area", "Vers la zone de", "إلى منطقة", _SIDES),
    Question("crossing_point", "Crossing point", "Point de passage", "نقطة العبور"),
))
_TAKEN = Section("taken", "Who took them, and what is known", "Qui les a pris, et ce que l'on sait", "من أخذهم، وما عُرف", (
    Question("alleged_holder", "Who is said to hold them", "Détenus par, selon la source", "الجهة المحتجزة",
             "service, unit or group, in the source's words; an allegation, not a finding"),
    Question("what", "What is said to have happened", "Ce qui se serait passé", "ما قيل إنه حدث", "in a sentence or two"),
    Question("status", "What this source says became of them", "Ce qu'ils sont devenus, selon la source", "ما صار بهم بحسب المصدر",
             "what the source says, not what the office concludes"),
))
_MORE = Section("more", "More about the report", "Plus sur le rapport", "المزيد عن البلاغ", (
    Question("route", "Route or corridor", "Itinéraire", "المسار", "several with ; between them"),
    Question("region", "Wider region, as the source names it", "Région", "المنطقة"),
    Question("means", "Means of violence or cause of death, as stated", "Moyens de violence", "وسيلة العنف", "several with ; between them"),
    Question("reference", "The organisation's own reference", "Référence", "المرجع"),
), offered=True)
# fmt: on

GROUP_SECTIONS = (_HOW_MANY, _PARTS, _SEEN, _TAKEN, _MORE)
