"""The first part of the year: roles, agreement, organizations, people, council, seats, members, a meeting, terms."""

import re
from datetime import timedelta

from councils.choices import AttendanceState, BodyKind, QuorumKind, Represents, Role, SeatRole, TermsSectionKey
from councils.workflow import MEMBERSHIP, TERMS
from lipportal.shared.clock import FiscalYear
from tests.journeys.pages import Visit
from tests.journeys.telling import PEOPLE, TEXTS, Telling
from tests.journeys.words import say

ATTENDANCE = (AttendanceState.PRESENT, AttendanceState.PRESENT, AttendanceState.REGRETS)
PART = {"coordinator": "moderator", "co_chair": "researcher", "officer": "other-officer"}


def step(workflow, name):
    """The words of a step, as its button says them."""
    return workflow.step(name).label


def give_roles(admin: Visit, told: Telling) -> None:
    """The administrator gives two people, who hold no role here, the desk and the chair."""
    admin.enter("administrator")
    for role, key in ((Role.COORDINATOR, PART["coordinator"]), (Role.CO_CHAIR, PART["co_chair"])):
        admin.follow("Roles", within=admin.page.get_by_role("navigation", name=admin.say("Main navigation")))
        admin.follow("Give a role")
        admin.fill({"E-mail": f"{key}@demonstration.example", "Role": role.label, "Partnership": told.name})
        admin.press("Give the role")
        admin.sees("Done. The list shows the role, or the invitation that was mailed.")


def name_of(somebody: Visit) -> str:
    """How somebody is called, as their own settings say."""
    somebody.go("/account/settings/")
    return somebody.field("Name").input_value()


def end_roles(admin: Visit, told: Telling, desk: Visit) -> None:
    """The administrator ends what was given, with a reason; from the next click the desk is shut."""
    for role, key in ((Role.COORDINATOR, PART["coordinator"]), (Role.CO_CHAIR, PART["co_chair"])):
        admin.go("/roles/everywhere/")
        admin.fill({"Name, e-mail or place": key, "Role": role.label})
        admin.press("Show")
        row = admin.main.get_by_role("row", name=re.compile(told.name))
        admin.follow("End", admin.say(role.label), within=row)
        admin.fill({"Why does it end?": told.own("The year is told.", "L’année est racontée.")})
        admin.main.locator("form#form button[type=submit]").first.click()
        admin.sees("Ended. It takes effect at once.")
    with desk.expecting(403):
        desk.page.reload()
    assert desk.status == 403


def record_agreement(desk: Visit, told: Telling) -> None:
    """The agreement and the day the report of the running year is due."""
    desk.desk(told.name, "Agreement and officer")
    desk.follow("Record an agreement")
    first, last = FiscalYear(told.year.start - 1).first_day, FiscalYear(told.year.start + 1).last_day
    holder = {"Holder": f"{told.name} Works", "Agreement number": "A-2041"}
    desk.fill({**holder, "First day": first, "Last day": last})
    desk.press("Save the agreement")
    year = say(desk.language, told.year)
    due = told.year.last_day + timedelta(days=59)
    desk.fill({desk.say("Report on %(year)s due", year=year): due})
    desk.press("Save the days")
    assert str(due.year) in desk.text()


def assign_officer(lead: Visit, told: Telling, officer_name: str) -> None:
    """The regional lead assigns a federal officer from today."""
    lead.enter("regional-lead")
    lead.desk(told.name, "Agreement and officer")
    lead.follow("Assign an officer")
    lead.fill({"Officer": officer_name, "From": told.today})
    lead.press("Assign")
    lead.sees(officer_name)


def add_organizations(desk: Visit, told: Telling) -> None:
    for key, sphere in (("organization", 0), ("library", 1)):
        desk.desk(told.name, "Organizations")
        desk.follow("Add an organization")
        english, french = TEXTS[key]
        desk.fill({"Name in English": english, "Name in French": french})
        spheres = desk.page.get_by_role("group", name=desk.label("Spheres"))
        spheres.get_by_role("checkbox").nth(sphere).check()
        desk.press("Add the organization")
        desk.sees(told.own(english, french))


def add_people(desk: Visit, told: Telling) -> None:
    for person in PEOPLE:
        desk.desk(told.name, "People")
        desk.follow("Add a person")
        desk.fill({"Name": person})
        desk.press("Add the person")
        desk.sees(person)


def set_up_council(desk: Visit, told: Telling) -> None:
    """The council with a co-chair's seat and two seats for members."""
    desk.desk(told.name, "Tables and seats")
    desk.follow("Set up the council")
    english, french = TEXTS["council"]
    desk.tap("kind", BodyKind.COUNCIL.label)
    desk.fill({"name in English": english, "name in French": french, "since": told.year.first_day})
    desk.press("Set up this body")
    for role in (SeatRole.CO_CHAIR, SeatRole.MEMBER, SeatRole.MEMBER):
        desk.follow("Add a seat")
        desk.fill({"role": role.label})
        who = Represents.LIVED_EXPERIENCE if role is SeatRole.MEMBER else Represents.ORGANIZATION
        desk.tap("represents", who.label)
        desk.press("Add the seat")
        desk.sees("The seat is added.")


def open_council(desk: Visit, told: Telling) -> None:
    desk.desk(told.name, "Tables and seats")
    desk.follow(told.own(*TEXTS["council"]))


def seat_members(desk: Visit, told: Telling) -> None:
    """Each person proposed, confirmed by a motion, welcomed."""
    for number, person in enumerate(PEOPLE):
        open_council(desk, told)
        desk.follow("Propose somebody", desk.say((SeatRole.MEMBER if number else SeatRole.CO_CHAIR).label))
        organization = {"Speaks for": told.own(*TEXTS["organization"])} if number == 0 else {}
        desk.fill({"person": person, **organization, "First day": told.today})
        desk.press("Propose")
        desk.follow(step(MEMBERSHIP, "confirm"))
        if number == 0:
            is_refused_without_a_motion(desk, step(MEMBERSHIP, "confirm"))
        desk.fill({"Motion": f"M-{number + 1}"})
        desk.press(step(MEMBERSHIP, "confirm"))
        desk.follow(step(MEMBERSHIP, "activate"))
        desk.press(step(MEMBERSHIP, "activate"))
        desk.sees("Welcome to the table.")


def is_refused_without_a_motion(desk: Visit, words) -> None:
    """Neither motion nor reason: the page says so first, in the title too, and keeps the rest."""
    desk.press(words)
    desk.sees("Give the motion, or say why there was none.")
    desk.sees("Nothing you typed is lost.")
    assert desk.title().startswith(desk.say("Error: "))


def hold_meeting(desk: Visit, told: Telling) -> None:
    """A meeting today, with two here and one who sent regrets."""
    open_council(desk, told)
    desk.follow("Record a meeting")
    desk.fill({"Begins": f"{told.today.isoformat()}T00:01", "place": told.own("Town hall", "Mairie")})
    desk.press("Record, then attendance")
    for person, answer in zip(PEOPLE, ATTENDANCE, strict=True):
        desk.tap(person, answer.label)
    desk.press("Save attendance")
    desk.sees("%(some)s of %(all)s there", some="2", all="3")


def adopt_terms(desk: Visit, told: Telling) -> None:
    """All sections in both languages, out to consultation, endorsed, adopted, in force."""
    open_council(desk, told)
    desk.follow("Draft terms of reference")
    desk.press("Begin the draft")
    desk.follow("Change the numbers")
    desk.tap("quorum is", QuorumKind.SHARE.label)
    desk.fill({"quorum": 50, "share of votes that carries, in percent": 50, "meetings a year": 6})
    desk.press("Save")
    for key in TermsSectionKey:
        desk.follow("Write", desk.say(key.label))
        for language, text in zip(("English", "French"), TEXTS["section"], strict=True):
            desk.fill({language: f"{say(told.language, str(key))}: {text}"})
        desk.press("Save")
        if desk.main.get_by_role("heading", level=1).inner_text() == desk.say(key.label):
            desk.follow("Back")
    desk.follow(step(TERMS, "consult"))
    desk.press(step(TERMS, "consult"))
    desk.follow(step(TERMS, "endorse"))
    desk.fill({"Day": told.today, "Who endorsed it, and how": told.own("86 people, all in favour", "86 personnes")})
    desk.press(step(TERMS, "endorse"))
    desk.follow(step(TERMS, "adopt"))
    desk.fill({"Day of adoption": told.today, "Motion": "M-7"})
    desk.press(step(TERMS, "adopt"))
    desk.follow(step(TERMS, "put_in_force"))
    desk.fill({"In force since": told.today})
    desk.press(step(TERMS, "put_in_force"))
    desk.sees("In force")
