"""The words of dates in English, French and Arabic: months in each tradition, seasons, thirds, shades."""

from __future__ import annotations

from registry.words.folding import fold


def _table(rows: str, first: int = 1) -> dict[str, int]:
    """Read a table of one line a number, spellings apart by commas, into folded spelling and number."""
    return {
        fold(word): number
        for number, row in enumerate(rows.strip().splitlines(), first)
        for word in row.split(",")
    }


ENGLISH = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
FRENCH = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
    "novembre", "décembre",
)  # fmt: skip
LEVANTINE = (
    "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول",
    "تشرين الثاني", "كانون الأول",
)  # fmt: skip

# One line a month: English and French with short forms; Levantine; Egyptian and Gulf; Maghrebi (Moroccan,
# then Algerian and Tunisian). Hamza forms fold together, so that one spelling of each is enough.
MONTHS = _table(
    """
    january,jan,janvier,janv,كانون الثاني,كانون ثاني,كانون 2,يناير,جانفي
    february,feb,février,févr,fév,شباط,فبراير,فيفري
    march,mar,mars,آذار,مارس
    april,apr,avril,avr,نيسان,نيسن,أبريل,ابريل,إبريل,أفريل
    may,mai,أيار,نوار,مايو,ماي
    june,jun,juin,حزيران,يونيو,يونيه,جوان
    july,jul,juillet,juil,تموز,يوليو,يوليه,يوليوز,جويلية
    august,aug,août,آب,أغسطس,غشت,أوت
    september,sep,sept,septembre,أيلول,سبتمبر,شتنبر
    october,oct,octobre,تشرين الأول,تشرين أول,تشرين 1,أكتوبر,اوكتوبر
    november,nov,novembre,تشرين الثاني,تشرين ثاني,تشرين 2,نوفمبر,نونبر
    december,dec,décembre,déc,كانون الأول,كانون أول,كانون 1,ديسمبر,دسمبر,دجنبر
    """
)

HIJRI_MONTHS = _table(
    """
    محرم,المحرم,محرم الحرام,muharram
    صفر,صفر الخير,safar
    ربيع الأول,ربيع أول,rabi al-awwal,rabi al-awal,rabi I,rabi 1
    ربيع الثاني,ربيع ثاني,ربيع الآخر,rabi al-thani,rabi al-akhir,rabi II,rabi 2
    جمادى الأولى,جمادى الأول,جمادى أولى,jumada al-ula,jumada al-awwal,jumada I,jumada 1
    جمادى الآخرة,جمادى الثانية,جمادى الثاني,جمادى الآخر,jumada al-akhira,jumada al-thani,jumada II,jumada 2
    رجب,rajab
    شعبان,shaban,sha'ban
    رمضان,رمضان المبارك,ramadan,ramadhan
    شوال,shawwal,shawal
    ذو القعدة,ذي القعدة,ذو قعدة,dhu al-qadah,dhu al-qidah,dhul-qadah,dhul-qidah
    ذو الحجة,ذي الحجة,ذو حجة,dhu al-hijjah,dhul-hijjah,dhu al-hijja
    """
)

SEASONS = _table(
    """
    spring,printemps,ربيع,الربيع
    summer,été,صيف,الصيف
    autumn,fall,automne,خريف,الخريف
    winter,hiver,شتاء,الشتاء
    """,
    21,
)

WEEKDAYS = _table(
    """
    monday,mon,lundi,lun,الاثنين,اثنين
    tuesday,tue,tues,mardi,الثلاثاء,ثلاثاء
    wednesday,wed,mercredi,mer,الأربعاء,اربعاء
    thursday,thu,thur,thurs,jeudi,jeu,الخميس,خميس
    friday,fri,vendredi,ven,الجمعة,جمعة
    saturday,sat,samedi,sam,السبت,سبت
    sunday,sun,dimanche,dim,الأحد,أحد
    """,
    0,
)

THIRDS = _table(
    """
    early,beginning,début,أوائل,مطلع,بداية
    mid,middle,mi,milieu,منتصف,أواسط
    late,end,fin,أواخر,نهاية
    """,
    0,
)


def _words(listed: str) -> frozenset[str]:
    return frozenset(fold(word) for word in listed.split(","))


ABOUT = _words(
    "about,around,approximately,approx,circa,ca,roughly,vers,environ,autour,حوالي,نحو,قرابة,تقريبا"
)
PERHAPS = _words("possibly,perhaps,maybe,probably,peut,probablement,ربما,لعل")
BEFORE = _words("before,avant,قبل")
AFTER = _words("after,après,بعد")
SINCE = _words("since,from,depuis,منذ,من")
UNTIL = _words("until,till,jusqu'à,jusqu'au,jusqu'en,حتى,لغاية")
BETWEEN = _words("between,from,since,entre,du,de,depuis,بين,من,منذ")
AND = _words("and,to,until,till,et,au,à,jusqu'au,و,إلى,حتى")
DECADE = _words("années,decade,عقد,عقود")
HIJRI_MARKS = _words("ah,hijri,hégire,هـ,هجري,هجرية,للهجرة")
SAME_DAY = _words("الموافق,corresponding")
FILLERS = _words(
    "on,in,of,the,a,le,la,les,un,en,du,de,des,d,l,au,mois,month,year,day,année,an,jour,يوم,في,شهر,عام,سنة,من,"
    "م,ميلادي,ميلادية,être"
)
