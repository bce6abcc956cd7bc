"""Pages of the admin, as a browser reads them."""


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def form_of(client, where):
    """What the browser would send from this page, if nobody typed anything."""
    context = client.get(where).context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.initial_forms]
    values = {}
    for form in forms:
        for field in form:
            value = field.value()
            if not field.field.disabled and value is not None and value is not False:
                values[field.html_name] = value.replace("\n", "\r\n") if isinstance(value, str) else value
    return values
