//! Vendors: DynamoDB, SQS, Twilio, SSM, Lambda.
