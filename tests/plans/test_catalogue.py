import pytest
pytestmark = pytest.mark.django_db
def test_x(client, person, client_of, clock, django_assert_num_queries):
    from plans.queries import catalogue, plan_page
    for c in catalogue(): print(c.slug, c.level, c.level_number, c.weeks, c.days, c.minutes,'|', c.easy_minutes, c.kit)
    for w in plan_page("kettle-breaks").weeks: print(w)
    for w in plan_page("step-it-up").weeks: print(w.number, w.minutes, [(l.name,l.dose,l.reason) for l in w.workouts[0].lines])
    c = client_of(person())
    for a in ["/plans/","/plans/the-full-five/","/plans/the-full-five/start/","/week/"]:
        from django.test.utils import CaptureQueriesContext
        from django.db import connection
        with CaptureQueriesContext(connection) as q: r=c.get(a)
        print(a, r.status_code, len(q), len(r.content))
