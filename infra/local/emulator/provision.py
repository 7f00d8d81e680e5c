"""What CloudFormation can't make, or the emulator's does not know: the secrets, and the first user.

    provision.py secret   puts Twilio's auth token, or the model's key, into SSM as a SecureString
    provision.py staff    makes the staff account, in the group admin
    provision.py release  notes which release is deployed
    provision.py stack    prints the stack's outputs and the release as a JSON object, or null

All of them may be run again. Input is a JSON object on standard input, so that no secret is seen in a list of
processes; AWS's usual variables say where.
"""

import json
import sys

import boto3
from botocore.exceptions import ClientError

# Kept in the emulator, so that it is lost together with what it speaks of.
RELEASE = "/tidings-local/release"


def put_secret(parameter: str, value: str) -> None:
    boto3.client("ssm").put_parameter(Name=parameter, Value=value, Type="SecureString", Overwrite=True)


def make_staff(pool: str, email: str, password: str) -> None:
    cognito = boto3.client("cognito-idp")
    user = {"UserPoolId": pool, "Username": email}
    try:
        cognito.admin_create_user(
            **user,
            UserAttributes=[{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}],
            MessageAction="SUPPRESS",
        )
    except cognito.exceptions.UsernameExistsException:
        pass
    cognito.admin_set_user_password(**user, Password=password, Permanent=True)
    for group in ("admin", "pastor"):
        cognito.admin_add_user_to_group(**user, GroupName=group)


def note_release(release: str) -> None:
    boto3.client("ssm").put_parameter(Name=RELEASE, Value=release, Type="String", Overwrite=True)


def print_stack(stack: str) -> None:
    ssm = boto3.client("ssm")
    try:
        (described,) = boto3.client("cloudformation").describe_stacks(StackName=stack)["Stacks"]
        release = next(iter(ssm.get_parameters(Names=[RELEASE])["Parameters"]), {}).get("Value", "")
    except ClientError as error:
        if error.response["Error"]["Code"] != "ValidationError":
            raise
        print("null")
        return
    outputs = {output["OutputKey"]: output["OutputValue"] for output in described.get("Outputs", [])}
    print(json.dumps({"release": release, "outputs": outputs}))


if __name__ == "__main__":
    commands = {"secret": put_secret, "staff": make_staff, "release": note_release, "stack": print_stack}
    commands[sys.argv[1]](**json.load(sys.stdin))
