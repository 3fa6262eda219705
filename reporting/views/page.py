"""The pages that say what the portal is: help, accessibility, privacy, what is new, the component library."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lipportal.shared.access import public
from lipportal.shared.clock import day_begins
from lipportal.shared.languages import in_four_languages
from lipportal.shared.samples import samples
from reporting.queries.help_page import TOPICS, VISITOR, may_do, topic_for
from reporting.queries.news import news
from reporting.queries.retention import RETENTION_WORDS

ON_A_PAGE = 30
IN_THE_FEED = 50
# Signs that XML has no way to write; a page shows nothing in their place.
NOT_IN_XML = dict.fromkeys(sign for sign in range(32) if chr(sign) not in "\t\n\r")


@require_safe
@public
@in_four_languages
def help_page(request: HttpRequest) -> HttpResponse:
    """Help for one role; in Spanish and Arabic only what everybody needs."""
    is_official = (get_language() or "en") in settings.OFFICIAL_LANGUAGES
    topic = topic_for(request.user, request.GET.get("role", "")) if is_official else TOPICS[0]
    tabs = [(one.label, f"?role={one.key}", one == topic) for one in TOPICS] if is_official else []
    context = {
        "topic": topic,
        "tabs": tabs,
        "part": f"reporting/help/{topic.key}.html" if topic.key != VISITOR else "pages/_help_visitor.html",
        "may_do": may_do(topic),
    }
    return render(request, "pages/help.html", context)


@require_safe
@public
@in_four_languages
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "pages/accessibility.html", {"contact": settings.MAIL_FROM})


@require_safe
@public
@in_four_languages
def privacy(request: HttpRequest) -> HttpResponse:
    """What is held about people, why, who sees it, and for how long."""
    context = {"contact": settings.MAIL_FROM, "kept": list(RETENTION_WORDS.values())}
    return render(request, "pages/privacy.html", context)


@require_safe
@public
@in_four_languages
def whats_new(request: HttpRequest) -> HttpResponse:
    """What partnerships made public, newest first."""
    page = Paginator(news(), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "pages/whats_new.html", {"page": page})


@require_safe
@public
@in_four_languages
def whats_new_feed(request: HttpRequest) -> HttpResponse:
    """The same as a feed a reader program can follow."""
    home, here = (f"{settings.PORTAL_URL}{reverse(name)}" for name in ("whats_new", "whats_new_feed"))
    feed = Atom1Feed(
        title=_("What’s new"),
        link=home,
        description=_("What Local Immigration Partnerships adopted and published."),
        language=get_language() or "en",
        feed_url=here,
        feed_guid=here,
    )
    for one in news()[:IN_THE_FEED]:
        link = f"{settings.PORTAL_URL}{one.url}"
        moment = day_begins(one.on, "America/Toronto")
        title = f"{one.partnership}: {one.sentence}".translate(NOT_IN_XML)
        feed.add_item(title, link, "", unique_id=link, pubdate=moment, updateddate=moment)
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@require_safe
@public
def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for those who build pages."""
    return render(request, "pages/components.html", {"samples": samples()})
