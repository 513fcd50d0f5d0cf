"""The recovery on a page for printing: HTML that holds all it needs, with a QR code where that can be drawn."""

from __future__ import annotations

from html import escape

from registry.cli.paper import Page

# Nothing is fetched: no script, no font, no picture but the code drawn into the page. It fits A4 and Letter.
_STYLE = """
@page { size: auto; margin: 18mm 16mm; }
* { box-sizing: border-box; }
body { font: 11pt/1.45 Georgia, "Times New Roman", serif; color: #111; background: #fff; margin: 0 auto; max-width: 176mm; }
h1 { font-size: 19pt; font-weight: 600; margin: 0 0 1mm; }
p { margin: 0 0 3mm; max-width: 150mm; }
.what { color: #333; margin-bottom: 7mm; }
ol { list-style: none; margin: 0 0 7mm; padding: 5mm 6mm; border: .4mm solid #111; display: grid; column-gap: 5mm;
  grid-template-columns: repeat(4, 1fr); }
ol.down { grid-auto-flow: column; grid-template-rows: repeat(9, auto); }
ol li { font: 12.5pt/1.9 "DejaVu Sans Mono", Consolas, Menlo, monospace; white-space: nowrap; }
ol b { display: inline-block; width: 2.1em; margin-right: .6em; text-align: right; font: 8.5pt Georgia, serif; color: #555; }
.below { display: flex; gap: 8mm; align-items: flex-start; }
.below > div { flex: 1; }
svg { width: 44mm; height: 44mm; flex: none; }
h2 { font-size: 11.5pt; margin: 0 0 1.5mm; }
ul { margin: 0 0 3mm; padding-left: 5mm; }
code { white-space: nowrap; font: 10pt "DejaVu Sans Mono", Consolas, Menlo, monospace; }
footer { margin-top: 9mm; border-top: .2mm solid #888; padding-top: 2mm; font-size: 9pt; color: #444; }
@media screen { body { padding: 14mm 8mm; } }
"""
_KEEP = (
    "Keep this paper away from the computer, where you would keep what opens a safe.",
    "Whoever holds {enough} can read everything the vault holds.",
    "Make no photograph of it. Copy it by hand if you need another.",
)


def can_draw_codes() -> bool:
    """Whether the part that draws QR codes is installed."""
    try:
        import segno  # noqa: F401 - only whether it is there is asked
    except ImportError:
        return False
    return True


def code_of(text: str) -> str:
    """Return a QR code (ISO/IEC 18004, a quarter of it may be lost) as an SVG; empty where it cannot be drawn."""
    try:
        import segno
    except ImportError:
        return ""
    made = segno.make_qr(text, error="q")
    return str(made.svg_inline(scale=1, border=4, omitsize=True, svgclass=None, lineclass=None))


def sheet(page: Page, made_on: str) -> bytes:
    """Return one page as HTML. It names neither people, nor the vault, nor what it is about: papers are found."""
    parts = "".join(f"<li><b>{place}</b>{escape(part)}</li>" for place, part in enumerate(page.parts, 1))
    share = page.is_share
    way = "down" if share else "across"
    keep = "".join(
        f"<li>{escape(one.format(enough='two of the three shares' if share else 'it'))}</li>" for one in _KEEP
    )
    again = "and give two shares, one after the other" if share else "and type the groups"
    hint = " The first four letters of each word are enough." if share else ""
    code = code_of(page.text)
    scan = (
        "<p>The code holds the same. Scan it only with a device you would trust with it.</p>" if code else ""
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(page.title)}</title><style>{_STYLE}</style></head>\n"
        f'<body><h1>{escape(page.title)}</h1>\n<p class="what">{escape(page.says)}</p>\n'
        f'<ol class="{way}">{parts}</ol>\n<div class="below"><div>'
        f"<h2>Keep it safe</h2><ul>{keep}</ul><h2>To use it</h2>"
        f"<p><code>registry vault passphrase --recovery-from -</code><br>{again}.{hint} "
        "Try it once a year with <code>registry vault recovery rehearse</code>.</p>"
        f"{scan}</div>{code}</div>\n"
        f"<footer>Page made on {escape(made_on)} · your own mark: ____________________</footer></body></html>\n"
    ).encode()
