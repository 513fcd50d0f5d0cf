"""What the vault knows people by is gathered whole: from every table, from sealed compartments, and from what was taken back."""

from __future__ import annotations

import hashlib
import io

import pytest

from registry.desk.attaching import attach
from registry.desk.desk import Desk
from registry.desk.disclosing import plan_release, prepare
from registry.desk.identifying import identifiers, identifiers_in
from registry.desk.intake import take_in
from registry.desk.undoing import undo_last
from registry.disclosure.sought import Identifier, Kind
from registry.provenance.consent import STATISTICS
from registry.words.identity import short
