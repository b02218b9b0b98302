# GET of /pets/{petId} in the pet store of `sallyport demo`.
import json

PETS = {"1": "Bella", "2": "Milo", "3": "Luna"}


def handler(event, context):
    pet_id = event["pathParameters"]["petId"]
    about = {
        "stage": event["requestContext"]["stage"],
        "env": (event.get("stageVariables") or {}).get("env"),
        "release": "@RELEASE@",
    }
    if pet_id not in PETS:
        return answer(404, {"message": "There is no pet " + pet_id, **about})
    return answer(200, {"id": int(pet_id), "name": PETS[pet_id], **about})


def answer(status, body):
    return {
        "statusCode": status,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps(body) + "\n",
    }
