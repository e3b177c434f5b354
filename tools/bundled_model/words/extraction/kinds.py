"""What draws an entity of each kind, and which kinds people may take for each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tools.bundled_model.grammar import Draw
from tools.bundled_model.words.entities import (
    amounts,
    codes,
    companies,
    dates,
    goods,
    people,
    places,
)

KINDS: Final[Mapping[str, Draw]] = {
    "person": people.person,
    "full_name": people.full_name,
    "last_name": people.last_name,
    "traded": amounts.traded,
    "ordered": amounts.ordered,
    "colour": goods.colour,
    "first_name": people.first_name,
    "company": companies.company,
    "charity": companies.charity,
    "ticker": companies.listed,
    "exchange": companies.exchange,
    "product": companies.product,
    "place": places.place,
    "city": places.city,
    "country": places.country,
    "region": places.region,
    "venue": places.venue,
    "hotel": places.hotel,
    "address": places.address,
    "room": places.room,
    "date": dates.date,
    "calendar": dates.calendar_date,
    "time": dates.time_of_day,
    "quarter": dates.quarter,
    "duration": dates.duration,
    "year": dates.year,
    "money": amounts.money,
    "price": amounts.price,
    "bill": amounts.bill,
    "payment": amounts.payment,
    "rent": amounts.rent,
    "wage": amounts.wage,
    "estate": amounts.estate,
    "large_money": amounts.large_money,
    "percent": amounts.percent,
    "few": amounts.few,
    "many": amounts.many,
    "age": amounts.age,
    "weight": amounts.weight,
    "invoice": codes.invoice,
    "order": codes.order,
    "flight": codes.flight,
    "reference": codes.reference,
    "tracking": codes.tracking,
    "mailbox": codes.mailbox,
    "phone": codes.phone,
    "page": codes.page,
    "seat": codes.seat,
    "gate": codes.gate,
    "version": codes.version,
    "good": goods.good,
    "event": goods.event,
    "job": goods.job,
    "department": goods.department,
    "subject": goods.subject,
    "language": goods.language,
    "work": goods.work,
}
_FAMILIES: Final = {
    "person": "person full_name first_name last_name",
    "company": "company charity",
    "place": "place city country region venue hotel address room",
    "date": "date calendar quarter year",
    "time": "time",
    "money": "money price bill payment rent wage estate large_money",
    "count": "few many age weight",
    "percent": "percent",
    "code": "invoice order reference tracking flight",
    "thing": "good product work event",
}
FAMILY: Final[Mapping[str, str]] = {kind: kind for kind in KINDS} | {
    kind: family for family, kinds in _FAMILIES.items() for kind in kinds.split()
}
"""Kinds of one family answer to the same general names: a city and a hall are both a place."""
NUMERIC: Final = frozenset("money count percent".split())
"""Families whose entities a number can stand for."""
