"""Builds the three static fonts of the paper from the npm package @fontsource-variable/golos-text 5.3.0.

    npm pack @fontsource-variable/golos-text@5.3.0 && tar xzf *.tgz
    pip install fonttools==4.* brotli && python3 make.py package/files .

The package splits one variable font by script; a sheet needs one static file per weight, so each part is
instantiated, cut to the letters which no earlier part has, and merged. Layout features (tnum) are kept.
"""
import sys
from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

source, target = sys.argv[1:3]
for name, weight in [("Regular", 400), ("Medium", 500), ("Bold", 700)]:
    seen, parts = set(), []
    for script in ["latin", "latin-ext", "cyrillic", "cyrillic-ext"]:
        font = TTFont(f"{source}/golos-text-{script}-wght-normal.woff2", recalcTimestamp=False)
        font.flavor = None
        font = instantiateVariableFont(font, {"wght": weight})
        letters = set(font.getBestCmap()) - seen
        seen |= letters
        options = Options(layout_features=["*"], notdef_outline=True, drop_tables=["vhea", "vmtx", "VVAR", "STAT", "prep", "gasp"], name_IDs=["*"], hinting=False)
        cut = Subsetter(options)
        cut.populate(unicodes=letters)
        cut.subset(font)
        path = f"/tmp/golos-{name}-{script}.ttf"
        font.save(path)
        parts.append(path)
    font = Merger().merge(parts)
    font["OS/2"].usWeightClass = weight
    table = font["name"]
    table.names = [n for n in table.names if n.nameID in (0, 5, 8, 9, 11, 12, 13, 14)]
    for record in [(1, f"Golos Text {name}" if name == "Medium" else "Golos Text"), (2, "Bold" if name == "Bold" else "Regular"),
                   (3, f"2.004;GolosText-{name}"), (4, f"Golos Text {name}"), (6, f"GolosText-{name}"), (16, "Golos Text"), (17, name)]:
        table.setName(record[1], record[0], 3, 1, 0x409)
    bold = name == "Bold"
    font["head"].macStyle = 1 if bold else 0
    font["OS/2"].fsSelection = (font["OS/2"].fsSelection & ~0x61) | (0x20 if bold else 0x40)
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(f"{target}/GolosText-{name}.ttf")
