"""Fill src/workprint/fonts/noto/ from packages: run it only to renew the fonts, they are in the repository.

    python scripts/fonts.py [FOLDER]

FOLDER holds, or receives, the packages:

    Debian  fonts-noto-core, fonts-noto-cjk                      (apt-get download)
    npm     @expo-google-fonts/noto-sans, …/noto-emoji           (npm pack)

What is taken, and why:

- Noto Sans and Noto Serif in four styles, and Noto Sans Black for loud captions.
- The fonts of other scripts in regular and, where small, bold.
- Noto Sans CJK SC in regular and bold, cut out of the collections: one shape per character of the
  basic plane (Chinese, Japanese kana, Korean), no vertical setting, no hinting. 20 MB become 8.
- Noto Emoji, drawn in outlines: libass cannot draw colour bitmaps.

All are under the SIL Open Font License 1.1; its text lies in the folder above (libass would take it for a font) with each font's copyright line.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

TARGET = Path(__file__).resolve().parent.parent / "src" / "workprint" / "fonts" / "noto"
DEBIAN = ("fonts-noto-core", "fonts-noto-cjk")
NPM = {"noto-sans": "@expo-google-fonts/noto-sans", "noto-emoji": "@expo-google-fonts/noto-emoji"}
FOUR = ("Regular", "Bold", "Italic", "BoldItalic")
CORE = {
    "NotoSans": FOUR,
    "NotoSerif": FOUR,
    "NotoSansArabic": ("Regular", "Bold"),
    "NotoSansHebrew": ("Regular", "Bold"),
    "NotoSansDevanagari": ("Regular", "Bold"),
    "NotoSansThai": ("Regular", "Bold"),
    "NotoSansBengali": ("Regular",),
    "NotoSansTamil": ("Regular",),
    "NotoSansSymbols": ("Regular",),
    "NotoSansSymbols2": ("Regular",),
}
SUPPLEMENTARY = 0x20000
"""Rare characters from here on are left out of the CJK fonts."""


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    TARGET.mkdir(parents=True, exist_ok=True)
    for old in [*TARGET.glob("*.ttf"), *TARGET.glob("*.otf")]:
        old.unlink()
    with tempfile.TemporaryDirectory() as work:
        for package in DEBIAN:
            unpack_debian(package, folder, Path(work))
        for name, package in NPM.items():
            unpack_npm(name, package, folder, Path(work) / name)
        copy(Path(work))
    total = sum(file.stat().st_size for file in TARGET.iterdir())
    print(f"{TARGET}: {total / 1e6:.1f} MB")


def unpack_debian(package: str, folder: Path, work: Path) -> None:
    if not list(folder.glob(f"{package}_*.deb")):
        subprocess.run(["apt-get", "download", package], cwd=folder, check=True)
    found = next(folder.glob(f"{package}_*.deb"))
    subprocess.run(["dpkg-deb", "-x", str(found), str(work)], check=True)


def unpack_npm(name: str, package: str, folder: Path, work: Path) -> None:
    if not list(folder.glob(f"expo-google-fonts-{name}-[0-9]*.tgz")):
        subprocess.run(["npm", "pack", package], cwd=folder, check=True)
    with tarfile.open(next(folder.glob(f"expo-google-fonts-{name}-[0-9]*.tgz"))) as archive:
        archive.extractall(work, filter="data")


def copy(work: Path) -> None:
    core = work / "usr/share/fonts/truetype/noto"
    for family, styles in CORE.items():
        for style in styles:
            name = f"{family}-{style}.ttf"
            (TARGET / name).write_bytes((core / name).read_bytes())
    black = work / "noto-sans/package/900Black/NotoSans_900Black.ttf"
    (TARGET / "NotoSans-Black.ttf").write_bytes(black.read_bytes())
    emoji = work / "noto-emoji/package/400Regular/NotoEmoji_400Regular.ttf"
    (TARGET / "NotoEmoji-Regular.ttf").write_bytes(emoji.read_bytes())
    for style in ("Regular", "Bold"):
        cut_chinese(work / f"usr/share/fonts/opentype/noto/NotoSansCJK-{style}.ttc", style)
    licence(work / "noto-emoji/package/LICENSE_FONT")


def cut_chinese(collection: Path, style: str) -> None:
    fonts = TTCollection(str(collection), lazy=True).fonts
    font = next(font for font in fonts if font["name"].getDebugName(1) == "Noto Sans CJK SC")
    options = Options()
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "liga"]
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for code in font.getBestCmap() if code < SUPPLEMENTARY])
    subsetter.subset(font)
    font.save(TARGET / f"NotoSansCJKsc-{style}.otf")


def licence(text: Path) -> None:
    """OFL.txt: the copyright line of every font, then the licence's text."""
    lines = []
    for file in sorted([*TARGET.glob("*.ttf"), *TARGET.glob("*.otf")]):
        lines.append(f"{file.name}: {TTFont(file, lazy=True)['name'].getDebugName(0).strip()}")
    lines.append("NotoSansCJKsc-*.otf are subsets of Noto Sans CJK SC, made by scripts/fonts.py.")
    _, _, terms = text.read_text(encoding="utf-8").partition("\n\n")
    (TARGET.parent / "OFL.txt").write_text("\n".join(lines) + "\n\n" + terms, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("packages"))
