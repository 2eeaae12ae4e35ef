"""The partner programme: how organisations come into it, stand in it, and show themselves in the directory."""

from resellertui.services.programme.members import Programme as Programme
from resellertui.services.programme.members import enlist as enlist
from resellertui.services.programme.members import refresh_listing as refresh_listing
