"""Calls the admin API over gRPC and knows nothing of it but what its reflection says. Prints what it found as one line of JSON.

    python grpc_stranger.py HOST:PORT URL_OF_A_SANDBOX PREFIX_OF_NAMES
"""

import json
import sys

import grpc
from google.protobuf import descriptor_pool, json_format, message_factory
from google.rpc import error_details_pb2, status_pb2
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase

address, sandbox, prefix = sys.argv[1:]
channel = grpc.insecure_channel(address)
database = ProtoReflectionDescriptorDatabase(channel)
pool = descriptor_pool.DescriptorPool(database)
admin = pool.FindServiceByName("evenkeel.admin.v1.Admin")


def method(name):
    described = admin.methods_by_name[name]
    request = message_factory.GetMessageClass(described.input_type)
    answer = message_factory.GetMessageClass(described.output_type)
    kind = channel.unary_stream if described.server_streaming else channel.unary_unary
    path = f"/{admin.full_name}/{name}"
    return request, kind(path, request_serializer=request.SerializeToString, response_deserializer=answer.FromString)


def call(name, fields, metadata=(), timeout=30):
    request, send = method(name)
    answer = send(json_format.ParseDict(fields, request()), metadata=metadata, timeout=timeout)
    return json_format.MessageToDict(answer)


def refused(name, fields, metadata=()):
    try:
        call(name, fields, metadata)
    except grpc.RpcError as error:
        packed = dict(error.trailing_metadata()).get("grpc-status-details-bin")
        status = status_pb2.Status.FromString(packed)
        info, wrong = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
        fields = []
        for detail in status.details:
            detail.Unpack(info)
            if detail.Unpack(wrong):
                fields = [violation.field for violation in wrong.field_violations]
        return {
            "code": error.code().name,
            "reason": info.reason,
            "class": info.metadata["class"],
            "remedy": info.metadata["remedy"],
            "fields": fields,
        }


def watch(execution):
    request, send = method("WatchExecution")
    told, last = [], {}
    for message in send(json_format.ParseDict({"execution": execution}, request()), timeout=60):
        each = json_format.MessageToDict(message)
        told += [key for key in each]
        last = each.get("progress", last)
        if last.get("ended"):
            return told, last


name = f"{prefix}-grpc"
connection = call(
    "AddConnection",
    {"name": name, "connector": "simulator", "settingsJson": json.dumps({"baseUrl": sandbox}), "credentialsJson": "{}"},
)
job = call("AddJob", {"name": name, "connection": name, "stream": "customers", "recordType": name})
trigger = call("RequestRun", {"job": name}, [("idempotency-key", name)])
again = call("RequestRun", {"job": name}, [("idempotency-key", name)])
while not trigger.get("executionId"):
    trigger = call("ShowTrigger", {"trigger": trigger["id"]})
told, ended = watch(trigger["executionId"])
records, cursor = 0, None
while True:
    page = call("ListRecords", {"type": name, "limit": "7", **({"cursor": cursor} if cursor else {})})
    records += len(page.get("items", []))
    cursor = page.get("next")
    if cursor is None:
        break

print(
    json.dumps(
        {
            "services": sorted(database.get_services()),
            "methods": len(admin.methods),
            "connection": connection["id"],
            "job": job["id"],
            "isOneTrigger": trigger["id"] == again["id"],
            "told": sorted(set(told)),
            "status": ended["status"],
            "receipt": ended["receipt"],
            "records": records,
            "data": json.loads(page["items"][-1]["dataJson"]),
            "refused": refused("AddJob", {"name": "", "connection": name, "stream": "customers", "recordType": name}),
            "stale": refused("ChangeJob", {"job": name, "timeoutMinutes": "5"}, [("if-match", '"9"')]),
        }
    )
)
