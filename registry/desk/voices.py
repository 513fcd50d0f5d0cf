"""The sources that one intake brings or names: each voice kept once, and what it says of itself beside what is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import msgspec

from registry.desk.count_rules import rules_of
from registry.desk.desk import SOURCES, Desk
from registry.desk.reading import mapping
from registry.desk.sourcing import contact_of, kept_alike, source_document, voice_of
from registry.sources.source import Source, source_of
from registry.words.count_rules import Rule


@dataclass
class Sources:
    """The sources one intake uses: those in the vault, and those it brings, each kept once."""

    desk: Desk
    fresh: list[tuple[dict[str, Any], str]] = field(default_factory=list)
    by_words: dict[str, str] = field(default_factory=dict)
    known: dict[str, Source] = field(default_factory=dict)
    voices: dict[str, str] = field(default_factory=dict)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """How this vault reads words for unnamed numbers."""
        return rules_of(self.desk)

    def resolve(self, raw: Any) -> str:
        """Return the id of the source that ``raw`` names or describes; raise ``InputRefused``."""
        if isinstance(raw, str):
            identity = self.desk.identify(SOURCES, raw)
            if identity not in self.known:
                self.known[identity] = self.desk.source(identity)
            return identity
        words = repr(sorted(mapping(raw, "the source").items(), key=lambda pair: pair[0]))
        if words not in self.by_words:
            document, contact = source_document(self.desk, raw)
            same = self._same_voice(source_of(document)) if raw.get("label") else None
            if same is not None and self._tells_nothing_new(same, source_of(document), contact):
                self.by_words[words] = same.id
                self.known[same.id] = same
                return same.id
            if same is not None:
                # The same voice with something more to say of itself: kept, and still one origin.
                self.known[same.id] = same
                document["items"][0].setdefault("derived_from", same.id)
            self.fresh.append((document, contact))
            self.by_words[words] = document["id"]
            self.known[document["id"]] = source_of(document)
            self.voices.setdefault(voice_of(source_of(document)), document["id"])
        return self.by_words[words]

    def _same_voice(self, source: Source) -> Source | None:
        """Return the source that speaks with the same voice, in this intake or in the vault."""
        here = self.voices.get(voice_of(source))
        return self.known[here] if here else kept_alike(self.desk, source)

    def _tells_nothing_new(self, kept: Source, given: Source, contact: str) -> bool:
        alike = msgspec.structs.replace(given, id=kept.id, label=kept.label) == kept
        return alike and contact in ("", contact_of(self.desk, kept))
