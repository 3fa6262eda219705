"""The councils app's addresses."""

from django.urls import path

from councils.views import (
    agreement,
    body,
    directory,
    invitation,
    involvement,
    meeting,
    membership,
    organization,
    partnership,
    person,
    person_import,
    role,
    seat,
    terms,
)

app_name = "councils"
urlpatterns = [
    # Agreements and officers
    path("p/<slug:slug>/agreements/", agreement.agreement_list, name="agreement_list"),
    path("p/<slug:slug>/agreements/new/", agreement.agreement_create, name="agreement_create"),
    path("p/<slug:slug>/agreements/<slug:code>/", agreement.agreement_detail, name="agreement_detail"),
    path("p/<slug:slug>/agreements/<slug:code>/edit/", agreement.agreement_edit, name="agreement_edit"),
    path("p/<slug:slug>/agreements/<slug:code>/end/", agreement.agreement_end, name="agreement_end"),
    path(
        "p/<slug:slug>/agreements/<slug:code>/reporting-dates/",
        agreement.agreement_reporting_dates,
        name="agreement_reporting_dates",
    ),
    path("p/<slug:slug>/officers/assign/", agreement.officer_assign, name="officer_assign"),
    path("p/<slug:slug>/officers/<slug:code>/end/", agreement.officer_end, name="officer_end"),
    # Bodies and seats
    path("p/<slug:slug>/bodies/", body.body_list, name="body_list"),
    path("p/<slug:slug>/bodies/new/", body.body_create, name="body_create"),
    path("p/<slug:slug>/bodies/<slug:code>/", body.body_detail, name="body_detail"),
    path("p/<slug:slug>/bodies/<slug:code>/edit/", body.body_edit, name="body_edit"),
    path("p/<slug:slug>/bodies/<slug:code>/end/", body.body_end, name="body_end"),
    path("p/<slug:slug>/bodies/<slug:code>/seats/new/", seat.seat_create, name="seat_create"),
    path("p/<slug:slug>/bodies/<slug:code>/seats/set-up/", seat.seat_set_up, name="seat_set_up"),
    path("p/<slug:slug>/seats/<slug:code>/edit/", seat.seat_edit, name="seat_edit"),
    path("p/<slug:slug>/seats/<slug:code>/end/", seat.seat_end, name="seat_end"),
    # Directory and partnerships
    path("partnerships/", directory.directory, name="directory"),
    path("partnerships/excel/", directory.directory_excel, name="directory_excel"),
    path("partnerships/new/", partnership.partnership_create, name="partnership_create"),
    path("p/<slug:slug>/edit/", partnership.partnership_edit, name="partnership_edit"),
    # Invitations
    path("p/<slug:slug>/invitations/new/", invitation.invitation_create, name="invitation_create"),
    path(
        "p/<slug:slug>/invitations/<slug:code>/send-again/",
        invitation.invitation_send_again,
        name="invitation_send_again",
    ),
    path("p/<slug:slug>/invitations/<slug:code>/withdraw/", invitation.invitation_withdraw, name="invitation_withdraw"),
    path("invitations/<slug:code>/send-again/", invitation.invitation_send_again, name="invitation_send_again"),
    path("invitations/<slug:code>/withdraw/", invitation.invitation_withdraw, name="invitation_withdraw"),
    path("l/invitation/<slug:code>/", invitation.invitation_open, name="invitation_open"),
    # Involvements and partner initiatives
    path("p/<slug:slug>/initiatives/new/", involvement.initiative_create, name="initiative_create"),
    path("p/<slug:slug>/initiatives/<slug:code>/edit/", involvement.initiative_edit, name="initiative_edit"),
    path("p/<slug:slug>/initiatives/<slug:code>/end/", involvement.initiative_end, name="initiative_end"),
    path("p/<slug:slug>/involvements/", involvement.involvement_list, name="involvement_list"),
    path("p/<slug:slug>/involvements/new/", involvement.involvement_create, name="involvement_create"),
    path("p/<slug:slug>/involvements/<slug:code>/edit/", involvement.involvement_edit, name="involvement_edit"),
    path("p/<slug:slug>/involvements/<slug:code>/end/", involvement.involvement_end, name="involvement_end"),
    # Memberships
    path("p/<slug:slug>/seats/<slug:code>/propose/", membership.membership_propose, name="membership_propose"),
    path("p/<slug:slug>/memberships/<slug:code>/", membership.membership_detail, name="membership_detail"),
    path("p/<slug:slug>/memberships/<slug:code>/edit/", membership.membership_edit, name="membership_edit"),
    path("p/<slug:slug>/memberships/<slug:code>/confirm/", membership.membership_confirm, name="membership_confirm"),
    path("p/<slug:slug>/memberships/<slug:code>/activate/", membership.membership_activate, name="membership_activate"),
    path(
        "p/<slug:slug>/memberships/<slug:code>/take-leave/",
        membership.membership_take_leave,
        name="membership_take_leave",
    ),
    path(
        "p/<slug:slug>/memberships/<slug:code>/come-back/", membership.membership_come_back, name="membership_come_back"
    ),
    path("p/<slug:slug>/memberships/<slug:code>/renew/", membership.membership_renew, name="membership_renew"),
    path("p/<slug:slug>/memberships/<slug:code>/replace/", membership.membership_replace, name="membership_replace"),
    path("p/<slug:slug>/memberships/<slug:code>/end/", membership.membership_end, name="membership_end"),
    # Meetings
    path("p/<slug:slug>/meetings/", meeting.meeting_list, name="meeting_list"),
    path("p/<slug:slug>/bodies/<slug:code>/meetings/new/", meeting.meeting_create, name="meeting_create"),
    path("p/<slug:slug>/meetings/<slug:code>/", meeting.meeting_detail, name="meeting_detail"),
    path("p/<slug:slug>/meetings/<slug:code>/edit/", meeting.meeting_edit, name="meeting_edit"),
    path("p/<slug:slug>/meetings/<slug:code>/attendance/", meeting.meeting_attendance, name="meeting_attendance"),
    path("p/<slug:slug>/meetings/<slug:code>/calendar/", meeting.meeting_calendar, name="meeting_calendar"),
    path("p/<slug:slug>/meetings/<slug:code>/end/", meeting.meeting_end, name="meeting_end"),
    # Organizations
    path("p/<slug:slug>/organizations/", organization.organization_list, name="organization_list"),
    path("p/<slug:slug>/organizations/excel/", organization.organization_excel, name="organization_excel"),
    path("p/<slug:slug>/organizations/new/", organization.organization_create, name="organization_create"),
    path("p/<slug:slug>/organizations/<slug:code>/", organization.organization_detail, name="organization_detail"),
    path("p/<slug:slug>/organizations/<slug:code>/edit/", organization.organization_edit, name="organization_edit"),
    path("p/<slug:slug>/organizations/<slug:code>/end/", organization.organization_end, name="organization_end"),
    # People
    path("p/<slug:slug>/people/", person.person_list, name="person_list"),
    path("p/<slug:slug>/people/excel/", person.person_excel, name="person_excel"),
    path("p/<slug:slug>/people/import/", person_import.person_import, name="person_import"),
    path("p/<slug:slug>/people/import/<slug:code>/", person_import.person_import_check, name="person_import_check"),
    path("p/<slug:slug>/people/new/", person.person_create, name="person_create"),
    path("p/<slug:slug>/people/<slug:code>/", person.person_detail, name="person_detail"),
    path("p/<slug:slug>/people/<slug:code>/edit/", person.person_edit, name="person_edit"),
    path("p/<slug:slug>/people/<slug:code>/end/", person.person_end, name="person_end"),
    # Roles
    path("p/<slug:slug>/roles/", role.role_list, name="role_list"),
    path("p/<slug:slug>/roles/give/", role.role_give, name="role_give"),
    path("p/<slug:slug>/roles/<slug:code>/end/", role.role_end, name="role_end"),
    path("roles/", role.role_table, name="role_table"),
    path("roles/everywhere/", role.role_search, name="role_search"),
    path("roles/give/", role.role_give_any, name="role_give_any"),
    path("roles/<slug:code>/end/", role.role_end, name="role_end"),
    # Terms of reference
    path("p/<slug:slug>/terms/", terms.terms_list, name="terms_list"),
    path("p/<slug:slug>/bodies/<slug:code>/terms/new/", terms.terms_create, name="terms_create"),
    path("p/<slug:slug>/terms/<slug:code>/", terms.terms_detail, name="terms_detail"),
    path("p/<slug:slug>/terms/<slug:code>/compare/", terms.terms_compare, name="terms_compare"),
    path("p/<slug:slug>/terms/<slug:code>/edit/", terms.terms_edit, name="terms_edit"),
    path("p/<slug:slug>/terms/sections/<slug:code>/edit/", terms.terms_section_edit, name="terms_section_edit"),
    path("p/<slug:slug>/terms/<slug:code>/consult/", terms.terms_consult, name="terms_consult"),
    path("p/<slug:slug>/terms/<slug:code>/endorse/", terms.terms_endorse, name="terms_endorse"),
    path("p/<slug:slug>/terms/<slug:code>/redraft/", terms.terms_redraft, name="terms_redraft"),
    path("p/<slug:slug>/terms/<slug:code>/adopt/", terms.terms_adopt, name="terms_adopt"),
    path("p/<slug:slug>/terms/<slug:code>/put-in-force/", terms.terms_put_in_force, name="terms_put_in_force"),
    path("p/<slug:slug>/terms/<slug:code>/withdraw/", terms.terms_withdraw, name="terms_withdraw"),
]
