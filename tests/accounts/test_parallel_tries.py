from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from tests.accounts.conftest import EMAIL


@pytest.mark.django_db(transaction=True)
def test_two_hundred_tries_at_once_get_no_more_guesses_than_five(person):
    person(EMAIL)

    def guess(number):
        try:
            return Client().post("/accounts/login/", {"login": EMAIL, "password": f"a wrong guess {number}"})
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        pages = [response.content.decode() for response in pool.map(guess, range(200))]
    assert sum("do not go together" in page for page in pages) == 5
