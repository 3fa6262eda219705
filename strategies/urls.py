"""The strategies app's addresses."""

from django.urls import path

from strategies.views import amendment, direction, finding, research, strategy, strategy_step

app_name = "strategies"
_RESEARCH = "p/<slug:slug>/research/"
_FINDING = "p/<slug:slug>/findings/<slug:code>/"
_STRATEGIES = "p/<slug:slug>/strategies/"
_STRATEGY = "p/<slug:slug>/strategies/<slug:code>/"
_DIRECTION = "p/<slug:slug>/directions/<slug:code>/"

urlpatterns = [
    path(_RESEARCH, research.research_list, name="research_list"),
    path(f"{_RESEARCH}new/", research.research_create, name="research_create"),
    path(f"{_RESEARCH}<slug:code>/", research.research_detail, name="research_detail"),
    path(f"{_RESEARCH}<slug:code>/edit/", research.research_edit, name="research_edit"),
    path(f"{_RESEARCH}<slug:code>/end/", research.research_end, name="research_end"),
    path(f"{_RESEARCH}<slug:code>/findings/new/", finding.finding_create, name="finding_create"),
    path(_FINDING, finding.finding_detail, name="finding_detail"),
    path(f"{_FINDING}edit/", finding.finding_edit, name="finding_edit"),
    path(f"{_FINDING}end/", finding.finding_end, name="finding_end"),
    path(_STRATEGIES, strategy.strategy_list, name="strategy_list"),
    path(f"{_STRATEGIES}new/", strategy.strategy_create, name="strategy_create"),
    path(_STRATEGY, strategy.strategy_detail, name="strategy_detail"),
    path(f"{_STRATEGY}years/edit/", strategy.years_edit, name="years_edit"),
    path(f"{_STRATEGY}components/<slug:component>/edit/", strategy.component_edit, name="component_edit"),
    path(f"{_STRATEGY}put-to-community/", strategy_step.strategy_put_to_community, name="strategy_put_to_community"),
    path(f"{_STRATEGY}adopt/", strategy_step.strategy_adopt, name="strategy_adopt"),
    path(f"{_STRATEGY}activate/", strategy_step.strategy_activate, name="strategy_activate"),
    path(f"{_STRATEGY}review/", strategy_step.strategy_review, name="strategy_review"),
    path(f"{_STRATEGY}close/", strategy_step.strategy_close, name="strategy_close"),
    path(f"{_STRATEGY}directions/new/", direction.direction_create, name="direction_create"),
    path("p/<slug:slug>/amendments/<slug:code>/", amendment.amendment_detail, name="amendment_detail"),
    path(_DIRECTION, direction.direction_detail, name="direction_detail"),
    path(f"{_DIRECTION}edit/", direction.direction_edit, name="direction_edit"),
    path(f"{_DIRECTION}move/", direction.direction_move, name="direction_move"),
    path(f"{_DIRECTION}end/", direction.direction_end, name="direction_end"),
]
