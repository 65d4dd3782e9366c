#!/usr/bin/python3
"""Writes the TL schema of the installed Telethon in the JSON shape of @mtcute/core's api-schema.json.

Usage: telethon_schema.py FILE

Telethon speaks an older layer than TDLib. Its package holds no schema, but its generated classes do: the method
from_reader reads the fields of a constructor one after another.
"""
import inspect
import json
import re
import sys
import zlib

from telethon.tl import TLRequest, alltlobjects

READ = {
    "read_int": "int", "read_long": "long", "read_double": "double", "tgread_string": "string",
    "tgread_bytes": "bytes", "tgread_bool": "Bool", "tgread_date": "int",
    "read_large_int(bits=128)": "int128", "read_large_int(bits=256)": "int256",
}
# A class attribute may not be called like these, so Telethon has given them other names.
RENAMED = {"is_self": "self", "from_": "from"}

CLASSES = list(alltlobjects.tlobjects.values())
KNOWN_TYPES = {cls.SUBCLASS_OF_ID for cls in CLASSES}


def namespace(cls):
    parts = cls.__module__.split(".")
    return parts[3] + "." if len(parts) > 3 else ""


NAMESPACES = [""] + sorted({namespace(cls) for cls in CLASSES} - {""})


def constructor_name(cls):
    name = re.sub("Request$", "", cls.__name__) if issubclass(cls, TLRequest) else cls.__name__
    return namespace(cls) + name[0].lower() + name[1:]


def crc(name):
    return zlib.crc32(name.encode())


def annotation_of(cls, parameter):
    """Telethon's own messages derive from the generated ones, which have the annotations."""
    for base in cls.__mro__:
        found = inspect.signature(base.__init__).parameters.get(parameter)
        if found and (match := re.search(r"\bType(\w+)", str(found.annotation))):
            return match.group(1)
    return "X"


def type_names():
    """Telethon keeps only the CRC-32 of a type's name; the names stand in the annotations and comments."""
    words = set()
    for cls in CLASSES:
        words.update(annotation_of(cls, name) for base in cls.__mro__ for name in inspect.signature(base.__init__).parameters)
        words.update(re.findall(r":returns (?:\w+\.)?(\w+)", cls.__init__.__doc__ or ""))
    full = {prefix + word for word in words for prefix in NAMESPACES}
    return {crc(name): name for name in full if crc(name) in KNOWN_TYPES}


TYPES = type_names()
VECTORS = {crc(f"Vector<{name}>"): name for name in [*TYPES.values(), "int", "long", "string"]}


def boxed(type_id):
    return TYPES.get(type_id, f"Type{type_id:08x}")


def result(cls):
    if cls.SUBCLASS_OF_ID in VECTORS:
        return {"type": VECTORS[cls.SUBCLASS_OF_ID], "typeModifiers": {"isVector": True}}
    if cls.SUBCLASS_OF_ID == crc("Bool"):
        return {"type": "Bool"}
    return {"type": boxed(cls.SUBCLASS_OF_ID)}


def read_type(call, name, cls):
    for method, tl_type in READ.items():
        if call.startswith(method):
            return tl_type
    word = annotation_of(cls, name)
    for prefix in NAMESPACES:
        if crc(prefix + word) in TYPES:
            return prefix + word
    return word


def bit(mask):
    return mask.bit_length() - 1


def arguments(cls):
    fields, predicate, is_vector = [], None, False

    def add(name, tl_type):
        field = {"name": RENAMED.get(name, name), "type": tl_type}
        modifiers = {}
        if predicate:
            modifiers["predicate"] = predicate
        if is_vector and tl_type != "true":
            modifiers["isVector"] = True
        if modifiers:
            field["typeModifiers"] = modifiers
        fields.append(field)

    for line in inspect.getsource(cls.from_reader).splitlines():
        indent = len(line) - len(line.lstrip())
        line = line.strip()
        if indent == 8:
            predicate = None
        if match := re.match(r"(flags\d*) = reader\.read_int\(\)", line):
            add(match.group(1), "#")
        elif match := re.match(r"if (flags\d*) & (\d+):", line):
            predicate, is_vector = f"{match.group(1)}.{bit(int(match.group(2)))}", False
        elif match := re.match(r"_(\w+) = bool\((flags\d*) & (\d+)\)", line):
            predicate = f"{match.group(2)}.{bit(int(match.group(3)))}"
            add(match.group(1), "true")
            predicate = None
        elif match := re.match(r"_(\w+) = \[\]", line):
            vector, is_vector = match.group(1), True
        elif is_vector and (match := re.match(r"_x = reader\.(.+)", line)):
            add(vector, read_type(match.group(1), vector, cls))
            is_vector = False
        elif match := re.match(r"_(\w+) = reader\.(.+)", line):
            add(match.group(1), read_type(match.group(2), match.group(1), cls))
    return fields


def entry(cls):
    kind = "method" if issubclass(cls, TLRequest) else "class"
    return {"kind": kind, "name": constructor_name(cls), "id": cls.CONSTRUCTOR_ID, "arguments": arguments(cls), **result(cls)}


def main(path):
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"l": alltlobjects.LAYER, "e": [entry(cls) for cls in CLASSES]}, file)


if __name__ == "__main__":
    main(sys.argv[1])
