"""The actionplans app's addresses."""

from django.urls import path

from actionplans.views import action, body, evidence, plan, plan_steps, update

app_name = "actionplans"
_PLANS, _ACTIONS = "p/<slug:slug>/plans/", "p/<slug:slug>/actions/<slug:code>/"
_PLAN = f"{_PLANS}<slug:code>/"
urlpatterns = [
    path(_PLANS, plan.plan_list, name="plan_list"),
    path("p/<slug:slug>/plan/", plan.plan_current, name="plan_current"),
    path(f"{_PLANS}create/", plan.plan_create, name="plan_create"),
    path(_PLAN, plan.plan_detail, name="plan_detail"),
    path(f"{_PLAN}edit/", plan.plan_edit, name="plan_edit"),
    path(f"{_PLAN}sheet/", plan.plan_sheet_download, name="plan_sheet_download"),
    path(f"{_PLAN}carry-over/", plan_steps.plan_carry_over, name="plan_carry_over"),
    path(f"{_PLAN}put-to-tables/", plan_steps.plan_put_to_tables, name="plan_put_to_tables"),
    path(f"{_PLAN}adopt/", plan_steps.plan_adopt, name="plan_adopt"),
    path(f"{_PLAN}open-year/", plan_steps.plan_open_year, name="plan_open_year"),
    path(f"{_PLAN}close/", plan_steps.plan_close, name="plan_close"),
    path(f"{_PLAN}actions/create/", action.action_create, name="action_create"),
    path(_ACTIONS, action.action_detail, name="action_detail"),
    path(f"{_ACTIONS}edit/", action.action_edit, name="action_edit"),
    path(f"{_ACTIONS}amend/", action.action_amend, name="action_amend"),
    path(f"{_ACTIONS}end/", action.action_end, name="action_end"),
    path(f"{_ACTIONS}updates/create/", update.update_create, name="update_create"),
    path("p/<slug:slug>/updates/<slug:code>/edit/", update.update_edit, name="update_edit"),
    path("p/<slug:slug>/updates/<slug:code>/end/", update.update_end, name="update_end"),
    path("p/<slug:slug>/updates/<slug:code>/evidence/create/", evidence.evidence_create, name="evidence_create"),
    path("p/<slug:slug>/evidence/<slug:code>/end/", evidence.evidence_end, name="evidence_end"),
    path("p/<slug:slug>/bodies/<slug:code>/actions/", body.body_action_list, name="body_action_list"),
]
