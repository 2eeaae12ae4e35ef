"""A team's name and colour: made, or changed. What is wrong is said under its field, and nothing typed is lost."""

from __future__ import annotations

from typing import Any

from textual import work

from resellertui.domain.errors import Conflict
from resellertui.domain.team import Colour
from resellertui.domain.wording import _
from resellertui.services.teams.views import NewTeam, TeamEdit, TeamView
from resellertui.tui.dialogs.form_dialog import FormDialog
from resellertui.tui.moving import reading_again
from resellertui.tui.people_words import colour_words
from resellertui.tui.widgets.form import ChoiceField, TextField


class TeamDialog(FormDialog):
    """Answers the team's id under `id` once it is saved."""

    def __init__(self, team: TeamView | None = None) -> None:
        colours = [(one.value, colour_words(one)) for one in Colour]
        super().__init__(
            _("New team") if team is None else _("Team {name}").format(name=team.name),
            TextField("name", _("Name"), team.name if team is not None else ""),
            ChoiceField("colour", _("Colour"), colours, (team.colour if team is not None else Colour.BLUE).value),
            yes=_("Make it") if team is None else _("Save"),
        )
        self._team = team
        self._is_saving = False

    def submit(self, values: dict[str, Any]) -> None:
        """Save it, once."""
        if not self._is_saving:
            self._is_saving = True
            self._save(values)

    @work(group="act")
    async def _save(self, values: dict[str, Any]) -> None:
        try:
            with self.app.reporting(self.form):
                view = await self._saved(values)
                self.finish({"id": view.id})
        finally:
            self._is_saving = False

    async def _saved(self, values: dict[str, Any]) -> TeamView:
        teams, before = self.app.services.teams, self._team
        if before is None:
            view = await self.app.tell(teams.create, NewTeam.of(**values))
            self.app.say(_("The team {name} was made.").format(name=view.name))
            return view
        try:
            with reading_again(self.app):
                view = await self.app.tell(teams.edit, before.id, TeamEdit.of(**values), version=before.version)
        except Conflict:
            self._team = await self.app.ask(teams.show, before.id)  # saving again is meant for what it is now
            raise
        self.app.say(_("The team {name} was changed.").format(name=view.name))
        return view
