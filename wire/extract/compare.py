"""Compares wire/models/<key>.json with the service models of an installed botocore and prints what differs.

Run by hand after extract.mjs, as a second opinion: operations, bindings, required members, declaration order of members,
order of enum values, and the facts that only the overlay can hold (width of numbers, constraints).

    python3 compare.py [--constraints] [key ...]
"""

import gzip
import json
import os
import sys

import botocore

MODELS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "models")
FOLDERS = {"monitoring": "cloudwatch"}
KEYS = ["apigateway", "apigatewayv2", "apigatewaymanagementapi", "lambda", "iam", "sts", "acm", "logs", "monitoring"]
LOCATIONS = {"uri": "label", "querystring": "query", "header": "header", "headers": "prefix-headers", "statusCode": "status"}


def oracle(key):
    folder = os.path.join(os.path.dirname(botocore.__file__), "data", FOLDERS.get(key, key))
    with gzip.open(os.path.join(folder, sorted(os.listdir(folder))[-1], "service-2.json.gz")) as file:
        return json.load(file)


def facts(key):
    with open(os.path.join(MODELS, key + ".json")) as file:
        return json.load(file)


def compare(key, constraints):
    ours, theirs = facts(key), oracle(key)
    print(f"== {key}")
    for name in sorted(set(ours["operations"]) ^ set(theirs["operations"])):
        print("operation only in", "the facts" if name in ours["operations"] else "the oracle", name)
    for name, operation in theirs["operations"].items():
        if name in ours["operations"]:
            compare_operation(name, ours["operations"][name], operation)
    pairs = paired_shapes(ours, theirs)
    overlay = {"long": [], "double": [], "members": {}}
    enums = {}
    for our_name, their_name in sorted(pairs.items()):
        compare_structure(ours, theirs, our_name, their_name)
        collect(ours["shapes"][our_name], theirs, our_name, their_name, overlay, enums)
    for name, values in sorted(enums.items()):
        mine = ours["enums"].get(name)
        if mine is not None and mine != values:
            print("enum", name, json.dumps(values), "" if set(mine) == set(values) else f"facts have {mine}")
    for width in ("long", "double"):
        print(width, json.dumps(overlay[width]))
    if constraints:
        for path, found in overlay["members"].items():
            print(f"      {json.dumps(path)}: {json.dumps(found)},")


def compare_operation(name, ours, theirs):
    http = theirs["http"]
    mine = (ours["method"], ours["uri"].count("{"), ours["uri"].split("{")[0].rstrip("/"))
    other = (http["method"], http["requestUri"].count("{"), http["requestUri"].split("{")[0].rstrip("/"))
    if mine != other:
        print("operation", name, ours["method"], ours["uri"], "oracle:", http["method"], http["requestUri"])
    if ours["status"] != http.get("responseCode", 200):
        print("status", name, ours["status"], "oracle:", http.get("responseCode", 200))


def paired_shapes(ours, theirs):
    """Our structure name -> theirs, walking from the operations."""
    pairs, todo = {}, []
    for name, operation in theirs["operations"].items():
        mine = ours["operations"].get(name, {})
        for side in ("input", "output"):
            if side in mine and side in operation:
                todo.append((mine[side], operation[side]["shape"]))
    while todo:
        our_name, their_name = todo.pop()
        if our_name in pairs or our_name not in ours["shapes"]:
            continue
        pairs[our_name] = their_name
        for member, fact in ours["shapes"][our_name]["members"].items():
            their_member = theirs["shapes"][their_name].get("members", {}).get(member)
            if their_member:
                todo += inner(fact["type"], their_member["shape"], theirs)
    return pairs


def inner(our_type, their_name, theirs):
    shape = theirs["shapes"][their_name]
    if our_type.startswith("list<") and shape["type"] == "list":
        return inner(our_type[5:-1], shape["member"]["shape"], theirs)
    if our_type.startswith("map<") and shape["type"] == "map":
        value = our_type[4:-1]
        return inner(value.split(",", 1)[-1], shape["value"]["shape"], theirs)
    return [(our_type, their_name)] if shape["type"] == "structure" else []


def compare_structure(ours, theirs, our_name, their_name):
    mine, shape = ours["shapes"][our_name]["members"], theirs["shapes"][their_name]
    other = shape.get("members", {})
    both = [name for name in mine if name in other]
    if set(mine) != set(other):
        print("members", our_name, "only facts:", sorted(set(mine) - set(other)), "only oracle:", sorted(set(other) - set(mine)))
    if both != [name for name in other if name in mine]:
        print("order", our_name, both, "oracle:", [name for name in other if name in mine])
    required = {name for name in mine if mine[name].get("required")}
    if required & set(both) != set(shape.get("required", [])) & set(both):
        print("required", our_name, sorted(required), "oracle:", sorted(shape.get("required", [])))
    for name in both:
        location = "payload" if shape.get("payload") == name else LOCATIONS.get(other[name].get("location"))
        if location == "query" and theirs["shapes"][other[name]["shape"]]["type"] == "map":
            location = "query-params"
        if mine[name].get("in") != location:
            print("location", our_name, name, mine[name].get("in"), "oracle:", location)
        wire = other[name].get("locationName", name)
        if location not in ("label", "payload", "status", "query-params") and mine[name].get("wire", name).lower() != wire.lower():
            print("wire name", our_name, name, mine[name].get("wire"), "oracle:", wire)


def collect(shape, theirs, our_name, their_name, overlay, enums):
    for member, fact in shape["members"].items():
        their_member = theirs["shapes"][their_name].get("members", {}).get(member)
        if their_member:
            collect_type(f"{our_name}.{member}", fact["type"], their_member["shape"], theirs, overlay, enums)


def collect_type(path, our_type, their_name, theirs, overlay, enums):
    shape = theirs["shapes"][their_name]
    kind = {"float": "double"}.get(shape["type"], shape["type"])
    if kind in ("long", "double"):
        overlay[kind].append(path)
    if "enum" in shape:
        enums[our_type] = shape["enum"]
    found = {name: shape[name] for name in ("pattern", "min", "max") if name in shape}
    if found and "enum" not in shape:
        overlay["members"][path] = found
    if kind == "list" and our_type.startswith("list<"):
        collect_type(path + ".*", our_type[5:-1], shape["member"]["shape"], theirs, overlay, enums)
    if kind == "map" and our_type.startswith("map<"):
        key, _, value = our_type[4:-1].rpartition(",")
        if key:
            collect_type(path + ".key", key, shape["key"]["shape"], theirs, overlay, enums)
        collect_type(path + ".*", value, shape["value"]["shape"], theirs, overlay, enums)


if __name__ == "__main__":
    arguments = sys.argv[1:]
    for key in [it for it in arguments if not it.startswith("--")] or KEYS:
        compare(key, "--constraints" in arguments)
