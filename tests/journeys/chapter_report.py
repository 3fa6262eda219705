"""The end of the year: the report from its start to its publication, the council's and the officer's part in it."""

import io
import re

from playwright.sync_api import Locator, expect
from pypdf import PdfReader

from reporting.choices import SectionNumber, Severity
from reporting.rules import WRITTEN_SECTIONS
from reporting.workflow import REPORT
from tests.journeys.chapter_council import step
from tests.journeys.pages import Visit
from tests.journeys.telling import COUNTED, DONE, PLANNED, TEXTS, Telling
from tests.journeys.words import beginning, say


def report_of(told: Telling, visit: Visit) -> str:
    return visit.say("Yearly report %(year)s", year=say(visit.language, told.year))


def open_report(desk: Visit, told: Telling) -> None:
    desk.desk(told.name, "Yearly reports")
    desk.follow(report_of(told, desk))


def open_section(desk: Visit, number: int) -> None:
    """A section by the list of sections beside the work."""
    sections = desk.page.get_by_role("navigation", name=desk.say("Sections of the report"))
    title = desk.say(SectionNumber(number).label)
    sections.get_by_role("link", name=re.compile(rf"^\s*{number}\s*{re.escape(title)}")).click()
    desk._looks_right()


# --- writing ---------------------------------------------------------------------------------------------------------
def start_report(desk: Visit, told: Telling) -> None:
    """The report begins filled in from the plan; it cannot go to the co-chairs before it is written."""
    desk.desk(told.name, "Yearly reports")
    desk.press(desk.say("Start the report on %(year)s", year=say(desk.language, told.year)))
    assert desk.heading() == report_of(told, desk)
    shut = desk.main.get_by_role("link", name=desk.say(step(REPORT, "ask_approval")))
    assert shut.get_attribute("aria-disabled") == "true"


def check_what_was_filled_in(desk: Visit, told: Telling) -> None:
    """Planned and done stand as they were entered; figures open to the rows behind them, which lead to the record."""
    open_section(desk, SectionNumber.PLAN)
    cells = line_of(desk, told, "action").locator("td")
    for amounts, cell in ((PLANNED, cells.nth(1)), (DONE, cells.nth(2))):
        words = [f"{one} {told.own(*TEXTS[unit])}" for one, unit in zip(amounts, ("pairs", "evenings"), strict=True)]
        assert cell.inner_text().split("\n") == words
    desk.main.locator("summary", has_text=desk.say("Which actions are these?")).click()
    desk.main.locator("details[open]").get_by_role("link", name=told.own(*TEXTS["action"])).first.click()
    desk._looks_right()
    for amounts in COUNTED:
        for amount, unit in zip(amounts, ("pairs", "evenings"), strict=True):
            desk.sees(f"{amount} {told.own(*TEXTS[unit])}")
    desk.page.go_back()
    open_section(desk, SectionNumber.PARTNERSHIP)
    people = desk.main.get_by_role("row").filter(has=desk.page.locator("details")).first
    people.locator("summary").click()
    expect(people.get_by_role("listitem").first).to_be_visible()


def line_of(desk: Visit, told: Telling, key: str) -> Locator:
    return desk.main.locator("tr[id^=line-]", has_text=told.own(*TEXTS[key]))


def plain(place: Locator) -> str:
    return " ".join(place.inner_text().split())


def write_in_brief(desk: Visit, told: Telling) -> None:
    """The narrative is kept while it is typed; leaving and coming back brings it again."""
    open_section(desk, SectionNumber.YEAR_IN_BRIEF)
    own = told.own("In English", "In French")
    desk.field(own).press_sequentially(told.own(*TEXTS["brief"]))
    expect(desk.page.locator("[data-saved] [data-when=saved]")).to_be_visible(timeout=10_000)
    desk.page.reload()
    expect(desk.field(own)).to_have_value(told.own(*TEXTS["brief"]))
    expect(desk.button("Throw it away")).to_be_visible()
    english, french = TEXTS["brief"]
    desk.fill({"In English": english, "In French": french})
    desk.press("Save this section")
    expect(desk.page.locator("[data-saved] [data-says]")).to_have_text(
        beginning(desk.say("Saved at %(time)s", time=""))
    )


def say_nothing_to_report(desk: Visit, told: Telling) -> None:
    """Every other section that wants a word gets the honest nothing."""
    for number in WRITTEN_SECTIONS:
        if number != SectionNumber.YEAR_IN_BRIEF:
            open_section(desk, number)
            desk.press("Nothing to report")
            desk.sees("You said there is nothing to report here. Write something and save it, and that is taken off.")


def give_reason(desk: Visit, told: Telling) -> None:
    """What was stopped says why."""
    open_section(desk, SectionNumber.PLAN)
    desk.follow("Say why", told.own(*TEXTS["fair"]))
    english, french = TEXTS["reason"]
    desk.fill({"In English": english, "In French": french})
    desk.press("Save the reason")
    desk.sees(told.own(english, french))
    assert not desk.main.get_by_role("link", name=beginning(desk.say("Say why"))).count()


# --- the council -----------------------------------------------------------------------------------------------------
def hand_to_co_chairs(desk: Visit, told: Telling) -> None:
    open_report(desk, told)
    desk.follow(step(REPORT, "ask_approval"))
    desk.press(step(REPORT, "ask_approval"))
    desk.sees("With the co-chairs")


def approve(chair: Visit, told: Telling, motion: str) -> None:
    """The co-chair approves by a motion; without one and without a reason it is refused."""
    open_report(chair, told)
    chair.follow(step(REPORT, "approve"))
    chair.fill({"Day of the approval": told.today})
    chair.press(step(REPORT, "approve"))
    chair.sees("Give the motion, or the reason why there was none; one of the two.")
    chair.fill({"Day of the approval": told.today, "Motion": motion})
    chair.press(step(REPORT, "approve"))
    chair.sees("Approved")


def submit(desk: Visit, told: Telling, *, again: bool = False) -> None:
    """Submitted with a double click, and submitted once."""
    name = "resubmit" if again else "submit"
    open_report(desk, told)
    desk.follow(step(REPORT, name))
    desk.button(step(REPORT, name)).dblclick()
    desk.sees("Resubmitted" if again else "Submitted")
    desk.follow("Versions sent, and their PDF")
    versions = desk.main.get_by_role("heading", level=2)
    assert versions.count() == (2 if again else 1)


# --- the officer -----------------------------------------------------------------------------------------------------
def return_with_a_note(officer: Visit, told: Telling) -> None:
    """The officer finds it in the queue, reads it, cannot accept with a must-fix open, and returns it."""
    from_queue(officer, told)
    officer.sees(told.own(*TEXTS["brief"]))
    officer.follow("Write a note", officer.say(SectionNumber.YEAR_IN_BRIEF.label))
    officer.tap("what it asks for", Severity.MUST_FIX.label)
    officer.fill({"note": told.own(*TEXTS["note"])})
    officer.press("Keep this note")
    officer.sees("Settle %(count)s must-fix note first.", count=1)
    officer.follow(step(REPORT, "return"))
    officer.press(step(REPORT, "return"))
    officer.sees("Returned")


def from_queue(officer: Visit, told: Telling) -> None:
    officer.go("/review/")
    officer.fill({"Find a partnership": told.name})
    officer.press("Show")
    officer.follow(told.name, within=officer.main.get_by_role("table").first)


def answer_note(desk: Visit, told: Telling) -> None:
    """The coordinator reads the note beside its section, answers it and mends the text."""
    open_report(desk, told)
    desk.sees(told.own(*TEXTS["note"]))
    desk.follow("Answer", desk.say(SectionNumber.YEAR_IN_BRIEF.label))
    desk.fill({"Your answer": told.own(*TEXTS["answer"])})
    desk.press("Save the answer")
    open_section(desk, SectionNumber.YEAR_IN_BRIEF)
    desk.sees(told.own(*TEXTS["note"]))
    english, french = TEXTS["mended"]
    desk.fill({"In English": english, "In French": french})
    desk.press("Save this section")


def settle_and_accept(officer: Visit, told: Telling) -> None:
    """Only what changed is shown first; the note is settled, the report accepted with a word of thanks."""
    from_queue(officer, told)
    changed = officer.say("Only what changed (%(count)s)", count="§").partition("§")[0]
    officer.main.get_by_role("link", name=beginning(changed)).click()
    officer.sees(told.own(*TEXTS["answer"]))
    officer.press("Mark as settled", officer.say(SectionNumber.YEAR_IN_BRIEF.label))
    officer.follow(step(REPORT, "accept"))
    officer.fill({"Observations": told.own(*TEXTS["observation"])})
    officer.press(step(REPORT, "accept"))
    officer.sees("Accepted")


def publish(desk: Visit, told: Telling) -> None:
    open_report(desk, told)
    desk.sees(told.own(*TEXTS["observation"]))
    desk.follow(step(REPORT, "publish"))
    desk.press(step(REPORT, "publish"))
    desk.sees("Published")


# --- the public and the paper ----------------------------------------------------------------------------------------
def read_in_public(visitor: Visit, told: Telling) -> list[str]:
    """Anyone reads it from the partnership's page; its figures one by one, each with its words in the paper's order."""
    visitor.open_partnership(told.name)
    visitor.follow(report_of(told, visitor))
    visitor.sees(told.own(*TEXTS["mended"]))
    expect(visitor.main.locator("a[href*='/files/']").first).to_be_visible()  # its PDF, for anyone
    figures = [
        f"{plain(pair.locator('dd'))} {plain(pair.locator('dt'))}"
        for pair in visitor.main.locator("dl.figures > div").all()[1:]
    ]
    figures += [words.text_content() for words in visitor.main.locator("details dt b").all()]
    for row in visitor.main.locator("tr", has=visitor.page.locator("td b")).all():
        figures.append(f"{plain(row.get_by_role('rowheader'))} {plain(row.locator('td b').first)}")
    for row in visitor.main.locator("tr[id^=line-]").all():
        title, facts, *reason = [
            line for line in row.get_by_role("rowheader").inner_text().splitlines() if line.strip()
        ]
        direction, *others = facts.split(" · ")
        body, planned, done, state = (plain(cell) for cell in row.locator("td").all())
        figures.append(" ".join([title, direction, body, *others, *reason, planned, done, state]))
    assert len(figures) >= 20, figures
    return figures


def fetch_pdf(desk: Visit, told: Telling) -> bytes:
    """The PDF is asked for, is queued, becomes ready, and is downloaded."""
    open_report(desk, told)
    desk.follow("Versions sent, and their PDF")
    newest = desk.main.get_by_role("region").first
    desk.press("Make it", desk.say(told.own("English", "French")), within=newest)
    ready = desk.main.get_by_role("link", name=desk.say("Open the result")).or_(
        desk.main.get_by_role("link", name=desk.say("Download"))
    )
    expect(ready.first).to_be_visible(timeout=40_000)
    desk.page.reload()
    with desk.page.expect_download() as download:
        desk.main.get_by_role("link", name=desk.say("Download")).last.click()
    return download.value.path().read_bytes()


def figures_stand_in(content: bytes, figures: list[str], told: Telling) -> None:
    """Every figure of the page stands in the PDF with its words, in the language of the reader."""
    paper = PdfReader(io.BytesIO(content))
    assert str(paper.trailer["/Root"]["/Lang"]).startswith(told.language)
    text = squashed(" ".join(page.extract_text() for page in paper.pages))
    missing = [figure for figure in figures if squashed(figure) not in text]
    assert not missing, f"Not in the PDF: {missing}"
    assert squashed(told.own(*TEXTS["mended"])) in text


def squashed(text: str) -> str:
    """Letters and digits only: where a line breaks is layout."""
    return "".join(letter for letter in text if letter.isalnum())


def read_trail(desk: Visit, told: Telling) -> None:
    """Who did what when: every step of the report has left its line, with the motion and the reason."""
    desk.desk(told.name, "Trail")
    desk.fill({"Kind of record": "Yearly report"})
    desk.press("Show")
    lines = desk.main.locator("ol.thread > li")
    assert lines.count() >= 9, lines.all_inner_texts()
    told_there = desk.main.text_content() or ""
    assert all(words in told_there for words in ("M-10", "M-11", told.own(*TEXTS["observation"])))
