"""Sets how long a worker may take, and how long its queue waits for it, and prints what they were before.

    hurry.py <function> <seconds> <queue> <seconds>

Both by their names in the template. After a worker's death its queue message is seen again only when the queue stops
waiting, and what it was at is free only when it must have ended: tests of crashes can't wait as long as a church can.
"""

import sys

import boto3


def main(function: str, timeout: str, queue: str, visibility: str) -> None:
    functions, queues = boto3.client("lambda"), boto3.client("sqs")
    (name,) = [
        each["FunctionName"]
        for each in functions.list_functions()["Functions"]
        if each["FunctionName"].endswith(f"-{function}")
    ]
    (url,) = [url for url in queues.list_queues()["QueueUrls"] if f"-{queue}-" in url]
    before = functions.get_function_configuration(FunctionName=name)["Timeout"]
    functions.update_function_configuration(FunctionName=name, Timeout=int(timeout))
    attributes = queues.get_queue_attributes(QueueUrl=url, AttributeNames=["VisibilityTimeout"])["Attributes"]
    queues.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": visibility})
    print(before, attributes["VisibilityTimeout"])


if __name__ == "__main__":
    main(*sys.argv[1:])
