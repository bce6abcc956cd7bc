"""What only one of the two databases can get wrong."""

import pytest
from django.db import connection


@pytest.mark.postgresql
@pytest.mark.django_db
def test_postgresql_is_new_enough():
    assert connection.pg_version >= 150_000


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/exercises/%00/", "/plans/%00/", "/exercises/squat/?variation=%00"])
def test_a_nul_byte_which_postgresql_refuses_is_no_server_error(client, path):
    assert client.get(path).status_code in {200, 400, 404}
