import pytest
from django import forms
from django.template import engines

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # what a page says does not depend on the database


class Sample(forms.Form):
    name = forms.CharField(label="Your name", help_text="As on the door.", max_length=5)
    minutes = forms.IntegerField(label="Minutes", required=False)
    days = forms.MultipleChoiceField(
        label="Days", choices=[("mon", "Monday"), ("tue", "Tuesday")], widget=forms.CheckboxSelectMultiple
    )
    read = forms.BooleanField(label="I have read it")
    secret = forms.CharField(widget=forms.HiddenInput)


def render(form, template="{% load crispy_forms_filters %}{{ form|crispy }}"):
    return " ".join(engines["django"].from_string(template).render({"form": form}).split())


def test_a_field_has_its_label_and_points_at_its_help():
    page = render(Sample())
    assert '<label for="id_name"> Your name </label>' in page
    assert '<div class="hint" id="id_name_helptext">As on the door.</div>' in page
    assert 'aria-describedby="id_name_helptext"' in page
    assert "aria-invalid" not in page
    assert "form-errors" not in page


def test_what_may_be_left_out_says_so():
    page = render(Sample())
    assert page.count("(optional)") == 1
    assert 'Minutes <span class="optional">(optional)</span>' in page


def test_a_group_of_choices_is_a_fieldset_with_a_legend():
    page = render(Sample())
    assert '<fieldset class="field choices"> <legend>Days</legend>' in page
    assert 'id="id_days_0"' in page


def test_a_checkbox_stands_inside_its_label():
    assert '<label for="id_read"><input type="checkbox"' in render(Sample())


def test_an_error_stands_beside_its_field_and_in_the_summary_with_a_link():
    page = render(Sample({"name": "Robinson", "days": ["mon"], "read": "on", "secret": "x"}))
    assert "One thing to put right" in page
    assert '<a href="#id_name">Your name: Ensure' in page
    assert 'id="id_name_error"' in page
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert 'value="Robinson"' in page


def test_the_summary_counts_and_links_to_the_first_choice_of_a_group():
    page = render(Sample({}))
    assert "4 things to put right" in page
    assert 'href="#id_days_0"' in page
    assert 'aria-describedby="id_days_error"' in page
    assert 'id="id_days_error"' in page


def test_an_error_without_a_field_and_one_of_a_hidden_field_are_in_the_summary_without_a_link():
    form = Sample({"name": "Robin", "days": ["mon"], "read": "on"})
    form.add_error(None, "Both at once <do> not work.")
    page = render(form)
    assert "<li>Both at once &lt;do&gt; not work.</li>" in page
    assert "<li> This field is required. </li>" in page
    assert "#id_secret" not in page


def test_a_page_may_lay_out_its_fields_itself_and_include_the_summary():
    page = render(
        Sample({}),
        "{% load crispy_forms_filters %}"
        '{% include "forms/uni_form.html#errors" with form=form only %}{{ form.name|as_crispy_field }}',
    )
    assert "4 things to put right" in page
    assert page.count("<label") == 1


def test_nothing_in_a_form_needs_an_inline_style_or_script():
    page = render(Sample({}))
    assert "style=" not in page
    assert "<script" not in page
