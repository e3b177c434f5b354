"""Twenty JSON schemas as users send them: nested, enums, arrays, numbers, unicode, optional."""

from collections.abc import Mapping
from typing import Any

_POINT = {
    "type": "object",
    "properties": {"x": {"type": "number"}, "y": {"type": "number"}},
    "required": ["x", "y"],
    "additionalProperties": False,
}
_TREE = {
    "$ref": "#/$defs/node",
    "$defs": {
        "node": {
            "type": "object",
            "properties": {
                "name": {"type": "string", "maxLength": 8},
                "children": {"type": "array", "items": {"$ref": "#/$defs/node"}, "maxItems": 2},
            },
            "required": ["name"],
            "additionalProperties": False,
        }
    },
}
_SHAPES = {
    "oneOf": [
        {
            "type": "object",
            "properties": {"kind": {"const": "circle"}, "radius": {"type": "number", "minimum": 0}},
            "required": ["kind", "radius"],
        },
        {
            "type": "object",
            "properties": {"kind": {"const": "square"}, "side": {"type": "integer", "minimum": 1}},
            "required": ["kind", "side"],
        },
    ]
}

SCHEMAS: Mapping[str, Mapping[str, Any]] = {
    "person": {
        "type": "object",
        "properties": {
            "name": {"type": "string", "minLength": 1, "maxLength": 20},
            "age": {"type": "integer", "minimum": 0, "maximum": 120},
            "email": {"type": "string", "pattern": r"^[a-z]{1,8}@[a-z]{1,8}\.(com|org)$"},
        },
        "required": ["name", "age"],
        "additionalProperties": False,
    },
    "all optional": {
        "type": "object",
        "properties": {key: {"type": "boolean"} for key in ("a", "b", "c", "d", "e")},
    },
    "sentiment": {"enum": ["positive", "neutral", "negative"]},
    "mixed enum": {"enum": ["a\nb", 'quote " and \\', 1, 2.5, None, True, {"k": [1, "x"]}]},
    "list of integers": {"type": "array", "items": {"type": "integer"}, "maxItems": 6},
    "two to four words": {
        "type": "array",
        "items": {"type": "string", "pattern": "^[a-zäöü]+$"},
        "minItems": 2,
        "maxItems": 4,
    },
    "pair": {
        "type": "array",
        "prefixItems": [{"type": "string"}, {"type": "integer", "maximum": -5}],
        "items": False,
        "minItems": 2,
    },
    "numbers": {
        "type": "object",
        "properties": {
            "share": {"type": "number", "minimum": 0, "maximum": 1},
            "offset": {"type": "number", "minimum": -17, "maximum": 230},
            "level": {"type": "integer", "exclusiveMinimum": -13, "exclusiveMaximum": 1057},
            "any": {"type": "number"},
        },
        "required": ["share", "offset", "level", "any"],
    },
    "unicode": {
        "type": "object",
        "properties": {
            "größe": {"enum": ["klein", "groß", "übergroß"]},
            "名前": {"type": "string", "minLength": 1, "maxLength": 5},
            "emoji 😀": {"const": "日本語 🎉"},
        },
        "required": ["größe", "名前", "emoji 😀"],
        "additionalProperties": False,
    },
    "nested": {
        "type": "object",
        "properties": {
            "from": {"$ref": "#/definitions/point"},
            "to": {"$ref": "#/definitions/point"},
            "tags": {"type": "array", "items": {"enum": ["fast", "cheap"]}, "minItems": 1},
        },
        "required": ["from", "to"],
        "definitions": {"point": _POINT},
    },
    "tree": _TREE,
    "shapes": _SHAPES,
    "nullable": {
        "type": "object",
        "properties": {"note": {"type": ["string", "null"], "maxLength": 12}, "ok": True},
        "required": ["note"],
    },
    "string or number": {"anyOf": [{"type": "string", "maxLength": 10}, {"type": "number"}]},
    "dates": {
        "type": "object",
        "properties": {
            "day": {"type": "string", "format": "date"},
            "at": {"type": "string", "format": "date-time"},
            "clock": {"type": "string", "format": "time"},
            "id": {"type": "string", "format": "uuid"},
        },
        "required": ["day", "at", "clock", "id"],
    },
    "counts by word": {"type": "object", "additionalProperties": {"type": "integer"}},
    "open object": {
        "type": "object",
        "properties": {"id": {"type": "integer"}, "idea": {"type": "null"}, "": {"const": 0}},
        "required": ["id"],
        "additionalProperties": {"type": "string"},
    },
    "anything": {},
    "code": {"type": "string", "pattern": r'^(?:[A-Z]{2}-)?\d{3,5}[.\-"\\]?(x|yz)*\w$'},
    "tool call": {
        "type": "object",
        "title": "A call of one of two tools",
        "properties": {
            "tool": {"type": "string", "enum": ["search", "read"]},
            "arguments": {
                "type": "object",
                "properties": {"query": {"type": "string"}, "limit": {"enum": [5, 10, 50]}},
                "required": ["query", "reason"],
            },
        },
        "required": ["tool", "arguments"],
        "additionalProperties": False,
    },
}
