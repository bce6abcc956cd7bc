"""Administrators give roles and no more; and no role is a way into somebody else's account."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from tests.accounts.conftest import EMAIL, is_signed_in, page_of
from tests.conftest import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles", "clock")]
PEOPLE = "/admin/accounts/user/"


# Administrators ----------------------------------------------------------------------------------


def roles_of(user):
    return sorted(get_user_model().objects.get(pk=user.pk).groups.values_list("name", flat=True))


def give(client, user, *names, **more):
    pks = [Group.objects.get(name=name).pk for name in names]
    inline = {"emailaddress_set-TOTAL_FORMS": 0, "emailaddress_set-INITIAL_FORMS": 0}
    return client.post(page_of(user), {"is_active": "on", "groups": pks} | inline | more)


def test_an_administrator_gives_a_role_and_takes_it_away(as_role, client_of, robin):
    administrator, visitor = as_role("Administrator"), client_of(robin)
    assert visitor.get("/admin/", follow=True).status_code == 403
    assert give(administrator, robin, "Editor").status_code == 302
    assert visitor.get("/admin/exercises/exercise/").status_code == 200
    give(administrator, robin)
    assert visitor.get("/admin/", follow=True).status_code == 403
    robin.refresh_from_db()
    assert not robin.is_staff


def test_an_administrator_closes_an_account_and_opens_it_again(as_role, client_of, robin):
    administrator, visitor = as_role("Administrator"), client_of(robin)
    assert is_signed_in(visitor)
    give(administrator, robin, is_active="")
    assert not is_signed_in(visitor)
    give(administrator, robin)
    robin.refresh_from_db()
    assert robin.is_active


def test_an_administrator_gives_no_right_beyond_the_roles(as_role, robin):
    administrator = as_role("Administrator")
    more = Group.objects.create(name="All of it")
    page = give(administrator, robin, "All of it")
    assert page.status_code == 200
    give(administrator, robin, "Editor", is_superuser="on", user_permissions=[1], is_staff="on")
    robin.refresh_from_db()
    assert (robin.is_superuser, robin.user_permissions.count()) == (False, 0)
    robin.groups.add(more)
    give(administrator, robin, "Support")
    assert roles_of(robin) == ["All of it", "Support"]


def test_nobody_changes_their_own_rights(with_role, client_of, superuser):
    administrator = with_role("Administrator")
    give(client_of(administrator), administrator, "Editor", is_active="", is_superuser="on")
    administrator.refresh_from_db()
    assert roles_of(administrator) == ["Administrator"]
    assert administrator.is_active
    assert not administrator.is_superuser
    give(client_of(superuser), superuser, is_active="")
    superuser.refresh_from_db()
    assert superuser.is_active
    assert superuser.is_superuser


def test_an_administrator_cannot_touch_a_superuser(as_role, superuser):
    administrator = as_role("Administrator")
    assert administrator.get(page_of(superuser)).status_code == 200
    assert give(administrator, superuser, is_active="").status_code == 403
    assert administrator.post(page_of(superuser, "delete"), {"post": "yes"}).status_code == 403
    superuser.refresh_from_db()
    assert superuser.is_active


def test_a_superuser_makes_another_one(client_of, superuser, robin):
    assert give(client_of(superuser), robin, is_superuser="on").status_code == 302
    robin.refresh_from_db()
    assert robin.is_superuser
    assert robin.is_staff


# Nobody signs in as somebody else ----------------------------------------------------------------


@pytest.mark.parametrize("who", ["Administrator", "superuser"])
def test_nobody_sets_the_password_or_the_address_of_somebody_else(
    as_role, client_of, superuser, robin, client, who
):
    staff_member = client_of(superuser) if who == "superuser" else as_role(who)
    mine = {"email": "mine@rise.example", "password": "my own words here", "password1": "my own words here"}
    mine |= {"password2": "my own words here", "usable_password": "true", "set-password": "1"}
    before = list(EmailAddress.objects.values_list("user", "email", "verified"))
    row = EmailAddress.objects.get(user=robin)
    inline = {"emailaddress_set-TOTAL_FORMS": 1, "emailaddress_set-INITIAL_FORMS": 1}
    inline |= {"emailaddress_set-0-id": row.pk, "emailaddress_set-0-email": mine["email"]}
    give(staff_member, robin, **mine, **inline, **{"emailaddress_set-0-user": robin.pk})
    for where in ("password", "password/change"):
        assert staff_member.post(page_of(robin, where), mine).status_code in (302, 403, 404)
    for where in ("account/emailaddress/", "account/emailaddress/add/", "account/emailconfirmation/"):
        assert staff_member.get(f"/admin/{where}").status_code == 404
    robin.refresh_from_db()
    assert robin.email == EMAIL
    assert robin.check_password(PASSWORD)
    assert list(EmailAddress.objects.values_list("user", "email", "verified")) == before
    client.post("/accounts/login/", {"login": EMAIL, "password": mine["password"]})
    assert not is_signed_in(client)


def test_a_person_who_is_added_signs_in_with_a_code_and_nothing_else(as_role, client, code):
    administrator = as_role("Administrator")
    typed = {"email": "New@Rise.Example", "password1": "a known password", "password2": "a known password"}
    answer = administrator.post(f"{PEOPLE}add/", typed | {"usable_password": "true"})
    new = get_user_model().objects.get(email="new@rise.example")
    assert answer["Location"] == page_of(new)
    assert not new.has_usable_password()
    client.post("/accounts/login/code/", {"email": new.email})
    client.post("/accounts/login/code/confirm/", {"code": code(new.email)})
    assert is_signed_in(client)


def test_the_admins_own_sign_in_asks_nobody_for_a_password(client, client_of, robin, as_role):
    typed = {"username": EMAIL, "password": PASSWORD, "this_is_the_login_form": "1"}
    where = "/admin/login/?next=/admin/plans/plan/"
    editor, stranger = as_role("Editor"), client_of(robin)
    for send in (lambda who: who.get(where), lambda who: who.post(where, typed)):
        answers = [send(who) for who in (client, stranger, editor)]
        assert [answer.status_code for answer in answers] == [302, 403, 302]
        assert answers[0]["Location"].startswith("/accounts/login/?next=")
        assert answers[2]["Location"] == "/admin/plans/plan/"
        assert not any(b'type="password"' in answer.content for answer in answers)
    assert editor.session["_auth_user_id"] != str(robin.pk)
    assert not is_signed_in(client)


def test_staff_come_in_by_the_common_door_and_land_where_they_wanted_to(with_role, client):
    editor = with_role("Editor", "words@rise.example")
    answer = client.get("/admin/plans/plan/", follow=True)
    assert answer.request["PATH_INFO"] == "/accounts/login/"
    sent = dict(re.findall(r'type="hidden" name="(next)" value="([^"]*)"', answer.content.decode()))
    answer = client.post(
        "/accounts/login/", {"login": editor.email, "password": PASSWORD} | sent, follow=True
    )
    assert answer.request["PATH_INFO"] == "/admin/plans/plan/"


def test_somebody_who_is_not_staff_is_told_kindly(client_of, robin):
    answer = client_of(robin).get("/admin/plans/plan/", follow=True)
    assert answer.status_code == 403
    assert "This door is closed" in answer.content.decode()


def test_staff_change_their_own_password_where_everybody_does(as_role):
    for where in ("/admin/password_change/", "/admin/password_change/done/"):
        for answer in (as_role("Support").get(where), as_role("Support").post(where)):
            assert answer["Location"] == "/accounts/password/change/"
