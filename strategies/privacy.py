"""The classes of the strategies app's columns."""

from lipportal.audit.personal import classify_table

_RECORD = {"id", "code", "version", "created_at", "changed_at"}
_ENDING = {"ended_on", "ended_because"}
_BILINGUAL = {"written_in", "language_notes"}

classify_table(
    "strategies.ResearchItem",
    retention="partnership",
    personal={"author": "identity", "folded_words": "identity"},
    plain=_RECORD
    | _ENDING
    | _BILINGUAL
    | {
        "partnership",
        "kind",
        "title_en",
        "title_fr",
        "area",
        "done_on",
        "expected_on",
        "state",
        "link",
        "folded_sort",
    },
)
classify_table(
    "strategies.Finding",
    retention="partnership",
    plain=_RECORD | _ENDING | _BILINGUAL | {"partnership", "research", "text_en", "text_fr"},
)
classify_table(
    "strategies.Strategy",
    retention="partnership",
    personal={"adopted_by": "activity"},
    plain=_RECORD
    | _BILINGUAL
    | {
        "partnership",
        "first_year",
        "last_year",
        "state",
        "adopted_on",
        "motion",
        "no_motion_reason",
        "vision_en",
        "vision_fr",
        "demographics_en",
        "demographics_fr",
        "needs_en",
        "needs_fr",
        "assets_en",
        "assets_fr",
        "approach_en",
        "approach_fr",
        "monitoring_en",
        "monitoring_fr",
        "communication_en",
        "communication_fr",
    },
)
classify_table(
    "strategies.Amendment",
    retention="partnership",
    plain=_RECORD
    | _BILINGUAL
    | {
        "partnership",
        "strategy",
        "on",
        "what_en",
        "what_fr",
        "motion",
        "no_motion_reason",
        "component",
        "direction",
        "version_before",
        "version_after",
    },
)
classify_table(
    "strategies.Direction",
    retention="partnership",
    plain=_RECORD
    | _ENDING
    | _BILINGUAL
    | {
        "partnership",
        "strategy",
        "place",
        "title_en",
        "title_fr",
        "rationale_en",
        "rationale_fr",
        "objectives",
        "characteristics",
        "horizon",
        "body",
        "municipal_links",
        "immediate_en",
        "immediate_fr",
        "intermediate_en",
        "intermediate_fr",
        "ultimate_en",
        "ultimate_fr",
    },
)
classify_table("strategies.Direction_findings", retention="partnership", plain={"id", "direction", "finding"})
