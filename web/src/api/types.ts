import type { components } from "./schema";

/** The API's records under the names that the pages use. All of them are generated from openapi.json. */
type Schemas = components["schemas"];

export type AudiencePreview = Schemas["AudiencePreview"];
export type Broadcast = Schemas["Broadcast"];
export type Contact = Schemas["Contact"];
export type ContactChange = Schemas["ContactChange"];
export type ContactInput = Schemas["ContactInput"];
export type Me = Schemas["Me"];
export type Message = Schemas["Message"];
export type MessageStatus = Schemas["MessageStatus"];
/** For whom a message is: everyone, or people chosen one by one. */
export type AudienceChoice = Schemas["AudienceChoice"];
export type Problem = Schemas["Problem"];
export type Role = Schemas["Role"];
export type SendRequest = Schemas["SendRequest"];
export type SkipReason = Schemas["SkipReason"];
export type Stats = Schemas["Stats"];
export type StatusCounts = Schemas["StatusCounts"];
