"""The words that case files share, given to the compressor beforehand: part of format 1, never edited.

Later words stand nearer, so the commonest come last. Its SHA-256 is in ``docs/design/vault-format.md``.
"""

from __future__ import annotations

DICTIONARY = (
    '"vulnerability":"whereabouts":"acknowledgement":"characterisation":"independence":"derived_from":'
    '"verbatim":"translation":"language":"locator":"timecode":"distance":"credibility":"reliability":'
    '"survivor","eyewitness","family","media","official","ngo","un_body","red_cross","local_committee",'
    '"asserts","denies","retracts","no_knowledge","withheld","refused","not_asked","unknown","not_applicable"'
    '"enforced_disappearance","conscripted","released","located_alive","escaped","death_reported",'
    '"held_reported","held_denied","held_acknowledged","before_court","missing","clarified","closed","draft",'
    '"open","in_review","case_work","red_cross_tracing","wgeid","ced","anonymous_statistics","public_naming",'
    '"withdrawn_on":"given_by":"purpose":"purposes":"recipient":"granted","consent","t":"exhibit","t":"link",'
    '"t":"task","t":"note","t":"undo","t":"status","t":"assessment","t":"consent","sha256":"size":"media":'
    '"certainty":"same_person","possible_match","member_of_group","kin","left":"right":"reasons":[{"from":"to":'
    '"due":"state":"open","outcome":"assignee":"reason":"rule":"against":[],"for":["stage":"priority":'
    '"count_low":"count_high":"wording":"group","kind":"group","occupation":"reference":"nickname":"residence":'
    '"family_name":"grandfather":"mother":"father":"name":"origin":"alleged_holder":"crossing_from":"crossing_to":'
    '"last_seen_at":"last_seen_on":"government","armed group","opposition","Aleppo","eastern Aleppo","Idlib",'
    '"Homs","Hama","Damascus","checkpoint","crossing","2016-11-2","2016-12-0","2016-12-1","2017-01-",'
    '"born":"19","age":"age_on":"sex":"male","sex":"female","script":"Arab","script":"Latn","kind":"full",'
    '"text":"محمد أحمد عبد الله علي حسن حسين محمود إبراهيم خالد مصطفى عمر يوسف","given":"value":{"text":"'
    '"source":"grade":"B2","C3","stance":"asserts","where":"when":"note":"language":"ar","made":{"by":"'
    '{"id":"","kind":"person","made":{"by":"","device":"","at":"2026-"},"items":[{"id":"","t":"claim","by":"'
    '","device":"","at":"2026-11-22T10:00:00Z","fact":"","value":"","source":"","on":"","stance":"asserts"},'
    '{"id":"","t":"claim","by":"'
).encode()
