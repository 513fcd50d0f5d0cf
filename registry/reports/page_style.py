"""The page's style sheet: for a screen, and for A4 paper."""

from __future__ import annotations

STYLE = """
:root{--ink:#1b2733;--soft:#50606f;--line:#d5dde5;--band:#f4f7fa;--accent:#1d5c88;--pale:#c9dbe8}
*{box-sizing:border-box}
body{margin:0;background:#fff;color:var(--ink);
font:16px/1.55 "Segoe UI","Noto Sans","Noto Sans Arabic","Noto Naskh Arabic",Tahoma,Arial,sans-serif}
main{max-width:62rem;margin:0 auto;padding:2.5rem 1.5rem 4rem}
header{border-block-end:3px solid var(--accent);padding-block-end:1.2rem;margin-block-end:1.6rem}
h1{font-size:1.9rem;line-height:1.25;margin:0 0 .3rem;font-weight:650}
.lead{margin:0;color:var(--soft);font-size:1.1rem}
.facts{display:flex;flex-wrap:wrap;gap:.6rem 2.6rem;margin:1.3rem 0 0}
.facts div{display:flex;flex-direction:column}
.facts dt{color:var(--soft);font-size:.85rem}
.facts dd{margin:0;font-size:1.05rem;font-weight:600}
h2{font-size:1.3rem;margin:2.4rem 0 .8rem;color:var(--accent)}
h3{font-size:1.05rem;margin:1.4rem 0 .3rem}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:.8rem;margin:0;padding:0}
.cards div{border:1px solid var(--line);border-block-start:4px solid var(--accent);padding:.7rem .9rem;
display:flex;flex-direction:column-reverse;justify-content:flex-end;break-inside:avoid}
.cards dt{font-size:.9rem;line-height:1.35}
.cards dd{margin:0;font-size:1.5rem;line-height:1.25;font-weight:650;color:var(--accent)}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(18rem,1fr));gap:0 2.4rem}
.pair h2{margin-block-start:1.2rem}
.pair ul{margin:0;padding-inline-start:1.2rem}
.note{background:var(--band);border-inline-start:4px solid var(--accent);padding:.9rem 1.2rem;margin:1.6rem 0;
break-inside:avoid}
.note h2{margin:0 0 .3rem;font-size:1.1rem}
.note p{margin:.2rem 0}
.wide{overflow-x:auto}
.wide:focus-visible{outline:3px solid var(--accent)}
table{border-collapse:collapse;width:100%;margin:0 0 2rem;font-size:.95rem}
caption{text-align:start;font-weight:600;padding-block-end:.5rem;font-size:1.05rem;break-after:avoid}
th,td{padding:.42rem .7rem;border-block-end:1px solid var(--line);text-align:start;vertical-align:top}
thead th{border-block-end:2px solid var(--ink);vertical-align:bottom;font-weight:600}
tbody th{font-weight:500;min-width:9rem}
td{white-space:nowrap}.prose td{white-space:normal}
td.few{color:var(--soft)}
tr.total th,tr.total td{font-weight:650;background:var(--band)}
.method p{margin:.2rem 0 .6rem}
.method ul{margin:.2rem 0;padding-inline-start:1.2rem}
footer{border-block-start:1px solid var(--line);margin-block-start:2.5rem;padding-block-start:1rem;
color:var(--soft);font-size:.9rem}
@media print{
@page{size:A4;margin:16mm 15mm 18mm;@bottom-center{content:counter(page);font-size:9pt;color:#50606f}}
body{font-size:10pt;line-height:1.45}main{max-width:none;padding:0}
h1{font-size:19pt}h2{font-size:13pt;margin-block-start:16pt;break-after:avoid}h3{break-after:avoid}
.cards{grid-template-columns:repeat(auto-fit,minmax(34mm,1fr))}.cards dd{font-size:14pt}
.charts{grid-template-columns:1fr 1fr}
.wide{overflow:visible}.short{break-inside:avoid}table{font-size:8.5pt}th,td{padding:2.5pt 4pt}
tbody th{min-width:0}
thead{display:table-header-group}tr{break-inside:avoid}p{orphans:3;widows:3}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
"""
