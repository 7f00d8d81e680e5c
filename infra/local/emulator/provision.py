"""What CloudFormation can't make, or the emulator's does not know: the secret, and the first user.

    provision.py secret   puts Twilio's auth token into SSM as a SecureString
    provision.py staff    makes the staff account, in the group admin
    provision.py outputs  prints the outputs of the stack as a JSON object

All of them may be run again. Input is a JSON object on standard input, so that no secret is seen in a list of
processes; AWS's usual variables say where.
"""

import json
import sys

import boto3


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
    cognito.admin_add_user_to_group(**user, GroupName="admin")


def print_outputs(stack: str) -> None:
    (described,) = boto3.client("cloudformation").describe_stacks(StackName=stack)["Stacks"]
    print(json.dumps({output["OutputKey"]: output["OutputValue"] for output in described["Outputs"]}))


if __name__ == "__main__":
    {"secret": put_secret, "staff": make_staff, "outputs": print_outputs}[sys.argv[1]](**json.load(sys.stdin))
