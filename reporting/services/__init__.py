"""Writes of the reporting app: one function per thing a person can do."""

from reporting.services.documents import ask_document, draw_document
from reporting.services.notes import reply_note, settle_note, withdraw_note, write_note
from reporting.services.reports import (
    accept_report,
    approve_report,
    ask_approval,
    edit_cover,
    give_reason,
    publish_report,
    return_report,
    start_report,
    submit_report,
    take_back_report,
    write_section,
)

__all__ = [
    "accept_report",
    "approve_report",
    "ask_approval",
    "ask_document",
    "draw_document",
    "edit_cover",
    "give_reason",
    "publish_report",
    "reply_note",
    "return_report",
    "settle_note",
    "start_report",
    "submit_report",
    "take_back_report",
    "withdraw_note",
    "write_note",
    "write_section",
]
