"""The addresses of mail and notices."""

from django.urls import path

from lipportal.notices.views import demonstration, mail, notice

app_name = "notices"
urlpatterns = [
    path("mail/", mail.mail_list, name="mail_list"),
    path("mail/<slug:code>/", mail.mail_detail, name="mail_detail"),
    path("mail/<slug:code>/retry/", mail.mail_retry, name="mail_retry"),
    path("notices/", notice.notice_list, name="notice_list"),
    path("notices/read/", notice.notice_read_all, name="notice_read_all"),
    path("notices/<slug:code>/", notice.notice_open, name="notice_open"),
    path("demo/mail/", demonstration.demo_mail_list, name="demo_mail_list"),
    path("demo/mail/<slug:code>/", demonstration.demo_mail_detail, name="demo_mail_detail"),
]
