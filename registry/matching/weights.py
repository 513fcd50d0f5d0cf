"""How Arabic letters are spelled in Latin script: shares per mille, learnt by `python -m bench.names FOLDER --learn`."""

from __future__ import annotations

# One line a letter: the letter, how common it is, then the pieces that spell it with their shares; - is none. A weak
# letter has a line of its own at the beginning of a word (ٱ for alef, the joined form of ain) and at its end (ى, ة, أ).
SPELLINGS = """\
أ 10 a 713 aa 226 - 52 na 4
ا 100 a 928 - 48 i 10
ب 36 b 716 ab 123 ba 100 ub 17 be 14 bb 9 eb 6
ة 33 a 572 ah 367 ya 18 eh 15 - 6 bo 5 h 4 qa 4
ت 13 t 779 at 66 ta 64 tt 29 ti 25 te 21 it 8
ث 2 th 995
ج 20 j 588 ja 229 aj 65 ju 51 ji 33 jj 21 je 5
ح 42 h 475 ha 356 ah 100 hu 29 eh 15 ho 10 ih 4
خ 7 kh 995
د 57 d 807 ed 100 ad 68 id 8 da 4
ذ 1 th 783 z 94 dh 67 az 26 d 21 de 5
ر 70 r 708 ar 133 ra 81 er 42 ir 13 ur 5 - 4
ز 16 z 697 za 104 az 61 zi 43 iz 32 zz 24 zu 18 ze 12
س 43 s 525 sa 238 ss 120 su 47 is 15 se 15 si 10 us 9 es 8 as 4
ش 19 sh 991
ص 15 s 649 sa 95 us 69 ss 50 as 47 su 27 se 17 so 17 is 11 e 6 si 4
ض 6 ad 293 dh 278 d 252 id 88 ud 40 ed 31 du 7
ط 12 t 635 ta 234 at 90 ti 21 ut 10
ظ 1 z 483 iz 210 ez 136 ze 86 az 79
ع 15 a 644 - 200 u 40 ua 33 aa 20 e 20 o 17 i 11 ei 8
غ 6 gh 995
ف 23 f 637 fa 167 af 94 ef 54 fi 30 if 4
ق 12 q 590 iq 109 qa 109 aq 73 qu 62 k 25 uq 19 uk 6
ك 11 k 545 ka 214 ak 112 ik 28 ku 28 - 22 uk 16 ok 13 ke 8 ki 6
ل 56 l 722 al 116 la 53 le 46 el 19 li 9 - 7 il 7 ll 7
م 88 m 596 am 99 mu 91 ma 87 mm 44 mo 23 me 22 im 21 - 4 em 4
ن 60 n 849 na 57 an 46 ni 10 nu 9 in 8 nn 8
ه 19 h 603 ha 144 ah 73 uh 56 hi 47 he 29 eh 19 ih 15 hu 6
و 44 o 324 ou 292 w 213 aw 56 u 43 wa 32 - 12 oo 6 wi 6
ى 37 i 724 a 239 ei 11 ay 9 ai 4 ly 4
ي 79 i 542 y 132 ai 82 ei 67 ee 62 e 40 ye 20 iy 17 ay 10 - 8 yy 6
ٱ 22 a 593 i 250 - 75 o 42 e 33
ﻋ 26 a 623 - 204 o 89 e 39 i 15 es 9 iz 8
"""
