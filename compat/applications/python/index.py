"""A handler written for payload format 2.0 with what AWS's guide tells of it, and nothing else."""

import base64
import json

PETS = {"1": "Bella", "2": "Milo"}


def answer(status, value, **more):
    return {"statusCode": status, "headers": {"content-type": "application/json"}, "body": json.dumps(value), **more}


def list_pets(event):
    wanted = event.get("queryStringParameters", {}).get("name")
    # Without a status the whole value is the body.
    return [name for name in PETS.values() if wanted is None or name in wanted.split(",")]


def show_pet(event):
    name = PETS.get(event["pathParameters"]["id"])
    return name if name else answer(404, {"missing": event["rawPath"]})


def make_pet(event):
    pet = json.loads(event["body"])
    return answer(201, pet, cookies=[f"made={pet['name']}; Secure", "by=python"])


def turn_photo(event):
    assert event["isBase64Encoded"]
    photo = base64.b64decode(event["body"])[::-1]
    return {"statusCode": 200, "headers": {"Content-Type": "image/png"}, "isBase64Encoded": True,
            "body": base64.b64encode(photo).decode()}


def who(event):
    http = event["requestContext"]["http"]
    return answer(200, {"cookies": event.get("cookies"), "agent": http["userAgent"], "ip": http["sourceIp"],
                        "method": http["method"], "path": http["path"], "raw": event["rawQueryString"],
                        "many": event["headers"].get("x-many"), "stage": event["requestContext"]["stage"]})


ROUTES = {
    "GET /pets": list_pets,
    "POST /pets": make_pet,
    "GET /pets/{id}": show_pet,
    "PUT /pets/{id}/photo": turn_photo,
    "ANY /who/{proxy+}": who,
}


def handler(event, context):
    assert event["version"] == "2.0"
    return ROUTES[event["routeKey"]](event)
