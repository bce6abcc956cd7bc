"""What is done today instead of an exercise."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid5

from django import forms

from plans.records import Edit, WorkoutRef, milliseconds


class SwapForm(forms.Form):
    """
    token: names the rendering of the page, so that the same press twice is recognised. workout: the one that the page
    was about; another plan may have one in the same place. shown: the variation that
    the page showed in the workout; `variation` is the one chosen.
    """

    token = forms.UUIDField()
    workout = forms.UUIDField()
    shown = forms.SlugField()
    variation = forms.SlugField()

    def edit(self, ref: WorkoutRef, data: Mapping[str, Any], greatest_ms: int, now: datetime) -> Edit:
        """greatest_ms: the latest stamp of the workout's rows, which the edit is to be above."""
        name = json.dumps([str(ref.uid), greatest_ms, data], sort_keys=True)
        op = uuid5(self.cleaned_data["token"], name)
        return Edit(op, "workout", ref.uid, max(milliseconds(now), greatest_ms + 1), ref, data)
