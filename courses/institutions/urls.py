"""Addresses of this slice."""

from django.urls import path

from courses.institutions.views import contracts, roles, roster, staff, students

app_name = "institutions"
urlpatterns = [
    path("students/", students.student_list, name="students"),
    path("students.xlsx", students.student_export, name="students_export"),
    path("classes/", students.class_list, name="classes"),
    path("roster/", roster.roster_upload, name="roster"),
    path("roster/template.xlsx", roster.roster_template, name="roster_template"),
    path("roles/", roles.role_list, name="roles"),
    path("roles/withdraw/", roles.role_withdraw, name="role_withdraw"),
    path("staff/add/", staff.staff_add, name="staff_add"),
    path("staff/<uuid:public_id>/employment/", staff.staff_employment, name="staff_employment"),
    path("staff/<uuid:public_id>/contracts/", contracts.contract_list, name="contracts"),
    path("contracts/<uuid:public_id>/", contracts.contract_edit, name="contract_edit"),
]
